from datetime import date, timedelta

import pytest
from sqlmodel import select

from tests.review.acknowledgements.test_actions import make
from tests.review.notes.chamber import seat_the_board
from tests.review.world import World
from tests.workers.village import Village
from workers.consequences import WAITS, turn_letters
from workers.letters import LETTERS
from workers.reactions import REACTIONS, consequences
from workers.tasks import TASKS
from workflow.core.events import EventKind
from workflow.core.people import Office
from workflow.parties.models import Appointment, Deputy, SigningKey
from workflow.parties.observers.models import Observer
from workflow.parties.recovery.models import KeyRecovery
from workflow.review.mentions.models import Mention
from workflow.review.models import Comment, Later, Thread, Turns
from workflow.review.window.models import Commenter, CommentWindow, PublicComment
from workflow.signing.models import SigningEvent

pytestmark = pytest.mark.both_databases
TELLING = {"letter", "notice"}
DESK = {"counsel", "sergeant", "lawyer", "chief", "super"}
"""Those who run it, without Dana, who acts."""
REGISTRARS = {"keeper", "recorder"}
"""Of the agency, whose key or record it is, and of the district beside it."""
EVERYONE = DESK | {"dana", "principal", "officer"} | REGISTRARS
TURN = {"your_turn": {"chief"}}
LATER = {"later": {"super"}}
NAMED = {"named": {"principal"}}
"""Whom Dana named in what she said; the stranger whom she could not have named is not told."""

NEW_HOLDER = {"new_holder": REGISTRARS, "welcome": {"officer"}, "stood_in_for": {"chief"}}
OF_OFFICES = {"seats", "signing_turns"}

