"""The day's letter: at most one a person, agreement and day, outside signing. First line: your turn, if it is.

1. What is to be told is a row of its own, a notice, before any letter is asked for. Nothing is told by a letter alone.
2. The first notice of a day goes out at once; what comes after it waits for the next morning, in the agreement's zone.
3. The letter's row of work is locked by whoever adds a notice and by whoever marks what the letter told. So a notice is seen by the
   letter that is being written, or finds that it is done and asks for the next day's, or is found untold when the others are
   marked, which asks for the next day's too. None falls between two days.
4. What has become untrue meanwhile (a turn that has passed, a comment withdrawn) is left out; when nothing is left, no letter.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from jinja2 import Environment
from sqlalchemy import update
from sqlmodel import Session, col, select

from workers import letters
from workers.outbox import enqueue
from workers.words import Words
from workflow.adapters.mail import Letter
from workflow.core.calendar import Calendar
from workflow.drafting.models import Edition, Mou
from workflow.history.models import Notice, Work
from workflow.parties.queries import local_day

DAILY = frozenset({
    "your_turn", "reminder", "thread_opened", "comments_sent", "named", "comment", "answered", "objection_escalated", "objection_set_aside",
    "note", "observed", "acknowledge",
    "window_opened", "window_closed", "window_cancelled", "review_begun", "review_reminder", "outcome",
})  # fmt: skip
"""What is told in the day's letter. Never here: links people asked for, keys, and everything about signing and its fruits."""


def note(
    session: Session, name: str, event_id: int, person_id: str, edition_id: str, *, key: str, at: datetime
) -> None:
    """Remember to tell this, and see to it that a letter will (rule 1). Noting it again changes nothing."""
    if session.get(Notice, key):
        return
    mou = session.get_one(Mou, session.get_one(Edition, edition_id).mou_id)
    session.add(
        Notice(
            key=key, person_id=person_id, mou_id=mou.id, edition_id=edition_id, event_id=event_id, letter=name, at=at
        )
    )  # fmt: skip
    session.flush()
    _ask(session, person_id, mou, at)


def _ask(session: Session, person_id: str, mou: Mou, at: datetime, but: str = "") -> None:
    """Today's letter if it has not been written and is not `but`, else tomorrow's (rules 2 and 3)."""
    today = local_day(mou.timezone, at)
    morning = Calendar(mou.timezone).morning(at)
    for day, due in ((today, at), (today + timedelta(days=1), morning)):
        key = f"digest.{person_id}.{mou.id}.{day}"
        if key == but:
            continue
        enqueue(session, key, "digest", {"person": person_id, "mou": mou.id}, due=due, now=at)
        state = session.exec(select(Work.state).where(Work.key == key).with_for_update()).one()
        if state not in ("done", "dead"):
            return


def waiting(session: Session, person_id: str, mou_id: str) -> Sequence[Notice]:
    """Everything this person has not been told about this agreement, oldest first."""
    return session.exec(
        select(Notice)
        .where(Notice.person_id == person_id, Notice.mou_id == mou_id, col(Notice.sent).is_(None))
        .order_by(col(Notice.at), Notice.key)
    ).all()


def mark(
    session: Session, person_id: str, mou_id: str, told: Sequence[str], *, key: str, at: datetime
) -> None:
    """The letter of this key told these notices; what has come since waits for the next (rule 3).

    If we crash before this, they are told again, under the same Message-ID.
    """
    session.connection().execute(update(Notice).where(col(Notice.key).in_(told)).values(sent=at))
    if waiting(session, person_id, mou_id):
        _ask(session, person_id, session.get_one(Mou, mou_id), at, but=key)


def write(
    session: Session, templates: Environment, notices: Sequence[Notice], *, key: str, at: datetime
) -> Letter | None:
    """One letter of all these notices to one person about one agreement; None when nothing of it is left to say."""
    told: list[Words] = []
    about = None
    for notice in notices:
        found = letters.subject_of(session, notice.event_id, notice.person_id, notice.edition_id, at)
        if found and (words := letters.LETTERS[notice.letter](found)):
            about = found
            told.append(words)
    if about is None:
        return None
    turn = letters.LETTERS["your_turn"](about)
    if turn and not any(one.first_line == turn.first_line for one in told):
        told.append(turn)
    return letters.render(about, together(told, about.title), templates, key=key, at=at)


def together(told: list[Words], title: str) -> Words:
    """One letter of several: turns first, each thing once, the newest way of saying it."""
    once = list({(one.first_line, one.link): one for one in told}.values())
    first, *rest = sorted(once, key=lambda one: not one.first_line.startswith("Your turn: "))
    if not rest:
        return first
    subject = (
        first.subject if first.first_line.startswith("Your turn: ") else f"{len(once)} things on {title}"
    )
    return replace(first, subject=subject, also=rest)
