"""The doors of the order over HTTP: as a form without script, as JSON, and what a browser shows."""

import re
from html import unescape

import pytest

from tests.signing.test_page import Room
from tests.signing.test_pages import People


@pytest.fixture
def people(served, settings, database):
    return People(served(settings))


def page(people):
    return f"/editions/{people.world.edition}/order"


def send(people, html, *parties, order="set"):
    hidden = {name: re.search(f'name="{name}" value="([^"]+)"', html)[1] for name in ("csrf", "once")}
    with people.client("counsel") as client:
        return client.post(page(people), data={**hidden, "order": order, "parties": list(parties)})


def chosen(html):
    """What each place of the form offers first, in words."""
    return [unescape(words) for words in re.findall(r"<option[^>]* selected>([^<]+)<", html)]


def test_a_form_sets_the_order_and_takes_it_back(people):
    police, district = (people.world.parties[kind] for kind in ("agency", "district"))
    html = people.get("counsel", page(people)).text
    assert "sign in any order" in html and [one.split()[1] for one in chosen(html)] == ["Police", "Unified"]
    done = send(people, html, district, police)
    assert (done.status_code, done.headers["location"]) == (303, page(people).replace("/order", "/readiness"))
    readiness = people.get("counsel", done.headers["location"]).text
    assert "One after another, in this order:" in readiness
    assert readiness.index("Unified School District (Super") < readiness.index("Police Department (Chief")
    html = people.get("counsel", page(people)).text
    assert "sign one after another" in html and [one.split()[1] for one in chosen(html)] == [
        "Unified",
        "Police",
    ]
    assert send(people, html, district, police, order="any").status_code == 303
    assert "In any order:" in people.get("counsel", done.headers["location"]).text
    assert "<select" not in people.get("a1", page(people)).text


def test_what_is_no_order_is_shown_again_as_it_was_chosen(people):
    police = people.world.parties["agency"]
    html = people.get("counsel", page(people)).text
    again = send(people, html, police, police)
    assert again.status_code == 422
    assert (
        '<a href="#f-place-2">Springfield Police Department stands in an earlier place already' in again.text
    )
    assert 'id="f-place-2" name="parties" aria-invalid="true"' in again.text
    assert [one.split()[1] for one in chosen(again.text)] == ["Police", "Police"]
    mended = send(people, again.text, people.world.parties["district"], police)
    assert mended.status_code == 303


def test_a_program_sets_it_and_reads_it(people):
    police, district = (people.world.parties[kind] for kind in ("agency", "district"))
    assert people.post("a1", page(people), order="any").status_code == 403
    assert people.post("", page(people), order="any").status_code == 401
    no = people.post("counsel", page(people), order="set", parties=[police])
    assert (no.status_code, [one["field"] for one in no.json()["issues"]]) == (422, ["place-2"])
    done = people.post("counsel", page(people), order="set", parties=[district, police])
    assert (done.status_code, done.json()) == (201, {"order": "set", "parties": [district, police]})
    value = people.get("chief", f"/api/v1{page(people)}").json()
    assert (value["order"], [party for party, _ in value["places"]]) == ("set", [district, police])
    event = people.post("counsel", f"/editions/{people.world.edition}/freeze").headers["location"]
    early = people.post("chief", f"{event}/offers", decision="approval", place="agency-1")
    assert early.status_code == 409 and "after Superintendent Example" in early.json()["detail"]
    assert people.post("counsel", page(people), order="any").status_code == 409


def test_whoever_comes_later_can_decline_on_the_page_and_not_sign(served, settings, database, visitor):
    room = Room(served(settings), visitor, order=("agency", "district"))
    browser = (person := room.come("superintendent")).page
    browser.get_by_text("Your browser has recomputed the fingerprint").wait_for()
    assert browser.get_by_role("button", name="Sign with my key").count() == 0
    assert "after Chief Example (Chief of Police" in browser.locator("p.lead").inner_text()
    browser.get_by_role("link", name="Decline now").click()
    browser.get_by_label("Why you decline").fill("Section 2 is not ours.")
    browser.get_by_role("button", name="Decline with my key").click()
    browser.locator("p.lead", has_text="declined to sign").wait_for()
    assert person.said == []
