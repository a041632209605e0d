"""Values that this service never writes, wherever the check walks: each is a finding with a name, none ends the check."""

import pytest
from sqlalchemy import Integer, LargeBinary, text

from tests.audit.conftest import Record
from tests.audit.operator import owned
from tests.audit.test_outside import cosign_newest
from workflow.audit.check import check
from workflow.publication.core import all_log_keys
from workflow.tables import metadata

EVIDENCE = (
    "event", "log_entry", "log_node", "checkpoint", "cosignature", "party", "party_link", "appointment", "signing_key", "signing_event",
    "sealed_clause", "signature", "public_copy", "publication_statement", "edition",
)  # fmt: skip
HARMLESS = {
    "event": {"actor_office", "actor_party"},
    "cosignature": {"at"},
    "party": {"short_name", "place", "timezone", "contact", "members_write", "parent_id", "created"},
    "party_link": {"id"},
    "appointment": {"until_date", "evidence", "salt"},
    "signing_key": {"id", "label", "created"},
    "signing_event": {"reason"},
    "signature": {"id"},
    "edition": {
        "status", "title", "revision_id", "stage", "stage_opened", "route", "effective_rule", "starts", "ends", "months", "review_months",
        "adopted", "filed", "filed_with", "superseded", "review_opens", "review_due", "supersedes_id", "source", "created", "changed",
        "lock_version",
    },
}  # fmt: skip
"""Columns that repeat nothing of the log, or nothing in this record: docs/trust.md says whose word they are."""


@pytest.mark.parametrize("table", EVIDENCE)
def test_a_value_of_another_kind_is_a_finding_and_no_traceback(record: Record, table: str) -> None:
    cosign_newest(record)
    silent = set()
    with owned(record.database) as session:
        for (name,) in (
            session.connection().execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all()
        ):
            session.connection().execute(text(f"DROP TRIGGER {name}"))
        keys = all_log_keys(session, record.keystore)
        for column in metadata.tables[table].c:
            if column.primary_key and isinstance(column.type, Integer):
                continue  # SQLite itself lets nothing else stand there
            other = "'text'" if isinstance(column.type, LargeBinary) else "x'00ff'"
            with session.begin_nested() as undone:
                query = f'UPDATE OR IGNORE {table} SET "{column.name}" = {other}'
                done = session.connection().execute(text(query)).rowcount
                session.expire_all()
                if done and not check(session, keys, (), (), record.keystore.publication_keys).findings:
                    silent.add(column.name)
                undone.rollback()
    assert silent <= HARMLESS.get(table, set())
