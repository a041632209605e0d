"""One text, one district, eleven agencies: each in a lane of its own, one late, none of them asked for another."""

from typing import Any

from tests.journeys import hands
from tests.journeys.town import Town
from workflow.demo.drafting import until
from workflow.demo.review import approve
from workflow.demo.troupe import letter_link
from workflow.demo.visitor import Visitor
from workflow.evidence.software_key import SoftwareKey

TEXT = "1. Purpose\n\nThe parties keep schools safe.\n\n2. Duties\n\nThe officer visits each campus daily."


def an_agency_joins(town: Town, number: int) -> str:
    """Its supervisor is invited by mail, comes in, and holds the office. Returns the party's id."""
    director, name = town["director"], f"Supervisor {number}"
    supervisor = Visitor(town.address, name, f"supervisor{number}@example.org")
    party = director.post(
        "/parties", kind="agency", legal_name=f"Police Department of Town {number}", place=f"Town {number}",
        timezone="America/New_York", administrator=name, email=supervisor.email,
    )["party"]  # fmt: skip
    town.troupe.people[f"agency {number}"] = supervisor
    supervisor.person = supervisor.post(letter_link(supervisor, "Invitation").removeprefix(town.address))[
        "person"
    ]
    supervisor.keys[""] = SoftwareKey()
    supervisor.ceremony("/account/passkeys/options", supervisor.keys[""])
    supervisor.post(f"/parties/{party}/appointments", person_id=supervisor.person, office="sro_supervisor")
    return party


def test_eleven_agencies_with_one_district(town: Town, visitor: Any) -> None:
    # Given one text between a district and eleven agencies
    others = {f"agency {number}": an_agency_joins(town, number) for number in range(2, 12)}
    director, parties = town["director"], town.troupe.parties
    edition = director.post(
        "/mous", title="County agreement", slug="county", parties=[parties["district"], parties["agency"], *others.values()],
        timezone="America/New_York", text=TEXT, effective_rule="last_signature", months="12", review_months="12",
    )["edition"]  # fmt: skip
    page = f"/editions/{edition}"
    # When the director looks at the route for many agencies
    shown = director.get(f"{page}/circulation", route="many-agencies")["route"]["stages"]
    # Then each agency has a lane of its own, with who would sit there
    assert len(shown[2]["lanes"]) == 11 and all(lane["people"] for lane in shown[2]["lanes"])
    # When it goes out, and school and district approve
    director.post(f"{page}/circulation", route="many-agencies")
    for part in ("principal", "director", "district_counsel"):
        approve(town[part], page)
    # Then all eleven agencies are asked at once
    agencies = ["lieutenant", *others]
    for part in agencies:
        until(lambda part=part: town[part].get(page)["your_turn"], f"{part} was not asked")
    # When ten have approved, the eleventh alone is waited for: with those who run it once it is late
    for part in agencies[:-1]:
        approve(town[part], page)
    assert director.get(page)["sentence"] == "This edition is in review. Waiting for Supervisor 11."
    assert town["lieutenant"].get(page)["your_turn"] is None
    town.lets_days_pass(30)
    until(lambda: director.get(page)["your_turn"], "those who run it were not called")
    late = director.get(page)
    assert (
        late["your_turn"]["reason"].startswith("Supervisor 11 has not answered")
        and late["stage"] == "Agencies, side by side"
    )
    assert town["agency 11"].get(page)["your_turn"]["reason"] == "Review: Agencies, side by side"
    # When the eleventh approves, by the keyboard alone and without script, the review is complete
    desk = hands.at_a_browser(town, visitor, "agency 11", script=False)
    desk.goto(town.address + page)
    hands.chooses(desk, "I approve it")
    hands.presses(desk, "button", "Give this verdict")
    assert director.get(page)["your_turn"]["reason"] == "The review is complete: freeze the text"
    # And nobody got more than one letter a day about it
    assert sum("County agreement" in one for one in town.letters_to("agency 2")) <= 2
