"""What styles say."""

from xml.etree.ElementTree import Element, fromstring

import pytest

from tests.drafting.importing.made import root
from workflow.drafting.importing.styles import read

SHEET = """
<w:docDefaults><w:rPrDefault><w:rPr/></w:rPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="N"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="H2"><w:name w:val="heading 2"/><w:basedOn w:val="N"/><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="4"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="T"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="S"><w:name w:val="Old"/><w:basedOn w:val="N"/><w:rPr><w:strike/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="S2"><w:name w:val="Older"/><w:basedOn w:val="S"/></w:style>
<w:style w:type="paragraph" w:styleId="S3"><w:name w:val="Not"/><w:basedOn w:val="S"/><w:rPr><w:strike w:val="0"/></w:rPr></w:style>
<w:style w:type="character" w:styleId="C"><w:name w:val="Gone"/><w:rPr><w:strike/></w:rPr></w:style>
<w:style w:type="character" w:styleId="U"><w:name w:val="Up"/><w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>
<w:style w:type="table" w:styleId="G"><w:name w:val="Grid"/><w:rPr><w:vanish/></w:rPr><w:tblStylePr w:type="firstRow"><w:rPr><w:strike/></w:rPr></w:tblStylePr></w:style>
<w:style w:type="paragraph" w:styleId="R1"><w:basedOn w:val="R2"/></w:style>
<w:style w:type="paragraph" w:styleId="R2"><w:basedOn w:val="R1"/></w:style>
"""
STYLES = read(fromstring(root("styles", SHEET)))


def letters(inside: str) -> Element:
    return fromstring(root("rPr", inside))


@pytest.mark.parametrize(
    ("inside", "paragraph", "table", "look"),
    [
        ("", "N", None, ""), ("", "S", None, "struck"), ("", "S2", None, "struck"), ("", "S3", None, ""),
        ('<w:rStyle w:val="C"/>', "N", None, "struck"), ('<w:rStyle w:val="C"/>', "S", None, ""),
        ('<w:strike w:val="false"/>', "S", None, ""), ("<w:dstrike/>", "N", None, "struck"),
        ("", "N", "G", "hidden"), ("", "nobody", None, ""), ("", "R1", None, ""),
    ],
)  # fmt: skip
def test_how_a_run_looks(inside: str, paragraph: str, table: str | None, look: str) -> None:
    assert STYLES.look(letters(inside), paragraph, table) == look


def test_headings_titles_and_rings() -> None:
    assert [STYLES.heading(name) for name in ("H2", "T", "N", "nobody")] == [2, -1, 0, 0]
    assert len(STYLES.chain("R1")) == 20 and [style.id for style in STYLES.chain("S2")] == ["S2", "S", "N"]
    assert (STYLES.all["H2"].list_id, STYLES.all["H2"].depth, STYLES.all["G"].partly) == ("4", 1, True)


def test_raised_letters_by_hand_and_by_style() -> None:
    assert STYLES.raised(letters('<w:rStyle w:val="U"/>'), "N") == "superscript"
    assert STYLES.raised(letters('<w:rStyle w:val="U"/><w:vertAlign w:val="baseline"/>'), "N") == ""
    assert STYLES.raised(None, "N") == ""


def test_what_holds_for_all_letters_strikes_them_all() -> None:
    everything = "<w:docDefaults><w:rPrDefault><w:rPr><w:strike/></w:rPr></w:rPrDefault></w:docDefaults>"
    assert read(fromstring(root("styles", everything))).look(None, "", None) == "struck"
    assert read(None).look(None, "", None) == ""
