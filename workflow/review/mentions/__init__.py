"""Mentions: people named in a comment, who are asked by it."""
