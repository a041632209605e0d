from datetime import datetime, timedelta

import pytest

from tests.publication.kit import Press
from workflow.publication.register import PAGE, register

pytestmark = pytest.mark.both_databases


def test_what_is_not_published_is_not_in_the_register(press: Press, now: datetime) -> None:
    press.execute(now)
    value = register(press.session, now.date())
    assert value["total"] == 0 and value["entries"] == [] and value["pages"] == 1


def test_filters_carry_counts_and_lead_back(press: Press, now: datetime) -> None:
    press.whole_life(now)
    value = register(press.session, now.date())
    assert [(one["words"], one["count"]) for one in value["states"]] == [("In force", 1)]
    chosen = register(press.session, now.date(), state="in_force")["states"][0]
    assert chosen["chosen"] and chosen["link"] == "/"


def test_a_lapsed_agreement_is_filed_under_lapsed_and_overdue(press: Press, now: datetime) -> None:
    press.whole_life(now)
    press.schedule_review(now)
    later = (now + timedelta(days=500)).date()
    value = register(press.session, later)
    assert {one["words"] for one in value["states"]} == {"Lapsed", "Review overdue"}
    assert register(press.session, later, state="lapsed")["found"] == 1
    assert register(press.session, later, state="in_force")["found"] == 0


def test_a_search_needs_every_word_somewhere(press: Press, now: datetime) -> None:
    press.whole_life(now)
    for words, found in (("SPRINGFIELD unified", 1), ("springfield elsewhere", 0), ("  ", 1), ("%", 0)):
        assert register(press.session, now.date(), q=words)["found"] == found


def test_a_page_beyond_the_last_is_the_last(press: Press, now: datetime) -> None:
    press.whole_life(now)
    for page in (-5, 0, 1, 99):
        assert register(press.session, now.date(), page=page)["page"] == 1
    assert PAGE == 20
