import json
from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm.attributes import set_committed_value
from sqlmodel import select

from tests.publication.kit import Press
from workflow.core.errors import Conflict
from workflow.drafting.models import Clause
from workflow.evidence import package
from workflow.publication.core import on_the_web


def test_the_core_leads_from_frozen_to_executed_and_from_each_genesis(press: Press, now: datetime) -> None:
    core = json.loads(press.whole_life(now).copy.core)
    events = [entry["leaf"]["event"] for entry in core["edition_chain"]]
    assert events[0] == "frozen" and events[-1] == "executed" and events.count("signed") == 2
    assert [party["chain"][0]["leaf"]["seq"] for party in core["parties"]] == [0, 0]
    assert "publication" not in core


def test_every_leaf_with_a_statement_carries_its_envelope(press: Press, now: datetime) -> None:
    core = json.loads(press.whole_life(now).copy.core)
    for entry in core["edition_chain"]:
        assert ("envelope" in entry) == (entry["leaf"]["event"] == "signed")
    assert all("envelope" in entry for party in core["parties"] for entry in party["chain"])


def test_until_a_checkpoint_covers_the_publication_the_web_copy_is_the_core(
    press: Press, now: datetime
) -> None:
    press.execute(now)
    press.checkpoint(now + timedelta(minutes=6))
    press.publish(now + timedelta(minutes=7))
    copy = press.published().copy
    assert on_the_web(press.session, copy) == copy.core
    press.checkpoint(now + timedelta(minutes=8))
    assert package.core_of(package.parse(on_the_web(press.session, copy))) == copy.core


def test_the_web_copy_never_changes_once_the_publication_is_in_the_log(press: Press, now: datetime) -> None:
    before = on_the_web(press.session, press.whole_life(now).copy)
    press.next_edition(
        ("# 1. Parties\n\nSpringfield Police Department, Springfield Unified School District.",), now
    )
    press.whole_life(now + timedelta(days=300))
    assert on_the_web(press.session, press.published(1).copy) == before


def test_a_text_that_is_no_longer_what_was_signed_is_not_published(press: Press, now: datetime) -> None:
    press.execute(now)
    press.checkpoint(now + timedelta(minutes=6))
    clause = press.session.exec(select(Clause)).first()
    assert clause
    # The database itself lets nobody change a clause, so the row is made to read otherwise.
    set_committed_value(clause, "text", clause.text + " And one word more.")
    with pytest.raises(Conflict, match="no longer what was frozen"):
        press.publish(now + timedelta(minutes=7))