EXPECTED: dict[EventKind, tuple[dict[str, set[str]], set[str]]] = {
    EventKind.SERVICE_RESUMED: ({"resumed": REGISTRARS}, set()),
    EventKind.LINK_REQUESTED: ({"sign_in": {"officer"}}, set()),
    EventKind.PERSON_INVITED: ({"invitation": {"officer"}, **NEW_HOLDER}, OF_OFFICES),
    EventKind.GUEST_INVITED: ({"guest": {"officer"}}, set()),
    EventKind.PARTY_FOUNDED: ({"party_founded": {"recorder"}, "party_turn": {"chief"}}, set()),
    EventKind.FOUNDING_BEGUN: ({"party_turn": {"keeper"}}, set()),
    EventKind.KEY_MADE: ({"party_turn": {"keeper"}}, set()),
    EventKind.PARTY_ACCEPTED: ({"party_accepted": REGISTRARS}, set()),
    EventKind.KEY_CLAIMED: ({"key_claimed": {"keeper"}}, set()),
    EventKind.KEY_VOUCHED: ({"key_vouched": {"officer"}, "enrolment": REGISTRARS}, {"signing_turns"}),
    EventKind.OBJECTION_RAISED: ({"objection": REGISTRARS | {"officer"}}, {"signing_turns"}),
    EventKind.OBJECTION_ANSWERED: ({"objection_answered": REGISTRARS | {"officer"}}, {"signing_turns"}),
    EventKind.OBJECTION_WITHDRAWN: ({"objection_withdrawn": REGISTRARS | {"officer"}}, {"signing_turns"}),
    EventKind.KEY_LOST: ({"key_lost": {"keeper"}}, set()),
    EventKind.KEY_REVOKED: ({"key_revoked": REGISTRARS | {"officer"}}, set()),
    EventKind.RECOVERY_BEGUN: ({"recovery_second": {"keeper"}}, set()),
    EventKind.KEY_RECOVERED: ({"recovered": REGISTRARS | {"officer"}}, set()),
    EventKind.RECOVERY_OBJECTED: ({"recovery_stopped": REGISTRARS | {"officer"}}, set()),
    EventKind.RECOVERY_STOPPED: ({"recovery_stopped": REGISTRARS | {"officer"}}, set()),
    EventKind.RECOVERY_COMPLETED: ({"recovery_counts": REGISTRARS | {"officer"}}, {"signing_turns"}),
    EventKind.APPOINTMENT_RECORDED: (NEW_HOLDER, OF_OFFICES),
    EventKind.APPOINTMENT_ENDED: ({"appointment_ended": REGISTRARS | {"officer"}}, OF_OFFICES),
    EventKind.OFFICE_ENDED: ({"office_ended": REGISTRARS | {"officer"}}, OF_OFFICES),
    EventKind.DEPUTY_NAMED: ({}, {"seats"}),
    EventKind.DEPUTY_ENDED: ({}, {"seats"}),
    EventKind.SEAT_REMINDED: ({"reminder": {"officer"}}, set()),
    EventKind.SEAT_ESCALATED: (TURN, set()),
    EventKind.MOU_STARTED: ({}, {"turns"}),
    EventKind.MOU_RENAMED: ({}, {"turns"}),
    EventKind.REVISION_MADE: ({"observed": {"lawyer"}}, {"places", "turns"}),
    EventKind.EDITION_CIRCULATED: (TURN, set()),
    EventKind.STAGE_OPENED: (TURN, set()),
    EventKind.LANE_PASSED: (TURN, set()),
    EventKind.THREAD_OPENED: ({"thread_opened": DESK, **NAMED}, set()),
    EventKind.COMMENTS_SENT: ({"comments_sent": {"lawyer", "principal"}, **NAMED}, set()),
    EventKind.COMMENT_POSTED: ({"comment": {"lawyer"}, **NAMED}, set()),
    EventKind.THREAD_REOPENED: ({"comment": {"lawyer"}, **NAMED, **TURN}, set()),
    EventKind.THREAD_DISPOSED: ({"answered": {"principal", "lawyer"}, **TURN}, set()),
    EventKind.THREAD_WITHDRAWN: (TURN, set()),
    EventKind.OBJECTION_ESCALATED: ({"objection_escalated": DESK | {"dana"}}, set()),
    EventKind.OBJECTION_OVERRIDDEN: ({"objection_set_aside": DESK}, set()),
    EventKind.READING_ASKED: ({"acknowledge": {"principal"}}, set()),
    EventKind.READING_REMINDED: ({"acknowledge": {"principal"}}, set()),
    EventKind.OBSERVER_ADDED: ({"observer": {"officer"}}, set()),
    EventKind.NOTE_WRITTEN: ({"note": {"cleo"}}, set()),
    EventKind.VERDICT_GIVEN: (TURN, set()),
    EventKind.REVIEW_COMPLETED: (TURN, set()),
    EventKind.WINDOW_PLANNED: ({}, {"open_window", "close_window"}),
    EventKind.WINDOW_EXTENDED: ({}, {"open_window", "close_window"}),
    EventKind.WINDOW_OPENED: ({"window_opened": EVERYONE, **TURN}, set()),
    EventKind.WINDOW_CLOSED: ({"window_closed": DESK | {"dana"}, **TURN}, set()),
    EventKind.WINDOW_CANCELLED: ({"window_cancelled": EVERYONE - {"dana"}, **TURN}, set()),
    EventKind.PUBLIC_SENT: ({}, {"commenter_letter"}),
    EventKind.PUBLIC_ANSWERED: ({}, {"commenter_letter"}),
    EventKind.EDITION_FROZEN: ({"observed": {"lawyer"}, **TURN, **LATER}, set()),
    EventKind.SIGNERS_WARNED: ({"signer_warned": {"chief", "keeper", "recorder", "super"}}, set()),
    EventKind.SIGNING_REMINDED: ({"closing": DESK | {"dana"}}, set()),
    EventKind.EDITION_SIGNED: ({"receipt": {"dana"}, **TURN}, {"stamp"}),
    EventKind.EDITION_ATTESTED: ({"papered": DESK | {"dana"}, **TURN}, {"stamp"}),
    EventKind.ORDER_SET: ({"ordered": DESK}, set()),
    EventKind.PAPER_ALLOWED: ({"paper_allowed": DESK}, set()),
    EventKind.PAPER_FILED: (TURN, set()),
    EventKind.PAPER_ATTESTED: (TURN, set()),
    EventKind.PAPER_WITHDRAWN: ({"paper_withdrawn": DESK, **TURN}, set()),
    EventKind.VOTE_FAILED: ({"not_adopted": EVERYONE - {"dana"}, **TURN}, set()),
    EventKind.EDITION_DECLINED: ({"receipt": {"dana"}, "declined": DESK, **TURN}, {"stamp"}),
    EventKind.EDITION_ADOPTED: ({"receipt": {"dana"}, "adopted": DESK, **TURN, **LATER}, {"stamp"}),
    EventKind.CORRECTION_PROPOSED: ({"correction": EVERYONE - {"dana"}, **TURN}, set()),
    EventKind.EDITION_CORRECTED: ({"receipt": {"dana"}, **TURN, **LATER}, {"stamp"}),
    EventKind.EDITION_VOIDED: ({"reopened": EVERYONE - {"dana"}}, {"turns"}),
    EventKind.EDITION_WITHDRAWN: ({"withdrawn": EVERYONE - {"dana"}}, set()),
    EventKind.EDITION_EXECUTED: ({}, {"publish"}),
    EventKind.EDITION_PUBLISHED: ({"published": EVERYONE, "observed": {"lawyer"}}, {"schedule_review"}),
    EventKind.HIDING_ASKED: (TURN, set()),
    EventKind.HIDING_PROPOSED: (TURN, set()),
    EventKind.HIDING_REFUSED: ({"public_copy": DESK, **TURN}, set()),
    EventKind.HIDING_SHOWN: ({"public_copy": DESK}, {"publish"}),
    EventKind.HIDING_DUE: (TURN, set()),
    EventKind.EDITION_REDACTED: ({"public_copy": DESK}, {"publish"}),
    EventKind.EDITION_RELEASED: ({"public_copy": DESK}, {"publish"}),
    EventKind.EDITION_WITHHELD: ({"public_copy": DESK}, {"publish"}),
    EventKind.EDITION_REMOVED: ({"public_copy": DESK}, set()),
    EventKind.EDITION_OPENED: ({"review_begun": EVERYONE, **TURN}, set()),
    EventKind.REVIEW_REMINDED: ({"review_reminder": EVERYONE - {"principal", "officer"} - REGISTRARS}, set()),
    EventKind.OUTCOME_RECORDED: ({"outcome": DESK}, set()),
}
"""Kind of event -> (letter -> to whom, other tasks). Dana acts; the chief's turn it is, and Dana's own; the superintendent's comes later."""

