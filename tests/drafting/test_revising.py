"""Writing the next revision: what every act on the text shares."""

from datetime import datetime

import pytest
from sqlmodel import Session, select

from tests.drafting.conftest import Sides
from workflow.core.errors import Conflict, Forbidden, Invalid, NotFound, Refused
from workflow.core.events import EventKind
from workflow.core.lifecycle import EDITABLE, Status
from workflow.drafting import queries, revising
from workflow.drafting.compare import Piece
from workflow.drafting.models import Edition
from workflow.history.models import Event


@pytest.mark.parametrize("status", Status)
def test_a_text_is_open_in_the_editable_states_alone(
    session: Session, sides: Sides, edition: Edition, status: Status
) -> None:
    edition.status = status
    session.flush()
    if status in EDITABLE:
        assert revising.open_text(session, sides.dana, edition.id).status is status
    else:
        with pytest.raises(Refused, match="cannot change now"):
            revising.open_text(session, sides.dana, edition.id)
    with pytest.raises(Forbidden):
        revising.open_text(session, sides.sam, edition.id)
    with pytest.raises(NotFound):
        revising.open_text(session, sides.pat, edition.id)


@pytest.mark.parametrize("text", ["", " \n\t ", "x" * 100_001, "a\u200bb"])
def test_a_clause_has_words_that_can_be_signed(text: str) -> None:
    with pytest.raises(Invalid):
        revising.clause_text(text)


def test_a_clause_is_kept_in_its_plain_form() -> None:
    assert revising.clause_text("\r\n# 1.\u00a0Aim  \r\n\r\nWords.\n") == "# 1. Aim\n\nWords."


def test_a_note_is_one_line_of_some_length() -> None:
    assert revising.plain_note(" Hours \n mended ") == "Hours mended"
    with pytest.raises(Invalid):
        revising.plain_note("x" * 501)


@pytest.mark.parametrize(("after", "at"), [("", 2), ("first", 0), ("a", 1), ("b", 2)])
def test_a_place_is_the_beginning_the_end_or_after_a_clause(after: str, at: int) -> None:
    assert revising.place([Piece("a", "x"), Piece("b", "y")], after) == at


def test_a_place_that_is_gone_is_told() -> None:
    with pytest.raises(Invalid, match="gone"):
        revising.place([Piece("a", "x")], "b")


def test_an_unchanged_clause_may_be_written_and_a_changed_one_is_a_conflict(
    session: Session, sides: Sides, edition: Edition, keys: list[str], now: datetime
) -> None:
    subject = revising.open_text(session, sides.dana, edition.id)
    before = queries.clauses_of(session, edition.revision_id)
    assert revising.unchanged(session, subject, before, keys[0], 1, mine="# Mine").key == keys[0]
    pieces = queries.pieces(before)
    pieces[0] = Piece(keys[0], "# Theirs")
    revising.revise(session, sides.lee, subject, before, pieces, note="", at=now)
    after = queries.clauses_of(session, edition.revision_id)
    with pytest.raises(Conflict) as stale:
        revising.unchanged(session, subject, after, keys[0], 1, mine="# Mine")
    assert (stale.value.mine, stale.value.theirs) == ("# Mine", "# Theirs")
    assert revising.unchanged(session, subject, after, keys[0], 1, mine="# Theirs").text == "# Theirs"
    with pytest.raises(NotFound):
        revising.unchanged(session, subject, after, "nosuchkey", 1, mine="x")


def test_the_event_names_keys_and_no_words(
    session: Session, sides: Sides, edition: Edition, keys: list[str], now: datetime
) -> None:
    subject = revising.open_text(session, sides.dana, edition.id)
    before = queries.clauses_of(session, edition.revision_id)
    pieces = [Piece(keys[1], "# Secret words"), Piece("f" * 20, "# Another"), queries.pieces(before)[2]]
    revising.revise(session, sides.dana, subject, before, pieces, note="Told", at=now)
    event = session.exec(select(Event).where(Event.kind == EventKind.REVISION_MADE)).one()
    assert event.detail == {"number": 2, "changed": [keys[1], "f" * 20], "removed": [keys[0]]}


def test_the_same_text_writes_nothing_and_too_many_clauses_are_refused(
    session: Session, sides: Sides, edition: Edition, now: datetime
) -> None:
    subject = revising.open_text(session, sides.dana, edition.id)
    before = queries.clauses_of(session, edition.revision_id)
    same = revising.revise(session, sides.dana, subject, before, queries.pieces(before), note="", at=now)
    assert (
        same.number == 1
        and session.exec(select(Event).where(Event.kind == EventKind.REVISION_MADE)).all() == []
    )
    many = [Piece(f"{number:020d}", "x") for number in range(2_001)]
    with pytest.raises(Invalid, match="at most 2000"):
        revising.revise(session, sides.dana, subject, before, many, note="", at=now)
