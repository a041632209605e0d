"""Reading public comment windows: the newest of an edition, what is due, and what is still to be done.

What the public reads is in `public`; here is what every reader stands on. No statement here reads an address.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, exists, func, or_, select

from workflow.core.errors import NotFound
from workflow.core.lifecycle import Status
from workflow.core.window import Phase, WindowFacts, phase
from workflow.drafting.hidden.today import Today, today
from workflow.drafting.models import Edition, Mou
from workflow.review.window.models import Commenter, CommentWindow, PublicAnswer, PublicComment

MOST_NAMED = 20
"""How many comments are named one by one where all of them have to be dealt with."""


def phase_of(window: CommentWindow, now: datetime) -> Phase:
    return phase(window.opens, window.closes, window.cancelled, now)


def newest(session: Session, edition_id: str) -> CommentWindow | None:
    """The newest window of an edition. One statement."""
    return session.exec(
        select(CommentWindow)
        .where(CommentWindow.edition_id == edition_id)
        .order_by(col(CommentWindow.created).desc())
        .limit(1)
    ).first()


def live(window: CommentWindow | None) -> bool:
    """Whether there is one that is planned or open, by what was done and not by the clock."""
    return window is not None and window.closed is None and window.cancelled is None


@dataclass(frozen=True)
class Place:
    """A window that the public can see, with its edition and agreement."""

    window: CommentWindow
    edition: Edition
    mou: Mou
    _today: list[Today] = field(default_factory=list, compare=False)

    def today(self, session: Session) -> Today:
        """What is hidden of the agreement today, as far as this edition goes. Asked once."""
        if not self._today:
            self._today.append(today(session, self.mou, self.edition))
        return self._today[0]

    @property
    def address(self) -> str:
        return f"/mou/{self.mou.slug}/{self.edition.number}/comment"

    def is_open(self, now: datetime) -> bool:
        """Whether somebody may write now: the clock's word, and nobody has withdrawn the edition."""
        return self.edition.status == Status.PUBLIC_COMMENT and phase_of(self.window, now) is Phase.OPEN


def place(session: Session, slug: str, number: str) -> Place:
    """The newest window of this edition that has opened. Raises NotFound: before the opening there is nothing to see."""
    if not (number.isascii() and number.isdigit() and len(number) <= 6):
        raise NotFound("page")
    row = session.exec(
        select(CommentWindow, Edition, Mou)
        .join(Edition, col(Edition.id) == col(CommentWindow.edition_id))
        .join(Mou, col(Mou.id) == col(Edition.mou_id))
        .where(Mou.slug == slug, Edition.number == int(number), col(CommentWindow.opened).is_not(None))
        .order_by(col(CommentWindow.created).desc())
        .limit(1)
    ).first()
    if row is None:
        raise NotFound("page")
    return Place(*row)


def commenting(session: Session) -> list[dict[str, Any]]:
    """The drafts that anybody can comment on, those that close first at the top: for the register. One statement."""
    rows = session.exec(
        select(CommentWindow, Edition, Mou)
        .join(Edition, col(Edition.id) == col(CommentWindow.edition_id))
        .join(Mou, col(Mou.id) == col(Edition.mou_id))
        .where(
            Edition.status == Status.PUBLIC_COMMENT,
            col(CommentWindow.opened).is_not(None),
            col(CommentWindow.closed).is_(None),
            col(CommentWindow.cancelled).is_(None),
        )
        .order_by(col(CommentWindow.closes))
    )
    return [
        {
            "title": edition.title,
            "link": Place(window, edition, mou).address,
            "closes": window.closes,
            "timezone": mou.timezone,
        }
        for window, edition, mou in rows
    ]


def record_of(session: Session, mou: Mou, edition: Edition) -> dict[str, Any] | None:
    """What the public record of an edition says of its public comment; None where no window ever opened. One statement."""
    opened, total = session.exec(
        select(
            select(func.count())
            .where(CommentWindow.edition_id == edition.id, col(CommentWindow.opened).is_not(None))
            .scalar_subquery(),
            select(func.count())
            .where(PublicComment.edition_id == edition.id, col(PublicComment.number).is_not(None))
            .scalar_subquery(),
        )
    ).one()
    return {"total": total, "link": f"/mou/{mou.slug}/{edition.number}/comment"} if opened else None


def due(session: Session, now: datetime) -> list[tuple[str, str]]:
    """(what, window id) of windows to open or to close: for the sweep. One statement by an index."""
    rows = session.exec(
        select(CommentWindow.id, CommentWindow.opened)
        .where(
            col(CommentWindow.closed).is_(None),
            col(CommentWindow.cancelled).is_(None),
            or_(
                (col(CommentWindow.opened).is_(None)) & (col(CommentWindow.opens) <= now),
                (col(CommentWindow.opened).is_not(None)) & (col(CommentWindow.closes) <= now),
            ),
        )
        .order_by(col(CommentWindow.opens))
    )
    return [("close" if opened else "open", window_id) for window_id, opened in rows]


def overripe(session: Session, before: datetime) -> bool:
    """Whether there are unconfirmed comments whose time ran out before then."""
    found = select(PublicComment.id).where(col(PublicComment.until) < before)
    return session.exec(found.limit(1)).first() is not None


def unanswered() -> ColumnElement[bool]:
    """The rows of `public_comment` that are shown and have no answer, neither of their own nor of their group's head."""
    answer = aliased(PublicAnswer)
    answered = exists().where(
        or_(
            col(answer.comment_id) == col(PublicComment.id),
            col(answer.comment_id) == col(PublicComment.twin_of),
        )
    )
    return (col(PublicComment.state) == "shown") & ~answered


def numbers(session: Session, edition_id: str, where: ColumnElement[bool]) -> tuple[int, ...]:
    """The first numbers of the comments of an edition for which this holds."""
    rows = session.exec(
        select(PublicComment.number)
        .where(PublicComment.edition_id == edition_id, col(PublicComment.number).is_not(None), where)
        .order_by(col(PublicComment.number))
        .limit(MOST_NAMED)
    )
    return tuple(number for number in rows if number is not None)


def window_facts(session: Session, edition: Edition, at: datetime, required: str = "") -> WindowFacts:
    """For `core.window.before_freeze`. Five statements, one where there never was a window."""
    link = f"/editions/{edition.id}/window"
    windows: Sequence[CommentWindow] = session.exec(
        select(CommentWindow)
        .where(CommentWindow.edition_id == edition.id)
        .order_by(col(CommentWindow.created))
    ).all()
    if not windows:
        return WindowFacts(link, required)
    last = windows[-1]
    pending = session.exec(
        select(func.count()).where(PublicComment.edition_id == edition.id, col(PublicComment.until) > at)
    ).one()
    return WindowFacts(
        link,
        required,
        held=any(window.closed and not window.cancelled for window in windows),
        live=(Phase.OPEN if last.opened else Phase.PLANNED) if live(last) else None,
        pending=pending,
        unanswered=numbers(session, edition.id, unanswered()),
        undecided=numbers(session, edition.id, col(PublicComment.state) == "held"),
    )


def waiting_for_answers(session: Session, comment_id: str) -> list[str]:
    """The comments, of this one and its group, whose authors asked to be told of the answer."""
    return list(
        session.exec(
            select(PublicComment.id)
            .join(Commenter, col(Commenter.comment_id) == col(PublicComment.id))
            .where(
                or_(PublicComment.id == comment_id, PublicComment.twin_of == comment_id),
                col(PublicComment.confirmed).is_not(None),
                col(Commenter.wants_answer),
            )
            .order_by(col(PublicComment.number))
        )
    )
