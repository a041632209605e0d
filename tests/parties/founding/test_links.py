"""A party's chain, told in sentences from what was signed."""

from datetime import datetime

import pytest
from sqlmodel import Session

from tests.parties.kit import answered, town
from tests.parties.recovery.kit import Loss
from workflow.parties.founding import links, queries
from workflow.parties.keys import endings

pytestmark = pytest.mark.both_databases


def test_every_kind_of_link_says_who_did_what_and_why(session: Session, now: datetime) -> None:
    here = town(session, now)
    here.found("district")
    here.found("agency")
    here.accept("agency", by="Dana")
    here.posts["Carl"].capacity = "acting"
    here.enrol("Carl", "Arlo")
    row, anna = here.rows["Carl"].id, here.actor("Anna")
    sheet = endings.offer_revocation(
        session, anna, row, reason="Lost on a bus.", compromised_since="2026-05-11", compromised_time="22:15", at=now
    )  # fmt: skip
    endings.revoke(session, anna, row, credential=answered(sheet.options, here.keys["Anna"]), at=now)
    lost = Loss(here, hours=0)
    here.make_key("Carl")
    here.claim("Carl")
    lost.confirms("Anna", lost.begins("Arlo", second="Anna"))
    sheet = endings.offer_office_end(session, anna, here.posts["Carl"].id, reason="Retired.", at=now)
    endings.end_office(
        session, anna, here.posts["Carl"].id, credential=answered(sheet.options, here.keys["Anna"]), at=now
    )
    told = links.tell(queries.party_links(session, here.parties["agency"].id), "America/Los_Angeles")
    assert [tuple(one) for one in told] == [
        ("Founded by its two registrars, Arlo and Anna", "The board binds it, under its policy 12."),
        ("Accepted by another party: Dana, Registrar", "I rang the number on its own site."),
        ("Carl claimed a key as Acting Chief of Police", "In office from Tuesday 12 May 2026"),
        ("Arlo vouched for the key of Carl", "Appointment letter of Monday 5 January 2026: Letter 7"),
        ("Anna revoked the key of Carl", "Not to be trusted since Monday 11 May 2026, 22:15 Pacific. Lost on a bus."),
        ("Carl claimed a key as Acting Chief of Police", "In office from Tuesday 12 May 2026"),
        ("Arlo and Anna recovered Carl, who had lost every key", "The new key counts at once. I met him in the office."),
        ("Carl no longer holds the office of Chief of Police", "Ended Tuesday 12 May 2026, 10:00 Pacific. Retired."),
    ]  # fmt: skip
    card = queries.record_card(session, here.parties["agency"])
    assert [(one["words"], one["said"]) for one in card["links"]] == [tuple(one) for one in told]
