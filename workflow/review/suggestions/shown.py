"""The pages of suggestions as plain values: the form, the list with its pairs, and the result before it is saved."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session

from workflow.core.errors import NotFound
from workflow.core.lifecycle import COMMENTABLE, EDITABLE, IN_WORDS
from workflow.core.people import Actor
from workflow.core.permissions import may, require
from workflow.drafting.compare import Piece, compare
from workflow.drafting.queries import clause_json
from workflow.drafting.redline import sentences
from workflow.review.ground import Ground, find, texts
from workflow.review.head import CHOICES, head
from workflow.review.route.queries import review
from workflow.review.suggestions import queries
from workflow.review.suggestions.planning import APPLICABLE, Plan, plan, standing
from workflow.review.threads.talk import comments
from workflow.review.verdicts.outdating import seat_value, standing_approvals
from workflow.review.verdicts.queries import clause_name


def form(session: Session, actor: Actor, edition_id: str, clause: str, passage: str) -> dict[str, Any]:
    """The page for suggesting a text: the clause, or the passage of it that was chosen, ready to be reworded; without a
    clause, all of them to choose from. Raises NotFound."""
    ground = find(session, actor, edition_id)
    require("edition:comment", actor, ground.commenters())
    revision = ground.edition.revision_id or ""
    clauses = texts(session, [revision])[revision]
    here = clauses.get(clause)
    if here is None and clause:
        raise NotFound("clause")
    places = passages(here.text) if here else {}
    chosen = passage if passage in places else ""
    return {
        **head(ground, (), actor),
        "clause": clause_json(here) if here else None,
        "clauses": [[key, clause_name(each)] for key, each in clauses.items()],
        "passages": [list(pair) for pair in places.items()],
        "passage": chosen,
        "text": places.get(chosen, here.text if here else ""),
        "closed": "" if ground.status in COMMENTABLE else IN_WORDS[ground.status],
        "choices": CHOICES,
        "internal": bool(ground.side_of(actor)),
    }


def passages(text: str) -> dict[str, str]:
    """The sentences of a clause, each under its place ("start-end", code points, without the blanks around it)."""
    found, at = {}, 0
    for stretch in sentences(text):
        start = at + len(stretch) - len(stretch.lstrip())
        at += len(stretch)
        if words := stretch.strip():
            found[f"{start}-{start + len(words)}"] = words
    return found


def overview(session: Session, actor: Actor, edition_id: str) -> dict[str, Any]:
    """Every suggestion this actor may see; the open ones can be chosen together. Five statements."""
    ground = find(session, actor, edition_id)
    found = queries.made(session, ground, actor)
    now = queries.now_of(session, ground)
    pairs = queries.pairs_at_odds(found, now)
    shown = queries.values(session, found, now)
    for each in shown:
        each["against"] = sorted(
            {a if b == each["number"] else b for a, b in pairs if each["number"] in (a, b)}
        )
    return {
        **head(ground, (), actor),
        "open": [each for each in shown if each["open"]],
        "answered": [each for each in shown if not each["open"]],
        "applicable": sorted(str(one) for one in APPLICABLE),
        "pairs": [list(pair) for pair in pairs],
        "may_accept": may_accept(ground, actor),
        "closed": "" if ground.status in EDITABLE else IN_WORDS[ground.status],
    }


def may_accept(ground: Ground, actor: Actor) -> bool:
    return ground.status in EDITABLE and may("edition:suggestion:accept", actor, ground.desk())


def result(
    session: Session,
    actor: Actor,
    edition_id: str,
    numbers: Sequence[int],
    choices: Sequence[str],
    *,
    at: datetime,
) -> dict[str, Any]:
    """What accepting these would make of the text, before it does. Raises NotFound when one of them is not there."""
    ground = find(session, actor, edition_id)
    require("edition:suggestion:accept", actor, ground.desk())
    found = queries.chosen(session, ground, actor, numbers) if numbers else []
    revision = ground.edition.revision_id or ""
    clauses = texts(session, [revision])[revision]
    now = {key: clause.text for key, clause in clauses.items()}
    ways = plan(found, now, choices)
    old = [Piece(key, clause.text, clause.redactable) for key, clause in clauses.items()]
    new = [Piece(piece.key, ways.texts.get(piece.key, piece.text), piece.redactable) for piece in old]
    changes = compare(old, new)
    said = comments(session, [one.thread for one in found], 1)
    approvals = standing_approvals(ground, review(session, ground, at)) if ways.ready else []
    return {
        **head(ground, (), actor),
        "chosen": [queries.value(one, now, said[one.thread.id][0][0]) for one in found],
        "numbers": [one.number for one in found],
        "choices": list(choices) if ways.texts else [],
        "ready": ways.ready and ground.status in EDITABLE,
        "closed": "" if ground.status in EDITABLE else IN_WORDS[ground.status],
        "sentences": changes.sentences if ways.texts else [],
        "changes": [vars(one) for one in changes.clauses if one.changed],
        "outdates": [seat_value(ground, seat) for seat in approvals],
        "places": _places(ways),
        "pairs": [list(pair) for pair in ways.pairs],
        "stuck": [[number, str(how)] for number, how in ways.stuck.items()],
        "merged": sorted(ways.merged),
        "applicable": [one.number for one in found if standing(one, now) in APPLICABLE],
    }


def _places(ways: Plan) -> list[dict[str, str]]:
    return [{"was": part.was, "suggested": part.says[0], "today": part.says[1]} for part in ways.places]
