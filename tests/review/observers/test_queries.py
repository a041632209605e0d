"""Everybody who can open the edition sees who reads along; addresses are for those who run it."""

from datetime import datetime, timedelta

from tests.review.observers.test_actions import add, oda
from tests.review.world import World
from workflow.review.observers.actions import remove_observer
from workflow.review.observers.queries import observers_page


def test_todays_and_earlier_observers_stand_on_the_page(reviewed: World, now: datetime) -> None:
    session, edition = reviewed.session, reviewed.edition.id
    gone, row = (
        add(reviewed, now, name="Una", email="una@union.example", speaks_for="The union"),
        add(reviewed, now + timedelta(minutes=1)),
    )
    remove_observer(session, reviewed.actor("dana"), edition, gone.id, at=now)
    for actor in (reviewed.actor("officer"), oda(reviewed, row)):
        page = observers_page(session, actor, edition)
        assert [(one["name"], one["email"], bool(one["removed"])) for one in page["observers"]] == [
            ("Una", "", True), ("Oda Odell", "", False),
        ]  # fmt: skip
        assert not page["may"]["keep"] and page["may"]["ask"] is actor.observes
    page = observers_page(session, reviewed.actor("chief"), edition)
    assert page["observers"][1]["email"] == "oda@state.example" and page["may"]["keep"]
