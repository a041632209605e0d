"""Hearing a statement: opened as exactly one act, in its time, once; then held against the key that must have signed it."""

from dataclasses import dataclass
from typing import Any

from workflow.evidence import publishing
from workflow.evidence.canonical import unb64u
from workflow.evidence.chain import Link, carries
from workflow.evidence.envelope import Assertion, challenge
from workflow.evidence.errors import Bad
from workflow.evidence.keyrecord import root_of
from workflow.evidence.passkey import verify_assertion
from workflow.evidence.statement_table import MEDIA, read
from workflow.evidence.trust import Trust


@dataclass(frozen=True)
class Testimony:
    """A statement that was heard: its members, what its signatures must be over, and the signatures, not yet checked."""

    said: dict[str, Any]
    challenge: bytes
    assertions: tuple[Assertion, ...]


class Examiner:
    """Hears the statements of one package: knows whom to trust, which installation it is, and every nonce so far."""

    def __init__(self, trust: Trust, deployment: str) -> None:
        self._trust = trust
        self._deployment = deployment
        self._nonces: set[str] = set()

    def hear(self, link: Link, act: str, named: str) -> Testimony:
        """The statement of this act that the link carries under the hash `named`. Raises Bad."""
        envelope = carries(link, named, act)
        raw = unb64u(envelope["statement"])
        said = read(act, raw)
        if said["deployment"] != self._deployment or link.leaf["deployment"] != self._deployment:
            raise Bad("statement.binding", "made for another installation")
        if not said["issued"] <= link.at <= said["expires"]:
            raise Bad(
                "statement.expired", f"recorded at {link.at}, good from {said['issued']} to {said['expires']}"
            )
        if said["nonce"] in self._nonces:
            raise Bad("statement.nonce", "the same statement, or another with its nonce, was used before")
        self._nonces.add(said["nonce"])
        assertions = tuple(
            Assertion(
                one["key"],
                unb64u(one["authenticator_data"]),
                unb64u(one["client_data"]),
                unb64u(one["signature"]),
            )
            for one in envelope["signatures"]
        )
        return Testimony(said, challenge(MEDIA[act], raw), assertions)

    def signed(self, testimony: Testimony, *keys: dict[str, Any]) -> None:
        """The statement is signed by exactly these keys (key records), in this order. Raises Bad."""
        said = testimony.said
        if len(testimony.assertions) != len(keys):
            raise Bad("signature.count", f"{len(keys)} signatures were expected")
        origins = self._trust.origins(said["rp_id"], said["issued"])
        for assertion, key in zip(testimony.assertions, keys, strict=True):
            if not self._trust.admits(key["kind"], root_of(key)):
                raise Bad("policy.key_kind", f"the policy does not admit this key of the kind {key['kind']}")
            verify_assertion(
                assertion,
                challenge=testimony.challenge,
                rp_id=said["rp_id"],
                origins=origins,
                key=key,
            )

    def published(self, link: Link) -> None:
        """What is said to have been published is signed as the reader's trust asks. Raises Bad."""
        publishing.hear(link, self._trust)
