"""Text files: every word kept, in order, and every doubt said."""

import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.core.errors import Invalid
from workflow.drafting import markup
from workflow.drafting.importing.door import import_file, import_text
from workflow.drafting.importing.shapes import Imported
from workflow.drafting.importing.text import from_text

MOUS = Path(__file__).parents[2] / "data" / "mous"
SAMPLES = sorted(MOUS.glob("*.txt"))


def words_of(text: str) -> list[str]:
    """The words of a text without the signs of the grammar and without the breaks of a web page."""
    text = re.sub(r"<br\s*/?>", " ", text)
    return re.sub(r"[#*|]|(?m:^\s*-\s)", " ", text).split()


def bring(name: str) -> Imported:
    return import_file((MOUS / name).read_bytes(), name)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_every_word_of_a_real_agreement_is_kept_in_its_place(path: Path) -> None:
    found = import_file(path.read_bytes(), path.name)
    body = re.split(r"(?m)^-+8<-+$", path.read_text())[1]
    assert words_of(found.text) == words_of(body)
    shown = "\n".join(markup.plain(markup.tree(clause.text)) for clause in found.clauses)
    assert words_of(shown) == words_of(body)


def test_the_lines_above_the_scissors_are_about_the_file() -> None:
    found = bring("wa-pasco-2021-ila.txt")
    assert found.source.startswith("https://docs.pasco-wa.gov/") and "\n" not in found.source
    assert found.title == "Interlocal Agreement for School Resource Officers, Pasco School District No. 1 and City of Pasco, 2021"  # fmt: skip
    assert "test-features" not in found.text


def test_a_page_footer_inside_a_list_is_kept_and_noted() -> None:
    found = bring("wa-pasco-2021-ila.txt")
    assert "Page 1 of 9" in found.text
    assert any(note.code == "banner" and "Page 1 of 9" in note.words for note in found.notes)
    assert [clause.heading for clause in found.clauses] == ["WHEN RECORDED RETURN TO", "Purpose"]
    markers = [item["marker"] for node in markup.tree(found.clauses[1].text)["children"] if node["type"] == "list" for item in node["children"]]  # fmt: skip
    assert markers == ["A.", "B.", "C.", "1)", "2)", "3)", "4)", "5)", "D."]


def test_lines_cut_at_the_margin_are_joined_and_page_breaks_end_lines() -> None:
    found = bring("wa-everett-2024-25.txt")
    assert "<br" not in found.text
    assert "Under RCW 28A.320 the City picks the officer for each of the five schools after consulting the District;" in found.text  # fmt: skip
    assert found.clauses[-1].number == "Section 2" and found.clauses[-1].heading == "Time of Performance"
    assert [note.code for note in found.notes] == ["banner", "banner", "truncated"]


def test_headings_without_numbers_begin_clauses() -> None:
    found = bring("template-docest-2012.txt")
    assert [clause.heading for clause in found.clauses] == [
        "Agreement Between", "Goals and Objectives", "Assignment of School Resource Officer", "Hours and Special Events",
    ]  # fmt: skip


def test_inner_numbers_do_not_begin_clauses() -> None:
    found = bring("ny-jamesville-dewitt-2021-22.txt")
    assert [(clause.number, clause.heading) for clause in found.clauses[1:]] == [("1", "PURPOSE"), ("2", "SCOPE & APPLICABILITY")]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "headings"),
    [
        ("Preface words here.\n\nARTICLE I Goals\nOne.\nARTICLE II Duties\nTwo.", ["Preface words here", "Goals", "Duties"]),
        ("I. PURPOSE\nText.\nA. First item of it\n1. Detail of it\nII. TERM\nText.", ["PURPOSE", "TERM"]),
        ("10.0 Term of Agreement\n10.1 It begins.\n11.0 Evaluation\nIt ends.", ["Term of Agreement", "Evaluation"]),
        ("Section 1: Scope\nA.\nSection 2: Time of Performance\nB.", ["Scope", "Time of Performance"]),
        ("1. Term. One year from July 1, 2021.\n2. Definitions.\na. Words", ["Term", "Definitions"]),
        ("This agreement is made by two parties that stand here named in full.\nWHEREAS, both wish it; and\nWHEREAS, it helps.",
         ["This agreement is made by two parties that stand here named in full", "Recitals"]),
        ("# Title\n\nHello.\n\n## 1. Purpose\n\nText.\n\n1. not a heading\n", ["Title", "Purpose"]),
    ],
)  # fmt: skip
def test_the_ways_agreements_number_their_clauses(text: str, headings: list[str]) -> None:
    assert [clause.heading for clause in import_text(text).clauses] == headings


def test_markdown_keeps_its_numbers_and_marks_underlined_headings() -> None:
    found = import_file(b"Agreement\n=========\n\nPurpose\n-------\n\n5) five\n7) seven\n\n* dot\n", "a.md")
    assert [clause.text for clause in found.clauses] == [
        "# Agreement",
        "## Purpose\n\n5) five\n7) seven\n\n- dot",
    ]
    assert found.title == "Agreement"


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", "a.txt", "import.empty"),
        (b"  \n\n ", "a.txt", "import.empty"),
        (b"title: x\n-----8<-----\n", "a.txt", "import.empty"),
        (b"\x00\x01\x02\x03", "a.txt", "import.binary"),
        (b"\x81\x8d", "a.txt", "import.binary"),
        (b"%PDF-1.7", "a.pdf", "import.pdf"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.doc", "import.encrypted"),
        (b"\xff\xd8\xff\xe0", "a.jpg", "import.image"),
        (b"{\\rtf1", "a.rtf", "import.rtf"),
        (b"x" * 10_000_001, "a.txt", "import.large"),
        (b"hello", "a.docx", "import.docx"),
        ("a\u202eb".encode(), "a.txt", "text.character"),
        ("a\u200bb".encode(), "a.txt", "text.character"),
        ("\ue000".encode(), "a.txt", "text.character"),
    ],
)
def test_what_cannot_be_read_is_refused_with_words_that_say_what_to_do(
    content: bytes, name: str, code: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        import_file(content, name)
    issue = refusal.value.issues[0]
    assert issue.code == code and issue.field == "upload" and len(issue.words) > 30


def test_a_lone_surrogate_is_refused_with_its_place() -> None:
    with pytest.raises(Invalid, match="Line 2, character 3"):
        import_text("fine\nab\ud800")


def test_a_windows_file_is_read_and_said_so() -> None:
    found = import_file("The chief’s duties".encode("cp1252"), "a.txt")
    assert found.text == "The chief’s duties" and found.notes[0].code == "encoding"


@given(st.text(st.characters(codec="utf-8"), max_size=300))
def test_any_pasted_text_is_kept_word_for_word_or_refused(text: str) -> None:
    try:
        found = import_text(text)
    except Invalid:
        return
    keep = re.compile(r"[^\W_]+")
    text = text.split("-----8<-----")[-1]
    assert keep.findall(found.text.replace("<br", "")) == keep.findall(
        unicodedata.normalize("NFC", re.sub(r"(?i)<br\s*/?>", " ", text))
    )


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("one <br>two", ["one", "two"]),
        ("one \t<BR />\t two<br > <br/>three ", ["one", "two", "", "three"]),
        ("  one<br>", ["  one", ""]),
        ("one <b> two", ["one <b> two"]),
    ],
)
def test_a_break_takes_the_spaces_around_it_along(text: str, lines: list[str]) -> None:
    assert from_text(text, markdown=True).lines == lines
