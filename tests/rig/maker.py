"""A maker of keys, with an own root: its keys answer a registration with a packed statement about themselves."""

import datetime as dt
from dataclasses import dataclass, field

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from workflow.adapters.attestation import AAGUID
from workflow.evidence import cbor
from workflow.evidence.canonical import b64u, sha256
from workflow.evidence.keyrecord import key_record
from workflow.evidence.software_key import Registration, SoftwareKey

MODEL = bytes.fromhex("00112233445566778899aabbccddeeff")
UNIT = "Authenticator Attestation"


def _name(unit: str, common: str) -> x509.Name:
    parts = [
        (NameOID.COUNTRY_NAME, "US"), (NameOID.ORGANIZATION_NAME, "Springfield Keys"), (NameOID.ORGANIZATIONAL_UNIT_NAME, unit),
        (NameOID.COMMON_NAME, common),
    ]  # fmt: skip
    return x509.Name([x509.NameAttribute(oid, value) for oid, value in parts])


@dataclass
class Maker:
    """Its root, and the certificate with which its devices speak. `unit`, `ca` and `model` are what may be wrong with that one."""

    unit: str = UNIT
    ca: bool = False
    model: bytes = MODEL
    days: int = 3650
    root_key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    device_key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )

    def __post_init__(self) -> None:
        self.root = self._certificate(self.root_key, _name("Roots", "Root"), ca=True, model=b"")
        self.device = self._certificate(
            self.device_key, _name(self.unit, "Device"), ca=self.ca, model=self.model
        )

    def _certificate(
        self, key: ec.EllipticCurvePrivateKey, subject: x509.Name, *, ca: bool, model: bytes
    ) -> x509.Certificate:
        begun = dt.datetime.now(dt.UTC) - dt.timedelta(days=3650)
        made = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(_name("Roots", "Root"))
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(begun)
            .not_valid_after(begun + dt.timedelta(days=3650 + self.days))
            .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
        )
        if model:
            made = made.add_extension(x509.UnrecognizedExtension(AAGUID, b"\x04\x10" + model), critical=False)
        return made.sign(self.root_key, hashes.SHA256())

    @property
    def pem(self) -> bytes:
        return self.root.public_bytes(Encoding.PEM)

    @property
    def hash(self) -> str:
        """How records name the root."""
        return b64u(sha256(self.root.public_bytes(Encoding.DER)))


class MadeKey(SoftwareKey):
    """A key of this maker. `by`: whose device signs the statement, `own`: the key vouches for itself, without a certificate."""

    def __init__(
        self, maker: Maker, *, aaguid: bytes = MODEL, own: bool = False, forged: bool = False
    ) -> None:
        super().__init__("ES256")
        self.maker, self.aaguid, self.own, self.forged = maker, aaguid, own, forged

    @property
    def record(self) -> dict[str, object]:
        return key_record(
            alg=self.alg, spki=self.spki, credential_id=self.credential_id, aaguid=self.aaguid, backup_eligible=False,
            attested=("packed", self.maker.hash),
        )  # fmt: skip

    def register(self, challenge: bytes, *, rp_id: str, origin: str) -> Registration:
        plain = super().register(challenge, rp_id=rp_id, origin=origin)
        data = bytearray(cbor.loads(plain.attestation_object)["authData"])
        data[37:53] = self.aaguid
        message = bytes(data) + sha256(plain.client_data)
        if self.own:
            statement: dict[str, object] = {"alg": -7, "sig": self.sign_bytes(message)}
        else:
            signed = self.maker.device_key.sign(message + b"x" * self.forged, ec.ECDSA(hashes.SHA256()))
            chain = [self.maker.device.public_bytes(Encoding.DER)]
            statement = {"alg": -7, "sig": signed, "x5c": chain}
        answer = cbor.dumps({"fmt": "packed", "attStmt": statement, "authData": bytes(data)})
        return Registration(plain.credential_id, answer, plain.client_data)
