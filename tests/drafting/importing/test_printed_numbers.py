"""“3.2(a)” in Word is “3.2(a)” after import: numbers by styles, links, overrides and legal levels."""

from typing import Any

import docx
import pytest
from docx.oxml import parse_xml

from tests.drafting.importing.made import NAMES, notes, p, packed, read, run, saved


def level(depth: int, text: str, figures: str = "decimal", more: str = "", start: int = 1) -> str:
    return f'<w:lvl w:ilvl="{depth}"><w:start w:val="{start}"/><w:numFmt w:val="{figures}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'


def kind(kind_id: int, *levels: str) -> str:
    return f'<w:abstractNum w:abstractNumId="{kind_id}">{"".join(levels)}</w:abstractNum>'


def num(num_id: int, kind_id: int, inside: str = "") -> str:
    return f'<w:num w:numId="{num_id}"><w:abstractNumId w:val="{kind_id}"/>{inside}</w:num>'


def item(words: str, num_id: int, depth: int = 0, style: str = "") -> str:
    return p(
        run(words),
        style=style,
        properties=f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{num_id}"/></w:numPr>',
    )


def style(name: str, inside: str = "", based_on: str = "", of: str = "paragraph") -> str:
    over = f'<w:basedOn w:val="{based_on}"/>' if based_on else ""
    return f'<w:style w:type="{of}" w:styleId="{name}"><w:name w:val="{name}"/>{over}<w:pPr>{inside}</w:pPr></w:style>'


def numbered(num_id: int | None, depth: int | None = None) -> str:
    shown = f'<w:ilvl w:val="{depth}"/>' if depth is not None else ""
    return f"<w:numPr>{shown}{'' if num_id is None else f'<w:numId w:val={chr(34)}{num_id}{chr(34)}/>'}</w:numPr>"


def lines(body: str, numbering: str, styles: str = "") -> list[str]:
    text = read(packed(body, numbering=numbering, styles=styles)).text
    return [line.strip().removeprefix("# ") for line in text.split("\n") if line.strip()]


LEGAL = kind(
    1,
    level(0, "%1.", more='<w:pStyle w:val="L1"/>'),
    level(1, "%1.%2", more='<w:pStyle w:val="L2"/>'),
    level(2, "%1.%2(%3)", "lowerLetter", more='<w:pStyle w:val="L3"/>'),
)


def test_a_style_gives_list_and_level_and_so_do_styles_based_on_it() -> None:
    styles = (
        style("L1", numbered(1))
        + style("L2", numbered(1))
        + style("L3", numbered(1))
        + style("Mine", based_on="L3")
    )
    styles += style("Plain", numbered(0), based_on="L2")
    order = ("L1", "L1", "L1", "L2", "L2", "L3", "Mine", "Plain", "L2")
    body = "".join(p(run(f"words {n}"), style=name) for n, name in enumerate(order))
    assert lines(body, LEGAL + num(1, 1), styles) == [
        "1. words 0", "2. words 1", "3. words 2", "3.1 words 3", "3.2 words 4", "3.2(a) words 5", "3.2(b) words 6",
        "words 7", "3.3 words 8",
    ]  # fmt: skip


def test_a_level_named_in_a_style_holds_where_no_level_is_tied_to_it() -> None:
    plain = kind(1, level(0, "%1."), level(1, "%1.%2"))
    styles = style("A", numbered(1)) + style("B", numbered(None, 1), based_on="A")
    body = (
        p(run("a"), style="A") + p(run("b"), style="B") + p(run("c"), style="B", properties=numbered(None, 0))
    )
    assert lines(body, plain + num(1, 1), styles) == ["1. a", "1.1 b", "2. c"]


def test_a_list_style_links_to_the_list_that_has_the_levels() -> None:
    linked = '<w:abstractNum w:abstractNumId="5"><w:numStyleLink w:val="Legal"/></w:abstractNum>'
    levels = kind(1, '<w:styleLink w:val="Legal"/>', level(0, "%1)"))
    assert lines(item("a", 7) + item("b", 7), linked + levels + num(7, 5)) == ["1) a", "2) b"]
    by_style = kind(1, level(0, "%1)"))
    styles = style("Legal", numbered(3), of="numbering")
    assert lines(item("a", 7), linked + by_style + num(7, 5) + num(3, 1), styles) == ["1) a"]


def test_links_that_lead_nowhere_or_round_and_round_give_no_number() -> None:
    ring = '<w:abstractNum w:abstractNumId="5"><w:styleLink w:val="X"/><w:numStyleLink w:val="X"/></w:abstractNum>'
    assert lines(item("a", 7), ring + num(7, 5)) == ["a"]
    assert lines(item("a", 7), ring.replace("styleLink", "styleless", 1) + num(7, 5)) == ["a"]


