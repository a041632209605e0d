"""An operator opens, closes or executes a frozen text in its row alone."""

import pytest
from sqlmodel import Session

from tests.audit.conftest import Record
from tests.audit.operator import owned
from tests.signing import world as worlds
from workflow.audit import signings
from workflow.audit.told import Told
from workflow.signing import actions

LONG_AGO = "'2020-01-01 00:00:00.000000'"
CHANGES = {
    "an executed text called voided": "UPDATE signing_event SET state = 'voided'",
    "an executed text opened again": "UPDATE signing_event SET state = 'open', closed = NULL",
    "an earlier day of freezing": f"UPDATE signing_event SET opened = {LONG_AGO}",
    "an earlier end": f"UPDATE signing_event SET closed = {LONG_AGO}",
    "a longer window": "UPDATE signing_event SET expires = '2036-01-01 00:00:00.000000'",
    "a day of execution": f"UPDATE edition SET executed = {LONG_AGO}",
    "an execution forgotten": "UPDATE edition SET executed = NULL",
    "a freeze nobody made": "UPDATE event SET subject_id = 'other' WHERE kind = 'edition:frozen'",
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_became_of_a_text_is_what_its_chain_says(record: Record, change: str) -> None:
    record.falsify(CHANGES[change])
    assert "signed.state" in record.codes()


@pytest.mark.parametrize(
    "statement", ["UPDATE installation SET deployment = 'other'", "DELETE FROM installation"]
)
def test_the_log_is_of_this_installation(record: Record, statement: str) -> None:
    with owned(record.database) as session:
        assert list(signings.findings(session, Told.of(session))) == []
        session.connection().exec_driver_sql(statement)
        assert {one.code for one in signings.findings(session, Told.of(session))} == {"log.deployment"}


def test_a_text_that_was_reopened_and_frozen_anew_holds(session: Session, now) -> None:
    world = worlds.build(session)
    world.freeze(session, now)
    actions.reopen(session, world.actor(session, "counsel", now), world.edition, reason="A slip.", at=now)
    assert list(signings.findings(session, Told.of(session))) == []


def test_a_text_that_nobody_signed_in_time_holds(session: Session, now) -> None:
    world = worlds.build(session)
    event = world.freeze(session, now)
    assert list(signings.findings(session, Told.of(session))) == []
    assert actions.expire(session, event.id, event.expires.replace(year=2027))
    assert list(signings.findings(session, Told.of(session))) == []
