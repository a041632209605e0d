"""The signing page in a real browser: what is shown is checked before a key is asked, and the key's answer counts."""

from base64 import b64encode
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlmodel import select

from tests.signing import world as worlds
from tests.signing.order.kit import choose
from workflow.core.people import Office
from workflow.drafting.models import Edition
from workflow.history.sequencer import sequence
from workflow.parties import sessions
from workflow.signing import actions
from workflow.signing.models import Signature
from workflow.web.sessions import cookie_name

AGO = timedelta(days=30)


class Room:
    """A served service with a frozen text, and people who come to it signed in, with their signing key at hand."""

    def __init__(self, service, visitor, order=()):
        self.service, self.visitor = service, visitor
        self.now = datetime.now(UTC)
        with service.database.writing() as session:
            self.world = self.build(session, self.now - AGO)
            choose(session, self.world, self.now, *order)
            self.event = self.world.freeze(session, self.now).id

    def build(self, session, at):
        return worlds.build(session, origin=self.service.url, at=at)

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


def test_the_page_finds_the_receipt_by_itself_and_without_script_by_a_link(room):
    person = room.come("chief")
    page = ready(person.page)
    page.get_by_role("button", name="Sign with my key").click()
    page.locator("p.lead", has_text="Receipt pending.").wait_for()
    assert (
        page.get_by_role("link", name="Look again").get_attribute("href") == f"/signing-events/{room.event}"
    )
    assert page.get_by_role("link", name="Keep your receipt").count() == 0
    with room.service.database.writing() as session:
        sequence(session, key=Ed25519PrivateKey.generate(), at=datetime.now(UTC))
    page.locator("p.lead", has_text="In the log (checkpoint size").wait_for()
    link = page.get_by_role("link", name="Keep your receipt")
    assert (
        page.request.get(f"{room.service.url}{link.get_attribute('href')}")
        .text()
        .startswith("c2sp.org/tlog-proof")
    )
    assert page.get_by_role("link", name="Receipt of Chief Example").count() == 1
    assert page.get_by_role("link", name="Look again").count() == 0 and person.said == []


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


@pytest.mark.parametrize("width", [390, 1280])
def test_to_sign_and_to_decline_have_buttons_of_one_size(room, width):
    page = room.come("chief").page
    page.set_viewport_size({"width": width, "height": 900})
    sizes = {
        tuple(
            round(page.get_by_role("button", name=name).bounding_box()[side], 1)
            for side in ("width", "height")
        )
        for name in ("Sign with my key", "Decline with my key")
    }
    assert len(sizes) == 1
    assert all(44 <= height <= width for width, height in sizes)


def term_of(room, months):
    """The text of the room is frozen anew, to run for so long."""
    with room.service.database.writing() as session:
        actions.reopen(
            session,
            room.world.actor(session, "counsel", room.now),
            room.world.edition,
            reason="The term.",
            at=room.now,
        )
        session.get_one(Edition, room.world.edition).months = months
        worlds.approve(session, room.world, room.now)
        room.event = room.world.freeze(session, room.now).id


def test_a_page_that_shows_twelve_months_where_120_are_signed_asks_no_key(room):
    """The service serves other terms than those of the manifest it wants signed."""
    term_of(room, 120)
    person = room.come("chief")
    assert "120 months" in ready(person.page).locator("[data-term]", has_text="Runs").inner_text()

    def lie(route):
        answer = route.fetch()
        assert "120 months" in answer.text()
        route.fulfill(response=answer, body=answer.text().replace("120 months", "12 months"))

    person.page.route(f"**/signing-events/{room.event}", lie)
    person.page.reload()
    assert "what would be signed here: “Runs 120 months”. Nothing was signed." in refused(person.page)
    assert person.page.get_by_role("button", name="Sign with my key").is_disabled()
    assert room.rows(select(Signature)) == []


@pytest.mark.parametrize(("change", "words"), [
    ("page => page.querySelector('[data-term]:nth-child(7) dd').append(' The mayor signs as well.')", "says otherwise"),
    ("page => page.querySelector('[data-term]:nth-child(13)').remove()", "Can be signed until"),
    ("page => { page.querySelector('[data-term]').hidden = true }", "Agreement"),
    ("page => { page.querySelector('[data-number] code').textContent = 'elsewhere' }", "other terms or numbers"),
], ids=["a line more", "a row less", "a row hidden", "another number"])  # fmt: skip
def test_terms_that_are_missing_added_or_hidden_are_noticed(room, change, words):
    page = ready(room.come("chief").page)
    page.locator("main").evaluate(change)
    page.get_by_role("button", name="Sign with my key").click()
    assert words in refused(page)
    assert room.rows(select(Signature)) == []


def test_two_who_hold_one_office_are_named_each_with_the_own_title(room):
    with room.service.database.writing() as session:
        held = worlds.person(session, room.world, "deputy", "district", Office.SUPERINTENDENT, room.now - AGO)
        held.capacity = "acting"
        held.from_date += timedelta(days=1)  # those who hold an office stand by how long they have
    said = room.come("counsel").page.locator("ul.tasks").first.inner_text()
    assert "Superintendent Example, Superintendent; Deputy Example, Acting Superintendent" in said
