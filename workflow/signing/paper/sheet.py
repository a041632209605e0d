"""The signature sheet: one page to be signed by hand, made for one frozen text and one place in it, and its scan.

The same text and place give the same bytes. The sheet says what it is a signature of by its fingerprint and the hash behind
it, so a sheet of another text, or of this one after a reopening, is another sheet.
"""

from sqlmodel import Session, select

from workflow.adapters.settings import Settings
from workflow.adapters.templates import day
from workflow.adapters.typesetter import press
from workflow.core.errors import NotFound, Refused
from workflow.core.paper import ENDINGS
from workflow.core.people import Actor
from workflow.core.permissions import require
from workflow.evidence.canonical import unb64u
from workflow.evidence.fingerprint import fingerprint
from workflow.evidence.statement_table import INTENT
from workflow.history.queries import installation
from workflow.parties.queries import local_day
from workflow.signing import frozen, matter, packet
from workflow.signing.packet import Packet
from workflow.signing.paper import queries
from workflow.signing.paper.models import Scan, ScanFile
from workflow.signing.slots import offices_in_words


def sheet(session: Session, actor: Actor, event_id: str, slot: str, settings: Settings) -> Packet:
    """The sheet as a PDF, for the people of the parties. Raises NotFound, and Refused where paper is not allowed or no longer open."""
    case = matter.of_event(session, actor, event_id)
    place = queries.place(case, slot)
    if slot not in queries.allowed(case) or case.frozen.state != "open":
        raise Refused(
            "There is no signature sheet for this place.",
            "A sheet is made while a text can be signed, and where it allows paper.",
        )
    frozen.recompute(frozen.read(session, case.frozen))
    zone = case.mou.timezone
    origin = (settings.public_url or installation(session).origin).rstrip("/")
    document = {
        "title": case.edition.title,
        "about": f"Edition {case.edition.number}, between {' and '.join(packet.names(case))}",
        "party": case.party(place.party_id).legal_name,
        "offices": offices_in_words(place.offices),
        "intent": INTENT["approval"],
        "fingerprint": fingerprint(unb64u(case.frozen.head, 32)),
        "head": case.frozen.head,
        "frozen": day(local_day(zone, case.frozen.opened)),
        "expires": day(local_day(zone, case.frozen.expires)),
        "address": f"{origin}/signing-events/{case.frozen.id}",
    }
    content = press(
        "sheet.typ", document, attached={}, made_at=case.frozen.opened, fonts=settings.typst_fonts
    )
    return Packet(
        content, f"{case.mou.slug}-{case.edition.number}-{slot}-sheet.pdf", f"{case.frozen.head}-{slot}"
    )


def scan(session: Session, actor: Actor, event_id: str, slot: str) -> tuple[bytes, str, str]:
    """The scan that waits or counts here: bytes, media type and a name of our own. Raises NotFound, Forbidden."""
    case = matter.of_event(session, actor, event_id)
    queries.place(case, slot)
    require("edition:paper:read", actor, queries.keepers(case))
    row = session.exec(
        select(Scan).where(Scan.signing_event_id == event_id, Scan.slot == slot, Scan.state != "withdrawn")
    ).first()
    if row is None:
        raise NotFound("scan")
    content = session.get_one(ScanFile, row.id).content
    return (
        content,
        row.media_type,
        f"{case.mou.slug}-{case.edition.number}-{slot}-scan.{ENDINGS[row.media_type]}",
    )
