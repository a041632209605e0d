"""The timeline."""

from datetime import datetime

import pytest
from sqlmodel import Session

from tests.history.test_actions import begin, frozen
from tests.history.test_sequencer import act
from workflow.core.errors import NotFound
from workflow.core.events import PUBLIC, EventKind
from workflow.history import queries

pytestmark = pytest.mark.both_databases


def test_newest_first_a_page_at_a_time(session: Session, now: datetime) -> None:
    begin(session, now)
    act(session, now, queries.PAGE + 5)
    first = queries.timeline(session, mou_id="m1")
    rest = queries.timeline(session, mou_id="m1", before=first[-1].number)
    assert (len(first), len(rest)) == (queries.PAGE, 5)
    assert [e.number for e in first] == sorted((e.number for e in first), reverse=True)
    assert first[0].words == "A reply was posted" and first[0].to_json()["actor"] == "Ana Diaz"


def test_the_public_sees_public_kinds_alone(session: Session, now: datetime) -> None:
    begin(session, now)
    act(session, now, 2)
    frozen(session, now)
    assert [e.kind for e in queries.timeline(session, mou_id="m1", kinds=PUBLIC)] == [
        EventKind.EDITION_FROZEN
    ]
    assert len(queries.timeline(session, edition_id="e1")) == 1
    assert queries.timeline(session, party_id="nobody", kinds=[EventKind.KEY_VOUCHED]) == []


def test_before_the_first_start_there_is_no_deployment(session: Session) -> None:
    with pytest.raises(NotFound):
        queries.installation(session)
    assert queries.party_state(session, "p") == "" and queries.newest_checkpoint(session) is None
    assert queries.undispatched(session) == (0, None)
