"""Passages are marked in the text without changing a word of it."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.core.passages import Passage
from workflow.drafting import markup
from workflow.drafting.marked import marked

PIECES = st.sampled_from(
    [
        "word", " ", "  ", "\n", "\n\n", "# ", "- ", "  - ", "1. ", "(a) ", "iv. ", "**", "*", "[^1]", "[^1]: ", "|", "| a | b |\n",
        "|---|---|\n", "|", "<b>", "&amp;", "é", "\t", "3.2 ", "____", "-", "#", "***", "| - |\n|---|\n| - | x |\n",
    ]
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=30).map("".join)


def bare(html: str) -> str:
    """The HTML without the marks and links."""
    return re.sub(r'<a class="noted"[^>]*></a>|</?mark[^>]*>', "", html)


@given(TEXTS, st.data())
def test_without_its_marks_it_is_the_clause_as_ever(text: str, data: st.DataObject) -> None:
    """The walk copies from the clause, so one step beside the tree would change what is shown."""
    place = st.integers(0, len(text))
    passages = data.draw(st.lists(st.builds(Passage, place, place, st.integers(1, 99)), max_size=5))
    passages.append(Passage(0, len(text), 100))
    assert bare(str(marked(text, passages))) == str(markup.html(markup.tree(text)))


@given(TEXTS.filter(lambda text: text.strip()))
def test_whatever_is_commented_as_a_whole_is_marked_as_a_whole(text: str) -> None:
    shown = str(marked(text, [Passage(0, len(text), 7)]))
    left = re.sub(r'<span class="marker">.*?</span>|<sup.*?</sup>|<mark>.*?</mark>', "", shown)
    assert re.sub(r"<[^>]*>", "", left).split() == []


@given(TEXTS)
def test_nothing_is_marked_without_a_passage(text: str) -> None:
    assert str(marked(text, [])) == str(markup.html(markup.tree(text)))


TEXT = "# Duties\n\nThe officer visits **each campus** daily.\n\n- Not <always>."


def passage(words: str, number: int, **more: bool) -> Passage:
    return Passage(TEXT.index(words), TEXT.index(words) + len(words), number, **more)


def test_passages_across_strong_words_and_within_one_another() -> None:
    shown = str(marked(TEXT, [passage("visits **each campus** daily", 3), passage("each", 5, settled=True)]))
    assert (
        '<p>The officer <mark>visits </mark><strong><mark class="more">each</mark>'
        '<a class="noted" href="#thread-5" data-n="5" aria-label="Comment 5 on these words"></a>'
        "<mark> campus</mark></strong><mark> daily</mark>"
        '<a class="noted" href="#thread-3" data-n="3" aria-label="Comment 3 on these words"></a>.</p>'
    ) in shown


def test_it_is_escaped_and_says_when_all_of_it_is_settled() -> None:
    shown = str(marked(TEXT, [passage("<always>", 4, settled=True)]))
    assert 'Not <mark class="settled">&lt;always&gt;</mark><a class="noted" href="#thread-4"' in shown


def test_many_that_end_together_are_counted() -> None:
    shown = str(marked(TEXT, [passage("daily", number) for number in (8, 2, 5, 9)]))
    assert shown.count("noted") == 1
    assert 'href="#thread-2" data-n="4 comments"' in shown and "the first is comment 2" in shown


@pytest.mark.parametrize("seed", range(3))
def test_on_texts_of_real_agreements(seed: int) -> None:
    for file in sorted(Path("workflow/drafting/outlines").glob("*.md")):
        text = file.read_text()
        passages = [
            Passage(at, min(len(text), at + 40 + 31 * seed), number)
            for number, at in enumerate(range(seed, len(text), 97), 1)
        ]
        assert bare(str(marked(text, passages))) == str(markup.html(markup.tree(text)))
