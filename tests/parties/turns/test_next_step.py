"""The first thing a party's page says: whose turn it is, from an empty party to one whose keys are all in force."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from tests.parties.kit import Town, town
from tests.parties.turns.test_queries import begin_founding
from workflow.parties import directory
from workflow.parties.keys import loss

pytestmark = pytest.mark.both_databases


@pytest.fixture
def here(session: Session, now) -> Town:
    return town(session, now)


def step(here: Town, name: str, which: str = "district"):
    return directory.party_page(here.session, here.actor(name), here.parties[which].id, here.at)["next"]


def test_registrars_are_missed_then_their_keys_then_the_statement(here: Town) -> None:
    here.posts["Dora"].until_date = here.at.date()
    here.at += timedelta(days=2)
    assert step(here, "Ada")["mine"] and "a second registrar" in step(here, "Ada")["then"]
    assert step(here, "Carl")["who"] == "an administrator" and not step(here, "Carl")["mine"]
    here.posts["Dora"].until_date = None
    assert step(here, "Carl")["who"] == "Dana and Dora"
    assert (step(here, "Dana")["mine"], step(here, "Dana")["link"]) == (True, "/account#offices")
    here.make_key("Dana")
    assert not step(here, "Dana")["mine"] and step(here, "Dana")["who"] == "Dora"
    here.make_key("Dora")
    assert step(here, "Dana")["mine"] and step(here, "Dana")["label"] == "Make the founding statement"
    begin_founding(here)
    assert not step(here, "Dana")["mine"] and step(here, "Dora")["mine"] and step(here, "Dora")["due"]
    loss.report(here.session, here.actor("Dana"), here.rows["Dana"].id, at=here.at)
    assert step(here, "Dana")["mine"] and step(here, "Dana")["link"] == "/account#offices"
    assert step(here, "Dora")["who"] == "Dana" and not step(here, "Dora")["mine"]


def test_a_founded_party_waits_for_the_other_side_and_then_for_its_keys(here: Town) -> None:
    here.found("district")
    assert step(here, "Dana")["who"] == "a registrar of another party" and not step(here, "Dana")["mine"]
    here.found("agency")
    assert step(here, "Arlo")["mine"]
    here.accept("district", by="Arlo")
    assert step(here, "Arlo") is None
    here.make_key("Sam")
    here.claim("Sam")
    assert step(here, "Dana")["mine"] and step(here, "Dana")["link"] == f"/signing-keys/{here.rows['Sam'].id}"
    assert not step(here, "Sam")["mine"] and "Sam claimed" in step(here, "Sam")["then"]
    here.vouch("Sam", by="Dana")
    assert step(here, "Dana") is None
