"""The pages of this room as people meet them: over HTTP, and in a real browser with a virtual authenticator."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from sqlmodel import select

from tests.parties.kit import answered, created
from tests.rig.serve import Served
from workflow.adapters.database import Database
from workflow.adapters.settings import Settings
from workflow.core.people import SERVICE, Office
from workflow.evidence.software_key import SoftwareKey
from workflow.history import actions as history
from workflow.parties import links
from workflow.parties.links import actions as link_actions
from workflow.parties.models import LinkToken, Person, SigningKey


@pytest.fixture
def here(database: Database, settings: Settings, served: Callable[..., Served]) -> Served:
    """The service with an installation that has begun, and nobody in it."""
    made = served(settings)
    with made.database.writing() as session:
        history.begin(
            session, deployment="d" * 20, rp_id="localhost", origin=made.url, log_origin="localhost/log",
            actor=SERVICE, at=datetime.now(UTC),
        )  # fmt: skip
    return made


@pytest.fixture
def secret(here: Served) -> str:
    with here.database.writing() as session:
        return links.first_admin_link(session, datetime.now(UTC))


BEGIN = {
    "kind": "agency", "legal_name": "Springfield Police Department", "place": "Springfield, Oregon",
    "timezone": "America/Los_Angeles", "name": "Carl Cole", "email": "Carl@Example.org", "office": "registrar",
}  # fmt: skip


OPEN: list[httpx.Client] = []


@pytest.fixture(autouse=True)
def everybody_leaves() -> Iterator[None]:
    yield
    while OPEN:
        OPEN.pop().close()


class Api:
    """One person's JSON client."""

    def __init__(self, here: Served) -> None:
        self.http = httpx.Client(base_url=here.url + "/api/v1", headers={"sec-fetch-site": "same-origin"})
        OPEN.append(self.http)
        self.origin = here.url

    def post(self, path: str, **body: Any) -> httpx.Response:
        return self.http.post(path, json=body)

    def get(self, path: str) -> dict[str, Any]:
        answer = self.http.get(path)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def sign(self, path: str, key: SoftwareKey, **body: Any) -> dict[str, Any]:
        """Ask for a sheet, sign it, send the signature where it says."""
        sheet = self.post(path, **body)
        assert sheet.status_code < 300, sheet.text
        how = answered if sheet.json()["ceremony"] == "get" else created
        credential = how(sheet.json()["options"], key, origin=self.origin)
        done = self.post(sheet.json()["action"], credential=credential)
        assert done.status_code == 201, done.text
        return done.json()


def test_the_first_administrator_sets_up_with_the_printed_link_and_only_once(
    here: Served, secret: str
) -> None:
    api = Api(here)
    assert api.get(f"/begin/{secret}")["state"] == "good"
    wrong = api.post(f"/begin/{secret}", **{**BEGIN, "email": "nobody"})
    assert wrong.status_code == 422 and wrong.json()["issues"][0]["field"] == "email"
    done = api.post(f"/begin/{secret}", **BEGIN)
    assert done.status_code == 201, done.text
    account = api.get("/account")
    assert account["email"] == "carl@example.org"
    assert {office["office"] for office in account["offices"]} == {"administrator", "registrar"}
    assert Api(here).post(f"/begin/{secret}", **BEGIN).status_code == 409
    with here.database.writing() as session:
        assert links.first_admin_link(session, datetime.now(UTC)) == ""


