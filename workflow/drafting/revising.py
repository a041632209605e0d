"""Writing the next revision: what every act on the text shares. The rules stand at the top of `actions`."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from workflow.core.errors import Conflict, Invalid, NotFound, Refused
from workflow.core.events import EventKind
from workflow.core.ids import new_id
from workflow.core.lifecycle import EDITABLE, IN_WORDS
from workflow.core.people import Actor
from workflow.core.permissions import require
from workflow.drafting import queries
from workflow.drafting.compare import Piece
from workflow.drafting.importing.characters import clean
from workflow.drafting.models import Attachment, Clause, Edition, Revision
from workflow.drafting.queries import FIRST, Subject
from workflow.history import actions as history

LONGEST_CLAUSE = 100_000
MOST_CLAUSES = 2_000
MOST_NOTE = 500


def open_text(session: Session, actor: Actor, edition_id: str) -> Subject:
    """Find, lock, permit, and make sure that the text may still change."""
    subject = queries.find(session, actor, edition_id, lock=True)
    require("edition:edit", actor, subject.case())
    if subject.status not in EDITABLE:
        raise Refused(
            f"The text cannot change now: this edition is {IN_WORDS[subject.status]}.",
            "Reopen it with a reason, or wait for its next edition.",
        )
    return subject


def clause_text(text: str) -> str:
    plain = clean(text, "text")
    if not plain.strip():
        raise Invalid.one("text", "A clause needs words. To take it out, use “Remove this clause”.")
    if len(plain) > LONGEST_CLAUSE:
        raise Invalid.one("text", "A clause has at most 100,000 characters. Make two of it.")
    return plain


def unchanged(session: Session, subject: Subject, clauses: Iterable[Clause], key: str, base: int, *, mine: str) -> Clause:  # fmt: skip
    """The clause, if it still reads as it did in the revision the editor saw. Raises Conflict or NotFound."""
    read = session.exec(
        select(Clause)
        .join(Revision, col(Revision.id) == col(Clause.revision_id))
        .where(Revision.edition_id == subject.edition.id, Revision.number == base, Clause.key == key)
    ).first()
    here = next((clause for clause in clauses if clause.key == key), None)
    if read is None and here is None:
        raise NotFound("clause")
    current = queries.revision_of(session, subject.edition)
    who = current.author_name or "Somebody"
    if here is None:
        raise Conflict(
            f"{who} took this clause out in revision {current.number} or before.", mine=mine, theirs=""
        )
    if read is None or (read.text != here.text and here.text != mine):
        raise Conflict(
            f"This clause was changed while you were writing. The text is at revision {current.number} now, by {who}. Put the two "
            f"texts together below and say that your text is based on revision {current.number}.",
            mine=mine, theirs=here.text,
        )  # fmt: skip
    return here


def place(pieces: Sequence[Piece], after: str) -> int:
    if not after:
        return len(pieces)
    if after == FIRST:
        return 0
    keys = [piece.key for piece in pieces]
    if after not in keys:
        raise Invalid.one("after", "The clause to put it after is gone. Choose another place.")
    return keys.index(after) + 1


def revise(
    session: Session, actor: Actor, subject: Subject, before: Sequence[Clause], after: Sequence[Piece], *, note: str, at: datetime
) -> Revision:  # fmt: skip
    """The next revision, or the current one when nothing changed (rule 4)."""
    if queries.pieces(before) == list(after):
        return queries.revision_of(session, subject.edition)
    if len(after) > MOST_CLAUSES:
        raise Invalid.one("text", f"An agreement has at most {MOST_CLAUSES} clauses.")
    revision = write(session, actor, subject.edition, after, note=plain_note(note), at=at)
    record(session, actor, subject, revision, before, after, at=at)
    return revision


def record(
    session: Session, actor: Actor, subject: Subject, revision: Revision, before: Sequence[Clause], after: Sequence[Piece], *, at: datetime
) -> None:  # fmt: skip
    """The event of a new revision: its number and the keys of the clauses that changed, never words."""
    old = {piece.key: piece for piece in queries.pieces(before)}
    changed = [piece.key for piece in after if old.get(piece.key) != piece]
    removed = sorted(set(old) - {piece.key for piece in after})
    history.record(
        session, EventKind.REVISION_MADE, actor=actor, at=at, mou_id=subject.mou.id, edition_id=subject.edition.id,
        subject_id=revision.id, detail={"number": revision.number, "changed": changed, "removed": removed},
    )  # fmt: skip


def plain_note(note: str) -> str:
    plain = " ".join(clean(note, "note").split())
    if len(plain) > MOST_NOTE:
        raise Invalid.one("note", f"A note has at most {MOST_NOTE} characters.")
    return plain


def write(
    session: Session, actor: Actor, edition: Edition, pieces: Sequence[Piece], *, note: str, at: datetime
) -> Revision:
    """Rows of the next revision, exhibits carried over; the edition points at it. If we crash here, nothing happened."""
    before = queries.revision_of(session, edition) if edition.revision_id else None
    revision = Revision(
        edition_id=edition.id, number=before.number + 1 if before else 1, based_on=before.id if before else None, note=note,
        author_id=actor.person_id, author_name=actor.name, author_party=actor.party_name, created=at,
    )  # fmt: skip
    session.add(revision)
    session.flush()
    session.add_all(
        Clause(
            revision_id=revision.id,
            position=n,
            key=piece.key,
            path=str(n),
            text=piece.text,
            redactable=piece.redactable,
        )
        for n, piece in enumerate(pieces, 1)
    )
    if before:
        carry_attachments(session, before.id, revision.id)
    edition.revision_id = revision.id
    edition.changed = at
    edition.lock_version += 1
    session.add(edition)
    session.flush()
    return revision


def carry_attachments(session: Session, before: str, after: str) -> None:
    rows = session.exec(select(Attachment).where(Attachment.revision_id == before)).all()
    session.add_all(Attachment(**{**row.model_dump(), "id": new_id(), "revision_id": after}) for row in rows)
