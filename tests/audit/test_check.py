"""What the whole check says of an honest record, and of one that its operator made anew with the real key."""

import pytest
from sqlmodel import col, select

from tests.audit.conftest import Record, record_honestly
from tests.audit.forger import resign
from workflow.adapters.database import Database
from workflow.adapters.settings import Settings
from workflow.audit.findings import OWN_WORD
from workflow.history.models import Checkpoint

OUTSIDE = ("receipt.txt", "checkpoint.txt", "package.json")
COMMENT = "UPDATE event SET detail = json_object('thread', 99) WHERE kind = 'edition:comment:posted' AND detail LIKE '%3%'"


def test_an_honest_record_holds_but_is_the_operators_word_alone(record: Record) -> None:
    report = record.check()
    assert (report.findings, report.exit_code) == ([], 0)
    assert report.sentences()[-1] == OWN_WORD and report.size == report.events - 1


def test_what_others_kept_vouches_for_as_much_as_they_saw(record: Record) -> None:
    report = record.check(*OUTSIDE)
    assert report.findings == [] and 0 < report.vouched < report.size
    assert report.kept["checkpoint.txt"] == report.vouched
    assert "The 4 after them are the operator's word alone." in report.sentences()[1]


@pytest.mark.parametrize("kept", OUTSIDE)
def test_a_comment_rewritten_and_the_whole_log_signed_anew_is_seen_from_outside_alone(
    record: Record, kept: str
) -> None:
    record.falsify(COMMENT)
    assert record.codes() == {"event.changed"}
    resign(record)
    assert record.codes() == set() and record.check().sentences()[-1] == OWN_WORD
    assert "outside.forked" in record.codes(kept)


@pytest.mark.parametrize("kept", OUTSIDE)
def test_a_log_truncated_and_signed_anew_is_seen_from_outside(record: Record, kept: str) -> None:
    with record.database.reading() as session:
        first = session.exec(select(Checkpoint.size).order_by(col(Checkpoint.size))).first()
    assert first
    record.falsify("DELETE FROM public_copy", "DELETE FROM publication_statement")
    resign(record, first)
    assert record.codes() == set()
    assert record.codes(kept) == {"outside.truncated"}


def test_only_the_newest_leaves_can_be_taken_away_unseen(record: Record) -> None:
    """Exactly what the answer to the honest record says: leaves after the last that was kept are the operator's word."""
    vouched = record.check(*OUTSIDE).vouched
    resign(record, vouched)
    assert record.codes(*OUTSIDE) == set()
    resign(record, vouched - 1)
    assert "outside.truncated" in record.codes("checkpoint.txt")


def test_another_key_of_the_log_is_seen(record: Record) -> None:
    (record.settings.keys_folder / "checkpoint.pem").unlink()
    resign(record)
    assert record.codes() == set()
    assert record.codes(*OUTSIDE) == {"outside.checkpoint"}


def test_postgresql_holds_the_same_record(database: Database, settings: Settings) -> None:
    with database.writing() as session:
        kept = record_honestly(session, settings)
    report = Record(database, settings, kept).check(*OUTSIDE)
    assert (report.findings, report.size, report.events) == ([], 33, 34)
