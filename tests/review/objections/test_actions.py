"""Way 4: over its due date, escalated, a week gone, and both sides together. Every shortcut is refused."""

from datetime import date

import pytest
from sqlmodel import select

from tests.review.objections.ladder import Ladder
from tests.review.world import World
from workflow.core.errors import Forbidden, Invalid, Refused
from workflow.core.people import Office
from workflow.drafting.models import MouParty
from workflow.parties.models import Party
from workflow.review import actions as review
from workflow.review.models import Disposition
from workflow.review.objections.models import Override
from workflow.review.threads import matrix, matrix_files

pytestmark = pytest.mark.both_databases


def test_both_sides_together_set_it_aside_and_the_matrix_says_who_and_why(ladder: Ladder) -> None:
    ladder.escalates("dana")
    ladder.overrides("sergeant", words="We need the text.")
    assert ladder.blocks and ladder.thread.state == "open"
    ladder.overrides("dana", words="So do we.")
    assert not ladder.blocks and ladder.thread.state == "answered"
    row = ladder.world.session.exec(select(Disposition)).one()
    assert (row.value, row.words) == (
        "rejected",
        "Overridden by both sides after its due date. Sergeant, SRO Supervisor, Springfield Agency: We need the text. "
        "Dana, Student Services Director, Springfield District: So do we.",
    )
    world = ladder.world
    whole = matrix.whole(world.session, world.actor("chief"), world.edition.id)
    file = matrix_files.as_csv(whole, world.now).decode()
    assert "Overridden by both sides" in file and "Penal Code 26.1" in file
    kinds = [event.kind for event in ladder.world.events() if "objection" in event.kind]
    assert kinds == [
        "edition:objection:escalated",
        "edition:objection:overridden",
        "edition:objection:overridden",
    ]
    assert all(
        "statute" not in str(event.detail) and "need" not in str(event.detail)
        for event in ladder.world.events()
    )


def test_it_is_escalated_after_its_due_date_and_once(ladder: Ladder) -> None:
    with pytest.raises(Refused, match="due on Tuesday 26 May 2026"):
        ladder.escalates(day=13)
    with pytest.raises(Invalid):
        ladder.escalates(words=" ")
    ladder.escalates()
    with pytest.raises(Refused, match="know of this objection already"):
        ladder.escalates(day=30)


@pytest.mark.parametrize(
    ("escalated", "day", "words"),
    [(False, 13, "due date"), (False, 40, "due date"), (True, 20, "have a week")],
)
def test_no_side_sets_it_aside_too_early(ladder: Ladder, escalated: bool, day: int, words: str) -> None:
    if escalated:
        ladder.escalates()
    with pytest.raises(Refused, match=words):
        ladder.overrides("dana", day=day)
    assert ladder.world.session.exec(select(Override)).all() == []


def test_one_side_alone_never_does_it_however_many_of_its_people_say_so(ladder: Ladder) -> None:
    ladder.escalates()
    ladder.overrides("dana")
    for name in ("dana", "counsel"):
        with pytest.raises(Refused, match="Springfield District has set it aside already"):
            ladder.overrides(name)
    assert ladder.blocks


def test_its_author_and_who_does_not_run_it_do_not_set_it_aside(ladder: Ladder) -> None:
    ladder.escalates()
    with pytest.raises(Forbidden, match="your own"):
        ladder.overrides("lawyer")
    for name in ("principal", "officer"):
        for act in (ladder.overrides, ladder.escalates):
            with pytest.raises(Forbidden):
                act(name)
    with pytest.raises(Invalid):
        ladder.overrides("dana", words=" ")


def test_another_agency_is_no_substitute_for_the_one_that_objects(ladder: Ladder) -> None:
    world: World = ladder.world
    other = Party(kind="agency", legal_name="Other Agency", created=world.now)
    world.session.add(other)
    world.session.flush()
    world.parties["other"] = other
    world.session.add(MouParty(mou_id=world.mou.id, party_id=other.id, position=4))
    world.appoint("olga", "other", Office.SRO_SUPERVISOR, until=date(2030, 1, 1))
    ladder.escalates("olga")
    with pytest.raises(Forbidden, match="It takes Springfield Agency"):
        ladder.overrides("olga")


def test_a_comment_that_does_not_block_and_one_that_is_answered_have_no_such_way(ladder: Ladder) -> None:
    plain = review.open_thread(
        ladder.world.session,
        ladder.world.actor("officer"),
        ladder.world.edition.id,
        words="x",
        clause="term",
        at=ladder.world.now,
    )
    with pytest.raises(Refused, match="does not block"):
        Ladder(ladder.world, plain.number).escalates()
    ladder.withdraws("lawyer")
    with pytest.raises(Refused, match="has its answer"):
        ladder.escalates()


def test_what_both_set_aside_stays_on_record(ladder: Ladder) -> None:
    ladder.escalates()
    for name in ("dana", "sergeant"):
        ladder.overrides(name)
    session, edition, at = ladder.world.session, ladder.world.edition.id, ladder.world.now
    for act in (
        lambda: ladder.withdraws("lawyer"),
        lambda: review.reopen(session, ladder.world.actor("lawyer"), edition, 1, words="No.", at=at),
        lambda: review.dispose(
            session, ladder.world.actor("dana"), edition, 1, value="noted", words="", at=at
        ),
    ):
        with pytest.raises(Refused, match="Both sides overrode"):
            act()
