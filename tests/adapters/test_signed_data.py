import hashlib
from pathlib import Path

import pytest
from asn1crypto import cms

from tests.adapters.documents import AT
from workflow.adapters.keystore import Keystore
from workflow.adapters.signed_data import rebuilt
from workflow.adapters.timestamp import LocalTimeAuthority


@pytest.fixture
def token(tmp_path: Path) -> bytes:
    return LocalTimeAuthority(Keystore(tmp_path / "keys").time).token(hashlib.sha256(b"words").digest(), AT)


def test_what_we_made_is_rebuilt_byte_for_byte(token: bytes) -> None:
    assert rebuilt(cms.ContentInfo.load(token)) == token


def test_a_spare_certificate_does_not_survive_rebuilding(token: bytes, tmp_path: Path) -> None:
    from asn1crypto import x509
    from cryptography.hazmat.primitives.serialization import Encoding

    stranger = Keystore(tmp_path / "other").authority.public_bytes(Encoding.DER)
    info = cms.ContentInfo.load(token)
    info["content"]["certificates"].append(
        cms.CertificateChoices("certificate", x509.Certificate.load(stranger))
    )
    assert rebuilt(info) == token


def test_an_unsigned_attribute_does_not_survive_rebuilding(token: bytes) -> None:
    plain = cms.ContentInfo.load(token)
    assert plain["content"]["signer_infos"][0]["unsigned_attrs"].native is None
    assert b"signature_time_stamp_token" not in rebuilt(plain)
