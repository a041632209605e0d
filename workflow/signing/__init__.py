"""Freezing the text, and the signatures of those who hold the offices named in it."""
