"""A passkey in software, for the demo and the tests: it answers exactly as an authenticator would, and says what it is.

Its AAGUID is `SOFTWARE_AAGUID`, so every key record made from it has `kind: software`, and a policy can refuse it.
"""

from dataclasses import dataclass
from typing import Any

from workflow.evidence.envelope import Assertion

SOFTWARE_AAGUID = b"software-key-v1\0"


@dataclass(frozen=True)
class Registration:
    """What `navigator.credentials.create` returns, as raw bytes."""

    credential_id: bytes
    attestation_object: bytes
    client_data: bytes


class SoftwareKey:
    """One key pair. alg: ES256, EdDSA or RS256. `private_bytes`/`load` store it (unencrypted PKCS#8: demo only)."""

    def __init__(self, alg: str = "ES256") -> None:
        raise NotImplementedError

    def private_bytes(self) -> bytes:
        """Everything needed to load this key again."""
        raise NotImplementedError

    @classmethod
    def load(cls, data: bytes) -> "SoftwareKey":
        """The key that `private_bytes` stored."""
        raise NotImplementedError

    def register(self, challenge: bytes, *, rp_id: str, origin: str) -> Registration:
        """Answer a registration challenge: attestation `none`, flags UP|UV|AT."""
        raise NotImplementedError

    def sign(self, challenge: bytes, *, rp_id: str, origin: str) -> Assertion:
        """Answer an assertion challenge: flags UP|UV, sign count 0."""
        raise NotImplementedError

    @property
    def record(self) -> dict[str, Any]:
        """The key record, as the service would compute it from the registration."""
        raise NotImplementedError
