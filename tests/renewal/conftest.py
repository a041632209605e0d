"""An edition that was signed and published, with its review dates; the signing room's world around it."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session

from tests.renewal.year import Year
from tests.signing.world import build


@pytest.fixture
def year(session: Session, now: datetime) -> Year:
    year = Year(session, build(session), now)
    year.sign(now)
    year.published(now + timedelta(minutes=1))
    return year
