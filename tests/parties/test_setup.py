"""The first act of an installation."""

from datetime import datetime

import pytest
from sqlmodel import Session, select

from tests.parties.kit import begun
from workflow.core.errors import Invalid, Refused
from workflow.core.people import Office
from workflow.history.models import Event
from workflow.parties import links, queries, sessions, setup
from workflow.parties.models import LinkToken, Person
from workflow.parties.words import Typed

pytestmark = pytest.mark.both_databases
SAID = {
    "kind": "district", "legal_name": "Springfield Unified", "place": "", "timezone": "America/Los_Angeles",
    "name": "Ada Able", "email": "ada@example.org", "office": "superintendent",
}  # fmt: skip


def test_the_printed_link_makes_a_party_an_administrator_and_a_session(
    session: Session, now: datetime
) -> None:
    begun(session, now)
    party, token = setup.begin(session, links.first_admin_link(session, now), **SAID, at=now)
    actor = queries.actor_for(session, sessions.token_hash(token), now)
    assert {hold.office for hold in actor.holds} == {Office.ADMINISTRATOR, Office.SUPERINTENDENT}
    assert actor.party_name == "Springfield Unified" and party.public_id is None
    kinds = [event.kind for event in session.exec(select(Event).order_by(Event.id))]
    assert kinds == ["service:begun", "link:used", "party:created"]


def test_a_form_to_be_mended_leaves_the_link_good(session: Session, now: datetime) -> None:
    begun(session, now)
    secret = links.first_admin_link(session, now)
    with pytest.raises(Invalid) as no, session.begin_nested():
        setup.begin(session, secret, **(SAID | {"email": "", "office": "chief", "legal_name": ""}), at=now)
    assert [issue.field for issue in no.value.issues] == ["legal_name", "email", "office"]
    assert "There is no Chief of Police at a school district." in no.value.issues[-1].words
    assert session.exec(select(LinkToken)).one().used is None
    assert session.exec(select(Person)).first() is None


def test_nobody_sets_up_twice(session: Session, now: datetime) -> None:
    begun(session, now)
    secret = links.first_admin_link(session, now)
    setup.begin(session, secret, **SAID, at=now)
    with pytest.raises(Refused, match="already used"):
        setup.begin(session, secret, **SAID, at=now)


def test_an_office_belongs_to_its_kind_of_party() -> None:
    typed = Typed()
    assert setup.office_from(typed, "agency", "chief") is Office.CHIEF
    assert setup.office_from(typed, "body", "chief") is None and typed.issues[0].field == "office"
    assert setup.office_from(Typed(), "church", "chief") is None
