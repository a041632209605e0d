"""Offices begin and end; nothing about them is ever changed or removed."""

from datetime import date, datetime, timedelta

import pytest
from sqlmodel import Session, select

from tests.parties.kit import Town, town
from workflow.core.errors import Forbidden, Invalid, NotFound, Refused
from workflow.core.events import EventKind
from workflow.core.people import NOBODY, Office
from workflow.history.models import Event
from workflow.parties import queries
from workflow.parties.appointments import actions
from workflow.parties.models import Appointment, Person

pytestmark = pytest.mark.both_databases


@pytest.fixture
def here(session: Session, now: datetime) -> Town:
    return town(session, now)


def invite(here: Town, by: str = "Abe", **more: str) -> Appointment:
    said = {"name": "Lena Low", "email": "lena@example.org", "office": "counsel"} | more
    return actions.invite_person(here.session, here.actor(by), here.parties["agency"].id, **said, at=here.at)


def fields_of(here: Town, **more: str) -> list[str]:
    with pytest.raises(Invalid) as no:
        invite(here, **more)
    return [issue.field for issue in no.value.issues]


def test_an_administrator_invites_a_person_into_an_office(here: Town) -> None:
    made = invite(here)
    person = here.session.get_one(Person, made.person_id)
    assert (person.name, person.email, made.office, made.from_date) == (
        "Lena Low", "lena@example.org", "counsel", date(2026, 5, 12),
    )  # fmt: skip
    event = here.session.exec(select(Event).where(Event.kind == EventKind.PERSON_INVITED)).one()
    assert event.subject_id == person.id and event.party_id == here.parties["agency"].id
    assert "lena" not in str(event.detail).lower()


@pytest.mark.parametrize("name", ["Carl", " CARL ", ""])
def test_inviting_somebody_we_know_adds_an_office(here: Town, name: str) -> None:
    made = invite(here, name=name, email="CARL@example.org ", office="registrar")
    assert made.person_id == here.people["Carl"].id and here.people["Carl"].name == "Carl"


def test_a_colleague_is_not_invited_by_another_name(here: Town) -> None:
    """The name that is typed is never dropped in silence: both are named, and whoever typed decides."""
    with pytest.raises(Invalid) as no:
        invite(here, name="Somebody Else", email="carl@example.org", office="registrar")
    (issue,) = no.value.issues
    assert issue.field == "name" and issue.words.startswith(
        "This is the address of Carl, and you wrote Somebody Else."
    )


def test_who_belongs_to_an_address_elsewhere_is_not_told(here: Town) -> None:
    """An administrator who guesses addresses learns no names by it."""
    made = invite(here, name="Somebody Else", email="sam@example.org")
    assert made.person_id == here.people["Sam"].id and here.people["Sam"].name == "Sam"


@pytest.mark.parametrize("who", ["Carl", "Ada", ""])
def test_only_the_partys_own_administrators_invite(here: Town, who: str) -> None:
    actor = here.actor(who) if who else NOBODY
    with pytest.raises(Refused) as no:
        actions.invite_person(
            here.session,
            actor,
            here.parties["agency"].id,
            name="L",
            email="l@example.org",
            office="counsel",
            at=here.at,
        )
    assert isinstance(no.value, Forbidden) or not who


def test_everything_wrong_in_an_invitation_is_said_at_once(here: Town) -> None:
    assert fields_of(here, name="", email="x", office="superintendent", capacity="king", from_date="soon") == [
        "email", "name", "office", "capacity", "from_date",
    ]  # fmt: skip


@pytest.mark.parametrize("capacity", ["acting", "interim"])
def test_who_acts_needs_evidence(here: Town, capacity: str) -> None:
    assert fields_of(here, office="chief", capacity=capacity) == ["evidence"]
    made = invite(here, office="chief", capacity=capacity, evidence="Letter of the mayor, 1 May 2026")
    assert queries.title_of(made.office, made.capacity) == f"{capacity.capitalize()} Chief of Police"


def test_a_party_has_one_chief_at_a_time(here: Town) -> None:
    assert fields_of(here, office="chief") == ["office"]
    actions.end_appointment(
        here.session, here.actor("Abe"), here.posts["Carl"].id, until_date="2026-06-30", at=here.at
    )
    assert fields_of(here, office="chief", from_date="2026-06-30") == ["office"]
    assert invite(here, office="chief", from_date="2026-07-01").office == Office.CHIEF


def test_nobody_holds_the_same_office_twice(here: Town) -> None:
    assert fields_of(here, name="Arlo", email="arlo@example.org", office="registrar") == ["office"]


def test_the_last_day_is_a_day_in_office(here: Town) -> None:
    post = here.posts["Arlo"]
    actions.end_appointment(here.session, here.actor("Abe"), post.id, at=here.at)
    assert post.until_date == date(2026, 5, 12)
    assert here.actor("Arlo").holds
    assert not queries.actor_of(here.session, here.people["Arlo"], here.at + timedelta(days=1)).holds
    with pytest.raises(Refused, match="already ended"):
        actions.end_appointment(here.session, here.actor("Abe"), post.id, at=here.at + timedelta(days=2))


def test_an_appointment_ends_after_it_began_and_only_by_the_party(here: Town) -> None:
    with pytest.raises(Invalid):
        actions.end_appointment(
            here.session, here.actor("Abe"), here.posts["Carl"].id, until_date="2026-05-01", at=here.at
        )
    with pytest.raises(Forbidden):
        actions.end_appointment(here.session, here.actor("Ada"), here.posts["Carl"].id, at=here.at)
    with pytest.raises(NotFound):
        actions.end_appointment(here.session, here.actor("Abe"), "nothing", at=here.at)


def test_the_only_administrator_stays_until_there_is_another(here: Town) -> None:
    with pytest.raises(Refused, match="only administrator"):
        actions.end_appointment(here.session, here.actor("Abe"), here.posts["Abe"].id, at=here.at)
    invite(here, office="administrator")
    actions.end_appointment(here.session, here.actor("Abe"), here.posts["Abe"].id, at=here.at)


def test_one_of_the_partys_people_gets_another_office(here: Town) -> None:
    agency = here.parties["agency"].id
    made = actions.record_appointment(
        here.session,
        here.actor("Abe"),
        agency,
        person_id=here.people["Carl"].id,
        office="registrar",
        at=here.at,
    )
    assert made.recorded_by == here.people["Abe"].id
    with pytest.raises(NotFound):
        actions.record_appointment(
            here.session,
            here.actor("Abe"),
            agency,
            person_id=here.people["Sam"].id,
            office="registrar",
            at=here.at,
        )
