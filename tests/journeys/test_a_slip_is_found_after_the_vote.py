"""The council adopts, a slip is found, counsel on both sides correct it, the chief signs, and a parent sees what was changed and by whom."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from tests.journeys import chamber, hands
from tests.journeys.test_a_parent_verifies_offline import check
from tests.journeys.town import Town
from tests.rig.chromium import Visitor as Browser
from workflow.adapters.templates import day
from workflow.demo import review, signing
from workflow.demo.drafting import until

LIMIT = "Errors of spelling, numbering and reference; nothing of substance."


@pytest.mark.parametrize("town", ["sqlite"], indirect=True)
def test_a_slip_is_corrected_under_the_councils_authority(
    town: Town, visitor: Callable[..., Browser], tmp_path: Path
) -> None:
    # Given a draft that the city council adopts, which may let the chief mend errors of writing
    chamber.seated(town)
    chamber.counsel_have_keys(town)
    town.has_a_draft()
    chamber.takes_part(town)
    writes_a_slip(town)
    chamber.may_let_the_chief_mend_slips(town, LIMIT)
    review.review(town.troupe, town.edition, town.telling)
    town.event = signing.freeze(town.troupe, town.edition, town.telling)
    # And the council adopted it, seven to none, with that authority
    assert LIMIT in town["council_clerk"].get(f"/signing-events/{town.event}")["motion"]
    voted = day(its_clerk_records_it(town, town.sits_down("council_clerk", visitor())))
    assert town.status() == "signing"
    # When the director finds a slip and proposes its correction, on a phone and without script
    desk = hands.at_a_browser(town, visitor, "director", script=False, **hands.PHONE)
    desk.goto(f"{town.address}/signing-events/{town.event}")
    hands.presses(desk, "link", "Correct the adopted text")
    desk.get_by_label("Why").fill("“teh” should read “the”.")
    box = desk.locator("textarea[name=texts]").filter(has_text=" teh ")
    desk.locator("details").filter(has=box).locator("summary").click()
    box.fill(box.input_value().replace(" teh ", " the "))
    hands.presses(desk, "button", "Freeze the corrected text")
    town.event = desk.url.rsplit("/", 1)[1]
    # Then nobody can sign it yet, and everybody hears of it
    assert town.status() == "adoption"
    until(
        lambda: "a correction of the text that was adopted" in town.words_to("superintendent"),
        "no letter came",
    )
    # When the agency's counsel answers for it in the browser, where the differences are found anew
    counsel = town.sits_down("agency_counsel", visitor())
    counsel.page.goto(f"{town.address}/signing-events/{town.event}")
    said = counsel.page.inner_text("main")
    assert f"This differs from the text that Jamesville City Council adopted on {voted}, 7 to 0" in said
    assert "1 clause, allowed by the authority it gave to the Chief of Police" in said
    counsel.page.get_by_role("button", name="Answer with my key").click()
    counsel.page.wait_for_url("**/signing-events/*")
    counsel.page.get_by_text("Answered", exact=True).first.wait_for()
    # And the district's counsel and the chief do so too
    chamber.answers(town, "district_counsel", "counsel")
    assert town.status() == "adoption"
    chamber.answers(town, "chief", "chief")
    # Then it is open for signing, and chief and superintendent sign
    assert town.status() == "signing"
    for part in ("chief", "superintendent"):
        town.signs(part)
    files = town.waits_until_published()
    # And a parent reads what was changed, by whom, and why
    parent = visitor(java_script_enabled=False)
    parent.page.goto(f"{town.address}/mou/school-resource-officers/1")
    read = parent.page.inner_text("main")
    assert "1 clause of it was changed after it had been adopted" in parent.page.inner_text("body")
    assert (
        f"An earlier text was adopted by Jamesville City Council on {voted}, 7 to 0, resolution 2026-31, item 7b, recorded by Carla Mendes, Clerk."
        in read
    )
    assert "“teh” should read “the”." in read and LIMIT in read
    assert "A single clause of it cannot be quoted with proof" in read and "Quote with proof" not in read
    for name in ("Leah Stein", "Priya Raman", "Robert Haas"):
        assert name in read
    assert parent.page.locator("#amended ~ section del").count() >= 1
    # And the check at home says so in its first sentences
    package, policy = tmp_path / "package.json", tmp_path / "policy.json"
    package.write_bytes(files["package.json"])
    policy.write_bytes(files["policy.json"])
    found = check(package, policy)
    assert found.returncode == 0, found.stdout
    assert (
        "Jamesville City Council adopted an earlier text; before the signing 1 clause was changed by Robert Haas"
        in found.stdout
    )


def its_clerk_records_it(town: Town, clerk: Browser) -> date:
    """Who first takes the day of a meeting of long ago out of the minutes, and is told; nothing else has to be typed again."""
    meeting = chamber.met(town)
    clerk.page.goto(f"{town.address}/signing-events/{town.event}")
    clerk.page.get_by_role("link", name="Record the vote").click()
    typed = {"meeting": "2019-05-14", "item": "7b", "resolution": "2026-31", "yes": "7"}
    for name, words in typed.items():
        clerk.page.fill(f"#f-{name}", words)
    clerk.page.check("#f-gave")
    clerk.page.get_by_role("button", name="Check it").click()
    told = clerk.page.get_by_text("so the meeting cannot have voted on it. Check the date.").first
    told.wait_for()
    assert f"This text was frozen on {day(meeting)}" in told.inner_text()
    assert {name: clerk.page.input_value(f"#f-{name}") for name in typed} == typed
    assert clerk.page.is_checked("#f-gave") and town.status() == "adoption"
    clerk.page.fill("#f-meeting", meeting.isoformat())
    clerk.page.get_by_role("button", name="Check it").click()
    clerk.page.get_by_role("button", name="Record the vote with my key").click()
    clerk.page.get_by_text(
        f"This is the same text that Jamesville City Council adopted on {day(meeting)}"
    ).wait_for()
    return meeting


def writes_a_slip(town: Town) -> None:
    """In the longest clause of the draft, where nobody will see it before the council has voted."""
    shown = town["director"].get(f"/editions/{town.edition}")
    clause = max(shown["clauses"], key=lambda one: len(one["text"]))
    text = clause["text"].replace(" the ", " teh ", 1)
    town["director"].post(
        f"/editions/{town.edition}/clauses/{clause['key']}", text=text, base=str(shown["revision"]["number"])
    )
