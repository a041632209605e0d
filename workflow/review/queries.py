"""The working page of an edition, one thread's page, and the timeline: what a party sees while it works.

Everything on the page is computed from rows in at most twelve statements, however many comments there are: each clause
shows its first threads and counts the rest.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from workflow.core.errors import NotFound
from workflow.core.events import EventKind
from workflow.core.lifecycle import COMMENTABLE, Status
from workflow.core.people import Actor
from workflow.core.permissions import may
from workflow.core.routing import Turn
from workflow.drafting.latest import latest_of
from workflow.drafting.models import Clause
from workflow.drafting.queries import clause_json
from workflow.drafting.term import term_value
from workflow.history import queries as history
from workflow.parties.models import Person
from workflow.review.beside import beside
from workflow.review.ground import Ground, find, texts
from workflow.review.head import CHOICES, acting, head, powers
from workflow.review.live import mark_of, visible
from workflow.review.mentions.naming import choices
from workflow.review.models import Turns
from workflow.review.objections import queries as objections
from workflow.review.route.queries import Review, review, stage_value
from workflow.review.tasks import tasks
from workflow.review.threads import queries as threads
from workflow.review.threads.anchors import sentences
from workflow.review.threads.shown import passages, values
from workflow.review.turns.queries import turns
from workflow.review.verdicts.queries import clause_name, since_yours

REVIEWING = frozenset({Status.DRAFTING, Status.IN_REVIEW, Status.PUBLIC_COMMENT})


def edition_page(session: Session, actor: Actor, edition_id: str, *, at: datetime) -> dict[str, Any]:
    """The working page: head, whose turn, tasks, stages, the text with its threads, and what this actor may do. Raises NotFound."""
    ground = find(session, actor, edition_id)
    mark = mark_of(
        session, ground, actor
    )  # before everything else: what happens meanwhile is asked for again
    state = _state(session, ground, actor, at)
    known = dict(state.texts)
    if not known:
        known = texts(session, [ground.edition.revision_id or ""])
    # Parties are told how many comments wait, another side's internal ones included: they hold up the freeze too.
    seen = None if ground.sides_of(actor) else threads.visible(ground, actor)
    still = threads.open_threads(session, edition_id, seen)
    rows = threads.by_clause(session, ground, actor)
    shown = values(session, ground, actor, rows, known)
    waiting, where = _turns(session, ground, actor, state, still)
    mine = since_yours(ground, state, actor)
    around = beside(session, ground, actor)
    return {
        **head(ground, waiting, actor),
        "tasks": tasks(ground, state, actor, still, where),
        "stages": [stage_value(ground, state, stage) for stage in state.route.stages] if state.route else [],
        "stage": state.stage.title if state.stage else "",
        "due": state.due,
        "since_yours": mine,
        "open": still.count,
        "version": mark,
        "may": powers(ground, state, actor),
        **_text(ground, known, rows, shown, mine, around.latest),
        "exhibits": around.exhibits,
        "observers": around.observers,
        "asked_to_read": around.asked,
        "later": around.later,
        "term": term_value(ground.mou, ground.edition),
        "follows": ground.follows(actor),
        "waiting_lanes": state.passable(),
        "unsent": around.unsent,
        "named": around.named,
        "acting": acting(state, actor),
        "choices": CHOICES,
    }


def _state(session: Session, ground: Ground, actor: Actor, at: datetime) -> Review:
    """Where the review stands; nothing of it for members of an adopting body before their meeting."""
    shown = ground.status in REVIEWING and ground.follows(actor)
    return review(session, ground, at) if shown else Review()


def _turns(
    session: Session, ground: Ground, actor: Actor, state: Review, still: threads.OpenThreads
) -> tuple[list[Turn], str]:
    """Whose turn it is, and where they go: computed while the review lasts, afterwards the rows the signing room keeps."""
    if ground.status in REVIEWING and not ground.follows(actor):
        return [], ground.link
    if ground.status in (Status.DRAFTING, Status.IN_REVIEW):
        return turns(ground, state, still), ground.link
    rows = session.exec(
        select(Turns, Person.name)
        .join(Person, col(Person.id) == col(Turns.person_id))
        .where(Turns.edition_id == ground.edition.id)
        .order_by(col(Turns.due), Person.name)
    ).all()
    found = [
        Turn(row.person_id, name, row.party_id, row.office, row.reason, row.since, row.due)
        for row, name in rows
    ]
    return found, next((row.link for row, _ in rows if row.link), "")


def _text(
    ground: Ground, known: Mapping[str, Mapping[str, Clause]], rows: Sequence[threads.Row], shown: Sequence[dict[str, Any]],
    mine: dict[str, Any] | None, latest: Mapping[str, dict[str, Any]],
) -> dict[str, Any]:  # fmt: skip
    """The clauses with the threads that stand there now; threads about the whole text, and detached ones, apart."""
    now = known.get(ground.edition.revision_id or "", {})
    changed = set(mine["changed"]) if mine else set()
    counts = {row.thread.clause_key: (row.total, row.still_open) for row in rows}
    here = Counter(row.thread.clause_key for row in rows)
    at: dict[str, list[dict[str, Any]]] = {}
    for thread in shown:
        lost = thread["anchor"]["state"] == "detached"
        at.setdefault("?detached" if lost else thread["anchor"]["clause"], []).append(thread)
    return {
        "clauses": [
            {
                **clause_json(clause, passages=passages(at.get(key, []))),
                "name": clause_name(clause),
                "changed": key in changed,
                "latest": latest.get(key),
                "threads": at.get(key, []),
                "thread_count": counts.get(key, (0, 0))[0],
                "open_count": counts.get(key, (0, 0))[1],
                "more": counts.get(key, (0, 0))[0] - here[key],
            }
            for key, clause in now.items()
        ],
        "general": at.get("", []),
        "general_count": counts.get("", (0, 0))[0],
        "general_more": counts.get("", (0, 0))[0] - here[""],
        "detached": at.get("?detached", []),
        "gone": [
            {"clause": key, "more": total - here[key]}
            for key, (total, _) in counts.items()
            if key and key not in now and total > here[key]
        ],
    }


def comment_form(
    session: Session, actor: Actor, edition_id: str, clause: str, *, quote: str = "", at: datetime
) -> dict[str, Any]:
    """The page for commenting on one clause: its text, its sentences to choose from, and all its threads. Raises NotFound."""
    ground = find(session, actor, edition_id)
    known = texts(session, [ground.edition.revision_id or ""])
    clauses = known.get(ground.edition.revision_id or "", {})
    rows = threads.listed(session, ground, actor, clause=clause, most=100)
    if clause and clause not in clauses and not rows:
        raise NotFound("clause")
    here = clauses.get(clause)
    shown = values(session, ground, actor, rows, known)
    marked = passages(one for one in shown if one["anchor"]["clause"] == clause)
    return {
        **head(ground, (), actor),
        "clause": {**clause_json(here, passages=marked), "name": clause_name(here)} if here else None,
        "latest": latest_of(session, edition_id, clause) if here else None,
        "quote": " ".join(quote.split())[:2_000] if here else "",
        "sentences": [[f"{a}-{b}", here.text[a:b]] for a, b in sentences(here.text)] if here else [],
        "threads": shown,
        "may": powers(ground, Review(), actor),
        "people": choices(session, ground, actor, "parties", "", at),
        "choices": CHOICES,
    }


def thread_page(
    session: Session, actor: Actor, edition_id: str, number: int, *, at: datetime
) -> dict[str, Any]:
    """One thread with all its comments and everything that can be done about it. Raises NotFound."""
    ground = find(session, actor, edition_id)
    row = threads.one(session, ground, actor, number)
    known = texts(session, [ground.edition.revision_id or ""])
    value = values(session, ground, actor, [row], known, shown=1_000)[0]
    clause = known.get(ground.edition.revision_id or "", {}).get(value["anchor"]["clause"] or value["clause"])
    can = powers(ground, Review(), actor)
    can["comment"] = ground.status in COMMENTABLE and may(
        "edition:comment", actor, ground.commenters(row.thread.party_id or "")
    )
    if row.thread.visibility == "party":
        own = row.thread.party_id in ground.sides_of(actor)
        can |= {"dispose": can["dispose"] and own, "accept": can["accept"] and own}
    can["dispose"] = can["dispose"] and row.thread.state != "withdrawn"
    own_side = row.thread.party_id in ground.sides_of(actor)
    can["withdraw"] = can["comment"] and (
        value["mine"] or (own_side and may("edition:dispose", actor, ground.desk()))
    )
    can["withdraw"] = can["withdraw"] and (
        not row.thread.blocking or objections.may_clear(session, ground, actor, row.thread, at)
    )
    return {
        **head(ground, (), actor),
        "thread": value,
        "objection": objections.value(session, ground, actor, row.thread, at),
        "clause_name": clause_name(clause) if clause else "",
        "may": can,
        "people": choices(session, ground, actor, row.thread.visibility, row.thread.party_id or "", at),
        "choices": CHOICES,
    }


def history_page(
    session: Session, actor: Actor, edition_id: str, *, before: int | None = None
) -> dict[str, Any]:
    """The timeline of an edition for its parties, a page at a time. Guests do not have one.

    Events of internal threads carry their side, and appear to that side alone: a page is as long as what may be seen of it.
    """
    ground = find(session, actor, edition_id)
    if actor.guest_of:
        raise NotFound("page")
    entries = history.timeline(session, edition_id=edition_id, before=before, where=visible(ground, actor))
    return {
        **head(ground, (), actor),
        "entries": [{**entry.to_json(), "link": _place(ground, entry)} for entry in entries],
        "before": before,
        "next": entries[-1].number if len(entries) == history.PAGE else None,
    }


def _place(ground: Ground, entry: history.TimelineEntry) -> str:
    if "thread" in entry.detail:
        return f"{ground.link}/threads/{entry.detail['thread']}"
    return f"{ground.link}/revisions" if entry.kind == EventKind.REVISION_MADE else ""
