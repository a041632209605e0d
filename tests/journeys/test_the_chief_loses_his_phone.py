"""The chief's phone is gone, with his key on it, while a text is open for signing."""

import re
from collections.abc import Callable
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.journeys.town import Town
from tests.rig.chromium import Visitor as Browser
from workflow.demo.troupe import enrol, letter_link
from workflow.demo.visitor import Unexpected

ZONE = ZoneInfo("America/New_York")


def test_a_lost_key_is_reported_revoked_and_replaced(town: Town, visitor: Callable[..., Browser]) -> None:
    # Given a frozen text, and a chief who signs in from another computer
    town.has_a_frozen_text()
    chief = town.sits_down("chief", visitor()).page
    # When he reports his key lost
    chief.goto(f"{town.address}/account")
    chief.get_by_role("link", name="SIGN as Chief of Police").click()
    key = chief.url
    chief.get_by_text("I have lost this key").click()
    chief.get_by_role("button", name="Report this key lost").click()
    chief.get_by_text("reported this key lost on").wait_for()
    # Then it signs nothing here, whatever was on the page before
    with pytest.raises(Unexpected, match="You reported your signing key lost"):
        town.about_to_sign("chief")
    # And a registrar follows the letter, and revokes it with a day and an hour
    assert letter_link_to_key(town, "agency_registrar", "Lost: a signing key") == key
    registrar = town.sits_down("agency_registrar", visitor()).page
    yesterday = (town.clock.now().astimezone(ZONE) - timedelta(days=1)).date()
    registrar.goto(key)
    registrar.get_by_label("Why?").fill("The phone was left on a bus.")
    registrar.get_by_label("Not to be trusted since").fill(str(yesterday))
    registrar.get_by_label("Time of day").fill("22:15")
    registrar.get_by_role("button", name="Go on to sign the revocation").click()
    registrar.get_by_text(f"{yesterday:%A} {yesterday.day} {yesterday:%B %Y}, 22:15 Eastern").wait_for()
    registrar.get_by_role("button", name="Sign with my key").click()
    registrar.get_by_role("heading", level=1, name=re.compile("revoked$")).wait_for()
    # And the chief, and the other side's registrars, are told
    for part in ("chief", "district_registrar", "district_second"):
        letter_link_to_key(town, part, "Revoked: a signing key")
    words = [
        issue["words"] for issue in town["director"].get(f"/editions/{town.edition}/readiness")["issues"]
    ]
    assert any("was revoked" in word for word in words)
    # And since it was his only key, one registrar is not enough for a new one: with two, and a wait, he signs
    with pytest.raises(Unexpected, match="takes two people"):
        enrol(town.troupe, "chief", "chief", "agency_registrar")
    town.lets_days_pass(4)
    key = town.recovers("chief", "chief", "agency_registrar", "agency_second")
    town.waits_until_it_counts("chief", key)
    town.signs("chief")
    town.signs("superintendent")
    town.waits_until_published()


def test_another_party_objects_and_the_answer_ends_it(town: Town, visitor: Callable[..., Browser]) -> None:
    # Given a frozen text and a registrar of the district who does not know the chief's key
    town.has_a_frozen_text()
    page = town.sits_down("district_registrar", visitor()).page
    page.goto(f"{town.address}/parties/{town.troupe.parties['agency']}")
    page.get_by_role("row", name="Chief of Police").get_by_role("link").click()
    # When she objects to it
    page.get_by_text("Object to this key").click()
    page.get_by_label("What do you object to, and why?").fill("Nobody told us of a new key.")
    page.get_by_role("button", name="Object", exact=True).click()
    page.get_by_text("waits for an answer").wait_for()
    # Then the chief signs nothing, and is told why
    with pytest.raises(Unexpected, match="objects to your signing key"):
        town.about_to_sign("chief")
    letter_link_to_key(town, "chief", "Objection to the signing key")
    # When a registrar of the agency answers, and the waiting time (here none) has passed
    answering = town.sits_down("agency_registrar", visitor()).page
    answering.goto(page.url)
    answering.get_by_label("Your party's answer").fill("It is his: I saw him make it.")
    answering.get_by_role("button", name="Answer", exact=True).click()
    answering.get_by_text("It is his: I saw him make it.").wait_for()
    # Then the key counts again
    town.signs("chief")


def letter_link_to_key(town: Town, part: str, subject: str) -> str:
    """Waits for the letter; the address of the key it speaks of."""
    return letter_link(town[part], subject, r"/signing-keys/").split("#")[0]
