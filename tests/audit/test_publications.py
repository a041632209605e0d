"""Public copies and the statements about them that are no longer what was logged."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import Session, select

from tests.audit.conftest import Record
from tests.audit.forger import resign
from tests.history.test_actions import begin, frozen
from tests.publication import kit
from tests.publication.hiding import kit as hiding
from workflow.adapters.keystore import Keystore
from workflow.adapters.settings import Settings
from workflow.audit import publications
from workflow.core.events import EventKind
from workflow.evidence import leaf as leaves
from workflow.evidence import publishing
from workflow.evidence.canonical import unb64u
from workflow.evidence.envelope import envelope_hash
from workflow.history.models import Event
from workflow.history.queries import leaf_of
from workflow.history.sequencer import sequence
from workflow.publication.models import FormerCopy, PublicationStatement, PublicCopy


@pytest.fixture
def keys(tmp_path: Path) -> Keystore:
    return Keystore(tmp_path / "keys")


CHANGES = {
    "a public package": ("UPDATE public_copy SET core = CAST(replace(core, 'Police', 'Palace') AS BLOB)", "published.copy"),
    "a public package, left as a text": ("UPDATE public_copy SET core = core || ' '", "published.copy"),
    "a package of the same letters": ("UPDATE public_copy SET core = CAST(core AS TEXT)", "published.copy"),
    "a public PDF, left as a text": ("UPDATE public_copy SET pdf = replace(pdf, 'a', 'b')", "published.copy"),
    "a public PDF": ("UPDATE public_copy SET pdf = x'00'", "published.copy"),
    "a publication's event": ("UPDATE public_copy SET event_id = 1", "published.copy"),
    "a statement gone": ("DELETE FROM publication_statement", "published.copy"),
    "a statement changed": ("UPDATE publication_statement SET envelope = json_set(envelope, '$.statement', 'AAAA')", "published.statement"),
    "a statement that is none": ("UPDATE publication_statement SET envelope = '[]'", "published.statement"),
    "a copy gone": ("DELETE FROM public_copy", "published.missing"),
    "a copy of another edition": ("UPDATE public_copy SET edition_id = 'other', event_id = 1", "published.missing"),
    "a copy called former": ("INSERT INTO former_copy SELECT event_id, edition_id, core_hash, pdf_hash, published, published FROM public_copy", "published.former"),
    "a former copy of no publication": ("INSERT INTO former_copy SELECT 1, edition_id, core_hash, pdf_hash, published, published FROM public_copy", "published.former"),
    "a statement of another edition": ("UPDATE publication_statement SET edition_id = 'other'", "published.statement"),
    "a statement of another event": ("UPDATE publication_statement SET event_id = 1", "published.statement"),
    "a statement by another key": ("UPDATE publication_statement SET key = 'other'", "published.statement"),
    "the day of a publication": ("UPDATE public_copy SET published = '2020-01-01 00:00:00.000000'", "published.copy"),
    "the checkpoint of a publication": ("UPDATE public_copy SET checkpoint_size = 1", "published.copy"),
    "a leaf that cannot be read": ("UPDATE event SET leaf = x'00' WHERE kind = 'edition:published'", "published.copy"),
}  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_what_was_published_and_changed_is_found(record: Record, change: str) -> None:
    statement, code = CHANGES[change]
    record.falsify(statement)
    assert code in record.codes()


def test_an_honest_record_holds(record: Record) -> None:
    assert record.codes() == set()


def test_a_copy_exchanged_with_its_hashes_is_still_not_what_was_logged(record: Record) -> None:
    record.falsify(
        "UPDATE public_copy SET pdf = x'00', pdf_hash = 'bjQLnP-zepicpUTmu3gKLHiQHT-zNzh2hRGjBhevoB0'"
    )
    assert record.codes() == {"published.copy"}


def test_a_package_that_no_longer_holds_says_why(record: Record) -> None:
    record.falsify("UPDATE public_copy SET core = CAST(replace(core, 'Police', 'Palace') AS BLOB)")
    words = [finding.words for finding in record.check().findings if finding.code == "published.package"]
    assert words and "We could not confirm" in words[0]


def test_a_publication_by_the_logs_key_is_found_though_the_whole_log_was_signed_anew(record: Record) -> None:
    """Who has the database and the log's key, and not the publication key."""
    with record.database.writing() as session:
        copy = session.exec(select(PublicCopy)).one()
        event = session.get_one(Event, copy.event_id)
        leaf = leaf_of(event)
        forged = publishing.envelope(
            record.keystore.checkpoint_key, deployment=leaf["deployment"], mou=leaf["mou"], edition=leaf["edition"],
            head=leaf["head"], core=unb64u(copy.core_hash), pdf=unb64u(copy.pdf_hash), issued=event.at,
        )  # fmt: skip
    record.falsify()
    with record.database.writing() as session:
        session.get_one(PublicationStatement, copy.event_id).envelope = forged
        said = leaves.leaf_data(leaf | {"subject": envelope_hash(forged)})
        session.get_one(Event, copy.event_id).leaf = said
    resign(record)
    assert "published.statement" in record.codes()


def test_a_publication_that_waits_for_its_place_is_no_finding(
    session: Session, settings: Settings, now: datetime
) -> None:
    press = kit.press(session, settings)
    press.execute(now)
    press.checkpoint(now)
    assert press.publish(now)
    assert list(publications.findings(session, press.keystore.publication_keys)) == []


def test_publications_from_before_there_was_a_key_hold_without_a_statement(
    session: Session, keys: Keystore, now: datetime
) -> None:
    begin(session, now)
    frozen(session, now, EventKind.EDITION_PUBLISHED)
    sequence(session, key=keys.checkpoint_key, at=now)
    found = [one.code for one in publications.findings(session, keys.publication_keys)]
    assert found == ["published.missing"]  # and no statement is missed


def test_of_a_copy_that_was_replaced_the_hashes_stay(
    session: Session, settings: Settings, now: datetime
) -> None:
    press = hiding.executed(session, settings, now)
    hiding.decided(press, hiding.HIDE, now + timedelta(minutes=10))
    hiding.decided(press, hiding.Sheet("release", ["3"], "It is public by now."), now + timedelta(hours=1))
    keys = press.keystore.publication_keys
    assert list(publications.findings(session, keys)) == []
    row = session.exec(select(FormerCopy)).one()
    row.core_hash, was = "A" * 43, row.core_hash
    session.flush()
    assert [one.code for one in publications.findings(session, keys)] == ["published.former"]
    row.core_hash = was
    session.delete(row)
    session.flush()
    assert [one.code for one in publications.findings(session, keys)] == ["published.former"]
