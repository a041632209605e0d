"""The town of this room's tests: the chief lost his only key."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session

from tests.parties.kit import Town, town
from tests.parties.recovery.kit import HOURS, Loss, clerk


@pytest.fixture
def here(session: Session, now: datetime) -> Town:
    made = town(session, now)
    for which in ("agency", "district"):
        made.found(which)
    made.accept("agency", by="Dana")
    made.enrol("Carl", "Arlo")
    clerk(made)
    made.at += timedelta(hours=HOURS, minutes=1)
    return made


@pytest.fixture
def lost(here: Town) -> Loss:
    made = Loss(here)
    made.loses("Carl")
    return made
