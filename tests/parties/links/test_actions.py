"""Links: good once, for one person, for a while; and never more than that."""

import threading
from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, select

from tests.parties.kit import begun, party, person, post, town
from workflow.adapters.database import Database
from workflow.core.errors import Invalid, NotFound, Refused
from workflow.core.events import EventKind
from workflow.core.people import Office
from workflow.history.models import Event
from workflow.parties import queries, sessions
from workflow.parties.links import actions
from workflow.parties.models import LinkToken, Person

pytestmark = pytest.mark.both_databases


@pytest.fixture
def carl(session: Session, now: datetime) -> Person:
    begun(session, now)
    made = person(session, "Carl", now)
    post(session, made, party(session, "agency", "Springfield PD", now), Office.CHIEF, now)
    return made


def test_a_link_signs_in_once(session: Session, carl: Person, now: datetime) -> None:
    secret = actions.issue(session, carl.id, "sign_in", now)
    entered = actions.use_link(session, secret, now)
    actor = queries.actor_for(session, sessions.token_hash(entered.token), now)
    assert actor.person_id == carl.id and not actor.by_passkey
    with pytest.raises(Refused, match="already used"):
        actions.use_link(session, secret, now)


def test_sixteen_at_once_get_in_exactly_once(database: Database, now: datetime) -> None:
    with database.writing() as session:
        begun(session, now)
        carl = person(session, "Carl", now)
        secret = actions.issue(session, carl.id, "sign_in", now)
    ready, came = threading.Barrier(16), []

    def press() -> None:
        ready.wait()
        try:
            with database.writing() as session:
                actions.use_link(session, secret, now)
            came.append("in")
        except Refused as no:
            came.append(no.reason)

    people = [threading.Thread(target=press) for _ in range(16)]
    for one in people:
        one.start()
    for one in people:
        one.join()
    assert len(came) == 16 and came.count("in") == 1
    assert set(came) == {"in", "This link was already used. Each link works once."}


@pytest.mark.parametrize(
    ("purpose", "lasts"), [("sign_in", timedelta(minutes=15)), ("invitation", timedelta(days=14))]
)
def test_a_link_lasts_its_time_and_no_longer(
    session: Session, carl: Person, now: datetime, purpose: str, lasts: timedelta
) -> None:
    actions.use_link(
        session, actions.issue(session, carl.id, purpose, now), now + lasts - timedelta(seconds=1)
    )
    with pytest.raises(Refused, match="expired"):
        actions.use_link(session, actions.issue(session, carl.id, purpose, now), now + lasts)


def test_the_database_and_the_record_never_see_a_secret(
    session: Session, carl: Person, now: datetime
) -> None:
    secret = actions.issue(session, carl.id, "sign_in", now)
    actions.use_link(session, secret, now)
    rows = [row.model_dump() for row in (*session.exec(select(LinkToken)), *session.exec(select(Event)))]
    assert secret not in str(rows) and len(secret) == 22


def test_a_link_for_one_page_does_not_work_on_another(session: Session, carl: Person, now: datetime) -> None:
    with pytest.raises(Refused, match="another page"):
        actions.consume(session, actions.issue(session, carl.id, "sign_in", now), ("guest",), now)


def test_an_unknown_link_is_refused(session: Session, carl: Person, now: datetime) -> None:
    for secret in ("", "x" * 22, "\udcff", "' OR 1=1 --"):
        with pytest.raises(Refused, match="do not know this link"):
            actions.use_link(session, secret, now)


def test_asking_for_a_link_records_an_id_and_nothing_else(
    session: Session, carl: Person, now: datetime
) -> None:
    actions.request_link(session, email=" CARL@example.org", at=now)
    event = session.exec(select(Event).where(Event.kind == EventKind.LINK_REQUESTED)).one()
    assert event.subject_id == carl.id and event.detail == {} and event.actor_name == ""
    assert session.exec(select(LinkToken)).first() is None


@pytest.mark.parametrize("email", ["nobody@example.org", "former@example.org"])
def test_who_has_no_office_here_gets_no_mail_and_no_other_answer(
    session: Session, carl: Person, now: datetime, email: str
) -> None:
    person(session, "Former", now)
    assert actions.request_link(session, email=email, at=now) is None
    assert session.exec(select(Event).where(Event.kind == EventKind.LINK_REQUESTED)).first() is None


def test_what_is_no_address_is_said_so(session: Session, now: datetime) -> None:
    with pytest.raises(Invalid):
        actions.request_link(session, email="carl", at=now)


def test_a_guest_link_opens_one_edition(session: Session, carl: Person, now: datetime) -> None:
    guest, secret = actions.issue_guest_link(
        session, "e" * 20, name="Gina Guest", email="Gina@example.org", at=now
    )
    entered = actions.use_link(session, secret, now)
    actor = queries.actor_for(session, sessions.token_hash(entered.token), now)
    assert entered.location == "/editions/" + "e" * 20
    assert (actor.person_id, actor.guest_of, actor.holds) == (guest.id, "e" * 20, ())


def test_a_guest_we_know_stays_the_same_person_and_is_still_limited(
    session: Session, carl: Person, now: datetime
) -> None:
    guest, secret = actions.issue_guest_link(session, "e" * 20, name="C", email="carl@example.org", at=now)
    token = actions.use_link(session, secret, now).token
    assert guest.id == carl.id and guest.name == "Carl"
    assert queries.actor_for(session, sessions.token_hash(token), now).guest_of == "e" * 20


def test_a_guest_who_is_a_colleague_is_called_by_his_name(session: Session, now: datetime) -> None:
    here = town(session, now)
    said = {"name": "Karl", "email": "carl@example.org", "at": now}
    with pytest.raises(Invalid, match="the address of Carl, and you wrote Karl"):
        actions.guest(session, here.actor("Abe"), **said)
    assert actions.guest(session, here.actor("Ada"), **said).name == "Carl"


def test_the_first_administrators_link_stands_alone_and_ends_with_the_first_person(
    session: Session, now: datetime
) -> None:
    begun(session, now)
    one, two = actions.first_admin_link(session, now), actions.first_admin_link(session, now)
    assert one and two and one != two
    with pytest.raises(Refused):
        actions.consume(session, one, ("first_admin",), now)
    person(session, "Carl", now)
    assert actions.first_admin_link(session, now) == ""


def test_links_for_nobody_or_for_no_edition_cannot_be_made(
    session: Session, carl: Person, now: datetime
) -> None:
    with pytest.raises(NotFound):
        actions.issue(session, "nobody", "sign_in", now)
    for purpose, edition in (("guest", None), ("sign_in", "e"), ("first_admin", None)):
        with pytest.raises(ValueError, match="no such link"):
            actions.issue(session, carl.id, purpose, now, edition_id=edition)


def test_old_links_are_dropped(session: Session, carl: Person, now: datetime) -> None:
    actions.issue(session, carl.id, "sign_in", now)
    actions.forget(session, now + timedelta(days=29))
    assert session.exec(select(LinkToken)).first()
    actions.forget(session, now + timedelta(days=31))
    assert session.exec(select(LinkToken)).first() is None
