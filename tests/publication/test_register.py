from datetime import UTC, date, datetime, timedelta

import pytest

from tests.publication.kit import Press
from tests.publication.test_pages import NEXT
from tests.review.test_pages import HOUR, html
from workflow.adapters.doors import Page
from workflow.core.people import NOBODY
from workflow.drafting.models import Edition
from workflow.publication import queries, reading
from workflow.publication.register import PAGE, register

pytestmark = pytest.mark.both_databases


def test_what_is_not_published_is_not_in_the_register(press: Press, now: datetime) -> None:
    press.execute(now)
    value = register(press.session, now)
    assert value["total"] == 0 and value["entries"] == [] and value["pages"] == 1


def test_filters_carry_counts_and_lead_back(press: Press, now: datetime) -> None:
    press.whole_life(now)
    value = register(press.session, now)
    assert [(one["words"], one["count"]) for one in value["states"]] == [("In force", 1)]
    chosen = register(press.session, now, state="in_force")["states"][0]
    assert chosen["chosen"] and chosen["link"] == "/"


def test_a_lapsed_agreement_is_filed_under_lapsed_and_overdue(press: Press, now: datetime) -> None:
    press.whole_life(now)
    press.schedule_review(now)
    later = now + timedelta(days=500)
    value = register(press.session, later)
    assert {one["words"] for one in value["states"]} == {"Lapsed", "Review overdue"}
    assert register(press.session, later, state="lapsed")["found"] == 1
    assert register(press.session, later, state="in_force")["found"] == 0


def test_a_day_ends_in_public_at_the_midnight_of_the_place(press: Press, now: datetime) -> None:
    """In force until 11 May 2027 in California: at 22:00 there that evening, 05:00 on the 12th in UTC, it still is."""
    press.whole_life(now)
    press.schedule_review(now)
    evening = datetime(2027, 5, 12, 5, 0, tzinfo=UTC)
    assert [one["states"] for one in register(press.session, evening)["entries"]] == [["in_force"]]
    assert [one["states"] for one in register(press.session, evening + 2 * HOUR)["entries"]] == [["lapsed"]]
    assert reading.heading(press.published(), evening)["status"] == "In force until Tuesday 11 May 2027."
    assert reading.history_of(press.session, press.slug, evening)["state"] == "in_force"
    assert reading.heading(press.published(), evening + 2 * HOUR)["status"].startswith("Lapsed 1 day ago")


def test_an_edition_signed_ahead_leaves_the_one_in_force_in_its_place(press: Press, now: datetime) -> None:
    """The first ends on 11 May 2027, the second takes effect on 1 July and is published in March."""
    press.whole_life(now)
    press.schedule_review(now)
    press.next_edition(NEXT, now)
    second = press.session.get_one(Edition, press.world.edition)
    second.effective_rule, second.starts = "fixed", date(2027, 7, 1)
    press.whole_life(now + timedelta(days=300))
    press.schedule_review(now + timedelta(days=300))
    follows = "Edition 2 takes effect on Thursday 1 July 2027."

    def stands(month: int, day: int) -> tuple[int, list[str], str]:
        at = datetime(2027, month, day, 17, tzinfo=UTC)
        (entry,) = register(press.session, at)["entries"]
        assert queries.find_current(press.session, press.slug, at).number == entry["number"]
        for state in entry["states"]:
            assert register(press.session, at, state=state)["found"] == 1
        return entry["number"], entry["states"], entry["status"]

    assert stands(4, 1) == (1, ["in_force"], f"In force until Tuesday 11 May 2027. {follows}")
    number, states, words = stands(5, 20)
    assert (number, states) == (2, ["not_yet", "lapsed"])
    assert (
        "Edition 1 lapsed: it ended on Tuesday 11 May 2027, and nothing is in force until edition 2" in words
    )
    assert stands(7, 1)[:2] == (2, ["in_force"])


def page_of(press: Press, number: int, at: datetime) -> str:
    value = reading.page(press.session, press.published(number), press.settings, at)
    return html(Page("publication/mou.html", value), NOBODY)


def test_its_pages_say_which_is_in_force_and_which_follows(press: Press, now: datetime) -> None:
    press.whole_life(now)
    press.next_edition(NEXT, now)
    second = press.session.get_one(Edition, press.world.edition)
    second.effective_rule, second.starts = "fixed", date(2027, 7, 1)
    press.whole_life(now + timedelta(days=300))
    april, gap = datetime(2027, 4, 1, 17, tzinfo=UTC), datetime(2027, 5, 20, 17, tzinfo=UTC)
    first, ahead = page_of(press, 1, april), page_of(press, 2, april)
    assert "kept as it was signed" not in first and "Edition 2 takes effect on Thursday 1 July 2027." in first
    assert "signed ahead of its time" in ahead and "Edition 1 is the one in force today" in ahead
    assert "Edition 2 is the newest one" in page_of(press, 1, gap)
    assert "Edition 1 lapsed: it ended on Tuesday 11 May 2027" in page_of(press, 2, gap)
    told = html(
        Page("publication/history.html", reading.history_of(press.session, press.slug, april)), NOBODY
    )
    assert "/compare/1...2" in told and "What edition 2 changes" in told


def test_a_search_needs_every_word_somewhere(press: Press, now: datetime) -> None:
    press.whole_life(now)
    for words, found in (("SPRINGFIELD unified", 1), ("springfield elsewhere", 0), ("  ", 1), ("%", 0)):
        assert register(press.session, now, q=words)["found"] == found


def test_a_page_beyond_the_last_is_the_last(press: Press, now: datetime) -> None:
    press.whole_life(now)
    for page in (-5, 0, 1, 99):
        assert register(press.session, now, page=page)["page"] == 1
    assert PAGE == 20
