"""The pages of a party's routes: the list, one version in words, the editor with what was typed."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlmodel import Session

from workflow.core.errors import Issue, NotFound
from workflow.core.people import OFFICE_TITLES, OFFICES_OF, Actor, Office, PartyKind
from workflow.core.permissions import Case, may, require
from workflow.core.route_words import KINDS, OWN_TEXT, TO, route_words
from workflow.core.routing import Route, from_json
from workflow.guidance import itineraries
from workflow.parties import queries as parties
from workflow.parties.models import Party
from workflow.parties.queries import Holder, holders
from workflow.review.kept.draft import Draft, from_route
from workflow.review.kept.queries import around, newest, versions
from workflow.review.models import KeptRoute

NOT_REVIEWING = frozenset({Office.REGISTRAR, Office.ADMINISTRATOR})


def party_of(session: Session, actor: Actor, party_id: str) -> Party:
    """The party, for its own people: of anybody else's routes nothing is known. Raises NotFound.

    An adopting body keeps none: it votes, and how a review goes is not for its members before their meeting.
    """
    party = parties.party(session, party_id)
    if party.kind == PartyKind.BODY or not may("party:route:read", actor, _case(party)):
        raise NotFound("party")
    return party


def _case(party: Party) -> Case:
    return Case(parties=frozenset({party.id}))


def _head(party: Party, actor: Actor) -> dict[str, Any]:
    return {
        "party": {"id": party.id, "legal_name": party.legal_name, "timezone": party.timezone},
        "may_keep": may("party:route:keep", actor, _case(party)),
    }


def list_page(session: Session, actor: Actor, party_id: str) -> dict[str, Any]:
    """The routes the party keeps, and those that come with the service to begin from."""
    party = party_of(session, actor, party_id)
    return {
        **_head(party, actor),
        "kept": [
            {
                "name": row.name,
                "title": row.title,
                "version": row.version,
                "by": row.person_name,
                "at": row.created,
                "why": row.content.get("why", ""),
            }
            for row in newest(session, [party.id])
        ],
        "ready_made": [
            {"name": name, "title": route.title, "source": route.source, "why": route.why}
            for name in itineraries.names()
            if (route := itineraries.load(name))
        ],
    }


def one(session: Session, party: Party, name: str, version: int = 0) -> tuple[KeptRoute, Sequence[KeptRoute]]:
    """A version of a route (the newest when none is named) and all of them. Raises NotFound."""
    rows = versions(session, party.id, name)
    row = next((row for row in rows if version in (0, row.version)), None)
    if row is None:
        raise NotFound("route")
    return row, rows


def route_page(session: Session, actor: Actor, party_id: str, name: str, version: int) -> dict[str, Any]:
    """One version in words, with the others beside it."""
    party = party_of(session, actor, party_id)
    row, rows = one(session, party, name, version)
    return {
        **_head(party, actor),
        "name": name,
        "route": route_words(from_json(row.content), _naming(session, party, row.created)),
        "by": row.person_name,
        "at": row.created,
        "newest": rows[0].version,
        "versions": [{"version": each.version, "by": each.person_name, "at": each.created} for each in rows],
    }


def _naming(session: Session, party: Party, at: datetime) -> Any:
    near = around(session, party)
    people = holders(session, [each.id for each in near], at)
    names = {each.id: each.legal_name for each in near} | {each.person_id: each.name for each in people}
    return lambda known: names.get(known, "")


def new_draft(like: str) -> Draft:
    """What a new route begins from: one that comes with the service. Raises NotFound."""
    if like not in itineraries.names():
        raise NotFound("route")
    return from_route(itineraries.load(like))


def kept_draft(session: Session, actor: Actor, party_id: str, name: str) -> tuple[Draft, int]:
    """The newest version of a kept route for the editor, and its number. Raises NotFound."""
    row, _ = one(session, party_of(session, actor, party_id), name)
    return from_route(from_json(row.content)), row.version


def editor(
    session: Session, actor: Actor, party_id: str, draft: Draft, *, name: str, base: int, at: datetime,
    issues: Sequence[Issue] = (),
) -> dict[str, Any]:  # fmt: skip
    """The editor with everything that was typed, and every Issue beside its field. Raises NotFound, Forbidden."""
    party = party_of(session, actor, party_id)
    require("party:route:keep", actor, _case(party))
    return {
        **_head(party, actor),
        "name": name,
        "base": base,
        "draft": asdict(draft),
        "seats": seat_choices(session, party, at),
        "own_texts": [[str(one), words] for one, words in OWN_TEXT.items()],
        "targets": [["", "Nobody"], *([str(to), words[0].upper() + words[1:]] for to, words in TO.items())],
        "issues": [asdict(issue) for issue in issues],
        "wrong": {issue.field: issue.words for issue in reversed(issues) if issue.field},
    }


def seat_choices(session: Session, party: Party, at: datetime) -> list[dict[str, Any]]:
    """Every seat a route of this party may have, in groups: roles everywhere, posts at parties, people."""
    near = around(session, party)
    people = holders(session, [each.id for each in near], at)
    reviewing = [kind for kind in PartyKind if kind is not PartyKind.BODY]
    roles = [
        [f"role:{kind}:{office}", f"{OFFICE_TITLES[office]} at every {KINDS[kind]}"]
        for kind in reviewing
        for office in _offices(kind)
    ]
    posts = [
        {
            "label": each.legal_name,
            "options": [
                [f"post:{each.id}:{office}", f"{OFFICE_TITLES[office]}, {each.short_name or each.legal_name}"]
                for office in _offices(PartyKind(each.kind))
            ],
        }
        for each in near
    ]
    return [
        {"label": "Everywhere", "options": roles},
        *posts,
        {"label": "One person", "options": _people(people)},
    ]


def _offices(kind: PartyKind) -> list[Office]:
    return [office for office in OFFICES_OF[kind] if office not in NOT_REVIEWING]


def _people(people: Sequence[Holder]) -> list[list[str]]:
    found: dict[str, list[str]] = {}
    for each in people:
        found.setdefault(each.person_id, [f"person:{each.person_id}", f"{each.name}, {each.title}"])
    return list(found.values())


def route_of(session: Session, party: Party, name: str, version: int) -> Route:
    """The route itself. Raises NotFound."""
    return from_json(one(session, party, name, version)[0].content)
