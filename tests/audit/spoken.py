"""A world in which everything is said, in one way or another, that `log check` holds against its event."""

from datetime import datetime

from sqlmodel import Session

from tests.review.notes.chamber import seat_the_board, write
from tests.review.objections.ladder import Ladder
from tests.review.suggestions.table import WEEKLY, Table
from tests.review.window.hall import announced, confirmed
from tests.review.world import PEOPLE, World, build
from workflow.core.people import SERVICE, Capacity, Office
from workflow.drafting import marking
from workflow.parties.appointments.actions import appoint
from workflow.parties.models import Person
from workflow.parties.objections import actions as objections
from workflow.review import actions as review
from workflow.review.unsent import actions as unsent
from workflow.review.unsent import sending
from workflow.review.window import judging

Place = tuple[str, str, str]
"""Table, column, and the words that stand there."""

SPOKEN: dict[str, Place] = {
    "comment": ("comment", "words", "Daily?"),
    "reply": ("comment", "words", "Yes, daily."),
    "reopening": ("comment", "words", "On holidays too?"),
    "unsent": ("comment", "words", "Second."),
    "basis": ("thread", "basis", "Penal Code 26.1"),
    "unsent basis": ("thread", "basis", "Civil Code 49"),
    "suggestion": ("suggestion", "text", WEEKLY),
    "answer": ("disposition", "words", "Noted."),
    "rejection": ("disposition", "words", "Out of reach."),
    "withdrawal": ("disposition", "words", "Settled by telephone."),
    "verdict": ("verdict", "words", "Name the campuses."),
    "reason to pass": ("advance", "words", "Nobody teaches there."),
    "escalation": ("escalation", "words", "Three weeks to the board meeting."),
    "override": ("override", "words", "We need the text."),
    "note": ("member_note", "words", "I want the searches out."),
    "public comment": ("public_comment", "words", "Officers should wear name tags."),
    "public name": ("public_comment", "name", "Pat Lee"),
    "public answer": ("public_answer", "words", "They will."),
    "moderation": ("moderation", "words", "Names a child."),
    "mark": ("mark", "words", "The chief."),
    "objection": ("party_objection", "words", "We do not know him."),
    "objection answer": ("party_objection", "answer", "He was elected in May."),
    "evidence": ("appointment", "evidence", "Letter of 4 May."),
}  # fmt: skip


def everything(session: Session, now: datetime) -> World:
    """One agreement in review, with every kind of words in it. Nobody sits in the school's lane, which is passed over."""
    world = seat_the_board(build(session, now, tuple(one for one in PEOPLE if one[0] != "principal")))
    review.circulate(session, world.actor("dana"), world.edition.id, at=now)
    _talk(world, now)
    _objections(world)
    table = Table(world, now)
    table.rejects("dana", table.suggests("officer", WEEKLY))
    edition, dana = world.edition.id, world.actor("dana")
    marking.mark(session, dana, edition, "7", value="not_met", words="The chief.", at=now)
    review.give_verdict(
        session, world.actor("officer"), edition, value="request_changes", words="Name the campuses.",
        revision=world.edition.revision_id or "", at=now,
    )  # fmt: skip
    review.advance(session, dana, edition, "schools/school", words="Nobody teaches there.", at=now)
    write(world, now, words="I want the searches out.")
    _public(world, now)
    _of_parties(world, now)
    session.flush()
    return world


def _talk(world: World, now: datetime) -> None:
    session, edition, dana = world.session, world.edition.id, world.actor("dana")
    officer = world.actor("officer")
    review.open_thread(session, officer, edition, words="Daily?", clause="duties", at=now)
    review.reply(session, dana, edition, 1, words="Yes, daily.", at=now)
    review.dispose(session, dana, edition, 1, value="noted", words="Noted.", at=now)
    review.reopen(session, officer, edition, 1, words="On holidays too?", at=now)
    review.withdraw(session, officer, edition, 1, words="Settled by telephone.", at=now)
    unsent.keep(session, officer, edition, words="First.", at=now)
    unsent.keep(session, officer, edition, words="Second.", kind="critical", basis="Civil Code 49", at=now)
    sending.send(session, officer, edition, at=now)


def _objections(world: World) -> None:
    ladder = Ladder.of(world)
    ladder.escalates()
    ladder.overrides("sergeant", words="We need the text.")


def _public(world: World, now: datetime) -> None:
    announced(world)
    confirmed(world, name="Pat Lee")
    session, edition, dana = world.session, world.edition.id, world.actor("dana")
    judging.answer(session, dana, edition, 1, value="accepted", words="They will.", at=now)
    judging.moderate(session, dana, edition, 1, act="hide", reason="pupil", words="Names a child.", at=now)


def _of_parties(world: World, now: datetime) -> None:
    for name, party in (("reg", "district"), ("ria", "agency")):
        world.appoint(name, party, Office.REGISTRAR)
    agency = world.parties["agency"]
    appoint(
        world.session, SERVICE, agency, world.session.get_one(Person, world.who["ria"]), Office.CLERK, Capacity.ACTING, now.date(), None, "Letter of 4 May.", now,
        invite=False,
    )  # fmt: skip
    agency.public_id = "p1"
    row = objections.raise_objection(
        world.session, world.actor("reg"), agency.id, words="We do not know him.", at=now
    )
    objections.answer(world.session, world.actor("ria"), row.id, words="He was elected in May.", at=now)
