"""Lost leaves are what the log says they are, no more and no fewer."""

import pytest

from tests.audit.conftest import Record
from workflow.audit import restored

SAID = {"from": 5, "to": 9, "lost": 2, "at": "2026-05-12T17:00:00Z"}
MOVED = {"from": 7, "to": 7, "lost": 0, "at": "2026-05-13T17:00:00Z"}


@pytest.mark.parametrize(
    ("places", "said", "found"),
    [
        ([], [], 0),
        ([5, 8], [SAID], 0),
        ([5, 8], [SAID, MOVED], 0),
        ([5], [SAID], 1),
        ([5, 6, 7], [SAID], 1),
        ([5, 9], [SAID], 2),
        ([3], [], 1),
        ([7], [MOVED], 1),
    ],
)
def test_each_lost_leaf_is_named_and_each_named_one_is_lost(places, said, found) -> None:
    assert [one.code for one in restored.findings(places, said)] == ["log.lost"] * found


def test_what_was_lost_is_said() -> None:
    first, second = restored.sentences([SAID, MOVED])
    assert "from a backup of 5 leaves: of the 4 published after them, 2 lost what they said" in first
    assert "with 7 leaves and none known to be lost" in second


def test_an_operator_who_calls_an_event_lost_is_found(record: Record) -> None:
    """Event and place go, the leaf stays, so the tree holds: but the log never said that it was lost."""
    record.falsify(
        'INSERT INTO lost_leaf SELECT "index", leaf FROM log_entry JOIN event ON id = event_id WHERE "index" = 6',
        'DELETE FROM log_entry WHERE "index" = 6',
    )
    assert {"log.lost", "log.left-out"} <= record.codes()
