import hashlib

import pytest

from workflow.evidence.canonical import b64u
from workflow.evidence.errors import Bad
from workflow.evidence.keyrecord import SOFTWARE_AAGUID, consistent, key_kind, key_record, root_of


def record(aaguid=b"\0" * 16, eligible=False):
    return key_record(
        alg="ES256", spki=b"spki", credential_id=b"cred", aaguid=aaguid, backup_eligible=eligible
    )


def test_a_key_says_what_kind_it_claims_to_be():
    assert key_kind(SOFTWARE_AAGUID, False) == key_kind(SOFTWARE_AAGUID, True) == "software"
    assert key_kind(b"\0" * 16, True) == "synced"
    assert key_kind(b"\0" * 16, False) == "device-bound"
    assert SOFTWARE_AAGUID.hex() == "736f6674776172652d6b65792d763100"


def test_a_record_names_the_key_by_its_hash_and_never_the_credential_id():
    made = record()
    assert made["id"] == b64u(hashlib.sha256(b"spki").digest())
    assert made["credential"] == b64u(hashlib.sha256(b"cred").digest())
    assert consistent(made) is made


ROOT = {"format": "packed", "root": b64u(b"r" * 32)}


def test_a_record_says_which_root_a_statement_led_to():
    made = key_record(
        alg="ES256", spki=b"spki", credential_id=b"cred", aaguid=b"\0" * 16, backup_eligible=False,
        attested=("packed", ROOT["root"]),
    )  # fmt: skip
    assert consistent(made)["attested"] == ROOT and root_of(made) == ROOT["root"] and root_of(record()) == ""


def test_no_maker_vouches_for_a_software_key():
    with pytest.raises(Bad) as refused:
        consistent(record(SOFTWARE_AAGUID) | {"attested": ROOT})
    assert refused.value.code == "signature.key"


@pytest.mark.parametrize(
    "twist", [{"id": b64u(b"x" * 32)}, {"kind": "software"}, {"kind": "synced"}, {"backup_eligible": 1}]
)
def test_a_record_that_contradicts_itself_is_refused(twist):
    with pytest.raises(Bad) as refused:
        consistent(record() | twist)
    assert refused.value.code == "signature.key"
