"""The old key names the new one, and nothing in that can be changed."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, SECP384R1, generate_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tests.evidence.installation import START
from workflow.evidence import leaf, rotation
from workflow.evidence.canonical import b64u
from workflow.evidence.errors import Bad
from workflow.evidence.keyrecord import key_id


def spki(key) -> bytes:
    return key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


NEW = spki(Ed25519PrivateKey.generate())
OLD = {"log": Ed25519PrivateKey.generate(), "seal": generate_private_key(SECP256R1())}


def stated(old, kind="checkpoint"):
    said = rotation.statement(old, deployment="d1", kind=kind, spki=spki(old), new=NEW, at=START, until=START)
    return leaf.service_leaf(deployment="d1", event="rotated", at=START, said=said)


@pytest.mark.parametrize("which", OLD)
def test_the_old_key_names_the_new_one(which):
    assert rotation.check(stated(OLD[which]), spki(OLD[which])) == NEW


@pytest.mark.parametrize("which", OLD)
@pytest.mark.parametrize(
    "change",
    [
        {"new": b64u(spki(generate_private_key(SECP384R1())))},
        {"until": "2027-05-01T09:00:00Z"},
        {"key": "time"},
        {"deployment": "d2"},
        {"at": "2026-05-02T09:00:00Z"},
        {"signature": b64u(b"x" * 64)},
        {"old": key_id(NEW)},
    ],
)
def test_nothing_in_it_can_be_changed(which, change):
    with pytest.raises(Bad) as refused:
        rotation.check(stated(OLD[which]) | change, spki(OLD[which]))
    assert refused.value.code == "rotation.signature"


def test_a_key_that_signs_nothing_names_nobody():
    other = spki(X25519PrivateKey.generate())
    with pytest.raises(Bad, match="signs nothing here"):
        rotation.check(stated(OLD["log"]) | {"old": key_id(other)}, other)
