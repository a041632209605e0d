"""An alarm is said, stays, and is over."""

from datetime import datetime, timedelta

from sqlmodel import Session

from workflow.history import alarms


def test_an_alarm_stays_from_its_first_time_until_it_is_over(session: Session, now: datetime) -> None:
    assert alarms.ringing(session) == {}
    alarms.ring(session, "witness library.example", "two different logs", at=now)
    alarms.ring(session, "witness library.example", "leaves were taken away", at=now + timedelta(days=1))
    assert alarms.ringing(session) == {
        "witness library.example": "since 2026-05-12 17:00 UTC: leaves were taken away"
    }
    for _ in range(2):
        alarms.over(session, "witness library.example")
        assert alarms.ringing(session) == {}
