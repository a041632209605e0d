"""What a person is shown before signing: the statement in plain words, and what the browser needs to sign it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session

from workflow.adapters.templates import day, moment, plural
from workflow.core.people import OFFICE_TITLES, Actor, Capacity, Office
from workflow.evidence.canonical import loads
from workflow.evidence.statement import MEDIA
from workflow.parties import ceremony
from workflow.parties.models import SigningKey
from workflow.parties.options import CAPACITIES

TITLES = {
    "genesis": "Sign the founding statement",
    "acceptance": "Sign your acceptance",
    "enrolment-claim": "Sign your claim to this key",
    "enrolment-vouch": "Sign your vouch",
    "office-end": "Sign the end of a term",
    "key-revoked": "Sign the revocation",
    "recovery": "Sign the recovery",
    "recovery-objection": "Sign the objection",
    "redaction": "Sign what is hidden",
    "release": "Sign what is shown",
    "withholding": "Sign what is withheld",
    "paper-signature": "Attest a sheet signed by hand",
}
_NAMES = {
    "legal_name": "Party", "authority": "Authority", "resolution": "Dealing electronically", "contact": "Contact",
    "checked": "What was checked", "from": "From", "subject_office": "Office", "ended": "Ended", "reason": "Reason",
    "compromised_since": "Not to be trusted since", "name": "You", "title": "Your office", "capacity": "Capacity",
}  # fmt: skip


@dataclass(frozen=True)
class Sheet:
    """One statement ready to be signed. `options` is for navigator.credentials.get(); the answer goes to `action`.
    Times are shown in `zone`, the party's own."""

    act: str
    statement: bytes
    options: dict[str, Any]
    action: str
    shown: tuple[tuple[str, str], ...] = ()
    zone: str = "UTC"

    def to_json(self) -> dict[str, Any]:
        """The value of the page parties/ceremony.html, and of the API."""
        members = loads(self.statement)
        return {
            "act": self.act,
            "title": TITLES[self.act],
            "intent": members["intent"],
            "words": [list(pair) for pair in (*self.shown, *_words(members, self.zone))],
            "type": MEDIA[self.act],
            "statement": self.statement.decode(),
            "ceremony": "get",
            "options": self.options,
            "action": self.action,
        }


def sheet(
    session: Session, actor: Actor, act: str, subject: str, statement: bytes, keys: Sequence[SigningKey], at: datetime,
    action: str, *, shown: Iterable[tuple[str, str]] = (), zone: str = "UTC",
) -> Sheet:  # fmt: skip
    """Offer the statement for signature under the purpose `act:subject`."""
    options = ceremony.offer(session, actor, f"{act}:{subject}", MEDIA[act], statement, keys, at)
    return Sheet(act, statement, options, action, tuple(shown), zone)


def _words(members: dict[str, Any], zone: str) -> Iterable[tuple[str, str]]:
    for name, label in _NAMES.items():
        said = members.get(name, "")
        if isinstance(said, str) and said:
            yield label, _said(name, said, zone)
    if isinstance(authority := members.get("authority"), dict):
        yield (
            "On what authority",
            f"{authority['kind'].replace('-', ' ')}, {day(authority['date'])}: {authority['reference']}",
        )
    if isinstance(second := members.get("second"), dict):
        yield "Signed with", f"{second['name']}, {second['title']}"
        yield "Keys lost", str(len(members["lost"]))
        yield "The new key counts", f"{plural(members['waits'], 'hour')} after both have signed"
    for number, registrar in enumerate(members.get("registrars", []), start=1):
        yield f"Registrar {number}", f"{registrar['name']}, {registrar['title']}"


def _said(name: str, said: str, zone: str) -> str:
    """One member as a person reads it: an office by its title, times in words, a capacity as the forms name it."""
    match name:
        case "subject_office":
            return OFFICE_TITLES[Office(said)]
        case "ended" | "compromised_since":
            return moment(said, zone)
        case "from":
            return day(said)
        case "capacity":
            return dict(CAPACITIES)[Capacity(said)]
    return said
