"""Every part of the layout in a real browser: no accessibility violation, nothing wider than the screen, no script needed."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from jinja2 import ChoiceLoader, FileSystemLoader

from tests.rig.databases import Databases
from tests.web import room


@pytest.fixture
def address(make_database: Databases, tmp_path: Path, served: Callable[..., Any]) -> str:
    """A house with the room of the tests, served for browsers."""
    here = served(make_database("sqlite", tmp_path / "data"), rooms=[room.doors])
    env = here.app.state.edge.views.env
    env.loader = ChoiceLoader([FileSystemLoader(Path(__file__).parent / "templates"), env.loader])
    return str(here.url)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_part_is_accessible_and_fits_in_both_schemes(
    address: str, visitor: Callable[..., Any], scheme: str
) -> None:
    person = visitor(address, color_scheme=scheme)
    for width in (320, 390, 1280):
        person.page.set_viewport_size({"width": width, "height": 800})
        person.page.goto("/looks")
        assert person.page.evaluate("document.documentElement.scrollWidth") <= width
        found = Axe().run(person.page)
        assert found.violations_count == 0, found.generate_report()
    assert not person.said, "nothing on our own pages breaks our own policy"


def test_targets_are_large_enough_to_touch(address: str, visitor: Callable[..., Any]) -> None:
    person = visitor(address, viewport={"width": 390, "height": 800})
    person.page.goto("/looks")
    small = person.page.evaluate(
        """[...document.querySelectorAll(`button, .button, input:not([type=hidden], [type=checkbox], [type=radio]),
            select, textarea, .choice, nav a`)].filter(e => e.getBoundingClientRect().height < 43.5)
            .map(e => e.outerHTML.slice(0, 80) + e.getBoundingClientRect().height)"""
    )
    assert small == []


def test_on_a_phone_the_rail_folds_under_the_heading(address: str, visitor: Callable[..., Any]) -> None:
    person = visitor(address, viewport={"width": 390, "height": 800})
    person.page.goto("/looks")
    # In one look, since the page may still be scrolling to what it puts first.
    tops = "parts => parts.map((part) => document.querySelector(part).getBoundingClientRect().top)"
    heading, rail, body = person.page.evaluate(tops, ["h1", ".rail", ".body"])
    assert heading < rail < body


def test_a_form_works_without_script(address: str, visitor: Callable[..., Any]) -> None:
    person = visitor(address, java_script_enabled=False)
    person.page.goto("/looks")
    person.page.get_by_label("Reason").fill("words that must survive")
    person.page.get_by_role("button", name="Send", exact=True).click()
    assert person.page.get_by_role("heading", name="Please look at this again").is_visible()
    assert person.page.get_by_role("link", name="Give it a title.").is_visible()
    person.page.get_by_label("Title").fill("Now it has one")
    person.page.get_by_role("button", name="Send again").click()
    person.page.get_by_role("heading", name="1 notes").wait_for()


def test_a_form_pressed_twice_is_sent_once(address: str, visitor: Callable[..., Any]) -> None:
    person = visitor(address)
    person.page.goto("/looks")
    sent: list[str] = []
    person.page.on("request", lambda request: sent.append(request.method))
    person.page.evaluate(
        "() => { const b = document.querySelector('form[action=\"/notes\"] button'); b.click(); b.click(); }"
    )
    person.page.wait_for_url("**/notes")
    assert sent.count("POST") == 1


def test_print_leaves_out_what_is_only_for_the_screen(address: str, visitor: Callable[..., Any]) -> None:
    person = visitor(address)
    person.page.goto("/looks")
    person.page.emulate_media(media="print")
    for part in ("header.top", ".rail", "form button"):
        assert not person.page.locator(part).first.is_visible()
    assert person.page.locator(".record").first.is_visible()
