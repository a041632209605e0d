"""The matrix: one row a comment, the same on the page and in the file, and no cell a formula."""

import csv
import io

import pytest

from tests.review.threads.test_actions import comment, dispose
from tests.review.world import World
from workflow.core.cells import neutral
from workflow.core.errors import NotFound
from workflow.core.people import Office
from workflow.review.threads import matrix


@pytest.mark.both_databases
def test_page_and_file_hold_the_same_rows(reviewed: World) -> None:
    comment(
        reviewed,
        words='=HYPERLINK("http://evil")\nsecond line, with "quotes"',
        quote="visits each campus daily",
    )
    comment(reviewed, "officer", words="Fine.", clause="", blocking=True, basis="-policy")
    dispose(reviewed, "dana", "rejected", "@no")
    page = matrix.page(reviewed.session, reviewed.actor("chief"), reviewed.edition.id)
    content = matrix.csv_file(
        reviewed.session, reviewed.actor("chief"), reviewed.edition.id, "https://x.gov"
    ).decode()
    head, *rows = csv.reader(io.StringIO(content))
    assert head == list(matrix.COLUMNS.values())
    assert len(rows) == len(page["rows"]) == 2
    for row, shown in zip(rows, page["rows"], strict=True):
        expected = {**shown, "link": "https://x.gov" + shown["link"]}
        assert row == [neutral(str(expected[name])) for name in matrix.COLUMNS]
    first = dict(zip(matrix.COLUMNS, rows[0], strict=True))
    assert first["comment"].startswith("'=HYPERLINK")
    assert (first["disposition"], first["answer"], first["decided_by"]) == ("Rejected", "'@no", "Dana")
    assert (first["clause"], first["quotation"], first["introduced"], first["resolved"]) == (
        "2. Duties",
        "visits each campus daily",
        "1",
        "1",
    )


def test_the_matrix_turns_pages_and_shows_what_is_open(
    reviewed: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(5):
        comment(reviewed)
    dispose(reviewed, "dana", "noted", number=2)
    monkeypatch.setattr(matrix, "PAGE", 2)
    seen, after = [], 0
    while after is not None:
        page = matrix.page(
            reviewed.session, reviewed.actor("chief"), reviewed.edition.id, after=after, state="open"
        )
        seen += [row["number"] for row in page["rows"]]
        after = page["next"]
    assert seen == [1, 3, 4, 5]
    assert page["total"] == 5


def test_strangers_do_not_find_it(reviewed: World) -> None:
    reviewed.appoint("elsewhere", "stranger", Office.COUNSEL)
    with pytest.raises(NotFound):
        matrix.csv_file(reviewed.session, reviewed.actor("elsewhere"), reviewed.edition.id)
