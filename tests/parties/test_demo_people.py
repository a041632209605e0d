"""The demo's people, and that they exist in the demo alone."""

from datetime import datetime
from pathlib import Path

import pytest
from sqlmodel import Session

from tests.parties.kit import town
from workflow.adapters.doors import Desk, Done, Page
from workflow.adapters.settings import Settings
from workflow.core.errors import NotFound
from workflow.core.people import NOBODY
from workflow.parties import demo_people, queries, sessions

pytestmark = pytest.mark.both_databases


def test_everybody_stands_under_their_party(session: Session, now: datetime) -> None:
    here = town(session, now)
    shown = demo_people.people_by_party(session)
    assert [party["party"] for party in shown] == [
        "Springfield Police Department", "Springfield Unified School District",
    ]  # fmt: skip
    assert {"id": here.people["Carl"].id, "name": "Carl", "titles": ["Chief of Police"]} in shown[0]["people"]


def test_in_the_demo_one_can_be_anybody(session: Session, now: datetime) -> None:
    here = town(session, now)
    desk = Desk(session, NOBODY, now, Settings(data=Path("unused"), demo=True))
    assert isinstance(demo_people.people(desk), Page)
    done = demo_people.be(desk, demo_people.PersonForm(person=here.people["Carl"].id))
    assert isinstance(done, Done) and done.session_token
    assert queries.actor_for(session, sessions.token_hash(done.session_token), now).name == "Carl"
    with pytest.raises(NotFound):
        demo_people.be(desk, demo_people.PersonForm(person="nobody"))


def test_elsewhere_nobody_can(session: Session, now: datetime) -> None:
    here = town(session, now)
    desk = Desk(session, NOBODY, now, Settings(data=Path("unused")))
    with pytest.raises(NotFound):
        demo_people.people(desk)
    with pytest.raises(NotFound):
        demo_people.be(desk, demo_people.PersonForm(person=here.people["Carl"].id))
