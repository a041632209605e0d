"""The doors of the room over HTTP: the same life, driven by a program."""

import json
import re
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlmodel import select

from tests.signing import world as worlds
from workflow.history.sequencer import sequence
from workflow.parties import sessions
from workflow.signing import stamping
from workflow.signing.models import Look, Signature
from workflow.web.sessions import cookie_name


class People:
    """Programs signed in as the people of the world."""

    def __init__(self, service):
        self.service, self.now = service, datetime.now(UTC)
        with service.database.writing() as session:
            self.world = worlds.build(session, origin=service.url, at=self.now - timedelta(days=30))
            self.tokens = {
                name: sessions.begin(session, person, at=self.now)
                for name, person in self.world.people.items()
            }

    def client(self, name):
        cookie = {cookie_name(self.service.settings): self.tokens[name]} if name else {}
        return httpx.Client(
            base_url=self.service.url, cookies=cookie, headers={"sec-fetch-site": "same-origin"}, timeout=20
        )

    def post(self, name, path, **body):
        with self.client(name) as client:
            return client.post(f"/api/v1{path}", json=body)

    def get(self, name, path):
        with self.client(name) as client:
            return client.get(path)


@pytest.fixture
def people(served, settings, database):
    return People(served(settings))


def test_a_program_drives_freeze_signatures_and_receipt(people):
    edition = f"/editions/{people.world.edition}"
    assert people.get("counsel", f"/api/v1{edition}/readiness").json()["issues"] == []
    frozen = people.post("counsel", f"{edition}/freeze")
    assert frozen.status_code == 201
    place = frozen.headers["location"]
    for name in ("chief", "superintendent"):
        mine = people.get(name, f"/api/v1{place}").json()["mine"]
        offered = people.post(name, f"{place}/offers", decision="approval", place=mine["place"]).json()
        credential = worlds.answer(people.world.keys[name], offered["options"], origin=people.service.url)
        done = people.post(name, offered["action"], credential=credential)
        assert done.status_code == 201, done.text
    assert done.json()["state"] == "executed"
    assert people.get("chief", done.json()["receipt"]).status_code == 409
    with people.service.database.writing() as session:
        sequence(session, key=Ed25519PrivateKey.generate(), at=people.now)
    receipt = people.get("chief", done.json()["receipt"])
    assert receipt.text.startswith("c2sp.org/tlog-proof@v1\nextra ")
    assert "In the log (checkpoint size" in people.get("chief", place).text
    assert "No time authority confirmed" not in people.get("chief", place).text
    with people.service.database.writing() as session:
        row = session.exec(select(Signature).where(Signature.slot == mine["place"])).one()
        stamping.give_up(session, row.event_id, "it does not answer", at=people.now)
    said = people.get("counsel", place).text
    assert said.count("No time authority confirmed when this was signed (it does not answer)") == 1


def test_strangers_find_nothing_and_others_may_do_nothing(people):
    edition = f"/editions/{people.world.edition}"
    assert people.post("a1", f"{edition}/freeze").status_code == 403
    assert people.post("", f"{edition}/freeze").status_code == 401
    place = people.post("counsel", f"{edition}/freeze").headers["location"]
    assert people.get("", place).status_code == 303
    assert people.post("counsel", f"{place}/offers", decision="approval", place="agency-1").status_code == 403
    assert people.post("chief", f"{place}/offers", decision="approval", place="nowhere").status_code == 404


def test_a_text_is_reopened_and_withdrawn_with_reasons(people):
    edition = f"/editions/{people.world.edition}"
    place = people.post("counsel", f"{edition}/freeze").headers["location"]
    assert people.get("counsel", f"{edition}/reopening").status_code == 200
    assert people.post("counsel", f"{edition}/reopening", reason="").status_code == 422
    assert people.post("counsel", f"{edition}/reopening", reason="A wrong date.").status_code == 201
    assert "A wrong date." in people.get("chief", place).text
    assert people.get("chief", f"{edition}/withdrawal").status_code == 200
    assert people.post("chief", f"{edition}/withdrawal", reason="No officer next year.").status_code == 201
    assert people.get("chief", f"/api/v1{edition}/readiness").json()["move"] == ""


def test_who_declines_a_text_that_was_reopened_meanwhile_keeps_the_reason(people):
    edition = f"/editions/{people.world.edition}"
    place = people.post("counsel", f"{edition}/freeze").headers["location"]
    mine = people.get("chief", f"/api/v1{place}").json()["mine"]
    reason = "The hours are wrong: we agreed on four days."
    offered = people.post(
        "chief", f"{place}/offers", decision="decline", place=mine["place"], reason=reason
    ).json()
    credential = worlds.answer(people.world.keys["chief"], offered["options"], origin=people.service.url)
    with people.client("chief") as chief:
        csrf = re.search(r'name="csrf" value="([^"]*)"', chief.get(place).text)[1]
        people.post("counsel", f"{edition}/reopening", reason="A wrong date.")
        sent = {"csrf": csrf, "credential": json.dumps(credential), "reason": reason}
        refused = chief.post(offered["action"], data=sent, headers={"referer": people.service.url + place})
    assert refused.status_code == 409 and reason in refused.text and f'href="{place}"' in refused.text
    assert "What you sent is still here" not in refused.text and "Send again" not in refused.text


def test_a_person_who_reads_is_noted_once_and_a_program_or_a_page_that_asks_by_itself_is_not(people):
    place = people.post("counsel", f"/editions/{people.world.edition}/freeze").headers["location"]

    def looks():
        with people.service.database.reading() as session:
            return [row.person_id for row in session.exec(select(Look))]

    assert people.get("chief", f"/api/v1{place}").status_code == 200
    with people.client("chief") as client:
        assert client.get(place, headers={"x-live": "1"}).status_code == 200
    assert looks() == []
    for _ in range(3):
        assert people.get("chief", place).status_code == 200
    assert looks() == [people.world.people["chief"]]
    assert people.get("", place).status_code != 200 and len(looks()) == 1


def test_what_was_chosen_on_the_page_stands_in_the_manifest(people):
    page = f"/editions/{people.world.edition}/readiness"
    shown = people.get("counsel", page).text
    assert re.search(r'value="30"[^>]* checked', shown) and ">30 days, until " in shown
    no = people.post("counsel", f"/editions/{people.world.edition}/freeze", days="400")
    assert (no.status_code, "from 1 to 365" in no.text) == (422, True)
    event = people.post("counsel", f"/editions/{people.world.edition}/freeze", days="60").headers["location"]
    said = people.get("chief", f"/api/v1{event}").json()["event"]
    lasts = datetime.fromisoformat(said["expires"]) - datetime.fromisoformat(said["opened"])
    assert lasts.days == 60
