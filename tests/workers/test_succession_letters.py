"""Who hears that an office has a new holder, and what the holder is told."""

from datetime import timedelta

import pytest
from sqlmodel import col, select

from tests.workers.village import Village
from workers import letters, succession_letters
from workflow.adapters.mail import Letter
from workflow.core.events import EventKind
from workflow.core.people import SERVICE, Capacity, Office
from workflow.drafting.models import Edition
from workflow.history.models import Event
from workflow.parties.appointments.actions import appoint
from workflow.parties.models import Person

pytestmark = pytest.mark.both_databases


@pytest.fixture
def inside(village: Village) -> Village:
    with village.acting():
        village.world.appoint("keeper", "agency", Office.REGISTRAR)
        village.world.appoint("recorder", "district", Office.REGISTRAR)
        yield village


def appointed(inside: Village, name: str, office: Office, evidence: str = "") -> Event:
    """Somebody takes an office at the agency, acting where there is evidence."""
    world = inside.world
    appoint(
        world.session, SERVICE, world.parties["agency"], world.session.get_one(Person, world.who[name]), office,
        Capacity.ACTING if evidence else Capacity.HOLDER, world.now.date(), None, evidence, world.now, invite=False,
    )  # fmt: skip
    recorded = (
        select(Event).where(Event.kind == EventKind.APPOINTMENT_RECORDED).order_by(col(Event.id).desc())
    )
    return world.session.exec(recorded).first()


def write(inside: Village, event: Event, name: str, who: str) -> Letter | None:
    world = inside.world
    return letters.write(
        world.session, inside.kit.templates, name, event.id, world.who[who], key="k", at=world.now + timedelta(minutes=1)
    )  # fmt: skip


def names(inside: Village, people: list[str]) -> set[str]:
    return {name for name, one in inside.world.who.items() if one in people}


def test_both_sides_registrars_hear_of_a_new_holder_and_nobody_of_an_office_that_does_not_sign(
    inside: Village,
) -> None:
    event = appointed(inside, "sergeant", Office.CHIEF, "Letter of 3 May")
    assert names(inside, succession_letters.told(inside.world.session, event)) == {"keeper", "recorder"}
    assert names(inside, succession_letters.newcomer(inside.world.session, event)) == {"sergeant"}
    other = appointed(inside, "officer", Office.COUNSEL)
    assert succession_letters.told(inside.world.session, other) == []
    assert succession_letters.newcomer(inside.world.session, other) == []


def test_an_acting_holder_is_named_as_such_with_the_evidence(inside: Village) -> None:
    event = appointed(inside, "sergeant", Office.CHIEF, "Letter of 3 May")
    letter = write(inside, event, "new_holder", "recorder")
    assert letter.subject.startswith("New Acting Chief of Police: Sergeant, ")
    assert (
        "On the evidence of: Letter of 3 May" in letter.text
        and "either side can open its review" in letter.text
    )


def test_the_new_holder_is_told_what_comes_with_the_office(inside: Village) -> None:
    event = appointed(inside, "sergeant", Office.CHIEF, "Letter of 3 May")
    letter = write(inside, event, "welcome", "sergeant")
    assert "You take over 1 agreement as Acting Chief of Police" in letter.text
    assert "“Springfield SRO agreement”, edition 1: being drafted." in letter.text
    assert "/signer-check" in letter.text


def test_only_the_newest_edition_of_an_agreement_that_goes_on_is_inherited(inside: Village) -> None:
    world = inside.world
    agency = world.parties["agency"]
    world.session.get_one(Edition, world.edition.id).status = "withdrawn"
    world.session.flush()
    assert succession_letters.inherited(world.session, agency) == []
