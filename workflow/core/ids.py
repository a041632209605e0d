"""Identifiers: 80 random bits as 20 lower-case hexadecimal characters, safe in an address and in a signed statement."""

import secrets


def new_id() -> str:
    """A fresh identifier. Order is never read from it: rows carry numbers and times for that."""
    return secrets.token_hex(10)
