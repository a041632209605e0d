"""The register: every published agreement, searched, filtered and counted. Useful when it is empty, too.

Whether an agreement is in force is computed from rules and the date where it lives, so the register reads all published
editions (one statement) and decides in memory, which is the current one and where it stands; a page shows 20.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from sqlmodel import Session, col, select

from workflow.core.term import ForceState
from workflow.drafting.models import Edition, Mou, MouParty
from workflow.drafting.term import current_of, force_of
from workflow.parties.models import Party, Person
from workflow.parties.queries import local_day
from workflow.publication import standing
from workflow.publication.models import PublicCopy, Tombstone
from workflow.review.window.queries import commenting

PAGE = 20
STATES = {
    "in_force": "In force",
    "overdue": "Review overdue",
    "not_yet": "Signed, not yet in force",
    "lapsed": "Lapsed",
    "superseded": "No longer in force",
}


@dataclass(frozen=True)
class Entry:
    """One agreement as the register lists it."""

    slug: str
    title: str
    number: int
    sides: list[str]
    places: list[str]
    status: str
    states: tuple[str, ...]
    until: date | None
    words: str

    def to_json(self) -> dict[str, Any]:
        shown = {name: value for name, value in vars(self).items() if name != "words"}
        return {**shown, "states": list(self.states), "link": f"/mou/{self.slug}"}


def register(
    session: Session, now: datetime, *, q: str = "", state: str = "", place: str = "", page: int = 1
) -> dict[str, Any]:
    """One page of the register: entries, filters as links with counts, and the neighbouring pages."""
    everything = entries(session, now)
    found = [entry for entry in everything if _matches(entry, q)]
    shown = [e for e in found if (not state or state in e.states) and (not place or place in e.places)]
    last = max(1, -(-len(shown) // PAGE))
    page = min(max(page, 1), last)
    asked = {"q": q, "state": state, "place": place}
    return {
        "q": q,
        "state": state,
        "place": place,
        "total": len(everything),
        "found": len(shown),
        "entries": [entry.to_json() for entry in shown[(page - 1) * PAGE : page * PAGE]],
        "states": _filters("state", STATES, Counter(s for e in found for s in e.states), asked),
        "places": _filters("place", None, Counter(p for e in found for p in e.places), asked),
        "page": page,
        "pages": last,
        "before": _link(asked, page=page - 1) if page > 1 else "",
        "after": _link(asked, page=page + 1) if page < last else "",
        "filtered": bool(q or state or place),
        "commenting": commenting(session),
        "begun": bool(everything) or session.exec(select(Person.id).limit(1)).first() is not None,
    }


def entries(session: Session, now: datetime) -> list[Entry]:
    """Every agreement with a public edition, by title. Two statements."""
    rows = session.exec(
        select(Mou, Edition)
        .join(Edition, col(Edition.mou_id) == col(Mou.id))
        .join(PublicCopy, col(PublicCopy.edition_id) == col(Edition.id))
        .join(Tombstone, col(Tombstone.edition_id) == col(Edition.id), isouter=True)
        .where(col(Tombstone.edition_id).is_(None))
        .order_by(col(Edition.number))
    )
    published: dict[str, tuple[Mou, list[Edition]]] = {}
    for mou, edition in rows:
        published.setdefault(mou.id, (mou, []))[1].append(edition)
    parties: dict[str, list[Party]] = {}
    for mou_id, party in session.exec(
        select(MouParty.mou_id, Party)
        .join(Party, col(Party.id) == col(MouParty.party_id))
        .order_by(col(MouParty.position))
    ):
        parties.setdefault(mou_id, []).append(party)
    made = [
        _entry(mou, editions, parties.get(mou.id, []), local_day(mou.timezone, now))
        for mou, editions in published.values()
    ]
    return sorted(made, key=lambda entry: (entry.title.casefold(), entry.slug))


def _entry(mou: Mou, editions: Sequence[Edition], parties: Sequence[Party], today: date) -> Entry:
    edition = current_of(mou, editions, today)
    force, others = force_of(mou, edition, today), standing.beside(mou, editions, edition, today)
    names = [party.legal_name for party in parties]
    places = sorted({party.place for party in parties if party.place})
    return Entry(
        mou.slug, edition.title, edition.number, standing.sides(tuple(parties)), places,
        " ".join([standing.in_words(force), *others]), _states(mou, editions, edition, today), force.until,
        " ".join([mou.title, edition.title, mou.summary, mou.slug, *names, *places]).casefold(),
    )  # fmt: skip


def _states(mou: Mou, editions: Sequence[Edition], current: Edition, today: date) -> tuple[str, ...]:
    """The filters an agreement is found under: where its current edition stands, and between two editions that one lapsed."""
    now = force_of(mou, current, today).state
    lapsed = now is ForceState.NOT_YET and any(
        force_of(mou, one, today).state is ForceState.LAPSED for one in editions
    )
    overdue = standing.is_overdue(current, today)
    return (str(now), *(["lapsed"] if lapsed else []), *(["overdue"] if overdue else []))


def _matches(entry: Entry, q: str) -> bool:
    return all(word in entry.words for word in q.casefold().split())


def _filters(
    name: str, labels: dict[str, str] | None, counts: Counter[str], asked: dict[str, str]
) -> list[dict[str, Any]]:
    """One link each, with how many it would show; the chosen one leads back."""
    order = labels or {place: place for place in sorted(counts)}
    return [
        {
            "words": words,
            "count": counts[value],
            "chosen": asked[name] == value,
            "link": _link(asked | {name: "" if asked[name] == value else value}),
        }
        for value, words in order.items()
        if counts[value] or asked[name] == value
    ]


def _link(asked: dict[str, str], *, page: int = 1) -> str:
    query = {name: value for name, value in asked.items() if value} | ({"page": page} if page > 1 else {})
    return "/?" + urlencode(query) if query else "/"
