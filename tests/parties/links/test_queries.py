"""What the page of a link tells, and what it keeps to itself."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session

from tests.parties.kit import begun, party, person, post
from workflow.core.people import NOBODY, Office
from workflow.parties.links import actions, queries
from workflow.parties.observers.models import Observer
from workflow.web.static import StaticFiles
from workflow.web.templates import environment, render

pytestmark = pytest.mark.both_databases


def test_a_link_is_good_then_used_or_expired(session: Session, now: datetime) -> None:
    begun(session, now)
    carl = person(session, "Carl", now)
    secret = actions.issue(session, carl.id, "sign_in", now)
    name = actions.secret_hash(secret)
    assert queries.state(session, name, now) == "good"
    assert queries.state(session, name, now, first=True) == "elsewhere"
    assert queries.state(session, name, now + timedelta(minutes=15)) == "expired"
    actions.use_link(session, secret, now)
    assert queries.state(session, name, now) == "used"
    assert queries.state(session, "0", now) == "unknown"


def test_the_page_names_nobody(session: Session, now: datetime) -> None:
    begun(session, now)
    carl = person(session, "Carl", now)
    page = queries.link_page(
        session, actions.secret_hash(actions.issue(session, carl.id, "invitation", now)), now
    )
    assert page["label"] == "Accept the invitation" and page["until"] == now + timedelta(days=14)
    assert "Carl" not in str(page) and carl.email not in str(page) and carl.id not in str(page)


def test_anybody_is_nobody_at_first(session: Session, now: datetime) -> None:
    assert not queries.anybody(session)
    person(session, "Carl", now)
    assert queries.anybody(session)


def test_an_invitation_says_what_it_is_for(session: Session, now: datetime) -> None:
    begun(session, now)
    carl = person(session, "Carl", now)
    post(
        session,
        carl,
        party(session, "agency", "Springfield Police Department", now),
        Office.CHIEF,
        now,
        "acting",
    )
    for purpose, offices in (
        ("sign_in", []),
        ("invitation", [{"title": "Acting Chief of Police", "party": "Springfield Police Department"}]),
    ):
        secret = actions.issue(session, carl.id, purpose, now)
        assert queries.link_page(session, actions.secret_hash(secret), now)["offices"] == offices


def test_the_link_of_an_observer_promises_no_comments(session: Session, now: datetime) -> None:
    begun(session, now)
    edition, words = "e" * 20, []
    for name in ("Oda", "Gus"):
        one = person(session, name, now)
        if name == "Oda":
            session.add(
                Observer(
                    edition_id=edition, person_id=one.id, speaks_for="The State", added_by="D", created=now
                )
            )
        secret = actions.issue(session, one.id, "guest", now, edition_id=edition)
        page = queries.link_page(session, actions.secret_hash(secret), now)
        shown = {
            **page,
            "action": "/",
            "csrf_field": str,
            "actor": NOBODY,
            "path": "/",
            "demo": False,
            "inbox_count": 0,
            "read_only": "",
            "csrf_token": "",
        }
        words.append(render(environment(StaticFiles(), "UTC"), "parties/link.html", shown).decode())
    watching, speaking = words
    assert "You do not comment on it" in watching and "comment on it" not in watching.replace(
        "You do not comment on it", ""
    )
    assert "You can read the draft and comment on it" in speaking
