"""The text as others see it: an edition with its agreement and parties, its clauses, its revisions, its exports.

Every query that takes an actor is scoped: what the actor may not see is not found. Those without one are for callers
that have already found the edition through `find`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select

from workflow.core.errors import NotFound
from workflow.core.lifecycle import EDITABLE, IN_WORDS, Status
from workflow.core.passages import Passage
from workflow.core.people import Actor, PartyKind
from workflow.core.permissions import Case, may
from workflow.drafting import headings, markup
from workflow.drafting.compare import Comparison, Piece, compare
from workflow.drafting.marked import marked
from workflow.drafting.models import Attachment, Clause, Edition, Mou, MouParty, Revision
from workflow.drafting.outline import exhibits_missing, placeholders
from workflow.history import actions as history
from workflow.parties.models import Party


@dataclass(frozen=True)
class Subject:
    """An edition with what acts need to know of it: its agreement and its parties, in their order."""

    edition: Edition
    mou: Mou
    parties: tuple[Party, ...]

    @property
    def status(self) -> Status:
        return Status(self.edition.status)

    @property
    def party_ids(self) -> frozenset[str]:
        return frozenset(party.id for party in self.parties)

    def case(self, *, seated: bool = False, subject: str = "") -> Case:
        """What permission to write needs to know: a body adopts the text, and its people never write it."""
        writing = frozenset(party.id for party in self.parties if party.kind != PartyKind.BODY)
        return Case(writing, seated=seated, subject=subject, edition_id=self.edition.id)

    def to_json(self) -> dict[str, Any]:
        """The head of every page about this edition."""
        edition = self.edition
        return {
            "id": edition.id,
            "number": edition.number,
            "title": edition.title,
            "status": edition.status,
            "status_words": IN_WORDS[self.status],
            "editable": self.status in EDITABLE,
            "mou": {
                "id": self.mou.id,
                "slug": self.mou.slug,
                "title": self.mou.title,
                "timezone": self.mou.timezone,
            },
            "parties": [
                {"id": party.id, "kind": party.kind, "legal_name": party.legal_name} for party in self.parties
            ],
            "source": edition.source,
        }


def find(session: Session, actor: Actor, edition_id: str, *, lock: bool = False) -> Subject:
    """The edition for this actor. Raises NotFound when there is none or the actor takes no part in it.

    `lock`: for acts. The agreement's stream is locked first, then the edition's row, for the rest of the transaction,
    and the row is read again behind the lock. Two statements without it, four with it.
    """
    row = session.exec(
        select(Edition, Mou).join(Mou, col(Mou.id) == col(Edition.mou_id)).where(Edition.id == edition_id)
    ).first()
    if row is None:
        raise NotFound("edition")
    edition, mou = row
    subject = Subject(edition, mou, parties_of(session, mou.id))
    if not (actor.service or may("edition:read", actor, _readers(session, actor, subject))):
        raise NotFound("edition")
    if lock:
        history.lock(session, mou_id=mou.id)
        session.refresh(edition, with_for_update=True)
    return subject


def _readers(session: Session, actor: Actor, subject: Subject) -> Case:
    """Those who may read: the parties and, for whom it matters, the schools of a district among them."""
    everybody = Case(subject.party_ids, edition_id=subject.edition.id)
    if may("edition:read", actor, everybody):
        return everybody
    above = select(Party.id).where(
        col(Party.id).in_(sorted(actor.party_ids)), col(Party.parent_id).in_(sorted(subject.party_ids))
    )
    return Case(subject.party_ids | set(session.exec(above)), edition_id=subject.edition.id)


def parties_of(session: Session, mou_id: str) -> tuple[Party, ...]:
    """The agreement's parties in their order."""
    return tuple(
        session.exec(
            select(Party)
            .join(MouParty, col(MouParty.party_id) == col(Party.id))
            .where(MouParty.mou_id == mou_id)
            .order_by(col(MouParty.position), col(Party.legal_name))
        )
    )


def clauses_of(session: Session, revision_id: str | None) -> list[Clause]:
    """The clauses of a revision in their order."""
    return list(
        session.exec(select(Clause).where(Clause.revision_id == revision_id).order_by(col(Clause.position)))
    )


def attachments_of(session: Session, revision_id: str | None) -> list[dict[str, Any]]:
    """The exhibits of a revision, without their bytes."""
    rows = session.exec(
        select(Attachment.name, Attachment.media_type, Attachment.position, Attachment.redactable)
        .where(Attachment.revision_id == revision_id)
        .order_by(col(Attachment.position))
    )
    return [
        {"name": name, "media_type": kind, "position": place, "redactable": bool(hidden)}
        for name, kind, place, hidden in rows
    ]


def revision_of(session: Session, edition: Edition, number: int | None = None) -> Revision:
    """The edition's revision of this number, or its current one. Raises NotFound."""
    query = select(Revision).where(Revision.edition_id == edition.id)
    query = query.where(Revision.id == edition.revision_id) if number is None else query.where(Revision.number == number)  # fmt: skip
    found = session.exec(query).first()
    if found is None:
        raise NotFound("revision")
    return found


