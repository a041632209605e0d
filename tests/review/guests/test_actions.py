"""Guests: invited by those who run the agreement, limited to one edition."""

from datetime import datetime

import pytest
from sqlmodel import select

from tests.review.world import World
from workflow.core.errors import Forbidden, Invalid, Refused
from workflow.parties.models import Person
from workflow.review import actions
from workflow.review.guests.queries import guests_page
from workflow.review.models import Guest

pytestmark = pytest.mark.both_databases


def invite(world: World, name: str = "dana", email: str = "gus@example.org") -> Guest:
    return actions.invite_guest(
        world.session, world.actor(name), world.edition.id, name="Gus Grant", email=email, at=world.now
    )


def test_a_guest_is_a_person_without_office_and_the_event_names_only_the_ids(reviewed: World) -> None:
    row = invite(reviewed)
    person = reviewed.session.exec(select(Person).where(Person.email == "gus@example.org")).one()
    (event,) = reviewed.events("edition:guest:invited")
    assert (row.person_id, event.subject_id, event.detail) == (person.id, person.id, {"guest": row.id})


def test_inviting_again_asks_for_a_new_link_and_keeps_one_guest(reviewed: World) -> None:
    assert invite(reviewed).id == invite(reviewed).id
    assert len(reviewed.events("edition:guest:invited")) == 2
    page = guests_page(reviewed.session, reviewed.actor("chief"), reviewed.edition.id)
    assert [guest["email"] for guest in page["guests"]] == ["gus@example.org"]


@pytest.mark.parametrize("name", ["principal", "officer"])
def test_only_those_who_run_it_invite_and_see_the_guests(reviewed: World, name: str) -> None:
    with pytest.raises(Forbidden):
        invite(reviewed, name)
    with pytest.raises(Forbidden):
        guests_page(reviewed.session, reviewed.actor(name), reviewed.edition.id)


@pytest.mark.parametrize("email", ["", "nobody", "a@b@c"])
def test_an_address_is_needed(reviewed: World, email: str) -> None:
    with pytest.raises(Invalid):
        invite(reviewed, email=email)


def test_nobody_is_invited_to_a_draft(world: World, now: datetime) -> None:
    with pytest.raises(Refused):
        invite(world)
