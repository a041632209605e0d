"""Letters about who takes over an office that signs: to whoever takes it, and to those who keep the parties' records."""

from collections.abc import Callable

from sqlmodel import Session, col, select

from workers import neighbours
from workers.words import Subject, Words
from workflow.adapters.templates import day, plural
from workflow.core.lifecycle import FINISHED, IN_WORDS, Status
from workflow.core.people import SIGNING_OFFICES
from workflow.drafting.models import Edition, Mou, MouParty
from workflow.history.models import Event
from workflow.parties.models import Appointment, Party, Person
from workflow.parties.queries import title_of


def takes_a_signing_office(event: Event) -> bool:
    """Whether the appointment is to an office whose holder signs."""
    return event.detail.get("office") in {str(office) for office in SIGNING_OFFICES}


def told(session: Session, event: Event) -> list[str]:
    """The registrars of both sides, for an office that signs; nobody for any other."""
    return neighbours.both(session, event) if takes_a_signing_office(event) else []


def newcomer(session: Session, event: Event) -> list[str]:
    return [event.subject_id] if takes_a_signing_office(event) else []


def _appointment(about: Subject) -> tuple[Appointment, Party, str]:
    held = about.session.get_one(Appointment, about.event.detail["appointment"])
    party = about.session.get_one(Party, held.party_id)
    return held, party, title_of(held.office, held.capacity)


def new_holder(about: Subject) -> Words:
    held, party, title = _appointment(about)
    who = about.session.get_one(Person, held.person_id).name
    until = f" until {day(held.until_date)}" if held.until_date else ""
    return Words(
        f"New {title}: {who}, {party.legal_name}", f"{who} is recorded as {title} of {party.legal_name} from {day(held.from_date)}{until}.",
        [*([f"On the evidence of: {held.evidence}"] if held.evidence else []),
         "Agreements stand with the office; what others signed before stays signed. A new holder signs only with a key of his or her own, once a registrar has vouched for it.",
         "A new office holder is a reason to look at an agreement again: either side can open its review."],
        f"{about.origin}/parties/{party.id}", "The party's people and record", "you keep the record of one of the parties concerned.",
    )  # fmt: skip


def welcome(about: Subject) -> Words:
    _, party, title = _appointment(about)
    found = inherited(about.session, party)
    return Words(
        f"You are {title} of {party.legal_name}", _takes_over(len(found), title, party),
        [*found, "You sign with a key of your own, made on your account page. It counts only some time after a registrar of your party has vouched for it, so make it now.",
         f"Whether your device can sign can be tested at {about.origin}/signer-check"],
        f"{about.origin}/account#offices", "Your account", "you were appointed to this office.",
    )  # fmt: skip


def _takes_over(count: int, title: str, party: Party) -> str:
    if not count:
        return f"You are {title} of {party.legal_name}. No agreement comes with the office yet."
    return f"You take over {plural(count, 'agreement')} as {title} of {party.legal_name}."


def inherited(session: Session, party: Party) -> list[str]:
    """Each agreement the party has its name in, how its newest edition stands, and when its next review is due."""
    ours = [one for one in (party.id, party.parent_id) if one]
    rows = session.exec(
        select(Mou, Edition)
        .join(Edition, col(Edition.mou_id) == col(Mou.id))
        .where(col(Mou.id).in_(select(MouParty.mou_id).where(col(MouParty.party_id).in_(ours))))
        .order_by(col(Mou.title), col(Mou.id), col(Edition.number))
    )
    newest = {mou.id: (mou, edition) for mou, edition in rows}
    return [_line(mou, edition) for mou, edition in newest.values() if Status(edition.status) not in FINISHED]


def _line(mou: Mou, edition: Edition) -> str:
    due = f" Its next review is due on {day(edition.review_due)}." if edition.review_due else ""
    return f"“{mou.title}”, edition {edition.number}: {IN_WORDS[Status(edition.status)]}.{due}"


LETTERS: dict[str, Callable[[Subject], Words | None]] = {"new_holder": new_holder, "welcome": welcome}
