"""Text boxes are read; all else that is drawn is named."""

import base64
import io
from typing import Any

import pytest

from tests.drafting.importing.made import notes, p, packed, read, refused, run, saved

DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def box(words: str, properties: str = "") -> str:
    """As Word writes a text box: the new form, and the same again for old readers."""
    inside = f"<w:txbxContent>{p(run(words))}</w:txbxContent>"
    new = f"<w:drawing><wps:txbx>{inside}</wps:txbx></w:drawing>"
    old = f"<w:pict><v:textbox>{inside}</v:textbox></w:pict>"
    return (
        f"<w:r><w:rPr>{properties}</w:rPr><mc:AlternateContent><mc:Choice>{new}</mc:Choice>"
        f"<mc:Fallback>{old}</mc:Fallback></mc:AlternateContent></w:r>"
    )


def test_a_text_box_is_read_once_after_its_paragraph_and_said() -> None:
    found = read(packed(p(run("Outside."), box("Inside."))))
    assert found.text.split() == ["Outside.", "Inside."] and notes(found, "textbox")


def test_a_box_for_old_readers_alone_is_read_too() -> None:
    body = p(
        "<w:r><mc:AlternateContent><mc:Choice/><mc:Fallback>",
        run("Only here."),
        "</mc:Fallback></mc:AlternateContent></w:r>",
    )
    assert read(packed(body)).text == "Only here."


def test_a_hidden_box_is_asked_about() -> None:
    content = packed(p(run("Outside."), box("Inside.", "<w:vanish/>")))
    assert "“Inside.”" in refused(content)[0].words
    assert read(content, hidden="leave").text == "Outside."
    assert "Inside." in read(content, hidden="take").text


def test_a_picture_is_named_with_what_it_says_of_itself_and_its_place() -> None:
    def build(document: Any) -> None:
        document.add_paragraph("The map:")
        run = document.add_paragraph("Here ").add_run()
        run.add_picture(io.BytesIO(DOT))
        run._r.xpath(".//wp:docPr")[0].set("descr", "Map of the campus")

    (note,) = notes(read(saved(build)), "pictures")
    assert "“Map of the campus”" in note.words and note.place == "In the paragraph that begins “Here”."


@pytest.mark.parametrize(
    ("inside", "code", "said"),
    [
        (
            '<w:pict><v:shape><v:textpath string="DRAFT COPY"/></v:shape></w:pict>',
            "lettering",
            "“DRAFT COPY”",
        ),
        ("<w:drawing><a:t>In a shape</a:t></w:drawing>", "lettering", "“In a shape”"),
        ('<w:object><v:shape/><o:OLEObject Type="Embed"/></w:object>', "object", "embedded object"),
        ('<w:drawing><a:graphicData uri="http://x/chart"/></w:drawing>', "object", "A chart"),
        ('<w:drawing><a:graphicData uri="http://x/diagram"/></w:drawing>', "object", "SmartArt"),
        ("<w:drawing/>", "pictures", "drawn shape"),
    ],
)
def test_what_is_drawn_is_named(inside: str, code: str, said: str) -> None:
    found = read(packed(p(run("Text."), f"<w:r>{inside}</w:r>")))
    assert found.text == "Text." and said in notes(found, code)[0].words


def test_a_line_across_the_page_is_nothing() -> None:
    assert not read(packed(p(run("Text."), '<w:r><w:pict><v:rect o:hr="t"/></w:pict></w:r>'))).notes


def test_different_words_for_different_readers_are_all_named() -> None:
    forms = f"<mc:Choice>{run('Fifty')}</mc:Choice><mc:Fallback>{run('Sixty')}</mc:Fallback>"
    found = read(packed(p(f"<mc:AlternateContent>{forms}</mc:AlternateContent>")))
    assert found.text == "Fifty" and "“Fifty”; “Sixty”" in notes(found, "forms")[0].words
