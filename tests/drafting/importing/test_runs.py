"""Letters, one run after the other."""

from typing import Any

import pytest

from tests.drafting.importing.made import notes, p, packed, read, refused, run, saved


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        (run("co") + "<w:r><w:noBreakHyphen/></w:r>" + run("operate"), "co-operate"),
        (run("co") + "<w:r><w:softHyphen/></w:r>" + run("operate"), "cooperate"),
        (run("co\u00adoperate"), "cooperate"),
        (run("a") + "<w:r><w:tab/></w:r>" + run("b\u00a0c"), "a b c"),
        (run("one") + '<w:r><w:br w:type="page"/></w:r>' + run("two"), "one\ntwo"),
        (run("one") + '<w:r><w:br w:type="column"/></w:r>' + run("two"), "one\ntwo"),
        ('<w:smartTag><w:smartTagPr/>' + run("Springfield") + "</w:smartTag>", "Springfield"),
        ('<w:hyperlink>' + run("the policy") + "</w:hyperlink>", "the policy"),
        ("<w:sdt><w:sdtContent>" + run("chosen") + "</w:sdtContent></w:sdt>", "chosen"),
        ("<w:bdo>" + run("either way") + "</w:bdo>", "either way"),
        ("<w:customXml>" + run("named") + "</w:customXml>", "named"),
        ('<w:r><w:sym w:font="Arial" w:char="2713"/></w:r>' + run(" yes"), "✓ yes"),
    ],
)  # fmt: skip
def test_what_is_carried_over(inside: str, text: str) -> None:
    found = read(packed(p(inside)))
    assert found.text == text and not found.notes


@pytest.mark.parametrize(
    ("font", "char"),
    [
        ("Wingdings", "F0FE"),
        ("Arial", "F0B7"),
        ("Symbol", "61"),
        ("Arial", ""),
        ("Arial", "-1"),
        ("Arial", "D800"),
    ],
)
def test_a_symbol_that_is_no_letter_is_refused(font: str, char: str) -> None:
    assert (
        refused(packed(p(f'<w:r><w:sym w:font="{font}" w:char="{char}"/></w:r>')))[0].code == "import.symbol"
    )


def test_raised_and_lowered_letters_are_said_with_the_word_they_stand_in() -> None:
    def build(document: Any) -> None:
        paragraph = document.add_paragraph("On the 1")
        paragraph.add_run("st").font.superscript = True
        paragraph.add_run(" of May, 10")
        paragraph.add_run("6").font.superscript = True
        paragraph.add_run(" of H")
        paragraph.add_run("2").font.subscript = True
        paragraph.add_run("O.")

    found = read(saved(build))
    assert found.text == "On the 1st of May, 106 of H2O."
    assert [note.words.partition(": ")[2] for note in notes(found, "raised")] == ["“st” in “1st”.", "“6” in “106”.", "“2” in “H2O.”."]  # fmt: skip
    assert all(note.place for note in found.notes)


def test_letters_outside_any_paragraph_are_no_loss() -> None:
    assert read(packed(run("stray") + p(run("home")))).text.split() == ["stray", "home"]


def test_blanks_around_what_is_left_out_do_not_pile_up() -> None:
    body = p(run("a "), run("old", "<w:strike/>"), run(" b"))
    assert read(packed(body), struck="leave").text == "a b"


def test_a_paragraph_that_looks_like_a_sign_of_ours_is_said() -> None:
    (note,) = read(packed(p(run("# 3 of the list")) + p(run("plain")))).notes
    assert note.code == "sign" and "“# 3 of the list”" in note.words and note.place


def test_a_large_initial_is_said() -> None:
    letter = p(run("T"), properties='<w:framePr w:dropCap="drop"/>')
    assert "“T”" in notes(read(packed(letter + p(run("he officer")))), "initial")[0].words
