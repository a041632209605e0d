"""Who will sign, where their keys stand, by which day it matters, and who is warned when."""

from datetime import date, timedelta

import pytest
from sqlmodel import select

from workflow.core import signing_day
from workflow.core.enrolment import Why
from workflow.core.people import SERVICE
from workflow.drafting.models import Edition
from workflow.history.models import Event
from workflow.parties.models import SigningKey
from workflow.parties.recovery.models import KeyRecovery
from workflow.signing import matter, ready, signers

pytestmark = pytest.mark.both_databases
TODAY = date(2026, 5, 12)


@pytest.fixture
def edition(session, world):
    return session.get_one(Edition, world.edition)


def case_of(session, world):
    return matter.of_edition(session, SERVICE, world.edition)


def change(session, row, **values):
    for name, value in values.items():
        setattr(row, name, value)
    session.add(row)
    session.flush()


def key_of(session, world, name):
    return session.exec(select(SigningKey).where(SigningKey.key_id == world.keys[name].id)).one()


def warned(session):
    found = select(Event).where(Event.kind == "edition:signers:warned").order_by(Event.id)
    return [one.detail for one in session.exec(found)]


def test_every_holder_of_a_place_is_named_with_the_best_key(session, world, now):
    found = {one.holder.name: one for one in signers.signers(session, case_of(session, world), 72, now)}
    assert {name: (one.standing.why, one.usable) for name, one in found.items()} == {
        "Chief Example": (Why.READY, 1), "Superintendent Example": (Why.READY, 1),
    }  # fmt: skip
    change(session, key_of(session, world, "chief"), lost=now)
    again = {one.holder.name: one for one in signers.signers(session, case_of(session, world), 72, now)}
    assert (again["Chief Example"].standing.why, again["Chief Example"].usable) == (Why.LOST, 0)


def test_a_recovery_is_named_with_its_date_and_no_registrar_waited_for(session, world, now):
    key, other = key_of(session, world, "chief"), key_of(session, world, "superintendent")
    change(session, key, state="claimed", vouched=None)
    row = KeyRecovery(
        key_id=key.id, party_id=key.party_id, first_key_id=other.id, second_key_id=other.id, statement=b"", first={},
        waits=72, begun=now, expires=now, recorded=now, counts=now + timedelta(days=3),
    )  # fmt: skip

    def words():
        page = signers.page_value(session, case_of(session, world), 72, now)
        return next(one["words"] for one in page["signers"] if one["name"] == "Chief Example")

    assert words() == "waits for a registrar to vouch"
    session.add(row)
    session.flush()
    assert words() == "recovered by two people, counts from Friday 15 May 2026, 10:00 Pacific"


@pytest.mark.parametrize(
    ("facts", "day", "because"),
    [
        ({"starts": None}, None, ""),
        ({"starts": date(2026, 7, 1)}, date(2026, 7, 1), signing_day.TAKES_EFFECT),
        ({"starts": date(2026, 5, 1)}, None, ""),
    ],
)
def test_before_the_freeze_the_day_comes_from_the_term(session, world, edition, now, facts, day, because):
    change(session, edition, stage="", **facts)
    found = signers.expected(session, case_of(session, world), now)
    assert (found and found.day, found.because if found else "") == (day, because)


def test_the_reviews_own_days_and_the_end_of_the_edition_before_count_too(session, world, edition, now):
    before = Edition(
        mou_id=world.mou, number=9, title="Before", status="published", effective_rule="fixed", starts=date(2025, 7, 1),
        ends=date(2026, 5, 31), created=now, changed=now, executed=now - timedelta(days=400),
    )  # fmt: skip
    session.add(before)
    session.flush()
    change(session, edition, starts=None, stage="", supersedes_id=before.id)
    assert signers.expected(session, case_of(session, world), now).because == signing_day.LAPSES
    change(session, edition, stage="schools", stage_opened=now - timedelta(days=14))
    found = signers.expected(session, case_of(session, world), now)
    assert (found.day, found.because) == (date(2026, 5, 26), signing_day.REVIEWED)


def test_from_the_freeze_on_it_is_the_last_day_on_which_a_signature_counts(session, world, now):
    event = world.freeze(session, now)
    found = signers.expected(session, case_of(session, world), now)
    assert (found.day, found.because) == (date(2026, 6, 11), signing_day.CLOSES)
    world.sign(session, "chief", event.id, now)
    for name in ("chief", "superintendent"):
        change(session, key_of(session, world, name), state="revoked")
    slow = signers.late(session, case_of(session, world), found.day, 72, now)
    assert [one.holder.name for one in slow] == ["Superintendent Example"]


def test_a_key_that_will_have_waited_long_enough_by_then_is_in_time(session, world, edition, now):
    change(session, key_of(session, world, "chief"), vouched=now)
    case = case_of(session, world)
    assert signers.late(session, case, TODAY + timedelta(days=4), 72, now) == []
    assert [one.holder.name for one in signers.late(session, case, TODAY + timedelta(days=3), 72, now)] == [
        "Chief Example"
    ]


def test_a_warning_is_recorded_30_14_and_7_days_before_and_each_once(session, world, edition, now):
    change(session, edition, starts=date(2026, 7, 1), stage="")
    change(session, key_of(session, world, "chief"), state="claimed")
    happened = []
    for days in range(52):
        at = now + timedelta(days=days)
        for _ in range(2):
            if signers.warn(session, world.edition, waiting_hours=72, at=at):
                happened.append((date(2026, 7, 1) - (TODAY + timedelta(days=days))).days)
    assert happened == [30, 14, 7]
    assert warned(session)[0] == {"day": "2026-07-01", "before": "30", "hours": "72"}


def test_nobody_is_warned_where_every_key_counts_or_no_day_is_known_or_nothing_is_to_be_signed(
    session, world, edition, now
):
    soon = date(2026, 5, 20)
    change(session, edition, starts=soon, stage="")
    assert not signers.warn(session, world.edition, waiting_hours=72, at=now)
    change(session, key_of(session, world, "chief"), state="revoked")
    change(session, edition, starts=None)
    assert not signers.warn(session, world.edition, waiting_hours=72, at=now)
    change(session, edition, starts=soon, status="withdrawn")
    assert not signers.warn(session, world.edition, waiting_hours=72, at=now)
    assert signers.on_their_way(session) == []
    change(session, edition, status="in_review")
    assert signers.on_their_way(session) == [world.edition]
    assert signers.warn(session, world.edition, waiting_hours=72, at=now)


def test_the_readiness_page_says_it(session, world, edition, now):
    change(session, edition, starts=date(2026, 5, 14), stage="")
    change(session, key_of(session, world, "chief"), vouched=now)
    page = ready.readiness_page(session, world.actor(session, "counsel", now), world.edition, 72, now)["keys"]
    assert page["expected"] == {"day": date(2026, 5, 14), "because": signing_day.TAKES_EFFECT, "left": 2}
    chief = next(one for one in page["signers"] if one["name"] == "Chief Example")
    assert chief["late"] and chief["words"] == "may sign from Friday 15 May 2026, 10:00 Pacific"
    other = next(one for one in page["signers"] if one is not chief)
    assert (other["words"], other["one_key"], other["late"]) == ("can sign", True, False)
    change(session, edition, starts=None)
    page = ready.readiness_page(session, world.actor(session, "counsel", now), world.edition, 72, now)["keys"]
    assert page["expected"] is None
