"""Who reads notes: the clerk and the one who wrote. Every door of the review answers everybody else as if nothing had happened."""

import csv
import io
import json
from datetime import datetime

import pytest

from tests.review.notes.chamber import WORDS, write
from tests.review.test_leaks import GETS, said
from tests.review.test_pages import statements
from tests.review.world import World
from workflow.core.errors import Forbidden
from workflow.core.people import Actor
from workflow.review import actions, queries
from workflow.review.ground import load, officers
from workflow.review.notes.queries import notes_file, notes_page, readers
from workflow.review.turns.inbox import inbox

ALL = (
    "max",
    "chair",
    "rex",
    "keeper",
    "dana",
    "counsel",
    "principal",
    "officer",
    "sergeant",
    "chief",
    "guest",
    "cleo",
)
BUT_THE_CLERK = ALL[:-1]


def person(world: World, name: str) -> Actor:
    return world.guest() if name == "guest" and name not in world.who else _known(world, name)


def _known(world: World, name: str) -> Actor:
    if name == "guest":
        return Actor(world.who[name], "Guest", guest_of=world.edition.id, office_title="Invited reviewer")
    return world.actor(name)


def answers(world: World, name: str) -> dict[str, str]:
    return {door: said(world, person(world, name), door) for door in GETS}


def test_no_door_of_the_review_changes_for_anybody_else_when_a_member_writes(
    board: World, now: datetime
) -> None:
    """Not a word, a count, a mark or a number: the answers are the same to the letter."""
    actions.open_thread(board.session, board.actor("chief"), board.edition.id, words="A comment.", at=now)
    write(board, now, "max", words="I THINK OTHERWISE")
    before = {name: answers(board, name) for name in ALL}
    for _ in range(3):
        write(board, now)
    after = {name: answers(board, name) for name in ALL}
    for name in BUT_THE_CLERK:
        assert after[name] == before[name]
        assert WORDS not in json.dumps(after[name])
    moved = {door for door in GETS if after["cleo"][door] != before["cleo"][door]}
    assert moved == {"notes", "notes_file"}


def test_a_member_reads_the_own_notes_and_the_clerk_all(board: World, now: datetime) -> None:
    write(board, now)
    write(board, now, "max", words="I think otherwise.", clause="")
    told = {
        name: notes_page(board.session, board.actor(name), board.edition.id, at=now)
        for name in ("mel", "max", "chair", "rex", "cleo")
    }
    assert {name: len(one["notes"]) for name, one in told.items()} == {
        "mel": 1,
        "max": 1,
        "chair": 0,
        "rex": 0,
        "cleo": 2,
    }
    assert told["mel"]["member"] and told["mel"]["bodies"][0]["clerk"] == "Cleo"
    assert not told["cleo"]["member"] and told["cleo"]["may_carry"] and not told["mel"]["may_carry"]
    assert [note["clause"] for note in told["cleo"]["notes"]].count("") == 1


def test_a_member_is_not_told_whether_the_own_point_was_carried(board: World, now: datetime) -> None:
    """Another member may have been first with it; what stands in the review is not theirs to read before the meeting."""
    from workflow.review.notes.actions import carry

    note = write(board, now)
    before = answers(board, "mel"), answers(board, "max")
    carry(board.session, board.actor("cleo"), board.edition.id, note.id, words="Are they needed?", at=now)
    assert (answers(board, "mel"), answers(board, "max")) == before


@pytest.mark.parametrize("name", ["keeper", "dana", "chief", "principal", "guest"])
def test_the_page_is_between_members_and_clerk(board: World, name: str, now: datetime) -> None:
    actor = person(board, name)
    with pytest.raises(Forbidden):
        notes_page(board.session, actor, board.edition.id, at=now)
    with pytest.raises(Forbidden):
        notes_file(board.session, actor, board.edition.id)


def test_the_clerk_keeps_them_as_a_file_without_formulas(board: World, now: datetime) -> None:
    write(board, now, words="=1+1", may_name=True)
    rows = list(
        csv.DictReader(io.StringIO(notes_file(board.session, board.actor("cleo"), board.edition.id).decode()))
    )
    assert [(row["Member"], row["Words"], row["May be named"], row["Comment"]) for row in rows] == [
        ("Mel", "'=1+1", "yes", "")
    ]
    with pytest.raises(Forbidden):
        notes_file(board.session, board.actor("mel"), board.edition.id)


def test_who_reads_for_a_body_is_its_clerk_who_does_not_vote(board: World, now: datetime) -> None:
    ground, body = load(board.session, board.edition.id), board.parties["body"].id
    people = officers(board.session, ground, now, parties=ground.bodies)
    assert [one.name for one in readers(people, body)] == ["Cleo"]
    assert readers(people, board.parties["agency"].id) == []


def test_a_member_who_is_counsel_as_well_has_no_part_in_the_review(board: World, now: datetime) -> None:
    """Two such members would deliberate in the comments of everybody else."""
    session, rex, edition = board.session, board.actor("rex"), board.edition.id
    actions.open_thread(session, board.actor("chief"), edition, words="SEEN BY REVIEWERS", at=now)
    actions.open_thread(
        session, board.actor("counsel"), edition, words="SEEN BY COUNSEL", visibility="party", at=now
    )
    told = answers(board, "rex") | {"inbox": json.dumps(inbox(session, rex, now=now), default=str)}
    assert not [door for door, words in told.items() if "SEEN BY" in words or "Waiting for" in words]
    assert 'waiting_for": []' in told["inbox"] or '"others": []' in told["inbox"]
    with pytest.raises(Forbidden):
        actions.open_thread(session, rex, edition, words="I speak as counsel.", at=now)
    page = queries.edition_page(session, board.actor("dana"), edition, at=now)
    assert "Rex" not in json.dumps(page["stages"]) + json.dumps([one["name"] for one in page["turns"]])


def test_it_costs_few_statements_however_many_there_are(board: World, now: datetime) -> None:
    for _ in range(12):
        write(board, now)
    with statements(board.session) as sent:
        notes_page(board.session, board.actor("cleo"), board.edition.id, at=now)
    assert len(sent) <= 10
