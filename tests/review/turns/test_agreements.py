"""The list of your agreements: state, whose turn, until when, a page at a time."""

from datetime import datetime, timedelta

import msgspec
import pytest
from sqlalchemy import event
from sqlmodel import Session

from tests.review.world import World, build
from workflow.core.lifecycle import Status
from workflow.core.people import Actor, Hold, Office, PartyKind
from workflow.drafting.models import Edition, MouParty
from workflow.review.turns import agreements as subject
from workflow.review.turns.agreements import agreements


def listed(world: World, name: str = "dana", *, page: int = 1, at: datetime | None = None) -> dict:
    now = at or world.now
    return agreements(world.session, world.actor(name), now=now, page=page)


def test_it_says_the_state_whose_turn_it_is_and_until_when(reviewed: World) -> None:
    (one,) = listed(reviewed)["agreements"]
    assert one["status"] == "in_review" and one["link"] == f"/editions/{reviewed.edition.id}"
    assert {who["name"] for who in one["waiting_for"]} >= {"Principal", "Officer"}
    assert all(who["due"] for who in one["waiting_for"]) and not one["late"]
    assert one["in_force"] is None
    msgspec.json.encode(one)


def test_what_is_overdue_is_marked(reviewed: World) -> None:
    (one,) = listed(reviewed, at=reviewed.now + timedelta(days=90))["agreements"]
    assert one["late"]


def test_the_signed_edition_stands_beside_the_open_one(world: World) -> None:
    first = world.edition
    first.status, first.executed, first.months = Status.PUBLISHED, world.now, 12
    first.review_due = (world.now + timedelta(days=365)).date()
    world.session.add(
        Edition(
            mou_id=world.mou.id, number=first.number + 1, title="Next", created=world.now, changed=world.now
        )
    )
    world.session.flush()
    (one,) = listed(world)["agreements"]
    assert one["number"] == first.number + 1 and one["status"] == "drafting"
    assert one["in_force"]["edition"] == first.number
    assert one["in_force"]["words"] == "In force until Tuesday 11 May 2027."


def test_it_turns_pages_and_strangers_find_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(3):
        build(world.session, world.now, suffix=f" {number}")
    parties = [part for part in world.session.exec(subject.select(subject.Party)) if part.kind == "district"]
    everywhere = Actor(
        "p", "Pat", tuple(Hold(one.id, PartyKind.DISTRICT, Office.STUDENT_SERVICES) for one in parties)
    )
    monkeypatch.setattr(subject, "PAGE", 3)
    pages = [agreements(world.session, everywhere, now=world.now, page=page) for page in (1, 2, 3)]
    assert [len(page["agreements"]) for page in pages] == [3, 1, 0]
    assert [page["more"] for page in pages] == [True, False, False]
    seen = [one["id"] for page in pages for one in page["agreements"]]
    assert len(set(seen)) == 4
    stranger = Actor("s", "Sue", (Hold(world.parties["stranger"].id, PartyKind.DISTRICT, Office.COUNSEL),))
    assert agreements(world.session, stranger, now=world.now)["agreements"] == []


def test_a_member_of_a_body_sees_the_state_and_not_who_is_late(reviewed: World) -> None:
    body = reviewed.parties["body"].id
    reviewed.session.add(MouParty(mou_id=reviewed.mou.id, party_id=body, position=9))
    reviewed.session.flush()
    member = Actor("m", "Max", (Hold(body, PartyKind.BODY, Office.MEMBER),))
    found = agreements(reviewed.session, member, now=reviewed.now)
    (one,) = found["agreements"]
    assert one["status"] == "in_review" and one["waiting_for"] == [] and not one["late"]
    assert not found["may_start"] and listed(reviewed)["may_start"]


def test_it_costs_three_statements(reviewed: World, session: Session) -> None:
    said: list[str] = []
    actor = reviewed.actor("dana")

    def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
        said.append(statement)

    engine = session.get_bind()
    event.listen(engine, "before_cursor_execute", note)
    agreements(session, actor, now=reviewed.now)
    event.remove(engine, "before_cursor_execute", note)
    assert len(said) == 3
