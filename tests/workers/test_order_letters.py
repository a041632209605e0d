"""Letters about the order: that it was set, and to whoever signs later that there is nothing to do yet."""

from sqlmodel import select

from tests.signing import world as worlds
from tests.signing.order.kit import choose, frozen, names
from tests.workers.test_paper_letters import told
from workers import letters, order_letters, recipients
from workers.reactions import consequences
from workflow.core.events import EventKind
from workflow.history.models import Event


def event_of(session, kind):
    return session.exec(select(Event).where(Event.kind == kind).order_by(Event.id.desc())).first()


def written(session, world, kind):
    """Letter and reader of everything that this kind of event leads to."""
    found = [one.payload for one in consequences(session, event_of(session, kind)) if "letter" in one.payload]
    return {(one["letter"], *names(world, [one["person"]])) for one in found}


def test_the_other_side_reads_which_order_was_set(session, now):
    world = worlds.build(session)
    choose(session, world, now, "district", "agency")
    said = told(session, world, EventKind.ORDER_SET, "ordered", "supervisor", now)
    assert (
        "One after another: Springfield Unified School District, then Springfield Police Department." in said
    )
    assert f"/editions/{world.edition}/order" in said
    choose(session, world, now)
    assert "In any order." in told(session, world, EventKind.ORDER_SET, "ordered", "supervisor", now)


def test_at_the_freeze_the_first_has_the_turn_and_the_second_hears_that_it_is_later(session, now):
    world = worlds.build(session)
    frozen(session, world, now)
    found = written(session, world, EventKind.EDITION_FROZEN)
    assert {("your_turn", "chief"), ("later", "superintendent")} <= found
    assert ("your_turn", "superintendent") not in found and ("later", "chief") not in found
    said = told(session, world, EventKind.EDITION_FROZEN, "later", "superintendent", now)
    assert "after Chief Example (Chief of Police, Springfield Police Department) has signed." in said
    assert "another letter comes as soon as it is your turn" in said
    assert told(session, world, EventKind.EDITION_FROZEN, "your_turn", "superintendent", now) is None


def test_the_letter_comes_when_the_one_before_has_signed(session, now):
    world = worlds.build(session)
    event = frozen(session, world, now)
    world.sign(session, "chief", event.id, now)
    assert ("your_turn", "superintendent") in written(session, world, EventKind.EDITION_SIGNED)
    said = told(session, world, EventKind.EDITION_SIGNED, "your_turn", "superintendent", now)
    assert "Your turn: Sign for Springfield Unified School District." in said
    assert told(session, world, EventKind.EDITION_FROZEN, "later", "superintendent", now) is None
    assert recipients.whose_turn_is_later(session, event_of(session, EventKind.EDITION_FROZEN)) == []


def test_in_any_order_nobody_hears_of_later(session, now):
    world = worlds.build(session)
    world.freeze(session, now)
    assert "later" not in {name for name, *_ in written(session, world, EventKind.EDITION_FROZEN)}
    assert order_letters.LETTERS.keys() <= letters.LETTERS.keys()
