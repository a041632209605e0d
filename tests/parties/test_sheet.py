"""What a person reads before signing."""

from datetime import datetime

import pytest
from sqlmodel import Session

from tests.parties.kit import town
from workflow.evidence.statement import ACTS
from workflow.parties import sheet
from workflow.parties.founding import actions as founding
from workflow.parties.keys import actions

pytestmark = pytest.mark.both_databases


def test_a_sheet_tells_the_statement_in_words_and_where_the_signature_goes(
    session: Session, now: datetime
) -> None:
    here = town(session, now)
    here.found("agency")
    row = here.make_key("Carl")
    here.claim("Carl")
    shown = actions.offer_vouch(
        session, here.actor("Arlo"), row.id, kind="minute", date="2026-01-05", reference="Item 3", at=now
    ).to_json()
    assert shown["intent"].startswith("I have checked this person")
    assert ["Person", "Carl"] in shown["words"] and [
        "On what authority",
        "minute, Monday 5 January 2026: Item 3",
    ] in shown["words"]
    assert shown["action"] == f"/signing-keys/{row.id}/vouch/signature" and shown["ceremony"] == "get"
    assert shown["type"].endswith("enrolment-vouch.v1+json") and shown["options"]["challenge"]


def test_a_founding_names_both_registrars(session: Session, now: datetime) -> None:
    here = town(session, now)
    for name in ("Arlo", "Anna"):
        here.make_key(name)
    shown = founding.offer_founding(
        session,
        here.actor("Arlo"),
        here.parties["agency"].id,
        authority="a",
        resolution="b",
        contact="c",
        at=now,
    ).to_json()
    assert ["Registrar 1", "Arlo, Registrar"] in shown["words"] and [
        "Registrar 2",
        "Anna, Registrar",
    ] in shown["words"]
    assert ["Authority", "a"] in shown["words"]


def test_every_title_is_an_act() -> None:
    assert set(sheet.TITLES) <= set(ACTS)
