"""A world with a board, and counsel with keys on both sides."""

import pytest

from tests.signing.corrections import amending


@pytest.fixture
def world(session):
    return amending.build(session)
