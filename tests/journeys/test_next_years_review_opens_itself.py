"""A year passes. Nobody has to remember."""

from tests.journeys.town import Town
from workflow.demo.drafting import until
from workflow.evidence.verify import verify


def test_next_years_review_opens_itself(town: Town) -> None:
    # Given an agreement in force
    files = town.has_a_published_agreement()
    director = town["director"]
    # When eight months pass, nothing happens yet
    town.lets_days_pass(240)
    assert director.get(f"/editions/{town.edition}/renewal")["next"] is None
    # When another forty days pass, the next edition opens from the signed text, and both sides are told
    town.lets_days_pass(40)
    opened = until(
        lambda: director.get(f"/editions/{town.edition}/renewal")["next"], "the review did not open"
    )
    old, new = director.get(f"/editions/{town.edition}"), director.get(f"/editions/{opened['id']}")
    assert [clause["text"] for clause in new["clauses"]] == [clause["text"] for clause in old["clauses"]]
    until(lambda: any("yearly review" in subject for subject in town.letters_to("officer")), "no letter came")
    assert town.status() == "under_rereview"
    # When both sides affirm the text
    director.post(f"/editions/{town.edition}/outcomes", value="affirmed", words="Nothing needs to change.")
    town["lieutenant"].post(f"/editions/{town.edition}/outcomes", value="affirmed", words="We agree.")
    # Then the review is closed, the draft is withdrawn, the public page says so, and the old proof still holds
    assert town.status() == "affirmed" and town.status(opened["id"]) == "withdrawn"
    assert "In force until" in town.page("/mou/school-resource-officers")
    assert verify(files["package.json"], files["policy.json"]).verdict == "verified"


def test_a_term_that_ends_without_a_successor_is_shown_as_lapsed(town: Town) -> None:
    # Given an agreement for a year, and a review that nobody finishes
    town.has_a_published_agreement()
    # When thirteen months pass
    town.lets_days_pass(395)
    # Then the public page shows for how long it has lapsed
    assert "Lapsed" in town.page("/mou/school-resource-officers")
