"""What a blocking objection allows: who may give it up, when accepting it is more than words, and that overridden it stays so."""

from datetime import datetime

from sqlmodel import Session

from workflow.core.errors import Forbidden, Refused
from workflow.core.people import Actor
from workflow.review.ground import Ground
from workflow.review.models import Thread
from workflow.review.objections.queries import may_clear, objection

ACCEPTED = ("accepted", "accepted_in_part")


def insist_answerable(
    session: Session, ground: Ground, actor: Actor, thread: Thread, value: str, at: datetime
) -> None:
    """A blocking objection is not talked away: its own side gives it up, or the text changes and it is accepted."""
    insist_not_overridden(session, ground, thread)
    if not thread.blocking or may_clear(session, ground, actor, thread, at):
        return
    if value not in ACCEPTED:
        insist_may_clear(session, ground, actor, thread, at)
    if ground.revision is None or ground.revision.created <= thread.created:
        raise Refused(
            "Accepting an objection takes a changed text, and there is no new revision since it was made.",
            "Change the text first, or ask its author whether it is settled.",
        )


def insist_may_clear(session: Session, ground: Ground, actor: Actor, thread: Thread, at: datetime) -> None:
    """Only its author, or somebody above the author on the same side, gives a blocking objection up."""
    insist_not_overridden(session, ground, thread)
    if not thread.blocking or may_clear(session, ground, actor, thread, at):
        return
    side = ground.name(thread.party_id or "")
    raise Forbidden(
        f"This objection blocks, and only {side} can give it up: its author, or somebody above the author there.",
        "Accept it with a revision, or ask its author to withdraw it. After its due date it can be escalated.",
    )


def insist_not_overridden(session: Session, ground: Ground, thread: Thread) -> None:
    """What both sides set aside stays set aside, on record."""
    if thread.blocking and objection(session, ground, thread).overridden:
        raise Refused(
            "Both sides overrode this objection, and the public record says so.",
            "Open a comment of your own.",
        )
