"""An operator closes a comment, opens one, or shows to the public what was hidden from it: in the row alone."""

import pytest
from sqlalchemy import text
from sqlmodel import Session

from tests.audit.spoken import everything
from tests.review.world import World
from workflow.audit import talk
from workflow.audit.told import Told


@pytest.fixture
def spoken(session: Session, now) -> World:
    return everything(session, now)


def found_after(session: Session, statement: str) -> set[str]:
    session.flush()
    with session.begin_nested() as undone:
        assert session.connection().execute(text(statement)).rowcount, statement
        found = {one.code for one in talk.findings(session, Told.of(session))}
        undone.rollback()
    return found


@pytest.mark.both_databases
def test_honest_talk_stands_as_its_acts_left_it(spoken: World) -> None:
    assert list(talk.findings(spoken.session, Told.of(spoken.session))) == []


CHANGES = {
    "an objection settled": ("UPDATE thread SET state = 'answered' WHERE state = 'open'", "comment.state"),
    "an answer forgotten": ("UPDATE thread SET state = 'open' WHERE state <> 'open'", "comment.state"),
    "a hidden comment shown": (
        "UPDATE public_comment SET state = 'shown' WHERE state = 'hidden'",
        "public_comment.state",
    ),
    "a comment never confirmed": ("UPDATE public_comment SET state = 'pending'", "public_comment.state"),
    "another number": ("UPDATE public_comment SET number = number + 7", "public_comment.row"),
    "another day": (
        "UPDATE public_comment SET confirmed = '2020-01-01 00:00:00+00:00'",
        "public_comment.row",
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_an_operator_with_full_database_access_changes_how_talk_stands(spoken: World, change: str) -> None:
    statement, code = CHANGES[change]
    assert code in found_after(spoken.session, statement)
