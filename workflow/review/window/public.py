"""What the public reads of a window: the notice, the draft while it is open, what was said and how it was answered.

Everybody reads the same; nothing here reads an address, and a hidden comment's words leave the database for nobody but those
who decide about it (`working`). Comments that say nearly the same are listed once, with their count, and each can be read.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from markupsafe import escape
from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, or_, select

from workflow.core.errors import NotFound
from workflow.core.hiding import part_in_words
from workflow.core.lifecycle import WAS_PUBLISHED, Status
from workflow.core.window import GRACE, REASONS, Phase
from workflow.drafting.hidden.today import Today
from workflow.drafting.models import Clause, Edition, Mou, Revision
from workflow.drafting.queries import clause_json
from workflow.parties.models import Party
from workflow.review.ground import load
from workflow.review.window.models import Commenter, CommentWindow, PublicComment
from workflow.review.window.queries import Place, phase_of, place
from workflow.review.window.shown import NO_NAME, Listed, summary, values

PAGE = 50
NOT_SHOWN = "This clause may be kept from the public, so the draft does not show it."


def window_page(
    session: Session, slug: str, number: str, *, now: datetime, clause: str | None = None, like: int = 0, after: int = 0
) -> dict[str, Any]:  # fmt: skip
    """The page of a window: with the text while it is open, with the summary afterwards. Raises NotFound.

    `clause`: comments on this clause alone ("" for the whole text). `like`: the comments of this one's group.
    """
    where = place(session, slug, number)
    clauses = _clauses(session, where)
    found = _listed(session, where, clause, like, after, PAGE + 1)
    kept = found[:PAGE]
    is_open = where.is_open(now)
    names = _names(clauses)
    return {
        **head(session, where, now),
        "summary": summary(session, where.edition.id),
        "clauses": _text(session, where, clauses) if is_open else [],
        "withheld": sum(one["why"] is not None for one in clauses) if is_open else 0,
        "comments": values(session, kept, names, where.today(session)),
        "clause": clause,
        "clause_name": names.get(clause or "", ""),
        "like": like,
        "after": after,
        "next": kept[-1][0].number if len(found) > PAGE else None,
    }


def head(session: Session, where: Place, now: datetime) -> dict[str, Any]:
    """What every public page of a window begins with."""
    window, hidden = where.window, where.today(session)
    ground = load(session, where.edition.id)
    revision = session.get(Revision, window.revision_id) if window.revision_id else None
    return {
        "slug": where.mou.slug,
        "number": where.edition.number,
        "title": where.edition.title,
        "address": where.address,
        "timezone": where.mou.timezone,
        "sides": [party.legal_name for party in ground.parties if party.id in ground.running],
        "contacts": [
            _contact(party) for party in ground.parties if party.contact and party.id in ground.running
        ],
        "notice": hidden.said(window.notice),
        "opens": window.opens,
        "closes": window.closes,
        "phase": str(phase_of(window, now)),
        "open": where.is_open(now),
        "late_until": window.closes + GRACE,
        "cancelled": window.cancelled,
        "cancel_reason": hidden.said(window.reason),
        "revision": revision.number if revision else None,
        "signed": Status(where.edition.status) in WAS_PUBLISHED,
        "withdrawn": phase_of(window, now) is Phase.OPEN and not where.is_open(now),
    }


def _contact(party: Party) -> dict[str, str]:
    return {"party": party.legal_name, "contact": party.contact}


def _clauses(session: Session, where: Place) -> list[dict[str, Any]]:
    """The clauses of the draft as the public reads them."""
    rows = session.exec(
        select(Clause).where(Clause.revision_id == where.window.revision_id).order_by(col(Clause.position))
    )
    hidden = where.today(session)
    return [_shown(one, hidden) for one in rows]


def _names(clauses: Sequence[dict[str, Any]]) -> dict[str, str]:
    return {"": "the whole text"} | {one["key"]: one["name"] for one in clauses}


def _shown(clause: Clause, hidden: Today) -> dict[str, Any]:
    """A clause as the public reads it: what is hidden today, or may be hidden later and is not public yet, by its place alone."""
    why = hidden.why(clause.key, clause.text)
    closed = why is not None or (clause.redactable and not hidden.is_public(clause.key, clause.text))
    if not closed:
        value = clause_json(clause)
        return {name: value[name] for name in ("key", "name", "text", "html")} | {"why": None}
    lines = why.lines() if why else [NOT_SHOWN]
    return {
        "key": clause.key,
        "name": part_in_words(clause.path),
        "text": "\n".join(lines),
        "html": "".join(f"<p>{escape(line)}</p>" for line in lines),
        "why": why.to_json() if why else None,
    }


def _text(session: Session, where: Place, clauses: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The clauses with how many comments each has."""
    counts = dict(
        session.exec(
            select(PublicComment.clause_key, func.count())
            .where(PublicComment.edition_id == where.edition.id, col(PublicComment.number).is_not(None))
            .group_by(PublicComment.clause_key)
        ).all()
    )
    return [clause | {"count": counts.get(clause["key"], 0)} for clause in clauses]


