"""A superintendent has lost her phone, her spare key and every passkey, while a text is open for signing."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.journeys.test_the_chief_loses_his_phone import letter_link_to_key
from tests.journeys.town import Town
from tests.rig.chromium import Visitor as Browser
from workflow.evidence import canonical
from workflow.evidence.statement import MEDIA
from workflow.evidence.verify import verify

PHONE = {"viewport": {"width": 390, "height": 844}}


@pytest.mark.parametrize("town", ["postgresql"], indirect=True)
def test_two_people_bring_her_back_and_the_other_side_may_stop_it(
    town: Town, visitor: Callable[..., Browser]
) -> None:
    # Given a frozen text, and a superintendent with a new phone and nothing on it
    town.has_a_frozen_text()
    town.lets_days_pass(4)
    her = visitor(**PHONE, ed25519=True, synced=True).page
    # When she looks for a way in, and follows what the page says
    her.goto(f"{town.address}/sign-in")
    her.get_by_role("link", name="I have lost my phone and my keys").click()
    her.get_by_role("link", name="Ask for a link by e-mail").click()
    gets_in_by_letter(town, her)
    # Then it names who can help her
    her.goto(f"{town.address}/lost")
    assert "Helen Voss, Registrar; Tom Becker, Registrar" in her.inner_text("main")
    # When she reports the old key lost, makes a new one and claims it
    her.goto(f"{town.address}/account")
    her.get_by_role("link", name="SIGN as Superintendent").click()
    her.get_by_text("I have lost this key").click()
    her.get_by_role("button", name="Report this key lost").click()
    her.get_by_text("reported this key lost on").wait_for()
    her.goto(f"{town.address}/account")
    her.get_by_role("button", name="Make a signing key for this office").click()
    her.get_by_role("button", name="Make the key").click()
    her.get_by_role("button", name="Claim this key").click()
    her.get_by_role("button", name="Sign with my key").click()
    her.get_by_role("heading", name="Recovery by two people").wait_for()
    key = her.url.partition("#")[0]
    # Then one registrar cannot vouch, but signs as the first of two
    helen = town.sits_down("district_registrar", visitor()).page
    helen.goto(key)
    assert helen.get_by_label("On what authority").count() == 0
    helen.get_by_label("Who signs with you?").select_option(label="Tom Becker, Registrar")
    helen.get_by_label("How do you know that it is").fill("She came to the office with her badge.")
    helen.get_by_role("button", name="Go on to sign as the first person").click()
    helen.get_by_role("button", name="Sign with my key").click()
    helen.get_by_text("Waiting for Tom Becker, Registrar").wait_for()
    # And the second, called by letter, signs too
    tom = town.sits_down("district_second", visitor()).page
    tom.goto(letter_link_to_key(town, "district_second", "A recovery waits for your signature"))
    tom.get_by_role("button", name="Go on to sign as the second person").click()
    tom.get_by_role("button", name="Sign with my key").click()
    tom.get_by_text("Two people have signed. The new key counts from").wait_for()
    # And she, and the other side, are told; the other side does not believe it, and says so with its own key
    letter_link_to_key(town, "superintendent", "A new key was recovered in your name")
    ruth = town.sits_down("agency_registrar", visitor()).page
    ruth.goto(letter_link_to_key(town, "agency_registrar", "Recovered: the signing key of"))
    ruth.get_by_text("Object to this recovery").click()
    ruth.get_by_label("What do you object to, and why?").first.fill("I rang her, and nobody answered.")
    ruth.get_by_role("button", name="Go on to sign the objection").click()
    ruth.get_by_role("button", name="Sign with my key").click()
    ruth.get_by_text("This recovery never counts").wait_for()
    letter_link_to_key(town, "superintendent", "Stopped: the recovery of a key of")
    # When they have spoken, the two begin anew, and three days pass without a word against it
    path = key.removeprefix(town.address)
    town.are_two(path, "district_registrar", "district_second")
    town.waits_until_it_counts("district_registrar", path)
    letter_link_to_key(town, "superintendent", "It counts now")
    # Then she signs, on her new phone, while the chief signs at his desk
    her.goto(f"{town.address}/sign-in")
    gets_in_by_letter(town, her)
    his = town.sits_down("chief", visitor()).page
    for page in (her, his):
        page.goto(f"{town.address}/signing-events/{town.event}")
        page.get_by_role("button", name="Sign with my key").wait_for()
    for page in (her, his):
        page.get_by_role("button", name="Sign with my key").click()
    for page in (her, his):
        page.get_by_text("Signed. Recorded.").first.wait_for()
    files = town.waits_until_published()
    # And whoever checks the package without us sees all of it, her new key's kind too
    verdict = verify(files["package.json"], files["policy.json"])
    assert verdict.verdict == "verified", verdict.missing
    assert {one.name: one.key_kind for one in verdict.signatories} == {
        town["superintendent"].name: "synced", town["chief"].name: "software",
    }  # fmt: skip
    claimed = [
        canonical.loads(canonical.unb64u(link["envelope"]["statement"]))["new_key"]
        for holder in canonical.loads(files["package.json"])["parties"]
        for link in holder["chain"]
        if link["leaf"]["type"] == MEDIA["enrolment-claim"]
    ]
    assert [key["alg"] for key in claimed if key["kind"] == "synced"] == ["EdDSA"]
    for act in (b"recovery", b"recovery-objection"):
        assert b"application/vnd.sro-mou." + act + b".v1+json" in files["package.json"]


def gets_in_by_letter(town: Town, page: Page) -> None:
    """A link by e-mail, in whatever browser is at hand."""
    page.get_by_label("Your e-mail address").fill(town["superintendent"].email)
    page.get_by_role("button", name="Send me a link").click()
    page.get_by_text("Look into your mailbox").wait_for()
    page.goto(town.unused_link("superintendent"))
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda url: "/links/" not in url)
