"""What is held against a record or a key, and what the reader can do about it."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session

from tests.parties.kit import Town, town
from workflow.core.enrolment import Objection
from workflow.parties.objections import actions, queries

pytestmark = pytest.mark.both_databases


@pytest.fixture
def here(session: Session, now: datetime) -> Town:
    made = town(session, now)
    for which in ("agency", "district"):
        made.found(which)
    made.enrol("Carl", "Arlo")
    for key in (made.rows["Carl"].id, ""):
        actions.raise_objection(
            session, made.actor("Dana"), made.parties["agency"].id, words=f"About {key or 'all'}", key=key, at=now
        )  # fmt: skip
    return made


def shown(here: Town, name: str, key: str | None = None, hours: float = 0):
    at = here.at + timedelta(hours=hours)
    return queries.shown(here.session, here.actor(name), here.parties["agency"].id, 72, at, key)


def test_a_key_and_a_record_each_show_their_own(here: Town) -> None:
    (record,) = shown(here, "Carl")["list"]
    (key,) = shown(here, "Carl", here.rows["Carl"].id)["list"]
    assert record["words"] == "About all" and key["words"] == f"About {here.rows['Carl'].id}"
    assert shown(here, "Carl", here.rows["Arlo"].id)["list"] == []
    assert shown(here, "Carl")["timezone"] == here.parties["agency"].timezone
    assert record["by"] == "Springfield Unified School District" and record["stands"]


@pytest.mark.parametrize(
    ("name", "can_object", "can_answer", "can_withdraw"),
    [
        ("Dora", True, False, True), ("Arlo", False, True, False), ("Carl", False, False, False), ("Sam", False, False, False),
    ],
)  # fmt: skip
def test_who_can_do_what(
    here: Town, name: str, can_object: bool, can_answer: bool, can_withdraw: bool
) -> None:
    value = shown(here, name)
    (one,) = value["list"]
    assert (value["can_object"], one["can_answer"], one["can_withdraw"]) == (
        can_object,
        can_answer,
        can_withdraw,
    )


def test_an_answer_ends_it_after_the_waiting_time_and_a_withdrawal_at_once(here: Town) -> None:
    (row,) = [one for one in queries.against(here.session, [here.parties["agency"].id]) if one.key_id is None]
    actions.answer(here.session, here.actor("Arlo"), row.id, words="We are who we are.", at=here.at)
    (one,) = shown(here, "Arlo", hours=71)["list"]
    assert one["stands"] and one["until"] == here.at + timedelta(hours=72) and not one["can_answer"]
    assert not shown(here, "Arlo", hours=72)["list"][0]["stands"]
    actions.withdraw(here.session, here.actor("Dana"), row.id, at=here.at)
    (one,) = shown(here, "Dana", hours=1)["list"]
    assert not one["stands"] and not one["can_withdraw"]


def test_rules_see_an_objection_to_the_record_at_every_key_and_one_to_a_key_at_that_key_alone(
    here: Town,
) -> None:
    rows = queries.against(here.session, [here.parties["agency"].id])
    keys = queries.seen([here.rows["Carl"], here.rows["Arlo"]], rows)
    assert [key.objections for key in keys] == [(Objection(), Objection()), (Objection(),)]
    assert queries.against(here.session, [here.parties["agency"].id], [here.parties["agency"].id]) == []
    assert queries.against(here.session, [here.parties["district"].id]) == []
