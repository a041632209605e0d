"""An honest record with a published edition, and an operator who owns the database and the log's key."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlmodel import Session, select

from tests.audit.operator import owned
from tests.conftest import NOW
from tests.publication import kit
from tests.rig.databases import Databases
from workflow.adapters.database import Database
from workflow.adapters.keystore import Keystore
from workflow.adapters.settings import Settings
from workflow.audit import outside
from workflow.audit.check import check
from workflow.audit.findings import Report
from workflow.core.events import EventKind
from workflow.core.people import SERVICE, Actor
from workflow.evidence import tlog
from workflow.history import actions as history
from workflow.history import queries
from workflow.history.sequencer import sequence
from workflow.parties.models import Appointment
from workflow.publication.core import all_log_keys, on_the_web
from workflow.publication.models import PublicCopy

ANA = Actor("ana", "Ana Diaz", party_name="Springfield Schools", office_title="Superintendent")


@dataclass
class Record:
    """One copy of the honest record, which the test may falsify; `kept` is what others kept of it before."""

    database: Database
    settings: Settings
    kept: dict[str, bytes]

    @property
    def keystore(self) -> Keystore:
        return Keystore(self.settings.keys_folder)

    def falsify(self, *statements: str) -> None:
        """What an operator with full access can do: the triggers go first."""
        with self.database.reading() as session:  # where foreign keys can be turned off
            connection = session.connection()
            connection.execute(text("PRAGMA foreign_keys = OFF"))
            for (name,) in connection.execute(
                text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            ).all():
                connection.execute(text(f"DROP TRIGGER {name}"))
            for statement in statements:
                done = connection.execute(text(statement))
                assert done.rowcount != 0, statement

    def check(self, *names: str) -> Report:
        with self.database.snapshot() as session:
            kept = [outside.read(name, self.kept[name]) for name in names]
            publishers = self.keystore.publication_keys
            return check(session, all_log_keys(session, self.keystore), kept, (), publishers)

    def codes(self, *names: str) -> set[str]:
        return {finding.code for finding in self.check(*names).findings}


def record_honestly(session: Session, settings: Settings) -> dict[str, bytes]:
    """A published edition, every appointment recorded, comments made; and what others keep of it."""
    press = kit.press(session, settings)
    for row in session.exec(select(Appointment)):
        detail = {
            "appointment": row.id, "office": row.office, "capacity": row.capacity, "from": str(row.from_date),
        }  # fmt: skip
        history.record(
            session, EventKind.APPOINTMENT_RECORDED, actor=SERVICE, at=row.recorded, party_id=row.party_id,
            subject_id=row.person_id, detail=detail,
        )  # fmt: skip
    for thread in range(5):
        history.record(
            session, EventKind.COMMENT_POSTED, actor=ANA, at=NOW, mou_id=press.world.mou, edition_id=press.world.edition,
            detail={"thread": thread},
        )  # fmt: skip
    press.whole_life(NOW)
    signed = queries.chain(session, edition_id=press.world.edition)[1]
    newest = queries.newest_checkpoint(session)
    assert newest and signed[1] is not None
    proof = queries.inclusion_proof(session, signed[1], newest.size)
    kept = {
        "receipt.txt": tlog.tlog_proof(signed[1], proof, newest.note).encode(),
        "checkpoint.txt": newest.note.encode(),
        "package.json": on_the_web(session, session.exec(select(PublicCopy)).one()),
    }
    for _ in range(4):
        history.record(session, EventKind.SESSION_BEGUN, actor=ANA, at=NOW + timedelta(hours=1))
    sequence(
        session,
        key=press.keystore.checkpoint_key,
        beside=press.keystore.beside_key,
        at=NOW + timedelta(hours=1),
    )
    history.record(session, EventKind.SESSION_BEGUN, actor=ANA, at=NOW + timedelta(hours=2))
    return kept


@pytest.fixture
def unbound(make_database: Databases, tmp_path: Path) -> Iterator[Session]:
    """An empty database, and a session that no foreign key, check or trigger binds."""
    database = Database(make_database("sqlite", tmp_path / "data").database)
    with owned(database) as opened:
        yield opened
    database.close()


@pytest.fixture(scope="session")
def honest(
    make_database: Databases, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, dict[str, bytes]]:
    """Made once; every test falsifies a copy."""
    settings = make_database("sqlite", tmp_path_factory.mktemp("honest") / "data")
    database = Database(settings.database)
    with database.writing() as session:
        kept = record_honestly(session, settings)
    database.close()
    return settings.data, kept


@pytest.fixture
def record(honest: tuple[Path, dict[str, bytes]], tmp_path: Path) -> Iterator[Record]:
    folder, kept = honest
    shutil.copytree(folder, tmp_path / "copy")
    settings = Settings(data=tmp_path / "copy")
    database = Database(settings.database)
    yield Record(database, settings, dict(kept))
    database.close()
