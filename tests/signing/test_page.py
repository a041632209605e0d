"""The signing page in a real browser: what is shown is checked before a key is asked, and the key's answer counts."""

from base64 import b64encode
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from tests.signing import world as worlds
from tests.signing.order.kit import choose
from workflow.drafting.models import Edition
from workflow.parties import sessions
from workflow.signing.models import Signature
from workflow.web.sessions import cookie_name

AGO = timedelta(days=30)


class Room:
    """A served service with a frozen text, and people who come to it signed in, with their signing key at hand."""

    def __init__(self, service, visitor, order=()):
        self.service, self.visitor = service, visitor
        self.now = datetime.now(UTC)
        with service.database.writing() as session:
            self.world = worlds.build(session, origin=service.url, at=self.now - AGO)
            choose(session, self.world, self.now, *order)
            self.event = self.world.freeze(session, self.now).id

    def come(self, name):
        with self.service.database.writing() as session:
            token = sessions.begin(session, self.world.people[name], at=self.now, by_passkey=True)
        person = self.visitor(self.service.url)
        person.context.add_cookies(
            [{"name": cookie_name(self.service.settings), "value": token, "url": self.service.url}]
        )
        if name in self.world.keys:
            put_key(person, self.world.keys[name])
        person.page.goto(f"/signing-events/{self.event}")
        return person

    def rows(self, query):
        with self.service.database.reading() as session:
            return session.exec(query).all()


def put_key(person, key):
    """Into the person's authenticator: the key that was enrolled for him."""
    credential = {
        "credentialId": b64encode(key.credential_id).decode(), "isResidentCredential": False, "rpId": "localhost",
        "privateKey": b64encode(key.private_bytes()).decode(), "signCount": 0,
    }  # fmt: skip
    told = {"authenticatorId": person.authenticator, "credential": credential}
    person._cdp.send("WebAuthn.addCredential", told)


@pytest.fixture
def room(served, settings, database, visitor):
    return Room(served(settings), visitor)


def test_two_people_sign_in_their_browsers_and_the_edition_is_executed(room):
    for name, office in (("chief", "Chief of Police"), ("superintendent", "Superintendent")):
        page = (person := room.come(name)).page
        assert "You are about to sign for" in page.locator("p.lead").inner_text()
        assert office in page.locator("p.lead").inner_text()
        page.get_by_text("Your browser has recomputed the fingerprint").wait_for()
        page.get_by_role("button", name="Sign with my key").click()
        page.locator("p.lead", has_text="Signed. Recorded. Receipt pending.").wait_for()
        assert person.said == []
    assert [row.decision for row in room.rows(select(Signature))] == ["approval", "approval"]
    assert [row.status for row in room.rows(select(Edition))] == ["executed"]


def refused(page):
    """What the page says when its script will not go on."""
    said = page.locator("#signing-check", has_text="Nothing was signed.")
    said.wait_for()
    return said.inner_text()


def ready(page):
    page.get_by_text("Your browser has recomputed the fingerprint").wait_for()
    return page


@pytest.mark.parametrize("change", [
    "one => { one.innerHTML = one.innerHTML.replace('3:30', '4:30') }",
    "one => { one.querySelector('h3, h4').hidden = true }",
    "one => { one.append(' An officer may search lockers.') }",
], ids=["a time changed", "a heading hidden", "a sentence added"])  # fmt: skip
def test_a_page_that_shows_another_text_asks_no_key(room, change):
    page = ready(room.come("chief").page)
    page.locator("[data-clause='2']").evaluate(change)
    page.get_by_role("button", name="Sign with my key").click()
    assert "Clause 2 on this page is not the clause that would be signed." in refused(page)
    assert room.rows(select(Signature)) == []


@pytest.mark.parametrize(("old", "new", "words"), [
    ('\\"slot\\":\\"agency-1\\"', '\\"slot\\":\\"agency-9\\"', 'something else about "slot"'),
    ("approval.v1", "decline.v1", "another kind"),
    ("I approve this text", "I decline this text", 'something else about "intent"'),
], ids=["another place", "another type", "another intent"])  # fmt: skip
def test_a_service_that_asks_for_another_signature_gets_none(room, old, new, words):
    page = ready(room.come("chief").page)

    def lie(route):
        answer = route.fetch()
        assert old in answer.text()
        route.fulfill(response=answer, body=answer.text().replace(old, new))

    page.route("**/offers", lie)
    page.get_by_role("button", name="Sign with my key").click()
    assert words in refused(page)
    assert room.rows(select(Signature)) == []


def test_a_decline_needs_a_reason_and_carries_it(room):
    page = ready(room.come("chief").page)
    page.get_by_role("button", name="Decline with my key").click()
    assert "Please say why you decline" in refused(page)
    page.get_by_label("Why you decline").fill("Section 2 is not ours.")
    page.get_by_role("button", name="Decline with my key").click()
    page.locator("p.lead", has_text="declined to sign").wait_for()
    assert [row.reason for row in room.rows(select(Signature))] == ["Section 2 is not ours."]


def test_whoever_does_not_sign_reads_the_text_and_gets_no_salts(room):
    page = room.come("counsel").page
    assert page.locator("[data-clause]").count() == 4
    assert page.locator("#signing-data").count() == 0
