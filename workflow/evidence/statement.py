"""Building statements: plain values in, canonical bytes out, judged by the same table that reads them back.

Hashes are base64url strings; times are aware datetimes (whole seconds are kept). Every builder raises
Bad("statement.members") where a value may not stand in a statement.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from workflow.evidence.canonical import b64u, dumps
from workflow.evidence.fields import write_moment
from workflow.evidence.statement_table import ACT_OF, ACTS, CEREMONIES, INTENT, MEDIA, judge, read

__all__ = [
    "ACTS",
    "ACT_OF",
    "CEREMONIES",
    "INTENT",
    "MEDIA",
    "Common",
    "acceptance",
    "adoption",
    "approval",
    "ceremony",
    "decline",
    "enrolment_claim",
    "enrolment_vouch",
    "genesis",
    "key_revoked",
    "office_end",
    "read",
]


@dataclass(frozen=True)
class Common:
    """What every statement says of itself: where, for whom, by whom, in which office, with which key, until when.

    `nonce` is 32 fresh random bytes, `key` a key id, `party_state` the leaf id of the party chain's latest link.
    """

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

    def members(self) -> dict[str, Any]:
        """As they stand in the statement."""
        plain = dict(vars(self))
        return plain | {
            "nonce": b64u(self.nonce),
            "issued": write_moment(self.issued),
            "expires": write_moment(self.expires),
        }


def _write(act: str, members: dict[str, Any]) -> bytes:
    return dumps(judge(act, members | {"intent": INTENT[act]}))


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
    """A party's first statement, signed by both registrars. registrars: two of {key: key record, name, person, title}."""
    return _write(
        "genesis",
        {
            "deployment": deployment,
            "rp_id": rp_id,
            "nonce": b64u(nonce),
            "issued": write_moment(issued),
            "expires": write_moment(expires),
            "kind": kind,
            "legal_name": legal_name,
            "authority": authority,
            "resolution": resolution,
            "contact": contact,
            "registrars": list(registrars),
        },
    )


def acceptance(common: Common, *, accepted: str, checked: str) -> bytes:
    """A registrar of one party accepts another party's record; common.party is the accepting party."""
    return _write("acceptance", common.members() | {"accepted": accepted, "checked": checked})


def enrolment_claim(common: Common, *, from_: date, new_key: dict[str, Any]) -> bytes:
    """The new key claims a person and an office; common.key is the new key's id."""
    return _write("enrolment-claim", common.members() | {"from": from_.isoformat(), "new_key": new_key})


def enrolment_vouch(common: Common, *, claim: str, subject: str, authority: dict[str, str]) -> bytes:
    """A registrar vouches for a claim. claim: leaf id of its link; authority: {date, kind, reference}."""
    return _write(
        "enrolment-vouch", common.members() | {"claim": claim, "subject": subject, "authority": authority}
    )


def office_end(common: Common, *, subject: str, subject_office: str, ended: datetime, reason: str) -> bytes:
    """A registrar records that a person left an office."""
    ending = {
        "subject": subject,
        "subject_office": subject_office,
        "ended": write_moment(ended),
        "reason": reason,
    }
    return _write("office-end", common.members() | ending)


def key_revoked(common: Common, *, revoked: str, compromised_since: datetime, reason: str) -> bytes:
    """A registrar, or the holder with that key, withdraws a key."""
    revocation = {"revoked": revoked, "compromised_since": write_moment(compromised_since), "reason": reason}
    return _write("key-revoked", common.members() | revocation)


def approval(common: Common, *, mou: str, edition: int, head: str, slot: str, enrolment: str) -> bytes:
    """A signatory approves a frozen text. enrolment: leaf id of the vouch's link (or the genesis link)."""
    return _write("approval", common.members() | _signing(mou, edition, head, slot, enrolment))


def decline(
    common: Common, *, mou: str, edition: int, head: str, slot: str, enrolment: str, reason: str
) -> bytes:
    """A signatory declines, with a reason."""
    return _write(
        "decline", common.members() | _signing(mou, edition, head, slot, enrolment) | {"reason": reason}
    )


def _signing(mou: str, edition: int, head: str, slot: str, enrolment: str) -> dict[str, Any]:
    return {"mou": mou, "edition": edition, "head": head, "slot": slot, "enrolment": enrolment}


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
    """A clerk records a body's vote (yes, no, abstain) on a frozen text; minutes: hash of the file, or ""."""
    yes, no, abstain = vote
    decided = {
        "mou": mou,
        "edition": edition,
        "head": head,
        "enrolment": enrolment,
        "body": body,
        "meeting": meeting.isoformat(),
        "item": item,
        "resolution": resolution,
        "vote": {"yes": yes, "no": no, "abstain": abstain},
        "minutes": minutes,
        "delegated": list(delegated),
    }
    return _write("adoption", common.members() | decided)


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
    return _write(
        act,
        {
            "deployment": deployment,
            "rp_id": rp_id,
            "nonce": b64u(nonce),
            "issued": write_moment(issued),
            "expires": write_moment(expires),
            "purpose": purpose,
            "person": person,
        },
    )
