"""A printed document as a Word file, opened again by the library that others open theirs with."""

import io
import zipfile
from itertools import pairwise

import docx
import pytest
from docx.shared import Inches

from tests.adapters.documents import AT, HOSTILE, agreement, opened_docx, printed, words_in
from workflow.adapters.pdf_text import says_in_order
from workflow.adapters.typesetter import PrintedClause, words_of
from workflow.adapters.word import as_docx


def opened(**changes: object) -> docx.document.Document:
    return opened_docx(as_docx(agreement(**changes), made_at=AT))


def test_every_clause_stands_in_it_in_order_and_hostile_text_is_text() -> None:
    clauses = agreement().clauses
    said = words_in(opened()).replace("\t", " ")
    assert says_in_order(said, [words_of(clause) for clause in clauses]) == []
    assert '#read("/etc/passwd")' in said and "<script>alert(1)</script>" in said


def test_headings_skip_no_level_and_numbers_are_those_that_were_typed() -> None:
    made = opened()
    ranks = [
        int(one.style.name.removeprefix("Heading "))
        for one in made.paragraphs
        if one.style.name.startswith("Heading")
    ]
    assert ranks[0] == 1 and all(after <= before + 1 for before, after in pairwise(ranks))
    items = [one.text for one in made.paragraphs if "\t" in one.text]
    assert items[:2] == ["(a)\tfirst", "(c)\tthird,\nits second line[1]"]
    deeper = next(one for one in made.paragraphs if one.text == "•\tdeeper")
    assert deeper.paragraph_format.left_indent == Inches(0.6)


def test_strong_and_emphasis_are_kept() -> None:
    runs = [run for one in opened().paragraphs for run in one.runs]
    assert any(run.text == "City" and run.bold for run in runs)
    assert any(run.text == "District" and run.italic for run in runs)


def test_every_table_has_a_heading_row_and_signatures_are_one() -> None:
    made = opened(
        hidden=[("Clause 3", "Example Code 12.3", "Counsel", "May 2027")],
        opened=[("Clause 4", "The risk is over", "May 2026")],
        amended=["One clause was changed."],
        amended_texts=[("Clause 1", "teh", "the")],
    )
    assert [table.rows[0].cells[0].text for table in made.tables] == [
        "Item",
        "Name",
        "Clause",
        "Part",
        "Part",
    ]
    assert all("w:tblHeader" in table.rows[0]._tr.xml for table in made.tables)
    assert made.tables[1].rows[2].cells[0].text == "Bo Peña"


def test_what_is_empty_has_no_section() -> None:
    made = opened(
        signatures=[], check=[], facts=[], sides=[], clauses=[printed("One.")], amended=["Words alone."]
    )
    assert made.tables == [] and "Signed by" not in words_in(made) and "Words alone." in words_in(made)


def test_what_is_hidden_stands_in_its_place_with_the_reason() -> None:
    lines = ["Clause 3 is not public.", "Legal basis: Example Code 12.3"]
    made = opened(clauses=[printed("Before."), PrintedClause(hidden=lines), printed("After.")])
    said = [one.text for one in made.paragraphs]
    assert said[said.index("Before.") :][:4] == ["Before.", *lines, "After."]


def test_each_page_says_where_it_is_from_and_the_file_what_it_is() -> None:
    made = opened()
    foot = made.sections[0].footer.paragraphs[0]
    assert agreement().address in foot.text and agreement().fingerprint in foot.text
    assert 'w:instr="PAGE"' in foot._p.xml
    about = made.core_properties
    assert (about.title, about.language) == (agreement().title, "en-US")
    assert about.created.replace(tzinfo=AT.tzinfo) == AT and "python-docx" not in str(about.comments)


def test_the_same_document_gives_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    first = as_docx(agreement(), made_at=AT)
    monkeypatch.setattr("time.time", lambda: 1e9)
    assert as_docx(agreement(), made_at=AT) == first != as_docx(agreement(title="Another"), made_at=AT)
    with zipfile.ZipFile(io.BytesIO(first)) as parts:
        assert {one.date_time for one in parts.infolist()} == {(2026, 5, 12, 17, 0, 0)}


def test_a_character_that_word_would_read_as_its_own_is_text() -> None:
    assert all(line in words_in(opened()) for line in HOSTILE.removeprefix("## ").split("\n\n"))
