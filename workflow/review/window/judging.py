"""What those who run the agreement do with public comments: hold, hide, show, and answer.

1. A comment is shown as soon as it is confirmed. Holding it back, hiding it and showing it again each leave a row with who,
   when and why; the public reads the reason where the words stood.
2. The reasons are those of the notice (`core.window.REASONS`). That somebody disagrees is not among them.
3. Every shown comment needs an answer before the text is frozen. An answer to the first of comments that say nearly the
   same answers all of them, and any can have an answer of its own. *Rejected* needs words.
   No answer repeats what is hidden from the public.
4. A comment may be hidden at any time, after publication too: a pupil's name does not become public property.
"""

from datetime import datetime

from sqlmodel import Session, func, select

from workflow.core.errors import Invalid, Issue, NotFound, Refused
from workflow.core.events import EventKind
from workflow.core.lifecycle import COMMENTABLE, IN_WORDS
from workflow.core.people import Actor
from workflow.core.permissions import require
from workflow.core.window import REASONS
from workflow.drafting.hidden.today import today
from workflow.history import actions as history
from workflow.history.sayings import commit, new_salt
from workflow.review.ground import Ground, later, lock
from workflow.review.window.models import Moderation, PublicAnswer, PublicComment
from workflow.review.words import written

STATE_AFTER = {"hold": "held", "hide": "hidden", "show": "shown"}
VALUES = {
    "accepted": "Accepted",
    "accepted_in_part": "Accepted in part",
    "rejected": "Rejected",
    "noted": "Noted",
    "out_of_scope": "Out of scope",
}


def moderate(
    session: Session, actor: Actor, edition_id: str, number: int, *, act: str, at: datetime, reason: str = "", words: str = "",
) -> Moderation:  # fmt: skip
    """Hold a comment back, hide it, or show it again, with a reason. Raises Refused when that is so already, and Invalid."""
    ground, row = _find(session, actor, edition_id, number, "edition:window:moderate")
    issues = []
    if act not in STATE_AFTER:
        issues.append(Issue("act", "Choose whether to hold, hide or show it.", "act"))
    elif act != "show" and reason not in REASONS:
        issues.append(Issue("reason", "Choose the reason: the public reads it.", "reason"))
    if issues:
        raise Invalid(issues)
    said = written(words, "words", "Say why it is shown after all." if act == "show" else "")
    if row.state == STATE_AFTER[act]:
        raise Refused(f"Comment {number} is {row.state} already.")
    last = session.exec(select(func.max(Moderation.created)).where(Moderation.comment_id == row.id)).one()
    made = Moderation(
        comment_id=row.id, act=act, reason=reason if act != "show" else "", words=said, salt=new_salt(),
        person_id=actor.person_id, person_name=actor.name, created=later(at, last),
    )  # fmt: skip
    row.state = STATE_AFTER[act]
    session.add_all([row, made])
    session.flush()
    told = {"act": act, "reason": made.reason, **commit(moderation=[made])}
    _record(session, ground, EventKind.PUBLIC_MODERATED, actor, row, at, **told)
    return made


def answer(
    session: Session, actor: Actor, edition_id: str, number: int, *, value: str, at: datetime, words: str = ""
) -> PublicAnswer:
    """Answer a comment, and with it those of its group that have no answer of their own. The newest answer counts."""
    ground, row = _find(session, actor, edition_id, number, "edition:dispose")
    if ground.status not in COMMENTABLE:
        raise Refused(
            f"This edition is {IN_WORDS[ground.status]}, so its public comments are answered.",
            "Answers are given before the text is frozen.",
        )
    if row.state != "shown":
        raise Refused(
            f"Comment {number} is {row.state}, so the public could not tell what is answered.",
            "Show it first.",
        )
    if value not in VALUES:
        raise Invalid.one("value", "Choose how this comment is answered.")
    said = written(words, "words", "Say why the comment is rejected." if value == "rejected" else "")
    today(session, ground.mou, ground.edition).insist(said, "words")
    last = session.exec(select(func.max(PublicAnswer.created)).where(PublicAnswer.comment_id == row.id)).one()
    made = PublicAnswer(
        comment_id=row.id, value=value, words=said, salt=new_salt(), person_id=actor.person_id,
        person_name=actor.name, revision_id=ground.edition.revision_id, created=later(at, last),
    )  # fmt: skip
    session.add(made)
    session.flush()
    _record(
        session,
        ground,
        EventKind.PUBLIC_ANSWERED,
        actor,
        row,
        at,
        value=value,
        **commit(public_answer=[made]),
    )
    return made


def _find(
    session: Session, actor: Actor, edition_id: str, number: int, act: str
) -> tuple[Ground, PublicComment]:
    ground = lock(session, actor, edition_id)
    require(act, actor, ground.desk())
    row = session.exec(
        select(PublicComment).where(PublicComment.edition_id == edition_id, PublicComment.number == number)
    ).first()
    if row is None:
        raise NotFound("comment")
    return ground, row


def _record(
    session: Session, ground: Ground, kind: EventKind, actor: Actor, row: PublicComment, at: datetime, **more: object
) -> None:  # fmt: skip
    history.record(
        session, kind, actor=actor, at=at, mou_id=ground.mou.id, edition_id=ground.edition.id, subject_id=row.id,
        detail={"public": row.number, **more},
    )  # fmt: skip
