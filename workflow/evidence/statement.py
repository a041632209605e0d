"""The closed table of statements: what a person can say with a key, and in which words (docs/format.md, section 4).

Builders take plain values and return canonical bytes; `MEDIA[act]` names the type for the envelope.
Hashes are base64url strings; times are aware UTC datetimes with whole seconds.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

ACTS = (
    "genesis", "acceptance", "enrolment-claim", "enrolment-vouch", "office-end", "key-revoked", "approval", "decline",
    "adoption", "void", "withdrawal", "redaction", "release", "paper-signature", "key-rotation",
)  # fmt: skip
CEREMONIES = ("sign-in", "step-up", "key-registration")
MEDIA = {act: f"application/vnd.sro-mou.{act}.v1+json" for act in (*ACTS, *CEREMONIES)}
ACT_OF = {media: act for act, media in MEDIA.items()}


@dataclass(frozen=True)
class Common:
    """What every statement says of itself: where, for whom, by whom, with which key, until when."""

    deployment: str
    rp_id: str
    party: str
    person: str
    name: str
    office: str
    title: str
    capacity: str
    key: str
    party_state: str
    nonce: bytes
    issued: datetime
    expires: datetime


def genesis(
    *,
    deployment: str,
    rp_id: str,
    nonce: bytes,
    issued: datetime,
    expires: datetime,
    kind: str,
    legal_name: str,
    authority: str,
    resolution: str,
    contact: str,
    registrars: Sequence[dict[str, Any]],
) -> bytes:
    """A party's first statement. registrars: two of {key: key record, name, person, title}."""
    raise NotImplementedError


def acceptance(common: Common, *, accepted: str, checked: str) -> bytes:
    """A registrar of one party accepts another party's record."""
    raise NotImplementedError


def enrolment_claim(common: Common, *, from_: date, new_key: dict[str, Any]) -> bytes:
    """The new key claims a person and an office; common.key is the new key's id."""
    raise NotImplementedError


def enrolment_vouch(common: Common, *, claim: str, subject: str, authority: dict[str, str]) -> bytes:
    """A registrar vouches for a claim. claim: leaf id of its link; authority: {date, kind, reference}."""
    raise NotImplementedError


def office_end(common: Common, *, subject: str, subject_office: str, ended: datetime, reason: str) -> bytes:
    """A registrar records that a person left an office."""
    raise NotImplementedError


def key_revoked(common: Common, *, revoked: str, compromised_since: datetime, reason: str) -> bytes:
    """A registrar, or the holder with that key, withdraws a key."""
    raise NotImplementedError


def approval(common: Common, *, mou: str, edition: int, head: str, slot: str, enrolment: str) -> bytes:
    """A signatory approves a frozen text. enrolment: leaf id of the vouch's link."""
    raise NotImplementedError


def decline(
    common: Common, *, mou: str, edition: int, head: str, slot: str, enrolment: str, reason: str
) -> bytes:
    """A signatory declines, with a reason."""
    raise NotImplementedError


def adoption(
    common: Common,
    *,
    mou: str,
    edition: int,
    head: str,
    enrolment: str,
    body: str,
    meeting: date,
    item: str,
    resolution: str,
    vote: tuple[int, int, int],
    minutes: str = "",
    delegated: Sequence[dict[str, str]] = (),
) -> bytes:
    """A clerk records a body's vote (yes, no, abstain) on a frozen text."""
    raise NotImplementedError


def ceremony(
    act: str,
    *,
    deployment: str,
    rp_id: str,
    nonce: bytes,
    issued: datetime,
    expires: datetime,
    purpose: str,
    person: str = "",
) -> bytes:
    """A sign-in, step-up or key-registration challenge statement: typed, so it can never be an approval."""
    raise NotImplementedError


def read(act: str, statement: bytes) -> dict[str, Any]:
    """The members of a statement of exactly this act. Raises Bad("statement...")."""
    raise NotImplementedError
