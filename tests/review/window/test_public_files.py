"""What the public said as files: the same as the page, hidden words left out, no cell a formula."""

import csv
import io
import json

from tests.review.window.hall import NUMBER, SLUG, confirmed
from tests.review.window.test_judging import answered, judged
from tests.review.world import World
from workflow.review.window import public_files


def test_table_and_data_hold_every_comment_and_no_address(open_hall: World) -> None:
    confirmed(open_hall, '=HYPERLINK("http://evil")', name="@Pat")
    confirmed(open_hall, "We want more counsellors, not more officers.", wants_answer=True)
    confirmed(open_hall, "We want more counsellors, NOT more officers!")
    confirmed(open_hall, "Tim Smith in 7b was handcuffed.", clause="")
    judged(open_hall, "hide", number=4, reason="pupil")
    answered(open_hall, "accepted", "Two more.", number=2)
    whole = public_files.whole(open_hall.session, SLUG, NUMBER, open_hall.now)
    table, data = public_files.as_csv(whole).decode(), public_files.as_json(whole).decode()
    for content in (table, data):
        assert "pat@example" not in content and "Tim Smith" not in content
    head, *rows = csv.reader(io.StringIO(table))
    assert head == list(public_files.COLUMNS.values())
    found = [dict(zip(public_files.COLUMNS, row, strict=True)) for row in rows]
    assert [row["number"] for row in found] == ["1", "2", "3", "4"]
    assert (found[0]["words"][:2], found[0]["name"]) == ("'=", "'@Pat")
    assert [(row["group"], row["answer"], row["answer_words"]) for row in found[1:3]] == [
        ("", "Accepted", "Two more."),
        ("2", "Accepted", "Two more."),
    ]
    assert (found[3]["words"], found[3]["hidden"]) == ("", "it names or describes a pupil")
    assert [row["number"] for row in json.loads(data)["comments"]] == [1, 2, 3, 4]
    assert json.loads(data)["summary"]["total"] == 4
