"""The demo's software keys answer for its people, and nowhere else."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from sqlmodel import Session

from tests.journeys.town import Town, running
from tests.rig.chromium import Visitor as Browser
from workflow.adapters.authenticator import KeyRing
from workflow.adapters.doors import Desk
from workflow.adapters.settings import Settings
from workflow.core.errors import NotFound, Refused
from workflow.core.people import NOBODY, Actor
from workflow.evidence.software_key import SoftwareKey
from workflow.parties.demo_keys import AskForm, answer, authenticator


def test_only_keys_that_are_kept_answer(tmp_path: Path) -> None:
    ring, key = KeyRing(tmp_path), SoftwareKey()
    options = {"challenge": "AAAA", "rpId": "localhost", "allowCredentials": [{"id": "nobody"}]}
    with pytest.raises(Refused, match="keeps no key"):
        answer(ring, "get", options, "http://localhost:1")
    made = answer(ring, "create", {"challenge": "AAAA", "rp": {"id": "localhost"}}, "http://localhost:1")
    ring.keep(key)
    asked = {**options, "allowCredentials": [{"id": made["id"]}]}
    assert answer(ring, "get", asked, "http://localhost:1")["id"] == made["id"]
    assert ring.file.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("actor", [Actor("someone", "Someone"), NOBODY])
def test_elsewhere_there_is_no_such_door(
    session: Session, settings: Settings, now: datetime, actor: Actor
) -> None:
    for demo in {False, actor.signed_in is False}:
        desk = Desk(session, actor, now, replace(settings, demo=demo))
        with pytest.raises(NotFound):
            authenticator(desk, AskForm("get", "{}"))


def test_a_visitor_of_the_demo_signs_as_the_chief(
    settings: Settings, visitor: Callable[..., Browser]
) -> None:
    # Given a demo with a frozen text
    with running(replace(settings, waiting_hours=0, tick_seconds=0.05, demo=True)) as town:
        town.has_a_frozen_text()
        kept = [key for person in town.troupe.people.values() for key in person.keys.values()]
        KeyRing(settings.data).keep(*kept)
        # When a visitor signs in as the chief by name and signs
        page = visitor().page
        sign_in_by_name(page, town, "Robert Haas")
        page.goto(f"{town.address}/signing-events/{town.event}")
        page.get_by_role("button", name="Sign with my key").click()
        # Then the chief has signed, with a key that says it is software
        page.get_by_text("Signed. Recorded.").first.wait_for()
        assert (
            json.dumps(town["chief"].get(f"/signing-events/{town.event}")["signatories"]).count('"software"')
            == 1
        )


def sign_in_by_name(page, town: Town, name: str) -> None:
    page.goto(f"{town.address}/demo/people")
    page.get_by_role("button", name=f"Sign in as {name}").click()
    page.wait_for_url("**/inbox")
