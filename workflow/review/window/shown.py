"""Public comments as they are shown, and counted: one serialiser for pages, files and the API. Never an address."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlmodel import Session, col, func, select

from workflow.core.window import REASONS
from workflow.drafting.hidden.today import Today
from workflow.review.window.judging import VALUES
from workflow.review.window.models import Moderation, PublicAnswer, PublicComment
from workflow.review.window.queries import unanswered

NO_NAME = "Somebody who gave no name"
Listed = tuple[PublicComment, int]
"""A comment, and how many others say nearly the same."""


def values(
    session: Session, rows: Sequence[Listed], names: Mapping[str, str], hidden: Today, *, words: bool = False
) -> list[dict[str, Any]]:
    """Public comments as they are shown everywhere: the one serialiser. Two statements.

    `hidden`: what is hidden today; no answer repeats it. `words`: with those of held and hidden comments, and whether a comment
    repeats what is hidden, for who decides about them: strangers who read that could try words out.
    """
    ids = {one for row, _ in rows for one in (row.id, row.twin_of) if one}
    answers = _newest_answers(session, ids)
    marks = {one.comment_id: one for one in moderations(session, ids)}
    return [
        _value(
            row,
            others,
            names,
            answers.get(row.id) or answers.get(row.twin_of or ""),
            marks.get(row.id),
            hidden,
            words,
        )
        for row, others in rows
    ]


def _value(
    row: PublicComment, others: int, names: Mapping[str, str], answer: PublicAnswer | None, mark: Moderation | None, hidden: Today, words: bool
) -> dict[str, Any]:  # fmt: skip
    shown = row.state == "shown"
    return {
        "number": row.number,
        "state": row.state,
        "clause": row.clause_key,
        "clause_name": names.get(row.clause_key, "A clause that is no longer in the text"),
        "name": (row.name or NO_NAME) if shown or words else "",
        "words": row.words if shown or words else "",
        "hidden": REASONS.get(mark.reason, "") if mark and not shown else "",
        "confirmed": row.confirmed,
        "others": others,
        "twin": row.twin_of is not None,
        "answer": _answer(answer, hidden) if answer and shown else None,
        **({"repeats": hidden.quoted(row.words)} if words else {}),
    }


def _answer(row: PublicAnswer, hidden: Today) -> dict[str, Any]:
    return {
        "value": row.value,
        "label": VALUES[row.value],
        "words": hidden.said(row.words),
        "by": row.person_name,
        "at": row.created,
    }


def _newest_answers(session: Session, ids: set[str]) -> dict[str, PublicAnswer]:
    if not ids:
        return {}
    rows = session.exec(
        select(PublicAnswer)
        .where(col(PublicAnswer.comment_id).in_(sorted(ids)))
        .order_by(col(PublicAnswer.created))
    )
    return {row.comment_id: row for row in rows}


def moderations(session: Session, ids: set[str]) -> list[Moderation]:
    """What was done about these comments, oldest first."""
    if not ids:
        return []
    query = select(Moderation).where(col(Moderation.comment_id).in_(sorted(ids)))
    return list(session.exec(query.order_by(col(Moderation.created))))


def summary(session: Session, edition_id: str) -> dict[str, Any]:
    """The counts of an edition's public comments. Two statements."""
    of = PublicComment.edition_id == edition_id
    total, groups, hidden, held, open_ones = session.exec(
        select(
            func.count(),
            func.count().filter(col(PublicComment.twin_of).is_(None)),
            func.count().filter(col(PublicComment.state) == "hidden"),
            func.count().filter(col(PublicComment.state) == "held"),
            func.count().filter(unanswered()),
        ).where(of, col(PublicComment.number).is_not(None))
    ).one()
    return {
        "total": total,
        "different": groups,
        "hidden": hidden,
        "held": held,
        "unanswered": open_ones,
        "answers": _by_answer(session, edition_id),
    }


def _by_answer(session: Session, edition_id: str) -> list[dict[str, Any]]:
    """How many comments each answer was given to, its group counted with it."""
    newest = (
        select(
            PublicAnswer.comment_id,
            PublicAnswer.value,
            func.row_number()
            .over(partition_by=col(PublicAnswer.comment_id), order_by=col(PublicAnswer.created).desc())
            .label("rank"),
        )
        .join(PublicComment, col(PublicComment.id) == col(PublicAnswer.comment_id))
        .where(PublicComment.edition_id == edition_id)
        .subquery()
    )
    own = select(newest.c.comment_id, newest.c.value).where(newest.c.rank == 1).subquery()
    of_head = select(newest.c.comment_id, newest.c.value).where(newest.c.rank == 1).subquery()
    value = func.coalesce(own.c.value, of_head.c.value)
    rows = session.exec(
        select(value, func.count())
        .select_from(PublicComment)
        .join(own, own.c.comment_id == col(PublicComment.id), isouter=True)
        .join(of_head, of_head.c.comment_id == col(PublicComment.twin_of), isouter=True)
        .where(PublicComment.edition_id == edition_id, PublicComment.state == "shown", value.is_not(None))
        .group_by(value)
    )
    counts = dict(rows.all())
    return [{"value": v, "label": words, "count": counts[v]} for v, words in VALUES.items() if v in counts]
