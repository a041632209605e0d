"""Letters about keys, offices and the records of parties. What was signed is quoted from what was signed."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import Session, col, select

from workers import paper_letters
from workers.words import Subject, Words
from workflow.adapters.templates import day, moment, plural
from workflow.core.people import OFFICE_TITLES, SERVICE, Office
from workflow.drafting.models import Edition, Mou, MouParty
from workflow.evidence.canonical import loads, unb64u
from workflow.evidence.fingerprint import fingerprint
from workflow.history.models import Event
from workflow.history.queries import leaf_id
from workflow.parties.keys.queries import fingerprint_of
from workflow.parties.models import Appointment, Party, PartyLink, Person, SigningKey
from workflow.parties.objections.models import PartyObjection
from workflow.parties.queries import actor_of, title_of
from workflow.signing import matter, signers
from workflow.signing.models import Signature, SigningEvent

_NOT_YOURS = "you keep the record of a party that has agreements with this one, and nothing that one side does alone is kept from the other."
_YOURS = "you keep this party's record."


def _party(about: Subject) -> Party:
    return about.session.get_one(Party, about.event.party_id)


def why(about: Subject) -> str:
    """Whether the reader keeps the record of the party it is about, or of one beside it, or is whom it is about."""
    if about.person.id == about.event.subject_id:
        return "it is about you."
    held = select(Appointment.id).where(
        Appointment.person_id == about.person.id, Appointment.party_id == about.event.party_id
    )
    return _YOURS if about.session.exec(held).first() else _NOT_YOURS


def said(session: Session, event: Event) -> dict[str, Any]:
    """The members of the statement that this event placed in a party's chain."""
    link = session.exec(select(PartyLink).where(PartyLink.event_id == event.id)).one()
    members: dict[str, Any] = loads(unb64u(link.content["statement"]))
    return members


def _key(about: Subject) -> SigningKey | None:
    """The key that a claim, a vouch, a revocation or a report is about."""
    event = about.event
    if named := event.detail.get("key"):
        return about.session.get(SigningKey, named)
    leaf = leaf_id(event)
    by = {
        "key:claimed": SigningKey.claim_leaf == leaf, "key:vouched": SigningKey.enrolment == leaf,
    }.get(event.kind)  # fmt: skip
    if by is None:
        by = SigningKey.key_id == said(about.session, event)["revoked"]
    return about.session.exec(select(SigningKey).where(by)).first()


def whose(about: Subject, key: SigningKey) -> str:
    """ "Carl Cole, Acting Chief of Police of Springfield Police Department"."""
    held = about.session.get(Appointment, key.appointment_id) if key.appointment_id else None
    title = title_of(key.office, held.capacity if held else "holder")
    return f"{about.session.get_one(Person, key.person_id).name}, {title} of {_party(about).legal_name}"


def key_page(about: Subject, key: SigningKey) -> str:
    return f"{about.origin}/signing-keys/{key.id}"


def key_claimed(about: Subject) -> Words | None:
    key = _key(about)
    if key is None or key.state != "claimed" or key.lost:
        return None
    return Words(
        f"A signing key waits for you: {about.event.actor_name}", f"Your turn: {whose(about, key)}, claimed a signing key.",
        [f"The twelve words of the key: {fingerprint_of(key)}",
         "Check the person, the key and the office by another way than this letter: in person, or by a number you know. Then vouch for it, or leave it."],
        key_page(about, key), "Look at the key", _YOURS,
    )  # fmt: skip


def enrolment(about: Subject) -> Words | None:
    key = _key(about)
    if key is None:
        return None
    authority = said(about.session, about.event)["authority"]
    return Words(
        f"A signing key was enrolled at {_party(about).legal_name}", f"{about.event.actor_name} vouched for the signing key of {whose(about, key)}.",
        [f"On the authority of: {authority['reference']}",
         "The key signs agreements only after its waiting time. If you doubt the person, the office or the key, object on its page within that time."],
        key_page(about, key), "The key", why(about),
    )  # fmt: skip


