from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlmodel import select

from tests.publication.hiding import kit
from tests.publication.kit import Press
from tests.signing.world import person
from workers.letters import LETTERS
from workers.reactions import consequences
from workflow.core.errors import Forbidden, Gone, Invalid, NotFound, Refused
from workflow.core.events import EventKind
from workflow.core.people import NOBODY, Office
from workflow.drafting.hidden.models import HiddenPart
from workflow.history.models import Event
from workflow.publication.hiding import actions, queries
from workflow.publication.hiding.actions import Sheet
from workflow.review.models import Turns

LATER = timedelta(hours=1)
SHOW = Sheet("show")


def turns(made: Press) -> dict[str, str]:
    rows = made.session.exec(select(Turns).where(Turns.edition_id == made.world.edition))
    names = {one: name for name, one in made.world.people.items()}
    return {names[row.person_id]: row.reason for row in rows}


def kinds(made: Press) -> list[str]:
    return [event.kind for event in made.session.exec(select(Event).order_by(Event.id))]


def test_once_everyone_has_signed_those_who_run_it_are_asked_once(made: Press, now: datetime) -> None:
    assert set(turns(made).values()) == {"Say what stays hidden before the text is published"}
    assert made.publish(now + LATER) and kinds(made).count(EventKind.HIDING_ASKED) == 1
    links = {row.link for row in made.session.exec(select(Turns))}
    assert links == {f"/editions/{made.world.edition}/public-copy"}


def test_a_proposal_is_the_turn_of_those_who_may_approve_it(made: Press, now: datetime) -> None:
    kit.propose(made, kit.HIDE, now + LATER, by="chief")
    assert set(turns(made)) == {"superintendent", "a1", "a2", "d1", "d2"}
    assert set(turns(made).values()) == {"Approve or refuse: hide parts of the text"}


def test_what_both_sides_kept_is_shown_by_one_of_each(made: Press, now: datetime) -> None:
    row = kit.propose(made, SHOW, now + LATER)
    assert set(turns(made)) == {"chief", "a1", "a2"}
    with pytest.raises(Refused, match="other side"):
        kit.confirm(made, row, now + LATER, by="superintendent")
    kit.confirm(made, row, now + LATER)
    assert turns(made) == {}
    kit.settle(made, now + LATER)
    assert b"Salary" in made.published().copy.core


@pytest.mark.parametrize(
    ("sheet", "fields"),
    [
        (replace(kit.HIDE, parts=[]), ["parts"]),
        (replace(kit.HIDE, parts=["2"]), ["parts"]),
        (replace(kit.HIDE, basis=" ", contact="", review=""), ["basis", "review", "contact"]),
        (replace(kit.HIDE, review="2026-04-01"), ["review"]),
        (replace(kit.HIDE, review="2036-04-01"), ["review"]),
        (replace(kit.HIDE, basis="by law\u200b"), ["basis"]),
    ],
    ids=["none", "not agreed", "empty", "past", "far", "invisible"],
)
def test_everything_to_mend_is_said_at_once(
    made: Press, now: datetime, sheet: Sheet, fields: list[str]
) -> None:
    with pytest.raises(Invalid) as no:
        kit.propose(made, sheet, now + LATER)
    assert [issue.field for issue in no.value.issues] == fields
    assert kit.waiting(made) == []


def test_only_what_makes_sense_now_can_be_proposed_and_one_thing_at_a_time(
    made: Press, now: datetime
) -> None:
    for sheet in (kit.ORDER, kit.REMOVE, replace(kit.HIDE, kind="release"), replace(kit.HIDE, kind="burn")):
        with pytest.raises(Refused, match="cannot be done"):
            kit.propose(made, sheet, now + LATER)
    kit.propose(made, kit.HIDE, now + LATER)
    with pytest.raises(Refused, match="waits already"):
        kit.propose(made, SHOW, now + LATER)


def test_an_order_names_who_gave_it_and_when(made: Press, now: datetime) -> None:
    kit.decided(made, kit.HIDE, now + LATER)
    with pytest.raises(Invalid) as no:
        kit.propose(
            made, replace(kit.ORDER, authority="", reference="", ordered="2027-01-01"), now + 2 * LATER
        )
    assert [issue.field for issue in no.value.issues] == ["authority", "reference", "ordered"]


