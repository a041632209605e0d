"""A statement with its signature, and the challenge between them (docs/format.md, section 5)."""

from dataclasses import dataclass
from typing import Any

from workflow.evidence.canonical import b64u, hash_of, sha256


@dataclass(frozen=True)
class Assertion:
    """What an authenticator answers: raw bytes, and the id of the key that answered."""

    key: str
    authenticator_data: bytes
    client_data: bytes
    signature: bytes


def pae(media_type: str, statement: bytes) -> bytes:
    """DSSE pre-authentication encoding: no statement of one type can be read as one of another."""
    kind = media_type.encode("ascii")
    return b"DSSEv1 %d %b %d %b" % (len(kind), kind, len(statement), statement)


def challenge(media_type: str, statement: bytes) -> bytes:
    """The 32 bytes an authenticator signs for this statement."""
    return sha256(pae(media_type, statement))


def envelope(media_type: str, statement: bytes, *assertions: Assertion) -> dict[str, Any]:
    """The JSON-able envelope; one assertion, or two for a genesis."""
    return {
        "type": media_type,
        "statement": b64u(statement),
        "signatures": [
            {
                "key": a.key,
                "authenticator_data": b64u(a.authenticator_data),
                "client_data": b64u(a.client_data),
                "signature": b64u(a.signature),
            }
            for a in assertions
        ],
    }


def envelope_hash(value: dict[str, Any]) -> str:
    """What a chain leaf names. It covers the signature too; it is not used to tell two signatures apart."""
    return hash_of("sro-mou/envelope/v1", value)
