from datetime import datetime

import pytest
from sqlmodel import Session

from tests.publication.hiding import kit
from tests.publication.kit import Press
from workflow.adapters.settings import Settings


@pytest.fixture
def made(session: Session, settings: Settings, now: datetime) -> Press:
    """Signed by both; what stays hidden is still to be said."""
    return kit.executed(session, settings, now)
