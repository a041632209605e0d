"""Comments are carried into a new text once; a person says where one belongs that lost its words."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import select

from tests.review.places.test_queries import say, standings
from tests.review.test_pages import desk, html
from tests.review.world import TEXT, World
from workflow.core.errors import Forbidden, Invalid, NotFound, Refused
from workflow.review import actions, pages
from workflow.review.places.models import Placement, Relocation

HOUR = timedelta(hours=1)
QUOTE = "The officer does not enforce school rules."
REWORDED = "1. Purpose\n\nAn officer does not ever enforce the school rules. Officers keep the peace."


@pytest.fixture
def lost(reviewed: World, now: datetime) -> World:
    """A quotation left its clause, and something like it stands in another."""
    say(reviewed, now, clause="duties", quote=QUOTE)
    reviewed.revise(now + HOUR, duties=TEXT["duties"].replace(QUOTE, ""), purpose=REWORDED)
    actions.place_comments(reviewed.session, reviewed.edition.id)
    return reviewed


def choose(world: World, name: str, place: str, at: datetime) -> Relocation:
    return actions.relocate(world.session, world.actor(name), world.edition.id, 1, place=place, at=at)


@pytest.mark.both_databases
def test_every_thread_is_placed_once_a_revision(lost: World) -> None:
    assert actions.place_comments(lost.session, lost.edition.id) == 0
    assert len(lost.session.exec(select(Placement)).all()) == 1


def test_a_detached_thread_gets_candidates(lost: World) -> None:
    (found, *more) = standings(lost)[1].candidates
    assert REWORDED[found["start"] : found["end"]] == "officer does not ever enforce the school rules"
    assert more == []


@pytest.mark.both_databases
@pytest.mark.parametrize("name", ["principal", "dana", "counsel", "sergeant"])
def test_its_author_and_those_who_run_it_choose(lost: World, name: str, now: datetime) -> None:
    found = standings(lost)[1].candidates[0]
    said = choose(lost, name, f"purpose:{found['start']}-{found['end']}", now + HOUR)
    assert said.selector["exact"] == "officer does not ever enforce the school rules"
    standing = standings(lost)[1]
    assert (str(standing.place.state), standing.place.clause, standing.last_seen) == ("moved", "purpose", 2)
    assert standing.chosen_by == lost.actor(name).name
    (event,) = lost.events("edition:thread:placed")
    assert event.detail == {"thread": 1, "gone": False}


def test_from_then_on_it_is_followed_from_there(lost: World, now: datetime) -> None:
    start = REWORDED.index("An officer")
    choose(lost, "dana", f"purpose:{start}-{start + 27}", now + HOUR)
    lost.revise(now + 2 * HOUR, purpose="Preface.\n\n" + REWORDED)
    actions.place_comments(lost.session, lost.edition.id)
    standing = standings(lost)[1]
    assert (standing.place.clause, standing.place.start) == ("purpose", start + len("Preface.\n\n"))
    assert standing.chosen_by == "Dana"
    lost.revise(now + 3 * HOUR, purpose="1. Purpose\n\nNone.")
    assert (str(standings(lost)[1].place.state), standings(lost)[1].chosen_by) == ("detached", "")


def test_gone_is_an_answer_and_can_be_taken_back(lost: World, now: datetime) -> None:
    assert choose(lost, "principal", "gone", now + HOUR).clause_key == ""
    standing = standings(lost)[1]
    assert (str(standing.place.state), standing.chosen_by, standing.candidates) == (
        "detached",
        "Principal",
        (),
    )
    lost.revise(now + 2 * HOUR, term=TEXT["term"] + " Indeed.")
    actions.place_comments(lost.session, lost.edition.id)
    assert (standings(lost)[1].chosen_by, standings(lost)[1].candidates) == ("Principal", ())
    choose(lost, "dana", "duties", now + 3 * HOUR)
    assert (str(standings(lost)[1].place.state), standings(lost)[1].place.clause) == ("exact", "duties")


@pytest.mark.parametrize(
    "place", ["", "nowhere", "purpose:5-2", "purpose:0-99999", "purpose:²-9", "purpose:a-b"]
)
def test_a_place_that_is_none_is_refused(lost: World, place: str, now: datetime) -> None:
    with pytest.raises(Invalid):
        choose(lost, "dana", place, now + HOUR)


def test_others_do_not_choose(lost: World, now: datetime) -> None:
    with pytest.raises(Forbidden):
        choose(lost, "officer", "gone", now + HOUR)


def test_what_still_stands_is_not_moved(reviewed: World, now: datetime) -> None:
    say(reviewed, now, clause="duties", quote=QUOTE)
    with pytest.raises(Refused):
        choose(reviewed, "dana", "gone", now + HOUR)


def test_an_internal_thread_is_placed_by_its_own_side_alone(reviewed: World, now: datetime) -> None:
    actions.open_thread(
        reviewed.session, reviewed.actor("counsel"), reviewed.edition.id, words="Ours.", clause="term", visibility="party", at=now
    )  # fmt: skip
    reviewed.revise(now + HOUR, term=None)
    with pytest.raises(NotFound):
        choose(reviewed, "sergeant", "gone", now + HOUR)
    choose(reviewed, "dana", "gone", now + HOUR)
    (event,) = reviewed.events("edition:thread:placed")
    assert event.detail["side"] == reviewed.parties["district"].id


def test_the_pages_offer_the_choice_to_those_who_may_make_it(lost: World, now: datetime) -> None:
    def shown(name: str) -> list[str]:
        here = desk(lost, name)
        page, thread = pages.edition(here, lost.edition.id), pages.thread(here, lost.edition.id, 1)
        return [html(page, here.actor), html(thread, here.actor)]

    for words in shown("principal"):
        assert "Is it about this?" in words and QUOTE in words
        assert "Revision 1 was the last to have it" in words
        assert "officer does not ever enforce the school rules" in words
    for words in shown("officer"):
        assert QUOTE in words and "Is it about this?" not in words
    choose(lost, "principal", "purpose:12-50", now + HOUR)
    assert all("Principal says that this belongs here" in words for words in shown("officer"))
