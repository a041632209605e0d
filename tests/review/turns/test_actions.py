"""Whose turn it is, written down: never empty before the end, only people who can act, a beginning that stays."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import select

from tests.review.route.test_actions import approve, turn_names
from tests.review.world import World
from workflow.core.routing import Turn
from workflow.drafting.models import Edition
from workflow.review import actions, ground, queries
from workflow.review.models import Turns
from workflow.review.turns.actions import refresh

pytestmark = pytest.mark.both_databases
DAY = timedelta(days=1)


def turn(world: World, name: str, reason: str, since: datetime) -> Turn:
    return Turn(world.who[name], name, world.parties["agency"].id, "chief", reason, since, None)


def rows(world: World) -> dict[str, Turns]:
    return {
        row.person_id: row
        for row in world.session.exec(select(Turns).where(Turns.edition_id == world.edition.id))
    }


def test_a_turn_that_stays_for_the_same_reason_keeps_its_beginning(world: World, now: datetime) -> None:
    for later in (now, now + DAY):
        actions.set_turns(world.session, world.edition, [turn(world, "chief", "Sign", later)], at=later)
    assert rows(world)[world.who["chief"]].since == now
    actions.set_turns(
        world.session, world.edition, [turn(world, "chief", "Sign again", now + DAY)], at=now + DAY
    )
    assert rows(world)[world.who["chief"]].since == now + DAY


def test_setting_turns_takes_them_from_everybody_else(reviewed: World, now: datetime) -> None:
    actions.set_turns(
        reviewed.session,
        reviewed.edition,
        [turn(reviewed, "chief", "Sign", now)],
        at=now,
        link="/signing-events/x",
    )
    assert turn_names(reviewed) == {"chief"}
    assert rows(reviewed)[reviewed.who["chief"]].link == "/signing-events/x"


def test_nobody_is_called_twice(world: World, now: datetime) -> None:
    actions.set_turns(
        world.session,
        world.edition,
        [turn(world, "chief", "One", now), turn(world, "chief", "Two", now)],
        at=now,
    )
    assert [row.reason for row in rows(world).values()] == ["One"]


def test_a_vacant_office_calls_those_who_can_fill_it(world: World, now: datetime) -> None:
    vacant = Turn(
        "", "Superintendent of Springfield", world.parties["district"].id, "superintendent", "Sign", now, None
    )
    actions.set_turns(world.session, world.edition, [vacant], at=now)
    assert turn_names(world) == {"dana", "sergeant"}
    assert {row.reason for row in rows(world).values()} == {
        "Nobody holds the office: Superintendent of Springfield. Record who does"
    }


def test_the_turns_of_a_finished_edition_can_be_cleared(world: World, now: datetime) -> None:
    actions.set_turns(world.session, world.edition, [turn(world, "chief", "Sign", now)], at=now)
    actions.set_turns(world.session, world.edition, [], at=now)
    assert rows(world) == {}


def test_through_a_whole_review_somebody_always_has_the_turn_and_page_and_rows_agree(
    world: World, now: datetime
) -> None:
    session, edition = world.session, world.edition.id
    refresh(session, ground.load(session, edition), now)

    def check(at: datetime) -> None:
        stored = {row.person_id: row.reason for row in rows(world).values()}
        shown = {
            one["person"]: one["reason"]
            for one in queries.edition_page(session, world.actor("chief"), edition, at=at)["turns"]
        }
        assert stored == shown
        assert stored, session.exec(select(Edition.status)).all()

    def object_to(name: str, at: datetime) -> None:
        revision = world.edition.revision_id or ""
        actions.give_verdict(
            session,
            world.actor(name),
            edition,
            value="request_changes",
            words="No.",
            revision=revision,
            at=at,
        )

    def revise(at: datetime, **changes: str) -> None:
        world.revise(at, **changes)
        actions.after_revision(session, edition, at=at)

    at = now
    for act in (
        lambda at: actions.circulate(session, world.actor("dana"), edition, at=at),
        lambda at: object_to("principal", at),
        lambda at: approve(world, "officer", at),
        lambda at: revise(at, duties="2. Duties\n\nOther duties."),
        lambda at: approve(world, "principal", at),
        lambda at: approve(world, "officer", at),
        lambda at: object_to("lawyer", at),
        lambda at: actions.open_thread(
            session, world.actor("counsel"), edition, words="x", blocking=True, basis="Law", at=at
        ),
        lambda at: approve(world, "dana", at),
        lambda at: revise(at, term="3. Term\n\nTwo years."),
        lambda at: actions.dispose(
            session, world.actor("dana"), edition, 1, value="accepted", words="", at=at
        ),
        *(
            lambda at, name=name: approve(world, name, at)
            for name in ("lawyer", "sergeant", "dana", "counsel")
        ),
        lambda at: revise(at, term="3. Term\n\nThree years."),
        *(
            lambda at, name=name: approve(world, name, at)
            for name in ("lawyer", "sergeant", "dana", "counsel")
        ),
    ):
        check(at)
        at += DAY
        act(at)
    check(at)
    assert world.edition.stage == ""
    assert turn_names(world) == {"dana", "sergeant"}


def test_a_blocking_comment_is_waited_for_since_it_was_made(reviewed: World, now: datetime) -> None:
    actions.open_thread(
        reviewed.session,
        reviewed.actor("officer"),
        reviewed.edition.id,
        words="x",
        blocking=True,
        basis="Law",
        at=now + DAY,
    )
    assert rows(reviewed)[reviewed.who["dana"]].since == now + DAY
