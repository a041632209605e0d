"""What an operator has to look into: said by whoever noticed it, shown by `/readyz` until it is over."""

from datetime import datetime

from sqlmodel import Session, col, select

from workflow.history.models import Alarm


def ring(session: Session, key: str, words: str, *, at: datetime) -> None:
    """Say that something is the matter; `since` stays that of the first time."""
    standing = session.get(Alarm, key) or Alarm(key=key, words=words, since=at, last=at)
    standing.words, standing.last = words[:500], at
    session.add(standing)
    session.flush()


def over(session: Session, key: str) -> None:
    """It is not the matter any more."""
    if standing := session.get(Alarm, key):
        session.delete(standing)
        session.flush()


def ringing(session: Session) -> dict[str, str]:
    """What is the matter, by key, each with the day since when."""
    rows = session.exec(select(Alarm).order_by(col(Alarm.key)))
    return {row.key: f"since {row.since:%Y-%m-%d %H:%M} UTC: {row.words}" for row in rows}
