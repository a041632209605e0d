"""A sheriff who will have no key signs by hand; two people of two parties attest the sheet with theirs."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

import httpx
import pytest

from tests.core.test_paper import PNG
from tests.journeys.town import Town
from tests.rig.chromium import Visitor as Browser
from workflow.adapters.pdf_text import page_words, squeezed
from workflow.demo import signing
from workflow.demo.visitor import Unexpected
from workflow.evidence.verify import verify

ZONE = ZoneInfo("America/New_York")


def a_sheriff_without_a_key(town: Town) -> str:
    """Appointed, written to, and never seen here."""
    agency = town.troupe.parties["agency"]
    said = {"office": "sheriff", "evidence": "Elected in November."}
    return town["lieutenant"].post(
        f"/parties/{agency}/people", name="Sam Stone", email="sam@county.example", **said
    )["person"]


def test_the_sheriff_signs_on_paper(town: Town, visitor: Callable[..., Browser]) -> None:
    # Given a reviewed text of which the director says, before it is frozen, that the agency may sign on paper
    town.has_a_reviewed_draft()
    sheriff = a_sheriff_without_a_key(town)
    director = town.sits_down("director", visitor()).page
    director.goto(f"{town.address}/editions/{town.edition}/readiness")
    director.get_by_role("link", name="May anybody sign on paper?").click()
    director.get_by_text("What is lost.").wait_for()
    director.get_by_label("(Chief of Police or Sheriff)").check()
    director.get_by_role("button", name="Keep this").click()
    director.get_by_text("may sign on paper", exact=True).wait_for()
    town.event = signing.freeze(town.troupe, town.edition, town.telling)
    asked = town["superintendent"].get(f"/signing-events/{town.event}")
    here = next(one["paper"]["link"] for one in asked["signatories"] if one["paper"])
    # When a registrar of the agency prints the sheet, which bears the fingerprint of this text
    words = asked["event"]["fingerprint"]
    assert squeezed(words) in squeezed(page_words(town["agency_registrar"].bytes_of(f"{here}/sheet.pdf")))
    # And hands in a scan of it, first the wrong kind of file and then the right one
    keeper = town.sits_down("agency_registrar", visitor()).page
    keeper.goto(f"{town.address}/signing-events/{town.event}")
    keeper.get_by_role("link", name="May be signed on paper").click()
    keeper.get_by_label("The scan").set_input_files(
        {"name": "sheet.pdf", "mimeType": "", "buffer": b"<script>alert(1)</script>"}
    )
    keeper.get_by_label("The day on the sheet").fill(f"{town.clock.now().astimezone(ZONE):%Y-%m-%d}")
    keeper.get_by_label("Sam Stone, Sheriff").check()
    keeper.get_by_role("button", name="Hand it in").click()
    keeper.get_by_text("A scan is a plain PDF, PNG or JPEG file").first.wait_for()
    keeper.get_by_label("The scan").set_input_files({"name": "sheet.html", "mimeType": "", "buffer": PNG})
    keeper.get_by_role("button", name="Hand it in").click()
    # And attests it with the own key
    keeper.get_by_role("button", name="I hold the sheet: attest it").click()
    keeper.get_by_text("I hold the sheet that was signed by hand").first.wait_for()
    keeper.get_by_role("button", name="Sign with my key").click()
    # Then nothing is signed yet, and nobody is told that it is
    keeper.get_by_text("It counts for nothing before a registrar of another party has as well").wait_for()
    states = [one["state"] for one in town["director"].get(f"/signing-events/{town.event}")["signatories"]]
    assert states == ["waiting", "waiting"]
    # When a registrar of the district, whose turn it is, attests it too, and the superintendent signs with a key
    other = town.sits_down("district_registrar", visitor()).page
    other.goto(f"{town.address}{here}")
    other.get_by_role("button", name="I hold the sheet: attest it").click()
    other.get_by_role("button", name="Sign with my key").click()
    other.get_by_text("Signed on paper, and attested by two people").wait_for()
    with pytest.raises(Unexpected, match="Sam Stone has already signed here"):
        town.about_to_sign("chief")
    town.signs("superintendent")
    files = town.waits_until_published()
    # Then a stranger reads on page and PDF that it was signed on paper and by whose word, and never sees the scan
    slug = town["director"].get(f"/editions/{town.edition}")["mou"]["slug"]
    page = town.page(f"/mou/{slug}")
    assert "by hand on paper, attested by" in page and "Sam Stone (Sheriff, by hand on paper)" in page
    assert squeezed("by hand on paper, attested by") in squeezed(page_words(files["public.pdf"]))
    assert PNG not in files["package.json"] + files["public.pdf"]
    assert httpx.get(f"{town.address}{here}/scan", headers={"Accept": "application/json"}).status_code in (
        401,
        404,
    )
    # And those who keep the records get it as a file of ours, which nothing keeps on its way; who only reviews does not
    scan = town["district_registrar"].http.get(f"{here}/scan")
    assert (scan.content, scan.headers["content-type"]) == (PNG, "image/png")
    assert scan.headers["content-disposition"].startswith("attachment") and scan.headers[
        "cache-control"
    ].startswith("private")
    assert scan.headers["x-content-type-options"] == "nosniff"
    assert town["officer"].http.get(f"{here}/scan").status_code == 403
    # And whoever checks it, without us, reads the same in the first sentence
    verdict = verify(files["package.json"], files["policy.json"])
    assert verdict.verdict == "verified", verdict.missing
    assert "Sam Stone, Sheriff (by hand on paper on" in verdict.sentence() and verdict.sentence().endswith(
        ": 1."
    )
    # And so does who asks the service itself
    director.goto(f"{town.address}/verify")
    package = {"name": "package.json", "mimeType": "application/json", "buffer": files["package.json"]}
    director.locator("main input[type=file]").set_input_files(package)
    director.locator("main form button").first.click()
    director.get_by_text("Sam Stone, Sheriff: confirmed, on paper by hand on").wait_for()
    director.get_by_text("yes, and on paper").wait_for()
    # And the sheriff is written to: a signature in that name counts
    letters = town["director"].get("/mailbox", to="sam@county.example")["letters"]
    assert any(letter["subject"].startswith("Signed on paper") for letter in letters) and sheriff
