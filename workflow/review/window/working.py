"""The working pages of a window: what those who run the agreement do about it, and what every reviewer may follow.

Members of an adopting body have no working page of it: they read what the public reads.
"""

from datetime import datetime
from typing import Any

from sqlmodel import Session, col, or_, select

from workflow.core.errors import NotFound
from workflow.core.lifecycle import COMMENTABLE, IN_WORDS, Status
from workflow.core.people import Actor
from workflow.core.permissions import may
from workflow.core.window import IN_WORDS as PHASES
from workflow.core.window import REASONS
from workflow.drafting import headings
from workflow.drafting.hidden.today import today
from workflow.drafting.hidden.warned import of_draft
from workflow.drafting.models import Clause
from workflow.drafting.requirements import asks_for_comment
from workflow.review.ground import Ground, find
from workflow.review.window import shown
from workflow.review.window.judging import VALUES
from workflow.review.window.models import CommentWindow, Moderation, PublicComment
from workflow.review.window.queries import live, newest, phase_of, unanswered

PAGE = 50
FILTERS = {"open": "without an answer", "held": "held", "hidden": "hidden"}
ACTS = {"hold": "held back", "hide": "hidden", "show": "shown again"}


def window_desk(
    session: Session, actor: Actor, edition_id: str, *, at: datetime, state: str = "", after: int = 0
) -> dict[str, Any]:
    """The window of an edition with its comments, and what this actor may do about it. Raises NotFound."""
    ground = _found(session, actor, edition_id)
    window = newest(session, edition_id)
    rows = _comments(session, edition_id, state, after)
    kept = rows[:PAGE]
    runs = may("edition:window:run", actor, ground.desk())
    hidden = today(session, ground.mou, ground.edition)
    return {
        **_head(ground),
        "window": _window(ground, window, at) if window else None,
        "asked": asks_for_comment(ground.parties),
        "withheld": [one.to_json() for one in of_draft(session, ground.mou, ground.edition, hidden=hidden)],
        "summary": shown.summary(session, edition_id),
        "comments": shown.values(session, [(row, 0) for row in kept], _names(session, ground, window), hidden, words=runs),
        "state": state if state in FILTERS else "",
        "after": after,
        "next": kept[-1].number if len(rows) > PAGE else None,
        "may": {
            "announce": runs and ground.status is Status.IN_REVIEW and not live(window),
            "change": runs and window is not None and live(window) and window.closes > at,
        },
    }  # fmt: skip


def comment_desk(
    session: Session, actor: Actor, edition_id: str, number: int, *, at: datetime
) -> dict[str, Any]:
    """One public comment with everything that was done about it. Raises NotFound."""
    ground = _found(session, actor, edition_id)
    row = session.exec(
        select(PublicComment).where(PublicComment.edition_id == edition_id, PublicComment.number == number)
    ).first()
    if row is None:
        raise NotFound("comment")
    runs = may("edition:window:moderate", actor, ground.desk())
    window = session.get(CommentWindow, row.window_id)
    head = session.get(PublicComment, row.twin_of) if row.twin_of else None
    others = session.exec(
        select(PublicComment.number)
        .where(
            or_(
                PublicComment.id == (row.twin_of or row.id), PublicComment.twin_of == (row.twin_of or row.id)
            ),
            PublicComment.id != row.id,
        )
        .order_by(col(PublicComment.number))
        .limit(20)
    )
    hidden = today(session, ground.mou, ground.edition)
    (value,) = shown.values(session, [(row, 0)], _names(session, ground, window), hidden, words=runs)
    return {
        **_head(ground),
        "comment": value,
        "head": head.number if head else None,
        "alike": list(others),
        "log": [_moderated(one) for one in shown.moderations(session, {row.id})] if runs else [],
        "may": {
            "moderate": runs,
            "answer": row.state == "shown" and ground.status in COMMENTABLE and may("edition:dispose", actor, ground.desk()),
        },
        "choices": {"reasons": [list(one) for one in REASONS.items()], "answers": [list(one) for one in VALUES.items()]},
    }  # fmt: skip


def _found(session: Session, actor: Actor, edition_id: str) -> Ground:
    ground = find(session, actor, edition_id)
    if not ground.follows(actor):
        raise NotFound("page")
    return ground


def _head(ground: Ground) -> dict[str, Any]:
    return {
        "edition": {
            "id": ground.edition.id,
            "title": ground.edition.title,
            "number": ground.edition.number,
            "status": ground.edition.status,
            "status_words": IN_WORDS[ground.status],
        },
        "timezone": ground.mou.timezone,
    }


def _window(ground: Ground, window: CommentWindow, at: datetime) -> dict[str, Any]:
    here = phase_of(window, at)
    return {
        "notice": window.notice,
        "opens": window.opens,
        "closes": window.closes,
        "phase": str(here),
        "phase_words": PHASES[here],
        "cancelled": window.cancelled,
        "reason": window.reason,
        "by": window.person_name,
        "address": f"/mou/{ground.mou.slug}/{ground.edition.number}/comment",
        "visible": window.opened is not None,
    }


def _comments(session: Session, edition_id: str, state: str, after: int) -> list[PublicComment]:
    query = (
        select(PublicComment)
        .where(
            PublicComment.edition_id == edition_id,
            col(PublicComment.number).is_not(None),
            col(PublicComment.number) > after,
        )
        .order_by(col(PublicComment.number))
        .limit(PAGE + 1)
    )
    if state == "open":
        query = query.where(unanswered())
    elif state in FILTERS:
        query = query.where(PublicComment.state == state)
    return list(session.exec(query))


def _names(session: Session, ground: Ground, window: CommentWindow | None) -> dict[str, str]:
    revision = (window.revision_id if window else None) or ground.edition.revision_id
    rows = session.exec(select(Clause.key, Clause.text).where(Clause.revision_id == revision))
    return {"": "the whole text"} | {key: headings.label_of(text) for key, text in rows}


def _moderated(row: Moderation) -> dict[str, Any]:
    return {
        "act": row.act,
        "words": f"{ACTS[row.act]}{f': {REASONS[row.reason]}' if row.reason else ''}",
        "said": row.words,
        "by": row.person_name,
        "at": row.created,
    }
