"""The seal's key on a token: SoftHSM signs, and everybody who checks a seal finds no difference."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pkcs11
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pkcs11 import Attribute, CertificateType, ObjectClass

from tests.conftest import NOW
from tests.foreign.tools import run, there
from tests.publication import kit, sheets
from tests.rig.databases import Databases
from workflow.adapters import seal_token
from workflow.adapters.certificates import new_authority, new_certificate
from workflow.adapters.database import Database
from workflow.adapters.keylist import listed
from workflow.adapters.keystore import Keystore
from workflow.adapters.seal import check_seal
from workflow.adapters.settings import Settings
from workflow.cli import main
from workflow.core.errors import Refused
from workflow.publication.verification import check_upload

PIN = "736251"
LIBRARIES = ("/usr/lib/softhsm/libsofthsm2.so", "/usr/local/lib/softhsm/libsofthsm2.so")


@dataclass(frozen=True)
class Token:
    """A token with a P-256 key, its certificate and that of its authority; and a key of another curve."""

    address: str
    authority: x509.Certificate
    certificate: x509.Certificate

    def seal(self, pin: str = PIN) -> seal_token.TokenSeal:
        return seal_token.TokenSeal(self.address, pin)


@pytest.fixture(scope="module")
def token(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Token]:
    folder = tmp_path_factory.mktemp("softhsm")
    (folder / "tokens").mkdir()
    (folder / "softhsm2.conf").write_text(f"directories.tokendir = {folder / 'tokens'}\nlog.level = ERROR\n")
    os.environ["SOFTHSM2_CONF"] = str(folder / "softhsm2.conf")
    library = next((one for one in LIBRARIES if Path(one).exists()), "")
    there("softhsm2-util", also=bool(library))
    run(
        "softhsm2-util",
        "--init-token",
        "--free",
        "--label",
        "Records Office",
        "--so-pin",
        "11112222",
        "--pin",
        PIN,
    )
    authority = new_authority("state")
    key, certificate = new_certificate("Records Office", "state", authority, time_stamping=False)
    imported(folder, "seal", "01", key)
    with pkcs11.lib(library).get_token(token_label="Records Office").open(rw=True, user_pin=PIN) as session:
        for label, number, one in (("seal", 1, certificate), ("the state", 2, authority[1])):
            session.create_object(object_of(label, number, one))
    try:
        yield Token(
            f"pkcs11:token=Records%20Office;object=seal?module-path={library}", authority[1], certificate
        )
    finally:
        del os.environ["SOFTHSM2_CONF"]


def imported(folder: Path, label: str, number: str, key: ec.EllipticCurvePrivateKey) -> None:
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (folder / "key.pem").write_bytes(pem)
    run("softhsm2-util", "--import", folder / "key.pem", "--token", "Records Office", "--label", label, "--id", number, "--pin", PIN)  # fmt: skip
    (folder / "key.pem").unlink()


def object_of(label: str, number: int, certificate: x509.Certificate) -> dict[Attribute, object]:
    return {
        Attribute.CLASS: ObjectClass.CERTIFICATE, Attribute.CERTIFICATE_TYPE: CertificateType.X_509, Attribute.TOKEN: True,
        Attribute.PRIVATE: False, Attribute.LABEL: label, Attribute.ID: bytes([number]), Attribute.SUBJECT: certificate.subject.public_bytes(),
        Attribute.VALUE: certificate.public_bytes(Encoding.DER),
    }  # fmt: skip


@pytest.fixture
def settings(token: Token, tmp_path: Path) -> Settings:
    return Settings(data=tmp_path, seal_token=token.address, seal_pin=PIN)


def test_its_certificates_are_read_without_a_pin(token: Token) -> None:
    held = token.seal("")
    assert (held.certificate, held.authority) == (token.certificate, token.authority)


def test_it_signs_what_the_certificates_key_verifies(token: Token) -> None:
    public = token.certificate.public_key()
    assert isinstance(public, ec.EllipticCurvePublicKey)
    public.verify(token.seal().sign(b"data"), b"data", ec.ECDSA(SHA256()))


def test_a_pdf_sealed_on_the_token_is_one_like_any_other(
    token: Token, settings: Settings, tmp_path: Path
) -> None:
    keys = Keystore.of(settings, makes=True)
    pdf = sheets.sealed(sheets.page(), keys)
    report = check_seal(pdf, [token.authority, keys.authority])
    assert report.valid and "Records Office" in report.sealed_by and report.sealed_at == NOW
    keys.note_seal(NOW)
    known = [one.certificate for one in keys.seal_authorities]
    assert known == [keys.authority, token.certificate] and check_seal(pdf, known).valid
    (tmp_path / "sealed.pdf").write_bytes(pdf)
    said = run("pdfsig", tmp_path / "sealed.pdf")
    assert "Signature is Valid" in said and "Total document signed" in said
    assert not (keys.folder / "seal.pem").exists()


def test_the_list_of_keys_says_where_it_lies(
    token: Token, settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (one,) = [row for row in listed(Keystore.of(settings)) if row.kind == "seal"]
    assert (one.state, one.where) == ("in use", "pkcs11:token=Records%20Office;object=seal")
    monkeypatch.setenv("COUNTERSIGN_SEAL_TOKEN", token.address)
    assert main(["keys", "--data", str(settings.data)]) == 0
    out = capsys.readouterr().out
    assert "pkcs11:token=Records%20Office;object=seal" in out and PIN not in out


def test_a_wrong_pin_is_tried_once_and_told_without_it(token: Token) -> None:
    for reason in ("refuses the PIN", "not tried again"):
        with pytest.raises(Refused, match=reason) as no:
            token.seal("999999").sign(b"data")
        assert "999999" not in str(no.value) + no.value.remedy
    assert token.seal().sign(b"data")


def test_what_is_not_there_is_said_in_words(token: Token) -> None:
    for old, new, reason in (
        ("Records", "Other", "There is no token"),
        ("object=seal", "object=none", "no certificate none"),
    ):
        with pytest.raises(Refused, match=reason):
            assert seal_token.TokenSeal(token.address.replace(old, new), PIN).certificate
    with pytest.raises(Refused, match="no EC key none"):
        seal_token.TokenSeal(token.address.replace("object=seal", "object=none"), PIN).sign(b"data")


def test_a_certificate_for_another_curve_is_refused(token: Token, tmp_path: Path) -> None:
    key = tmp_path / "key.pem"
    arguments = ("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-384", "-nodes", "-keyout", key, "-out", tmp_path / "c.pem", "-subj", "/CN=x")  # fmt: skip
    run("openssl", *arguments)
    other = x509.load_pem_x509_certificate((tmp_path / "c.pem").read_bytes())
    place = seal_token.read(token.address)
    with pkcs11.lib(place.module).get_token(token_label=place.token).open(rw=True, user_pin=PIN) as session:
        session.create_object(object_of("wide", 3, other))
    with pytest.raises(Refused, match="not for an ECDSA P-256 key"):
        assert seal_token.TokenSeal(token.address.replace("object=seal", "object=wide"), PIN).certificate


def test_the_key_cannot_be_taken_off_the_token(token: Token) -> None:
    place = seal_token.read(token.address)
    with pkcs11.lib(place.module).get_token(token_label=place.token).open(user_pin=PIN) as session:
        key = session.get_key(object_class=ObjectClass.PRIVATE_KEY, label=place.object)
        with pytest.raises(pkcs11.AttributeSensitive):
            assert key[Attribute.VALUE]


def test_a_service_whose_seal_lies_on_a_token_publishes_and_recognises_its_copy(
    token: Token, make_database: Databases, tmp_path: Path
) -> None:
    settings = replace(make_database("sqlite", tmp_path / "data"), seal_token=token.address, seal_pin=PIN)
    database = Database(settings.database)
    with database.writing() as session:
        press = kit.press(session, settings)
        copy = press.whole_life(NOW).copy
        told = check_upload(session, press.settings, copy.pdf, NOW + timedelta(days=1))
    database.close()
    assert told["verdict"] == "verified" and told["seal"]["valid"] and told["page"]["answer"] == "same"
    assert "Records Office" in check_seal(copy.pdf, [token.authority, press.keystore.authority]).sealed_by
    assert not (press.keystore.folder / "seal.pem").exists()
