from datetime import datetime, timedelta
from xml.etree import ElementTree as xml

import pytest

from tests.publication.kit import Press
from workflow.publication import feeds

pytestmark = pytest.mark.both_databases
NAME = "{http://www.w3.org/2005/Atom}"


def test_a_feed_has_an_entry_for_each_published_edition_newest_first(press: Press, now: datetime) -> None:
    press.whole_life(now)
    press.next_edition(("# 1. Springfield Police Department, Springfield Unified School District",), now)
    press.whole_life(now + timedelta(days=300))
    rows = feeds.published(press.session)
    feed = xml.fromstring(
        feeds.atom(press.session, "https://x.example", rows, title="All", path="/feed.atom")
    )
    titles = [entry.findtext(f"{NAME}title") for entry in feed.findall(f"{NAME}entry")]
    assert [title and title[-1] for title in titles] == ["2", "1"]
    assert len({entry.findtext(f"{NAME}id") for entry in feed.findall(f"{NAME}entry")}) == 2
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{NAME}link")}
    assert links == {"self": "https://x.example/feed.atom", "alternate": "https://x.example/"}


def test_an_empty_feed_is_a_feed(press: Press) -> None:
    feed = xml.fromstring(feeds.atom(press.session, "https://x.example", [], title="All", path="/feed.atom"))
    assert feed.findtext(f"{NAME}updated") and not feed.findall(f"{NAME}entry")


def test_what_is_not_published_is_in_no_feed_and_no_sitemap(press: Press, now: datetime) -> None:
    press.execute(now)
    assert feeds.published(press.session) == []
    assert b"/mou/" not in feeds.sitemap("https://x.example", [])