def test_a_refusal_has_a_reason_and_gives_the_turn_back(made: Press, now: datetime) -> None:
    row = kit.propose(made, kit.HIDE, now + LATER)
    chief, actor = (
        made.world.actor(made.session, "chief", now),
        made.world.actor(made.session, "supervisor", now),
    )
    with pytest.raises(Invalid):
        actions.refuse(made.session, chief, made.world.edition, row.id, words="", at=now + LATER)
    with pytest.raises(Forbidden):
        actions.refuse(made.session, actor, made.world.edition, row.id, words="No.", at=now + LATER)
    actions.refuse(made.session, chief, made.world.edition, row.id, words="Too wide.", at=now + LATER)
    assert (row.state, row.decided_name, row.words) == ("refused", "Chief Example", "Too wide.")
    assert set(turns(made).values()) == {"Say what stays hidden before the text is published"}
    again = kit.propose(made, kit.HIDE, now + LATER)
    counsel = made.world.actor(made.session, "counsel", now)
    actions.refuse(made.session, counsel, made.world.edition, again.id, words="A mistake.", at=now + LATER)
    with pytest.raises(Refused, match="refused by Counsel Example already"):
        kit.confirm(made, again, now + LATER)
    with pytest.raises(NotFound):
        kit.confirm(made, again.model_copy(update={"id": "none"}), now + LATER)


def test_a_signed_kind_is_not_approved_by_a_click(made: Press, now: datetime) -> None:
    row = kit.propose(made, kit.HIDE, now + LATER)
    with pytest.raises(Refused, match="with your own key"):
        kit.confirm(made, row, now + LATER)


def test_a_takedown_takes_two_and_leaves_a_stone_with_the_reason(made: Press, now: datetime) -> None:
    kit.decided(made, kit.HIDE, now + LATER)
    row = kit.propose(made, kit.REMOVE, now + 2 * LATER)
    kit.confirm(made, row, now + 2 * LATER)
    with pytest.raises(Gone, match="A pupil is named throughout") as gone:
        made.published()
    for said in ("Counsel Example", "Chief Example", "Records desk", "Springfield Police Department"):
        assert said in str(gone.value)
    assert kinds(made)[-1] == EventKind.EDITION_REMOVED
    assert made.publish(now + 3 * LATER), "nothing brings it back"
    with pytest.raises(Gone):
        made.published()


def test_the_review_day_of_something_hidden_lands_with_those_who_run_it(made: Press, now: datetime) -> None:
    kit.decided(made, kit.HIDE, now + LATER)
    (part,) = made.session.exec(select(HiddenPart))
    assert (part.part, part.review.isoformat()) == ("3", "2027-03-01")
    day = datetime.fromisoformat("2027-03-01T09:00:00-08:00")
    assert queries.due(made.session, day - timedelta(days=1)) == []
    assert queries.due(made.session, day) == [(made.world.edition, part.review)]
    actions.ask_again(made.session, made.world.edition, at=day)
    assert set(turns(made).values()) == {"Look again at what is hidden: Part 3 of the text"}
    assert kinds(made)[-1] == EventKind.HIDING_DUE
    kit.decided(made, replace(kit.HIDE, review="2028-03-01"), day + LATER)
    assert turns(made) == {} and queries.due(made.session, day + LATER) == []
    actions.ask_again(made.session, made.world.edition, at=day + LATER)
    assert turns(made) == {}


def test_strangers_find_nothing(made: Press, now: datetime) -> None:
    with pytest.raises(NotFound):
        actions.stand(made.session, NOBODY, made.world.edition)
    person(made.session, made.world, "teacher", "district", Office.GRANTS_COORDINATOR, now)
    teacher = made.world.actor(made.session, "teacher", now)
    row = kit.propose(made, kit.HIDE, now + LATER)
    with pytest.raises(Forbidden):
        actions.second(teacher, actions.stand(made.session, teacher, made.world.edition)[0], row)


def test_every_act_has_its_consequences(made: Press, now: datetime) -> None:
    kit.decided(made, kit.HIDE, now + LATER)
    events = {
        event.kind: event
        for event in made.session.exec(select(Event).where(Event.edition_id == made.world.edition))
    }
    asked = [one.payload["letter"] for one in consequences(made.session, events[EventKind.HIDING_PROPOSED])]
    assert asked == [] or set(asked) == {"your_turn"}
    after = consequences(made.session, events[EventKind.EDITION_REDACTED])
    assert {one.task for one in after} == {"publish", "letter"}
    assert (
        {one.payload["letter"] for one in after if one.task == "letter"}
        == {"public_copy", "private_package"}
        <= set(LETTERS)
    )
