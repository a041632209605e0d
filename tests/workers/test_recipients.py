from datetime import date, timedelta

import pytest

from tests.workers.village import Village
from workers import recipients
from workflow.core.events import EventKind
from workflow.core.people import Office, PartyKind
from workflow.drafting.models import MouParty
from workflow.history.models import Event
from workflow.parties.models import Appointment, Party
from workflow.review import actions as review

pytestmark = pytest.mark.both_databases


@pytest.fixture
def inside(village: Village) -> Village:
    """The village with its draft in review, inside an open transaction."""
    with village.acting() as session:
        review.circulate(session, village.actor("dana"), village.world.edition.id, at=village.world.now)
        yield village


def names(village: Village, people: list[str]) -> set[str]:
    assert len(people) == len(set(people))
    return {name for name, one in village.world.who.items() if one in people}


def open_thread(village: Village, author: str, **more: object) -> Event:
    review.open_thread(
        village.world.session, village.actor(author), village.world.edition.id, words="Please say who.", at=village.world.now, **more
    )  # fmt: skip
    return village.world.events(EventKind.THREAD_OPENED)[-1]


def reply(village: Village, author: str, number: int) -> Event:
    at = village.world.now + timedelta(minutes=number)
    review.reply(
        village.world.session, village.actor(author), village.world.edition.id, number, words="Yes.", at=at
    )
    return village.world.events(EventKind.COMMENT_POSTED)[-1]


def test_those_who_run_it_are_the_desks_of_both_sides(inside: Village) -> None:
    found = recipients.those_who_run_it(inside.world.session, inside.event("edition:declined"))
    assert names(inside, found) == {"dana", "counsel", "sergeant", "lawyer", "chief"}


def test_everyone_is_every_office_of_every_party_in_scope(inside: Village) -> None:
    found = recipients.everyone(inside.world.session, inside.event("edition:published"))
    assert names(inside, found) == set(inside.world.who)


def test_an_adopting_body_hears_of_the_publication_and_of_no_comment(inside: Village) -> None:
    world = inside.world
    world.session.add(MouParty(mou_id=world.mou.id, party_id=world.parties["body"].id, position=3))
    world.appoint("clerk", "body", Office.CLERK)
    assert "clerk" in names(inside, recipients.everyone(world.session, inside.event("edition:published")))
    assert "clerk" not in names(inside, recipients.those_who_run_it(world.session, inside.event("x")))
    assert "clerk" not in names(
        inside, recipients.desk_of_the_thread(world.session, open_thread(inside, "principal"))
    )


def test_a_new_comment_goes_to_the_desks_of_both_sides(inside: Village) -> None:
    event = open_thread(inside, "dana")
    found = recipients.desk_of_the_thread(inside.world.session, event)
    assert names(inside, found) == {"counsel", "sergeant", "lawyer", "chief"}


@pytest.mark.parametrize(
    ("author", "desk"), [("principal", {"dana", "counsel"}), ("officer", {"sergeant", "lawyer", "chief"})]
)
def test_an_internal_comment_goes_to_the_desk_of_its_own_side(
    inside: Village, author: str, desk: set[str]
) -> None:
    event = open_thread(inside, author, visibility="party")
    assert names(inside, recipients.desk_of_the_thread(inside.world.session, event)) == desk


def test_a_reply_goes_to_those_who_spoke(inside: Village) -> None:
    open_thread(inside, "principal")
    reply(inside, "officer", 1)
    found = recipients.in_the_thread(inside.world.session, reply(inside, "dana", 1))
    assert names(inside, found) == {"principal", "officer"}


def test_who_changes_sides_hears_no_more_of_the_old_sides_threads(inside: Village) -> None:
    world = inside.world
    open_thread(inside, "principal", visibility="party")
    open_thread(inside, "principal")
    held = world.session.get(Appointment, _appointment(inside, "principal"))
    held.until_date = world.now.date() - timedelta(days=3)
    world.session.add(held)
    world.appoint("principal", "agency", Office.COUNSEL)
    internal, openly = reply(inside, "dana", 1), reply(inside, "dana", 2)
    assert recipients.in_the_thread(world.session, internal) == []
    assert names(inside, recipients.in_the_thread(world.session, openly)) == {"principal"}


def test_a_guest_hears_of_open_threads_of_that_edition(inside: Village) -> None:
    world = inside.world
    guest = review.invite_guest(
        world.session,
        inside.actor("dana"),
        world.edition.id,
        name="Ann",
        email="ann@example.org",
        at=world.now,
    )
    event = open_thread(inside, "principal")
    assert recipients.may_read_thread(world.session, event, guest.person_id, world.now)
    internal = open_thread(inside, "principal", visibility="party")
    assert not recipients.may_read_thread(world.session, internal, guest.person_id, world.now)


def _appointment(village: Village, name: str) -> str:
    from sqlmodel import select

    return village.world.session.exec(
        select(Appointment.id).where(Appointment.person_id == village.world.who[name])
    ).one()


def leave(village: Village, name: str, until: date) -> None:
    held = village.world.session.get(Appointment, _appointment(village, name))
    held.until_date = until
    village.world.session.add(held)
    village.world.session.flush()


def test_who_has_left_is_no_longer_concerned(inside: Village) -> None:
    world, now = inside.world, inside.world.now
    event = inside.event("edition:published")
    assert recipients.still_concerned(world.session, event, world.edition.id, world.who["officer"], now)
    leave(inside, "officer", now.date() - timedelta(days=3))
    assert not recipients.still_concerned(world.session, event, world.edition.id, world.who["officer"], now)
    mine = inside.event("edition:signed", actor_id=world.who["officer"])
    assert recipients.still_concerned(world.session, mine, world.edition.id, world.who["officer"], now)


def test_a_letter_about_an_office_is_for_who_holds_or_is_about_to_hold_one_there(inside: Village) -> None:
    world, now = inside.world, inside.world.now
    agency = world.parties["agency"].id
    event = inside.event("person:invited", edition_id=None, mou_id="", party_id=agency)
    assert recipients.still_concerned(world.session, event, "", world.who["officer"], now)
    assert not recipients.still_concerned(world.session, event, "", world.who["principal"], now)
    anywhere = inside.event("link:requested", edition_id=None, mou_id="")
    assert recipients.still_concerned(world.session, anywhere, "", world.who["principal"], now)
    leave(inside, "principal", now.date() - timedelta(days=3))
    assert not recipients.still_concerned(world.session, anywhere, "", world.who["principal"], now)


def test_a_school_that_is_not_in_scope_is_told_nothing(inside: Village) -> None:
    world = inside.world
    far = Party(
        kind=PartyKind.SCHOOL,
        legal_name="Far High",
        parent_id=world.parties["stranger"].id,
        created=world.now,
    )
    world.session.add(far)
    world.session.flush()
    world.parties["far"] = far
    world.appoint("far", "far", Office.PRINCIPAL)
    assert "far" not in names(inside, recipients.everyone(world.session, inside.event("edition:published")))
