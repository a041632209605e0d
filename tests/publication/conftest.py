"""An edition that is reviewed and ready to be frozen, signed and published."""

import pytest
from sqlmodel import Session

from tests.publication import kit
from tests.publication.kit import Press
from workflow.adapters.settings import Settings


@pytest.fixture
def press(session: Session, settings: Settings) -> Press:
    return kit.press(session, settings)
