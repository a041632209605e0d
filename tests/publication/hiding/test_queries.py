from datetime import datetime, timedelta

from tests.publication.hiding import kit
from tests.publication.kit import Press
from workflow.evidence.package import parse
from workflow.evidence.redaction import parts_of
from workflow.publication import anew
from workflow.publication.hiding import queries
from workflow.publication.hiding.actions import Sheet
from workflow.publication.queries import executed_event

LATER = timedelta(hours=1)


def is_up_to_date(made: Press) -> bool:
    edition, event = made.world.edition, executed_event(made.session, made.world.edition)
    return anew.unsaid(made.session, edition, anew.causes(made.session, edition, event)) is None


def test_what_rows_say_is_hidden_is_what_the_package_says(made: Press, now: datetime) -> None:
    event = executed_event(made.session, made.world.edition)
    parts = queries.parts_of(made.session, event.revision_id)
    assert parts == {"1": False, "2": False, "3": True, "4": False}
    assert queries.hidden([], parts).grounds == {}
    kit.decided(made, kit.HIDE, now + LATER)
    found = queries.hidden(queries.proposals(made.session, made.world.edition), parts)
    assert (found.agreed, found.by_order) == ({"3"}, set()) and found.grounds["3"].basis == kit.BASIS
    assert parts_of(parse(made.published().copy.core)) == parts


def test_a_copy_is_out_of_date_from_the_act_to_the_next_copy(made: Press, now: datetime) -> None:
    assert not is_up_to_date(made)
    kit.decided(made, kit.HIDE, now + LATER)
    assert is_up_to_date(made)
    row = kit.propose(made, Sheet("release", ["3"], "Moved."), now + 2 * LATER)
    kit.approve(made, row, now + 2 * LATER)
    assert not is_up_to_date(made)
    assert row.event_id == queries.newest_act(made.session, made.world.edition)
    assert [one.kind for one in queries.signed(queries.proposals(made.session, made.world.edition))] == [
        "hide",
        "release",
    ]
    assert queries.statement_of(row)["reason"] == "Moved."
    kit.settle(made, now + 3 * LATER)
    assert is_up_to_date(made)
