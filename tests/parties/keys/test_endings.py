"""When a key or a term ends."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import Session

from tests.parties.kit import Town, answered, town
from workflow.core.errors import Forbidden, Invalid, NotFound, Refused
from workflow.evidence.canonical import loads
from workflow.evidence.fields import read_moment
from workflow.parties import queries
from workflow.parties.founding.queries import party_links
from workflow.parties.keys import endings
from workflow.parties.keys.queries import benches

pytestmark = pytest.mark.both_databases


@pytest.fixture
def here(session: Session, now: datetime) -> Town:
    made = town(session, now)
    made.found("agency")
    made.enrol("Carl", "Arlo")
    return made


def revoke(here: Town, name: str, by: str, **words: str) -> None:
    row, who = here.rows[name].id, here.actor(by)
    sheet = endings.offer_revocation(here.session, who, row, reason="Lost on a bus.", at=here.at, **words)
    endings.revoke(here.session, who, row, credential=answered(sheet.options, here.keys[by]), at=here.at)


@pytest.mark.parametrize("by", ["Anna", "Carl"])
def test_a_registrar_or_the_holder_revokes_a_key(here: Town, by: str) -> None:
    revoke(here, "Carl", by)
    assert here.rows["Carl"].state == "revoked" and here.rows["Carl"].revoked == here.at
    assert party_links(here.session, here.parties["agency"].id)[-1].kind == "key-revoked"
    assert benches(here.session, here.actor("Carl"), here.parties["agency"]) == []
    with pytest.raises(Refused, match="already revoked"):
        endings.offer_revocation(
            here.session, here.actor("Arlo"), here.rows["Carl"].id, reason="x", at=here.at
        )


def test_nobody_else_revokes_a_key(here: Town) -> None:
    for name in ("Abe", "Dana"):
        with pytest.raises(Forbidden):
            endings.offer_revocation(
                here.session, here.actor(name), here.rows["Carl"].id, reason="x", at=here.at
            )


def test_a_revocation_needs_a_reason_and_no_day_to_come(here: Town) -> None:
    with pytest.raises(Invalid) as no:
        endings.offer_revocation(
            here.session,
            here.actor("Arlo"),
            here.rows["Carl"].id,
            reason="",
            compromised_since="2030-01-01",
            at=here.at,
        )
    assert [issue.field for issue in no.value.issues] == ["reason", "compromised_since"]


def test_since_when_is_the_partys_own_day_or_now(here: Town) -> None:
    who, row = here.actor("Arlo"), here.rows["Carl"].id
    sheet = endings.offer_revocation(
        here.session, who, row, reason="x", compromised_since="2026-05-01", at=here.at
    )
    assert loads(sheet.statement)["compromised_since"] == "2026-05-01T07:00:00Z"
    sheet = endings.offer_revocation(here.session, who, row, reason="x", at=here.at)
    assert loads(sheet.statement)["compromised_since"] == "2026-05-12T17:00:00Z"


@pytest.mark.parametrize(
    ("day", "clock", "since"),
    [
        ("2026-05-11", "22:15", "2026-05-12T05:15:00Z"),
        ("2026-05-12", "10:00", "2026-05-12T17:00:00Z"),
        ("2026-05-12", "", "2026-05-12T07:00:00Z"),
        ("2025-11-02", "01:30", "2025-11-02T08:30:00Z"),  # this hour came twice: the earlier one counts
    ],
)
def test_a_time_of_day_is_the_partys_own(here: Town, day: str, clock: str, since: str) -> None:
    sheet = endings.offer_revocation(
        here.session, here.actor("Arlo"), here.rows["Carl"].id, reason="x", compromised_since=day,
        compromised_time=clock, at=here.at,
    )  # fmt: skip
    assert loads(sheet.statement)["compromised_since"] == since
    revoked = endings.revoke(
        here.session, here.actor("Arlo"), here.rows["Carl"].id, at=here.at,
        credential=answered(sheet.options, here.keys["Arlo"]),
    )  # fmt: skip
    assert revoked.compromised_since == read_moment(since)


@pytest.mark.parametrize(
    ("day", "clock", "fields"),
    [
        ("2026-05-12", "10:01", ["compromised_since"]),
        ("", "10:00", ["compromised_since"]),
        ("2026-05-11", "noon", ["compromised_time"]),
        ("2026-05-11", "10:00:01", ["compromised_time"]),
        ("2026-05-11", "10:00Z", ["compromised_time"]),
    ],
)
def test_a_time_to_come_or_no_time_at_all_is_named(
    here: Town, day: str, clock: str, fields: list[str]
) -> None:
    with pytest.raises(Invalid) as no:
        endings.offer_revocation(
            here.session, here.actor("Arlo"), here.rows["Carl"].id, reason="x", compromised_since=day,
            compromised_time=clock, at=here.at,
        )  # fmt: skip
    assert [issue.field for issue in no.value.issues] == fields


def test_what_is_signed_is_shown_in_words_at_the_party(here: Town) -> None:
    sheet = endings.offer_revocation(
        here.session, here.actor("Arlo"), here.rows["Carl"].id, reason="Left on a bus.",
        compromised_since="2026-05-11", compromised_time="22:15", at=here.at,
    )  # fmt: skip
    words = dict(sheet.to_json()["words"])
    assert words["Not to be trusted since"] == "Monday 11 May 2026, 22:15 Pacific"
    assert words["Holder"] == "Carl" and words["Reason"] == "Left on a bus."


def test_a_registrar_whose_key_was_revoked_vouches_no_more(here: Town) -> None:
    revoke(here, "Arlo", "Anna")
    with pytest.raises(Refused, match="no registrar's key"):
        endings.offer_revocation(
            here.session, here.actor("Arlo"), here.rows["Carl"].id, reason="x", at=here.at
        )


def test_the_end_of_a_term_is_a_link_and_takes_the_key_along(here: Town) -> None:
    later = here.at + timedelta(days=30)
    here.at = later
    who, post = here.actor("Anna"), here.posts["Carl"]
    sheet = endings.offer_office_end(here.session, who, post.id, reason="Retired.", at=later)
    ended = endings.end_office(
        here.session, who, post.id, credential=answered(sheet.options, here.keys["Anna"]), at=later
    )
    assert ended.until_date == queries.local_day("America/Los_Angeles", later)
    assert here.rows["Carl"].state == "revoked"
    assert party_links(here.session, post.party_id)[-1].kind == "office-end"
    tomorrow = datetime(2026, 6, 13, tzinfo=UTC)
    assert queries.actor_of(here.session, here.people["Carl"], tomorrow).holds == ()


def test_a_term_that_ended_on_a_day_ends_with_that_day(here: Town) -> None:
    later = here.at + timedelta(days=30)
    who, post = here.actor("Anna"), here.posts["Carl"]
    sheet = endings.offer_office_end(here.session, who, post.id, ended="2026-05-20", reason="Left.", at=later)
    assert loads(sheet.statement)["ended"] == "2026-05-21T07:00:00Z"
    ended = endings.end_office(
        here.session, who, post.id, credential=answered(sheet.options, here.keys["Anna"]), at=later
    )
    assert str(ended.until_date) == "2026-05-20"


def test_a_term_without_a_key_needs_no_signature(here: Town) -> None:
    with pytest.raises(Refused, match="needs no signature"):
        endings.offer_office_end(
            here.session, here.actor("Arlo"), here.posts["Abe"].id, reason="x", at=here.at
        )
    with pytest.raises(NotFound):
        endings.offer_office_end(here.session, here.actor("Arlo"), "nothing", reason="x", at=here.at)
