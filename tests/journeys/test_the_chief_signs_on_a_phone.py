"""The chief signs on a phone, in four steps from the letter: open its link, sign in, read, press the button."""

import re
import time
from collections.abc import Callable

from tests.journeys import hands
from tests.journeys.town import Town
from tests.rig.chromium import Visitor as Browser
from workflow.demo.drafting import until

STEPS = 4


def test_the_chief_signs_on_a_phone_in_four_steps(town: Town, visitor: Callable[..., Browser]) -> None:
    # Given a chief with a letter that says it is his turn, and both his keys in his phone
    town.has_a_frozen_text()
    until(lambda: town.event in town.words_to("chief"), "no letter")
    (link,) = set(re.findall(rf"{town.address}/signing-events/{town.event}(?= |$)", town.words_to("chief")))
    phone, chief, begun, steps = visitor(**hands.PHONE), town["chief"], time.monotonic(), []
    page = phone.page
    town.brings(phone, chief, "")
    # When he opens the link
    page.goto(link)
    steps.append("opened the link")
    # and signs in, which leads to what the letter was about
    page.get_by_role("button", name="passkey").tap()
    page.wait_for_url(lambda url: url == link)  # not the page for signing in, whose address ends like it
    steps.append("signed in")
    for appointment in filter(None, chief.keys):
        town.brings(phone, chief, appointment)
    # and reads for whom, that his browser has checked the text, and the text down to the button
    assert page.locator("p.lead").inner_text().startswith("You are about to sign for ")
    page.get_by_text("Your browser has recomputed the fingerprint").wait_for()
    page.get_by_role("button", name="Sign with my key").scroll_into_view_if_needed()
    steps.append("read")
    page.get_by_role("button", name="Sign with my key").tap()
    steps.append("pressed the button")
    # Then it is signed, recorded, and his receipt comes without another step
    page.locator("p.lead", has_text="Signed. Recorded.").wait_for()
    page.get_by_role("link", name="Keep your receipt").wait_for()
    assert len(steps) <= STEPS and phone.said == []
    print(f"{len(steps)} steps, {time.monotonic() - begun:.1f} s of the machine's time")