def test_a_whole_enrolment_over_the_api(here: Served, secret: str) -> None:
    carl = Api(here)
    party = carl.post(f"/begin/{secret}", **BEGIN).json()["party"]
    invited = carl.post(
        f"/parties/{party}/people", name="Rita Roe", email="rita@example.org", office="registrar"
    )
    assert invited.status_code == 201, invited.text
    carl.post(f"/parties/{party}/people", name="Bea Boss", email="bea@example.org", office="chief")
    rita, bea = enter(here, "rita@example.org"), enter(here, "bea@example.org")
    keys = {"carl": SoftwareKey(), "rita": SoftwareKey("EdDSA"), "bea": SoftwareKey("RS256")}
    carl.sign("/account/signing-keys", keys["carl"], appointment=office(carl, Office.REGISTRAR))
    rita.sign("/account/signing-keys", keys["rita"], appointment=office(rita, Office.REGISTRAR))
    said = {"authority": "The city manager.", "resolution": "Order 7.", "contact": "records@example.org"}
    carl.sign(f"/parties/{party}/founding", keys["carl"], **said)
    assert rita.get(f"/parties/{party}")["half_done"]["mine"]
    assert rita.sign(f"/parties/{party}/founding/second", keys["rita"])["state"] == "founded"
    made = bea.sign("/account/signing-keys", keys["bea"], appointment=office(bea, Office.CHIEF))
    key = f"/signing-keys/{made['signing_key']}"
    assert bea.sign(f"{key}/claim", keys["bea"])["state"] == "claimed"
    done = rita.sign(
        f"{key}/vouch", keys["rita"], kind="appointment-letter", date="2026-01-05", reference="Letter 9"
    )
    assert done["state"] == "vouched"
    page = bea.get(f"/parties/{party}")
    assert [link["kind"] for link in page["record"]["links"]] == [
        "genesis",
        "enrolment-claim",
        "enrolment-vouch",
    ]
    assert len(page["record"]["fingerprint"].split()) == 12
    with here.database.reading() as session:
        assert session.get_one(SigningKey, made["signing_key"]).algorithm == "RS256"


def enter(here: Served, email: str) -> Api:
    """Somebody uses an invitation."""
    with here.database.writing() as session:
        who = session.exec(select(Person).where(Person.email == email)).one()
        secret = links.issue(session, who.id, "invitation", datetime.now(UTC))
    api = Api(here)
    assert api.post(f"/links/{secret}").status_code == 201
    return api


def office(api: Api, which: Office) -> str:
    return next(one["appointment"] for one in api.get("/account")["offices"] if one["office"] == which)


def test_looking_at_a_link_five_hundred_times_uses_nothing_up(here: Served, secret: str) -> None:
    Api(here).post(f"/begin/{secret}", **BEGIN)
    with here.database.writing() as session:
        who = session.exec(select(Person)).one()
        secrets = [links.issue(session, who.id, "sign_in", datetime.now(UTC)) for _ in range(500)]
    with httpx.Client(base_url=here.url) as scanner:
        for number, one in enumerate(secrets):
            answer = scanner.head(f"/links/{one}") if number % 2 else scanner.get(f"/links/{one}")
            assert answer.status_code == 200
    with here.database.reading() as session:
        assert len(session.exec(select(LinkToken).where(LinkToken.purpose == "sign_in", LinkToken.used.is_(None))).all()) == 500  # fmt: skip
        assert link_actions.secret_hash(secrets[0]) not in secrets


def test_known_and_unknown_addresses_get_the_same_answer(here: Served, secret: str) -> None:
    Api(here).post(f"/begin/{secret}", **BEGIN)
    with httpx.Client(base_url=here.url) as stranger:
        answers = [
            stranger.post("/sign-in", data={"email": email})
            for email in ("carl@example.org", "no@example.org")
        ]
    assert answers[0].status_code == answers[1].status_code == 303
    assert answers[0].headers["location"] == answers[1].headers["location"]
    assert answers[0].content == answers[1].content


def test_an_address_that_is_asked_for_too_often_rests(here: Served) -> None:
    with httpx.Client(base_url=here.url) as stranger:
        said = [stranger.post("/sign-in", data={"email": "x@example.org"}).status_code for _ in range(11)]
    assert said == [303] * 10 + [429]


def test_the_demo_people_are_not_found_elsewhere(here: Served) -> None:
    with httpx.Client(base_url=here.url) as stranger:
        assert stranger.get("/demo/people").status_code == 404
        assert stranger.post("/demo/people", data={"person": "x"}).status_code == 404


