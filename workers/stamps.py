"""What a time authority outside the operator is asked for: a time for each signed statement, and one a day for the log."""

from datetime import datetime, timedelta

from sqlmodel import Session

from workers.errands import Errand, Keep, NeighbourAway
from workers.kit import Kit
from workflow.adapters.outside_time import TimeAuthorityFault
from workflow.history import alarms, daily_stamp
from workflow.history.models import Event
from workflow.signing import stamping

WITHIN = timedelta(hours=1)
"""How long the public copy waits for a time authority that is away; then the failure is recorded as such."""


def stamp(session: Session, kit: Kit, payload: dict[str, str], key: str, at: datetime) -> Errand | None:
    """Get a signed statement its independent time. After an hour without an answer the record says that it has none."""
    number, authority = int(payload["event"]), kit.time_authority
    asked = stamping.question(session, number) if authority else None
    if authority is None or asked is None:
        return None
    stated = session.get_one(Event, number).at

    def run() -> Keep:
        try:
            token = authority.token(asked.imprint)
            if no := asked.refusal(token):
                raise TimeAuthorityFault(no)
        except TimeAuthorityFault as fault:
            if at - stated < WITHIN:
                raise NeighbourAway(f"the time authority: {fault}") from fault
            why = str(fault)
            return lambda then: stamping.give_up(then, number, why, at=at)
        return lambda then: stamping.stamp(then, number, token, at=at)

    return Errand(run)


def stamp_log(session: Session, kit: Kit, payload: dict[str, str], key: str, at: datetime) -> Errand | None:
    """Get the newest checkpoint its time of the day. An authority that is away is an alarm and asked again until the day is over;
    then the log says that it gave none."""
    authority = kit.time_authority
    asked = daily_stamp.question(session) if authority else None
    if authority is None or asked is None:
        return None

    def run() -> Keep:
        try:
            token = authority.token(asked.imprint)
            if no := asked.refusal(token, at):
                raise TimeAuthorityFault(no)
        except TimeAuthorityFault as fault:
            with kit.database.writing() as then:
                alarms.ring(then, daily_stamp.ALARM, f"the log has no time of today yet: {fault}", at=at)
            if f"{at.date()}" == payload["day"]:
                raise NeighbourAway(f"the time authority: {fault}") from fault
            return lambda then: daily_stamp.give_up(then, asked, at=at)

        def keep(then: Session) -> None:
            daily_stamp.keep(then, asked, token, at=at)
            alarms.over(then, daily_stamp.ALARM)

        return keep

    return Errand(run)
