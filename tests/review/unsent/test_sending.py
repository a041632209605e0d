"""All of it at once, once; and what stands in the way leaves everything where it was."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import select

from tests.attacks.test_signing_races import at_once
from tests.review.mentions.test_naming import end
from tests.review.test_leaks import said
from tests.review.unsent.test_actions import keep
from tests.review.world import World, about, build
from workflow.adapters.database import Database
from workflow.core.errors import Conflict, Forbidden, Invalid, NotFound, Refused
from workflow.core.lifecycle import Status
from workflow.core.people import Office
from workflow.review import actions
from workflow.review.models import Comment, Thread, Verdict
from workflow.review.unsent import actions as unsent
from workflow.review.unsent import queries, sending

HOUR = timedelta(hours=1)
SENT = ("edition:thread:opened", "edition:comments:sent", "edition:verdict:given")


def send(world: World, name: str, at: datetime, **more: object):
    return sending.send(world.session, world.actor(name), world.edition.id, at=at, **more)


def waiting(world: World, name: str) -> int:
    return len(queries.own(world.session, world.actor(name), world.edition.id))


@pytest.mark.both_databases
def test_all_become_threads_in_their_order_with_one_event(reviewed: World, now: datetime) -> None:
    keep(reviewed, "counsel", now, quote="visits each campus daily", words="Which?")
    keep(reviewed, "counsel", now, clause="term", words="Too short.", kind="question")
    keep(reviewed, "counsel", now, clause="", words="Fine otherwise.")
    threads = send(reviewed, "counsel", now + HOUR)
    assert [(one.number, one.clause_key, one.kind, one.created) for one in threads] == [
        (1, "duties", "substantive", now + HOUR), (2, "term", "question", now + HOUR), (3, "", "substantive", now + HOUR)
    ]  # fmt: skip
    assert threads[0].selector["exact"] == "visits each campus daily"
    words = reviewed.session.exec(select(Comment.words).order_by(Comment.words)).all()
    assert words == ["Fine otherwise.", "Too short.", "Which?"]
    (event,) = reviewed.events(*SENT)
    assert (event.kind, about(event)) == ("edition:comments:sent", {"threads": [1, 2, 3]})
    assert waiting(reviewed, "counsel") == 0


def test_what_one_side_keeps_to_itself_is_an_event_of_that_side(reviewed: World, now: datetime) -> None:
    for visibility in ("parties", "party", "parties", "party"):
        keep(reviewed, "counsel", now, visibility=visibility, words=f"For {visibility} ears")
    send(reviewed, "counsel", now)
    inner, openly = sorted(reviewed.events(*SENT), key=lambda event: event.detail["threads"], reverse=True)
    assert about(openly) == {"threads": [1, 3]}
    assert about(inner) == {"threads": [2, 4], "side": reviewed.parties["district"].id}
    told = said(reviewed, reviewed.actor("chief"), "timeline")
    assert '"threads":[1,3]' in told and "[2,4]" not in told
    assert "For party ears" not in said(reviewed, reviewed.actor("chief"), "comment_matrix")


def test_one_alone_is_a_comment_like_any_other(reviewed: World, now: datetime) -> None:
    keep(reviewed, "counsel", now)
    send(reviewed, "counsel", now)
    assert [(one.kind, about(one)) for one in reviewed.events(*SENT)] == [
        ("edition:thread:opened", {"thread": 1})
    ]


def test_a_verdict_goes_with_them_and_points_to_what_all_may_read(reviewed: World, now: datetime) -> None:
    keep(reviewed, "principal", now)
    keep(reviewed, "principal", now, visibility="party")
    keep(reviewed, "principal", now, clause="term")
    send(reviewed, "principal", now, value="request_changes", revision=reviewed.edition.revision_id)
    (verdict,) = reviewed.session.exec(select(Verdict)).all()
    assert (verdict.value, verdict.words) == ("request_changes", "See my comments 1 and 3.")
    with pytest.raises(Refused):
        send(reviewed, "principal", now, value="approve", revision=reviewed.edition.revision_id)


def test_they_are_carried_into_the_text_of_today(reviewed: World, now: datetime) -> None:
    keep(reviewed, "counsel", now, quote="visits each campus daily")
    keep(reviewed, "counsel", now, clause="term")
    reviewed.revise(
        now + HOUR, term=None, duties="2. Duties\n\nFirst. The officer visits each campus each day."
    )
    send(reviewed, "counsel", now + HOUR)
    told = said(reviewed, reviewed.actor("chief"), "edition")
    assert '"state":"changed"' in told and '"state":"detached"' in told
    assert actions.place_comments(reviewed.session, reviewed.edition.id) == 0  # kept already


def test_a_closed_round_loses_nothing_and_says_what_to_do(reviewed: World, now: datetime) -> None:
    keep(reviewed, "counsel", now)
    reviewed.edition.status = Status.FROZEN
    reviewed.session.flush()
    with pytest.raises(Refused, match=r"What you wrote is kept here\. They can be sent when"):
        send(reviewed, "counsel", now)
    assert waiting(reviewed, "counsel") == 1
    reviewed.edition.status = Status.IN_REVIEW
    reviewed.session.flush()
    assert len(send(reviewed, "counsel", now)) == 1


def test_what_its_author_may_no_longer_write_is_named_one_by_one(reviewed: World, now: datetime) -> None:
    for clause in ("duties", "term"):
        row = keep(reviewed, "counsel", now, clause=clause, words=f"On {clause}")
        row.blocking, row.basis = True, ""
    reviewed.session.flush()
    with pytest.raises(Invalid) as no:
        send(reviewed, "counsel", now)
    assert [issue.words[:12] for issue in no.value.issues] == ["“On duties”:", "“On term”: S"]
    assert all(f"/editions/{reviewed.edition.id}/unsent#u-" in issue.link for issue in no.value.issues)
    assert waiting(reviewed, "counsel") == 2 and reviewed.events(*SENT) == []


@pytest.mark.both_databases
def test_a_verdict_that_cannot_be_given_sends_nothing(database: Database, now: datetime) -> None:
    with database.writing() as session:
        world = build(session, now)
        actions.circulate(session, world.actor("dana"), world.edition.id, at=now)
        read = world.edition.revision_id
        keep(world, "principal", now)
        keep(world, "lawyer", now)
        world.revise(now + HOUR, term="3. Term\n\nTwo years.")
    for name, revision, kind in (
        ("principal", read, Conflict),
        ("lawyer", world.edition.revision_id, Forbidden),
    ):
        with pytest.raises(kind), database.writing() as session:
            world.session = session
            send(world, name, now + HOUR, value="approve", revision=revision)
    with database.reading() as session:
        world.session = session
        assert waiting(world, "principal") == waiting(world, "lawyer") == 1
        assert session.exec(select(Thread)).all() == []


@pytest.mark.both_databases
def test_pressed_twice_at_the_same_moment_it_is_sent_once(database: Database, now: datetime) -> None:
    with database.writing() as session:
        world = build(session, now)
        actions.circulate(session, world.actor("dana"), world.edition.id, at=now)
        actor, edition = world.actor("counsel"), world.edition.id
        for words in ("One.", "Two.", "Three."):
            keep(world, "counsel", now, words=words)

    def press() -> int:
        with database.writing() as session:
            return len(sending.send(session, actor, edition, at=now + HOUR))

    results = at_once([press] * 4)
    assert sorted(str(type(one).__name__) for one in results) == ["Refused", "Refused", "Refused", "int"]
    with database.reading() as session:
        world.session = session
        assert sorted(session.exec(select(Thread.number)).all()) == [1, 2, 3]
        assert len(world.events(*SENT)) == 1 and waiting(world, "counsel") == 0


def test_replies_go_with_them_to_those_who_spoke_there(reviewed: World, now: datetime) -> None:
    session, edition = reviewed.session, reviewed.edition.id
    for name, visibility in (("lawyer", "parties"), ("dana", "party")):
        actions.open_thread(
            session,
            reviewed.actor(name),
            edition,
            words="Hm.",
            clause="duties",
            visibility=visibility,
            at=now,
        )
    actor = reviewed.actor("counsel")
    for number in (1, 2):
        unsent.keep_reply(session, actor, edition, number, words=f"To {number}, @Dana.", at=now)
    keep(reviewed, "counsel", now, words="A new one.")
    with pytest.raises(NotFound):
        unsent.keep_reply(session, reviewed.actor("chief"), edition, 2, words="I read this", at=now)
    with pytest.raises(Invalid, match="Nobody called “Chief”"):
        unsent.keep_reply(session, actor, edition, 2, words="@Chief?", at=now)
    assert waiting(reviewed, "counsel") == 3
    send(reviewed, "counsel", now + HOUR)
    said_there = select(Comment.words).join(Thread, Thread.id == Comment.thread_id).order_by(
        Thread.number, Comment.created
    )  # fmt: skip
    assert session.exec(said_there).all() == ["Hm.", "To 1, @Dana.", "Hm.", "To 2, @Dana.", "A new one."]
    found = [(event.kind, about(event)) for event in reviewed.events("edition:comment:posted", *SENT)][2:]
    assert found == [
        ("edition:comments:sent", {"threads": [3], "replies": [1]}),
        ("edition:comment:posted", {"thread": 2, "side": reviewed.parties["district"].id}),
    ]


def test_a_reply_is_changed_in_its_words_alone_and_may_lose_its_thread(
    reviewed: World, now: datetime
) -> None:
    session, edition = reviewed.session, reviewed.edition.id
    actions.open_thread(session, reviewed.actor("dana"), edition, words="Hm.", visibility="party", at=now)
    row = unsent.keep_reply(session, reviewed.actor("counsel"), edition, 1, words="Yes.", at=now)
    unsent.change(
        session, reviewed.actor("counsel"), edition, row.id, words="No.", visibility="parties", blocking=True, at=now
    )  # fmt: skip
    assert (row.words, row.visibility, row.blocking) == ("No.", "party", False)
    end(reviewed, "counsel", now)
    reviewed.appoint("counsel", "agency", Office.COUNSEL)
    with pytest.raises(Invalid, match="You can no longer read the comment this replies to"):
        send(reviewed, "counsel", now)
    assert waiting(reviewed, "counsel") == 1
