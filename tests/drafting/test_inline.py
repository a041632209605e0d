"""Strong words, emphasis and footnote references inside a line."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.drafting.inline import Node, inline


def shown(nodes: list[Node]) -> str:
    said = {"strong": "S", "em": "E"}
    return "".join(
        node["text"]
        if node["type"] == "text"
        else f"<{node['label']}>"
        if node["type"] == "footnote_ref"
        else f"{said[node['type']]}({shown(node['children'])})"
        for node in nodes
    )


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("plain", "plain"),
        ("a **strong** word", "a S(strong) word"),
        ("an *easy* one, (*here*)", "an E(easy) one, (E(here))"),
        ("**strong *and easy* too**", "S(strong E(and easy) too)"),
        ("Revisions* with a *note", "Revisions* with a *note"),
        ("5 * 3 * 2", "5 * 3 * 2"),
        ("*** and ****", "*** and ****"),
        ("half*way* there", "half*way* there"),
        ("** open **", "** open **"),
        ("see[^1] and [^ab]", "see<1> and <ab>"),
        ("[^toolonglabel] [^]", "[^toolonglabel] [^]"),
        ("\\*kept\\* <b>", "\\*kept\\* <b>"),
        ("", ""),
    ],
)
def test_signs_hug_their_words_or_are_text(line: str, found: str) -> None:
    assert shown(inline(line)) == found


@given(st.text("ab *[^1]().", max_size=40))
def test_no_character_but_a_sign_is_ever_lost(line: str) -> None:
    kept = shown(inline(line))
    for letter in "ab":
        assert kept.count(letter) == line.count(letter)


def test_a_hostile_line_is_read_at_once() -> None:
    began = time.process_time()
    for piece in ("*a ", "**a", "*a* **b** ", "[^1]", "* "):
        inline(piece * 30_000)
    assert time.process_time() - began < 5
