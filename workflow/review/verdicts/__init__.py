"""Verdicts: approve or request changes, on a revision."""
