"""A party's public chain of keys and offices, replayed offline (docs/format.md, section 6)."""

from typing import Any


def party_id(genesis_statement: bytes) -> str:
    """The party id: the challenge of its genesis statement, base64url."""
    raise NotImplementedError


def replay(*args: Any) -> Any:
    """Under construction: links -> offices and keys as of any link."""
    raise NotImplementedError
