"""The letters about signing on paper: who may, which scan was withdrawn, and to whomever signed by hand, that it counts."""

from datetime import datetime

from sqlmodel import Session, col, select

from workers import recipients
from workers.words import Subject, Words
from workflow.drafting.models import Edition, Mou, MouParty
from workflow.history.models import Event
from workflow.parties.models import Appointment, Party
from workflow.signing.models import Signature, SigningEvent
from workflow.signing.paper.models import Attestation, Scan, ScanWithdrawal
from workflow.signing.paper.queries import by_whose_word

_RUNS = "you help run this agreement."


def concerned(session: Session, event: Event) -> list[str]:
    """Whoever signed by hand, and those who run it: a signature in somebody's name is told to that person."""
    row = session.exec(select(Signature).where(Signature.event_id == event.id)).first()
    people = [row.person_id] if row else []
    return list(dict.fromkeys([*people, *recipients.those_who_run_it(session, event)]))


def attested_with(session: Session, reader: str, key_id: str) -> list[tuple[datetime, str, str]]:
    """The sheets that this key attested and that count, of agreements that the reader's parties take part in."""
    mine = select(Appointment.party_id).where(Appointment.person_id == reader)
    rows = session.exec(
        select(Attestation.at, SigningEvent.state, Mou.title)
        .join(Scan, col(Scan.id) == col(Attestation.scan_id))
        .join(SigningEvent, col(SigningEvent.id) == col(Scan.signing_event_id))
        .join(Edition, col(Edition.id) == col(SigningEvent.edition_id))
        .join(Mou, col(Mou.id) == col(Edition.mou_id))
        .where(Attestation.key_id == key_id, Scan.state == "filled")
        .where(col(Mou.id).in_(select(MouParty.mou_id).where(col(MouParty.party_id).in_(mine))))
        .order_by(col(Attestation.at))
    )
    return list(rows)


def allowed(about: Subject) -> Words:
    ids = about.event.detail.get("parties", [])
    names = [about.session.get_one(Party, one).legal_name for one in ids]
    said = (
        f"These may sign on paper: {', '.join(names)}."
        if names
        else "Nobody may sign on paper: everybody signs with a key."
    )
    return Words(
        f"Signing on paper: {about.title}", f"{about.event.actor_name} said who may sign on paper.",
        [said, "It becomes part of the text that everybody signs, when that is frozen."],
        f"{about.page}/paper", "See what it means", _RUNS,
    )  # fmt: skip


def withdrawn(about: Subject) -> Words | None:
    gone = about.session.get(ScanWithdrawal, about.event.subject_id)
    scan = about.session.get(Scan, about.event.subject_id)
    if gone is None or scan is None:
        return None
    return Words(
        f"A scan was withdrawn: {about.title}", f"{gone.person_name} withdrew the scan of the sheet that {scan.signatory_name} signed.",
        [f"The reason given: {gone.reason}", "It counts for nothing, and nothing is signed there."],
        _page(about, scan.signing_event_id, scan.slot), "See how it stands", _RUNS,
    )  # fmt: skip


def papered(about: Subject) -> Words | None:
    row = about.session.exec(select(Signature).where(Signature.event_id == about.event.id)).first()
    if row is None:
        return None
    frozen = about.session.get_one(SigningEvent, row.signing_event_id)
    names = {party.id: party.legal_name for party in about.session.exec(select(Party))}
    attested = " and ".join(by_whose_word(about.session, names, frozen.id).get(row.slot, []))
    mine = row.person_id == about.person.id
    whose = (
        "Your signature by hand on paper" if mine else f"The signature of {row.person_name} by hand on paper"
    )
    lines = [f"Attested by {attested}.", f"Fingerprint of the text that was signed: {frozen.head}"]
    lines += ["If you signed no such sheet, say so at once to those who run the agreement."] if mine else []
    return Words(
        f"Signed on paper: {about.title}", f"{whose} counts from now on.", lines,
        _page(about, frozen.id, row.slot), "The sheet and who attests it", "you signed this agreement." if mine else _RUNS,
    )  # fmt: skip


def _page(about: Subject, event_id: str, slot: str) -> str:
    return f"{about.origin}/signing-events/{event_id}/paper/{slot}"


LETTERS = {"paper_allowed": allowed, "paper_withdrawn": withdrawn, "papered": papered}
