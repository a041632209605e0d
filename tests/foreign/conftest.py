"""One published agreement, as files for other people's tools."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from tests.conftest import NOW
from tests.publication import kit
from tests.rig.databases import Databases
from workflow.adapters.database import Database
from workflow.adapters.keystore import Keystore
from workflow.publication.core import on_the_web
from workflow.publication.trust import policy_bytes


@dataclass(frozen=True)
class Files:
    """What a stranger has: the sealed PDF, the packages, the policy, and the publisher's certificate."""

    folder: Path
    pdf: Path
    core: Path
    package: Path
    policy: Path
    authority: Path
    keystore: Keystore


@pytest.fixture(scope="session")
def files(make_database: Databases, tmp_path_factory: pytest.TempPathFactory) -> Files:
    folder = tmp_path_factory.mktemp("foreign")
    settings = make_database("sqlite", folder / "data")
    database = Database(settings.database)
    with database.writing() as session:
        press = kit.press(session, settings)
        copy = press.whole_life(NOW).copy
        press.checkpoint(NOW + timedelta(days=1))
        contents = {
            "public.pdf": copy.pdf,
            "core.json": copy.core,
            "package.json": on_the_web(session, copy),
            "policy.json": policy_bytes(session, press.settings),
            "authority.pem": press.keystore.authority_pem,
        }
    database.close()
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    return Files(folder, *(folder / name for name in contents), press.keystore)
