"""The list is empty once everything on it is done."""

from datetime import UTC, datetime, timedelta

from workflow.core.people import Capacity, Office
from workflow.guidance import itineraries
from workflow.parties.models import Party, SigningKey
from workflow.parties.queries import Holder
from workflow.review.firststeps.steps import Side, roles, steps

NOW = datetime(2026, 5, 12, 17, tzinfo=UTC)
SIGNS = {"district": Office.SUPERINTENDENT, "agency": Office.CHIEF}


def side(kind: str, *, vouched: datetime = NOW - timedelta(days=9)) -> Side:
    """A party in which every office is held by a person of its own, founded and accepted, its key in force."""
    party = Party(id=kind, kind=kind, legal_name=kind.title(), public_id=kind, created=NOW)
    people = [
        Holder(f"{kind}-{office}", office.title(), "", kind, office, Capacity.HOLDER, "") for office in Office
    ]
    key = SigningKey(
        person_id=f"{kind}-{SIGNS[kind]}" if kind in SIGNS else "", party_id=kind, office=SIGNS.get(kind, ""), key_id=kind,
        credential_id=b"", cose_key=b"", algorithm="ES256", state="vouched", vouched=vouched, created=NOW,
    )  # fmt: skip
    return Side(party, people, [key], True)


def test_nothing_is_shown_when_everything_is_done() -> None:
    everybody = [side("district"), side("agency"), side("school")]
    assert steps(everybody, "e1", 72, NOW) == []
    assert [one["words"] for one in steps(everybody, "", 72, NOW) if one["state"] != "done"] == [
        "Start the agreement"
    ]


def test_a_key_that_waits_keeps_the_list_open() -> None:
    waiting = [side("district", vouched=NOW), side("agency"), side("school")]
    (left,) = [one for one in steps(waiting, "e1", 72, NOW) if one["state"] != "done"]
    assert left["words"] == "District: a signing key for the Superintendent" and "from Friday" in left["hint"]
    assert steps(waiting, "e1", 0, NOW) == []


def test_without_a_school_its_lane_is_open_and_every_lane_has_roles() -> None:
    (left,) = [
        one for one in steps([side("district"), side("agency")], "e1", 72, NOW) if one["state"] != "done"
    ]
    assert left["link"] == "/parties/new"
    assert all(roles(lane) for stage in itineraries.default().stages for lane in stage.lanes)
