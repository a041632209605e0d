"""Exhibits, annexes and schedules: files that are signed with the text. Attaching one makes a new revision."""

from datetime import datetime

from sqlmodel import Session, select

from workflow.core.errors import Invalid, NotFound, Refused
from workflow.core.people import Actor
from workflow.drafting import queries
from workflow.drafting.importing.characters import clean
from workflow.drafting.models import Attachment, Revision
from workflow.drafting.revising import open_text, record, write

MOST_BYTES = 10_000_000
MOST_EXHIBITS = 50
KINDS = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
)


def attach(
    session: Session, actor: Actor, edition_id: str, *, name: str, content: bytes, redactable: bool = False, at: datetime
) -> Revision:  # fmt: skip
    """Attach a file under the name by which the text speaks of it (`Exhibit A`)."""
    subject = open_text(session, actor, edition_id)
    plain = " ".join(clean(name, "name").split())
    kind = _kind(content)
    if not plain or len(plain) > 120:
        raise Invalid.one(
            "name", "Name it as the text does, for example “Exhibit A”, in at most 120 characters."
        )
    before = queries.revision_of(session, subject.edition)
    clauses = queries.clauses_of(session, before.id)
    held = queries.attachments_of(session, before.id)
    if "/" in plain or "\\" in plain or not plain.strip("."):
        raise Invalid.one(
            "name",
            "The name stands in an address, so it holds no slash and is not made of dots alone. “Exhibit A-1” is one.",
        )
    if plain.casefold() in {row["name"].casefold() for row in held}:
        raise Invalid.one(
            "name", f"There is an exhibit named {plain} already. Remove it first, or choose another name."
        )
    if len(held) >= MOST_EXHIBITS:
        raise Refused(f"An agreement has at most {MOST_EXHIBITS} exhibits.", "Put several into one file.")
    pieces = queries.pieces(clauses)
    revision = write(session, actor, subject.edition, pieces, note=f"Attached {plain}.", at=at)
    place = 1 + max((row["position"] for row in held), default=0)
    session.add(
        Attachment(
            revision_id=revision.id, position=place, name=plain, media_type=kind, content=content, redactable=redactable
        )
    )  # fmt: skip
    session.flush()
    record(session, actor, subject, revision, clauses, pieces, at=at)
    return revision


def detach(session: Session, actor: Actor, edition_id: str, *, name: str, at: datetime) -> Revision:
    """Take an exhibit out of the next revision; earlier ones keep it."""
    subject = open_text(session, actor, edition_id)
    current = queries.revision_of(session, subject.edition)
    clauses = queries.clauses_of(session, current.id)
    if name not in {row["name"] for row in queries.attachments_of(session, current.id)}:
        raise NotFound("exhibit")
    pieces = queries.pieces(clauses)
    revision = write(session, actor, subject.edition, pieces, note=f"Removed {name}.", at=at)
    copied = select(Attachment).where(Attachment.revision_id == revision.id, Attachment.name == name)
    session.delete(session.exec(copied).one())
    session.flush()
    record(session, actor, subject, revision, clauses, pieces, at=at)
    return revision


def _kind(content: bytes) -> str:
    if not content:
        raise Invalid.one("upload", "Choose the file to attach; this one is empty.")
    if len(content) > MOST_BYTES:
        raise Invalid.one("upload", "The file is larger than 10 MB. Save it smaller and try again.")
    for beginning, kind in KINDS:
        if content.startswith(beginning):
            return kind
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        raise Invalid.one("upload", "An exhibit is a PDF, a PNG or JPEG picture, or plain text. Save it as one of these.") from None  # fmt: skip
    return "text/plain"


def content_of(session: Session, revision_id: str | None, name: str) -> tuple[bytes, str]:
    """The bytes and the media type of one exhibit. Raises NotFound."""
    row = session.exec(
        select(Attachment).where(Attachment.revision_id == revision_id, Attachment.name == name)
    ).first()
    if row is None:
        raise NotFound("exhibit")
    return row.content, row.media_type
