"""An operator changes a signing key in the database: every column that repeats the party's chain says what the chain says."""

import pytest

from tests.audit.conftest import Record

CHIEF = "office = 'chief'"


def changed(column: str, value: str) -> str:
    return f"UPDATE signing_key SET {column} = {value} WHERE {CHIEF}"


CHANGES = {
    "another key for the chief": (
        changed("cose_key", "(SELECT cose_key FROM signing_key WHERE office = 'superintendent')"),
        "key.changed",
    ),
    "bytes that are no key": (changed("cose_key", "x'00'"), "key.changed"),
    "a key left as a text": (changed("cose_key", "hex(cose_key)"), "key.changed"),
    "another credential": (changed("credential_id", "x'00'"), "key.changed"),
    "the chief's key for another person": (
        changed("person_id", "(SELECT min(id) FROM person WHERE id <> person_id)"),
        "key.changed",
    ),
    "the chief's key for another party": (
        changed("party_id", "(SELECT id FROM party WHERE kind = 'district')"),
        "key.changed",
    ),
    "another office": (changed("office", "'sheriff'"), "key.changed"),
    "another term": (
        changed("appointment_id", "(SELECT id FROM appointment WHERE office = 'sro_supervisor')"),
        "key.changed",
    ),
    "a registrar made of a chief": (changed("registrar", "1"), "key.changed"),
    "another kind of key": (changed("key_kind", "'device-bound'"), "key.changed"),
    "a key that travels": (changed("backup_eligible", "NOT backup_eligible"), "key.changed"),
    "a key attested by nobody": (changed("attested_format", "'packed'"), "key.changed"),
    "a registrar's key": ("UPDATE signing_key SET algorithm = 'EdDSA' WHERE office = 'registrar'", "key.changed"),
    "a claim that is none": (changed("claim_leaf", "enrolment"), "key.changed"),
    "a key nobody vouched for": (changed("enrolment", "claim_leaf"), "key.vouch"),
    "a vouch forgotten": (changed("enrolment", "''"), "key.vouch"),
    "a key called revoked": (changed("state", "'revoked'"), "key.state"),
    "a key called new": (changed("state", "'created'"), "key.state"),
    "a waiting time cut short": (changed("vouched", "'2026-01-01 00:00:00.000000'"), "key.time"),
    "a claim dated back": (changed("claimed", "'2026-01-01 00:00:00.000000'"), "key.time"),
    "a day of revocation": (changed("revoked", "'2026-05-01 00:00:00.000000'"), "key.time"),
    "a loss that nobody reported": (changed("lost", "'2026-05-01 00:00:00.000000'"), "key.time"),
    "a loss that is no time": (changed("lost", "'yesterday'"), "key.time"),
    "a compromise that nobody named": (
        changed("compromised_since", "'2026-05-01 00:00:00.000000'"),
        "key.time",
    ),
    "a key gone": (f"DELETE FROM signing_key WHERE {CHIEF}", "key.missing"),
    "another name of the key": (changed("key_id", "'x'"), "key.missing"),
    "a key slipped in": (
        "INSERT INTO signing_key SELECT 'new', person_id, party_id, appointment_id, office, 'new', x'01', cose_key, algorithm, aaguid,"
        " key_kind, backup_eligible, attested_format, attested_root, state, label, claim_leaf, enrolment, created, claimed, vouched, revoked,"
        " registrar, lost, compromised_since FROM signing_key WHERE office = 'chief'",
        "key.state",
    ),
}  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_of_a_key_is_found(record: Record, change: str) -> None:
    statement, code = CHANGES[change]
    columns = "(" + ", ".join(
        ["id", "person_id", "party_id", "appointment_id", "office", "key_id", "credential_id", "cose_key", "algorithm", "aaguid", "key_kind", "backup_eligible", "attested_format", "attested_root", "state", "label", "claim_leaf", "enrolment", "created", "claimed", "vouched", "revoked", "registrar", "lost", "compromised_since"]
    ) + ")"  # fmt: skip
    record.falsify(statement.replace("INTO signing_key SELECT", f"INTO signing_key {columns} SELECT"))
    assert code in record.codes()


def test_a_state_and_its_days_changed_together_are_found(record: Record) -> None:
    """A revocation that the chain has not, complete in itself; and one key in it that the database alone takes back."""
    record.falsify(
        f"UPDATE signing_key SET state = 'revoked', revoked = '2026-05-01 00:00:00.000000' WHERE {CHIEF}"
    )
    assert record.codes() == {"key.state", "key.time"}
