import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed448, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tests.evidence import nobodys
from workflow.evidence import cbor, cose
from workflow.evidence.errors import Bad
from workflow.evidence.software_key import SoftwareKey


def spki(private):
    return private.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def of(key):
    return cbor.loads(key._cose())


@pytest.mark.parametrize("alg", ["ES256", "EdDSA", "RS256"])
def test_a_cose_key_becomes_spki_and_verifies(alg):
    key = SoftwareKey(alg)
    assert cose.spki_from_cose(key._cose()) == (alg, key.spki)
    cose.verify_signature(alg, key.spki, key.sign_bytes(b"message"), b"message")
    for signature, message in (
        (key.sign_bytes(b"message"), b"other"),
        (b"", b"message"),
        (b"\0" * 64, b"message"),
    ):
        with pytest.raises(Bad) as refused:
            cose.verify_signature(alg, key.spki, signature, message)
        assert refused.value.code == "signature.value"


@pytest.mark.parametrize("alg", ["ES256", "EdDSA", "RS256"])
def test_a_key_is_not_used_under_another_algorithm(alg):
    key = SoftwareKey(alg)
    for other in {"ES256", "EdDSA", "RS256", "ES512"} - {alg}:
        with pytest.raises(Bad) as refused:
            cose.load_key(other, key.spki)
        assert refused.value.code == "signature.key"


@pytest.mark.parametrize(
    "twist",
    [{3: -36}, {-1: 2}, {-2: b"short"}, {-2: 7}, {-2: b"\1" * 32}, {1: 1}, {-1: "x"}],
)
def test_a_cose_key_of_another_shape_is_refused(twist):
    with pytest.raises(Bad):
        cose.spki_from_cose(cbor.dumps(of(SoftwareKey()) | twist))


@pytest.mark.parametrize(
    "data",
    [
        b"\x00",
        b"\x80",
        b"\xa0",
        b"",
        cbor.dumps({1: 1, 3: -8, -1: 6, -2: b"short"}),
        cbor.dumps({1: 1, 3: -8, -1: 4, -2: b"k" * 32}),
    ],
)
def test_what_is_no_cose_key_is_refused(data):
    with pytest.raises(Bad):
        cose.spki_from_cose(data)


def test_weak_and_foreign_keys_are_refused():
    small = rsa.generate_private_key(public_exponent=65537, key_size=1024)
    odd = rsa.generate_private_key(public_exponent=3, key_size=2048)
    for alg, private in (
        ("RS256", small),
        ("RS256", odd),
        ("ES256", ec.generate_private_key(ec.SECP384R1())),
        ("EdDSA", ed448.Ed448PrivateKey.generate()),
    ):
        with pytest.raises(Bad) as refused:
            cose.load_key(alg, spki(private))
        assert refused.value.code == "signature.key"


@pytest.mark.parametrize("public", nobodys.REFUSED, ids=bytes.hex)
def test_a_key_that_belongs_to_nobody_is_refused(public):
    for ask in (
        lambda: cose.load_key("EdDSA", nobodys.spki(public)),
        lambda: cose.spki_from_cose(cbor.dumps({1: 1, 3: -8, -1: 6, -2: public})),
    ):
        with pytest.raises(Bad) as refused:
            ask()
        assert refused.value.code == "signature.key"


def test_under_such_a_key_anybodys_signature_would_fit():
    public = nobodys.NobodysKey().spki
    for message in (b"one text", b"another"):
        cose.load_der_public_key(public).verify(nobodys.SIGNATURE, message)
        with pytest.raises(Bad, match="belongs to anybody"):
            cose.verify_signature("EdDSA", public, nobodys.SIGNATURE, message)


def test_the_keys_beside_them_are_not_refused():
    for public in nobodys.NEIGHBOURS:
        cose.somebodys(public, "signature.key")


def test_a_public_key_has_one_spelling():
    key = SoftwareKey()
    compressed = key._private.public_key().public_bytes(Encoding.X962, PublicFormat.CompressedPoint)
    prefix = bytes.fromhex("3039301306072a8648ce3d020106082a8648ce3d030107032200")
    for data in (b"", b"junk", key.spki + b"\0", prefix + compressed):
        with pytest.raises(Bad) as refused:
            cose.load_key("ES256", data)
        assert refused.value.code == "signature.key"
