"""From last year's text to this year's signed public copy."""

from tests.journeys.town import Town
from workflow.demo import review, signing
from workflow.demo.drafting import until
from workflow.evidence.verify import verify


def test_a_year_at_one_district(town: Town) -> None:
    # Given the director has imported last year's text and filled its blanks
    edition = town.has_a_draft()
    assert town.status() == "drafting"
    # When schools, officers, and both sides' counsel have reviewed it, and the text is frozen
    review.review(town.troupe, edition, town.telling)
    town.event = signing.freeze(town.troupe, edition, town.telling)
    assert town.status() == "signing"
    # And the chief and the superintendent sign, each with a key of their own
    town.signs("chief")
    assert town.status() == "signing"
    town.signs("superintendent")
    assert town.status() in ("executed", "published")
    # Then the public copy is there, says who signed, and verifies without us
    files = town.waits_until_published()
    page = town.page("/mou/school-resource-officers")
    assert "In force until" in page and "Robert Haas" in page and "Maria Okafor" in page
    assert verify(files["package.json"], files["policy.json"]).verdict == "verified"
    assert files["public.pdf"].startswith(b"%PDF-1.7")
    # And everyone who took part was told
    until(
        lambda: any("Signed and published" in subject for subject in town.letters_to("officer")),
        "the officer was not told",
    )
