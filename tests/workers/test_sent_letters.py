"""Comments sent together are one thing to tell, to those who may read them."""

from datetime import timedelta

import pytest

from tests.workers.test_objection_letters import next_morning, told
from tests.workers.village import Village
from workflow.review import actions as review
from workflow.review.unsent import actions as unsent
from workflow.review.unsent import sending

pytestmark = pytest.mark.both_databases
HOUR = timedelta(hours=1)


@pytest.fixture
def sent(village: Village) -> Village:
    """The principal sent three comments to all, and two to its own side."""
    with village.acting() as session:
        review.circulate(session, village.actor("dana"), village.world.edition.id, at=village.world.now)
    village.settle()
    village.forget_letters()
    with village.acting() as session:
        for words, visibility in (
            ("Which campuses?", "parties"), ("Between us: no.", "party"), ("Who's <told>?", "parties"), ("Ours too.", "party"),
            ("Until when?", "parties"),
        ):  # fmt: skip
            unsent.keep(
                session, village.actor("principal"), village.world.edition.id, words=words, clause="duties", visibility=visibility,
                at=village.world.now,
            )  # fmt: skip
        sending.send(session, village.actor("principal"), village.world.edition.id, at=village.world.now)
    return village


def test_each_side_is_told_what_it_may_read_in_one_letter(sent: Village) -> None:
    next_morning(sent)
    for name in ("sergeant", "lawyer", "chief"):
        assert len(sent.letters(name)) == 1, name
        words = told(sent, name)
        assert "Principal sent 3 comments." in words and "Comment 1: Which campuses?" in words, name
        assert "Between us" not in words and "Ours too" not in words, name
    for name in ("dana", "counsel"):
        assert len(sent.letters(name)) == 1, name
        words = told(sent, name)
        assert "Principal sent 3 comments." in words and "Principal sent 2 comments." in words
        assert (
            "Comment 2: Between us: no." in words and "Only your own side can read these comments." in words
        )
    assert sent.letters("principal") == [] and "comments?after=0" in told(sent, "chief")


def test_what_was_withdrawn_meanwhile_is_left_out(sent: Village) -> None:
    for number in (1, 3):
        with sent.acting() as session:
            review.withdraw(
                session, sent.actor("principal"), sent.world.edition.id, number, at=sent.world.now
            )
    next_morning(sent)
    assert "Principal sent a comment. Comment 5: Until when?" in told(sent, "chief")


def test_who_is_named_is_told_once_in_the_days_letter_and_not_when_it_was_answered(village: Village) -> None:
    with village.acting() as session:
        review.circulate(session, village.actor("dana"), village.world.edition.id, at=village.world.now)
    village.settle()
    village.forget_letters()
    edition = village.world.edition.id
    with village.acting() as session:
        review.open_thread(
            session, village.actor("principal"), edition, words="@Officer and @Chief: when?", clause="duties", at=village.world.now
        )  # fmt: skip
        review.open_thread(
            session, village.actor("counsel"), edition, words="@Principal, not outside!", visibility="party", at=village.world.now
        )  # fmt: skip
    with village.acting() as session:
        review.reply(session, village.actor("officer"), edition, 1, words="At eight.", at=village.world.now)
    next_morning(village)
    assert "Principal named you in comment 1." in told(village, "chief")
    assert told(village, "chief").count("when?") == 1 and "Principal made a comment" not in told(
        village, "chief"
    )
    assert "Principal made a comment. @Officer and @Chief: when?" in told(village, "lawyer")
    assert "named you" not in told(village, "officer") + told(village, "lawyer")
    assert "Counsel named you in comment 2. @Principal, not outside!" in told(village, "principal")
    assert all("not outside" not in told(village, name) for name in ("chief", "lawyer", "sergeant"))


def test_named_in_several_sent_together_it_is_one_line(village: Village) -> None:
    with village.acting() as session:
        review.circulate(session, village.actor("dana"), village.world.edition.id, at=village.world.now)
    village.settle()
    village.forget_letters()
    with village.acting() as session:
        for words in ("@Officer, when?", "@Officer, where?", "Fine."):
            unsent.keep(
                session,
                village.actor("principal"),
                village.world.edition.id,
                words=words,
                at=village.world.now,
            )
        sending.send(session, village.actor("principal"), village.world.edition.id, at=village.world.now)
    next_morning(village)
    assert "Principal named you in comments 1 and 2. @Officer, when? @Officer, where?" in told(
        village, "officer"
    )


def test_replies_sent_along_reach_whoever_spoke_there(village: Village) -> None:
    edition, at = village.world.edition.id, village.world.now
    with village.acting() as session:
        review.circulate(session, village.actor("dana"), edition, at=at)
        review.open_thread(session, village.actor("officer"), edition, words="Hm.", clause="duties", at=at)
        review.open_thread(session, village.actor("principal"), edition, words="Hm.", clause="term", at=at)
    village.settle()
    village.forget_letters()
    with village.acting() as session:
        for number in (1, 1, 2):
            unsent.keep_reply(
                session, village.actor("lawyer"), edition, number, words=f"On {number}.", at=at + HOUR
            )
        sending.send(session, village.actor("lawyer"), edition, at=at + HOUR)
    next_morning(village)
    for name in ("officer", "principal"):
        words = told(village, name)
        assert "Lawyer sent 3 comments. Reply to comment 1: On 1. Reply to comment 1: On 1. Reply to" in words
    assert "Lawyer sent" not in told(village, "chief") + told(village, "counsel")
