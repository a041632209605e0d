"""Every kind of change to the rows of the record, each found by the walk itself."""

import pytest

from tests.audit.conftest import Record
from workflow.audit.events import read_leaf
from workflow.evidence.errors import Bad

COMMENT = "kind = 'edition:comment:posted'"
CHANGES = {
    "another detail": ("UPDATE event SET detail = '{}' WHERE " + COMMENT, "event.changed"),
    "another actor": ("UPDATE event SET actor_id = 'bo' WHERE " + COMMENT, "event.changed"),
    "another name": ("UPDATE event SET actor_name = 'Bo' WHERE " + COMMENT, "event.changed"),
    "another time": ("UPDATE event SET at = '2026-05-13 17:00:00' WHERE " + COMMENT, "event.changed"),
    "another kind": ("UPDATE event SET kind = 'session:begun' WHERE " + COMMENT, "event.changed"),
    "a kind there is not": ("UPDATE event SET kind = 'no:kind' WHERE " + COMMENT, "event.kind"),
    "another salt": ("UPDATE event SET salt = zeroblob(32) WHERE " + COMMENT, "event.changed"),
    "a salt cut short": ("UPDATE event SET salt = x'00' WHERE " + COMMENT, "event.changed"),
    "a salt that is text": ("UPDATE event SET salt = 'salt' WHERE " + COMMENT, "event.changed"),
    "a detail that is no JSON": ("UPDATE event SET detail = '{' WHERE " + COMMENT, "event.changed"),
    "a number that there is not": (
        "UPDATE event SET detail = json_object('thread', 1.5) WHERE " + COMMENT,
        "event.changed",
    ),
    "a time that there is not": ("UPDATE event SET at = 'yesterday' WHERE " + COMMENT, "event.changed"),
    "an actor in bytes": ("UPDATE event SET actor_id = x'69b7' WHERE " + COMMENT, "event.changed"),
    "another person in an appointment": (
        "UPDATE event SET subject_id = 'bo' WHERE kind = 'appointment:recorded'",
        "event.changed",
    ),
    "another agreement": ("UPDATE event SET mou_id = 'other' WHERE kind = 'edition:frozen'", "event.changed"),
    "another time of a signature": (
        "UPDATE event SET at = '2026-05-13 17:00:00' WHERE kind = 'edition:signed'",
        "event.changed",
    ),
    "another act": (
        "UPDATE event SET kind = 'edition:declined' WHERE kind = 'edition:signed'",
        "event.changed",
    ),
    "no leaf": ("UPDATE event SET leaf = x'00' WHERE kind = 'edition:signed'", "event.leaf"),
    "a leaf that is text": ("UPDATE event SET leaf = 'leaf' WHERE kind = 'edition:signed'", "event.leaf"),
    "an event gone": ("DELETE FROM event WHERE kind = 'edition:executed'", "stream.gap"),
    "a number left out": (
        "UPDATE event SET seq = seq + 100 WHERE kind = 'edition:published'",
        "stream.gap",
    ),
    "a stream cut": ("UPDATE stream SET length = length - 1 WHERE id LIKE 'mou:%'", "stream.gap"),
    "a stream forgotten": ("DELETE FROM stream WHERE id = 'service'", "stream.gap"),
    "an event kept out of the log": ("DELETE FROM unsequenced", "log.left-out"),
    "an event kept out of the log under a place it does not have": (
        'INSERT INTO log_entry ("index", event_id) SELECT 1000000, event_id FROM unsequenced; DELETE FROM unsequenced',
        "log.left-out",
    ),
    "a place without its event": ('DELETE FROM log_entry WHERE "index" = 5', "log.gap"),
    "the last place without its event": (
        'DELETE FROM log_entry WHERE "index" = (SELECT max("index") FROM log_entry)',
        "log.gap",
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_record_is_found(record: Record, change: str) -> None:
    statement, code = CHANGES[change]
    record.falsify(*statement.split("; "))
    assert code in record.codes()


def test_a_second_leaf_with_the_number_of_another_is_refused(record: Record) -> None:
    """Two heads for one edition: the second is a leaf of its own, with the number of the first."""
    record.falsify(
        "INSERT INTO event (stream, seq, kind, at, actor_id, actor_name, actor_office, actor_party, mou_id, party_id, subject_id,"
        " detail, leaf, salt) SELECT stream, seq + 1000, kind, at, actor_id, actor_name, actor_office, actor_party, mou_id, party_id,"
        " subject_id, detail, leaf, salt FROM event WHERE kind = 'edition:frozen'"
    )
    found = record.codes()
    assert "chain.second" in found


def test_a_link_taken_out_of_a_chain_is_found(record: Record) -> None:
    record.falsify(
        "UPDATE log_entry SET \"index\" = -1 WHERE event_id = (SELECT min(id) FROM event WHERE kind = 'edition:signed')"
    )
    assert {"chain.link", "log.gap"} <= record.codes()


@pytest.mark.parametrize(
    "data", [b"", b"sro-mou/log-leaf/v1\0\0\0\0\2{}", b"sro-mou/log-leaf/v1\0\0\0\0\3{}"]
)
def test_what_is_no_leaf_is_refused(data: bytes) -> None:
    with pytest.raises(Bad):
        read_leaf(data)
