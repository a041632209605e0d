from datetime import datetime, timedelta

from sqlmodel import Session

from tests.publication.hiding import kit
from workflow.adapters.settings import Settings
from workflow.drafting.hidden import queries
from workflow.drafting.models import Edition


def test_what_acts_leave_hidden_and_the_rows_of_it_say_the_same(
    session: Session, settings: Settings, now: datetime
) -> None:
    made = kit.executed(session, settings, now)
    kit.decided(made, kit.HIDE, now + timedelta(hours=1))
    kit.decided(made, kit.ORDER, now + timedelta(hours=2))
    edition = session.get_one(Edition, made.world.edition)
    rows = queries.proposals(session, edition.id)
    found = queries.hidden(rows, queries.parts_of(session, edition.revision_id or ""))
    assert (found.agreed, found.by_order) == ({"3"}, {"2"})
    assert {one.part for one in queries.hidden_parts(session, edition.id)} == {"2", "3"}
    assert [queries.statement_of(row)["proposed_by"] for row in queries.signed(rows)] == [
        "Counsel Example"
    ] * 2
