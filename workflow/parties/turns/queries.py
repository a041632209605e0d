"""Whose turn it is at the parties themselves, before and beside the agreements: read from the rows whenever it is asked.

1. A registrar of a party that is not founded makes a key. Once two registrars have one, either begins the founding
   statement; then it is the other's turn to sign it, until it expires.
2. Once the party is founded, whoever signs for it makes a key (`core.people.SIGNS_FOR`), and claims it.
3. A claimed key waits for the party's registrars whose own key counts; never for its holder.
4. A founded party that nobody has accepted waits for such registrars on the other side: of the agencies for a district, a
   school or a body; of those for an agency. One acceptance is enough.
5. A recovery that one of two people has signed waits for the other, until it expires.
6. A key that was reported lost waits for such registrars to revoke it.
7. So does a key in force of somebody who no longer holds the office: they sign the end of the term.
8. An objection to the record or to a key waits for an answer of the party's registrars, with or without a key.

Nothing is stored: a turn ends with the act that ends it. All that waits for a person is one statement, and none at all
for somebody whose offices sign nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import union_all
from sqlmodel import Session, col, select

from workflow.core.people import Actor, Office
from workflow.parties.absences.queries import midnight
from workflow.parties.models import Party, SigningKey
from workflow.parties.queries import local_day, title_of
from workflow.parties.turns.questions import asked


@dataclass(frozen=True)
class PartyTurn:
    """One thing that waits for one person. `party` is what it is about; `reason` says what to do."""

    kind: str
    party_id: str
    party: str
    timezone: str
    reason: str
    since: datetime
    due: datetime | None
    link: str


_REASONS = {
    "make": "Make your signing key as {title}",
    "claim": "Claim your signing key as {title}: you sign with it that it is yours",
    "found": "Make the founding statement: both registrars have a key",
    "countersign": "Sign the founding statement as its second registrar",
    "accept": "Check who this party is, and accept its record",
    "vouch": "Vouch for the signing key of {name}, {title}",
    "confirm": "Sign the recovery of {name}, {title}, as the second person",
    "revoke": "Revoke the signing key that {name}, {title}, reported lost",
    "end": "Sign the end of the term of {name}, {title}",
    "answer": "Answer the objection to the signing key of {name}, {title}",
    "answer_record": "Answer the objection to this party's record",
}


def turns_of(session: Session, actor: Actor, now: datetime) -> list[PartyTurn]:
    """What waits for this person today, the one that waits longest first."""
    wanted = asked(actor, now)
    if not wanted:
        return []
    rows = session.connection().execute(union_all(*wanted)).mappings()
    found: dict[tuple[str, str, str], PartyTurn] = {}
    for row in rows:
        if _in_office(row, now):
            turn = _turn(row)
            found.setdefault((turn.kind, turn.party_id, turn.link), turn)
    return sorted(found.values(), key=lambda one: (one.since, one.party, one.kind, one.link))


def waiting_keys(session: Session, actor: Actor, hours: int, now: datetime) -> list[dict[str, Any]]:
    """The actor's keys that are vouched for and still wait: the office, and from when each may sign an agreement."""
    if not actor.holds or not hours:
        return []
    rows = session.exec(
        select(SigningKey, Party)
        .join(Party, col(Party.id) == col(SigningKey.party_id))
        .where(
            col(SigningKey.appointment_id).in_([hold.appointment_id for hold in actor.holds]),
            SigningKey.person_id == actor.person_id, SigningKey.state == "vouched", col(SigningKey.lost).is_(None),
            col(SigningKey.office) != Office.REGISTRAR, col(SigningKey.vouched) > now - timedelta(hours=hours),
        )
        .order_by(col(SigningKey.vouched))
    )  # fmt: skip
    return [
        {
            "title": title_of(key.office), "party": party.legal_name, "link": f"/signing-keys/{key.id}",
            "ready": key.vouched + timedelta(hours=hours), "timezone": party.timezone,
        }
        for key, party in rows if key.vouched
    ]  # fmt: skip


def _in_office(row: Mapping[Any, Any], now: datetime) -> bool:
    """Whether the other person of a turn holds the office today, by the party's own calendar; for the end of a term, no longer."""
    today = local_day(row["timezone"], now)
    if row["kind"] == "end":
        return bool(row["ends"] < today)
    return (row["begins"] is None or row["begins"] <= today) and (row["ends"] is None or today <= row["ends"])


def _turn(row: Mapping[Any, Any]) -> PartyTurn:
    title = title_of(row["office"], row["capacity"] or "holder") if row["office"] else ""
    reason = "answer_record" if row["kind"] == "answer" and not row["ref"] else row["kind"]
    link = {
        "make": "/account#offices", "claim": f"/signing-keys/{row['ref']}", "vouch": f"/signing-keys/{row['ref']}",
        "confirm": f"/signing-keys/{row['ref']}#recovery", "revoke": f"/signing-keys/{row['ref']}#revoke",
        "answer": f"/signing-keys/{row['ref']}#objections", "answer_record": f"/parties/{row['party_id']}#objections",
        "end": f"/parties/{row['party_id']}#held-{row['ref']}",
    }.get(reason, f"/parties/{row['party_id']}#record")  # fmt: skip
    since = [
        row["since"],
        row["since_too"],
        midnight(row["ends"] + timedelta(days=1), row["timezone"]) if reason == "end" else None,
    ]
    return PartyTurn(
        row["kind"], row["party_id"], row["party"], row["timezone"], _REASONS[reason].format(title=title, name=row["name"]),
        max(filter(None, since)), row["due"], link,
    )  # fmt: skip
