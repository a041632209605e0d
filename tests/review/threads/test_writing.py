"""The rows of a thread keep their order, and an internal one's event names its side."""

from datetime import datetime

from sqlmodel import select

from tests.review.world import World
from workflow.core.events import EventKind
from workflow.review import actions
from workflow.review.ground import load
from workflow.review.models import Comment, Disposition
from workflow.review.threads import writing


def test_rows_of_one_instant_keep_their_order_and_the_thread_follows(reviewed: World, now: datetime) -> None:
    session, actor = reviewed.session, reviewed.actor("counsel")
    thread = actions.open_thread(
        session, actor, reviewed.edition.id, words="First.", clause="duties", visibility="party", at=now
    )
    ground = load(session, reviewed.edition.id)
    writing.say(session, ground, actor, thread, "Second.", now)
    for value in ("noted", "withdrawn"):
        writing.answer(session, ground, actor, thread, value, "", now)
    writing.record(session, ground, EventKind.COMMENT_POSTED, actor, thread, now, more="so")
    said = session.exec(select(Comment.words).order_by(Comment.created)).all()
    answers = session.exec(select(Disposition.value).order_by(Disposition.created)).all()
    assert (said, answers, thread.state) == (["First.", "Second."], ["noted", "withdrawn"], "withdrawn")
    assert reviewed.events("edition:comment:posted")[0].detail == {
        "thread": 1, "side": reviewed.parties["district"].id, "more": "so",
    }  # fmt: skip
