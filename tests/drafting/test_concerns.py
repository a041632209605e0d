"""What a revision would undo is asked of whoever knows; unless it is known and wanted, that is a refusal."""

from datetime import datetime

import pytest
from sqlmodel import Session

from tests.drafting.conftest import Sides
from workflow.core.errors import Unconfirmed
from workflow.drafting import actions, concerns
from workflow.drafting.models import Edition, Revision


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Revision]:
    seen: list[Revision] = []
    monkeypatch.setattr(concerns, "CONCERNS", [])

    @concerns.concern
    def undoes(session: Session, revision: Revision, at: datetime) -> str:
        seen.append(revision)
        return "It undoes something." if revision.number == 2 else ""

    return seen


def test_it_is_refused_until_confirmed_and_asked_of_new_revisions_alone(
    session: Session, sides: Sides, edition: Edition, keys: list[str], later: datetime, asked: list[Revision]
) -> None:
    made = actions.edit_clause(
        session, sides.dana, edition.id, keys[1], text="# 2. Hours\n\nLess.", base=1, at=later
    )
    with pytest.raises(Unconfirmed, match="It undoes something") as no:
        concerns.insist_known(session, made, confirmed=False, at=later)
    assert no.value.remedy
    concerns.insist_known(session, made, confirmed=True, at=later)
    assert asked == [made]
    again = actions.edit_clause(
        session, sides.dana, edition.id, keys[1], text="# 2. Hours\n\nLess.", base=2, at=later
    )
    concerns.insist_known(session, again, confirmed=False, at=datetime.max.replace(tzinfo=later.tzinfo))
    assert asked == [made]
