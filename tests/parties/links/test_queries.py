"""What the page of a link tells, and what it keeps to itself."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session

from tests.parties.kit import begun, party, person, post
from workflow.core.people import Office
from workflow.parties.links import actions, queries

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
