"""Letters of the first days: whoever has a turn at a party is told once, and only who has it."""

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tests.parties.kit import Town, answered, post, town
from workers import dispatch
from workers.kit import Kit
from workflow.adapters.clock import FixedClock
from workflow.core.people import Office
from workflow.parties.appointments import actions
from workflow.parties.founding import actions as founding
from workflow.web.mailbox import letters

pytestmark = pytest.mark.both_databases


class Post:
    """The town, whose acts are dispatched as they happen, and what has come by letter since one last looked."""

    def __init__(self, kit: Kit, clock: FixedClock) -> None:
        self.kit, self.clock, self.seen = kit, clock, 0
        with kit.database.writing() as session:
            self.town = town(session, clock.now())
            self.emails = {name: person.email for name, person in self.town.people.items()}
        self.arrived()

    def act(self, do: Any) -> Any:
        with self.kit.database.writing() as session:
            self.town.session, self.town.at = session, self.clock.now()
            for name, row in self.town.parties.items():
                self.town.parties[name] = session.get_one(type(row), row.id)
            return do(self.town)

    def arrived(self) -> dict[str, list[str]]:
        """The subjects of new letters, by who got them."""
        dispatch.run_until_quiet(self.kit)
        box = self.kit.settings.data / "mailbox"
        found = {name: [one["subject"] for one in letters(box, mail)] for name, mail in self.emails.items()}
        for file in box.glob("*.eml"):
            file.unlink()
        return {name: subjects for name, subjects in found.items() if subjects}

    def texts(self, name: str) -> str:
        dispatch.run_until_quiet(self.kit)
        return "\n".join(
            one["text"] for one in letters(self.kit.settings.data / "mailbox", self.emails[name])
        )


@pytest.fixture
def here(kit: Kit, clock: FixedClock) -> Post:
    return Post(replace(kit, settings=replace(kit.settings, waiting_hours=72)), clock)


def begin(here: Town) -> None:
    first = founding.offer_founding(
        here.session, here.actor("Dana"), here.parties["district"].id, authority="The board.", resolution="It resolved.",
        contact="records@example.org", at=here.at,
    )  # fmt: skip
    founding.sign_founding(
        here.session, here.actor("Dana"), here.parties["district"].id, at=here.at,
        credential=answered(first.options, here.keys["Dana"]),
    )  # fmt: skip


DISTRICT = "Springfield Unified School District"


def test_the_first_registrar_hears_of_the_second_key_and_the_second_of_the_first_signature(
    here: Post,
) -> None:
    here.act(lambda t: t.make_key("Dana"))
    assert here.arrived() == {}
    here.clock.at += timedelta(hours=1)
    here.act(lambda t: t.make_key("Dora"))
    assert here.arrived() == {"Dana": [f"Your turn: {DISTRICT}"]}
    here.clock.at += timedelta(hours=1)
    here.act(begin)
    text = here.texts("Dora")
    assert "Sign the founding statement as its second registrar" in text
    assert re.search(r"Due: .*Tuesday 26 May 2026", text)
    assert here.arrived() == {"Dora": [f"Your turn: {DISTRICT}"]}


def test_a_founding_calls_who_signs_and_who_can_accept_and_each_once(here: Post) -> None:
    here.act(lambda t: t.found("district"))
    assert here.arrived() == {"Sam": [f"Your turn: {DISTRICT}"]}
    here.clock.at += timedelta(hours=1)
    here.act(lambda t: t.found("agency"))
    told = here.arrived()
    assert told == {
        "Carl": ["Your turn: Springfield Police Department"],
        "Dana": ["Your turn: Springfield Police Department"],
        "Dora": ["Your turn: Springfield Police Department"],
        "Arlo": [f"Your turn: {DISTRICT}"],
    }  # Anna has just acted: her inbox says it


def test_who_is_appointed_after_the_founding_is_told_to_make_a_key_and_others_are_not(here: Post) -> None:
    here.act(lambda t: t.found("district"))
    here.arrived()
    here.clock.at += timedelta(hours=1)
    for office in (Office.COUNSEL, Office.REGISTRAR):
        here.clock.at += timedelta(hours=1)
        here.act(
            lambda t, office=office: post(t.session, t.people["Ada"], t.parties["district"], office, t.at)
        )
    assert here.arrived() == {"Ada": [f"Your turn: {DISTRICT}"]}


def test_the_letter_about_a_vouch_names_the_day_and_hour_and_twelve_words(here: Post) -> None:
    here.act(lambda t: t.found("district"))
    here.act(lambda t: t.enrol("Sam", by="Dana"))
    text = here.texts("Sam")
    assert "It signs agreements from Friday 15 May 2026, 10:00 Pacific" in text
    assert re.search(r"Its twelve words: (\w+ ){11}\w+\s", text)
    assert any(
        one.startswith("Your signing key signs from Friday 15 May 2026") for one in here.arrived()["Sam"]
    )


def test_an_invitation_names_office_and_party_and_what_is_to_be_done_there(here: Post) -> None:
    def invite(here: Town) -> None:
        actions.invite_person(
            here.session, here.actor("Abe"), here.parties["agency"].id, name="Rita", email="rita@example.org",
            office="registrar", at=here.at,
        )  # fmt: skip

    here.act(invite)
    here.emails["Rita"] = "rita@example.org"
    text = here.texts("Rita")
    assert "invites you to Countersign as Registrar of Springfield Police Department." in text
    assert "Your turn there: Make your signing key as Registrar." in text
    assert here.arrived() == {"Rita": ["Invitation from Abe: Registrar"]}
