"""Comparing: sentences first, moved text named as moved, and an incoming text given its keys."""

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workflow.drafting.align import align
from workflow.drafting.compare import Comparison, Piece, compare
from workflow.drafting.redline import redline, sentences

PURPOSE = "# 1. Purpose\n\nTo keep schools safe. Officers teach and listen."
HOURS = "# 2. Hours\n\nThe officer is at school from 7:30 to 15:30 on every school day."
LEADERSHIP = "# 3. Supervision\n\nThe Chief of Police supervises the officer through the sergeant."


def of(*texts: str) -> list[Piece]:
    keys = {PURPOSE[:6]: "p", HOURS[:6]: "h", LEADERSHIP[:6]: "s"}
    return [Piece(keys.get(text[:6], str(number)), text) for number, text in enumerate(texts)]


def segments(comparison: Comparison, key: str) -> list[tuple[str, str]]:
    change = next(clause for clause in comparison.clauses if clause.key == key)
    return [(segment["kind"], segment["text"]) for segment in change.segments]


def test_nothing_changed_is_said() -> None:
    found = compare(of(PURPOSE, HOURS), of(PURPOSE, HOURS))
    assert found.sentences == ["Nothing changed."] and not found.changed


def test_a_reworded_clause_is_told_in_words_and_redlined() -> None:
    found = compare(of(PURPOSE, HOURS), of(PURPOSE, HOURS.replace("15:30", "16:00")))
    assert found.sentences == ["Clause 2, Hours, was reworded (1 word out, 1 word in)."]
    assert ("removed", "15") not in segments(found, "p")
    old = "".join(text for kind, text in segments(found, "h") if kind in ("same", "removed"))
    assert "15:30" in old


def test_added_removed_and_moved_clauses_are_named() -> None:
    notices, training = Piece("n", "# 9. Notices\n\nIn writing."), Piece("t", "# 4. Training\n\nForty hours.")
    purpose, hours, supervision = of(PURPOSE, HOURS, LEADERSHIP)
    found = compare([purpose, hours, notices, supervision], [supervision, purpose, training, notices])
    assert found.sentences == [
        "Clause 3, Supervision, was moved; its words are the same.",
        "Clause 2, Hours, was taken out.",
        "Clause 4, Training, is new.",
    ]
    assert found.counts["moved"] == 1


def test_a_sentence_that_went_to_another_clause_is_named_as_moved() -> None:
    sentence = " Officers teach and listen."
    found = compare(of(PURPOSE, HOURS), of(PURPOSE.replace(sentence, ""), HOURS + sentence))
    assert ("moved_from", sentence.strip()) in [(k, t.strip()) for k, t in segments(found, "p")]
    assert ("moved_to", sentence.strip()) in [(k, t.strip()) for k, t in segments(found, "h")]


def test_a_change_of_layout_is_not_called_a_change_of_words() -> None:
    found = compare(of(PURPOSE), of(PURPOSE.replace("schools safe", "**schools** safe")))
    assert found.sentences == ["Clause 1, Purpose, changed its layout, not its words."]


def test_what_may_be_hidden_is_said() -> None:
    found = compare([Piece("p", PURPOSE)], [Piece("p", PURPOSE, True)])
    assert found.sentences == ["Clause 1, Purpose, may now be hidden in the public copy."]


@given(st.text(st.characters(codec="utf-8"), max_size=200))
def test_sentences_joined_are_the_text(text: str) -> None:
    assert "".join(sentences(text)) == text


@settings(deadline=None)
@given(st.text("ab. \n;", max_size=80), st.text("ab. \n;", max_size=80))
def test_a_redline_holds_both_texts(old: str, new: str) -> None:
    found = redline(old, new)
    assert "".join(s["text"] for s in found if s["kind"] in ("same", "removed")) == old
    assert "".join(s["text"] for s in found if s["kind"] in ("same", "added")) == new


def text_of(seed: int, size: int) -> list[Piece]:
    words = [
        "the",
        "officer",
        "district",
        "department",
        "shall",
        "may",
        "school",
        "record",
        "data",
        "court",
        "training",
        "chief",
        "principal",
    ]
    chance = random.Random(seed)
    return [
        Piece(str(n), f"# {n}. Heading {n}\n\n" + " ".join(chance.choice(words) + ("." if chance.random() < 0.08 else "") for _ in range(size)))
        for n in range(40)
    ]  # fmt: skip


def test_a_long_agreement_is_compared_within_a_tenth_of_a_second() -> None:
    old = text_of(1, 220)
    new = [Piece(p.key, p.text.replace("court", "Court", 3)) if n % 3 else p for n, p in enumerate(old)]
    began = time.process_time()
    found = compare(old, new)
    assert time.process_time() - began < 0.5
    assert found.counts["reworded"] > 10


@pytest.mark.parametrize("new", ["x. " * 99_999, "y. " + "x. " * 99_999 + "z. ", "x. y. " * 50_000])
def test_a_hostile_clause_is_compared_in_bounded_time(new: str) -> None:
    began = time.process_time()
    redline("x. " * 100_000, new)
    assert time.process_time() - began < 2.0


def test_an_incoming_text_keeps_the_keys_it_continues() -> None:
    incoming = [
        "1. Term. New words that we never saw before.",
        "# II. SUPERVISION\n\nThe Sheriff decides on everything now.",
        PURPOSE.replace("listen", "listen well"),
        "The officer is present at school from 7:30 to 15:30 on each school day.",
    ]
    matches = align(of(PURPOSE, HOURS, LEADERSHIP), incoming)
    assert [(m.key, m.by) for m in matches] == [
        ("", "new"),
        ("s", "heading"),
        ("p", "heading"),
        ("h", "similar words"),
    ]


def test_a_key_is_given_once() -> None:
    matches = align(of(PURPOSE), [PURPOSE, PURPOSE, PURPOSE + " "])
    assert [m.key for m in matches].count("p") <= 1


def test_aligning_a_thousand_clauses_is_quick() -> None:
    ours = [Piece(str(n), f"clause about item{n} and the officer at school{n % 7} with words word{n % 50}") for n in range(1_000)]  # fmt: skip
    began = time.process_time()
    matches = align(ours, [piece.text.replace("with", "having") for piece in reversed(ours)])
    assert time.process_time() - began < 1.5
    assert [m.key for m in matches] == [str(n) for n in range(999, -1, -1)]
