"""What stands beside the text comes in one statement, whole, and for its reader alone."""

from datetime import datetime

import pytest

from tests.review.observers.test_actions import add
from tests.review.test_pages import statements
from tests.review.unsent.test_actions import keep
from tests.review.world import World
from workflow.drafting.models import Attachment
from workflow.drafting.queries import attachments_of
from workflow.review.beside import Beside, beside
from workflow.review.ground import find

pytestmark = pytest.mark.both_databases


def test_it_is_one_statement_however_much_there_is(reviewed: World, now: datetime) -> None:
    session, revision = reviewed.session, reviewed.edition.revision_id or ""
    actor = reviewed.actor("counsel")
    ground = find(session, actor, reviewed.edition.id)
    assert beside(session, ground, actor) == Beside()
    for place, name in ((2, "Map"), (1, "Fees & <costs>")):
        session.add(
            Attachment(revision_id=revision, position=place, name=name, media_type="text/plain", content=b"x", redactable=place == 1)
        )  # fmt: skip
    for clause in ("duties", "", "duties"):
        keep(reviewed, "counsel", now, clause=clause)
    keep(reviewed, "dana", now, clause="term")
    with statements(session) as sent:
        found = beside(session, ground, actor)
    assert len(sent) == 1
    assert found.exhibits == attachments_of(session, revision)
    assert [one["name"] for one in found.exhibits] == ["Fees & <costs>", "Map"]
    assert found.unsent == {"duties": 2, "": 1}


def test_it_says_who_changed_each_clause_last(reviewed: World, now: datetime) -> None:
    reviewed.revise(now, term="3. Term\n\nTwo years.")
    actor = reviewed.actor("counsel")
    found = beside(reviewed.session, find(reviewed.session, actor, reviewed.edition.id), actor)
    assert found.latest == {"term": {"author": "Dana", "revision": 2, "at": now}}


def test_it_names_who_reads_along(reviewed: World, now: datetime) -> None:
    add(reviewed, now)
    actor = reviewed.actor("dana")
    found = beside(reviewed.session, find(reviewed.session, actor, reviewed.edition.id), actor)
    assert found.observers == ["Oda Odell, The State"]
