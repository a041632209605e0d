import json

import pytest
from webauthn import verify_authentication_response, verify_registration_response

from workflow.evidence import cbor, passkey
from workflow.evidence.canonical import b64u, sha256
from workflow.evidence.envelope import Assertion
from workflow.evidence.errors import Bad
from workflow.evidence.software_key import SOFTWARE_AAGUID, SoftwareKey

RP, ORIGIN = "localhost", "http://localhost:8000"
ASKED = b"c" * 32
HERE = {"challenge": ASKED, "rp_id": RP, "origins": {ORIGIN}}


@pytest.mark.parametrize("alg", ["ES256", "EdDSA", "RS256"])
def test_an_assertion_holds_here_and_in_the_webauthn_library(alg):
    key = SoftwareKey(alg)
    made = key.register(ASKED, rp_id=RP, origin=ORIGIN)
    theirs = verify_registration_response(
        credential={
            "id": b64u(made.credential_id),
            "rawId": b64u(made.credential_id),
            "type": "public-key",
            "response": {
                "attestationObject": b64u(made.attestation_object),
                "clientDataJSON": b64u(made.client_data),
            },
        },
        expected_challenge=ASKED,
        expected_rp_id=RP,
        expected_origin=ORIGIN,
        require_user_verification=True,
    )
    assert passkey.registered(made.attestation_object, made.client_data, **HERE) == key.record
    answer = key.sign(ASKED, rp_id=RP, origin=ORIGIN)
    verify_authentication_response(
        credential={
            "id": b64u(made.credential_id),
            "rawId": b64u(made.credential_id),
            "type": "public-key",
            "response": {
                "authenticatorData": b64u(answer.authenticator_data),
                "clientDataJSON": b64u(answer.client_data),
                "signature": b64u(answer.signature),
            },
        },
        expected_challenge=ASKED,
        expected_rp_id=RP,
        expected_origin=ORIGIN,
        credential_public_key=theirs.credential_public_key,
        credential_current_sign_count=0,
        require_user_verification=True,
    )
    assert passkey.verify_assertion(answer, **HERE, key=key.record) == passkey.Flags(
        True, True, False, False, 0
    )


def test_the_flags_of_a_synced_key_are_read():
    key = SoftwareKey()
    data = sha256(RP.encode()) + bytes([0x1D]) + b"\0\0\1\0"
    client = key.sign(ASKED, rp_id=RP, origin=ORIGIN).client_data
    answer = Assertion(key.id, data, client, key.sign_bytes(data + sha256(client)))
    record = key.record | {"backup_eligible": 1}
    assert passkey.verify_assertion(answer, **HERE, key=record) == passkey.Flags(True, True, True, True, 256)
    with pytest.raises(Bad, match="changed"):
        passkey.verify_assertion(answer, **HERE, key=key.record)


def test_all_four_bytes_of_the_count_are_read():
    key = SoftwareKey()
    data = sha256(RP.encode()) + bytes([0x05, 1, 2, 3, 4])
    client = key.sign(ASKED, rp_id=RP, origin=ORIGIN).client_data
    answer = Assertion(key.id, data, client, key.sign_bytes(data + sha256(client)))
    assert passkey.verify_assertion(answer, **HERE, key=key.record).sign_count == 0x01020304


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity"])
def test_what_is_no_number_in_json_is_none_here(number):
    key = SoftwareKey()
    good = key.sign(ASKED, rp_id=RP, origin=ORIGIN)
    client = good.client_data[:-1] + f',"more":{number}}}'.encode()
    signed = key.sign_bytes(good.authenticator_data + sha256(client))
    with pytest.raises(Bad, match="not JSON") as refused:
        passkey.verify_assertion(
            Assertion(key.id, good.authenticator_data, client, signed), **HERE, key=key.record
        )
    assert refused.value.code == "signature.client_data"


