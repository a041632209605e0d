import hashlib
from datetime import UTC, datetime
from pathlib import Path

import pytest
from asn1crypto import cms, tsp
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePublicKey
from cryptography.hazmat.primitives.hashes import SHA256

from workflow.adapters.keystore import Keystore
from workflow.adapters.timestamp import LocalTimeAuthority

AT = datetime(2026, 5, 12, 17, 0, tzinfo=UTC)
DIGEST = hashlib.sha256(b"an envelope").digest()


@pytest.fixture
def authority(tmp_path: Path) -> LocalTimeAuthority:
    return LocalTimeAuthority(Keystore(tmp_path / "keys").time)


def signed(token: bytes) -> cms.SignedData:
    return cms.ContentInfo.load(token, strict=True)["content"]


def test_a_token_names_the_digest_and_the_moment(authority: LocalTimeAuthority) -> None:
    info = signed(authority.token(DIGEST, AT))["encap_content_info"]["content"].parsed
    assert info["gen_time"].native == AT
    assert info["message_imprint"]["hashed_message"].native == DIGEST


def test_a_token_is_signed_by_the_time_key(authority: LocalTimeAuthority) -> None:
    data = signed(authority.token(DIGEST, AT))
    signer = data["signer_infos"][0]
    covered = {each["type"].native: each["values"][0].native for each in signer["signed_attrs"]}
    assert covered["message_digest"] == hashlib.sha256(bytes(data["encap_content_info"]["content"])).digest()
    key = authority.identity.certificate.public_key()
    assert isinstance(key, EllipticCurvePublicKey)
    key.verify(signer["signature"].native, signer["signed_attrs"].untag().dump(), ECDSA(SHA256()))
    with pytest.raises(InvalidSignature):
        key.verify(signer["signature"].native, b"other words", ECDSA(SHA256()))


def test_two_tokens_never_share_a_serial_number(authority: LocalTimeAuthority) -> None:
    serials = {
        signed(authority.token(DIGEST, AT))["encap_content_info"]["content"].parsed["serial_number"].native
        for _ in range(20)
    }
    assert len(serials) == 20


def test_a_request_gets_its_nonce_back(authority: LocalTimeAuthority) -> None:
    request = tsp.TimeStampReq(
        {
            "version": 1,
            "message_imprint": {"hash_algorithm": {"algorithm": "sha256"}, "hashed_message": DIGEST},
            "nonce": 42,
            "cert_req": True,
        }
    )
    answer = authority.respond(request, AT)
    assert answer["status"]["status"].native == "granted"
    assert answer["time_stamp_token"]["content"]["encap_content_info"]["content"].parsed["nonce"].native == 42


def test_it_answers_for_sha256_alone(authority: LocalTimeAuthority) -> None:
    with pytest.raises(ValueError, match="SHA-256"):
        authority.token(b"short", AT)
    weak = {"hash_algorithm": {"algorithm": "sha1"}, "hashed_message": b"\0" * 20}
    with pytest.raises(ValueError, match="SHA-256"):
        authority.respond(tsp.TimeStampReq({"version": 1, "message_imprint": weak}), AT)


def test_it_says_whose_word_it_is(authority: LocalTimeAuthority) -> None:
    assert "operator's own word" in authority.name and not authority.independent
