"""The built-in outline, and the blanks that must not survive to signing."""

import time

import pytest

from workflow.drafting import markup, outline
from workflow.evidence import text as door


def test_the_outline_has_sections_a_to_e_and_the_supplemental_ones() -> None:
    names = [clause.heading for clause in outline.cops()]
    assert names[0] == "Parties and Purpose" and names[-1] == "Signatures"
    for wanted in ("Information Sharing", "Supervision and Chain of Command", "Training", "Monitoring", "Yearly Review"):  # fmt: skip
        assert wanted in names


def test_the_outline_passes_the_door_and_the_grammar() -> None:
    for clause in outline.cops():
        assert door.passes(clause.text)
        assert markup.tree(clause.text)["children"][0]["type"] == "heading"


def test_the_outline_is_not_ready_to_sign() -> None:
    blanks = [blank.words for clause in outline.cops() for blank in outline.placeholders(clause.text)]
    assert "[School district]" in blanks and "____" in blanks


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("made on _____________________, between", ["_____________________"]),
        ("Made this ____ day of ______, 2012", ["____", "______"]),
        ("Made this day of , 2022.", ["this day of , 2022"]),
        ("is made this day of 2018, between", ["this day of 2018"]),
        ("[DATE]", ["[DATE]"]),
        ("The [School Board/School Division (SD)] and", ["[School Board/School Division (SD)]"]),
        ("[INSERT] and\n[TRUNCATED]", ["[INSERT]", "[TRUNCATED]"]),
        ("DRAFT 3 of the agreement", ["DRAFT"]),
        ("Made this 1st day of March, 2021, between", []),
        ("on every day of school; a day of training", []),
        ("the draft is drafted", []),
        ("see note[^1]\n\n[^1]: the note", []),
        ("snake_case", []),
    ],
)
def test_blanks_are_found_and_nothing_else(text: str, found: list[str]) -> None:
    assert [blank.words for blank in outline.placeholders(text)] == found


def test_looking_for_blanks_is_linear() -> None:
    began = time.process_time()
    outline.placeholders("[" * 100_000 + "_ " * 100_000 + "day of " * 50_000)
    assert time.process_time() - began < 1.0
