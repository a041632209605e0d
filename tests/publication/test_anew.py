"""Why a public copy is made anew, as its record and whoever brings an old one are told."""

from datetime import datetime, timedelta

import pytest

from tests.publication.kit import Press
from tests.publication.test_reported import HOUR, revoke
from tests.publication.test_reported import anew as settled
from workflow.core.errors import NotFound
from workflow.publication import anew, queries
from workflow.publication.verification import check_upload

pytestmark = pytest.mark.both_databases


def unsaid(press: Press) -> list[str] | None:
    edition = press.world.edition
    causes = anew.causes(press.session, edition, queries.executed_event(press.session, edition))
    return anew.unsaid(press.session, edition, causes)


def test_a_copy_lacks_a_report_from_the_revocation_to_the_next_copy(press: Press, now: datetime) -> None:
    with pytest.raises(NotFound):
        unsaid(press)
    press.execute(now)
    assert unsaid(press) == []
    press.checkpoint(now + timedelta(minutes=6))
    assert press.publish(now + timedelta(minutes=7))
    assert unsaid(press) is None
    revoke(press, now + HOUR, since="2026-05-12")
    assert unsaid(press) == [anew.KEY]
    press.checkpoint(now + HOUR)
    assert unsaid(press) == [anew.KEY]
    settled(press, now + HOUR)
    assert unsaid(press) is None


def test_a_revocation_that_committed_late_under_an_early_number_is_not_taken_as_said(
    press: Press, now: datetime
) -> None:
    """Streams of parties and of agreements commit in any order: the log alone says what a package shows."""
    copy = press.whole_life(now).copy
    revoke(press, now + HOUR, since="2026-05-12")
    copy.event_id = revoke(press, now + HOUR, name="a2").id
    assert unsaid(press) == [anew.KEY]


def test_who_brings_a_copy_that_was_replaced_is_told_why(press: Press, now: datetime) -> None:
    old = press.whole_life(now).copy.pdf
    revoke(press, now + HOUR, since="2026-05-12")
    settled(press, now + HOUR)
    answer = check_upload(press.session, press.settings, old, now + 2 * HOUR)
    (check,) = answer["checks"]
    assert check["id"] == "pdf.replaced" and check["detail"].endswith(
        "because a key that signed for it was reported since as not to be trusted: there is a newer public copy, take that one"
    )


def test_reasons_are_told_together_and_older_records_knew_one() -> None:
    assert anew.because({}) == anew.WHY[anew.HIDDEN]
    assert anew.because({"why": ["hidden", "key"]}) == f"{anew.WHY[anew.HIDDEN]}, and {anew.WHY[anew.KEY]}"
