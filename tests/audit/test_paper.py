"""A scan or an attestation that is no longer what it was is found by `log check`."""

from collections.abc import Iterator

import pytest
from sqlalchemy import text
from sqlmodel import Session, select

from tests.conftest import NOW
from tests.rig.databases import Databases
from tests.signing import world as worlds
from tests.signing.paper.kit import JPEG, papered
from workflow.adapters.database import Database
from workflow.audit import paper, signed
from workflow.signing.models import Signature
from workflow.signing.paper.models import Attestation, Scan, ScanFile


@pytest.fixture(scope="module")
def papers(make_database: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """A slot filled on paper, once; an operator with full access has taken the triggers away."""
    settings = make_database("sqlite", tmp_path_factory.mktemp("papers") / "data")
    database = Database(settings.database)
    with database.writing() as session:
        papered(session, worlds.build(session), NOW)
    with database.writing() as session:
        connection = session.connection()
        for (name,) in connection.execute(
            text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        ).all():
            connection.execute(text(f"DROP TRIGGER {name}"))
    yield database
    database.close()


@pytest.fixture
def session(papers: Database) -> Iterator[Session]:
    """What one test changes is undone."""
    with Session(papers.engine, autoflush=False) as opened:
        yield opened
        opened.rollback()


def found(session):
    session.flush()
    return [one.code for one in paper.findings(session)]


def test_what_was_handed_in_and_attested_holds(session):
    assert found(session) == [] and list(signed.findings(session)) == []


def _half(session, rows):
    """As it stands before the second attests: no signature, and nothing wrong."""
    session.delete(rows[1])
    session.exec(select(Scan)).one().state = "waiting"


def _other_file(session, rows):
    session.exec(select(ScanFile)).one().content = JPEG


def _no_file(session, rows):
    session.delete(session.exec(select(ScanFile)).one())


def _other_digest(session, rows):
    session.exec(select(Scan)).one().digest = "A" * 43


def _first_gone(session, rows):
    session.delete(rows[0])


def _first_exchanged(session, rows):
    rows[0].envelope = rows[1].envelope


def _first_is_none(session, rows):
    rows[0].envelope = {"statement": None}


def _first_without_statement(session, rows):
    rows[0].envelope = {}


def _filled_without_a_word(session, rows):
    for row in rows:
        session.delete(row)


@pytest.mark.parametrize(
    ("change", "times"),
    [
        (_half, 0), (_other_file, 1), (_no_file, 1), (_other_digest, 2), (_first_gone, 1), (_first_exchanged, 1), (_first_is_none, 1),
        (_first_without_statement, 1), (_filled_without_a_word, 1),
    ],
    ids=lambda one: getattr(one, "__name__", str(one)).strip("_"),
)  # fmt: skip
def test_what_was_exchanged_or_taken_out_is_found(session, change, times):
    change(session, list(session.exec(select(Attestation).order_by(Attestation.number))))
    assert found(session) == ["signed.scan"] * times


def test_paper_called_a_signature_by_key_is_found(session):
    session.exec(select(Signature)).one().key_kind = "synced"
    session.flush()
    assert [one.code for one in signed.findings(session)] == ["signed.row"]
