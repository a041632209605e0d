"""What an import gives."""

import msgspec

from workflow.drafting.importing.shapes import ClauseText, Imported, Note


def test_number_and_heading_are_read_from_the_text() -> None:
    clause = ClauseText("# 3.2 Hours\n\nFrom eight.")
    assert (clause.number, clause.heading) == ("3.2", "Hours")


def test_the_whole_is_its_clauses_a_blank_line_apart() -> None:
    assert Imported("T", (ClauseText("# a"), ClauseText("# b"))).text == "# a\n\n# b"


def test_the_page_and_the_api_show_the_same() -> None:
    found = Imported(
        "T",
        (ClauseText("# 1. Aim\n\nWords."),),
        (Note("joined", "Two lines were joined.", "At the end."),),
        "a source",
    )
    assert found.to_json() == {
        "title": "T",
        "source": "a source",
        "notes": [{"code": "joined", "words": "Two lines were joined.", "place": "At the end."}],
        "clauses": [{"number": "1", "heading": "Aim", "text": "# 1. Aim\n\nWords."}],
    }
    msgspec.json.encode(found.to_json())
