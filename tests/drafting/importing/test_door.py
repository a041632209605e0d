"""The one way in."""

import pytest

from tests.drafting.importing.test_word import document, paragraph
from workflow.adapters.doors import Upload
from workflow.core.errors import Invalid
from workflow.drafting.importing import door
from workflow.drafting.importing.door import import_file, import_text, incoming

WORD = document(paragraph("Words of a Word file."))


def test_the_bytes_decide_before_the_name_does() -> None:
    assert import_file(WORD, "agreement.txt").text == "Words of a Word file."
    with pytest.raises(Invalid, match="is no Word file"):
        import_file(b"plain words", "agreement.docx")


@pytest.mark.parametrize("name", ["a.md", "A.MARKDOWN"])
def test_a_markdown_file_begins_clauses_at_its_marks(name: str) -> None:
    found = import_file(b"# One\n\nPURPOSE\n\n# Two\n\nWords.", name)
    assert [clause.heading for clause in found.clauses] == ["One", "Two"]


def test_a_pasted_text_without_words_is_refused() -> None:
    with pytest.raises(Invalid) as refusal:
        import_text(" \n ")
    assert refusal.value.issues[0].code == "import.empty" and refusal.value.issues[0].field == "text"


def test_too_many_clauses_are_no_agreement(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "MOST_CLAUSES", 2)
    with pytest.raises(Invalid, match="3 clauses"):
        import_text("# a\n\n# b\n\n# c", markdown=True)


def test_a_file_goes_before_a_pasted_text_and_both_before_the_outline() -> None:
    file = Upload("a.txt", b"From the file.")
    assert incoming(file, "Pasted.", outline=True).text == "From the file."
    assert incoming(None, "Pasted.", outline=True).text == "Pasted."
    assert incoming(None, "", outline=True).source == "The built-in COPS outline"


def test_an_empty_file_and_nothing_at_all_are_told_apart() -> None:
    for upload, code in (
        (Upload("a.txt", b""), "import.empty"),
        (None, "import.nothing"),
        (Upload("", b""), "import.nothing"),
    ):
        with pytest.raises(Invalid) as refusal:
            incoming(upload, "")
        assert refusal.value.issues[0].code == code
