"""Who hears that an office has a new holder or loses one, and what they are told."""

from datetime import timedelta

import pytest
from sqlmodel import Session, col, select

from tests.signing import world as worlds
from tests.workers.test_closing_letters import Town
from tests.workers.village import Village
from workers import letters, succession_letters
from workers.kit import Kit
from workflow.adapters.clock import FixedClock
from workflow.adapters.mail import Letter
from workflow.core.events import EventKind
from workflow.core.people import SERVICE, Capacity, Office
from workflow.drafting.models import Edition
from workflow.history.models import Event
from workflow.parties.appointments.actions import appoint, end_appointment, record_appointment
from workflow.parties.models import Appointment, Person
from workflow.parties.turns.queries import turns_of
from workflow.review.models import Turns
from workflow.web.mailbox import letters as in_the_mailbox

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


class Station(Town):
    """A frozen text, and an administrator of the agency."""

    def __init__(self, kit: Kit, clock: FixedClock) -> None:
        super().__init__(kit, clock)
        self.act(
            lambda session, at: worlds.person(session, self.world, "boss", "agency", Office.ADMINISTRATOR, at)
        )

    def post_of(self, session: Session, name: str) -> Appointment:
        return session.exec(select(Appointment).where(Appointment.person_id == self.world.people[name])).one()

    def boss_acts_as_chief(self) -> None:
        def deed(session, at):
            record_appointment(
                session, self.world.actor(session, "boss", at), self.world.parties["agency"], person_id=self.world.people["boss"],
                office="chief", capacity="acting", evidence="My own letter of today.", at=at,
            )  # fmt: skip

        self.act(deed)

    def end_the_chief(self) -> None:
        def deed(session, at):
            end_appointment(
                session, self.world.actor(session, "boss", at), self.post_of(session, "chief").id, at=at
            )

        self.act(deed)

    def find(self, name: str, subject: str) -> list[str]:
        found = in_the_mailbox(self.kit.settings.data / "mailbox", f"{name}@example.org")
        return [" ".join(one["text"].split()) for one in found if one["subject"].startswith(subject)]

    def turns(self) -> dict[str, str]:
        with self.kit.database.reading() as session:
            names = {one: name for name, one in self.world.people.items()}
            return {names[one.person_id]: one.reason for one in session.exec(select(Turns))}

    def inbox(self, name: str) -> list[str]:
        with self.kit.database.reading() as session:
            now = self.clock.now()
            return [one.reason for one in turns_of(session, self.world.actor(session, name, now), now)]


def test_the_only_administrator_puts_himself_in_the_chiefs_place_and_nobody_fails_to_hear_of_it(
    kit: Kit, clock: FixedClock
) -> None:
    town = Station(kit, clock)
    clock.move(timedelta(days=1))
    town.boss_acts_as_chief()
    (beside,) = town.find("chief", "Boss Example is recorded as Acting Chief of Police beside you")
    assert (
        "Boss Example is recorded as Acting Chief of Police of Springfield Police Department from" in beside
    )
    assert "by the same person, on the evidence of: My own letter of today." in beside
    assert "Your own appointment stands." in beside
    assert "tell your party's administrators and registrars at once" in beside
    assert not town.find("boss", "Boss Example is recorded")
    assert town.turns()["boss"] == town.turns()["chief"] == "Sign for Springfield Police Department"
    clock.move(timedelta(hours=1))
    town.end_the_chief()
    (mine,) = town.find("chief", "Your term as Chief of Police ends")
    assert (
        "Boss Example recorded Wednesday 13 May 2026 as your last day as Chief of Police of Springfield Police"
        in mine
    )
    assert "it is about you" in mine and "at once" in mine
    subject = "The term of Chief Example as Chief of Police ends: Springfield Police Department"
    for name in ("a1", "a2", "d1", "d2", "counsel", "supervisor", "superintendent"):
        (told,) = town.find(name, subject)
        assert "A signing key of this term stands in the party's record." in told
    assert not town.find("boss", subject)


def test_when_the_term_is_over_the_turn_passes_on_and_a_registrar_is_asked_to_sign_its_end(
    kit: Kit, clock: FixedClock
) -> None:
    town = Station(kit, clock)
    town.boss_acts_as_chief()
    town.end_the_chief()
    assert "chief" in town.turns() and town.inbox("a1") == []
    clock.move(timedelta(days=1))
    town.act(lambda session, at: None)
    assert set(town.turns()) == {"boss", "superintendent"}
    for name in ("a1", "a2"):
        assert town.inbox(name) == ["Sign the end of the term of Chief Example, Chief of Police"]
        (asked,) = town.find(name, "Your turn: Springfield Police Department")
        assert "Sign the end of the term of Chief Example, Chief of Police." in asked
        assert "#held-" in asked
    assert not town.find("d1", "Your turn: Springfield") and not town.find(
        "boss", "Your turn: Springfield Police"
    )


def test_the_end_of_an_office_that_does_not_sign_is_told_to_whoever_held_it_alone(
    kit: Kit, clock: FixedClock
) -> None:
    town = Station(kit, clock)

    def deed(session, at):
        end_appointment(
            session,
            town.world.actor(session, "boss", at),
            town.post_of(session, "supervisor").id,
            until_date="2026-06-30",
            at=at,
        )

    town.act(deed)
    (mine,) = town.find("supervisor", "Your term as SRO Supervisor ends")
    assert "Tuesday 30 June 2026 as your last day" in mine and "signing key" not in mine
    assert not town.find("d1", "The term of") and not town.find("counsel", "The term of")
