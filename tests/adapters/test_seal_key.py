"""The seal's key where it is another authority's: what a file must hold, and what is refused in words."""

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP384R1, generate_private_key

from tests.adapters.test_keystore import pkcs12_file
from workflow.adapters.keystore import Keystore
from workflow.adapters.seal_key import from_pkcs12
from workflow.core.errors import Refused


def test_its_certificate_comes_with_the_one_that_issued_it(tmp_path: Path) -> None:
    held = from_pkcs12(pkcs12_file(tmp_path / "seal.p12", None, b"opens it"), "opens it")
    held.certificate.verify_directly_issued_by(held.authority)
    assert held.key.public_key() == held.certificate.public_key() and "Records Office" in repr(held)


def test_a_seal_of_another_curve_is_refused(tmp_path: Path) -> None:
    file = pkcs12_file(tmp_path / "seal.p12", generate_private_key(SECP384R1()), b"opens it")
    with pytest.raises(Refused, match="does not hold an ECDSA P-256 key"):
        assert Keystore(tmp_path / "keys", "", file, "opens it").seal
