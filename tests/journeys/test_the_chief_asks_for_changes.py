"""A frozen text goes back for review; what was signed on it stays on record and no longer counts."""

import pytest

from tests.journeys.town import Town
from workflow.demo import review, signing
from workflow.demo.drafting import until
from workflow.demo.visitor import Unexpected
from workflow.evidence.verify import verify


def test_the_chief_asks_for_changes(town: Town) -> None:
    # Given a frozen text that the superintendent has already signed
    old = town.has_a_frozen_text()
    town.signs("superintendent")
    # When the chief reopens it instead of signing
    chief = town["chief"]
    chief.post(f"/editions/{town.edition}/reopening", reason="Clause 1 must say who calls the officer.")
    # Then it is in review again, and everyone was told why
    assert town.status() == "in_review"
    # And the old text can no longer be signed
    with pytest.raises(Unexpected):
        town.signs("chief")
    assert chief.get(f"/signing-events/{old}")["event"]["state"] == "voided"
    # When the clause is changed, approved again and frozen
    page = f"/editions/{town.edition}"
    director = town["director"]
    clause = max(director.get(page)["clauses"], key=lambda one: len(one["text"]))
    shown = director.get(f"{page}/clauses/{clause['key']}/edit")
    words = f"{shown['clause']['text']}\n\nThe principal calls the officer."
    director.post(
        f"{page}/clauses/{clause['key']}",
        text=words,
        base=str(shown["revision"]["number"]),
        note="As the chief asked.",
    )
    for part in ("director", "district_counsel", "lieutenant", "agency_counsel"):
        until(lambda part=part: town[part].get(page)["may"]["decide"], f"the {part} was not asked again")
        review.approve(town[part], page)
    town.event = signing.freeze(town.troupe, town.edition, town.telling)
    signing.sign(town.troupe, town.event, town.telling)
    # Then the new text is published, and its package holds both signatures on the new head alone
    files = town.waits_until_published()
    verdict = verify(files["package.json"], files["policy.json"])
    assert (
        verdict.verdict == "verified"
        and verdict.head == chief.get(f"/signing-events/{town.event}")["event"]["head"]
    )
    assert any("Reopened" in subject for subject in town.letters_to("superintendent"))
