"""A witness with an empty memory, and the key of the log it watches."""

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.witness.logs import ORIGIN
from workflow.evidence import tlog
from workflow.witness.folder import Folder, begin


@pytest.fixture(scope="session")
def key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.generate()


@pytest.fixture
def folder(tmp_path: Path, key: Ed25519PrivateKey) -> Folder:
    made = begin(tmp_path / "witness", "library.example/w1")
    made.watch(tlog.vkey(ORIGIN, key))
    return made
