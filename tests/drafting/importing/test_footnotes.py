"""Notes are called what Word prints, in the order of their marks."""

from tests.drafting.importing.made import notes, p, packed, read, run
from workflow.drafting.importing.footnotes import Footnotes


def mark(note_id: int, kind: str = "footnote", own: str = "") -> str:
    return f'<w:r><w:{kind}Reference w:id="{note_id}"{own}/></w:r>'


def note(note_id: int, words: str, kind: str = "footnote", more: str = "") -> str:
    return f'<w:{kind} w:id="{note_id}"{more}>{p(run(words))}</w:{kind}>'


def test_ids_out_of_order_are_counted_by_their_marks_and_separators_are_none() -> None:
    parts = (
        note(-1, "", more=' w:type="separator"')
        + note(7, "Second.")
        + note(3, "First.", more=' w:type="normal"')
    )
    found = read(packed(p(run("One"), mark(3), run(", two"), mark(7), run(".")), footnotes=parts))
    assert found.text == "One[^1], two[^2].\n\n[^1]: First.\n\n[^2]: Second." and not found.notes


def test_endnotes_are_carried_over_beside_footnotes() -> None:
    content = packed(
        p(run("One"), mark(1), run(", two"), mark(1, "endnote")),
        footnotes=note(1, "At the foot."),
        endnotes=note(1, "At the end.", "endnote"),
    )
    assert read(content).text == "One[^1], two[^i]\n\n[^1]: At the foot.\n\n[^i]: At the end."


def test_notes_without_marks_and_marks_without_notes_are_said() -> None:
    found = read(packed(p(run("One"), mark(5)), footnotes=note(1, "Forgotten words.")))
    assert found.text == "One"
    said = [each.words for each in notes(found, "footnotes")]
    assert any("leads to no words" in words for words in said) and any(
        "“Forgotten words.”" in words for words in said
    )


def test_a_notice_between_text_and_notes_is_said() -> None:
    parts = note(0, "Continued overleaf", more=' w:type="continuationNotice"')
    assert "“Continued overleaf”" in notes(read(packed(p(run("One")), footnotes=parts)), "footnotes")[0].words


def test_a_mark_of_its_own_stays_in_the_text_and_counts_for_nothing() -> None:
    body = p(run("One"), mark(1, own=' w:customMarkFollows="1"'), run("*"), run(" two"), mark(2))
    found = read(packed(body, footnotes=note(1, "Star.") + note(2, "Plain.")))
    assert found.text == "One[^fx1]* two[^1]\n\n[^fx1]: Star.\n\n[^1]: Plain."
    assert "[^fx1]" in notes(found, "footnotes")[0].words


def test_another_way_to_count_is_said() -> None:
    settings = '<w:footnotePr><w:numFmt w:val="lowerLetter"/><w:footnote w:id="-1"/></w:footnotePr>'
    assert "1, 2, 3" in notes(read(packed(p(run("One")), settings=settings)), "footnotes")[0].words
    usual = '<w:footnotePr><w:numFmt w:val="decimal"/></w:footnotePr>'
    assert not read(packed(p(run("One")), settings=usual)).notes


def test_what_is_struck_in_a_note_is_asked_about_with_its_place() -> None:
    struck = f'<w:footnote w:id="1">{p(run("Old.", "<w:strike/>"))}</w:footnote>'
    found = read(packed(p(run("One"), mark(1)), footnotes=struck), struck="leave")
    assert [each.place for each in notes(found, "struck")] == ["In note [^1]."]
    assert "Nothing was taken of the note [^1]" in notes(found, "footnotes")[0].words


def test_a_second_mark_leads_to_the_same_note() -> None:
    found = read(packed(p(run("a"), mark(1), run(" b"), mark(1)), footnotes=note(1, "Once.")))
    assert found.text == "a[^1] b[^1]\n\n[^1]: Once."
    assert Footnotes("footnote").refer("1", own_mark=False) == ""
