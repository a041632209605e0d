"""What somebody saw of an edition before, and what has changed since: since the text he saw last, and since the signed one of last year.

Opening the signing page is a look, noted once for a person and a revision: whoever reads, goes home and comes back after a
reopening sees what changed since.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from workflow.core.events import EventKind
from workflow.core.people import Actor
from workflow.drafting import queries as drafting
from workflow.drafting.models import Edition, Revision
from workflow.history.models import Event
from workflow.review.models import Verdict
from workflow.signing.matter import Matter
from workflow.signing.models import Look, SigningEvent


def since_look(session: Session, actor: Actor, case: Matter, now: Revision) -> dict[str, Any] | None:
    """What changed since the text that this person saw before he first opened this one: read here, judged, or served to be signed.

    So a page that is opened again says the same. None if he saw none.
    """
    read = _read(session, actor, case)
    seen = [*((when, revision) for revision, when in read.items()), *_answered(session, actor, case)]
    if not seen:
        return None
    first = read.get(now.id)
    when, revision_id = max([one for one in seen if first is None or one[0] < first] or seen)
    before = session.get_one(Revision, revision_id)
    found = drafting.compare_revisions(session, before, now)
    return {
        "when": when,
        "revision": before.number,
        "changed": found.changed,
        "sentences": found.sentences,
        "link": _redline(case, before.number, now.number),
    }


def noting(session: Session, actor: Actor, event_id: str, at: datetime) -> Callable[[Session], None] | None:
    """What writes down that this person has this text before him; None where that is known. One statement."""
    revision_id = session.exec(
        select(SigningEvent.revision_id)
        .outerjoin(
            Look,
            (col(Look.revision_id) == col(SigningEvent.revision_id))
            & (col(Look.person_id) == actor.person_id),
        )
        .where(SigningEvent.id == event_id, col(Look.at).is_(None))
    ).first()
    return partial(_note, actor.person_id, revision_id, at) if revision_id and actor.person_id else None


def _note(person_id: str, revision_id: str, at: datetime, session: Session) -> None:
    """Two tabs opened at once are one look."""
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    row = insert(Look).values(person_id=person_id, revision_id=revision_id, at=at)
    session.execute(row.on_conflict_do_nothing())


def _read(session: Session, actor: Actor, case: Matter) -> dict[str, datetime]:
    """The revisions of this edition that the person has had before him here, each with when he first had."""
    rows = session.exec(
        select(Look)
        .join(Revision, col(Revision.id) == col(Look.revision_id))
        .where(Revision.edition_id == case.edition.id, Look.person_id == actor.person_id)
    )
    return {row.revision_id: row.at for row in rows}


def _answered(session: Session, actor: Actor, case: Matter) -> Iterator[tuple[datetime, str]]:
    """When he gave a verdict on which revision, and was served which to sign or decline it."""
    judged = session.exec(
        select(Verdict).where(Verdict.edition_id == case.edition.id, Verdict.person_id == actor.person_id)
    )
    yield from ((row.created, row.revision_id) for row in judged)
    served = session.exec(
        select(Event.at, SigningEvent.revision_id)
        .join(SigningEvent, col(SigningEvent.id) == col(Event.subject_id))
        .where(
            Event.edition_id == case.edition.id,
            Event.kind == EventKind.EDITION_SERVED,
            Event.actor_id == actor.person_id,
        )
    )
    yield from ((when, revision) for when, revision in served)


def since_last_year(session: Session, case: Matter, now: Revision) -> dict[str, Any] | None:
    """What changed since the signed text of the edition before. None for a first edition.

    The next edition opens with that text, word for word, as its revision 1 (renewal): the redline of the two is the one to show.
    """
    before = session.get(Edition, case.edition.supersedes_id) if case.edition.supersedes_id else None
    if before is None or before.revision_id is None:
        return None
    signed = session.get_one(Revision, before.revision_id)
    found = drafting.compare_revisions(session, signed, now)
    return {
        "edition": before.number,
        "executed": before.executed,
        "changed": found.changed,
        "sentences": found.sentences,
        "link": _redline(case, 1, now.number),
    }


def _redline(case: Matter, before: int, now: int) -> str:
    """Where the redline of two revisions stands; nowhere for one and the same."""
    return f"{case.ground.link}/compare/{before}...{now}" if before != now else ""
