"""Columns that repeat a signed statement say what was signed: names, offices, parties, votes, reasons, days."""

from collections.abc import Iterator

import pytest
from sqlmodel import Session

from tests.audit.conftest import Record
from tests.audit.operator import found_after
from tests.signing import world as worlds
from tests.signing.corrections import amending
from tests.signing.paper.kit import papered
from workflow.audit import people, repeated
from workflow.audit.findings import Finding
from workflow.audit.repeated import REPEATED
from workflow.audit.told import Told
from workflow.tables import metadata


@pytest.fixture
def session(unbound):
    return unbound


def look(session: Session) -> Iterator[Finding]:
    told = Told.of(session)
    return repeated.findings(session, told, people.chains(session, told))


def each_column_is_held(session: Session, table: str, where: str = "1 = 1", of: str = "") -> None:
    assert list(look(session)) == []
    for column in REPEATED[of or table]:
        other = "'2020-01-01 00:00:00'" if column == "at" else "'Bo'"
        found = found_after(
            session, f"UPDATE {table} SET {column} = {other} WHERE {where}",
            lambda: look(session),
        )  # fmt: skip
        assert found == {"signed.said"}, column


def test_an_operator_with_full_database_access_changes_who_signed(session, now) -> None:
    world = worlds.build(session)
    event = world.freeze(session, now)
    world.sign(session, "chief", event.id, now)
    world.decline(session, "superintendent", event.id, now)
    each_column_is_held(session, "signature", "decision = 'approval'")
    each_column_is_held(session, "signature", "decision = 'decline'")


def test_an_operator_with_full_database_access_changes_a_vote_or_an_answer(session, now) -> None:
    world = amending.build(session)
    amending.corrected(session, world, now)
    each_column_is_held(session, "adoption")
    for statement in (
        "DELETE FROM correction",
        "UPDATE correction SET reason = 'A slip.'",
        "UPDATE correction SET kind = 'terms'",
    ):
        assert found_after(session, statement, lambda: look(session)) == {"signed.said"}
    each_column_is_held(session, "correction_answer", "id = (SELECT min(id) FROM correction_answer)")


def test_an_operator_with_full_database_access_changes_who_signed_by_hand(session, now) -> None:
    papered(session, worlds.build(session), now)
    each_column_is_held(session, "attestation", "number = 1")
    each_column_is_held(session, "signature", of="paper")
    for column in ("signatory_name", "signatory_id", "office", "capacity", "signed"):
        found = found_after(
            session, f"UPDATE scan SET {column} = '2020-01-01'",
            lambda: look(session),
        )  # fmt: skip
        assert found == {"signed.said"}, column


def test_every_column_is_one_of_its_table() -> None:
    for table, columns in REPEATED.items():
        there = metadata.tables["signature" if table == "paper" else table].c
        assert [name for name in columns if name not in there] == []


def test_the_event_of_a_signature_names_who_signed(record: Record) -> None:
    record.falsify("UPDATE event SET actor_name = 'Bo' WHERE kind = 'edition:signed'")
    assert record.codes() == {"signed.said"}


def test_a_signature_moved_to_another_edition_is_found(record: Record) -> None:
    record.falsify("UPDATE event SET edition_id = 'other' WHERE kind = 'edition:signed'")
    assert "signed.head" in record.codes()
