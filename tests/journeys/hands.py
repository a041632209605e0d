"""A person at a browser, signed in already: by a finger, by the keyboard alone, with script or without."""

from typing import Any

from playwright.sync_api import Page

from tests.journeys.town import Town

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


def at_a_browser(town: Town, visitor: Any, part: str, *, script: bool = True, **device: Any) -> Page:
    """With the session that this person has."""
    person = visitor(town.address, java_script_enabled=script, **device)
    cookies = town[part].http.cookies.items()
    person.context.add_cookies(
        [{"name": name, "value": value, "url": town.address} for name, value in cookies]
    )
    return person.page


def reach(page: Page, target: Any) -> None:
    """Tab until it has the focus: nothing on the page is out of the keyboard's reach."""
    for _ in range(400):
        if target.evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{target} cannot be reached by the keyboard")


def presses(page: Page, role: Any, name: str, nth: int = 0) -> None:
    """Follow a link or press a button, by the keyboard alone."""
    target = page.get_by_role(role, name=name).nth(nth)
    reach(page, target)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def chooses(page: Page, label: str) -> None:
    """A radio button or a box, by the keyboard alone."""
    target = page.get_by_label(label)
    if not target.is_checked():
        reach(page, target)
        page.keyboard.press("Space")


def types(page: Page, label: str, words: str) -> None:
    """Into a field, over whatever stood there, by the keyboard alone."""
    reach(page, page.get_by_label(label))
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(words)