def test_every_flipped_bit_of_an_assertion_is_noticed():
    key = SoftwareKey("EdDSA")
    good = key.sign(ASKED, rp_id=RP, origin=ORIGIN)
    flips = 0
    for name in ("authenticator_data", "client_data", "signature"):
        raw = getattr(good, name)
        for bit in range(len(raw) * 8):
            flipped = bytearray(raw)
            flipped[bit // 8] ^= 1 << (bit % 8)
            with pytest.raises(Bad):
                passkey.verify_assertion(
                    Assertion(**(vars(good) | {name: bytes(flipped)})), **HERE, key=key.record
                )
            flips += 1
    assert flips > 1500


def _attestation(twist=None, flags=0x45, tail=b"", credential=b"id" * 8, cose=None):
    key = SoftwareKey()
    data = sha256(RP.encode()) + bytes([flags]) + bytes(4) + SOFTWARE_AAGUID
    data += len(credential).to_bytes(2, "big") + credential + (cose or key._cose()) + tail
    answer = {"fmt": "none", "attStmt": {}, "authData": data}
    client = key.register(ASKED, rp_id=RP, origin=ORIGIN).client_data
    return cbor.dumps(answer if twist is None else twist), client


def test_extensions_may_follow_the_key():
    passkey.registered(*_attestation(flags=0xC5, tail=cbor.dumps({"credProtect": 2})), **HERE)


@pytest.mark.parametrize("length", [1, 2, 255, 256, 1022, 1023])
def test_a_credential_has_a_name_of_1_to_1023_bytes(length):
    made = passkey.registered(*_attestation(credential=b"x" * length), **HERE)
    assert made["credential"] == b64u(sha256(b"x" * length))


@pytest.mark.parametrize(
    "made",
    [
        _attestation(twist={}),
        _attestation(twist=[1]),
        _attestation(twist={"authData": "text"}),
        _attestation(flags=0x05),
        _attestation(flags=0x41),
        _attestation(flags=0x44),
        _attestation(tail=b"\0"),
        _attestation(flags=0xC5),
        _attestation(credential=b""),
        _attestation(credential=b"x" * 1024),
        _attestation(cose=cbor.dumps({1: 2})),
        _attestation(twist={"authData": sha256(RP.encode()) + b"\x45" + bytes(10)}),
    ],
)
def test_a_registration_of_another_shape_is_refused(made):
    with pytest.raises(Bad) as refused:
        passkey.registered(*made, **HERE)
    assert refused.value.code.startswith("signature.")


def test_an_assertion_is_no_registration_and_the_reverse():
    key = SoftwareKey()
    made, answer = key.register(ASKED, rp_id=RP, origin=ORIGIN), key.sign(ASKED, rp_id=RP, origin=ORIGIN)
    with pytest.raises(Bad, match=r"webauthn\.create was expected"):
        passkey.registered(made.attestation_object, answer.client_data, **HERE)
    with pytest.raises(Bad, match=r"webauthn\.get was expected"):
        passkey.verify_assertion(Assertion(key.id, b"", made.client_data, b""), **HERE, key=key.record)


def test_a_key_answers_only_for_itself():
    key, other = SoftwareKey(), SoftwareKey()
    with pytest.raises(Bad, match="another key"):
        passkey.verify_assertion(key.sign(ASKED, rp_id=RP, origin=ORIGIN), **HERE, key=other.record)


def test_what_browsers_write_is_not_compared_with_a_template():
    key = SoftwareKey()
    said = {"origin": ORIGIN, "extra": [1.5, None], "challenge": b64u(ASKED), "type": "webauthn.get"}
    client = json.dumps(said, indent=1).encode()
    data = key.sign(ASKED, rp_id=RP, origin=ORIGIN).authenticator_data
    answer = Assertion(key.id, data, client, key.sign_bytes(data + sha256(client)))
    assert passkey.verify_assertion(answer, **HERE, key=key.record).user_verified
