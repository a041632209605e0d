"""Headers, footers and comments are no part of the text; their words are named."""

from typing import Any

from tests.drafting.importing.made import notes, p, packed, read, run, saved


def test_the_words_of_headers_and_footers_are_named() -> None:
    def build(document: Any) -> None:
        document.add_paragraph("Text.")
        document.sections[0].header.paragraphs[0].text = "Not yet approved"
        document.sections[0].footer.paragraphs[0].text = "Form 12"

    found = read(saved(build))
    assert found.text == "Text."
    assert sorted(note.words.rpartition(": ")[2] for note in notes(found, "running")) == [
        "“Form 12”.",
        "“Not yet approved”.",
    ]


def test_lettering_across_the_pages_is_named_and_an_empty_header_is_not() -> None:
    water = p('<w:r><w:pict><v:textpath string="DRAFT"/></w:pict></w:r>')
    assert "“DRAFT”" in notes(read(packed(p(run("Text.")), header1=water, footer1=p())), "running")[0].words


def test_a_comment_is_told_with_its_author_at_its_place() -> None:
    def build(document: Any) -> None:
        paragraph = document.add_paragraph("The officer teaches.")
        document.add_comment(paragraph.runs, text="Since when?", author="Lee Ortiz", initials="LO")

    (note,) = notes(read(saved(build)), "comments")
    assert note.words == "A comment in the margin by Lee Ortiz was not imported: “Since when?”."
    assert note.place == "In the paragraph that begins “The officer teaches.”."


def test_a_comment_without_a_mark_is_told_too() -> None:
    content = packed(p(run("Text.")), comments=f'<w:comment w:id="1">{p(run("Lost"))}</w:comment>')
    assert notes(read(content), "comments")[0].said == "A comment in the margin was not imported: “Lost”."
