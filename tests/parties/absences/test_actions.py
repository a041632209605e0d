"""Closed days of a party, and deputies with dates."""

from datetime import date, timedelta

import pytest
from sqlmodel import Session, select

from tests.parties.kit import Town, town
from workflow.core.calendar import Calendar
from workflow.core.errors import Forbidden, Invalid, NotFound, Refused
from workflow.core.events import EventKind
from workflow.core.people import NOBODY
from workflow.history.models import Event
from workflow.parties.absences import actions
from workflow.parties.absences.queries import absences_page, acts, begins, calendars, ends
from workflow.parties.models import Deputy

pytestmark = pytest.mark.both_databases
DAY = timedelta(days=1)


@pytest.fixture
def here(session: Session, now) -> Town:
    return town(session, now)


def close(here: Town, by: str = "Abe", **said: str):
    return actions.close_days(here.session, here.actor(by), here.parties["agency"].id, at=here.at, **said)


def fields_of(act, *args, **said) -> set[str]:
    with pytest.raises(Invalid) as no:
        act(*args, **said)
    return {issue.field for issue in no.value.issues}


def test_a_closed_day_does_not_count(here: Town) -> None:
    row = close(here, first="2026-05-25", words="Memorial Day")
    agency = here.parties["agency"]
    assert calendars(here.session, [agency])[agency.id] == Calendar(
        agency.timezone, ((date(2026, 5, 25), date(2026, 5, 25)),)
    )
    actions.open_days(here.session, here.actor("Abe"), row.id, at=here.at)
    assert calendars(here.session, [agency])[agency.id].closed == ()
    assert [e.detail for e in here.session.exec(select(Event).where(Event.kind == EventKind.PARTY_CHANGED))][-1] == {
        "closure": row.id, "removed": "yes",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("said", "fields"),
    [
        ({"first": ""}, {"first", "last"}),
        ({"first": "soon"}, {"first", "last"}),
        ({"first": "2026-05-25", "last": "2026-05-24"}, {"last"}),
        ({"first": "2026-05-25", "last": "2027-05-24"}, {"last"}),
        ({"first": "2026-05-25", "words": "a\u202eb"}, {"words"}),
    ],
)  # fmt: skip
def test_what_is_no_closed_day(here: Town, said: dict, fields: set[str]) -> None:
    assert fields_of(close, here, **said) == fields


def test_only_an_administrator_closes_days(here: Town) -> None:
    with pytest.raises(Forbidden):
        close(here, by="Carl", first="2026-05-25")
    with pytest.raises(NotFound):
        actions.open_days(here.session, here.actor("Abe"), "unknown", at=here.at)


def name(here: Town, by: str = "Abe", who: str = "Abe", whom: str = "Carl", **more: str) -> Deputy:
    said = {"from_date": "2026-05-14", "until_date": "2026-05-20"} | more
    return actions.name_deputy(
        here.session, here.actor(by), here.parties["agency"].id, person_id=here.people[who].id,
        deputy_id=here.people[whom].id, at=here.at, **said,
    )  # fmt: skip


def test_a_deputy_acts_from_midnight_to_midnight_on_the_partys_wall(here: Town) -> None:
    row, zone = name(here), here.parties["agency"].timezone
    assert begins(row, zone).isoformat() == "2026-05-14T07:00:00+00:00"
    assert ends(row, zone).isoformat() == "2026-05-21T07:00:00+00:00"
    second = timedelta(seconds=1)
    assert not acts(row, zone, begins(row, zone) - second) and acts(row, zone, begins(row, zone))
    assert acts(row, zone, ends(row, zone) - second) and not acts(row, zone, ends(row, zone))


def test_one_who_is_named_during_a_day_begins_at_once(here: Town) -> None:
    row = name(here, from_date="")
    assert row.from_date == date(2026, 5, 12) and begins(row, here.parties["agency"].timezone) == here.at


def test_who_is_back_early_ends_it(here: Town) -> None:
    row, zone = name(here, by="Abe", who="Carl", whom="Abe"), here.parties["agency"].timezone
    later = here.at + 4 * DAY
    actions.end_deputy(here.session, here.actor("Carl"), row.id, at=later)
    assert ends(row, zone) == later and not acts(row, zone, later)
    with pytest.raises(Refused):
        actions.end_deputy(here.session, here.actor("Carl"), row.id, at=later)
    events = here.session.exec(
        select(Event.kind).where(Event.kind.startswith("deputy:")).order_by(Event.id)
    ).all()
    assert events == ["deputy:named", "deputy:ended"]


@pytest.mark.parametrize(
    ("more", "fields"),
    [
        ({"until_date": ""}, {"until_date"}),
        ({"until_date": "2026-05-13"}, {"until_date"}),
        ({"until_date": "2027-05-13"}, {"until_date"}),
        ({"from_date": "2026-05-11"}, {"from_date"}),
        ({"whom": "Abe"}, {"deputy_id"}),
    ],
)
def test_what_is_no_deputy(here: Town, more: dict, fields: set[str]) -> None:
    assert fields_of(name, here, **more) == fields


def test_somebody_from_another_party_is_no_deputy_and_has_none(here: Town) -> None:
    stranger = next(
        one
        for one in here.people
        if one not in ("Abe", "Carl") and not here.actor(one).party_ids & {here.parties["agency"].id}
    )
    assert fields_of(name, here, whom=stranger) == {"deputy_id"}
    assert fields_of(name, here, who=stranger, whom="Abe") == {"person_id"}


def test_nobody_has_two_deputies_at_once(here: Town) -> None:
    name(here)
    assert fields_of(name, here, from_date="2026-05-20", until_date="2026-05-25") == {"from_date"}
    name(here, from_date="2026-05-21", until_date="2026-05-25")


def test_nobody_names_a_deputy_for_a_colleague(here: Town) -> None:
    with pytest.raises(Forbidden):
        name(here, by="Carl", who="Abe", whom="Carl")


def test_the_page_shows_what_is_ahead_and_what_one_may_do(here: Town) -> None:
    close(here, first="2026-05-25")
    row = name(here)
    agency = here.parties["agency"].id
    mine = absences_page(here.session, here.actor("Abe"), agency, here.at)
    assert (
        [one["id"] for one in mine["deputies"]] == [row.id]
        and mine["administers"]
        and len(mine["closures"]) == 1
    )
    hers = absences_page(here.session, here.actor("Carl"), agency, here.at)
    assert [one[0] for one in hers["who"]] == [here.people["Carl"].id]
    assert not hers["administers"] and not hers["deputies"][0]["may_end"]
    assert absences_page(here.session, here.actor("Abe"), agency, here.at + 20 * DAY)["deputies"] == []
    with pytest.raises(NotFound):
        absences_page(here.session, NOBODY, agency, here.at)
