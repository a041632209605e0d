"""Whose approval a change outdates is named before it is saved, and nothing happens until that is confirmed."""

from datetime import timedelta

import pytest
from sqlmodel import select

from tests.review.route.test_actions import approve
from tests.review.test_pages import desk
from tests.review.world import TEXT, World
from workflow.core.approvals import Seat, Standing
from workflow.core.errors import Unconfirmed
from workflow.core.people import Office
from workflow.drafting import pages as drafting
from workflow.drafting.models import MouParty, Revision
from workflow.drafting.sheets import ClauseForm, ImportForm, NewClauseForm, RemovalForm
from workflow.review import actions
from workflow.review.ground import load
from workflow.review.route.queries import review
from workflow.review.verdicts.outdating import _once, in_words, standing_approvals

HOUR = timedelta(hours=1)
NEW = TEXT["duties"].replace("daily", "weekly")
WORDS = "This outdates an approval: Principal (Principal, Springfield High)."


@pytest.fixture
def approved(reviewed: World) -> World:
    approve(reviewed, "principal", reviewed.now)
    return reviewed


def saves(world: World, *, confirmed: bool, text: str = NEW, after: timedelta = HOUR) -> int:
    here, base = desk(world, "dana", after), world.session.get_one(Revision, world.edition.revision_id).number
    form = ClauseForm(text=text, base=str(base), confirmed=confirmed)
    return drafting.edit_clause(here, world.edition.id, "duties", form).value["revision"]


def test_an_edit_names_whose_approval_it_outdates_and_waits(approved: World) -> None:
    with pytest.raises(Unconfirmed, match="This outdates an approval") as no:
        saves(approved, confirmed=False)
    assert no.value.reason.startswith(WORDS) and "Tick below" in no.value.remedy


def test_confirmed_it_is_saved_and_what_is_outdated_already_is_not_named_again(approved: World) -> None:
    assert saves(approved, confirmed=True) == 2
    assert saves(approved, confirmed=False, text=NEW.replace("visits", "walks"), after=2 * HOUR) == 3


def test_an_edit_that_changes_nothing_or_only_moves_asks_nothing(approved: World) -> None:
    assert saves(approved, confirmed=False, text=TEXT["duties"]) == 1
    from workflow.drafting.sheets import PlaceForm

    moved = drafting.move_clause(
        desk(approved, "dana"), approved.edition.id, "duties", PlaceForm(after="first")
    )
    assert moved.value["revision"] == 2
    ground = load(approved.session, approved.edition.id)
    assert [
        seat.name for seat in standing_approvals(ground, review(approved.session, ground, approved.now))
    ] == ["Principal"]


def test_every_way_to_change_the_text_asks(approved: World) -> None:
    here, edition = desk(approved, "dana"), approved.edition.id
    for act in (
        lambda: drafting.add_clause(here, edition, NewClauseForm(text="4. More\n\nMore.", confirmed=False)),
        lambda: drafting.remove_clause(here, edition, "term", RemovalForm(base="1", confirmed=False)),
        lambda: drafting.import_revision(here, edition, ImportForm(clauses=[NEW], base="1", confirmed=False)),
    ):
        nested = approved.session.begin_nested()
        with pytest.raises(Unconfirmed, match="Principal"):
            act()
        nested.rollback()


def test_who_asked_for_changes_is_not_named_and_keeps_the_request(reviewed: World) -> None:
    actions.give_verdict(
        reviewed.session, reviewed.actor("principal"), reviewed.edition.id, value="request_changes", words="Weekly.",
        revision=reviewed.edition.revision_id or "", at=reviewed.now,
    )  # fmt: skip
    assert saves(reviewed, confirmed=False) == 2
    ground = load(reviewed.session, reviewed.edition.id)
    state = review(reviewed.session, ground, reviewed.now + HOUR)
    assert [seat.standing for seat in state.seats["schools"] if seat.name == "Principal"] == [
        Standing.OBJECTING
    ]


def test_members_of_an_adopting_body_are_neither_named_nor_counted(approved: World) -> None:
    approved.session.add(MouParty(mou_id=approved.mou.id, party_id=approved.parties["body"].id, position=3))
    approved.session.flush()
    ground = load(approved.session, approved.edition.id)
    seats = [
        Seat("a", who, who.title(), approved.parties[party].id, office, Standing.APPROVED)
        for who, party, office in (("mel", "body", Office.MEMBER), ("ann", "district", Office.COUNSEL))
    ]
    assert in_words(ground, _once(ground, seats)).startswith(
        "This outdates an approval: Ann (Counsel, Springfield District)."
    )
    assert in_words(ground, _once(ground, seats[:1])) == ""


def test_several_are_named_each_once(approved: World) -> None:
    approve(approved, "officer", approved.now + HOUR)
    ground = load(approved.session, approved.edition.id)
    found = standing_approvals(ground, review(approved.session, ground, approved.now + HOUR))
    words = in_words(ground, [*found, *found])
    assert [seat.name for seat in found] == ["Officer", "Principal"]
    assert in_words(ground, found).startswith(
        "This outdates 2 approvals: Officer (School Resource Officer, Springfield Agency) and Principal (Principal, Springfield High)."
    )
    assert words.startswith("This outdates 4 approvals")
    assert approved.session.exec(select(Revision)).all()