NOTHING_ON_PURPOSE = {
    EventKind.SERVICE_BEGUN, EventKind.SERVICE_ROTATED, EventKind.SERVICE_RENEWED, EventKind.SERVICE_STAMPED, EventKind.SERVICE_UNTIMED, EventKind.SERVICE_SCRIPTED,
    EventKind.PARTY_CREATED, EventKind.PARTY_CHANGED,
    EventKind.LINK_USED, EventKind.PASSKEY_ADDED, EventKind.PASSKEY_REMOVED, EventKind.SESSION_BEGUN, EventKind.STAGE_CLOSED,
    EventKind.EDITION_SERVED, EventKind.EDITION_FILED, EventKind.REVIEW_BEGUN, EventKind.FINDING_MARKED,
    EventKind.EDITION_TERM_SET, EventKind.ROUTE_KEPT, EventKind.PUBLIC_CONFIRMED, EventKind.PUBLIC_MODERATED, EventKind.THREAD_PLACED, EventKind.OBSERVER_REMOVED, EventKind.READING_CONFIRMED, EventKind.READING_ENDED,
    EventKind.PRIVATE_RECEIVED, EventKind.DELEGATION_AGREED, EventKind.DELEGATION_ENDED,
}  # fmt: skip


def test_every_kind_of_event_is_decided_on() -> None:
    assert set(EXPECTED) == set(REACTIONS)
    assert set(EXPECTED) | NOTHING_ON_PURPOSE == set(EventKind)


@pytest.fixture
def inside(village: Village) -> Village:
    with village.acting() as session:
        world = village.world
        world.appoint("keeper", "agency", Office.REGISTRAR)
        world.appoint("recorder", "district", Office.REGISTRAR)
        world.appoint("super", "district", Office.SUPERINTENDENT)
        for name in ("chief", "dana"):
            session.add(
                Turns(
                    edition_id=world.edition.id, person_id=world.who[name], party_id=world.parties["agency"].id, reason="Read it",
                    since=world.now,
                )
            )  # fmt: skip
        session.add(
            Later(edition_id=world.edition.id, person_id=world.who["super"], reason="Read it after the chief")
        )
        thread = Thread(
            edition_id=world.edition.id, number=1, author_id=world.who["principal"], party_id=world.parties["district"].id,
            revision_id=world.edition.revision_id, created=world.now,
        )  # fmt: skip
        session.add(thread)
        session.flush()
        for name in ("principal", "lawyer", "dana"):
            session.add(
                Comment(
                    thread_id=thread.id,
                    author_id=world.who[name],
                    author_name=name,
                    words="Yes.",
                    created=world.now,
                )
            )
        session.add(
            Observer(
                edition_id=world.edition.id, person_id=world.who["lawyer"], speaks_for="The union", tells=True,
                added_by="Dana", created=world.now,
            )
        )  # fmt: skip
        session.flush()
        name_in_danas_comment(world, thread)
        yield village


