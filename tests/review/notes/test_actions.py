"""Members write to their clerk, and the clerk alone brings a point up."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import select

from tests.review.notes.chamber import WORDS, write
from tests.review.world import World
from workflow.core.bodies import WRITABLE
from workflow.core.errors import Forbidden, Invalid, NotFound, Refused
from workflow.core.lifecycle import COMMENTABLE, Status
from workflow.core.people import Office
from workflow.history.models import Event, Stream
from workflow.parties.models import Appointment
from workflow.review import actions, queries
from workflow.review.ground import load
from workflow.review.notes.actions import carry, write_note
from workflow.review.notes.models import Carrying, MemberNote
from workflow.review.notes.queries import listed


def carried(world: World, now: datetime, note: MemberNote, name: str = "cleo", **more: object):
    told = {"words": "Some ask whether searches are needed.", **more}
    return carry(world.session, world.actor(name), world.edition.id, note.id, at=now, **told)


def lengths(world: World) -> dict[str, int]:
    world.session.flush()
    return {row.id: row.length for row in world.session.exec(select(Stream))}


def test_a_note_is_a_row_and_an_event_of_the_body_without_words(board: World, now: datetime) -> None:
    before = lengths(board)
    note = write(board, now)
    (event,) = board.session.exec(select(Event).where(Event.kind == "body:note:written"))
    assert (event.subject_id, event.party_id, event.edition_id, event.mou_id) == (
        note.id, board.parties["body"].id, None, "",
    )  # fmt: skip
    assert WORDS not in str(event.detail) and event.chain_seq is None
    moved = {name for name, length in lengths(board).items() if length != before.get(name, 0)}
    assert moved == {f"party:{board.parties['body'].id}"}


@pytest.mark.parametrize("name", ["cleo", "keeper", "dana", "principal", "counsel", "chief", "guest"])
def test_nobody_but_a_member_writes(board: World, name: str, now: datetime) -> None:
    actor = board.guest() if name == "guest" else board.actor(name)
    board.who.setdefault(name, actor.person_id)
    with pytest.raises(Forbidden):
        write_note(board.session, actor, board.edition.id, words=WORDS, at=now)


@pytest.mark.parametrize("status", Status)
def test_one_writes_while_there_is_something_to_decide(board: World, status: Status, now: datetime) -> None:
    board.edition.status = status
    board.session.flush()
    if status in WRITABLE:
        assert write(board, now).words == WORDS
        return
    with pytest.raises(Refused):
        write(board, now)


def test_without_a_clerk_who_does_not_vote_nobody_would_read_it(board: World, now: datetime) -> None:
    board.appoint("cleo", "body", Office.MEMBER)
    with pytest.raises(Refused) as no:
        write(board, now)
    assert "no clerk on record who is not a member" in str(no.value)
    for row in board.session.exec(select(Appointment).where(Appointment.office == Office.CLERK)):
        row.until_date = (now - timedelta(days=2)).date()
    with pytest.raises(Refused):
        write(board, now)


def test_a_body_may_ask_its_members_not_to(board: World, now: datetime) -> None:
    board.parties["body"].members_write = False
    board.session.flush()
    with pytest.raises(Refused) as no:
        write(board, now)
    assert "for the meeting" in str(no.value)


def test_words_and_a_clause_that_exists_are_needed(board: World, now: datetime) -> None:
    for wrong in (
        {"words": " "},
        {"clause": "nowhere"},
        {"words": "x‮y"},
        {"body": board.parties["agency"].id},
    ):
        with pytest.raises(Invalid):
            write(board, now, **wrong)
    assert not board.session.exec(select(MemberNote)).all()


def test_a_carried_point_is_the_clerks_own_comment_and_names_nobody(board: World, now: datetime) -> None:
    thread = carried(board, now, write(board, now))
    value = queries.thread_page(board.session, board.actor("chief"), board.edition.id, thread.number, at=now)
    (comment,) = value["thread"]["comments"]
    assert (comment["author"], comment["office"], comment["party"]) == ("Cleo", "Clerk", "Springfield Body")
    assert comment["words"] == "Some ask whether searches are needed." and "Mel" not in str(value)
    assert value["thread"]["clause"] == "duties" and not value["thread"]["blocking"]


def test_a_member_is_named_who_agreed_and_no_other(board: World, now: datetime) -> None:
    shy, open_ = write(board, now), write(board, now, "max", may_name=True)
    with pytest.raises(Invalid):
        carry(board.session, board.actor("cleo"), board.edition.id, shy.id, words="x", name=True, at=now)
    named = carry(
        board.session, board.actor("cleo"), board.edition.id, open_.id, words="Why?", name=True, at=now
    )
    told = queries.thread_page(board.session, board.actor("dana"), board.edition.id, named.number, at=now)
    assert told["thread"]["comments"][0]["words"] == "Why?\n\nRaised by Max, who agreed to be named."
    assert board.session.get(Carrying, open_.id).named and board.session.get(Carrying, shy.id) is None


def test_a_point_is_carried_once_while_comments_are_open(board: World, now: datetime) -> None:
    note, late = write(board, now), write(board, now)
    carried(board, now, note)
    with pytest.raises(Refused):
        carried(board, now, note)
    for status in WRITABLE - COMMENTABLE:
        board.edition.status = status
        board.session.flush()
        with pytest.raises(Refused):
            carried(board, now, late)


@pytest.mark.parametrize("name", ["mel", "max", "chair", "keeper", "rex", "dana", "chief"])
def test_nobody_but_the_clerk_carries(board: World, name: str, now: datetime) -> None:
    note = write(board, now)
    with pytest.raises(Forbidden):
        carried(board, now, note, name)


def test_the_clerk_of_another_body_finds_no_such_note(board: World, now: datetime) -> None:
    from workflow.drafting.models import MouParty

    board.parties["stranger"].kind = "body"
    board.session.add(MouParty(mou_id=board.mou.id, party_id=board.parties["stranger"].id, position=4))
    board.appoint("other", "stranger", Office.CLERK)
    with pytest.raises(NotFound):
        carried(board, now, write(board, now), "other")
    assert listed(board.session, load(board.session, board.edition.id), board.actor("other")) == []


def test_the_clerk_follows_that_thread_and_no_other(board: World, now: datetime) -> None:
    session, edition, cleo = board.session, board.edition.id, board.actor("cleo")
    actions.open_thread(session, board.actor("chief"), edition, words="Another.", at=now)
    thread = carried(board, now, write(board, now))
    actions.reply(session, board.actor("chief"), edition, thread.number, words="They are.", at=now)
    actions.reply(session, cleo, edition, thread.number, words="Thank you.", at=now)
    actions.dispose(
        session, board.actor("dana"), edition, thread.number, value="rejected", words="Law.", at=now
    )
    page = queries.edition_page(session, cleo, edition, at=now)
    shown = [one for clause in page["clauses"] for one in clause["threads"]] + page["general"]
    assert [one["number"] for one in shown] == [thread.number] and page["stages"] == page["turns"] == []
    with pytest.raises(NotFound):
        queries.thread_page(session, cleo, edition, 1, at=now)
    with pytest.raises(NotFound):
        actions.reply(session, cleo, edition, 1, words="I read this.", at=now)
    (note,) = listed(session, load(session, edition), cleo)
    assert (note["carried"]["answer"], note["carried"]["words"]) == ("Rejected", "Law.")
