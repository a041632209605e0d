"""Who may be named to whom, and where one is named and has not answered."""

from datetime import datetime, timedelta

import pytest

from tests.review.mentions.test_naming import end, say
from tests.review.test_pages import desk, html, statements
from tests.review.world import World
from workflow.core.lifecycle import Status
from workflow.parties.models import Person
from workflow.review import actions, pages
from workflow.review.ground import find
from workflow.review.mentions.queries import nameable
from workflow.review.turns.inbox import inbox, waiting_for

HOUR = timedelta(hours=1)


def asked(world: World, name: str, at: datetime) -> list[str]:
    """What the inbox says of mentions; the count beside it and the working page agree."""
    actor = world.actor(name)
    yours = inbox(world.session, actor, now=at)["yours"]
    found = [one["reason"] for one in yours if "named you" in one["reason"]]
    assert waiting_for(world.session, actor, at) == len(yours)
    if world.edition.status == Status.IN_REVIEW:
        page = pages.edition(desk(world, name), world.edition.id)
        assert sorted(one["words"] for one in page.value["named"]) == sorted(found)
        assert all(words in html(page, actor) for words in found)
    return found


@pytest.mark.both_databases
def test_it_waits_until_one_has_spoken_there(reviewed: World, now: datetime) -> None:
    session, edition = reviewed.session, reviewed.edition.id
    say(reviewed, "counsel", "@Sergeant?", now)
    say(reviewed, "dana", "And @Sergeant here.", now + HOUR)
    assert asked(reviewed, "sergeant", now) == [
        "Counsel named you in comment 1", "Dana named you in comment 2"
    ]  # fmt: skip
    assert asked(reviewed, "lawyer", now) == asked(reviewed, "counsel", now) == []
    actions.reply(session, reviewed.actor("sergeant"), edition, 1, words="On Monday.", at=now + 2 * HOUR)
    assert asked(reviewed, "sergeant", now) == ["Dana named you in comment 2"]
    actions.reply(session, reviewed.actor("dana"), edition, 1, words="Sure, @Sergeant?", at=now + 3 * HOUR)
    assert asked(reviewed, "sergeant", now) == [
        "Dana named you in comment 2", "Dana named you in comment 1"
    ]  # fmt: skip


def test_an_answer_a_withdrawal_and_the_freeze_end_it(reviewed: World, now: datetime) -> None:
    session, edition = reviewed.session, reviewed.edition.id
    for number in range(3):
        say(reviewed, "counsel", f"@Sergeant, {number}?", now + number * HOUR)
    actions.dispose(session, reviewed.actor("dana"), edition, 1, value="noted", words="", at=now)
    actions.withdraw(session, reviewed.actor("counsel"), edition, 2, at=now)
    assert asked(reviewed, "sergeant", now) == ["Counsel named you in comment 3"]
    reviewed.edition.status = Status.FROZEN
    session.flush()
    assert asked(reviewed, "sergeant", now) == []


def test_whoever_may_no_longer_read_it_is_not_asked_and_a_new_name_changes_nothing(
    reviewed: World, now: datetime
) -> None:
    say(reviewed, "counsel", "@Principal?", now, visibility="party")
    say(reviewed, "counsel", "@Officer?", now)
    for name in ("principal", "officer", "counsel"):
        reviewed.session.get_one(Person, reviewed.who[name]).name = f"Renamed {name}"
    reviewed.session.flush()
    assert asked(reviewed, "principal", now) == ["Counsel named you in comment 1"]
    assert asked(reviewed, "officer", now) == ["Counsel named you in comment 2"]
    end(reviewed, "officer", now)
    actor = reviewed.actor("officer")
    assert inbox(reviewed.session, actor, now=now)["yours"] == [] and not waiting_for(
        reviewed.session, actor, now
    )


@pytest.mark.parametrize(
    ("who", "visibility", "many"),
    [("counsel", "parties", 7), ("counsel", "party", 3), ("lawyer", "party", 4), ("guest", "parties", 2)],
)
def test_the_list_holds_those_who_may_read_it(
    reviewed: World, now: datetime, who: str, visibility: str, many: int
) -> None:
    actor = reviewed.guest() if who == "guest" else reviewed.actor(who)
    ground = find(reviewed.session, actor, reviewed.edition.id)
    with statements(reviewed.session) as sent:
        found = nameable(reviewed.session, ground, actor, visibility, ground.side_of(actor), now)
    assert len(found) == many and len(sent) <= 3
    assert [one.name for one in found] == sorted(one.name for one in found)


def test_the_forms_offer_the_list_without_oneself(reviewed: World, now: datetime) -> None:
    say(reviewed, "counsel", "Inside.", now, visibility="party")
    form = pages.threads_of_clause(desk(reviewed, "counsel"), reviewed.edition.id, "duties")
    assert [one[1] for one in form.value["people"]] == [
        "Chief", "Dana", "Lawyer", "Officer", "Principal", "Sergeant",
    ]  # fmt: skip
    page = pages.thread(desk(reviewed, "counsel"), reviewed.edition.id, 1)
    assert [one[1] for one in page.value["people"]] == ["Dana", "Principal"]
    assert "Whom do you ask?" in html(form, reviewed.actor("counsel"))
    assert '<option value="Principal">' in html(page, reviewed.actor("counsel"))
