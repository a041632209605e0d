"""What was reported of the keys that signed an edition: whoever reads it is told at once, and its public copy is made anew.

A key that is revoked names the time since when it is not to be trusted. What it signed before that time stands as it did; what it signed
later may be somebody else's, so a verifier that is shown the revocation warns of it. A copy made before the revocation cannot show it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, union_all
from sqlmodel import Session, col, or_, select

from workflow.adapters.templates import moment
from workflow.evidence.canonical import loads, unb64u
from workflow.evidence.fields import read_moment
from workflow.evidence.statement_table import ACT_OF
from workflow.history.models import Event
from workflow.parties.models import PartyLink, SigningKey
from workflow.signing.corrections.models import Answer, Correction
from workflow.signing.models import Adoption, Signature, SigningEvent
from workflow.signing.paper.models import Attestation, Scan

DID = {
    "approval": "signed this text",
    "adoption": "signed the record of a vote on it",
    "correction": "signed for a correction of it",
    "paper-signature": "attested a sheet that was signed by hand",
}


@dataclass(frozen=True)
class Report:
    """One use of a key that was reported later. `since`: not to be trusted from then on, None while it is reported lost and nobody has
    revoked it; `late`: it was used at or after that time. Times are aware."""

    name: str
    office: str
    did: str
    key: str
    used: datetime
    lost: datetime | None
    revoked: datetime | None
    since: datetime | None

    @property
    def late(self) -> bool:
        """As a verifier has it (docs/format.md, section 6)."""
        return self.since is not None and self.since <= self.used

    def words(self, zone: str) -> str:
        """The report and what it means for this use, in plain words."""
        told = [f"reported lost on {moment(self.lost, zone)}"] if self.lost else []
        if self.revoked and self.since:
            told += [
                f"revoked on {moment(self.revoked, zone)} as not to be trusted since {moment(self.since, zone)}"
            ]
        first = f"The key of {self.name}, {self.office}, was {' and '.join(told)}."
        used = f"It {self.did} on {moment(self.used, zone)}"
        if self.late:
            return f"{first} {used}, after that time: somebody else may have used it. Ask the parties whether this stands."
        return f"{first} {used}, before that time."

    def to_json(self, zone: str) -> dict[str, Any]:
        return {**vars(self), "late": self.late, "words": self.words(zone)}


def of(session: Session, event: SigningEvent) -> list[Report]:
    """Of every key that signed for this text, and was reported: oldest use first. One statement."""
    rows = session.connection().execute(union_all(*_uses(event.id)))
    return sorted((_report(*row) for row in rows), key=lambda one: one.used)


def _uses(event_id: str) -> Iterable[Select[Any]]:
    """Every statement that counts for a text, by a key that was reported since."""
    before = select(Correction.adopted_id).where(Correction.signing_event_id == event_id)
    keys = col(SigningKey.key_id)
    reported = or_(col(SigningKey.revoked).is_not(None), col(SigningKey.lost).is_not(None))
    told = SigningKey.lost, SigningKey.revoked, SigningKey.compromised_since
    signed = select(Signature.envelope, *told).join(SigningKey, keys == col(Signature.key_id))
    yield signed.where(
        Signature.signing_event_id == event_id, Signature.decision == "approval", Signature.key_kind != "paper", reported
    )  # fmt: skip
    sheets = select(Attestation.envelope, *told).join(SigningKey, keys == col(Attestation.key_id))
    yield sheets.join(Scan, col(Scan.id) == col(Attestation.scan_id)).where(
        Scan.signing_event_id == event_id, Scan.state == "filled", reported
    )
    votes = select(Adoption.envelope, *told).join(SigningKey, keys == col(Adoption.key_id))
    yield votes.where(
        or_(col(Adoption.signing_event_id) == event_id, col(Adoption.signing_event_id).in_(before)), reported
    )
    answers = select(Answer.envelope, *told).join(SigningKey, keys == col(Answer.key_id))
    yield answers.where(Answer.signing_event_id == event_id, reported)


def _report(
    envelope: dict[str, Any], lost: datetime | None, revoked: datetime | None, since: datetime | None
) -> Report:
    said, did = loads(unb64u(envelope["statement"])), DID[ACT_OF[envelope["type"]]]
    return Report(
        said["name"], said["title"], did, said["key"], read_moment(said["issued"]), lost, revoked, since
    )


def newest(session: Session, event: SigningEvent) -> int | None:
    """The newest revocation that a verifier warns of once the package of this text shows it; None where there is none."""
    late = {one.key for one in of(session, event) if one.late}
    if not late:
        return None
    rows = session.exec(
        select(PartyLink.event_id, PartyLink.content)
        .join(SigningKey, col(SigningKey.party_id) == col(PartyLink.party_id))
        .where(PartyLink.kind == "key-revoked", col(SigningKey.key_id).in_(late))
    )
    return max(number for number, content in rows if number and _revoked(content) in late)


def editions(session: Session, event: Event) -> list[str]:
    """The signed editions for which the key spoke that this event revokes: their public copies may have to be made anew."""
    links = session.exec(select(PartyLink.content).where(PartyLink.event_id == event.id))
    keys = [_revoked(content) for content in links]
    votes = select(Adoption.signing_event_id).where(col(Adoption.key_id).in_(keys))
    sheets = select(Scan.signing_event_id).join(Attestation, col(Attestation.scan_id) == col(Scan.id))
    uses = (
        select(Signature.signing_event_id).where(col(Signature.key_id).in_(keys)),
        sheets.where(col(Attestation.key_id).in_(keys)),
        votes,
        select(Correction.signing_event_id).where(col(Correction.adopted_id).in_(votes)),
        select(Answer.signing_event_id).where(col(Answer.key_id).in_(keys)),
    )
    found = select(SigningEvent.edition_id).where(
        SigningEvent.state == "executed", or_(*(col(SigningEvent.id).in_(one) for one in uses))
    )
    return sorted(set(session.exec(found)))


def _revoked(content: dict[str, Any]) -> str:
    """The key that a revocation names, by the statement that was signed."""
    return str(loads(unb64u(content["statement"]))["revoked"])