def key_lost(about: Subject) -> Words | None:
    key = _key(about)
    if key is None or key.state == "revoked":
        return None
    return Words(
        f"Lost: a signing key of {_party(about).legal_name}", f"Your turn: {whose(about, key)}, reported a signing key lost.",
        ["It signs nothing here any more. Please revoke it, so that it counts nowhere: only a registrar can."],
        key_page(about, key), "Revoke the key", _YOURS,
    )  # fmt: skip


def key_revoked(about: Subject) -> Words | None:
    key = _key(about)
    if key is None:
        return None
    members = said(about.session, about.event)
    since = moment(members["compromised_since"], _party(about).timezone)
    return Words(
        f"Revoked: a signing key of {_party(about).legal_name}", f"{about.event.actor_name} revoked the signing key of {whose(about, key)}.",
        [f"The reason given: {members['reason']}", f"It is not to be trusted since {since}. What it signed before stands.",
         *_signed_with(about, key)],
        key_page(about, key), "The key", why(about),
    )  # fmt: skip


def _signed_with(about: Subject, key: SigningKey) -> list[str]:
    """What the key signed, of agreements that the reader's parties take part in; with a warning where it was too late."""
    mine = select(Appointment.party_id).where(Appointment.person_id == about.person.id)
    rows = about.session.exec(
        select(Signature, SigningEvent.state, Mou.title)
        .join(SigningEvent, col(SigningEvent.id) == col(Signature.signing_event_id))
        .join(Edition, col(Edition.id) == col(SigningEvent.edition_id))
        .join(Mou, col(Mou.id) == col(Edition.mou_id))
        .where(Signature.key_id == key.key_id, Signature.decision == "approval")
        .where(col(Mou.id).in_(select(MouParty.mou_id).where(col(MouParty.party_id).in_(mine))))
        .order_by(col(Signature.at))
    )
    zone = _party(about).timezone
    sheets = paper_letters.attested_with(about.session, about.person.id, key.key_id)
    return [
        *(_signed(row.at, state, title, key, zone) for row, state, title in rows),
        *(_signed(at, state, title, key, zone, "attested a sheet of") for at, state, title in sheets),
    ]


AFTER = {
    "open": ", after that time. The text is still open: reopen it if this signature should not stand.",
    "executed": ", after that time: its public page warns of it, and its public copy is made anew, so that whoever checks it is warned.",
}
"""What is said of a signature that was given too late, by what became of the text."""


def _signed(at: datetime, state: str, title: str, key: SigningKey, zone: str, did: str = "signed") -> str:
    late = key.compromised_since is not None and key.compromised_since <= at
    words = f"It {did} “{title}” on {moment(at, zone)}"
    if not late:
        return words + ", before that time."
    return words + AFTER.get(state, ", after that time. That signing came to nothing.")


def office_ended(about: Subject) -> Words:
    members, party = said(about.session, about.event), _party(about)
    who = about.session.get_one(Person, members["subject"]).name
    office = OFFICE_TITLES[Office(members["subject_office"])]
    return Words(
        f"{who} no longer holds the office of {office}", f"{about.event.actor_name} recorded that {who} no longer holds the office of {office} of {party.legal_name}.",
        [f"The term ended on {moment(members['ended'], party.timezone)}. The reason given: {members['reason']}",
         "What was signed until then stays signed. The keys of that office sign nothing any more."],
        f"{about.origin}/parties/{party.id}", "The party's record", why(about),
    )  # fmt: skip


def party_founded(about: Subject) -> Words:
    party = _party(about)
    return Words(
        f"{party.legal_name} has founded its record", f"{party.legal_name} has made its founding statement.",
        [f"Its fingerprint: {fingerprint(unb64u(party.public_id or ''))}",
         "Compare it with the one the party published itself, or ring a number you know. Then accept the record: it counts for your agreements only once another party has."],
        f"{about.origin}/parties/{party.id}#record", "The party's record", why(about),
    )  # fmt: skip


