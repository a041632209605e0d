"""The rules of acknowledgement lists, cell by cell."""

import itertools
from datetime import UTC, datetime, timedelta

import pytest

from workflow.core.acknowledging import REMINDERS, Confirmed, Reading, has_turn, places_of, reading, sits
from workflow.core.calendar import Calendar
from workflow.core.ladder import next_look
from workflow.core.people import OFFICES_OF, Hold, Office, PartyKind
from workflow.core.routing import Place, place

ASKED = datetime(2026, 5, 12, 17, tzinfo=UTC)
EARLIER, LATER = ASKED - timedelta(days=1), ASKED + timedelta(days=1)
OLD, NOW = Confirmed("r1", "then", EARLIER), Confirmed("r2", "now", LATER)


@pytest.mark.parametrize(
    ("given", "state"),
    [((), Reading.AWAITED), ((OLD,), Reading.OUTDATED), ((NOW,), Reading.CONFIRMED), ((OLD, NOW), Reading.CONFIRMED)],
)  # fmt: skip
def test_a_confirmation_is_of_the_text_as_it_read(given: tuple[Confirmed, ...], state: Reading) -> None:
    assert reading(given, "now") is state


def test_a_text_that_reads_as_it_did_then_is_confirmed_still() -> None:
    assert reading([OLD], "then") is Reading.CONFIRMED


@pytest.mark.parametrize("revision", ["r1", "r2"])
@pytest.mark.parametrize("at", [EARLIER, ASKED, LATER])
def test_one_has_the_turn_until_that_revision_or_anything_after_the_asking(
    revision: str, at: datetime
) -> None:
    given = [Confirmed(revision, "x", at)]
    assert has_turn(given, "r2", ASKED) is (revision == "r1" and at == EARLIER)
    assert has_turn([], "r2", ASKED)


KINDS = [(kind, office) for kind, offices in OFFICES_OF.items() for office in offices]
PLACES = [
    Place(person_id="ana"), Place(person_id="ben"), Place(Office.SRO, PartyKind.AGENCY), Place(Office.SRO, party_id="spd"),
    Place(Office.COUNSEL, PartyKind.DISTRICT), Place(Office.PRINCIPAL, PartyKind.SCHOOL), Place(Office.PRINCIPAL, party_id="high"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "office"), KINDS)
@pytest.mark.parametrize("spot", PLACES, ids=str)
def test_who_sits_is_who_the_written_place_names(spot: Place, kind: PartyKind, office: Office) -> None:
    """`sits` for the list and `places_of` for the statement are two ways to say the same."""
    for person, party in itertools.product(("ana", "ben", "cleo"), ("spd", "high", "other")):
        hold = Hold(party, kind, office)
        expected = (
            spot.person_id == person
            or (spot.office is office and spot.kind is kind)
            or (spot.office is office and spot.party_id == party)
        )
        assert sits(spot, person, hold) is expected
        assert (str(spot) in places_of(person, hold)) is expected
        assert place(str(spot)) == spot


def test_somebody_without_an_office_is_on_a_list_by_name_alone() -> None:
    assert [spot for spot in PLACES if sits(spot, "ana", None)] == [PLACES[0]]
    assert places_of("ana") == ("person:ana",)


def test_reminders_come_three_times_and_then_no_more() -> None:
    due, at, seen = ASKED + timedelta(days=14), ASKED, []
    while when := next_look(REMINDERS, due, Calendar("America/New_York"), at):
        seen.append((when - due).days)
        at = when
    assert seen == [-4, 0, 7]  # two working days before a Tuesday is a Friday
