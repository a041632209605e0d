"""The current text against the pack."""

from datetime import datetime

from sqlmodel import Session

from tests.drafting.conftest import Sides
from workflow.drafting import actions, queries, requirements
from workflow.drafting.models import Edition


def test_gates_hold_up_an_agreement_with_an_award_until_the_text_speaks(
    session: Session, sides: Sides, edition: Edition, now: datetime
) -> None:
    mou = queries.find(session, sides.dana, edition.id).mou
    assert requirements.gates_of(session, mou, edition) == ()
    mou.award = True
    assert "6" in {row for row, _ in requirements.gates_of(session, mou, edition)}
    text = "# 4. Information Sharing\n\nThe Superintendent and the Chief decide on exchange of information."
    actions.add_clause(session, sides.dana, edition.id, text=text, at=now)
    assert "6" not in {row for row, _ in requirements.gates_of(session, mou, edition)}


def test_the_page_shows_what_was_not_found_first(session: Session, sides: Sides, edition: Edition) -> None:
    shown = requirements.findings_page(session, sides.sam, edition.id)
    passages = [one["passage"] is not None for one in shown["findings"]]
    assert passages == sorted(passages) and not any(one["blocks"] for one in shown["findings"])
