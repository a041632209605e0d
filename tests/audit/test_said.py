"""An operator changes what somebody said: `log check` sees it, whichever way it is done."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlmodel import Session, select

from tests.review.world import World, build
from workflow.audit.rows import plain
from workflow.audit.said import _events, _said, findings
from workflow.core.events import EventKind
from workflow.core.people import SERVICE
from workflow.history import actions as history
from workflow.review import actions as review
from workflow.review.models import Comment
from workflow.review.unsent import actions as unsent
from workflow.review.unsent import sending

MINUTE = timedelta(minutes=1)
UNFIT = {
    "sqlite": "UPDATE comment SET words = x'00ff', salt = 'salt' WHERE words = 'Daily?'",
    "postgresql": "UPDATE comment SET salt = ''::bytea WHERE words = 'Daily?'",
}
"""What each database lets an operator write where words and salts belong."""


@pytest.fixture
def talk(session: Session, now) -> World:
    """Comments of every way to make one: a thread, a reply, a reopening, two sent together and one sent alone."""
    world = build(session, now)
    review.circulate(session, world.actor("dana"), world.edition.id, at=now)
    edition = world.edition.id
    review.open_thread(session, world.actor("officer"), edition, words="Daily?", clause="duties", at=now)
    review.reply(session, world.actor("dana"), edition, 1, words="Yes, daily.", at=now + MINUTE)
    review.dispose(
        session, world.actor("dana"), edition, 1, value="noted", words="Noted.", at=now + 2 * MINUTE
    )
    review.reopen(session, world.actor("officer"), edition, 1, words="On holidays too?", at=now + 3 * MINUTE)
    for words in ("First.", "Second."):
        unsent.keep(session, world.actor("principal"), edition, words=words, at=now + 4 * MINUTE)
    sending.send(session, world.actor("principal"), edition, at=now + 5 * MINUTE)
    session.flush()
    return world


def codes(session: Session) -> list[str]:
    return [one.code for one in findings(session)]


def comment(session: Session, words: str) -> Comment:
    return session.exec(select(Comment).where(Comment.words == words)).one()


def test_honest_talk_holds(talk: World) -> None:
    assert codes(talk.session) == []
    assert {one.words for one in talk.session.exec(select(Comment))} == {
        "Daily?", "Yes, daily.", "On holidays too?", "First.", "Second.",
    }  # fmt: skip


def rewritten(session: Session, row: Comment) -> None:
    row.words = "No, never."


def rewritten_without_salt(session: Session, row: Comment) -> None:
    row.words, row.salt = "No, never.", None


def emptied(session: Session, row: Comment) -> None:
    row.words = ""


def other_salt(session: Session, row: Comment) -> None:
    row.salt = bytes(32)


def taken_away(session: Session, row: Comment) -> None:
    session.delete(row)


@pytest.mark.parametrize("words", ["Daily?", "Yes, daily.", "On holidays too?", "Second."])
@pytest.mark.parametrize(
    ("attack", "code"),
    [
        (rewritten, "comment.words"),
        (rewritten_without_salt, "comment.words"),
        (emptied, "comment.words"),
        (other_salt, "comment.words"),
        (taken_away, "comment.missing"),
    ],
)
def test_an_operator_with_full_database_access_changes_a_comment(
    talk: World, words: str, attack: Callable[[Session, Comment], None], code: str
) -> None:
    attack(talk.session, comment(talk.session, words))
    talk.session.flush()
    assert codes(talk.session) == [code]


@pytest.mark.both_databases
def test_an_event_that_spells_it_otherwise_in_json_still_commits(talk: World) -> None:
    for more in ({"plain": "words"}, {"escaped": "\\"}):
        history.record(
            talk.session,
            EventKind.COMMENT_POSTED,
            actor=SERVICE,
            at=talk.now,
            mou_id=talk.mou.id,
            detail=more,
        )
    read = [detail for _, detail in plain(talk.session, _events())]
    assert any("escaped" in one for one in read) and not any("plain" in one for one in read)
    assert _said('{"sa\\u0069d":{"c1":"hash"}}') == {"c1": "hash"}


@pytest.mark.both_databases
def test_what_is_no_words_and_no_salt_is_seen_too(talk: World, database_kind: str) -> None:
    assert codes(talk.session) == []
    talk.session.connection().execute(text(UNFIT[database_kind]))
    assert codes(talk.session) == ["comment.words"]


def test_a_comment_slipped_in_is_seen(talk: World) -> None:
    one = comment(talk.session, "Daily?")
    talk.session.add(
        Comment(thread_id=one.thread_id, author_id=one.author_id, author_name="Erin", words="I agree.", salt=bytes(32), created=one.created)
    )  # fmt: skip
    talk.session.flush()
    assert codes(talk.session) == ["comment.unlogged"]


def test_what_a_law_erases_is_no_finding_and_tells_nothing(talk: World) -> None:
    one = comment(talk.session, "Daily?")
    one.words, one.salt = "", None
    talk.session.flush()
    assert codes(talk.session) == []
