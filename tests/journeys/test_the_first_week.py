"""From an empty service to two founded and accepted parties with keys, and an agreement begun: on phones, by what is shown."""

from collections.abc import Callable
from dataclasses import replace

from tests.journeys.newcomers import Newcomer, empty_service
from tests.rig.chromium import Visitor as Browser
from workflow.adapters.settings import Settings

DISTRICT, AGENCY = "Springfield Unified School District", "Springfield Police Department"


def founds(first: Newcomer, second: Newcomer, party: str) -> None:
    """Two registrars: each is told by letter when it is their turn."""
    said = first.opens_letter(f"Your turn: {party}")
    assert "Your turn" in said and said.index("Your turn") < said.index("People and offices")
    first.fills(
        Who_may_bind_this_party="Its governing body, by resolution.",
        How_did_it_decide="Resolution 26-14 of 4 May 2026.",
        Published_contact="records@springfield.example.gov",
    )
    first.presses("Go on to sign")
    first.presses("Sign with my key")
    assert "Due" in second.opens_letter(f"Your turn: {party}")
    second.follows("Read and sign it")
    second.presses("Read and sign it")
    assert "Founded by its two registrars" in second.presses("Sign with my key")


def accepts(registrar: Newcomer, party: str) -> None:
    registrar.follows("Inbox")
    registrar.follows(party)
    registrar.fills(How_did_you_check="I compared the twelve words by telephone, on a number I knew.")
    registrar.presses("Go on to sign")
    said = registrar.presses("Sign with my key")
    assert "Founded and accepted" in said and "Accept this party" not in said


def enrols(holder: Newcomer, registrar: Newcomer, party: str, title: str) -> None:
    """The twelve words are the same on both phones; the letter names the day."""
    holder.opens_letter(f"Your turn: {party}")
    holder.makes_a_key()
    words = holder.words_of_the_key()
    assert words in holder.presses("Claim this key")
    holder.presses("Sign with my key")
    assert words in registrar.letter("A signing key waits for you")["text"]
    registrar.follows("Inbox")
    registrar.page.locator("li", has_text=f"Vouch for the signing key of {holder.name}").get_by_role(
        "link"
    ).click()
    assert registrar.words_of_the_key() == words
    registrar.fills(Its_date="2026-01-12", Where_it_can_be_found="Minutes of 12 January 2026, item 7")
    assert words in registrar.presses("Go on to sign")
    registrar.presses("Sign with my key")
    assert "Your signing key signs from" in holder.letter("Your signing key signs from")["subject"]
    assert f"Your signing key as {title} was vouched for" in holder.follows("Inbox")


def test_the_first_week(settings: Settings, visitor: Callable[..., Browser]) -> None:
    with empty_service(replace(settings, waiting_hours=72, tick_seconds=0.05), visitor) as place:
        # Given a director who opens the printed link on her phone and sets the service up
        dana = place.come("Dana Director", "dana@district.example.org")
        dana.page.goto(place.first_link)
        dana.page.get_by_label("School district").check()
        dana.fills(Legal_name=DISTRICT, Your_name=dana.name, **{"Your e-mail address": dana.email})
        dana.page.get_by_label("Your post").select_option(label="Student Services Director")
        dana.presses("Set up")
        dana.adds_a_passkey()
        # When her inbox tells her the first steps and she follows them
        assert "First steps" in dana.follows("Inbox")
        dana.follows("Add the police department")
        dana.page.get_by_label("Police department or sheriff's office").check()
        dana.fills(Legal_name=AGENCY, Name_of_its_administrator="Al Admin")
        dana.page.get_by_label("E-mail address of its administrator").fill("al@agency.example.org")
        dana.presses("Add the party")
        dana.follows("Inbox")
        dana.follows(f"{DISTRICT}: two registrars")
        rita, rob = (
            place.come("Rita", "rita@district.example.org", ed25519=True),
            place.come("Rob", "rob@district.example.org", synced=True),
        )
        sue = place.come("Sue", "sue@district.example.org", ed25519=True, synced=True)
        for one, office in ((rita, "Registrar"), (rob, "Registrar"), (sue, "Superintendent")):
            dana.invites(one.name, one.email, office)
        # And the agency's administrator brings in his own people
        al = place.come("Al Admin", "al@agency.example.org")
        al.comes_in()
        al.follows("Parties")
        al.follows(AGENCY)
        ana, abel = place.come("Ana", "ana@agency.example.org"), place.come("Abel", "abel@agency.example.org")
        carl = place.come("Carl", "carl@agency.example.org")
        for one, office in ((ana, "Registrar"), (abel, "Registrar"), (carl, "Chief of Police")):
            al.invites(one.name, one.email, office)
        for one in (rita, rob, sue, ana, abel, carl):
            one.comes_in()
        # And registrars found their parties and accept the other side
        for first, second, party in ((rita, rob, DISTRICT), (ana, abel, AGENCY)):
            first.makes_a_key()
            second.makes_a_key()
            founds(first, second, party)
        accepts(rita, AGENCY)
        accepts(ana, DISTRICT)
        # And superintendent and chief make their keys
        enrols(sue, rita, DISTRICT, "Superintendent")
        enrols(carl, ana, AGENCY, "Chief of Police")
        # Then the list says what is left, and the agreement is begun from it
        assert "It can sign from" in dana.follows("Inbox")
        dana.follows("Start the agreement")
        dana.page.get_by_label("The built-in COPS outline").check()
        dana.page.get_by_label(AGENCY).check()
        dana.fills(Title="Springfield SRO agreement")
        dana.presses("Start the agreement")
        # And before it goes out she reads who is missing on its route
        dana.page.get_by_role("link", name="Send it out for review").last.click()
        dana.page.wait_for_url("**/circulation")
        said = dana.says()
        assert "Nobody reviews" in said and f"Appoint one at {AGENCY}" in said
        # And no page broke its own rules
        everybody = (dana, al, rita, rob, sue, ana, abel, carl)
        assert not [line for one in everybody for line in one.phone.said if "Content Security" in line]
