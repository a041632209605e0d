import pytest
from cryptography.hazmat.primitives.asymmetric import ed448
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from workflow.evidence import passkey
from workflow.evidence.software_key import SoftwareKey

ASKED = {"rp_id": "localhost", "origin": "http://localhost:8000"}


@pytest.mark.parametrize("alg", ["ES256", "EdDSA", "RS256"])
def test_a_stored_key_is_the_same_key(alg):
    key = SoftwareKey(alg)
    again = SoftwareKey.load(key.private_bytes())
    assert (again.id, again.alg, again.record, again.credential_id) == (
        key.id,
        alg,
        key.record,
        key.credential_id,
    )
    answer = again.sign(b"c" * 32, **ASKED)
    passkey.verify_assertion(
        answer, challenge=b"c" * 32, rp_id="localhost", origins={"http://localhost:8000"}, key=key.record
    )


def test_it_says_that_it_is_software():
    assert SoftwareKey().record["kind"] == "software"


def test_only_the_three_algorithms_exist():
    with pytest.raises(ValueError, match="no such algorithm"):
        SoftwareKey("ES512")
    foreign = ed448.Ed448PrivateKey.generate().private_bytes(
        Encoding.DER, PrivateFormat.PKCS8, NoEncryption()
    )
    with pytest.raises(ValueError, match="three algorithms"):
        SoftwareKey.load(foreign)
