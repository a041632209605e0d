"""The ladder of reminders: when each of its steps comes, and whom it calls beside the reviewer.

1. A step comes so many business days before or after the due day, by the reviewer's own calendar.
2. Calling somebody else takes the turn from nobody: the reviewer keeps it.
3. After a silence of the service only what is new is done: a step is done once, however late.
"""

from collections.abc import Iterable
from datetime import datetime

from workflow.core.calendar import Calendar
from workflow.core.people import Office
from workflow.core.routing import Step

SUPERIORS: dict[Office, tuple[Office, ...]] = {
    Office.ASSISTANT_PRINCIPAL: (Office.PRINCIPAL, Office.SUPERINTENDENT),
    Office.PRINCIPAL: (Office.STUDENT_SERVICES, Office.SUPERINTENDENT),
    Office.SRO: (Office.SRO_SUPERVISOR, Office.CHIEF, Office.SHERIFF),
    Office.SRO_SUPERVISOR: (Office.CHIEF, Office.SHERIFF),
    Office.COUNSEL: (Office.SUPERINTENDENT, Office.CHIEF, Office.SHERIFF),
    Office.STUDENT_SERVICES: (Office.SUPERINTENDENT,),
    Office.CLERK: (Office.SUPERINTENDENT, Office.CHIEF, Office.SHERIFF),
    Office.GRANTS_COORDINATOR: (Office.SUPERINTENDENT, Office.CHIEF, Office.SHERIFF),
    Office.ADMINISTRATOR: (Office.SUPERINTENDENT, Office.CHIEF, Office.SHERIFF),
    Office.SUPERINTENDENT: (Office.BOARD_CHAIR,),
}
"""Who is above an office at the same party or at the district above a school: the first office that somebody holds."""


def moment(step: Step, due: datetime, calendar: Calendar) -> datetime:
    """When a step comes (rule 1)."""
    return calendar.add(due, step.days)


def reached(
    ladder: Iterable[Step], due: datetime, calendar: Calendar, last: datetime, now: datetime
) -> list[Step]:
    """The steps that have come since `last`, that moment included, in their order."""
    come = [(moment(step, due, calendar), number, step) for number, step in enumerate(ladder)]
    return [step for when, _, step in sorted(come, key=lambda one: one[:2]) if last <= when <= now]


def next_look(ladder: Iterable[Step], due: datetime, calendar: Calendar, now: datetime) -> datetime | None:
    """When the next step after now comes; None when there is none left."""
    coming = [moment(step, due, calendar) for step in ladder]
    return min((when for when in coming if when > now), default=None)
