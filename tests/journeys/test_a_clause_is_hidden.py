"""What would help a burglar is not shown: two people hide it, everybody sees that it is hidden, and later it is shown."""

from datetime import timedelta
from typing import Any

from tests.journeys.town import Town
from workflow.demo import review, signing
from workflow.demo.drafting import until
from workflow.demo.visitor import Visitor
from workflow.evidence.verify import verify

CODES = "The alarm code of the gymnasium is kept by the principal."
LAW = "RCW 42.56.420, security of schools"


def approves(town: Town, visitor: Visitor, part: str, page: str, proposal: str) -> None:
    key = visitor.keys[town.troupe.appointments[part, part]]
    visitor.ceremony(f"{page}/proposals/{proposal}/approval", key)


def public(town: Town, address: str, words: str, there: bool = True) -> str:
    """The public page, as soon as it says these words, or says them no longer."""

    def read() -> str:
        found = town.page(address)
        return found if (words in found) is there else ""

    return str(until(read, f"{words!r} on the public page: {not there}"))


def has_a_signed_text_with_a_secret(town: Town) -> str:
    """A clause that may be hidden, as everybody agreed before signing. Returns where it stands."""
    edition, director = town.has_a_draft(), town["director"]
    director.post(
        f"/editions/{edition}/clauses", text=f"Alarms\n\n{CODES}", after="", note="What is not for everybody."
    )
    clause: dict[str, Any] = director.get(f"/editions/{edition}")["clauses"][-1]
    director.post(f"/editions/{edition}/clauses/{clause['key']}/redactability", redactable=True, note="")
    review.review(town.troupe, edition, town.telling)
    town.event = signing.freeze(town.troupe, edition, town.telling)
    signing.sign(town.troupe, town.event, town.telling)
    return str(clause["path"])


def test_a_clause_is_hidden_and_later_shown(town: Town) -> None:
    # Given an agreement that both sides signed, and nothing public: a clause of it may be hidden
    part = has_a_signed_text_with_a_secret(town)
    director, chief, superintendent = town["director"], town["chief"], town["superintendent"]
    page = f"/editions/{town.edition}/public-copy"
    address = f"/mou/{director.get(f'/editions/{town.edition}')['mou']['slug']}/1"
    until(lambda: director.get(page)["waits"], "nobody was asked what stays hidden")
    # When the director proposes to hide it, on a legal basis, and the chief approves with his key
    hidden = director.post(
        f"{page}/proposals", kind="hide", parts=[part], basis=LAW, contact="records@example.org",
        review=str((town.clock.now() + timedelta(days=365)).date()),
    )["proposal"]  # fmt: skip
    approves(town, chief, "chief", page, hidden)
    until(lambda: town.status() == "published", "the public copy was not there")
    # Then the public page says that it is hidden, on which basis and by whom, and not what it says
    seen = public(town, address, LAW)
    assert "What is not public" in seen and "Approved by" in seen and chief.name in seen and CODES not in seen
    package = director.bytes_of(f"{address}.json")
    assert CODES.encode() not in package
    # And a stranger can still check the signatures under all of it
    assert verify(package, director.bytes_of("/log/policy")).verdict == "verified"
    # When the codes have been changed, the chief proposes to show it, and the other side approves
    shown = town["lieutenant"].post(
        f"{page}/proposals", kind="release", parts=[part], basis="The codes were changed."
    )["proposal"]  # fmt: skip
    approves(town, superintendent, "superintendent", page, shown)
    # Then everybody reads the words, under the same signatures, and that they were hidden once
    seen = public(town, address, CODES)
    assert "What was hidden before and is shown now" in seen and "The codes were changed." in seen
    assert (
        verify(director.bytes_of(f"{address}.json"), director.bytes_of("/log/policy")).verdict == "verified"
    )
