"""Parties' chains and names that are no longer what was logged and signed."""

import pytest

from tests.audit.conftest import Record

CHANGES = {
    "a party's statement": (
        "UPDATE party_link SET content = replace(content, 'statement', 'Statement') WHERE kind = 'genesis'",
        "party.link",
    ),
    "a link's hash": ("UPDATE party_link SET hash = 'x' WHERE kind = 'enrolment-vouch'", "party.link"),
    "a link gone": ("DELETE FROM party_link WHERE kind = 'acceptance'", "party.link"),
    "a link of another event": ("UPDATE party_link SET event_id = -1 WHERE kind = 'genesis'", "party.link"),
    "a link under another act": ("UPDATE party_link SET kind = 'office-end' WHERE kind = 'acceptance'", "party.link"),
    "a link at another time": (
        "UPDATE party_link SET at = '2026-01-01 00:00:00.000000' WHERE kind = 'enrolment-vouch'",
        "party.link",
    ),
    "a link that is no statement": ("UPDATE party_link SET content = '[]' WHERE kind = 'genesis'", "party.link"),
    "another party": ("UPDATE party SET public_id = '*' || substr(public_id, 2) WHERE kind = 'agency'", "party.link"),
    "an event in another party's chain": (
        "UPDATE event SET party_id = 'other' WHERE id = (SELECT max(id) FROM event WHERE kind = 'party:accepted')", "party.link",
    ),
    "a party's name": ("UPDATE party SET legal_name = 'Shelbyville Police' WHERE kind = 'agency'", "party.row"),
    "a party's kind": ("UPDATE party SET kind = 'school' WHERE kind = 'district'", "party.row"),
    "a party founded by nobody": (
        "INSERT INTO party (id, kind, legal_name, short_name, place, timezone, contact, members_write, public_id, created)"
        " SELECT 'new', kind, 'Ogdenville', '', '', timezone, '', 1, 'own', created FROM party WHERE kind = 'agency'",
        "party.row",
    ),
}  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_of_parties_or_links_is_found(record: Record, change: str) -> None:
    statement, code = CHANGES[change]
    record.falsify(statement)
    assert code in record.codes()
