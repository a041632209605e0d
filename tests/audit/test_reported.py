"""An operator changes recoveries of keys and objections to a record: rows, keys and all."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import Session

from tests.parties.kit import Town, answered
from tests.parties.recovery.conftest import here, lost
from tests.parties.recovery.kit import Loss
from workflow.audit import keys, offices, people, reported
from workflow.audit.told import Told
from workflow.core.people import Actor
from workflow.parties.keys import endings
from workflow.parties.objections import actions as objections
from workflow.parties.recovery import actions as recovering

__all__ = ["here", "lost"]


def codes(session: Session) -> set[str]:
    """Of everything about people, keys and offices."""
    session.flush()
    told = Told.of(session)
    chains = people.chains(session, told)
    steps = (keys.findings, offices.findings, reported.findings)
    return {one.code for step in steps for one in step(session, told, chains)} | {
        one.code for one in chains.findings
    }


def put(session: Session, statement: str, **values: Any) -> set[str]:
    """What is found after an operator's statement; undone afterwards."""
    with session.begin_nested() as undone:
        assert session.connection().execute(text(statement), values).rowcount, statement
        found = codes(session)
        undone.rollback()
    return found


def recovered(lost: Loss) -> None:
    row = lost.confirms("Cleo", lost.begins("Arlo", second="Cleo"))
    lost.later(lost.hours)
    assert recovering.complete(lost.here.session, row.id, at=lost.here.at)


def stopped(lost: Loss) -> None:
    row = lost.confirms("Cleo", lost.begins("Arlo", second="Cleo"))
    recovering.stop(lost.here.session, lost.here.actor("Carl"), row.id, words="It is here.", at=lost.here.at)


def objected(lost: Loss) -> None:
    lost.objects("Dana", lost.confirms("Cleo", lost.begins("Arlo", second="Cleo")))


def begun_twice(lost: Loss) -> None:
    lost.begins("Arlo", second="Cleo")
    lost.later(1)
    lost.begins("Arlo", second="Cleo")


def revoked(lost: Loss) -> None:
    here, old = lost.here, lost.old[0]
    sheet = endings.offer_revocation(here.session, here.actor("Arlo"), old.id, reason="Lost.", at=here.at)
    credential = answered(sheet.options, here.keys["Arlo"])
    endings.revoke(here.session, here.actor("Arlo"), old.id, credential=credential, at=here.at)


LIVES: dict[str, Callable[[Loss], None]] = {
    one.__name__: one for one in (recovered, stopped, objected, begun_twice, revoked)
}


@pytest.mark.both_databases
@pytest.mark.parametrize("life", LIVES)
def test_what_was_honestly_done_holds(lost: Loss, life: str) -> None:
    LIVES[life](lost)
    assert codes(lost.here.session) == set()


CHANGES = {
    "a wait cut short": (stopped, "UPDATE key_recovery SET counts = recorded", "recovery.changed"),
    "fewer hours": (stopped, "UPDATE key_recovery SET waits = 1", "recovery.changed"),
    "another statement": (stopped, "UPDATE key_recovery SET statement = 'x'", "recovery.changed"),
    "a recovery that nobody stopped": (
        stopped, "UPDATE key_recovery SET stopped = NULL, stopped_by = ''", "recovery.changed",
    ),
    "who stopped it": (stopped, "UPDATE key_recovery SET stopped_by = 'Bo'", "recovery.changed"),
    "an objection taken out": (
        objected, "UPDATE key_recovery SET stopped = NULL, stopped_by = '', objection_leaf = ''", "recovery.changed",
    ),
    "a key that counts in spite of it": (
        objected, "UPDATE signing_key SET state = 'vouched', vouched = created WHERE state = 'claimed'", "key.state",
    ),
    "a recovery gone": (recovered, "DELETE FROM key_recovery", "recovery.missing"),
    "a recovery of another key": (
        recovered, "UPDATE key_recovery SET key_id = (SELECT min(id) FROM signing_key WHERE office = 'registrar')", "recovery.changed",
    ),
    "a recovery completed by nobody": (stopped, "UPDATE key_recovery SET completed = recorded", "recovery.changed"),
    "a recovery stopped by nobody": (recovered, "UPDATE key_recovery SET stopped = recorded", "recovery.changed"),
    "the lost key back": (
        recovered, "UPDATE signing_key SET state = 'vouched', revoked = NULL WHERE state = 'revoked'", "key.state",
    ),
    "a loss forgotten": (revoked, "UPDATE signing_key SET lost = NULL WHERE state = 'revoked'", "key.time"),
    "a revocation undone": (
        revoked, "UPDATE signing_key SET state = 'vouched', revoked = NULL, compromised_since = NULL WHERE state = 'revoked'", "key.state",
    ),
    "compromised later than was signed": (
        revoked, "UPDATE signing_key SET compromised_since = created WHERE state = 'revoked'", "key.time",
    ),
}  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_an_operator_with_full_database_access_changes_a_recovery_or_a_key(lost: Loss, change: str) -> None:
    life, statement, code = CHANGES[change]
    life(lost)
    assert code in put(lost.here.session, statement)


def test_a_revoked_key_is_found_alive_whatever_else_the_row_says(lost: Loss) -> None:
    """The state alone, back to what it was: the one edit that would let a key sign again here."""
    revoked(lost)
    found = put(lost.here.session, "UPDATE signing_key SET state = 'vouched' WHERE state = 'revoked'")
    assert found == {"key.state"}


def doubted(here: Town) -> Actor:
    """The district objects to the agency's record; the agency answers."""
    dana = here.actor("Dana")
    row = objections.raise_objection(
        here.session, dana, here.parties["agency"].id, words="We do not know them.", key=here.rows["Carl"].id, at=here.at
    )  # fmt: skip
    objections.answer(here.session, here.actor("Arlo"), row.id, words="They were elected.", at=here.at)
    return dana


@pytest.mark.parametrize(
    "change",
    [
        "withdrawn = at", "key_id = NULL", "person_name = 'Bo'", "answered_by = 'Bo'", "answered = NULL",
        "person_id = (SELECT min(person_id) FROM signing_key WHERE person_id <> party_objection.person_id)",
    ],
)  # fmt: skip
def test_an_operator_with_full_database_access_changes_an_objection(here: Town, change: str) -> None:
    doubted(here)
    assert codes(here.session) == set()
    assert put(here.session, f"UPDATE party_objection SET {change}") == {"objection.row"}


def test_an_objection_taken_out_or_taken_back_in_the_database_alone_is_found(here: Town) -> None:
    dana = doubted(here)
    assert put(here.session, "DELETE FROM party_objection") == {"objection.row"}
    here.at += timedelta(minutes=5)
    (name,) = here.session.connection().execute(text("SELECT id FROM party_objection")).one()
    objections.withdraw(here.session, dana, name, at=here.at)
    assert codes(here.session) == set()
    assert put(here.session, "UPDATE party_objection SET withdrawn = NULL") == {"objection.row"}
