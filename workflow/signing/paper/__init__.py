"""Signing on paper: where it is allowed, the sheet, its scan, and the two who attest it."""