def test_a_start_that_is_overridden_begins_there_once_and_counts_on() -> None:
    again = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="4"/></w:lvlOverride>'
    body = item("a", 1) + item("b", 2) + item("c", 2) + item("d", 2, 1) + item("e", 1)
    assert lines(body, LEGAL + num(1, 1) + num(2, 1, again)) == ["1. a", "4. b", "5. c", "5.1 d", "6. e"]


def test_a_level_that_is_overridden_prints_its_own_way() -> None:
    other = f'<w:lvlOverride w:ilvl="1">{level(1, "(%2)", "lowerRoman")}</w:lvlOverride>'
    assert lines(item("a", 2) + item("b", 2, 1), LEGAL + num(2, 1, other)) == ["1. a", "(i) b"]


def test_a_legal_level_prints_decimals() -> None:
    article = kind(1, level(0, "Article %1", "upperRoman", start=4), level(1, "%1.%2", more="<w:isLgl/>"))
    assert lines(item("a", 1) + item("b", 1, 1), article + num(1, 1)) == ["Article IV a", "4.1 b"]
    off = article.replace("<w:isLgl/>", '<w:isLgl w:val="0"/>')
    assert lines(item("a", 1) + item("b", 1, 1), off + num(1, 1))[1] == "IV.1 b"


def test_a_level_may_count_on_below_a_new_number() -> None:
    on = kind(1, level(0, "%1."), level(1, "(%2)", more='<w:lvlRestart w:val="0"/>'))
    body = item("a", 1) + item("b", 1, 1) + item("c", 1) + item("d", 1, 1)
    assert lines(body, on + num(1, 1)) == ["1. a", "(1) b", "2. c", "(2) d"]


def test_a_number_without_words_is_counted_and_said() -> None:
    found = read(packed(item("a", 1) + item("", 1) + item("c", 1), numbering=LEGAL + num(1, 1)))
    assert "3. c" in found.text and "“2.”" in notes(found, "number")[0].words


def test_a_struck_item_keeps_its_number_from_those_after_it() -> None:
    gone = item("b", 1).replace("<w:rPr></w:rPr>", "<w:rPr><w:strike/></w:rPr>")
    found = read(packed(item("a", 1) + gone + item("c", 1), numbering=LEGAL + num(1, 1)), struck="leave")
    assert "3. c" in found.text and {note.code for note in found.notes} == {"struck", "number"}


@pytest.mark.parametrize(
    ("figures", "printed"), [("ordinal", "1st"), ("numberInDash", "- 1 -"), ("ordinalText", "1")]
)
def test_figures_that_are_not_known_are_said(figures: str, printed: str) -> None:
    found = read(packed(item("a", 1), numbering=kind(1, level(0, "%1", figures)) + num(1, 1)))
    assert found.text == f"{printed} a" and bool(notes(found, "number")) == (figures == "ordinalText")


def test_headings_of_a_real_file_are_numbered_by_their_styles() -> None:
    def build(document: Any) -> None:
        numbering = document.part.numbering_part.element
        for depth, text, figures in (
            (0, "%1.", "decimal"),
            (1, "%1.%2", "decimal"),
            (2, "%1.%2(%3)", "lowerLetter"),
        ):
            tied = f'<w:pStyle w:val="Heading{depth + 1}"/>'
            if not depth:
                numbering.insert(0, parse_xml(f'<w:abstractNum {NAMES} w:abstractNumId="77"/>'))
            numbering[0].append(
                parse_xml(level(depth, text, figures, tied).replace("<w:lvl ", f"<w:lvl {NAMES} ", 1))
            )
        numbering.append(parse_xml(num(77, 77).replace("<w:num ", f"<w:num {NAMES} ", 1)))
        for depth in (1, 2, 3):
            properties = document.styles[f"Heading {depth}"].element.get_or_add_pPr()
            properties.append(parse_xml(numbered(77).replace("<w:numPr>", f"<w:numPr {NAMES}>")))
        for depth, words in (
            (1, "Aim"),
            (1, "Hours"),
            (2, "School days"),
            (2, "Other days"),
            (3, "Holidays"),
        ):
            document.add_heading(words, depth)

    assert docx.__version__
    assert [line for line in read(saved(build)).text.split("\n") if line] == [
        "# 1. Aim", "# 2. Hours", "## 2.1 School days", "## 2.2 Other days", "### 2.2(a) Holidays",
    ]  # fmt: skip
