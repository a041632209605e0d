from sqlmodel import select

from tests.signing import world as worlds
from tests.signing.paper.kit import SLOT, allow, file, papered
from workers import letters, paper_letters
from workflow.adapters.templates import environment
from workflow.core.events import EventKind
from workflow.history.models import Event
from workflow.signing.paper import actions


def told(session, world, kind, name, person, now):
    event = session.exec(select(Event).where(Event.kind == kind).order_by(Event.id.desc())).first()
    found = letters.write(session, environment("UTC"), name, event.id, world.people[person], key="k", at=now)
    return found and " ".join(found.text.split())


def test_a_signature_in_somebodys_name_is_told_to_that_person_and_to_both_sides(session, now):
    world = worlds.build(session)
    event = papered(session, world, now)
    attested = session.exec(select(Event).where(Event.kind == EventKind.EDITION_ATTESTED)).one()
    whom = paper_letters.concerned(session, attested)
    assert whom[0] == world.people["chief"] and {
        world.people["counsel"],
        world.people["superintendent"],
    } <= set(whom)
    mine = told(session, world, EventKind.EDITION_ATTESTED, "papered", "chief", now)
    assert "Your signature by hand on paper counts from now on." in mine and event.head in mine
    assert "If you signed no such sheet, say so at once" in mine
    theirs = told(session, world, EventKind.EDITION_ATTESTED, "papered", "counsel", now)
    assert (
        "The signature of Chief Example by hand on paper counts" in theirs and "say so at once" not in theirs
    )
    assert "Attested by A1 Example (Registrar, Springfield Police Department) and D1 Example" in theirs


def test_what_is_allowed_and_what_is_withdrawn_is_told(session, now):
    world = worlds.build(session)
    allow(session, world, now, "agency")
    said = told(session, world, EventKind.PAPER_ALLOWED, "paper_allowed", "supervisor", now)
    assert "These may sign on paper: Springfield Police Department." in said
    event = world.freeze(session, now)
    file(session, world, event.id, now)
    actor = world.actor(session, "d1", now)
    actions.withdraw(session, actor, event.id, SLOT, reason="It is the wrong page.", at=now)
    said = told(session, world, EventKind.PAPER_WITHDRAWN, "paper_withdrawn", "supervisor", now)
    assert "D1 Example withdrew the scan" in said and "It is the wrong page." in said


def test_nobody_on_paper_is_told_too_and_what_is_gone_is_not(session, now):
    world = worlds.build(session)
    for parties in (("agency",), ()):
        allow(session, world, now, *parties)
    assert "Nobody may sign on paper" in told(
        session, world, EventKind.PAPER_ALLOWED, "paper_allowed", "supervisor", now
    )
    event = world.freeze(session, now)
    world.sign(session, "chief", event.id, now)
    for name in ("papered", "paper_withdrawn"):
        session.exec(select(Event).where(Event.kind == EventKind.EDITION_FROZEN)).one()
        assert told(session, world, EventKind.EDITION_FROZEN, name, "supervisor", now) is None
