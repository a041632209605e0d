import json
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest

from tests.publication.kit import Press
from tests.publication.test_pages import NEXT
from tests.review.test_pages import html
from workflow.adapters.doors import Page
from workflow.core.errors import NotFound
from workflow.core.people import NOBODY
from workflow.publication import reading
from workflow.review import actions as review
from workflow.review.objections import actions as objections

pytestmark = pytest.mark.both_databases


def page(press: Press, at: datetime) -> dict[str, Any]:
    return reading.page(press.session, press.published(), press.settings, at)


def test_the_page_shows_what_the_package_says(press: Press, now: datetime) -> None:
    press.whole_life(now)
    value = page(press, now)
    texts = [clause["text"] for clause in json.loads(press.published().copy.core)["clauses"]]
    assert len(value["clauses"]) == len(texts)
    assert value["clauses"][1]["heading"] == "Duties" and value["clauses"][1]["id"] == "clause-2"
    assert value["changes"] is None and value["is_current"]
    assert value["signed_words"].startswith("Chief Example (Chief of Police)")


def test_a_year_later_it_says_that_it_has_lapsed(press: Press, now: datetime) -> None:
    press.whole_life(now)
    press.schedule_review(now)
    assert page(press, now)["status"] == "In force until Tuesday 11 May 2027."
    later = page(press, now + timedelta(days=400))
    assert later["status"].startswith("Lapsed 36 days ago") and not later["calm"]
    assert "overdue" in later["review"]


def test_every_clause_links_to_its_own_address_once(press: Press, now: datetime) -> None:
    press.whole_life(now)
    for clause in page(press, now)["clauses"]:
        assert clause["html"].count(f'href="#{clause["id"]}"') == 1


def test_headings_skip_no_level() -> None:
    parcel = {"clauses": [{"path": "1", "text": "### Deep"}, {"path": "2", "text": "#### Deeper\n\n# Top"}]}
    shown = "".join(clause["html"] for clause in reading.clauses(parcel, {}))
    assert "<h3>Deep" in shown and "<h4>Deeper" in shown and "<h3>Top" in shown and "<h5>" not in shown


def test_a_comparison_names_two_published_editions_or_is_not_found(press: Press, now: datetime) -> None:
    press.whole_life(now)
    press.next_edition(NEXT, now)
    press.whole_life(now + timedelta(days=300))
    value = reading.comparison(press.session, press.slug, "1...2", now)
    assert value["older"] == 1 and any("Duties" in sentence for sentence in value["sentences"])
    for span in ("1..2", "1...", "...2", "one...two", "1...3", "²...1"):
        with pytest.raises(NotFound):
            reading.comparison(press.session, press.slug, span, now)


def test_the_history_tells_public_events_alone(press: Press, now: datetime) -> None:
    press.whole_life(now)
    told = reading.history_of(press.session, press.slug, now)["events"]
    assert told[0]["kind"] == "edition:published" and told[-1]["kind"] == "edition:frozen"
    assert all(one["at"] >= two["at"] for one, two in pairwise(told))


def test_text_copies_carry_the_words_and_where_they_come_from(press: Press, now: datetime) -> None:
    parcel = json.loads(press.whole_life(now).copy.core)
    text = reading.plain_text(parcel, "https://x.example/mou/a/1", "Ann and Bo")
    assert "Body cameras are on" in text and "https://x.example/mou/a/1" in text and "**" not in text
    assert "**Springfield Police Department**" in reading.markdown(parcel)


def test_an_objection_that_both_sides_overrode_stands_on_the_public_page(press: Press, now: datetime) -> None:
    session, edition, day = press.session, press.world.edition, timedelta(days=1)

    def actor(name: str, at: datetime) -> Any:
        return press.world.actor(session, name, at)

    began = now - 30 * day
    number = review.open_thread(
        session, actor("supervisor", now), edition, words="Words for the parties alone.", blocking=True, basis="Penal Code 26.1", at=began
    ).number  # fmt: skip
    objections.escalate(
        session, actor("counsel", now), edition, number, words="It is late.", at=began + 14 * day
    )
    for name in ("counsel", "chief"):
        objections.override(
            session, actor(name, now), edition, number, words=f"The {name} says why.", at=began + 21 * day
        )
    press.whole_life(now)
    value = page(press, now)
    (record,) = value["overridden"]
    assert (record["clause"], record["basis"]) == ("The whole text", "Penal Code 26.1")
    assert [one["words"] for one in record["overrides"]] == ["The counsel says why.", "The chief says why."]
    assert "for the parties alone" not in str(value) and "It is late" not in str(value)
    shown = html(Page("publication/mou.html", value), NOBODY)
    assert "Objections that were overridden" in shown and "The chief says why." in shown
