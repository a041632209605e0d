"""A member of a council tells its clerk what she thinks before the meeting. The clerk alone brings the point up."""

import pytest

from tests.journeys import chamber
from tests.journeys.town import Town
from workflow.demo.visitor import Unexpected

SEARCHES = "Why may they search a locker without telling anybody?"


def test_a_member_writes_to_her_clerk_and_the_clerk_answers(town: Town) -> None:
    # Given a draft that a council will vote on, in review
    page = f"/editions/{town.has_a_draft()}"
    chamber.has_members_who_write(town)
    chamber.takes_part(town)
    town["director"].post(f"{page}/circulation")
    member, other, clerk = (town[who.part] for who in (chamber.MEMBER, chamber.OTHER, chamber.CLERK))
    # When a member writes to her clerk about a clause, and does not want to be named
    clause = member.get(page)["clauses"][0]["key"]
    note = member.post(f"{page}/notes", words=SEARCHES, clause=clause)["note"]
    # Then the clerk reads it, she finds it again, and nobody else can tell that anybody wrote: not even another member
    assert [(one["author"], one["words"]) for one in clerk.get(f"{page}/notes")["notes"]] == [
        (member.name, SEARCHES)
    ]
    assert [one["words"] for one in member.get(f"{page}/notes")["notes"]] == [SEARCHES]
    assert other.get(f"{page}/notes")["notes"] == []
    for part in ("director", "chief", "agency_counsel"):
        with pytest.raises(Unexpected, match="403"):
            town[part].get(f"{page}/notes")
        assert "locker" not in str(town[part].get(page)) + str(town[part].get(f"{page}/history"))
    # And a member talks in the meeting, not in the review
    with pytest.raises(Unexpected, match="403"):
        member.post(f"{page}/threads", words=SEARCHES, clause=clause)
    # When the clerk takes the point into the review, the clerk cannot name her
    carry = f"{page}/notes/{note}/threads"
    with pytest.raises(Unexpected, match="did not say that you may name"):
        clerk.post(carry, words="Some ask whether lockers may be searched unannounced.", name=True)
    number = clerk.post(carry, words="Some ask whether lockers may be searched unannounced.")["number"]
    # Then it is a comment of the council's clerk, which the two sides answer
    town["director"].post(
        f"{page}/threads/{number}/dispositions", value="accepted", words="The parents are told first."
    )
    thread = town["chief"].get(f"{page}/threads/{number}")["thread"]
    assert thread["comments"][0]["author"] == clerk.name and member.name not in str(thread)
    # And the clerk sees the answer beside her note, to tell it at the meeting; once is enough
    (seen,) = clerk.get(f"{page}/notes")["notes"]
    assert (
        seen["carried"]["answer"] == "Accepted" and seen["carried"]["words"] == "The parents are told first."
    )
    with pytest.raises(Unexpected, match="stands in the review already"):
        clerk.post(carry, words="Once more.")
