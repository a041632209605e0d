"""Asking, confirming, asking again: bound to the text that was on the page."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import select

from tests.review.world import World
from workflow.core.acknowledging import Reading
from workflow.core.errors import Conflict, Forbidden, Invalid, NotFound, Refused
from workflow.core.lifecycle import FINISHED, Status
from workflow.core.people import Actor, Office
from workflow.review import actions as review
from workflow.review.acknowledgements.actions import ask_again, confirm, end_list, make_list, remind
from workflow.review.acknowledgements.models import Acknowledgement, ReadingList
from workflow.review.acknowledgements.queries import readers, text_digest
from workflow.review.ground import load

ROLES = ["role:agency:sro", "role:school:principal"]


def make(world: World, now: datetime, by: str = "dana", **more: object) -> ReadingList:
    told = {"title": "Officers and principals", "places": ROLES, **more}
    return make_list(world.session, world.actor(by), world.edition.id, at=now, **told)


def read(world: World, row: ReadingList, who: Actor | str, now: datetime, **more: str) -> Acknowledgement:
    actor = world.actor(who) if isinstance(who, str) else who
    revision = world.edition.revision_id or ""
    told = {"revision": revision, "digest": text_digest(world.session, revision), **more}
    return confirm(world.session, actor, world.edition.id, row.id, at=now, **told)


def states(world: World, row: ReadingList, now: datetime) -> dict[str, tuple[Reading, bool]]:
    digest = text_digest(world.session, world.edition.revision_id or "")
    found = readers(world.session, load(world.session, world.edition.id), [row], digest, now)
    return {one.name.lower(): (one.state, one.turn) for one in found[row.id]}


def test_officers_and_principals_are_asked_and_confirm_with_one_press(reviewed: World, now: datetime) -> None:
    row = make(reviewed, now)
    assert states(reviewed, row, now) == {
        "officer": (Reading.AWAITED, True), "principal": (Reading.AWAITED, True),
    }  # fmt: skip
    given = read(reviewed, row, "officer", now)
    assert states(reviewed, row, now)["officer"] == (Reading.CONFIRMED, False)
    (event,) = reviewed.events("edition:reading:confirmed")
    assert event.detail == {"list": row.id, "revision": given.revision_id, "digest": given.digest}
    assert (given.office, given.party_name) == ("School Resource Officer", "Springfield Agency")


def test_confirming_twice_is_confirming_once(reviewed: World, now: datetime) -> None:
    row = make(reviewed, now)
    assert (
        read(reviewed, row, "officer", now).id == read(reviewed, row, "officer", now + timedelta(hours=1)).id
    )
    assert len(reviewed.events("edition:reading:confirmed")) == 1


def test_a_text_that_changed_since_the_page_was_opened_is_not_confirmed(
    reviewed: World, now: datetime
) -> None:
    row, old = make(reviewed, now), reviewed.edition.revision_id or ""
    digest = text_digest(reviewed.session, old)
    reviewed.revise(now, term="3. Term\n\nThis agreement lasts two years.")
    with pytest.raises(Conflict) as no:
        read(reviewed, row, "officer", now, revision=old, digest=digest)
    assert "has changed" in str(no.value)
    for wrong in ({"digest": digest}, {"revision": "x"}, {"revision": ""}, {"digest": ""}):
        with pytest.raises(Invalid):
            read(reviewed, row, "officer", now, **wrong)
    assert not reviewed.session.exec(select(Acknowledgement)).all()


def test_a_later_text_outdates_it_and_asks_nobody_by_itself(reviewed: World, now: datetime) -> None:
    row, later = make(reviewed, now), now + timedelta(days=1)
    read(reviewed, row, "officer", now)
    reviewed.revise(later, term="3. Term\n\nThis agreement lasts two years.")
    assert states(reviewed, row, later)["officer"] == (Reading.OUTDATED, False)
    ask_again(reviewed.session, reviewed.actor("chief"), reviewed.edition.id, row.id, at=later)
    assert states(reviewed, row, later)["officer"] == (Reading.OUTDATED, True)
    read(reviewed, row, "officer", later + timedelta(hours=1))
    assert states(reviewed, row, later)["officer"] == (Reading.CONFIRMED, False)
    assert len(reviewed.session.exec(select(Acknowledgement)).all()) == 2


def test_who_confirmed_this_very_text_is_not_troubled_again(reviewed: World, now: datetime) -> None:
    row, later = make(reviewed, now), now + timedelta(days=1)
    read(reviewed, row, "officer", now)
    ask_again(reviewed.session, reviewed.actor("dana"), reviewed.edition.id, row.id, at=later)
    assert states(reviewed, row, later)["officer"] == (Reading.CONFIRMED, False)
    assert states(reviewed, row, later)["principal"] == (Reading.AWAITED, True)


def test_a_text_put_back_as_it_was_is_what_they_read(reviewed: World, now: datetime) -> None:
    row = make(reviewed, now)
    read(reviewed, row, "officer", now)
    before = reviewed.revise(now, term="3. Term\n\nOther.")
    assert before.number == 2
    from tests.review.world import TEXT

    reviewed.revise(now, term=TEXT["term"])
    assert states(reviewed, row, now)["officer"][0] is Reading.CONFIRMED


def test_the_list_follows_the_office(reviewed: World, now: datetime) -> None:
    row = make(reviewed, now)
    reviewed.appoint("rookie", "agency", Office.SRO)
    assert set(states(reviewed, row, now)) == {"officer", "principal", "rookie"}
    read(reviewed, row, "rookie", now)


@pytest.mark.parametrize("name", ["chief", "dana", "counsel"])
def test_who_is_not_on_it_confirms_nothing(reviewed: World, name: str, now: datetime) -> None:
    row = make(reviewed, now)
    with pytest.raises(Forbidden):
        read(reviewed, row, name, now)


def test_a_guest_on_it_by_name_confirms_by_the_link_and_no_other_guest(
    reviewed: World, now: datetime
) -> None:
    session, edition = reviewed.session, reviewed.edition.id
    row = review.invite_guest(session, reviewed.actor("dana"), edition, name="Gus", email="g@x.org", at=now)
    gus = Actor(row.person_id, "Gus", guest_of=edition, office_title="Invited reviewer")
    made = make(reviewed, now, places=[f"person:{row.person_id}"])
    assert states(reviewed, made, now) == {"gus": (Reading.AWAITED, True)}
    with pytest.raises(Forbidden):
        read(reviewed, made, reviewed.guest(), now)
    read(reviewed, made, gus, now)
    assert states(reviewed, made, now) == {"gus": (Reading.CONFIRMED, False)}


@pytest.mark.parametrize("name", ["principal", "officer"])
def test_only_who_runs_it_keeps_lists(reviewed: World, name: str, now: datetime) -> None:
    row = make(reviewed, now)
    session, edition = reviewed.session, reviewed.edition.id
    for act in (
        lambda: make(reviewed, now, name),
        lambda: ask_again(session, reviewed.actor(name), edition, row.id, at=now),
        lambda: end_list(session, reviewed.actor(name), edition, row.id, at=now),
    ):
        with pytest.raises(Forbidden):
            act()


@pytest.mark.parametrize(
    "wrong",
    [{"title": ""}, {"places": []}, {"places": ["role:agency:captain"]}, {"places": ["person:nobody"]}, {"before_step": "x"}, {"days": "0"}, {"days": "²"}, {"days": "61"}],
    ids=str,
)  # fmt: skip
def test_what_is_typed_is_held_to_the_offer(reviewed: World, wrong: dict[str, object], now: datetime) -> None:
    with pytest.raises(Invalid):
        make(reviewed, now, **wrong)


@pytest.mark.parametrize("status", Status)
def test_people_are_asked_and_confirm_while_the_edition_lasts(
    reviewed: World, status: Status, now: datetime
) -> None:
    row = make(reviewed, now)
    reviewed.edition.status = status
    reviewed.session.flush()
    if status in FINISHED:
        for act in (lambda: make(reviewed, now), lambda: read(reviewed, row, "officer", now)):
            with pytest.raises(Refused):
                act()
        return
    read(reviewed, make(reviewed, now), "officer", now)


def test_an_ended_list_asks_nobody_and_keeps_what_was_confirmed(reviewed: World, now: datetime) -> None:
    row = make(reviewed, now)
    read(reviewed, row, "officer", now)
    end_list(reviewed.session, reviewed.actor("dana"), reviewed.edition.id, row.id, at=now)
    assert states(reviewed, row, now) == {
        "officer": (Reading.CONFIRMED, False), "principal": (Reading.AWAITED, False),
    }  # fmt: skip
    for act in (
        lambda: read(reviewed, row, "principal", now),
        lambda: end_list(reviewed.session, reviewed.actor("dana"), reviewed.edition.id, row.id, at=now),
    ):
        with pytest.raises(Refused):
            act()
    with pytest.raises(NotFound):
        end_list(reviewed.session, reviewed.actor("dana"), reviewed.edition.id, "x", at=now)


def test_the_clock_reminds_three_times_and_once_each(reviewed: World, now: datetime) -> None:
    row, seen = make(reviewed, now, days="5"), 0
    assert not remind(reviewed.session, row.id, at=now) and not remind(reviewed.session, "x", at=now)
    while row.nudge:
        when = row.nudge
        assert remind(reviewed.session, row.id, at=when) and not remind(reviewed.session, row.id, at=when)
        seen += 1
    assert seen == 3 and len(reviewed.events("edition:reading:reminded")) == 3
