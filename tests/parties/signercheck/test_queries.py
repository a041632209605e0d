"""Beside the trial of a device stand the reader's own signing keys: what kind, how they stand, from when they count."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlmodel import Session

from tests.parties.kit import Town, town
from workflow.core.people import NOBODY
from workflow.parties.keys import loss
from workflow.parties.signercheck import queries

pytestmark = pytest.mark.both_databases


@pytest.fixture
def here(session: Session, now: datetime) -> Town:
    made = town(session, now)
    made.found("agency")
    return made


def page(here: Town, name: str = "Carl", hours: int = 0) -> dict[str, object]:
    """As the named person sees it, so many hours later."""
    at = here.at + timedelta(hours=hours)
    return queries.page(here.session, here.actor(name), 72, at)


def counts(here: Town, name: str = "Carl", hours: int = 0) -> str:
    (key,) = page(here, name, hours)["signing_keys"]
    return str(key["counts"])


def test_a_chief_without_a_key_is_told_so_and_an_administrator_that_he_needs_none(here: Town) -> None:
    chief, administrator = page(here), page(here, "Abe")
    assert (chief["signing_keys"], chief["has_office"]) == ([], True)
    assert (administrator["signing_keys"], administrator["has_office"]) == ([], False)


def test_a_key_says_at_every_step_what_it_counts_for(here: Town) -> None:
    here.make_key("Carl")
    assert counts(here) == "Does not count yet: its page says what is to be done."
    here.claim("Carl")
    assert counts(here) == "Does not count yet: its page says what is to be done."
    here.vouch("Carl", "Arlo")
    (key,) = page(here)["signing_keys"]
    assert (key["kind"], key["words"]) == ("Kept in software", "vouched for")
    assert key["label"] == "SIGN as Chief of Police, Springfield Police Department"
    assert key["counts"] == "Counts from Friday 15 May 2026, 10:00 Pacific: it waits until then."
    assert not key["can_sign"] and key["on_its_way"]
    (later,) = page(here, hours=72)["signing_keys"]
    assert later["counts"] == "Counts since Friday 15 May 2026, 10:00 Pacific." and later["can_sign"]


def test_a_key_that_is_lost_or_of_an_office_of_the_past_counts_for_nothing(here: Town) -> None:
    here.enrol("Carl", "Arlo")
    former = replace(here.actor("Carl"), holds=())
    (key,) = queries.page(here.session, former, 72, here.at)["signing_keys"]
    assert key["counts"] == queries.PAST and not key["on_its_way"]
    loss.report(here.session, here.actor("Carl"), here.rows["Carl"].id, at=here.at)
    (key,) = page(here, hours=100)["signing_keys"]
    assert key["counts"] == "Counts for nothing: you reported it lost." and not key["can_sign"]


def test_what_the_device_showed_is_told_apart_from_what_the_keys_count_for(here: Town) -> None:
    found = queries.page(here.session, here.actor("Carl"), 72, here.at, queries.Found("phone", True))
    assert found["found"] == {"label": "phone", "synced": True} and found["signing_keys"] == []


def test_nobody_has_no_keys(here: Town) -> None:
    assert queries.page(here.session, NOBODY, 72, here.at)["signing_keys"] == []
