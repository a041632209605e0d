"""A person judges a point of the guidance."""

from datetime import datetime

import pytest
from sqlmodel import Session, select

from tests.drafting.conftest import Sides
from workflow.core.errors import Forbidden, Invalid, NotFound, Refused
from workflow.core.events import EventKind
from workflow.core.lifecycle import Status
from workflow.drafting import marking, requirements
from workflow.drafting.models import Edition, Mark
from workflow.history.models import Event


@pytest.mark.both_databases
def test_a_mark_keeps_who_said_what_of_which_text(
    session: Session, sides: Sides, edition: Edition, keys: list[str], now: datetime
) -> None:
    made = marking.mark(
        session, sides.lee, edition.id, "7", value="met", words=" The Chief. \r\n", clause=keys[2], at=now
    )
    assert (made.words, made.revision_id, made.person_name) == (
        "The Chief.",
        edition.revision_id,
        "Lee Ortiz",
    )
    event = session.exec(select(Event).where(Event.kind == EventKind.FINDING_MARKED)).one()
    assert event.subject_id == made.id and "Chief" not in str(event.detail)
    assert event.detail["requirement"] == "7"


def test_the_newest_counts_and_earlier_ones_stay(
    session: Session, sides: Sides, edition: Edition, keys: list[str], now: datetime
) -> None:
    for value in ("met", "not_met", "not_applicable"):
        marking.mark(session, sides.dana, edition.id, "7", value=value, words="So.", at=now)
    assert len(session.exec(select(Mark)).all()) == 3
    shown = requirements.findings_page(session, sides.dana, edition.id)["findings"]
    assert {one["requirement"]: one["state"] for one in shown}["7"] == "not_applicable"


@pytest.mark.parametrize(
    ("value", "words", "clause", "field"),
    [
        ("perhaps", "", "", "value"),
        ("not_met", " ", "", "words"),
        ("not_applicable", "", "", "words"),
        ("met", "", "", "words"),
        ("met", "Yes.", "0123456789abcdef0123", "clause"),
        ("not_met", "x" * 2_001, "", "words"),
        ("not_met", "Turned \u202e round.", "", "words"),
    ],
)
def test_a_mark_that_says_too_little_is_told_what_is_missing(
    session: Session, sides: Sides, edition: Edition, now: datetime, value: str, words: str, clause: str, field: str
) -> None:  # fmt: skip
    with pytest.raises(Invalid) as refusal:
        marking.mark(session, sides.dana, edition.id, "7", value=value, words=words, clause=clause, at=now)
    assert {issue.field for issue in refusal.value.issues} == {field}
    assert session.exec(select(Mark)).all() == []


def test_who_does_not_run_it_judges_nothing_and_a_stranger_finds_nothing(
    session: Session, sides: Sides, edition: Edition, now: datetime
) -> None:
    with pytest.raises(Forbidden):
        marking.mark(session, sides.sam, edition.id, "7", value="not_met", words="No.", at=now)
    with pytest.raises(NotFound):
        marking.mark(session, sides.pat, edition.id, "7", value="not_met", words="No.", at=now)
    with pytest.raises(NotFound):
        marking.mark(session, sides.dana, edition.id, "9999", value="not_met", words="No.", at=now)


@pytest.mark.parametrize("status", Status)
def test_points_are_judged_before_the_freeze_alone(
    session: Session, sides: Sides, edition: Edition, now: datetime, status: Status
) -> None:
    edition.status = status
    session.flush()
    if status in requirements.MARKABLE:
        assert marking.mark(session, sides.dana, edition.id, "7", value="not_met", words="No.", at=now)
        return
    with pytest.raises(Refused, match="judged before the freeze"):
        marking.mark(session, sides.dana, edition.id, "7", value="not_met", words="No.", at=now)
