"""Giving a verdict on the text as it stands."""

from datetime import datetime

from sqlmodel import Session, func, select

from workflow.core.approvals import Seat, VerdictValue
from workflow.core.errors import Conflict, Forbidden, Invalid, Refused
from workflow.core.events import EventKind
from workflow.core.lifecycle import IN_WORDS, Status
from workflow.core.people import Actor
from workflow.core.permissions import Case, require
from workflow.core.routing import Stage
from workflow.drafting.models import Revision
from workflow.drafting.queries import compare_revisions
from workflow.history import actions as history
from workflow.history.sayings import commit, new_salt
from workflow.review.ground import Ground, later, lock
from workflow.review.models import Verdict
from workflow.review.route.actions import settle
from workflow.review.route.queries import Review, has_seat, review
from workflow.review.words import written


def give_verdict(
    session: Session,
    actor: Actor,
    edition_id: str,
    *,
    value: str,
    words: str = "",
    revision: str,
    seat: str = "",
    at: datetime,
) -> Verdict:
    """Approve, or request changes. `revision` is the id of the text that was read, `seat` for whom a deputy speaks.

    The newest verdict of a person in a stage counts. When it completes the stage, the stage closes in the same
    transaction: two verdicts at once wait for one another at the agreement's lock, and one of them closes it.
    Raises Conflict with what changed when the text is no longer the one that was read; nothing is recorded then.
    """
    ground = lock(session, actor, edition_id)
    state = review(session, ground, at)
    stage = _open_to(ground, state, actor)
    mine = _seat(state, actor, seat)
    if value not in tuple(VerdictValue):
        raise Invalid.one("value", "Choose: approve, or request changes.")
    wanted = "Say what has to change." if value == VerdictValue.REQUEST_CHANGES else ""
    words = written(words, "words", wanted)
    _insist_current(session, ground, revision, words)
    last = session.exec(
        select(func.max(Verdict.created)).where(
            Verdict.edition_id == edition_id, Verdict.person_id == mine.person_id
        )
    ).one()
    verdict = Verdict(
        edition_id=edition_id, revision_id=revision, stage=stage.id, person_id=mine.person_id, value=value,
        words=words, salt=new_salt(), created=later(at, last), **_deputy(mine, actor),
    )  # fmt: skip
    session.add(verdict)
    session.flush()
    history.record(
        session, EventKind.VERDICT_GIVEN, actor=actor, at=at, mou_id=ground.mou.id, edition_id=edition_id,
        subject_id=verdict.id,
        detail={"stage": verdict.stage, "value": value, "revision": revision, **commit(verdict=[verdict])}
        | ({"for": mine.person_id} if verdict.deputy_id else {}),
    )  # fmt: skip
    settle(session, ground, actor, at)
    return verdict


def _open_to(ground: Ground, state: Review, actor: Actor) -> Stage:
    """The open stage, if the actor may speak in it."""
    elsewhere = bool(state.seats_in_route(actor.person_id))
    if ground.status is not Status.IN_REVIEW or state.stage is None:
        require("edition:decide", actor, Case(seated=elsewhere))
        raise Refused(_closed(ground), "Open a comment instead, or wait for the next text.")
    if elsewhere and not has_seat(state, actor):
        raise Forbidden(
            f"The open stage is “{state.stage.title}”, and you review in another one.",
            "You will be told when it is your turn.",
        )
    if state.left_out(ground, actor) and not has_seat(state, actor):
        raise Forbidden(
            "You made the newest revision, and this route leaves its author no seat in the review.",
            "Somebody else of your lane reviews it, or those who run the agreement pass the lane over with a reason.",
        )
    require("edition:decide", actor, Case(seated=has_seat(state, actor)))
    return state.stage


def _seat(state: Review, actor: Actor, whom: str) -> Seat:
    """The seat this verdict is given in: the actor's own when nobody else is named, else the only one held as a deputy."""
    seats = state.seats_of(actor.person_id)
    own = [one for one in seats if one.person_id == actor.person_id]
    able = [one for one in seats if one.person_id == whom] if whom else own or seats
    people = {one.person_id for one in able}
    if len(people) != 1:
        raise Invalid.one("seat", "Choose for whom you speak: you are deputy for more than one reviewer.")
    return able[0]


def _deputy(mine: Seat, actor: Actor) -> dict[str, str]:
    if mine.person_id == actor.person_id:
        return {}
    return {"deputy_id": actor.person_id, "deputy_name": actor.name}


def _closed(ground: Ground) -> str:
    if ground.status is Status.IN_REVIEW:
        return "Every stage of this review is complete, so there is nothing to approve now."
    return f"This edition is {IN_WORDS[ground.status]}, so there is nothing to approve now."


def _insist_current(session: Session, ground: Ground, revision: str, words: str) -> None:
    if revision == ground.edition.revision_id:
        return
    read = session.get(Revision, revision) if revision else None
    if read is None or read.edition_id != ground.edition.id or ground.revision is None:
        raise Invalid.one("revision", "Open the edition again: it is not clear which text you have read.")
    changes = compare_revisions(session, read, ground.revision).sentences
    raise Conflict(
        "The text has changed since you opened it, so your verdict was not recorded. Please look at what changed.",
        mine=words,
        theirs="\n".join(changes) or f"Revision {ground.revision.number} reads the same; open it once more.",
    )
