from datetime import datetime, timedelta

import pytest

from tests.publication.kit import Press
from workflow.core.errors import Gone, NotFound
from workflow.publication import queries
from workflow.publication.models import Tombstone

pytestmark = pytest.mark.both_databases


def test_a_draft_is_not_found_by_anybody(press: Press, now: datetime) -> None:
    with pytest.raises(NotFound):
        press.published()
    press.execute(now)
    with pytest.raises(NotFound):
        press.published(1)
    with pytest.raises(NotFound):
        queries.find(press.session, "no-such-place")


def test_exactly_one_edition_is_current(press: Press, now: datetime) -> None:
    assert press.whole_life(now).numbers == [1]
    press.next_edition(("# 1. Springfield Police Department, Springfield Unified School District",), now)
    press.execute(now + timedelta(days=300))
    assert press.published().number == 1
    press.checkpoint(now + timedelta(days=300, minutes=6))
    press.publish(now + timedelta(days=300, minutes=7))
    for later, number in ((0, 1), (299, 1), (300, 2), (900, 2)):
        assert queries.find_current(press.session, press.slug, now + timedelta(days=later)).number == number
    assert press.published().number == 2 and press.published(1).numbers == [1, 2]
    assert queries.previous(press.published()) == 1 and queries.previous(press.published(1)) is None


def test_what_was_withdrawn_is_gone_and_says_why(press: Press, now: datetime) -> None:
    press.whole_life(now)
    press.session.add(Tombstone(edition_id=press.world.edition, words="Withdrawn by a court.", at=now))
    press.session.flush()
    for number in (None, 1):
        with pytest.raises(Gone, match="Withdrawn by a court"):
            press.published(number)


def test_a_copy_is_known_by_its_hash_alone(press: Press, now: datetime) -> None:
    copy = press.whole_life(now).copy
    assert queries.copy_by_hash(press.session, copy.pdf_hash) is copy
    assert queries.copy_by_hash(press.session, copy.core_hash) is None
