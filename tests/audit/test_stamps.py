"""Time tokens and cosignatures that were exchanged or taken away."""

from datetime import timedelta

import pytest

from tests.audit.conftest import Record
from tests.audit.operator import found_after
from tests.audit.test_outside import cosign_newest
from tests.publication import kit
from workflow.adapters.keystore import Keystore
from workflow.adapters.timestamp import LocalTimeAuthority
from workflow.audit import stamps
from workflow.audit.told import Told
from workflow.signing import stamping


@pytest.fixture
def session(unbound):
    return unbound


@pytest.fixture
def press(session, settings, now, tmp_path):
    """Signed, and each statement has a token; that of the chief is the first."""
    made = kit.press(session, settings)
    made.execute(now)
    authority = LocalTimeAuthority(Keystore(tmp_path / "outside").time)
    for event in Told.of(session).of_kinds(stamps.STATED):
        imprint = stamping.question(session, event["id"]).imprint
        stamping.stamp(session, event["id"], authority.token(imprint, now + timedelta(minutes=6)), at=now)
    return made


def look(session):
    return stamps.findings(session, Told.of(session))


CHANGES = [
    "UPDATE time_token SET token = (SELECT token FROM time_token AS other WHERE other.event_id <> time_token.event_id)",
    "UPDATE time_token SET token = x'00'",
    "UPDATE time_token SET token = 'token'",
    "UPDATE time_token SET failure = 'It did not answer.'",
    "UPDATE time_token SET token = x''",
    "UPDATE time_token SET event_id = 1 WHERE event_id = (SELECT min(event_id) FROM time_token)",
]


@pytest.mark.parametrize("statement", CHANGES)
def test_a_token_exchanged_is_found(press, statement):
    assert list(look(press.session)) == []
    assert found_after(press.session, statement, lambda: look(press.session)) == {"time.token"}


def test_a_token_taken_away_is_found_once_a_package_carries_it(press, now):
    """Until then nobody has seen it but whoever took it away: docs/trust.md says so."""
    statement = "DELETE FROM time_token"
    assert found_after(press.session, statement, lambda: look(press.session)) == set()
    press.checkpoint(now + timedelta(minutes=7))
    assert press.publish(now + timedelta(minutes=8))
    assert list(look(press.session)) == []
    assert found_after(press.session, statement, lambda: look(press.session)) == {"time.token"}


def test_a_failure_that_the_log_tells_is_not_taken_away(session, settings, now):
    made = kit.press(session, settings)
    made.execute(now)
    for event in Told.of(session).of_kinds(stamps.STATED):
        stamping.give_up(session, event["id"], "it does not answer", at=now)
    assert list(look(session)) == []
    assert found_after(session, "DELETE FROM time_token", lambda: look(session)) == {"time.token"}


@pytest.mark.parametrize(
    "change", ["time = time + 1", "signature = zeroblob(64)", "signature = 'x'", "key = 'x'", "time = 'x'"]
)
def test_a_cosignature_changed_is_found(record: Record, change: str) -> None:
    cosign_newest(record)
    assert record.codes() == set()
    record.falsify(f"UPDATE cosignature SET {change}")
    assert "witness.cosignature" in record.codes()


def test_a_cosignature_of_another_checkpoint_is_found(record: Record) -> None:
    cosign_newest(record)
    record.falsify("UPDATE cosignature SET size = (SELECT min(size) FROM checkpoint)")
    assert "witness.cosignature" in record.codes()
