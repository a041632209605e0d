"""An agreement with parts that may be hidden, and its people doing what they do about them."""

from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, select

from tests.publication import kit
from tests.publication.kit import Press
from tests.signing.world import answer
from workflow.adapters.settings import Settings
from workflow.drafting.hidden.models import Proposal
from workflow.publication.hiding import actions, approving
from workflow.publication.hiding.actions import Sheet

SECRET = "2.1 | Costs\n\n| Item | Share |\n|---|---|\n| Salary | 50-50 |"
BASIS = (
    "Gov. Code 7922.000: the public interest in not saying where officers stand outweighs that in saying it."
)
HIDE = Sheet("hide", ["3"], BASIS, "Records desk, Springfield Unified", "2027-03-01")
ORDER = Sheet(
    "withhold", ["2"], "A pupil is named.", "Records desk", "2027-03-01", "Superior Court", "26-2-01234-1", "2026-05-05"
)  # fmt: skip
REMOVE = Sheet("remove", [], "A pupil is named throughout.", "Records desk, Springfield Unified")


def press(session: Session, settings: Settings, **world: Any) -> Press:
    """Clause 3 may be hidden."""
    return kit.press(session, settings, redactable=(3,), **world)


def executed(session: Session, settings: Settings, at: datetime, **world: Any) -> Press:
    """Signed by both, in the log, and waiting for the word what stays hidden."""
    made = press(session, settings, **world)
    made.execute(at)
    made.checkpoint(at + timedelta(minutes=6))
    assert made.publish(at + timedelta(minutes=7))
    return made


def propose(made: Press, sheet: Sheet, at: datetime, by: str = "counsel") -> Proposal:
    actor = made.world.actor(made.session, by, at)
    return actions.propose(made.session, actor, made.world.edition, sheet, at=at)


def approve(made: Press, row: Proposal, at: datetime, by: str = "chief") -> Proposal:
    """Offered, answered with the person's own key, handed in."""
    actor = made.world.actor(made.session, by, at)
    sheet = approving.offer(made.session, actor, made.world.edition, row.id, at=at)
    credential = answer(made.world.keys[by], sheet.options)
    return approving.approve(made.session, actor, made.world.edition, row.id, credential=credential, at=at)


def confirm(made: Press, row: Proposal, at: datetime, by: str = "chief") -> Proposal:
    actor = made.world.actor(made.session, by, at)
    return actions.confirm(made.session, actor, made.world.edition, row.id, at=at)


def decided(made: Press, sheet: Sheet, at: datetime, by: str = "chief") -> Proposal:
    """Proposed by the district's counsel and approved by the chief; then in the log, published, and that in the log too."""
    row = propose(made, sheet, at)
    approve(made, row, at + timedelta(minutes=1), by)
    settle(made, at + timedelta(minutes=2))
    return row


def settle(made: Press, at: datetime) -> None:
    made.checkpoint(at)
    assert made.publish(at + timedelta(minutes=1))
    made.checkpoint(at + timedelta(minutes=2))


def waiting(made: Press) -> list[Proposal]:
    return list(made.session.exec(select(Proposal).where(Proposal.state == "waiting")))
