"""Somebody's link was used up by a mail scanner, or lost; somebody's phone with its passkeys is gone."""

from collections.abc import Callable

import httpx

from tests.journeys.town import Town
from tests.rig.chromium import Visitor as Browser
from workflow.demo.troupe import letter_link


def test_a_lost_link(town: Town, visitor: Callable[..., Browser]) -> None:
    # Given the principal has a new phone without her passkey
    principal, phone = town["principal"], visitor()
    page = phone.page
    page.goto(f"{town.address}/sign-in")
    # When she asks for a link by mail
    page.get_by_label("mail").fill(principal.email)
    page.get_by_role("button", name="link").click()
    link = letter_link(principal, "sign-in link")
    # And a mail scanner fetches it first, three times
    for method in ("GET", "HEAD", "GET"):
        assert httpx.request(method, link).status_code == 200
    # Then it still works for her: she sees a button, and pressing it signs her in
    page.goto(link)
    page.get_by_role("button", name="Sign in").last.click()
    page.wait_for_url(lambda url: "/links/" not in url)
    assert "Janet Lindqvist" in page.inner_text("header")
    # When she adds a passkey and signs out
    page.goto(f"{town.address}/account")
    with page.expect_navigation(url="**/account"):
        page.get_by_role("button", name="Add a passkey").click()
    assert len(phone.passkeys()) == 1
    page.get_by_role("button", name="Sign out").click()
    # Then the used link says that it was used, and the passkey signs her in
    page.goto(link)
    assert "used" in page.inner_text("main")
    page.goto(f"{town.address}/sign-in")
    page.get_by_role("button", name="passkey").click()
    page.wait_for_url("**/inbox")
