"""Where threads stand in the text of today: read from what was kept, worked out only where nothing is kept yet.

A place is worked out once, when a revision is made (`actions.place_comments`). Between the revision and that moment, and on
a database of before, it is worked out for the page that asks: the same answer, only slower.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, func, select

from workflow.core.permissions import Case
from workflow.drafting.models import Clause, Revision
from workflow.review.ground import Ground, texts
from workflow.review.models import Thread
from workflow.review.places.models import Placement
from workflow.review.threads.anchors import Place, State, carried, origin
from workflow.review.threads.following import Difference

Texts = Mapping[str, Mapping[str, Clause]]


@dataclass(frozen=True)
class Standing:
    """The place of a thread, and what is known about it. The fields are those of a Placement."""

    place: Place
    last_seen: int = 0
    chosen_by: str = ""
    candidates: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True)
class Asked:
    """A thread whose place is asked for: `revision` is the number of the revision it was made on."""

    thread: Thread
    revision: int
    placed: Placement | None = None


def standings(session: Session, ground: Ground, asked: Iterable[Asked], known: Texts) -> dict[str, Standing]:
    """Where each thread stands in the text of today. No statement when every place is kept, two otherwise."""
    found: dict[str, Standing] = {}
    missing: list[Asked] = []
    for one in asked:
        if one.placed:
            found[one.thread.id] = of(one.placed)
        elif one.thread.revision_id == ground.edition.revision_id or not one.thread.clause_key:
            found[one.thread.id] = begun(one)
        else:
            missing.append(one)
    return found | work_out(session, ground, missing, known)


def work_out(session: Session, ground: Ground, asked: Sequence[Asked], known: Texts) -> dict[str, Standing]:
    """Carry each thread from the last place that was kept for it, or the one it was made at, into the text of today."""
    if not asked:
        return {}
    last = newest(session, [one.thread.id for one in asked])
    start = {one.thread.id: last.get(one.thread.id, (one.thread.revision_id, begun(one))) for one in asked}
    olds = {**known, **texts(session, {revision for revision, _ in start.values()} - set(known))}
    now = plain(olds.get(ground.edition.revision_id or "", {}))
    differences = {
        revision: Difference(plain(olds[revision]), now) for revision in {one for one, _ in start.values()}
    }
    number = ground.revision.number if ground.revision else 0
    found = {}
    for one in asked:
        revision, standing = start[one.thread.id]
        place = carried(
            one.thread.clause_key, one.thread.selector.get("exact", ""), standing.place, differences[revision]
        )
        seen = standing.last_seen if place.state is State.DETACHED else number
        stays = (place.state is State.DETACHED) == (standing.place.state is State.DETACHED)
        found[one.thread.id] = Standing(place, seen, standing.chosen_by if stays else "")
    return found


def newest(session: Session, threads: Sequence[str]) -> dict[str, tuple[str, Standing]]:
    """The latest place kept of each thread, with the id of its revision. One statement."""
    rank = func.row_number().over(partition_by=col(Placement.thread_id), order_by=col(Revision.number).desc())
    ranked = (
        select(col(Placement.thread_id).label("thread"), col(Placement.revision_id).label("revision"), rank.label("rank"))
        .join(Revision, col(Revision.id) == col(Placement.revision_id))
        .where(col(Placement.thread_id).in_(threads))
        .subquery()
    )  # fmt: skip
    rows = session.exec(
        select(Placement).join(
            ranked,
            (ranked.c.thread == col(Placement.thread_id)) & (ranked.c.revision == col(Placement.revision_id)),
        ).where(ranked.c.rank == 1)
    )  # fmt: skip
    return {row.thread_id: (row.revision_id, of(row)) for row in rows}


def begun(one: Asked) -> Standing:
    """The place a thread was made at."""
    return Standing(origin(one.thread.clause_key, one.thread.selector), one.revision)


def of(row: Placement) -> Standing:
    place = Place(State(row.state), row.clause_key, row.begins, row.ends)
    return Standing(place, row.last_seen, row.chosen_by, tuple(row.candidates))


def chooser(ground: Ground, thread: Thread) -> Case:
    """Who may say where a thread belongs: its author, and those who run the edition, on its own side when it is internal."""
    own = ground.members(thread.party_id or "") if thread.visibility == "party" else ground.running
    return Case(parties=ground.running & own, subject=thread.author_id, edition_id=ground.edition.id)


def plain(clauses: Mapping[str, Clause]) -> dict[str, str]:
    return {key: clause.text for key, clause in clauses.items()}


def unplaced(session: Session, ground: Ground) -> list[tuple[Asked, str | None]]:
    """Threads that have no place in the text of today yet, each with the text of its clause then. One statement."""
    kept = select(Placement.thread_id).where(Placement.revision_id == ground.edition.revision_id)
    rows = session.exec(
        select(Thread, Revision.number, Clause.text)
        .join(Revision, col(Revision.id) == col(Thread.revision_id))
        .join(
            Clause,
            (col(Clause.revision_id) == col(Thread.revision_id))
            & (col(Clause.key) == col(Thread.clause_key)),
            isouter=True,
        )
        .where(
            Thread.edition_id == ground.edition.id,
            Thread.revision_id != ground.edition.revision_id,
            Thread.clause_key != "",
            col(Thread.id).not_in(kept),
        )
        .order_by(col(Thread.number))
    )
    return [(Asked(thread, number), old) for thread, number, old in rows]
