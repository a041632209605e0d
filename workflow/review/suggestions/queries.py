"""Reading suggestions: those a person may see, how each stands towards the text of today, and what accepting some would do.

A suggestion is seen by those who see its thread, and by nobody else.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlmodel import Session, col, select

from workflow.core.errors import NotFound
from workflow.core.people import Actor
from workflow.drafting import headings
from workflow.drafting.models import Clause, Revision
from workflow.drafting.redline import redline
from workflow.review.ground import Ground, texts
from workflow.review.models import Comment, Thread
from workflow.review.suggestions.models import Credit, Suggestion
from workflow.review.suggestions.planning import UNDECIDED, Made, Standing, held_against, plan, standing
from workflow.review.threads.queries import TAKEN, Row, comments, visible, with_suggestions

MOST = 500
IN_WORDS = {
    Standing.AS_IS: "Can be taken in as it is",
    Standing.MERGED: "Fits together with what changed since",
    Standing.CONFLICT: "Meets words that changed since: settle it",
    Standing.ALREADY: "The clause reads like this already",
    Standing.GONE: "The clause was taken out",
    Standing.TAKEN: "Taken into the text",
    Standing.ANSWERED: "Not taken in",
    Standing.WITHDRAWN: "Withdrawn",
}


def made(session: Session, ground: Ground, actor: Actor, numbers: Iterable[int] | None = None) -> list[Made]:
    """The suggestions of this edition that the actor may see, in the order of their numbers. One statement."""
    query = with_suggestions(
        select(Thread, Clause.text, Revision.number, Suggestion, Credit, TAKEN.number)
    ).where(Thread.edition_id == ground.edition.id, col(Suggestion.id).is_not(None), visible(ground, actor))
    query = query.order_by(col(Thread.number)).limit(MOST)
    if numbers is not None:
        query = query.where(col(Thread.number).in_(sorted(set(numbers))))
    return [one for found in session.exec(query) if (one := of_row(Row(*found)))]


def chosen(session: Session, ground: Ground, actor: Actor, numbers: Sequence[int]) -> list[Made]:
    """Exactly these. Raises NotFound when one is not there for this actor, or none is named."""
    if not all(0 < number < 1_000_000_000 for number in numbers):
        raise NotFound("suggestion")
    found = made(session, ground, actor, numbers)
    if not numbers or {one.number for one in found} != set(numbers):
        raise NotFound("suggestion")
    return found


def number_of(session: Session, suggestion: Suggestion) -> int:
    """The number a suggestion is known by: its thread's."""
    return session.exec(select(Thread.number).where(Thread.id == suggestion.thread_id)).one()


def suggests(session: Session, thread: Thread) -> bool:
    """Whether a thread suggests a text."""
    return session.exec(select(Suggestion.id).where(Suggestion.thread_id == thread.id)).first() is not None


def now_of(session: Session, ground: Ground) -> dict[str, str]:
    """The text of today, clause by key. One statement."""
    revision = ground.edition.revision_id or ""
    return {key: clause.text for key, clause in texts(session, [revision])[revision].items()}


def values(session: Session, found: Sequence[Made], now: Mapping[str, str]) -> list[dict[str, Any]]:
    """Suggestions as they are shown, everywhere. One statement."""
    said = comments(session, [one.thread for one in found], 1)
    return [value(one, now, said[one.thread.id][0][0]) for one in found]


def value(one: Made, now: Mapping[str, str], first: Comment | None) -> dict[str, Any]:
    """One suggestion: who would word what how, and where that stands today."""
    stands = standing(one, now)
    today = now.get(one.key, "")
    result = held_against(one, today).text if stands in UNDECIDED and today else None
    shown = headings.label_of(today or one.base)
    return {
        "number": one.number,
        "edition": one.suggestion.edition_id,
        "clause": one.key,
        "clause_name": shown,
        "standing": str(stands),
        "standing_words": IN_WORDS[stands],
        "open": stands in UNDECIDED,
        "read": one.read,
        "taken_in": one.taken_in,
        "merged": bool(one.credit and one.credit.merged),
        "by": first.author_name if first else "",
        "office": first.author_office if first else "",
        "party": first.author_party if first else "",
        "words": first.words if first else "",
        "created": one.thread.created,
        "internal": one.thread.visibility == "party",
        "text": one.suggestion.text,
        "segments": redline(*((today, result) if result else (one.base, one.suggestion.text))),
        "link": f"/editions/{one.suggestion.edition_id}/threads/{one.number}",
        "result": f"/editions/{one.suggestion.edition_id}/suggestions/result?chosen={one.number}",
    }


def of_row(row: Row) -> Made | None:
    """The suggestion of a thread, if it is one. A thread is made on the revision that its suggestion is made on."""
    if row.suggestion is None or row.old is None:
        return None
    return Made(row.thread, row.suggestion, row.old, row.revision, row.credit, row.taken_in)


def beside(row: Row, now: Mapping[str, str]) -> dict[str, Any] | None:
    """What a thread suggests, as it is shown beside its comments: the words are among them."""
    one = of_row(row)
    return value(one, now, None) if one else None


def pairs_at_odds(found: Sequence[Made], now: Mapping[str, str]) -> list[tuple[int, int]]:
    """Of all open suggestions, the pairs that cannot both stand: flagged before anybody chooses."""
    return list(plan([one for one in found if standing(one, now) in UNDECIDED], now).pairs)