def party_accepted(about: Subject) -> Words:
    party, members = _party(about), said(about.session, about.event)
    by = about.session.get_one(Party, about.event.subject_id).legal_name
    return Words(
        f"{by} accepted the record of {party.legal_name}", f"{about.event.actor_name} of {by} accepted the record of {party.legal_name}.",
        [f"How it was checked: {members['checked']}"], f"{about.origin}/parties/{party.id}#record", "The party's record", why(about),
    )  # fmt: skip


def objected_to(about: Subject) -> tuple[PartyObjection, str, str]:
    """The objection, to what in words, and its page."""
    row = about.session.get_one(PartyObjection, about.event.detail["objection"])
    key = about.session.get(SigningKey, row.key_id) if row.key_id else None
    if key:
        return row, f"the signing key of {whose(about, key)}", f"{key_page(about, key)}#objections"
    party = _party(about)
    return row, f"the record of {party.legal_name}", f"{about.origin}/parties/{party.id}#objections"


def objection(about: Subject) -> Words:
    row, what, page = objected_to(about)
    by = about.session.get_one(Party, row.by_party_id).legal_name
    return Words(
        f"Objection to {what}", f"{row.person_name} of {by} objects to {what}.",
        [row.words, "Until it is answered, and for one waiting time after that, nothing is signed on the strength of it."],
        page, "Read and answer it", why(about),
    )  # fmt: skip


def objection_answered(about: Subject) -> Words:
    row, what, page = objected_to(about)
    free = row.answered and row.answered + timedelta(hours=about.waiting_hours)
    wait = f"It holds nothing up any more from {moment(free, _party(about).timezone)} on."
    return Words(
        f"Answered: the objection to {what}", f"{row.answered_by} answered the objection to {what}.", [row.answer, wait],
        page, "Read it", why(about),
    )  # fmt: skip


def objection_withdrawn(about: Subject) -> Words:
    _, what, page = objected_to(about)
    return Words(
        f"Withdrawn: the objection to {what}", f"{about.event.actor_name} withdrew the objection to {what}.", ["It holds nothing up any more."], page,
        "Read it", why(about),
    )  # fmt: skip


def signer_warned(about: Subject) -> Words | None:
    """To a signer whose key will not count in time, and to the registrars of that party; nothing once it is settled."""
    case, told = matter.of_edition(about.session, SERVICE, about.event.edition_id or ""), about.event.detail
    until = date.fromisoformat(told["day"])
    found = signers.late(about.session, case, until, int(told["hours"]), about.at)
    mine = [one for one in found if one.holder.person_id == about.person.id]
    ours = [one for one in found if one.holder.party_id in _registrar_of(about)]
    if not mine and not ours:
        return None
    hours = told["hours"]
    wait = (
        [
            f"A key counts {plural(int(hours), 'hour')} after a registrar vouched for it, so there is no time to lose."
        ]
        if hours != "0"
        else []
    )
    who = [
        f"{one.holder.name}, {one.holder.title}: {signers.WORDS[one.standing.why]}." for one in (mine or ours)
    ]
    return Words(
        f"Signing keys: {about.title}", f"{'You are' if mine else 'Somebody of your party is'} to sign {about.title}, expected by {day(until)}, and no key will count by then.",
        [*who, *wait, f"Whether a device can sign can be tested at {about.origin}/signer-check"],
        f"{about.origin}/account#signing-keys" if mine else f"{about.page}/readiness#keys", "Your signing keys" if mine else "See whose key is missing",
        "you are to sign this agreement." if mine else _YOURS,
    )  # fmt: skip


def _registrar_of(about: Subject) -> set[str]:
    person = about.session.get_one(Person, about.person.id)
    return {
        hold.party_id
        for hold in actor_of(about.session, person, about.at).holds
        if hold.office is Office.REGISTRAR
    }


LETTERS: dict[str, Callable[[Subject], Words | None]] = {
    "key_claimed": key_claimed, "enrolment": enrolment, "key_lost": key_lost, "key_revoked": key_revoked,
    "office_ended": office_ended, "party_founded": party_founded, "party_accepted": party_accepted,
    "objection": objection, "objection_answered": objection_answered, "objection_withdrawn": objection_withdrawn,
    "signer_warned": signer_warned,
}  # fmt: skip