def test_a_person_adds_a_passkey_signs_out_and_in_again(
    here: Served, secret: str, visitor: Callable[..., Any]
) -> None:
    guest = visitor(here.url)
    page = guest.page
    page.goto(f"/begin/{secret}")
    page.get_by_label("Police department or sheriff's office").check()
    for label, words in (("Legal name", BEGIN["legal_name"]), ("Your name", BEGIN["name"])):
        page.get_by_label(label, exact=True).fill(words)
    page.get_by_label("Your e-mail address at work").fill(BEGIN["email"])
    page.get_by_label("Your post").select_option("registrar")
    page.get_by_role("button", name="Set up").click()
    page.wait_for_url("**/account**")
    page.get_by_label("A name for it").fill("work laptop")
    page.get_by_role("button", name="Add a passkey").click()
    page.get_by_role("cell", name="work laptop", exact=True).wait_for()
    assert [key["isResidentCredential"] for key in guest.passkeys()] == [True]
    page.get_by_role("button", name="Make a signing key for this office").click()
    page.get_by_role("button", name="Make the key").click()
    page.get_by_text("made, not yet claimed").wait_for()
    assert page.get_by_text("SIGN as Registrar, Springfield Police Department").first.is_visible()
    assert len(guest.passkeys()) == 2
    page.get_by_role("button", name="Sign out").click()
    page.goto("/sign-in?next=/account")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url("**/account")
    page.get_by_role("link", name="Can this device sign?").click()
    page.get_by_text("This browser can use passkeys, and this device can keep them.").wait_for()
    page.get_by_role("button", name="Test this device").click()
    page.get_by_role("button", name="Test now").click()
    page.get_by_text("This device can use passkeys here.").wait_for()
    key = page.get_by_role("listitem").filter(has_text="SIGN as Registrar, Springfield Police Department")
    assert "Does not count yet: its page says what is to be done." in key.inner_text()
    assert "made, not yet claimed" in key.inner_text()
    assert len(guest.passkeys()) == 2
    assert not [line for line in guest.said if line.startswith("error")], guest.said


def test_a_statement_that_was_tampered_with_on_the_page_is_not_signed(
    here: Served, secret: str, visitor: Callable[..., Any]
) -> None:
    carl = Api(here)
    party = carl.post(f"/begin/{secret}", **BEGIN).json()["party"]
    carl.post(f"/parties/{party}/people", name="Rita Roe", email="rita@example.org", office="registrar")
    rita = enter(here, "rita@example.org")
    rita.sign("/account/signing-keys", SoftwareKey(), appointment=office(rita, Office.REGISTRAR))
    person = visitor(here.url)
    page = person.page
    person.context.add_cookies([
        {"name": name, "value": value, "url": here.url} for name, value in carl.http.cookies.items()
    ])  # fmt: skip
    page.goto("/account")
    page.get_by_role("button", name="Make a signing key for this office").click()
    page.get_by_role("button", name="Make the key").click()
    page.get_by_text("made, not yet claimed").wait_for()
    page.goto(f"/parties/{party}")
    page.get_by_label("Who may bind this party").fill("The city manager.")
    page.get_by_label("How did it decide").fill("Order 7.")
    page.get_by_label("Published contact").fill("records@example.org")
    page.get_by_role("button", name="Go on to sign").click()
    page.get_by_role("button", name="Sign with my key").wait_for()
    page.evaluate("document.querySelector('[data-statement]').textContent += ' '")
    page.get_by_role("button", name="Sign with my key").click()
    page.get_by_text("What is shown is not what would be signed").wait_for()
    page.evaluate("(e => e.textContent = e.textContent.trim())(document.querySelector('[data-statement]'))")
    page.get_by_role("button", name="Sign with my key").click()
    page.get_by_text(re.compile("Half done: Carl Cole has signed")).wait_for()