def _listed(
    session: Session, where: Place, clause: str | None, like: int, after: int, most: int | None
) -> list[Listed]:
    group = _counts(where.edition.id)
    wanted = [PublicComment.edition_id == where.edition.id, col(PublicComment.number) > after]
    if like:
        wanted.append(_group_of(session, where, like))
    elif most is not None:
        wanted.append(col(PublicComment.twin_of).is_(None))
    if clause is not None:
        wanted.append(PublicComment.clause_key == clause)
    rows = session.exec(
        select(PublicComment, group.c.others)
        .join(group, group.c.head == col(PublicComment.id), isouter=True)
        .where(*wanted)
        .order_by(col(PublicComment.number))
        .limit(most)
    )
    return [(row, others or 0) for row, others in rows]


def every(session: Session, where: Place) -> list[dict[str, Any]]:
    """Every comment that has a number, each with the number of its group's head: for the files."""
    rows = _listed(session, where, None, 0, 0, None)
    numbers = {row.id: row.number for row, _ in rows}
    shown = values(session, rows, _names(_clauses(session, where)), where.today(session))
    return [
        {**value, "group": numbers.get(row.twin_of or "")}
        for value, (row, _) in zip(shown, rows, strict=True)
    ]


def _counts(edition_id: str) -> Any:
    return (
        select(col(PublicComment.twin_of).label("head"), func.count().label("others"))
        .where(PublicComment.edition_id == edition_id, col(PublicComment.twin_of).is_not(None))
        .group_by(col(PublicComment.twin_of))
        .subquery()
    )


def _group_of(session: Session, where: Place, number: int) -> ColumnElement[bool]:
    one = session.exec(
        select(PublicComment).where(
            PublicComment.edition_id == where.edition.id, PublicComment.number == number
        )
    ).first()
    if one is None:
        raise NotFound("comment")
    chosen = one.twin_of or one.id
    return or_(col(PublicComment.id) == chosen, col(PublicComment.twin_of) == chosen)


def form(session: Session, slug: str, number: str, clause: str, *, now: datetime) -> dict[str, Any]:
    """The page for writing a comment: the clause, if one is meant. Raises NotFound."""
    where = place(session, slug, number)
    value = head(session, where, now)
    here = next((one for one in _clauses(session, where) if one["key"] == clause), None)
    if clause and here is None:
        raise NotFound("clause")
    shown = here if value["open"] else None
    return {
        **value,
        "clause": {name: shown[name] for name in ("key", "name", "html")} if shown else None,
        "reasons": list(REASONS.values()),
    }


def confirmation(session: Session, secret_hash: str, *, now: datetime) -> dict[str, Any]:
    """What the page of a link shows: whether it still works, and the comment it confirms. Never whose it is."""
    row = session.exec(
        select(PublicComment)
        .join(Commenter, col(Commenter.comment_id) == col(PublicComment.id))
        .where(Commenter.secret_hash == secret_hash)
    ).first()
    good = row is not None and row.until is not None and row.until > now
    return {
        "state": "good" if good else "late" if row else "unknown",
        "words": row.words if row and good else "",
        "name": (row.name or NO_NAME) if row and good else "",
        "until": row.until if row else None,
        "address": address_of(session, row) if row else "/",
    }


def address_of(session: Session, comment: PublicComment) -> str:
    """Where the comment is read."""
    edition = session.get_one(Edition, comment.edition_id)
    return Place(
        session.get_one(CommentWindow, comment.window_id), edition, session.get_one(Mou, edition.mou_id)
    ).address
