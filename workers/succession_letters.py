"""Letters about who takes over or leaves an office that signs: to whoever takes, holds or leaves it, to those who keep the parties'
records, and to those who run what is under way."""

from collections.abc import Callable
from datetime import datetime

from sqlmodel import Session, col, select

from workers import neighbours, recipients
from workers.words import Subject, Words
from workflow.adapters.templates import day, plural
from workflow.core.lifecycle import FINISHED, IN_WORDS, Status
from workflow.core.people import SIGNING_OFFICES, Capacity, Office
from workflow.drafting.models import Edition, Mou, MouParty
from workflow.history.models import Event
from workflow.parties.models import Appointment, Party, Person, SigningKey
from workflow.parties.queries import actor_of, holders, local_day, title_of
from workflow.parties.turns.queries import turns_of


def takes_a_signing_office(event: Event) -> bool:
    """Whether the appointment is to an office whose holder signs."""
    return event.detail.get("office") in {str(office) for office in SIGNING_OFFICES}


def told(session: Session, event: Event) -> list[str]:
    """The registrars of both sides, for an office that signs; nobody for any other."""
    return neighbours.both(session, event) if takes_a_signing_office(event) else []


def newcomer(session: Session, event: Event) -> list[str]:
    return [event.subject_id] if takes_a_signing_office(event) else []


def stood_in_for(session: Session, event: Event) -> list[str]:
    """Whoever holds an office that signs, when somebody else is appointed to act in it; but not the one who acted."""
    if not takes_a_signing_office(event) or event.detail.get("capacity", Capacity.HOLDER) == Capacity.HOLDER:
        return []
    present = holders(session, [event.party_id or ""], event.at, offices={Office(event.detail["office"])})
    away = (event.subject_id, event.actor_id)
    return [one.person_id for one in present if one.capacity is Capacity.HOLDER and one.person_id not in away]


def hear_of_the_end(session: Session, event: Event) -> list[str]:
    """Whose appointment ends; and, of an office that signs or for which a key counts, the registrars of both sides and those who run
    what is under way."""
    held = session.get_one(Appointment, event.detail["appointment"])
    people = [event.subject_id]
    if Office(held.office) in SIGNING_OFFICES or keyed(session, held):
        people += [*neighbours.both(session, event), *recipients.those_who_run_what_is_open(session, event)]
    return [one for one in dict.fromkeys(people) if one and one != event.actor_id]


def keyed(session: Session, held: Appointment) -> bool:
    """Whether a key of this term stands in the party's chain."""
    found = select(SigningKey.id).where(SigningKey.appointment_id == held.id, SigningKey.state == "vouched")
    return session.exec(found).first() is not None


def asked_to_end(session: Session, event: Event, at: datetime) -> list[str]:
    """The registrars, once a term is over whose key still counts; the letter asks whose turn it is."""
    held = session.get(Appointment, event.detail.get("appointment", ""))
    if held is None or held.until_date is None or not keyed(session, held):
        return []
    if local_day(session.get_one(Party, held.party_id).timezone, at) <= held.until_date:
        return []
    return [one.person_id for one in holders(session, [held.party_id], at, offices={Office.REGISTRAR})]


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


def acting(about: Subject) -> Words:
    """To the holder in whose place somebody acts: nobody is replaced without hearing of it."""
    held, party, title = _appointment(about)
    who = about.session.get_one(Person, held.person_id).name
    until = f" until {day(held.until_date)}" if held.until_date else ""
    by = "the same person" if about.event.actor_id == held.person_id else about.event.actor_name
    return Words(
        f"{who} is recorded as {title} beside you", f"{who} is recorded as {title} of {party.legal_name} from {day(held.from_date)}{until}.",
        [f"It was recorded by {by}, on the evidence of: {held.evidence}",
         "Your own appointment stands. Whoever acts in your office signs with a key of his or her own, once a registrar has vouched for it.",
         _DOUBT],
        f"{about.origin}/parties/{party.id}#people", "The party's people and record", "you hold this office.",
    )  # fmt: skip


_DOUBT = "If this is not so, tell your party's administrators and registrars at once."


def ended(about: Subject) -> Words | None:
    """The last day in office, as it was recorded; nothing where another was recorded since."""
    held, party, title = _appointment(about)
    if str(held.until_date) != about.event.detail["until"] or held.until_date is None:
        return None
    mine, who = about.person.id == held.person_id, about.session.get_one(Person, held.person_id).name
    key = "A signing key of this term stands in the party's record. When the term is over a registrar is asked to sign its end, so that the key counts nowhere else either."
    doubt = "If you doubt it, ask the party by a number you know. Neither side needs to sign anything before it is cleared up."
    return Words(
        f"Your term as {title} ends" if mine else f"The term of {who} as {title} ends: {party.legal_name}",
        f"{about.event.actor_name} recorded {day(held.until_date)} as {'your last day' if mine else f'the last day of {who}'} as {title} of {party.legal_name}.",
        ["What was signed until then stays signed.", *([key] if keyed(about.session, held) else []), _DOUBT if mine else doubt],
        f"{about.origin}/parties/{party.id}#people", "The party's people and record",
        "it is about you." if mine else "you keep the record of one of the parties concerned, or help run an agreement between them.",
    )  # fmt: skip


def over(about: Subject) -> Words | None:
    """To a registrar whose turn it is to sign the end of the term."""
    held, party, _ = _appointment(about)
    reader = actor_of(about.session, about.person, about.at)
    found = [
        one for one in turns_of(about.session, reader, about.at) if one.link.endswith(f"#held-{held.id}")
    ]
    if not found:
        return None
    return Words(
        f"Your turn: {party.legal_name}", f"Your turn at {party.legal_name}: {found[0].reason}.",
        ["The term is over, and its key still stands in the party's public record. Your signature ends it there too: until then whoever checks without us takes the key for one that counts."],
        about.origin + found[0].link, "Sign the end of the term", "you keep this party's record.",
    )  # fmt: skip


LETTERS: dict[str, Callable[[Subject], Words | None]] = {"new_holder": new_holder, "welcome": welcome, "stood_in_for": acting, "appointment_ended": ended, "term_over": over}  # fmt: skip
