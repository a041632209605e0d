"""Every passkey signature of every vector, and our registrations, before somebody else's passkey server (python-fido2)."""

import hashlib
import json
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_der_public_key
from fido2.cose import CoseKey
from fido2.server import Fido2Server
from fido2.webauthn import AttestedCredentialData, PublicKeyCredentialRpEntity

from tests.foreign import vectors
from tests.foreign.vectors import Said, b64u, unb64u
from workflow.adapters import authenticator
from workflow.evidence import software_key
from workflow.evidence.software_key import SoftwareKey

ALGORITHMS = ["ES256", "EdDSA", "RS256"]
RP, ORIGIN = "localhost", "http://localhost:8000"
REFUSED = {
    "another-origin": "Invalid origin", "another-rp": "Wrong RP ID hash", "flags-no-uv": "User verification required",
    "sign-in-as-approval": "Wrong challenge", "decline-relabelled": "Wrong challenge", "value-es256": "Invalid signature",
    "value-rs256": "Invalid signature", "value-long-length": "Invalid signature", "another-key": "Unknown credential",
    "no-genesis": "Unknown credential",
}  # fmt: skip
PASSED_OVER = {
    "flags-be-appeared": "it keeps no backup flag from the registration",
    "client-cross-origin": "it reads crossOrigin and lets it pass",
    "client-cross-origin-null": "the same",
    "client-top-origin": "it does not know topOrigin",
    "key-of-nobody": "it asks of no key whether it can have a private half",
    "client-twice": "it takes the last of two members of one name",
    "two-signatures": "each of the two is good",
}
"""What our verifier refuses in a signature, and this server has no opinion on."""


def server(rp_id: str, origins: list[str]) -> Fido2Server:
    relying_party = PublicKeyCredentialRpEntity(name="Countersign", id=rp_id)
    return Fido2Server(relying_party, verify_origin=lambda origin: origin in origins)


def state(challenge: bytes) -> Said:
    """What the server kept of its question."""
    return {"challenge": b64u(challenge), "user_verification": "required"}


def credential(key: Said) -> AttestedCredentialData:
    """A key record of a package as the server would have kept it. The package holds the hash of the credential id alone."""
    public = load_der_public_key(unb64u(key["spki"]))
    kind = CoseKey.for_name(key["alg"])
    return AttestedCredentialData.create(bytes(16), key["id"].encode(), kind.from_cryptography_key(public))


def objection(at: Fido2Server, challenge: bytes, keys: list[Said], assertion: Said) -> str:
    """Why the server, which knows these keys, refuses an assertion; empty when it takes it."""
    credential_id = assertion["key"].encode()
    answer = {
        "id": b64u(credential_id), "rawId": b64u(credential_id), "type": "public-key",
        "response": {
            "clientDataJSON": assertion["client_data"], "authenticatorData": assertion["authenticator_data"],
            "signature": assertion["signature"],
        },
    }  # fmt: skip
    try:
        at.authenticate_complete(state(challenge), map(credential, keys), answer)
    except ValueError as refusal:
        return str(refusal)
    return ""


def objections(name: str) -> list[str]:
    """What the server says to all signatures of a vector."""
    parcel, (relying,) = vectors.package(name), vectors.policy(name)["relying_parties"]
    at, keys = server(relying["rp_id"], relying["origins"]), list(vectors.keys(parcel).values())
    return [
        objection(at, hashlib.sha256(vectors.pae(each)).digest(), keys, assertion)
        for each in vectors.envelopes(parcel)
        for assertion in each["signatures"]
    ]


@pytest.mark.parametrize("name", vectors.GOOD)
def test_it_takes_every_signature_of_a_good_vector(name: str) -> None:
    said = objections(name)
    assert len(said) >= 12 and set(said) == {""}


@pytest.mark.parametrize("name", REFUSED)
def test_it_refuses_the_signature_that_is_bad(name: str) -> None:
    said = [words for words in objections(name) if words]
    assert said and all(words.startswith(REFUSED[name]) for words in said)


def test_it_refuses_in_no_other_vector_and_we_know_what_it_passes_over() -> None:
    bad = [one["name"] for one in vectors.INDEX if one["code"].startswith("signature.")]
    assert set(bad) <= REFUSED.keys() | PASSED_OVER.keys()
    others = [name for name in vectors.READABLE if name not in REFUSED]
    assert {name for name in others if any(objections(name))} == set()


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_it_registers_our_keys_and_takes_their_assertions(algorithm: str) -> None:
    key, at = SoftwareKey(algorithm), server(RP, [ORIGIN])
    options = {"challenge": b64u(b"c" * 32), "rp": {"id": RP}, "rpId": RP}
    made = at.register_complete(state(b"c" * 32), authenticator.registered(key, options, ORIGIN))
    kept = made.credential_data
    assert kept and kept.credential_id == key.credential_id and kept.aaguid == software_key.SOFTWARE_AAGUID
    assert kept.public_key.ALGORITHM == CoseKey.for_name(algorithm).ALGORITHM
    assert kept.public_key == credential(key.record).public_key
    answer = authenticator.asserted(key, options, ORIGIN)
    assert at.authenticate_complete(state(b"c" * 32), [kept], answer) == kept
    with pytest.raises(ValueError, match="Wrong challenge"):
        at.authenticate_complete(state(b"d" * 32), [kept], answer)
    with pytest.raises(ValueError, match="Unknown credential"):
        at.authenticate_complete(state(b"c" * 32), [credential(SoftwareKey(algorithm).record)], answer)


def without_user_verification(answer: Said) -> Said:
    data = bytearray(unb64u(answer["response"]["attestationObject"]))
    flags = data.index(hashlib.sha256(RP.encode()).digest()) + 32
    data[flags] &= ~software_key.UV
    return {**answer, "response": {**answer["response"], "attestationObject": b64u(bytes(data))}}


def as_assertion(answer: Said) -> Said:
    said = json.loads(unb64u(answer["response"]["clientDataJSON"])) | {"type": "webauthn.get"}
    return {**answer, "response": {**answer["response"], "clientDataJSON": b64u(json.dumps(said).encode())}}


BAD: dict[str, tuple[Any, str, str, str]] = {
    "another relying party": (dict, "elsewhere.example", ORIGIN, "Wrong RP ID hash"),
    "another page": (dict, RP, "https://elsewhere.example", "Invalid origin"),
    "nobody verified": (without_user_verification, RP, ORIGIN, "User Verified flag not set"),
    "an assertion": (as_assertion, RP, ORIGIN, "Incorrect type"),
}


@pytest.mark.parametrize("case", BAD)
@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_it_refuses_a_registration_that_is_bad(algorithm: str, case: str) -> None:
    change, rp_id, origin, words = BAD[case]
    options = {"challenge": b64u(b"c" * 32), "rp": {"id": rp_id}}
    answer = change(authenticator.registered(SoftwareKey(algorithm), options, origin))
    with pytest.raises(ValueError, match=words):
        server(RP, [ORIGIN]).register_complete(state(b"c" * 32), answer)


def test_a_key_record_is_the_key_that_was_registered() -> None:
    for algorithm in ALGORITHMS:
        key = SoftwareKey(algorithm)
        public = load_der_public_key(unb64u(key.record["spki"]))
        assert public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo) == key.spki
