"""With what somebody can sign, and what the public may know of a key."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session

from tests.parties.kit import town
from workflow.core.errors import NotFound, Refused
from workflow.core.people import NOBODY, Office
from workflow.parties.keys import queries

pytestmark = pytest.mark.both_databases


def test_a_bench_is_an_office_held_today_with_a_vouched_key(session: Session, now: datetime) -> None:
    here = town(session, now)
    agency = here.found("agency")
    with pytest.raises(Refused, match="no registrar's key"):
        queries.registrar_bench(session, here.actor("Carl"), agency)
    assert queries.registrar_bench(session, here.actor("Arlo"), agency).key.id == here.rows["Arlo"].id
    here.make_key("Carl")
    assert queries.benches(session, here.actor("Carl"), agency, Office.CHIEF) == []
    here.claim("Carl")
    here.vouch("Carl", "Anna")
    assert [bench.key.id for bench in queries.benches(session, here.actor("Carl"), agency, Office.CHIEF)] == [
        here.rows["Carl"].id
    ]
    here.posts["Carl"].until_date = here.posts["Carl"].from_date
    session.add(here.posts["Carl"])
    session.flush()
    here.at = now + timedelta(days=2)
    assert queries.benches(session, here.actor("Carl"), agency) == []


def test_strangers_do_not_find_a_key(session: Session, now: datetime) -> None:
    here = town(session, now)
    row = here.make_key("Arlo")
    for actor, key in ((NOBODY, row.id), (here.actor("Arlo"), "nothing")):
        with pytest.raises(NotFound):
            queries.key_page(session, actor, key)
    assert queries.key_page(session, here.actor("Arlo"), row.id)["waits_for_founding"]


def test_a_registrar_before_the_founding_hears_of_the_statement_and_not_of_a_vouch(
    session: Session, now: datetime
) -> None:
    here = town(session, now)
    assert "founding statement" in queries.after_making(session, here.posts["Dana"].id)
    here.found("district")
    assert "registrar of your party vouches" in queries.after_making(session, here.posts["Sam"].id)


def test_two_keys_have_two_fingerprints_of_twelve_words(session: Session, now: datetime) -> None:
    here = town(session, now)
    words = [queries.fingerprint_of(here.make_key(name)) for name in ("Dana", "Dora")]
    assert all(len(one.split()) == 12 for one in words) and len(set(words)) == 2
