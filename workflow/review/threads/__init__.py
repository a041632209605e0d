"""Threads: comments anchored to the text, and how each was answered."""
