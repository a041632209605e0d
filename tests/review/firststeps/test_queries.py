"""The first steps, from an empty party to the agreement that is started; and for whom they are shown."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session

from tests.parties.kit import Town, person, post, town
from tests.review.test_pages import statements
from tests.review.world import World, build
from workflow.core.people import Office
from workflow.parties.models import Party
from workflow.review.firststeps.queries import first_steps

pytestmark = pytest.mark.both_databases
DAYS = timedelta(hours=72)


@pytest.fixture
def here(session: Session, now: datetime) -> Town:
    return town(session, now)


def steps(here: Town, name: str = "Ada") -> dict[str, tuple[str, str]]:
    found = first_steps(here.session, here.actor(name), hours=72, now=here.at)
    return {one["words"]: (one["state"], one["hint"]) for one in found}


def test_an_empty_service_is_told_to_add_the_other_side(here: Town) -> None:
    for name in ("Arlo", "Anna", "Carl", "Abe"):
        here.posts[name].until_date = here.at.date()
    for party in (here.parties["agency"],):
        party.kind = "body"
    here.session.flush()
    assert steps(here)["Add the police department or sheriff's office"] == ("todo", "")


def test_each_step_becomes_possible_and_then_done(here: Town) -> None:
    district = "Springfield Unified School District"
    first = steps(here)
    assert first[f"{district}: two registrars"] == ("done", "")
    assert first[f"{district}: the founding statement"][0] == "todo"
    assert "Dana and Dora first make a key" in first[f"{district}: the founding statement"][1]
    assert first[f"{district}: accepted by another party"][0] == "later"
    assert first[f"{district}: a signing key for the Superintendent"][0] == "later"
    here.found("district")
    here.found("agency")
    assert steps(here)[f"{district}: the founding statement"] == ("done", "")
    assert steps(here)[f"{district}: accepted by another party"][0] == "todo"
    here.accept("district", by="Arlo")
    assert steps(here)[f"{district}: accepted by another party"][0] == "done"
    key = f"{district}: a signing key for the Superintendent"
    assert steps(here)[key] == ("todo", "Sam makes it on the account page.")
    here.make_key("Sam")
    assert steps(here)[key] == ("now", "Sam claims it.")
    here.claim("Sam")
    assert steps(here)[key] == ("now", "A registrar vouches for it.")
    here.vouch("Sam", by="Dana")
    assert steps(here)[key] == ("now", "It can sign from Friday 15 May 2026, 10:00 Pacific.")
    here.at += DAYS
    assert steps(here)[key][0] == "done"


def test_a_missing_registrar_and_a_missing_chief_are_named(here: Town) -> None:
    for name in ("Anna", "Carl"):
        here.posts[name].until_date = here.at.date()
    here.at += timedelta(days=2)
    found = steps(here, "Ada")
    agency = "Springfield Police Department"
    assert found[f"{agency}: two registrars"] == ("todo", "Arlo: one more is needed.")
    assert found[f"{agency}: the founding statement"][0] == "later"
    assert found[f"{agency}: a signing key for the Chief of Police or Sheriff"] == (
        "todo", "Nobody holds the office yet.",
    )  # fmt: skip


def test_every_lane_says_who_reviews_or_whom_it_lacks(here: Town) -> None:
    found = steps(here)
    assert found["Reviewers: School administrators"][0] == "todo"
    assert "Principal or Assistant Principal" in found["Reviewers: School administrators"][1]
    school = Party(
        kind="school", legal_name="Springfield High", parent_id=here.parties["district"].id, created=here.at
    )
    here.session.add(school)
    here.session.flush()
    post(here.session, person(here.session, "Pia", here.at), school, Office.PRINCIPAL, here.at)
    assert steps(here)["Reviewers: School administrators"] == ("done", "Pia")


def test_they_are_for_those_who_run_something_until_a_text_is_frozen(session: Session, now: datetime) -> None:
    world: World = build(session, now)

    def shown(name: str) -> list:
        return first_steps(session, world.actor(name), hours=72, now=now)

    assert shown("officer") == [] and shown("principal") == []
    started = next(one for one in shown("dana") if one["words"] == "Start the agreement")
    assert (started["state"], started["link"]) == ("done", f"/editions/{world.edition.id}")
    world.edition.status = "frozen"
    session.add(world.edition)
    session.flush()
    with statements(session) as sent:
        assert first_steps(session, world.actor("dana"), hours=72, now=now) == []
    assert len(sent) == 1 + 2  # and two to know the actor
