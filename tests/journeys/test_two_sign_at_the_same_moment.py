"""Chief and superintendent press the button at the same moment, each at an own browser with an own passkey."""

import threading
from collections.abc import Callable

from tests.journeys.town import Town
from tests.rig.chromium import Visitor as Browser


def test_two_sign_at_the_same_moment_over_the_interface(town: Town) -> None:
    # Given both have the frozen text before them and have answered their own key's question
    town.has_a_frozen_text()
    asked = {part: town.about_to_sign(part) for part in ("chief", "superintendent")}
    answers = {part: town[part].answered(sheet, key) for part, (sheet, _, key) in asked.items()}
    # When both send at once
    barrier = threading.Barrier(2)

    def send(part: str) -> None:
        barrier.wait()
        town[part].post(f"/signing-events/{town.event}/signatures/{asked[part][1]}", **answers[part])

    threads = [threading.Thread(target=send, args=(part,)) for part in asked]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    # Then it is executed exactly once, and published once
    town.waits_until_published()
    kinds = [entry["kind"] for entry in town["director"].get(f"/editions/{town.edition}/history")["entries"]]
    assert kinds.count("edition:executed") == 1 and kinds.count("edition:published") == 1


def test_two_sign_in_two_browsers(town: Town, visitor: Callable[..., Browser]) -> None:
    # Given the chief and the superintendent sit at their own browsers with the frozen text open
    town.has_a_frozen_text()
    seats = {part: town.sits_down(part, visitor()) for part in ("chief", "superintendent")}
    for browser in seats.values():
        browser.page.goto(f"{town.address}/signing-events/{town.event}")
        # Then each page has checked by itself that what it shows is what would be signed
        browser.page.get_by_role("button", name="Sign with my key").wait_for()
        assert browser.page.get_by_role("button", name="Sign with my key").is_enabled()
    # When they sign one right after the other
    for browser in seats.values():
        browser.page.get_by_role("button", name="Sign with my key").click()
    for browser in seats.values():
        browser.page.get_by_text("Signed. Recorded.").first.wait_for()
    # Then the agreement is published, and no page broke its own rules
    town.waits_until_published()
    assert not [
        line for browser in seats.values() for line in browser.said if "Content Security Policy" in line
    ]
