"""Making the text: start an agreement, revise a clause, import a whole text. Every change is a new revision.

1. A revision is immutable. An act writes the next one, whole, and points the edition at it.
2. A text changes only while the edition is being drafted or reviewed (`core.lifecycle.EDITABLE`).
3. An editor says which revision was read (`base`). When the clause reads otherwise since then, nothing is written and both
   texts are shown: no text is ever silently overwritten. Others' changes to other clauses are no conflict.
4. An act that leaves the text as it was writes no revision.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from workflow.core.errors import Conflict, Forbidden, Invalid, NotFound, Refused
from workflow.core.events import EventKind
from workflow.core.ids import new_id
from workflow.core.people import Actor
from workflow.core.permissions import ACTS, Case, may, require
from workflow.drafting import queries, starting
from workflow.drafting.align import align
from workflow.drafting.compare import Piece
from workflow.drafting.importing.characters import clean
from workflow.drafting.importing.shapes import Imported
from workflow.drafting.models import Clause, Edition, Mou, MouParty, Revision
from workflow.drafting.revising import clause_text, open_text, place, revise, unchanged, write
from workflow.drafting.starting import NO_AWARD, Award, TermWords
from workflow.history import actions as history
from workflow.parties.models import Party


def start(
    session: Session, actor: Actor, *, title: str, parties: Sequence[str], text: Imported, at: datetime, slug: str = "",
    timezone: str = "America/Los_Angeles", term: TermWords | None = None, summary: str = "", award: Award = NO_AWARD,
) -> Edition:  # fmt: skip
    """Start an agreement: edition 1, revision 1. Raises Invalid with every Issue, Forbidden for a stranger to the parties."""
    chosen = list(dict.fromkeys(parties))
    may_start(actor, chosen)
    plain_title, address = _check_start(session, title, slug, timezone, chosen)
    values = starting.check_term(term or TermWords(), award)
    mou = Mou(
        slug=address,
        title=plain_title,
        timezone=timezone,
        summary=clean(summary, "summary"),
        award=award.pays,
        award_name=award.name,
        created=at,
    )
    history.lock(session, mou_id=mou.id)
    session.add(mou)
    try:
        session.flush()
    except IntegrityError:  # somebody took the address between our look and now
        raise Invalid([starting.taken(address)]) from None
    session.add_all(MouParty(mou_id=mou.id, party_id=party, position=n) for n, party in enumerate(chosen))
    edition = Edition(
        mou_id=mou.id, number=1, title=plain_title, source=text.source, created=at, changed=at, **vars(values)
    )
    session.add(edition)
    session.flush()
    pieces = [Piece(new_id(), clause.text) for clause in text.clauses]
    write(
        session,
        actor,
        edition,
        pieces,
        note=" ".join(["The first text.", *(note.said for note in text.notes)]),
        at=at,
    )
    history.record(
        session, EventKind.MOU_STARTED, actor=actor, at=at, mou_id=mou.id, edition_id=edition.id, subject_id=edition.id,
        detail={"slug": mou.slug, "parties": chosen},
    )  # fmt: skip
    return edition


def may_start(actor: Actor, parties: Sequence[str]) -> None:
    """Whether this is for the actor at all: asked before a text is read, which takes time. Raises Forbidden."""
    require("mou:start", actor)
    if parties and not may("edition:edit", actor, Case(frozenset(parties))):
        raise Forbidden(ACTS["edition:edit"].otherwise, "Choose a party that you hold an office at.")


def _check_start(
    session: Session, title: str, slug: str, timezone: str, chosen: Sequence[str]
) -> tuple[str, str]:
    plain, issues = starting.check_title(title)
    wanted = slug.strip().lower()
    address = wanted or _free_slug(session, starting.slug_from(plain))
    issues += starting.check_slug(address) + starting.check_zone(timezone)
    rows = session.exec(select(Party.id, Party.kind).where(col(Party.id).in_(chosen)))
    issues += starting.check_parties(chosen, dict(rows.all()))
    if wanted and not issues and session.exec(select(Mou.id).where(Mou.slug == address)).first():
        issues.append(starting.taken(address))
    if issues:
        raise Invalid(issues)
    return plain, address


def _free_slug(session: Session, wanted: str) -> str:
    taken = set(session.exec(select(Mou.slug).where(col(Mou.slug).startswith(wanted, autoescape=True))))
    numbered = (f"{wanted}-{number}" for number in range(2, len(taken) + 3))
    return next(slug for slug in (wanted, *numbered) if slug not in taken)


def edit_clause(
    session: Session,
    actor: Actor,
    edition_id: str,
    key: str,
    *,
    text: str,
    base: int,
    note: str = "",
    at: datetime,
) -> Revision:
    """Reword one clause. Raises Conflict when it reads otherwise since `base`."""
    subject = open_text(session, actor, edition_id)
    wanted = clause_text(text)
    clauses = queries.clauses_of(session, subject.edition.revision_id)
    here = unchanged(session, subject, clauses, key, base, mine=wanted)
    after = [
        replace(piece, text=wanted) if piece.key == here.key else piece for piece in queries.pieces(clauses)
    ]
    return revise(session, actor, subject, clauses, after, note=note, at=at)


def add_clause(
    session: Session,
    actor: Actor,
    edition_id: str,
    *,
    text: str,
    after: str = "",
    note: str = "",
    at: datetime,
) -> Revision:
    """A new clause, with a key of its own, after another one (`first`: before all; empty: at the end)."""
    subject = open_text(session, actor, edition_id)
    clauses = queries.clauses_of(session, subject.edition.revision_id)
    pieces = queries.pieces(clauses)
    pieces.insert(place(pieces, after), Piece(new_id(), clause_text(text)))
    return revise(session, actor, subject, clauses, pieces, note=note, at=at)


def move_clause(
    session: Session, actor: Actor, edition_id: str, key: str, *, after: str, note: str = "", at: datetime
) -> Revision:
    """Put a clause elsewhere. Its words stay, so approvals of its words stay too."""
    subject = open_text(session, actor, edition_id)
    clauses = queries.clauses_of(session, subject.edition.revision_id)
    moving = next((piece for piece in queries.pieces(clauses) if piece.key == key), None)
    if moving is None:
        raise NotFound("clause")
    rest = [piece for piece in queries.pieces(clauses) if piece.key != key]
    rest.insert(place(rest, after), moving)
    return revise(session, actor, subject, clauses, rest, note=note, at=at)


def remove_clause(
    session: Session, actor: Actor, edition_id: str, key: str, *, base: int, note: str = "", at: datetime
) -> Revision:
    """Take a clause out. Raises Conflict when it reads otherwise since `base`, Refused for the last clause of all."""
    subject = open_text(session, actor, edition_id)
    clauses = queries.clauses_of(session, subject.edition.revision_id)
    here = unchanged(session, subject, clauses, key, base, mine="")
    if len(clauses) == 1:
        raise Refused("This is the only clause of the text.", "Edit it, or withdraw the edition.")
    rest = [piece for piece in queries.pieces(clauses) if piece.key != here.key]
    return revise(session, actor, subject, clauses, rest, note=note, at=at)


def mark_redactable(
    session: Session,
    actor: Actor,
    edition_id: str,
    key: str,
    *,
    redactable: bool,
    note: str = "",
    at: datetime,
) -> Revision:
    """Agree, before anyone signs, that a clause may be hidden in the public copy, or that it may not."""
    subject = open_text(session, actor, edition_id)
    clauses = queries.clauses_of(session, subject.edition.revision_id)
    if key not in {clause.key for clause in clauses}:
        raise NotFound("clause")
    after = [replace(p, redactable=redactable) if p.key == key else p for p in queries.pieces(clauses)]
    return revise(session, actor, subject, clauses, after, note=note, at=at)


def import_revision(
    session: Session,
    actor: Actor,
    edition_id: str,
    *,
    texts: Sequence[str],
    base: int,
    note: str = "",
    at: datetime,
) -> Revision:
    """Take a whole incoming text as the next revision; clauses that continue ours keep their keys (`align`)."""
    subject = open_text(session, actor, edition_id)
    current = queries.revision_of(session, subject.edition)
    clauses = queries.clauses_of(session, current.id)
    wanted = [clause_text(text) for text in texts if text.strip()]
    if not wanted:
        raise Invalid.one("clauses", "There is no text in it. Give the text of the agreement.")
    if current.number != base:
        raise Conflict(
            f"{current.author_name or 'Somebody'} made revision {current.number} while you were looking at revision {base}. "
            "Look at the comparison again before you import.",
            mine="\n\n".join(wanted), theirs="\n\n".join(clause.text for clause in clauses),
        )  # fmt: skip
    return revise(session, actor, subject, clauses, incoming_pieces(clauses, wanted), note=note, at=at)


def incoming_pieces(clauses: Sequence[Clause], texts: Sequence[str]) -> list[Piece]:
    """An incoming text under our keys; what may be hidden stays agreed for a clause that continues."""
    ours = {piece.key: piece for piece in queries.pieces(clauses)}
    matches = align(list(ours.values()), texts)
    return [
        replace(ours[match.key], text=text) if match.key else Piece(new_id(), text)
        for match, text in zip(matches, texts, strict=True)
    ]
