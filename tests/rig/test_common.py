"""Tests that ask for a session alone share a database, and none sees what another did."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

PLACE = "INSERT INTO throttle (key, window_start, count) VALUES ('common', '2026-05-12 17:00:00+00:00', 1)"
NOBODYS = (
    "INSERT INTO web_session (token_hash, person_id, by_passkey, created, seen, expires)"
    " VALUES ('x', 'nobody', false, '2026-01-01', '2026-01-01', '2026-01-01')"
)


@pytest.mark.both_databases
@pytest.mark.parametrize("turn", [1, 2])
def test_what_one_test_writes_the_next_does_not_see(session, turn):
    assert session.connection().execute(text("SELECT count(*) FROM throttle")).scalar() == 0
    session.connection().execute(text(PLACE))


def test_a_test_that_commits_is_told_to_ask_for_a_database(common):
    with pytest.raises(RuntimeError, match="a `database` of its own"), common.undone("sqlite") as session:
        session.commit()


def test_what_a_commit_would_refuse_is_refused(common):
    with pytest.raises(IntegrityError), common.undone("postgresql") as session:
        session.connection().execute(text(NOBODYS))
