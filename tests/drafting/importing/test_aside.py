"""Words that a file strikes through or hides: asked about, and then left out or taken, which is said."""

from typing import Any

import pytest
from docx.enum.style import WD_STYLE_TYPE

from tests.drafting.importing.made import notes, p, packed, read, refused, run, saved
from workflow.core.errors import Invalid
from workflow.drafting.importing.aside import SHOWN, Aside, Choice
from workflow.drafting.importing.findings import Findings


def redline(document: Any) -> None:
    """As people mark changes by hand: old words struck through, new ones beside them."""
    document.add_heading("2. Hours", 1)
    paragraph = document.add_paragraph("The officer works ")
    paragraph.add_run("from eight to four").font.strike = True
    paragraph.add_run(" from seven to three.")


def test_a_redline_made_by_hand_is_two_texts_and_is_refused_with_its_words_and_places() -> None:
    (issue,) = refused(saved(redline))
    assert (issue.code, issue.field) == ("import.struck", "struck")
    assert "“from eight to four”" in issue.words and "two texts at once" in issue.words
    assert "in the paragraph that begins “The officer works from eight to …”, under “2. Hours”" in issue.words


def test_struck_words_are_left_out_when_somebody_says_so_and_named() -> None:
    found = read(saved(redline), struck="leave")
    assert found.text == "# 2. Hours\n\nThe officer works from seven to three."
    (note,) = notes(found, "struck")
    assert note.words == "Struck through in Word and left out: “from eight to four”."
    assert note.place == "In the paragraph that begins “The officer works from eight to …”, under “2. Hours”."


def test_struck_words_are_text_when_somebody_says_so_and_named_too() -> None:
    found = read(saved(redline), struck="take")
    assert found.text.endswith("The officer works from eight to four from seven to three.")
    assert (
        notes(found, "struck")[0].words == "Struck through in Word and taken as text: “from eight to four”."
    )


def by_letters(document: Any) -> None:
    style = document.styles.add_style("Gone", WD_STYLE_TYPE.CHARACTER)
    style.font.double_strike = True
    document.add_paragraph("Kept ").add_run("gone", style="Gone")


def by_paragraph(document: Any) -> None:
    old = document.styles.add_style("Old", WD_STYLE_TYPE.PARAGRAPH)
    old.font.strike = True
    document.styles.add_style("Older", WD_STYLE_TYPE.PARAGRAPH).base_style = old
    document.add_paragraph("Kept")
    document.add_paragraph("gone", style="Older")


def by_hiding(document: Any) -> None:
    document.add_paragraph("Kept").add_run(" gone").font.hidden = True


@pytest.mark.parametrize(
    ("build", "look"), [(by_letters, "struck"), (by_paragraph, "struck"), (by_hiding, "hidden")]
)
def test_a_style_strikes_and_hiding_is_asked_about_alike(build: Any, look: str) -> None:
    content = saved(build)
    (issue,) = refused(content)
    assert issue.code == f"import.{look}" and issue.field == look and "“gone”" in issue.words
    found = read(content, **{look: "leave"})
    assert found.text.split() == ["Kept"] and "gone" in notes(found, look)[0].words
    assert "gone" in read(content, **{look: "take"}).text


@pytest.mark.parametrize("off", ["0", "false", "off"])
def test_what_is_switched_off_is_plain(off: str) -> None:
    body = p(run("plain words", f'<w:strike w:val="{off}"/><w:vanish w:val="{off}"/><w:webHidden/>'))
    found = read(packed(body))
    assert found.text == "plain words" and not found.notes


def test_the_mark_of_a_paragraph_may_be_hidden_and_its_words_are_not() -> None:
    found = read(packed(p(run("Shown."), properties="<w:rPr><w:vanish/><w:strike/></w:rPr>")))
    assert found.text == "Shown." and not found.notes


def test_a_hidden_row_is_hidden_text() -> None:
    row = "<w:tr><w:trPr>{}</w:trPr><w:tc>{}</w:tc></w:tr>"
    table = f"<w:tbl>{row.format('', p(run('Pay')))}{row.format('<w:hidden/>', p(run('secret')))}</w:tbl>"
    assert "“secret”" in refused(packed(table))[0].words
    assert "secret" not in read(packed(table), hidden="leave").text


def test_a_struck_footnote_goes_with_its_mark_and_the_count_goes_on_as_printed() -> None:
    reference = '<w:r><w:rPr>{}</w:rPr><w:footnoteReference w:id="{}"/></w:r>'
    body = p(run("Rule"), reference.format("<w:strike/>", 4), run(" and law"), reference.format("", 3))
    note = '<w:footnote w:id="{}">{}</w:footnote>'
    content = packed(body, footnotes=note.format(3, p(run("Of 2020."))) + note.format(4, p(run("Of 1999."))))
    found = read(content, struck="leave")
    assert found.text == "Rule and law[^2]\n\n[^2]: Of 2020."
    assert "Of 1999." in notes(found, "struck")[0].words


def test_both_are_asked_about_at_once_and_a_long_list_says_how_many_more() -> None:
    many = "".join(p(run(f"old{n}", "<w:dstrike/>"), run(" new")) for n in range(SHOWN + 3))
    issues = refused(packed(many + p(run("dark", "<w:vanish/><w:strike/>"))))
    assert [issue.field for issue in issues] == ["struck", "hidden"]
    assert f"({SHOWN + 3} of them)" in issues[0].words and "and 3 more" in issues[0].words


def test_only_two_answers_are_known() -> None:
    with pytest.raises(Invalid, match="Say “leave”"):
        Choice(struck="perhaps")


def test_blanks_are_no_words() -> None:
    aside = Aside(Choice(), Findings())
    assert aside.weigh("struck", " ") == " " and aside.weigh("", "x") == "x"
    aside.insist()
