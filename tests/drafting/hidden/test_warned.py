"""What the parties are told of next year's draft, from real acts about this year's public copy."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session

from tests.publication.hiding import kit
from tests.publication.kit import Press
from tests.signing.world import TEXT
from workflow.adapters.settings import Settings
from workflow.drafting.hidden.today import today
from workflow.drafting.hidden.warned import AGAIN, IN_CLEAR, in_clear, of_draft
from workflow.drafting.models import Edition, Mou
from workflow.publication.hiding.actions import Sheet

LATER = timedelta(hours=1)


@pytest.fixture
def made(session: Session, settings: Settings, now: datetime) -> Press:
    """Published with clause 3 hidden."""
    made = kit.executed(session, settings, now)
    kit.decided(made, kit.HIDE, now + LATER)
    return made


def told(made: Press) -> list[str]:
    edition = made.session.get_one(Edition, made.world.edition)
    return [one.words for one in of_draft(made.session, mou(made), edition)]


def mou(made: Press) -> Mou:
    return made.session.get_one(Mou, made.world.mou)


def test_a_clause_that_may_be_hidden_again(made: Press, now: datetime) -> None:
    made.next_edition(TEXT, now + 2 * LATER, (3,))
    (words,) = told(made)
    assert words.startswith(
        "2.1 | Costs is hidden in edition 1, to be looked at again by"
    ) and words.endswith(AGAIN)
    assert in_clear(made.session, mou(made), made.session.get_one(Edition, made.world.edition)) == []


def test_one_that_will_be_published_with_the_next_text(made: Press, now: datetime) -> None:
    made.next_edition(TEXT, now + 2 * LATER)
    edition = made.session.get_one(Edition, made.world.edition)
    (issue,) = in_clear(made.session, mou(made), edition)
    assert issue.words.endswith(IN_CLEAR) and issue.link == f"/editions/{edition.id}/clauses/k3/edit"


def test_one_that_an_order_withholds_in_the_edition_itself_and_in_the_next(
    made: Press, now: datetime
) -> None:
    first = made.session.get_one(Edition, made.world.edition)
    kit.decided(made, kit.ORDER, now + 2 * LATER)
    why = today(made.session, mou(made), first).why("k2", TEXT[1])
    assert (
        why
        and "withheld by order: Superior Court, 26-2-01234-1, Tuesday 5 May 2026. A pupil is named."
        in why.lines()[1]
    )
    assert (
        "Chief Example, Chief of Police, Springfield Police Department" in why.approved
        and why.contact == "Records desk"
    )
    made.next_edition(TEXT, now + 3 * LATER, (3,))
    assert [words.split(" in edition 1")[0] for words in told(made)] == [
        "2. Duties is withheld by order",
        "2.1 | Costs is hidden",
    ]
    second = made.world.edition
    made.world.edition = first.id
    kit.decided(made, Sheet("release", ["2"], "The order was lifted."), now + 4 * LATER)
    made.world.edition = second
    assert len(told(made)) == 1


def test_a_copy_that_was_taken_down(made: Press, now: datetime) -> None:
    row = kit.propose(made, kit.REMOVE, now + 2 * LATER)
    kit.confirm(made, row, now + 2 * LATER)
    made.next_edition((*TEXT[:3], "# 3. Term\n\nNothing that was said here before."), now + 3 * LATER)
    assert [" was taken down with the whole copy in edition 1" in words for words in told(made)] == [True] * 3


def test_before_anything_is_published_nothing_is_hidden(
    session: Session, settings: Settings, now: datetime
) -> None:
    assert told(kit.executed(session, settings, now)) == []
