"""The ways out of a blocking objection: who is above whom, when, and whose two acts it takes."""

import itertools
from datetime import UTC, datetime, timedelta

import pytest

from workflow.core.objections import (
    AFTER_ESCALATION,
    EXECUTIVES,
    TIME_TO_ANSWER,
    Step,
    both,
    due,
    is_above,
    step,
)
from workflow.core.people import Office, PartyKind

NOW = datetime(2026, 5, 12, 17, tzinfo=UTC)
DAY = timedelta(days=1)


def test_executives_are_above_everybody_but_each_other() -> None:
    for executive, author in itertools.product(EXECUTIVES, Office):
        assert is_above([executive], [author]) == (author not in EXECUTIVES)


def test_below_them_only_a_supervisor_is_above_an_officer() -> None:
    above = {(a, b) for a, b in itertools.product(set(Office) - EXECUTIVES, Office) if is_above([a], [b])}
    assert above == {(Office.SRO_SUPERVISOR, Office.SRO)}
    assert (
        is_above([Office.CHIEF], []) and not is_above([Office.COUNSEL], []) and not is_above([], [Office.SRO])
    )
    assert not is_above([Office.CHIEF], [Office.SRO, Office.SHERIFF])


@pytest.mark.parametrize(("stage", "wanted"), [(None, 14), (3, 14), (20, 20)])
def test_it_is_due_after_two_weeks_and_not_before_its_stage(stage: int | None, wanted: int) -> None:
    assert due(NOW, NOW + stage * DAY if stage else None) == NOW + wanted * DAY


@pytest.mark.parametrize(
    ("now", "escalated", "wanted"),
    [
        (NOW + TIME_TO_ANSWER - DAY, None, Step.WAITING),
        (NOW + TIME_TO_ANSWER, None, Step.DUE),
        (NOW + 15 * DAY, NOW + 15 * DAY, Step.ESCALATED),
        (NOW + 15 * DAY + AFTER_ESCALATION - timedelta(seconds=1), NOW + 15 * DAY, Step.ESCALATED),
        (NOW + 15 * DAY + AFTER_ESCALATION, NOW + 15 * DAY, Step.OVERRIDABLE),
    ],
)
def test_every_step(now: datetime, escalated: datetime | None, wanted: Step) -> None:
    assert step(due(NOW, None), escalated, now) is wanted


def test_it_takes_the_authors_own_side_and_one_of_the_other_side() -> None:
    kinds = {"d": PartyKind.DISTRICT, "p": PartyKind.AGENCY, "q": PartyKind.AGENCY}
    of_agency, of_district = both("p", kinds), both("d", kinds)
    assert [of_agency.asks(party) for party in "dpq"] == [True, True, False]
    assert [of_district.asks(party) for party in "dpq"] == [True, True, True]
    for said, complete in (
        ("", False),
        ("p", False),
        ("d", False),
        ("dq", False),
        ("dp", True),
        ("dpq", True),
    ):
        assert of_agency.complete(said) is complete
    assert of_district.complete("dq") and not of_district.complete("pq")
