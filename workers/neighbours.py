"""Who is told of what one party does to its own record: its registrars, and the other parties of its agreements.

Each one-sided act is noticed to the other side. There it goes to the registrars, whose task it is to look; a party without
one is told through its administrators.
"""

from collections.abc import Iterable
from datetime import date, datetime

from sqlmodel import Session, col, select

from workflow.core.events import EventKind
from workflow.core.people import SERVICE, Office
from workflow.drafting.models import MouParty
from workflow.history.models import Event
from workflow.parties.models import Party, SigningKey
from workflow.parties.queries import holders
from workflow.parties.recovery.models import KeyRecovery
from workflow.signing import matter, signers

NOTICED = frozenset({
    EventKind.PARTY_FOUNDED, EventKind.PARTY_ACCEPTED, EventKind.KEY_VOUCHED, EventKind.KEY_REVOKED, EventKind.OFFICE_ENDED,
    EventKind.PERSON_INVITED, EventKind.APPOINTMENT_RECORDED, EventKind.APPOINTMENT_ENDED, EventKind.OBJECTION_RAISED, EventKind.OBJECTION_ANSWERED, EventKind.OBJECTION_WITHDRAWN,
    EventKind.KEY_RECOVERED, EventKind.RECOVERY_OBJECTED, EventKind.RECOVERY_STOPPED, EventKind.RECOVERY_COMPLETED,
})  # fmt: skip
"""What one party does alone and the others hear of."""


def parties_beside(session: Session, party_id: str) -> list[str]:
    """The other parties of the agreements that this party, or the district above it, has its name in."""
    party = session.get_one(Party, party_id)
    ours = [one for one in (party.id, party.parent_id) if one]
    theirs = select(MouParty.mou_id).where(col(MouParty.party_id).in_(ours))
    rows = session.exec(
        select(MouParty.party_id)
        .where(col(MouParty.mou_id).in_(theirs), col(MouParty.party_id).not_in(ours))
        .distinct()
        .order_by(MouParty.party_id)
    )
    return list(rows)


def keepers_of(session: Session, party_ids: Iterable[str], at: datetime) -> list[str]:
    """The registrars of these parties, or the administrators of one without."""
    wanted = list(party_ids)
    found = holders(session, wanted, at, offices={Office.REGISTRAR, Office.ADMINISTRATOR})
    with_one = {one.party_id for one in found if one.office is Office.REGISTRAR}
    return [one.person_id for one in found if one.office is Office.REGISTRAR or one.party_id not in with_one]


def registrars(session: Session, event: Event) -> list[str]:
    """The party's own registrars, without the one who acted."""
    return _others(event, keepers_of(session, [event.party_id or ""], event.at))


def beside(session: Session, event: Event) -> list[str]:
    """The registrars of the other parties."""
    return _others(event, keepers_of(session, parties_beside(session, event.party_id or ""), event.at))


def both(session: Session, event: Event) -> list[str]:
    """The registrars of the party and of those beside it."""
    return list(dict.fromkeys([*registrars(session, event), *beside(session, event)]))


def all_of_both(session: Session, event: Event) -> list[str]:
    """Whom it is about and the registrars of both sides, the one who acted included: for what the clock tells."""
    party_id = event.party_id or ""
    keepers = keepers_of(session, [party_id, *parties_beside(session, party_id)], event.at)
    return [one for one in dict.fromkeys([event.subject_id, *keepers]) if one]


def _others(event: Event, people: Iterable[str]) -> list[str]:
    return [one for one in dict.fromkeys(people) if one != event.actor_id]


def second_person(session: Session, event: Event) -> list[str]:
    """Whom the first of two people named, who recover a key."""
    row = session.get_one(KeyRecovery, event.detail["recovery"])
    return [session.get_one(SigningKey, row.second_key_id).person_id]


def late_signers(session: Session, event: Event) -> list[str]:
    """Those who are to sign and have no key that will count in time, and the registrars of their parties."""
    case = matter.of_edition(session, SERVICE, event.edition_id or "")
    found = signers.late(
        session, case, date.fromisoformat(event.detail["day"]), int(event.detail["hours"]), event.at
    )
    parties = {one.holder.party_id for one in found}
    return list(
        dict.fromkeys([*(one.holder.person_id for one in found), *keepers_of(session, parties, event.at)])
    )


def concerned(session: Session, event: Event, person_id: str, at: datetime) -> bool:
    """Whether this person is still to be told: whom it is about always, others while they hold an office beside it."""
    if person_id == event.subject_id:
        return True
    party_id = event.party_id or ""
    near = holders(session, [party_id, *parties_beside(session, party_id)], at)
    return any(one.person_id == person_id for one in near)
