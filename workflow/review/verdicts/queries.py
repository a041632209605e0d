"""What changed since somebody last looked."""

from dataclasses import asdict
from typing import Any

from workflow.core.people import Actor
from workflow.drafting import headings
from workflow.drafting.compare import compare
from workflow.drafting.models import Clause
from workflow.drafting.queries import pieces
from workflow.review.ground import Ground
from workflow.review.models import Verdict
from workflow.review.route.queries import Review


def clause_name(clause: Clause) -> str:
    """What people call a clause, with its printed number where it has one."""
    return headings.label_of(clause.text)


def since_yours(ground: Ground, review: Review, actor: Actor) -> dict[str, Any] | None:
    """Changes since your review: your newest verdict and the clauses that read otherwise now, each as a redline.

    None for who has given no verdict. No statement: the texts are already here.
    """
    verdict = review.newest_of(actor.person_id) if actor.person_id else None
    if verdict is None:
        return None
    then = review.texts.get(verdict.revision_id, {})
    now = review.texts.get(ground.edition.revision_id or "", {})
    keys = set(review.changed.get(verdict.revision_id, ()))
    found = compare(pieces(list(then.values())), pieces(list(now.values()))) if keys else None
    return {
        "verdict": verdict_value(verdict),
        "changed": [key for key in now if key in keys],
        "removed": [key for key in then if key in keys and key not in now],
        "sentences": found.sentences if found else [],
        "changes": [asdict(one) for one in (found.clauses if found else ()) if one.key in keys],
    }


def verdict_value(verdict: Verdict) -> dict[str, Any]:
    """A verdict as it is shown: the serialiser of verdicts."""
    return {
        "value": verdict.value,
        "words": verdict.words,
        "created": verdict.created,
        "revision_id": verdict.revision_id,
        "stage": verdict.stage,
    }
