"""Keys, parties and offices that are no longer what was logged."""

import pytest

from tests.audit.conftest import Record

CHIEF = "office = 'chief'"
CHANGES = {
    "another key for the chief": (
        f"UPDATE signing_key SET cose_key = (SELECT cose_key FROM signing_key WHERE office = 'superintendent') WHERE {CHIEF}",
        "key.changed",
    ),
    "bytes that are no key": (f"UPDATE signing_key SET cose_key = x'00' WHERE {CHIEF}", "key.changed"),
    "the chief's key for another person": (
        f"UPDATE signing_key SET person_id = (SELECT min(id) FROM person WHERE id <> person_id) WHERE {CHIEF}",
        "key.changed",
    ),
    "another kind of key": (f"UPDATE signing_key SET key_kind = 'device-bound' WHERE {CHIEF}", "key.changed"),
    "a registrar's key": ("UPDATE signing_key SET algorithm = 'EdDSA' WHERE office = 'registrar'", "key.changed"),
    "a key nobody vouched for": (f"UPDATE signing_key SET enrolment = claim_leaf WHERE {CHIEF}", "key.vouch"),
    "a claim that is none": (f"UPDATE signing_key SET claim_leaf = enrolment WHERE {CHIEF}", "key.changed"),
    "a party's statement": (
        "UPDATE party_link SET content = replace(content, 'statement', 'Statement') WHERE kind = 'genesis'",
        "party.link",
    ),
    "a link's hash": ("UPDATE party_link SET hash = 'x' WHERE kind = 'enrolment-vouch'", "party.link"),
    "a link gone": ("DELETE FROM party_link WHERE kind = 'acceptance'", "party.link"),
    "a link of another event": ("UPDATE party_link SET event_id = -1 WHERE kind = 'genesis'", "party.link"),
    "another party": ("UPDATE party SET public_id = '*' || substr(public_id, 2) WHERE kind = 'agency'", "party.link"),
    "an office": ("UPDATE appointment SET office = 'chief' WHERE office = 'sro_supervisor'", "office.changed"),
    "a first day": (f"UPDATE appointment SET from_date = '2020-01-01' WHERE {CHIEF}", "office.changed"),
    "another holder": (
        f"UPDATE appointment SET person_id = (SELECT min(id) FROM person WHERE id <> person_id) WHERE {CHIEF}",
        "office.changed",
    ),
    "an office nobody recorded": (
        "INSERT INTO appointment (id, person_id, party_id, office, capacity, from_date, evidence, recorded, recorded_by) SELECT"
        f" 'new', person_id, party_id, office, capacity, from_date, evidence, recorded, recorded_by FROM appointment WHERE {CHIEF}",
        "office.changed",
    ),
    "an appointment gone": (f"DELETE FROM appointment WHERE {CHIEF}", "office.changed"),
}  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_of_keys_or_offices_is_found(record: Record, change: str) -> None:
    statement, code = CHANGES[change]
    record.falsify(statement)
    assert code in record.codes()
