"""The chief signs first, so it was agreed; the superintendent tries before him."""

from collections.abc import Callable

import pytest

from tests.journeys.town import Town
from tests.rig.chromium import Visitor as Browser
from workflow.demo import drafting, signing
from workflow.demo.visitor import Unexpected
from workflow.evidence import canonical
from workflow.evidence.verify import verify

LATER, NOW = "Not your turn yet", "Your turn"


def test_they_sign_one_after_another(town: Town, visitor: Callable[..., Browser]) -> None:
    # Given a reviewed text, and a director who says on a phone, with the keyboard alone, that the agency signs first
    town.has_a_reviewed_draft()
    director = town.sits_down("director", visitor()).page
    director.set_viewport_size({"width": 390, "height": 800})
    director.goto(f"{town.address}/editions/{town.edition}/readiness")
    director.get_by_text("In any order:").wait_for()
    director.get_by_role("link", name="In which order do they sign?").click()
    first = director.get_by_label("Signs as number 1")
    last = director.get_by_label("Signs as number 2")
    agency = town.troupe.parties["agency"]
    district = next(
        one
        for one in last.locator("option").evaluate_all("all => all.map(one => one.value)")
        if one != agency
    )
    # When both places are given to the agency by mistake, the page says so and keeps what was chosen
    first.select_option(agency)
    last.select_option(agency)
    director.get_by_role("button", name="They sign in this order").press("Enter")
    director.get_by_text("stands in an earlier place already").first.wait_for()
    assert director.get_by_label("Signs as number 1").input_value() == agency
    director.get_by_label("Signs as number 2").select_option(district)
    director.get_by_role("button", name="They sign in this order").press("Enter")
    director.get_by_text("One after another, in this order:").wait_for()
    assert director.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    # And the text is frozen
    town.event = signing.freeze(town.troupe, town.edition, town.telling)
    # Then the chief has a letter that it is his turn, and the superintendent one that hers comes after his
    drafting.until(
        lambda: any(one.startswith(LATER) for one in town.letters_to("superintendent")), "no letter"
    )
    chief = town["chief"].name
    assert f"after {chief} (" in town.words_to("superintendent")
    assert not any(one.startswith(NOW) and "Sign" in one for one in town.letters_to("superintendent"))
    # When the superintendent tries first, on the page and past it
    page = town.sits_down("superintendent", visitor()).page
    page.goto(f"{town.address}/inbox")
    page.get_by_text(f"after {chief} (").wait_for()
    page.goto(f"{town.address}/editions/{town.edition}")
    page.get_by_text("Not your turn yet.").wait_for()
    page.goto(f"{town.address}/signing-events/{town.event}")
    # Then she reads whom she waits for, can only decline, and is refused in the same words
    page.locator("p.lead", has_text=f", after {chief} (").wait_for()
    page.get_by_role("button", name="Decline with my key").wait_for()
    assert page.get_by_role("button", name="Sign with my key").count() == 0
    with pytest.raises(Unexpected, match=f"signs after {chief}"):
        town.about_to_sign("superintendent")
    # When the chief has signed
    town.signs("chief")
    # Then her letter comes, and she signs on the page that was waiting
    drafting.until(
        lambda: "Your turn: Sign for" in town.words_to("superintendent"), "no letter that it is her turn"
    )
    page.reload()
    page.get_by_text("Your browser has recomputed the fingerprint").wait_for()
    page.get_by_role("button", name="Sign with my key").click()
    page.get_by_text("Signed. Recorded.").first.wait_for()
    # And whoever checks the published package, without us, finds a set order, and that it was kept
    files = town.waits_until_published()
    manifest = canonical.loads(files["package.json"])["manifest"]
    assert manifest["order"] == "set"
    kinds = {party["id"]: party["kind"] for party in manifest["parties"]}
    assert [kinds[slot["party"]] for slot in manifest["slots"]] == ["agency", "district"]
    verdict = verify(files["package.json"], files["policy.json"])
    assert verdict.verdict == "verified", verdict.missing
    director.goto(f"{town.address}/verify")
    package = {"name": "package.json", "mimeType": "application/json", "buffer": files["package.json"]}
    director.locator("main input[type=file]").set_input_files(package)
    director.locator("main form button").first.click()
    director.get_by_text(f"{chief}, Chief of Police: confirmed").wait_for()
