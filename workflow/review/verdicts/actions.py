"""Giving a verdict on the text as it stands."""

from datetime import datetime

from sqlmodel import Session, func, select

from workflow.core.approvals import VerdictValue
from workflow.core.errors import Conflict, Forbidden, Invalid, Refused
from workflow.core.events import EventKind
from workflow.core.lifecycle import IN_WORDS, Status
from workflow.core.people import Actor
from workflow.core.permissions import Case, require
from workflow.drafting.models import Revision
from workflow.drafting.queries import compare_revisions
from workflow.history import actions as history
from workflow.review.ground import Ground, later, lock
from workflow.review.models import Verdict
from workflow.review.route.actions import settle
from workflow.review.route.queries import has_seat, review
from workflow.review.words import written


def give_verdict(
    session: Session,
    actor: Actor,
    edition_id: str,
    *,
    value: str,
    words: str = "",
    revision: str,
    at: datetime,
) -> Verdict:
    """Approve, or request changes. `revision` is the id of the text that was read.

    The newest verdict of a person in a stage counts. When it completes the stage, the stage closes in the same
    transaction: two verdicts at once wait for one another at the agreement's lock, and one of them closes it.
    Raises Conflict with what changed when the text is no longer the one that was read; nothing is recorded then.
    """
    ground = lock(session, actor, edition_id)
    state = review(session, ground, at)
    if ground.status is not Status.IN_REVIEW or state.stage is None:
        require("edition:decide", actor, Case(seated=bool(state.seats_in_route(actor.person_id))))
        raise Refused(_closed(ground), "Open a comment instead, or wait for the next text.")
    if not has_seat(state, actor) and bool(state.seats_in_route(actor.person_id)):
        raise Forbidden(
            f"The open stage is “{state.stage.title}”, and you review in another one.",
            "You will be told when it is your turn.",
        )
    require("edition:decide", actor, Case(seated=has_seat(state, actor)))
    if value not in tuple(VerdictValue):
        raise Invalid.one("value", "Choose: approve, or request changes.")
    wanted = "Say what has to change." if value == VerdictValue.REQUEST_CHANGES else ""
    words = written(words, "words", wanted)
    _insist_current(session, ground, revision, words)
    last = session.exec(
        select(func.max(Verdict.created)).where(
            Verdict.edition_id == edition_id, Verdict.person_id == actor.person_id
        )
    ).one()
    verdict = Verdict(
        edition_id=edition_id, revision_id=revision, stage=state.stage.id, person_id=actor.person_id, value=value,
        words=words, created=later(at, last),
    )  # fmt: skip
    session.add(verdict)
    session.flush()
    history.record(
        session, EventKind.VERDICT_GIVEN, actor=actor, at=at, mou_id=ground.mou.id, edition_id=edition_id,
        subject_id=verdict.id, detail={"stage": verdict.stage, "value": value, "revision": revision},
    )  # fmt: skip
    settle(session, ground, actor, at)
    return verdict


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
