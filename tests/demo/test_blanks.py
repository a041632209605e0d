from pathlib import Path

import pytest

from workflow.demo.blanks import BLANK, EXHIBIT, SIGNATURES_CLAUSE, filled, parties_clause
from workflow.demo.names import Sides, sides

MOUS = sorted((Path(__file__).parents[1] / "data" / "mous").glob("*.txt"))
HERE = Sides("Everett School District", "Everett Police Department", True, True)


@pytest.mark.parametrize("file", MOUS, ids=lambda file: file.stem)
def test_a_real_text_has_no_blank_left(file: Path) -> None:
    text = file.read_text()
    once = filled(text, sides(text))
    assert BLANK.findall(once) == [] and filled(once, sides(text)) == once


@pytest.mark.parametrize(
    ("blank", "full"),
    [
        ("this ____ day of ______, 2026", "this 1st day of July, 2026"),
        ("effective on ____________.", "effective on 1 July 2026."),
        ("[Insert date]", "1 July 2026"),
        ("____ Police Department", "Everett Police Department"),
        ("[Police Department]", "Everett Police Department"),
        ("______ School District", "Everett School District"),
        ("Name: ________ / ______", "Name: as agreed by the parties"),
        ("The fee is TBD.", "The fee is as agreed by the parties."),
        ("DRAFT agreement", "text agreement"),
        ("[truncated by the source]", "(The public source of this text ends here.)"),
        ("A footnote[^1] stays, and so does a [link]: no.", "A footnote[^1] stays, and so does a link: no."),
        ("Nothing blank here.", "Nothing blank here."),
    ],
)
def test_a_blank_is_filled_from_what_stands_around_it(blank: str, full: str) -> None:
    assert filled(blank, HERE) == full


def test_the_demos_own_clauses_have_no_blank() -> None:
    clause = parties_clause(HERE, "Everett High School")
    for text in (clause, SIGNATURES_CLAUSE, EXHIBIT.format(name="Exhibit A")):
        assert BLANK.findall(text) == []
    assert HERE.district in clause and HERE.agency in clause and "Everett High School" in clause