def pieces(clauses: Sequence[Clause]) -> list[Piece]:
    """Clauses as comparison wants them."""
    return [Piece(clause.key, clause.text, clause.redactable) for clause in clauses]


def text_of(
    session: Session, edition: Edition, revision: Revision | None = None, *, since: Revision | None = None
) -> dict[str, Any]:
    """The whole text of a revision (the current one unless said): what pages, the API and the review room show.

    `since`: an earlier revision; clauses that read otherwise now, or are new, carry `changed`. Two statements, or three.
    """
    shown = revision or revision_of(session, edition)
    before = {clause.key: clause.text for clause in clauses_of(session, since.id)} if since else None
    clauses = [clause_json(clause, before) for clause in clauses_of(session, shown.id)]
    return {
        "revision": revision_json(shown, edition),
        "clauses": clauses,
        "attachments": attachments_of(session, shown.id),
        "redactable_count": sum(1 for clause in clauses if clause["redactable"]),
    }


def clause_json(
    clause: Clause, before: Mapping[str, str] | None = None, passages: Sequence[Passage] = ()
) -> dict[str, Any]:
    """One clause. `html` is made of the closed grammar's elements alone, every text in it escaped, with `passages` marked."""
    return {
        "key": clause.key,
        "path": clause.path,
        "position": clause.position,
        "number": headings.number_of(clause.text),
        "heading": headings.name_of(clause.text),
        "name": headings.label_of(clause.text),
        "text": clause.text,
        "html": str(marked(clause.text, passages)),
        "redactable": clause.redactable,
        "changed": before is not None and before.get(clause.key) != clause.text,
        "blanks": [blank.words for blank in placeholders(clause.text)],
    }


def revision_json(revision: Revision, edition: Edition) -> dict[str, Any]:
    return {
        "id": revision.id,
        "number": revision.number,
        "current": revision.id == edition.revision_id,
        "author": revision.author_name,
        "party": revision.author_party,
        "note": revision.note,
        "created": revision.created,
    }


def blanks_of(session: Session, edition: Edition) -> tuple[tuple[str, str], ...]:
    """(clause key, blank) pairs of the current text, for readiness."""
    return tuple(
        (clause.key, blank.words)
        for clause in clauses_of(session, edition.revision_id)
        for blank in placeholders(clause.text)
    )


def missing_exhibits(session: Session, edition: Edition) -> tuple[str, ...]:
    """Exhibits the current text speaks of that are neither attached nor clauses of their own: for forms and readiness."""
    texts = [clause.text for clause in clauses_of(session, edition.revision_id)]
    attached = [row["name"] for row in attachments_of(session, edition.revision_id)]
    return tuple(exhibits_missing(texts, attached))


def edition_text(session: Session, actor: Actor, edition_id: str, number: int | None = None) -> dict[str, Any]:  # fmt: skip
    """A revision's page: `{edition, text}`."""
    subject = find(session, actor, edition_id)
    revision = revision_of(session, subject.edition, number)
    return {"edition": subject.to_json(), "text": text_of(session, subject.edition, revision)}


def revisions(session: Session, actor: Actor, edition_id: str) -> dict[str, Any]:
    """Every revision, newest first, with the address of what it changed."""
    subject = find(session, actor, edition_id)
    rows = session.exec(
        select(Revision)
        .where(Revision.edition_id == subject.edition.id)
        .order_by(col(Revision.number).desc())
    )
    return {
        "edition": subject.to_json(),
        "revisions": [revision_json(row, subject.edition) for row in rows],
    }


def comparison(session: Session, actor: Actor, edition_id: str, old: int, new: int) -> dict[str, Any]:
    """What changed from one revision to another of the same edition."""
    subject = find(session, actor, edition_id)
    before, after = (revision_of(session, subject.edition, number) for number in (old, new))
    found = compare_revisions(session, before, after)
    return {
        "edition": subject.to_json(),
        "old": revision_json(before, subject.edition),
        "new": revision_json(after, subject.edition),
        **found.to_json(),
    }


def compare_revisions(session: Session, before: Revision, after: Revision) -> Comparison:
    """Two revisions, of one edition or of two. Two statements."""
    return compare(pieces(clauses_of(session, before.id)), pieces(clauses_of(session, after.id)))


FIRST = "first"
"""The place before every clause; no clause has this key."""


def as_text(title: str, clauses: Sequence[Mapping[str, Any]]) -> str:
    """The text without signs, as a .txt file."""
    shown = (markup.plain(markup.tree(clause["text"])) for clause in clauses)
    return "\n\n".join([title, *shown]) + "\n"


def as_markdown(clauses: Sequence[Mapping[str, Any]]) -> str:
    """The text as it is signed, as a .md file: importing it again gives the same clauses where each has a heading."""
    return "\n\n".join(clause["text"] for clause in clauses) + "\n"
