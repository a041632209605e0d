"""Unsent comments: many are written, and sent together with one act."""
