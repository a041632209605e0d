"""The reporter of the local paper reads a draft along: everything that all parties can read, and nothing else."""

import contextlib
from collections.abc import Iterator

import pytest

from tests.journeys.town import Town
from workflow.demo.troupe import letter_link
from workflow.demo.visitor import Unexpected, Visitor

NAME, EMAIL = "Uma Reyes", "uma.reyes@example.org"


@pytest.fixture
def reporter(town: Town) -> Iterator[Visitor]:
    with contextlib.closing(Visitor(town.address, NAME, EMAIL)) as she:
        yield she


def test_somebody_reads_along_and_can_do_nothing_else(town: Town, reporter: Visitor) -> None:
    # Given a draft in review, with a comment that all can read and one that its side keeps to itself
    page = f"/editions/{town.has_a_draft()}"
    director = town["director"]
    director.post(f"{page}/circulation")
    director.post(f"{page}/threads", words="Which campuses?", visibility="parties")
    director.post(f"{page}/threads", words="OUR FLOOR IS TEN HOURS", visibility="party")
    # When the director lets a reporter read along
    told = {"name": NAME, "email": EMAIL, "speaks_for": "The Jamesville Courier"}
    observer = director.post(f"{page}/observers", **told)["observer"]
    reporter.post(letter_link(reporter, "To read along").removeprefix(town.address))
    # Then she reads the text and what all parties say, and everybody sees that she does
    seen = str(reporter.get(page)) + str(reporter.get(f"{page}/threads"))
    assert "Which campuses?" in seen and "OUR FLOOR" not in seen
    assert NAME in str(town["chief"].get(f"{page}/observers"))
    # And she cannot say, change, decide or sign anything, nor let anybody else in
    read = reporter.get(page)["revision"]["id"]
    for path, form in (
        ("threads", {"words": "On the record?"}),
        ("threads/1/comments", {"words": "Which?"}),
        ("verdicts", {"value": "approve", "revision": read}),
        ("observers", told),
        ("freeze", {}),
    ):
        with pytest.raises(Unexpected, match="403"):
            reporter.post(f"{page}/{path}", **form)
    # When the director ends it, her open browser stops working, and the history says that she was there
    director.post(f"{page}/observers/{observer}/removal")
    with pytest.raises(Unexpected):
        reporter.get(page)
    kinds = [one["kind"] for one in town["chief"].get(f"{page}/history")["entries"]]
    assert {"edition:observer:added", "edition:observer:removed"} <= set(kinds)
