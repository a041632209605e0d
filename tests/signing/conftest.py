"""The world of the signing tests, built anew for each of them."""

import pytest

from tests.signing import world as worlds


@pytest.fixture
def world(session):
    return worlds.build(session)
