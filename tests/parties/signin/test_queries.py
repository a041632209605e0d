"""A person's own account."""

from datetime import datetime

import pytest
from sqlmodel import Session

from tests.parties.kit import town
from workflow.core.errors import Forbidden
from workflow.core.people import NOBODY, Actor
from workflow.parties.signin import queries

pytestmark = pytest.mark.both_databases


def test_the_account_shows_offices_and_which_of_them_can_have_a_key(session: Session, now: datetime) -> None:
    here = town(session, now)
    assert [o["can_make_key"] for o in queries.account_page(session, here.actor("Arlo"), now)["offices"]] == [
        True
    ]
    assert [o["can_make_key"] for o in queries.account_page(session, here.actor("Carl"), now)["offices"]] == [
        False
    ]
    here.found("agency")
    assert [o["can_make_key"] for o in queries.account_page(session, here.actor("Carl"), now)["offices"]] == [
        True
    ]
    page = queries.account_page(session, here.actor("Arlo"), now)
    assert [key["state"] for key in page["signing_keys"]] == ["vouched"] and page["passkeys"] == []
    assert [(o["can_make_key"], o["keys"]) for o in page["offices"]] == [(True, 1)]
    here.make_key("Arlo")
    assert [
        (o["can_make_key"], o["keys"])
        for o in queries.account_page(session, here.actor("Arlo"), now)["offices"]
    ] == [(False, 2)]
    here.rows["Arlo"].lost = now
    session.flush()
    assert [
        (o["can_make_key"], o["keys"])
        for o in queries.account_page(session, here.actor("Arlo"), now)["offices"]
    ] == [(True, 1)]


def test_guests_and_strangers_have_no_account(session: Session, now: datetime) -> None:
    for actor in (NOBODY, Actor("p", "Gina", guest_of="e")):
        with pytest.raises(Forbidden):
            queries.account_page(session, actor, now)
