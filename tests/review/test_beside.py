"""What stands beside the text, in one statement."""

from datetime import datetime

import pytest

from tests.review.observers.test_actions import add
from tests.review.test_pages import statements
from tests.review.world import World
from workflow.drafting.models import Attachment
from workflow.drafting.queries import attachments_of
from workflow.review.beside import beside
from workflow.review.ground import load

pytestmark = pytest.mark.both_databases


def test_exhibits_in_their_order_and_who_reads_along(reviewed: World, now: datetime) -> None:
    session, edition = reviewed.session, reviewed.edition
    for place, name in ((2, "Exhibit A"), (1, "Exhibit B")):
        session.add(
            Attachment(
                revision_id=edition.revision_id or "", position=place, name=name, media_type="text/plain", content=b"x"
            )
        )  # fmt: skip
    add(reviewed, now)
    ground, dana = load(session, edition.id), reviewed.actor("dana")
    with statements(session) as sent:
        found = beside(session, ground, dana)
    assert len(sent) == 1 and found.observers == ["Oda Odell, The State"]
    assert found.exhibits == attachments_of(session, edition.revision_id)
    assert [one["name"] for one in found.exhibits] == ["Exhibit B", "Exhibit A"]
