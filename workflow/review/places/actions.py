"""Keeping where comments stand, and a person saying where one belongs that lost its words.

1. When a revision is made, every thread is carried into it once and its place is kept.
2. A detached thread gets up to three passages it may be about. Its author, or somebody who runs the edition (on its own
   side, when it is internal), chooses one or says that its words are gone. From then on it is followed from there.
"""

from datetime import datetime

from sqlmodel import Session

from workflow.core.errors import Invalid, Refused
from workflow.core.events import EventKind
from workflow.core.lifecycle import COMMENTABLE, IN_WORDS
from workflow.core.people import Actor
from workflow.core.permissions import require
from workflow.history import actions as history
from workflow.review.ground import Ground, load, lock, texts
from workflow.review.models import Thread
from workflow.review.places import queries
from workflow.review.places.candidates import Search
from workflow.review.places.models import Placement, Relocation
from workflow.review.places.queries import Asked, Standing, plain
from workflow.review.threads import queries as threads
from workflow.review.threads.anchors import Place, State, named, selector
from workflow.review.threads.following import Passage
from workflow.review.words import is_number

GONE = "gone"


def place_comments(session: Session, edition_id: str) -> int:
    """Carry every thread of the edition into its text of today (rule 1): how many were. Nothing is left to do twice."""
    ground = load(session, edition_id)
    history.lock(session, mou_id=ground.mou.id)
    return keep(session, load(session, edition_id))


def keep(session: Session, ground: Ground) -> int:
    """The same, behind a lock that is held already. Five statements, however many threads there are."""
    waiting = queries.unplaced(session, ground)
    if not waiting:
        return 0
    current = ground.edition.revision_id or ""
    known = texts(session, [current])
    found = queries.work_out(session, ground, [asked for asked, _ in waiting], known)
    search = Search(plain(known[current]))
    for asked, old in waiting:
        standing = found[asked.thread.id]
        lost = standing.place.state is State.DETACHED and not standing.chosen_by
        session.add(
            _row(asked.thread, current, standing, _candidates(search, asked.thread, old) if lost else [])
        )
    session.flush()
    return len(waiting)


def _candidates(search: Search, thread: Thread, old: str | None) -> list[dict[str, object]]:
    found = (
        search.quotation(thread.selector, thread.clause_key) if thread.selector else search.clause(old or "")
    )
    return [one.to_json() for one in found]


def _row(
    thread: Thread, revision_id: str, standing: Standing, candidates: list[dict[str, object]]
) -> Placement:
    place = standing.place
    return Placement(
        thread_id=thread.id, revision_id=revision_id, state=str(place.state), clause_key=place.clause, begins=place.start,
        ends=place.end, last_seen=standing.last_seen, chosen_by=standing.chosen_by, candidates=candidates,
    )  # fmt: skip


def relocate(
    session: Session, actor: Actor, edition_id: str, number: int, *, place: str, at: datetime
) -> Relocation:
    """Say what a detached thread is about in the text of today (rule 2): "clause:start-end", "clause", or "gone"."""
    ground = lock(session, actor, edition_id)
    row = threads.one(session, ground, actor, number)
    thread = row.thread
    require("edition:thread:place", actor, queries.chooser(ground, thread))
    if ground.status not in COMMENTABLE:
        raise Refused(f"This edition is {IN_WORDS[ground.status]}, so its comments stay where they are.")
    asked = Asked(thread, row.revision, row.placed)
    known = texts(session, [ground.edition.revision_id or ""])
    standing = queries.standings(session, ground, [asked], known)[thread.id]
    if standing.place.state is not State.DETACHED and not standing.chosen_by:
        raise Refused(
            "This comment still stands where it was made.", "Withdraw it, and comment on the other passage."
        )
    now = plain(known[ground.edition.revision_id or ""])
    said = Relocation(
        thread_id=thread.id, revision_id=ground.edition.revision_id or "", person_id=actor.person_id,
        person_name=actor.name, created=at,
    )  # fmt: skip
    chosen = Place(State.DETACHED) if place == GONE else _passage(thread, place, now)
    if chosen.clause:
        said.clause_key = chosen.clause
        said.selector = selector(now[chosen.clause], chosen.start, chosen.end) if chosen.end else {}
    seen = ground.revision.number if chosen.clause and ground.revision else standing.last_seen
    session.merge(_row(thread, said.revision_id, Standing(chosen, seen, actor.name), []))
    session.add(said)
    session.flush()
    side = {"side": thread.party_id} if thread.visibility == "party" else {}
    history.record(
        session, EventKind.THREAD_PLACED, actor=actor, at=at, mou_id=ground.mou.id, edition_id=edition_id,
        subject_id=thread.id, detail={"thread": thread.number, **side, "gone": not chosen.clause},
    )  # fmt: skip
    return said


def _passage(thread: Thread, place: str, now: dict[str, str]) -> Place:
    """The passage that "clause:start-end" names. Raises Invalid."""
    key, _, span = place.partition(":")
    start, _, end = span.partition("-")
    text = now.get(key)
    if text is None:
        raise Invalid.one("place", "Choose one of the passages, or say that the words are gone.")
    if not span:
        return Place(State.EXACT if key == thread.clause_key else State.MOVED, key)
    if not (is_number(start) and is_number(end) and int(start) < int(end) <= len(text)):
        raise Invalid.one("place", "Choose one of the passages, or say that the words are gone.")
    found = Passage(key, int(start), int(end))
    return Place(
        named(thread.clause_key, thread.selector.get("exact", ""), found, now), key, found.start, found.end
    )
