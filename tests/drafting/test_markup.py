"""The closed grammar: what is signed is what is shown."""

import time
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workflow.drafting import markup

SIGNS = set("#*|-[^]:")
"""Every sign of the grammar. What is none of these must be shown, in order, come what may."""
ELEMENTS = {
    "p", "br", "ul", "li", "span", "table", "thead", "tbody", "tr", "th", "td", "strong", "em", "sup",
    "h3", "h4", "h5", "h6",
}  # fmt: skip

pieces = st.sampled_from(
    ["\n", "\n\n", "# ", "- ", "  ", "|", "|---|", "| a | b |\n|---|---|\n", "**", "*", "***", "[^1]", "[^1]: ", "3. ", "5) ", "(a) ",
     "C. ", "3.2 ", "x", "word ", "____", "<script>", "&amp;", "\\", "#read(", ")", "<!--", "`", "é", "\u0301", "~", "http://a.b "]
)  # fmt: skip
texts = st.one_of(
    st.lists(pieces, max_size=40).map("".join), st.text(st.characters(codec="utf-8"), max_size=80)
)


class Reader(HTMLParser):
    """What a browser would show and which elements it would see."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.shown: list[str] = []
        self.elements: set[str] = set()
        self.attributes: set[str] = set()
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        self.shown.append(data)


def shown(text: str) -> str:
    return "".join(Reader(str(markup.html(markup.tree(text)))).shown)


def without_signs(text: str) -> str:
    return "".join(c for c in text if c not in SIGNS and not c.isspace())


@settings(max_examples=400, deadline=None)
@given(texts)
def test_every_code_point_that_is_no_sign_is_shown_in_order(text: str) -> None:
    if "\x00" in text or "\r" in text:
        return  # the door for text refuses both, and HTML cannot hold them
    assert without_signs(shown(text)) == without_signs(text)
    assert without_signs(markup.plain(markup.tree(text))) == without_signs(text)


@settings(max_examples=200, deadline=None)
@given(texts)
def test_text_never_becomes_an_element_or_an_attribute_of_its_own(text: str) -> None:
    page = Reader(str(markup.html(markup.tree(text))))
    assert page.elements <= ELEMENTS
    assert page.attributes <= {"class", "scope"}


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>", "&amp; &lt;", '#read("/etc/passwd")', "\\*not\\* \\_", "<!-- hidden -->", "[a](javascript:x)",
        "![x](y)", "`code`", "____ day of ____", "Revisions*\n*Revises the 1988", "5 * 3 * 2", "***", "#1 of 2", "-----8<-----", "|",
        "https://example.org/a_b_c", "===", "a ~~b~~",
    ],
)  # fmt: skip
def test_what_is_no_sign_stands_as_it_was_typed(text: str) -> None:
    assert shown(text).split() == text.split()


@pytest.mark.parametrize(
    "marker", ["3.", "5)", "C.", "(a)", "iv.", "3.2", "3.2.", "10.0", "1)", "t)", "32)", "(iii)"]
)
def test_a_printed_number_is_text_and_is_never_renumbered(marker: str) -> None:
    node = markup.tree(f"{marker} Maintenance of order;\n7. Other situations")["children"][0]
    assert [item["marker"] for item in node["children"]] == [marker, "7."]
    assert shown(f"{marker} Maintenance").split() == [marker, "Maintenance"]


def test_the_blocks_of_a_clause() -> None:
    root = markup.tree(
        "# 3. Supervision\nThe Chief of Police\nsupervises.\n\n- one\n  - two\n\n| A | B |\n|---|---|\n| 1 | 2 | 3 |\n\n[^1]: A note"
    )
    assert [child["type"] for child in root["children"]] == [
        "heading",
        "paragraph",
        "list",
        "table",
        "footnote",
    ]
    heading, paragraph, bullets, table, note = root["children"]
    assert heading["level"] == 1 and heading["children"] == [{"type": "text", "text": "3. Supervision"}]
    assert [n["type"] for n in paragraph["children"]] == ["text", "break", "text"]
    assert [item["level"] for item in bullets["children"]] == [0, 1]
    assert table["columns"] == 3 and table["children"][0]["header"]
    assert note["label"] == "1"


def test_emphasis_hugs_its_words() -> None:
    assert "<strong>must</strong> be <em>told</em>, see<sup" in str(
        markup.html(markup.tree("It **must** be *told*, see[^2]"))
    )


def test_headings_rank_below_the_page_s_own() -> None:
    assert str(markup.html(markup.tree("#### Deep"), level=5)) == "<h6>Deep</h6>\n"


@pytest.mark.parametrize(
    "hostile",
    ["*a " * 40_000, "**a" * 40_000, "|" * 100_000, "[^1]" * 30_000, "# " * 50_000, "- a\n" * 30_000],
)
def test_a_hostile_text_costs_no_more_than_a_long_one(hostile: str) -> None:
    began = time.process_time()
    markup.html(markup.tree(hostile))
    assert time.process_time() - began < 4.0