def name_in_danas_comment(world: World, thread: Thread) -> None:
    said = world.session.exec(select(Comment).where(Comment.author_id == world.who["dana"])).one()
    world.appoint("outsider", "stranger", Office.COUNSEL)
    for name in ("principal", "outsider"):
        world.session.add(
            Mention(comment_id=said.id, person_id=world.who[name], thread_id=thread.id, at=world.now)
        )
    world.session.flush()


def about_the_thread(kind: EventKind) -> dict[str, object]:
    """What was sent together is a reply there; new comments sent together have tests of their own."""
    return {"threads": [], "replies": [1]} if kind is EventKind.COMMENTS_SENT else {"thread": 1}


def spoken_in(world: World) -> tuple[str, str]:
    """A window, and a comment whose author wants to be told of its answer."""
    window = CommentWindow(
        edition_id=world.edition.id, notice="Tell us.", opens=world.now, closes=world.now + timedelta(days=30),
        person_id=world.who["dana"], person_name="Dana", created=world.now,
    )  # fmt: skip
    world.session.add(window)
    world.session.flush()
    row = PublicComment(
        edition_id=world.edition.id, window_id=window.id, number=1, state="shown", words="Yes.", written=world.now, confirmed=world.now,
    )  # fmt: skip
    world.session.add(row)
    world.session.flush()
    world.session.add(Commenter(comment_id=row.id, email="pat@example.org", wants_answer=True))
    world.session.flush()
    return window.id, row.id


def recovered_by(world: World, *names: str) -> str:
    """A recovery that the first has signed and the second has not; the officer's key would be the new one."""
    keys = [
        SigningKey(
            person_id=world.who[name], party_id=world.parties["agency"].id, office="registrar", key_id=name, credential_id=name.encode(),
            cose_key=b"", algorithm="ES256", created=world.now,
        )
        for name in ("officer", *names)
    ]  # fmt: skip
    world.session.add_all(keys)
    world.session.flush()
    row = KeyRecovery(
        key_id=keys[0].id, party_id=world.parties["agency"].id, first_key_id=keys[1].id, second_key_id=keys[2].id, statement=b"",
        first={}, waits=72, begun=world.now, expires=world.now + timedelta(days=7),
    )  # fmt: skip
    world.session.add(row)
    world.session.flush()
    return row.id


def frozen_without_places(world: World) -> str:
    """A frozen text that nobody signs; who is waited for is told in tests/workers/test_closing_letters.py."""
    row = SigningEvent(
        edition_id=world.edition.id, revision_id=world.edition.revision_id, head="h", manifest=b'{"adopting_bodies":[],"slots":[]}',
        opened=world.now, expires=world.now + timedelta(days=7),
    )  # fmt: skip
    world.session.add(row)
    world.session.flush()
    return row.id


@pytest.mark.parametrize("kind", EXPECTED)
def test_what_an_event_leads_to(inside: Village, kind: EventKind) -> None:
    world = inside.world
    thread = world.session.exec(Thread.__table__.select()).one().id
    subject = thread if kind.startswith(("edition:thread", "edition:comment")) else world.who["officer"]
    away = Deputy(
        person_id=world.who["officer"], deputy_id=world.who["sergeant"], party_id=world.parties["agency"].id,
        from_date=date(2026, 5, 20), until_date=date(2026, 5, 21), recorded=world.now,
    )  # fmt: skip
    world.session.add(away)
    if kind.startswith(("edition:window", "public:")):
        subject = spoken_in(world)[kind.startswith("public:")]
    party = "body" if kind.startswith("body:") else "agency"
    if party == "body":
        seat_the_board(world)
    if kind.startswith("edition:reading"):
        subject = make(world, world.now, places=["role:school:principal"]).id
    if kind is EventKind.SIGNING_REMINDED:
        subject = frozen_without_places(world)
    recovery = recovered_by(world, "dana", "keeper") if kind is EventKind.RECOVERY_BEGUN else ""
    at_a_body = {"edition": world.edition.id} if party == "body" else {}
    post = world.session.exec(select(Appointment).where(Appointment.person_id == world.who["chief"])).one()
    event = inside.event(
        kind, actor_id=world.who["dana"], subject_id=subject, party_id=world.parties[party].id,
        detail=at_a_body | {"day": "2026-06-01", "hours": "72", **about_the_thread(kind), "deputy": away.id, "office": "chief", "capacity": "acting", "recovery": recovery, "appointment": post.id},
    )  # fmt: skip
    found = consequences(world.session, event)
    name_of = {person: name for name, person in world.who.items()}
    letters: dict[str, set[str]] = {}
    for one in found:
        if one.task in TELLING:
            letters.setdefault(one.payload["letter"], set()).add(name_of[one.payload["person"]])
    assert (letters, {one.task for one in found} - TELLING) == EXPECTED[kind]
    assert {one.task for one in found} <= set(TASKS) and set(letters) <= set(LETTERS)
    assert len({one.key for one in found}) == len(found)
    assert [one.key for one in consequences(world.session, event)] == [one.key for one in found]


