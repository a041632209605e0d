"""What one side writes for itself never reaches the other side, a guest or a body, by any door."""

import io
import json
import zipfile
from datetime import datetime
from inspect import signature

import msgspec
import pytest

from tests.review.world import World
from workflow.adapters.doors import Desk, File
from workflow.adapters.settings import Settings
from workflow.core.errors import CountersignError, NotFound
from workflow.core.people import Actor, Office
from workflow.drafting.models import MouParty
from workflow.review import actions, pages
from workflow.review.unsent import actions as unsent

SECRET = "WE WOULD SETTLE FOR HALF"
KEPT_ID = "kept" * 5
"""Of a comment that counsel keeps unsent."""
GETS = {door.open.__name__: door.open for door in pages.doors.all if door.method == "GET"}
"""Every door of the room that reads. One that is added tomorrow is walked tomorrow."""


@pytest.fixture
def secretive(reviewed: World, now: datetime) -> World:
    """The district's counsel and its principal talk among themselves about the duties."""
    session, edition = reviewed.session, reviewed.edition.id
    actions.open_thread(
        session, reviewed.actor("counsel"), edition, words=SECRET, clause="duties", visibility="party", at=now
    )
    actions.reply(session, reviewed.actor("principal"), edition, 1, words=f"Agreed: {SECRET}", at=now)
    actions.dispose(session, reviewed.actor("dana"), edition, 1, value="noted", words=SECRET, at=now)
    actions.reopen(session, reviewed.actor("counsel"), edition, 1, words=SECRET, at=now)
    kept = unsent.keep(session, reviewed.actor("counsel"), edition, words=SECRET, clause="term", at=now)
    kept.id = KEPT_ID
    reviewed.session.add(MouParty(mou_id=reviewed.mou.id, party_id=reviewed.parties["body"].id, position=3))
    reviewed.appoint("clerk", "body", Office.CLERK)
    return reviewed


def said(world: World, actor: Actor, door: str) -> str:
    """Everything a door gives this actor: the page's value, which is the API's value too, or the file, unpacked."""
    known = {"edition_id": world.edition.id, "number": 1, "clause": "duties", "slug": world.mou.slug, "edition": "1",
             "secret": "x", "unsent_id": KEPT_ID, "chosen": [1], "party_id": world.parties["district"].id, "name": "cops"}  # fmt: skip
    asked = {name: known[name] for name in signature(GETS[door]).parameters if name in known}
    try:
        answer = GETS[door](Desk(world.session, actor, world.now, Settings()), **asked)
    except CountersignError:
        return "not found"
    if not isinstance(answer, File):
        return msgspec.json.encode(answer.value).decode()
    if answer.content[:2] != b"PK":
        return answer.content.decode()
    with zipfile.ZipFile(io.BytesIO(answer.content)) as box:
        return "\n".join(box.read(name).decode("utf-8", "ignore") for name in box.namelist())


@pytest.mark.parametrize("name", ["officer", "sergeant", "lawyer", "chief", "clerk", "guest"])
def test_no_door_tells_the_other_side(secretive: World, name: str) -> None:
    actor = secretive.guest() if name == "guest" else secretive.actor(name)
    told = {door: said(secretive, actor, door) for door in GETS}
    assert not [door for door, words in told.items() if SECRET in words]
    assert told["thread"] == "not found"
    if told["timeline"] != "not found":
        assert "thread" not in {
            key for entry in json.loads(told["timeline"])["entries"] for key in entry["detail"]
        }


def test_a_detached_internal_thread_and_its_place_stay_with_its_side(secretive: World, now: datetime) -> None:
    secretive.revise(now, duties=None)
    actions.place_comments(secretive.session, secretive.edition.id)
    for name in ("officer", "chief", "clerk"):
        told = said(secretive, secretive.actor(name), "edition")
        assert SECRET not in told and '"detached":[]' in told
        with pytest.raises(NotFound):
            actions.relocate(
                secretive.session, secretive.actor(name), secretive.edition.id, 1, place="gone", at=now
            )
    assert SECRET in said(secretive, secretive.actor("dana"), "edition")


def test_its_own_side_reads_it(secretive: World) -> None:
    for name in ("counsel", "principal", "dana"):
        for door in (
            "edition",
            "threads_of_clause",
            "thread",
            "comment_matrix",
            "comment_matrix_file",
            "comment_matrix_sheet",
        ):
            assert SECRET in said(secretive, secretive.actor(name), door), (name, door)


def test_the_matrix_says_how_many_it_does_not_show(secretive: World) -> None:
    answer = pages.comment_matrix(
        Desk(secretive.session, secretive.actor("chief"), secretive.now, Settings()), secretive.edition.id
    )
    assert (answer.value["total"], answer.value["hidden"]) == (0, 1)


def test_what_is_unsent_is_nowhere_but_with_its_author(reviewed: World, now: datetime) -> None:
    """Nor is it counted anywhere for others: every door answers as it did before."""
    others = ["dana", "principal", "sergeant"]
    before = {name: {door: said(reviewed, reviewed.actor(name), door) for door in GETS} for name in others}
    row = unsent.keep(
        reviewed.session, reviewed.actor("counsel"), reviewed.edition.id, words=SECRET, clause="term", at=now
    )
    row.id = KEPT_ID
    reviewed.session.flush()
    assert before == {
        name: {door: said(reviewed, reviewed.actor(name), door) for door in GETS} for name in others
    }
    assert SECRET in said(reviewed, reviewed.actor("counsel"), "unsent")
    assert SECRET in said(reviewed, reviewed.actor("counsel"), "unsent_one")


@pytest.mark.parametrize("name", ["sergeant", "guest"])
def test_no_act_on_it_is_possible_from_elsewhere(secretive: World, name: str, now: datetime) -> None:
    actor = secretive.guest() if name == "guest" else secretive.actor(name)
    session, edition = secretive.session, secretive.edition.id
    for act in (
        lambda: actions.reply(session, actor, edition, 1, words="I read this", at=now),
        lambda: actions.dispose(session, actor, edition, 1, value="noted", words="", at=now),
        lambda: actions.withdraw(session, actor, edition, 1, words="x", at=now),
        lambda: actions.reopen(session, actor, edition, 1, words="x", at=now),
    ):
        with pytest.raises(NotFound):
            act()


def test_events_of_it_hold_no_words(secretive: World) -> None:
    assert all(
        SECRET not in json.dumps(event.detail) and SECRET not in event.leaf.decode("utf-8", "ignore")
        for event in secretive.events()
    )


def test_the_other_side_learns_only_that_a_comment_waits_for_its_answer(secretive: World) -> None:
    value = pages.edition(
        Desk(secretive.session, secretive.actor("chief"), secretive.now, Settings()), secretive.edition.id
    ).value
    assert value["open"] == 1
    assert sum(clause["thread_count"] for clause in value["clauses"]) == 0
