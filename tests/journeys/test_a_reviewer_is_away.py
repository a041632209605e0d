"""A reviewer is away, and the deputy acts: named as such, for those days alone, and never with a signature."""

from datetime import timedelta
from typing import Any

import pytest

from tests.journeys import hands
from tests.journeys.town import Town
from workflow.demo.drafting import until
from workflow.demo.visitor import Unexpected


def test_a_reviewer_is_away_and_the_deputy_acts(town: Town, visitor: Any) -> None:
    # Given a draft, and a principal who goes on leave and names the district's counsel as deputy
    page = f"/editions/{town.has_a_draft()}"
    principal, counsel, director = town["principal"], town["district_counsel"], town["director"]
    school, today = town.troupe.parties["school"], town.clock.now().date()
    principal.post(
        f"/parties/{school}/deputies", person_id=principal.person, deputy_id=counsel.person, words="Family leave",
        from_date="", until_date=str(today + timedelta(days=6)),
    )  # fmt: skip
    # When the draft goes out for review
    director.post(f"{page}/circulation")
    # Then it is the deputy's turn, via the principal, and everybody sees both names
    mine = until(lambda: counsel.get(page)["your_turn"], "the deputy was not asked")
    assert mine["via"] == principal.name and mine["reason"].endswith(f"for {principal.name}")
    assert principal.get(page)["your_turn"] is None
    assert [one["link"] for one in counsel.get("/inbox")["yours"]] == [page]
    until(lambda: any("Your turn" in one for one in town.letters_to("district_counsel")), "no letter came")
    # When the deputy approves, by the keyboard alone and without script
    desk = hands.at_a_browser(town, visitor, "district_counsel", script=False)
    desk.goto(town.address + page)
    hands.chooses(desk, "I approve it")
    hands.presses(desk, "button", "Give this verdict")
    # Then the seat is the principal's, and the record says who spoke
    seat = director.get(page)["stages"][0]["lanes"][0]["seats"][0]
    assert (seat["name"], seat["standing"], seat["said_by"]) == (principal.name, "approved", counsel.name)
    # When the principal is back, it ends by itself
    town.lets_days_pass(8)
    assert director.get(f"/parties/{school}/absences")["deputies"] == []
    assert director.get(page)["stages"][0]["lanes"][0]["seats"][0]["deputy"] == ""
    # And the deputy of that time can say nothing more in the principal's place
    with pytest.raises(Unexpected):
        counsel.post(
            f"{page}/verdicts",
            value="approve",
            revision=counsel.get(page)["revision"]["id"],
            seat=principal.person,
        )


def test_a_deputy_of_the_chief_cannot_sign(town: Town) -> None:
    # Given a frozen text, and a chief on leave whose lieutenant is deputy
    town.has_a_frozen_text()
    chief, lieutenant = town["chief"], town["lieutenant"]
    chief.post(
        f"/parties/{town.troupe.parties['agency']}/deputies", person_id=chief.person, deputy_id=lieutenant.person,
        until_date=str((town.clock.now() + timedelta(days=5)).date()),
    )  # fmt: skip
    # Then the page offers the deputy no place to sign, and the place itself refuses
    assert lieutenant.get(f"/signing-events/{town.event}")["mine"] is None
    place = chief.get(f"/signing-events/{town.event}")["mine"]["place"]
    with pytest.raises(Unexpected):
        lieutenant.post(f"/signing-events/{town.event}/offers", decision="approval", place=place)
    # And the chief still signs, on leave or not
    town.signs("chief")