def test_every_letter_there_is_follows_from_some_event() -> None:
    """At once, or when a wait or a term is over that began with it; one where parts may be hidden (test_hiding_letters.py)."""
    later = {"term_over", "private_package", *(name for name, _ in WAITS.values())}
    assert {name for letters, _ in EXPECTED.values() for name in letters} | later == set(LETTERS)


def test_an_office_is_looked_at_again_when_it_begins_and_when_it_is_over(inside: Village) -> None:
    world = inside.world
    held = Appointment(
        person_id=world.who["officer"], party_id=world.parties["agency"].id, office="chief", capacity="acting",
        from_date=date(2026, 5, 20), until_date=date(2026, 5, 21), recorded=world.now,
    )  # fmt: skip
    world.session.add(held)
    world.session.flush()
    event = inside.event(
        EventKind.APPOINTMENT_ENDED, subject_id=world.who["officer"], party_id=held.party_id, detail={"appointment": held.id}
    )  # fmt: skip
    found = [one for one in consequences(world.session, event) if one.task not in TELLING]
    when = {
        task: [(world.now + one.delay).isoformat() for one in found if one.task == task]
        for task in OF_OFFICES
    }
    days = ["2026-05-12T17:00:00+00:00", "2026-05-20T07:00:00+00:00", "2026-05-22T07:00:00+00:00"]
    assert when == dict.fromkeys(OF_OFFICES, days)


def test_a_deputy_is_looked_at_when_named_when_it_begins_and_when_it_is_over(inside: Village) -> None:
    world = inside.world
    away = Deputy(
        person_id=world.who["officer"], deputy_id=world.who["sergeant"], party_id=world.parties["agency"].id,
        from_date=date(2026, 5, 20), until_date=date(2026, 5, 21), recorded=world.now,
    )  # fmt: skip
    world.session.add(away)
    world.session.flush()
    event = inside.event(
        EventKind.DEPUTY_NAMED, party_id=world.parties["agency"].id, detail={"deputy": away.id}
    )
    when = [world.now + one.delay for one in consequences(world.session, event)]
    assert [moment.isoformat() for moment in when] == [
        "2026-05-12T17:00:00+00:00", "2026-05-20T07:00:00+00:00", "2026-05-22T07:00:00+00:00",
    ]  # fmt: skip


def test_one_letter_a_turn_however_many_events(inside: Village) -> None:
    world = inside.world
    first = turn_letters(world.session, inside.event("x", id=1), world.edition.id)
    second = turn_letters(world.session, inside.event("x", id=2), world.edition.id)
    assert {one.key for one in first} == {one.key for one in second}
    turn = world.session.exec(Turns.__table__.select()).first()
    world.session.get(Turns, turn.id).since = world.now + timedelta(microseconds=1)
    world.session.flush()
    third = turn_letters(world.session, inside.event("x", id=3), world.edition.id)
    assert len({one.key for one in third} - {one.key for one in first}) == 1


def test_only_turns_that_have_become_somebodys_since_then(inside: Village) -> None:
    world = inside.world
    later = world.now + timedelta(seconds=1)
    assert turn_letters(world.session, inside.event("x"), world.edition.id, since=later) == []
    assert len(turn_letters(world.session, inside.event("x"), world.edition.id, since=world.now)) == 2


def test_payloads_hold_ids_alone(inside: Village) -> None:
    event = inside.event(EventKind.EDITION_PUBLISHED)
    for one in consequences(inside.world.session, event):
        assert set(one.payload) <= {"letter", "event", "person", "edition", "party"}
        assert all(len(value) <= 20 for value in one.payload.values())
