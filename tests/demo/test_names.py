from pathlib import Path

import pytest

from workflow.demo.names import sides

MOUS = Path(__file__).parents[1] / "data" / "mous"
NOBODY = ("Springfield School District", "Springfield Police Department", False, False)


@pytest.mark.parametrize(
    ("name", "district", "agency"),
    [
        (
            "ny-jamesville-dewitt-2021-22",
            "Jamesville DeWitt Central School District",
            "Town of DeWitt Police Department",
        ),
        ("template-docest-2012", "", ""),
        ("wa-everett-2024-25", "Everett Public Schools", ""),
        ("wa-pasco-2021-ila", "Pasco School District No. 1", ""),
    ],
)
def test_the_names_stand_in_the_text(name: str, district: str, agency: str) -> None:
    found = sides((MOUS / f"{name}.txt").read_text())
    assert (found.district_named, found.agency_named) == (bool(district), bool(agency))
    assert found.district == (district or NOBODY[0]) and found.agency == (agency or NOBODY[1])


@pytest.mark.parametrize(
    ("text", "district", "agency", "place"),
    [
        ("between the City of Springfield Police Department and Springfield Public Schools",
         "Springfield Public Schools", "City of Springfield Police Department", "Springfield"),
        ("the Weld County Sheriff's Office and Eaton School District", "Eaton School District", "Weld County Sheriff's Office", "Eaton"),
        ("BETWEEN THE CITY OF SANFORD POLICE DEPARTMENT AND OTHERS", NOBODY[0], "City of Sanford Police Department", "Springfield"),
        ("nothing named here", NOBODY[0], NOBODY[1], "Springfield"),
        ("", NOBODY[0], NOBODY[1], "Springfield"),
    ],
)  # fmt: skip
def test_both_sides_are_read_or_made_up(text: str, district: str, agency: str, place: str) -> None:
    found = sides(text)
    assert (found.district, found.agency, found.place) == (district, agency, place)


def test_it_says_plainly_which_names_are_made_up() -> None:
    assert "names neither side" in sides("").sentence
    assert "does not name the other side" in sides("Eaton School District").sentence
    both = sides("the Eaton Police Department and the Eaton School District").sentence
    assert both == "The text names both sides: Eaton School District and Eaton Police Department."


def test_the_lines_about_the_file_are_no_part_of_the_text() -> None:
    assert not sides("title: Eaton School District\n-----8<-----\nAn agreement.").district_named
