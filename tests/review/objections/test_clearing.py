"""Ways 1, 2 and 3: its author, somebody above the author, or a changed text. Nobody else."""

import pytest

from tests.review.objections.ladder import DAY, Ladder
from tests.review.world import World
from workflow.core.errors import Forbidden, Invalid, Refused
from workflow.core.people import Office
from workflow.review import actions as review

pytestmark = pytest.mark.both_databases


def test_its_author_takes_it_back_without_a_word(ladder: Ladder) -> None:
    ladder.withdraws("lawyer", words="")
    assert not ladder.blocks


def test_somebody_above_the_author_gives_it_up_with_a_reason(ladder: Ladder) -> None:
    with pytest.raises(Invalid, match="Say why"):
        ladder.withdraws("chief", words=" ")
    ladder.withdraws("chief")
    assert not ladder.blocks


@pytest.mark.parametrize(
    ("author", "above", "beside"), [("officer", "sergeant", "lawyer"), ("lawyer", "chief", "sergeant")]
)
def test_a_colleague_is_not_above(reviewed: World, author: str, above: str, beside: str) -> None:
    ladder = Ladder.of(reviewed, author)
    with pytest.raises(Forbidden, match="only Springfield Agency can give it up"):
        ladder.withdraws(beside)
    with pytest.raises(Forbidden, match="somebody above the author"):
        review.dispose(
            reviewed.session,
            reviewed.actor(beside),
            reviewed.edition.id,
            1,
            value="noted",
            words="No.",
            at=reviewed.now + DAY,
        )
    ladder.withdraws(above)
    assert not ladder.blocks


def test_the_chief_of_the_other_side_is_not_above_either(reviewed: World) -> None:
    ladder = Ladder.of(reviewed, "counsel")
    with pytest.raises(Forbidden):
        ladder.withdraws("chief")
    reviewed.appoint("super", "district", Office.SUPERINTENDENT)
    ladder.withdraws("super")


def test_an_executives_objection_is_the_executives_own(reviewed: World) -> None:
    ladder = Ladder.of(reviewed, "chief")
    with pytest.raises(Forbidden):
        ladder.withdraws("sergeant")
    ladder.withdraws("chief")


@pytest.mark.parametrize("name", ["dana", "sergeant"])
def test_accepting_it_takes_a_changed_text(ladder: Ladder, name: str) -> None:
    def accept() -> None:
        review.dispose(
            ladder.world.session, ladder.world.actor(name), ladder.world.edition.id, 1, value="accepted", words="Done.",
            at=ladder.world.now + 2 * DAY,
        )  # fmt: skip

    with pytest.raises(Refused, match="takes a changed text"):
        accept()
    ladder.world.revise(ladder.world.now + DAY, term=None)
    accept()
    assert not ladder.blocks


def test_silence_never_ends_it(ladder: Ladder) -> None:
    review.refresh_seats(ladder.world.session, ladder.world.edition.id, at=ladder.world.now + 400 * DAY)
    assert ladder.blocks
