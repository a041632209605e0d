"""Fields: the result is the text, the instructions are not."""

import pytest

from tests.drafting.importing.made import instruct, mark, notes, p, packed, read, run


def whole(instructions: str, result: str) -> str:
    return mark("begin") + instruct(instructions) + mark("separate") + run(result) + mark("end")


def test_a_cross_reference_keeps_what_it_last_said() -> None:
    body = p(run("See section "), whole(" REF _Ref1 \\r ", "3.2(a)"), run(" above."))
    simple = p('<w:fldSimple w:instr=" REF x ">', run("Exhibit B"), "</w:fldSimple>")
    found = read(packed(body + simple))
    assert found.text.split() == ["See", "section", "3.2(a)", "above.", "Exhibit", "B"] and not found.notes


def test_a_field_that_spans_paragraphs_keeps_its_result() -> None:
    first = p(mark("begin") + instruct("TOC") + mark("separate") + run("1. Aim"))
    assert (
        read(packed(first + p(run("2. Hours") + mark("end")) + p(run("Text")))).text.split("\n\n")[0]
        == "# 1. Aim"
    )


def test_what_lies_within_instructions_is_not_seen_in_word_and_is_named() -> None:
    inner = whole("REF x", "nobody sees this")
    body = p(
        run("Shown "),
        mark("begin"),
        instruct("IF "),
        inner,
        instruct(' = "" '),
        mark("separate"),
        run("result"),
        mark("end"),
    )
    found = read(packed(body))
    assert found.text == "Shown result" and "“nobody sees this”" in notes(found, "field")[0].words


@pytest.mark.parametrize("stray", [mark("begin") + instruct("IF"), mark("end"), mark("end") + mark("begin")])
def test_marks_that_do_not_match_hide_nothing(stray: str) -> None:
    assert read(packed(p(run("before "), stray, run("after")) + p(run("more")))).text.split() == [
        "before",
        "after",
        "more",
    ]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (mark("begin") + instruct(" AUTONUM ") + mark("end"), "“AUTONUM”"),
        (mark("begin") + instruct("MACROBUTTON NoMacro [Name of school]") + mark("end"), "[Name of school]"),
        (whole('DATE \\@ "d MMMM"', "May 4"), "“DATE”"),
        ('<w:fldSimple w:instr="LISTNUM"/>', "“LISTNUM”"),
        ("<w:r><w:dayLong/></w:r>", "“dayLong”"),
        ('<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:default w:val="0"/><w:checked/></w:checkBox></w:ffData></w:fldChar></w:r>' + instruct("FORMCHECKBOX") + mark("end"), "(ticked)"),
        ('<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:ddList><w:result w:val="1"/><w:listEntry w:val="no"/><w:listEntry w:val="yes"/></w:ddList></w:ffData></w:fldChar></w:r>' + instruct("FORMDROPDOWN") + mark("end"), "“yes”"),
    ],
)  # fmt: skip
def test_what_has_no_words_or_changes_by_itself_is_said(body: str, said: str) -> None:
    (note,) = notes(read(packed(p(run("Text. "), body))), "field")
    assert said in note.words and note.place == "In the paragraph that begins “Text." + (
        " May 4”." if "DATE" in said else "”."
    )


def test_an_entry_of_an_index_prints_nothing_and_says_nothing() -> None:
    assert not read(packed(p(run("Text"), mark("begin"), instruct('XE "Text"'), mark("end")))).notes


def test_a_blank_that_still_asks_is_said() -> None:
    blank = f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{run('Click to enter text')}</w:sdtContent></w:sdt>"
    found = read(packed(p(run("Chief: "), blank)))
    assert (
        found.text == "Chief: Click to enter text"
        and "“Click to enter text”" in notes(found, "blank")[0].words
    )
