"""Bringing an objection before both sides, and setting it aside together. The ways out stand in `core.objections`."""

from datetime import datetime

from sqlmodel import Session

from workflow.adapters.templates import moment
from workflow.core.errors import Forbidden, Refused
from workflow.core.events import EventKind
from workflow.core.objections import AFTER_ESCALATION, Step
from workflow.core.people import Actor
from workflow.core.permissions import require
from workflow.history.sayings import commit, new_salt
from workflow.review.ground import Ground, later, lock
from workflow.review.objections.models import Escalation, Override
from workflow.review.objections.queries import Objection, objection
from workflow.review.threads import queries, writing
from workflow.review.threads.actions import insist_commentable
from workflow.review.turns.actions import refresh
from workflow.review.words import written


def escalate(
    session: Session, actor: Actor, edition_id: str, number: int, *, words: str, at: datetime
) -> Escalation:
    """The objection is over its due date: those who run the agreement on both sides are told, and have a week."""
    ground, found = _open(session, actor, edition_id, number, "edition:objection:escalate")
    words = written(words, "words", "Say what both sides should know: they all read this.")
    match found.step(at):
        case Step.WAITING:
            raise Refused(
                f"This objection is due on {moment(found.due, ground.mou.timezone)}, so it cannot be escalated yet.",
                "Answer it, or talk to its author.",
            )
        case Step.ESCALATED | Step.OVERRIDABLE:
            raise Refused("Both sides know of this objection already.", "See on its page what comes next.")
    row = Escalation(
        thread_id=found.thread.id, person_id=actor.person_id, person_name=actor.name, party_name=actor.party_name, words=words,
        salt=new_salt(), created=at,
    )  # fmt: skip
    session.add(row)
    session.flush()
    writing.record(
        session, ground, EventKind.OBJECTION_ESCALATED, actor, found.thread, at, **commit(escalation=[row])
    )
    return row


def override(
    session: Session, actor: Actor, edition_id: str, number: int, *, words: str, at: datetime
) -> Override:
    """One side sets the objection aside, with its reason. When the other side has done so too, it no longer blocks."""
    ground, found = _open(session, actor, edition_id, number, "edition:objection:override")
    words = written(words, "words", "Say why it is set aside: this stands in the public record.", most=2_000)
    side = _side(ground, actor, found)
    _insist_time(ground, found, at)
    last = max((one.created for one in found.overrides), default=None)
    row = Override(
        thread_id=found.thread.id, party_id=side, person_id=actor.person_id, person_name=actor.name,
        person_office=actor.office_title, party_name=ground.name(side), words=words, salt=new_salt(), created=later(at, last),
    )  # fmt: skip
    session.add(row)
    session.flush()
    after = objection(session, ground, found.thread)
    writing.record(
        session, ground, EventKind.OBJECTION_OVERRIDDEN, actor, found.thread, at, complete=after.overridden,
        **commit(override=[row]),
    )  # fmt: skip
    if after.overridden:
        _set_aside(session, ground, actor, after, at)
    return row


def _open(session: Session, actor: Actor, edition_id: str, number: int, act: str) -> tuple[Ground, Objection]:
    ground = lock(session, actor, edition_id)
    thread = queries.one(session, ground, actor, number).thread
    require(act, actor, ground.desk())
    insist_commentable(ground)
    if not thread.blocking:
        raise Refused("This comment does not block the text.", "Answer it instead.")
    if thread.state != "open":
        raise Refused("This objection has its answer already.")
    return ground, objection(session, ground, thread)


def _side(ground: Ground, actor: Actor, found: Objection) -> str:
    """For which side the actor acts. Raises when it is not one whose act it takes, or has acted."""
    if found.thread.author_id == actor.person_id:
        raise Forbidden("This objection is your own.", "Withdraw it instead, if it is settled.")
    side = ground.side_of(actor)
    if not found.both.asks(side):
        raise Forbidden(
            f"It takes {ground.name(found.both.own)}, whose objection it is, and one party of the other side.",
            "Talk to those who run the agreement for them.",
        )
    if side in {one.party_id for one in found.overrides}:
        raise Refused(
            f"{ground.name(side)} has set it aside already.",
            "Now the other side has to, or its author withdraws it.",
        )
    return side


def _insist_time(ground: Ground, found: Objection, at: datetime) -> None:
    step = found.step(at)
    if step in (Step.WAITING, Step.DUE):
        raise Refused(
            "An objection is set aside only after its due date, and after both sides were told in an escalation.",
            "Escalate it first."
            if step is Step.DUE
            else f"It is due on {moment(found.due, ground.mou.timezone)}.",
        )
    if step is Step.ESCALATED and found.escalation:
        until = moment(found.escalation.created + AFTER_ESCALATION, ground.mou.timezone)
        raise Refused(
            f"Both sides have a week to settle it: until {until}.", "Answer it, or talk to its author."
        )


def _set_aside(session: Session, ground: Ground, actor: Actor, found: Objection, at: datetime) -> None:
    """Both have acted: the thread has its answer, in the words of both."""
    reasons = " ".join(
        f"{one.person_name}, {one.person_office}, {one.party_name}: {one.words}" for one in found.overrides
    )
    answer = f"Overridden by both sides after its due date. {reasons}"
    row = writing.answer(session, ground, actor, found.thread, "rejected", answer, at)
    writing.record(
        session, ground, EventKind.THREAD_DISPOSED, actor, found.thread, at, value="rejected", overridden=True,
        **commit(answer=[row]),
    )  # fmt: skip
    refresh(session, ground, at)
