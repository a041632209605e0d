"""The besieged town: made once for all attacks over HTTP, on PostgreSQL."""

from collections.abc import Iterator

import pytest

from tests.attacks.besieged import Siege, besieged
from tests.rig.databases import Databases


@pytest.fixture(scope="session")
def siege(make_database: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Siege]:
    settings = make_database("postgresql", tmp_path_factory.mktemp("siege") / "data")
    with besieged(settings) as made:
        yield made
    make_database.drop(settings)
