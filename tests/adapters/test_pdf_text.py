import pytest

from tests.adapters.documents import agreement, printed
from workflow.adapters.pdf_text import page_words, says_in_order, squeezed
from workflow.adapters.typesetter import typeset


@pytest.mark.parametrize(
    "text", ["efficient office flow", "Peña, Łódź, Ærø", "½ § 5 “quoted” – dash", "e\u0301 becomes é"]
)
def test_letters_come_back_as_they_were_set(text: str) -> None:
    assert squeezed(text) in squeezed(page_words(typeset(agreement(clauses=[printed(text)]))))


def test_a_long_table_reads_on_across_pages() -> None:
    rows = "\n".join(f"| row {number} of it | {number * 7} |" for number in range(150))
    words = squeezed(
        page_words(typeset(agreement(clauses=[printed(f"| Row | Number |\n|---|---|\n{rows}")])))
    )
    assert squeezed("".join(f"row {number} of it {number * 7}" for number in range(150))) in words


def test_page_furniture_is_no_part_of_the_words() -> None:
    words = page_words(typeset(agreement(address="https://furniture.example")))
    assert "furniture" not in words


def test_parts_are_found_in_order_or_named() -> None:
    assert says_in_order("one  two\nthree", ["one", "two three"]) == []
    assert says_in_order("one two three", ["two", "one", "three"]) == [1]
    assert says_in_order("", ["missing"]) == [0]


def test_what_is_no_pdf_is_refused() -> None:
    with pytest.raises(ValueError, match="readable PDF"):
        page_words(b"not a page")
