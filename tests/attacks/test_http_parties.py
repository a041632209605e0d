"""A party is made by whoever administers another one: it must not bring its maker to the inside of somebody else's side."""

import pytest

from tests.attacks.besieged import SCHOOL_SIDE, Siege, send


@pytest.mark.parametrize("part", ["outsider", "outside_officer", "lieutenant", "body_admin"])
def test_no_administrator_gets_into_a_district_by_a_school_of_his_own_below_it(
    siege: Siege, part: str
) -> None:
    """A school below a listed district is on its side: it reads, writes in and votes on the draft."""
    before, visitor = siege.record(), siege[part]
    page, number = f"/api/v1/editions/{siege.reviewed}", siege.threads["school"]
    form = {
        "kind": "school", "legal_name": f"Annex of {part}", "timezone": "America/New_York", "parent_id": siege.parties["district"],
    }  # fmt: skip
    assert visitor.http.post("/api/v1/parties", json=form).status_code == 403
    assert send(visitor, "/parties", **form).status_code == 403
    assert visitor.http.get(f"{page}/threads/{number}").status_code == 404
    assert SCHOOL_SIDE not in visitor.http.get(page).text
    assert siege.parties["district"] not in visitor.http.get("/parties/new").text
    assert siege.record() == before
