"""A passkey in software, for the demo and the tests: it answers exactly as an authenticator would, and says what it is.

Its AAGUID is `SOFTWARE_AAGUID`, so every key record made from it has `kind: software`, and a policy can refuse it.
"""

from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_der_private_key,
)

from workflow.evidence import cbor
from workflow.evidence.canonical import b64u, sha256
from workflow.evidence.envelope import Assertion
from workflow.evidence.keyrecord import SOFTWARE_AAGUID, key_id, key_record
from workflow.evidence.passkey import AT, UP, UV

__all__ = ["SOFTWARE_AAGUID", "Registration", "SoftwareKey"]

_PrivateKey = ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey | rsa.RSAPrivateKey


@dataclass(frozen=True)
class Registration:
    """What `navigator.credentials.create` returns, as raw bytes."""

    credential_id: bytes
    attestation_object: bytes
    client_data: bytes


class SoftwareKey:
    """One key pair; alg is ES256, EdDSA or RS256. Its credential id follows from the key, so PKCS#8 is all there is to keep."""

    def __init__(self, alg: str = "ES256") -> None:
        self._hold(_generate(alg))

    def _hold(self, private: _PrivateKey) -> None:
        self._private = private
        self.alg = _alg(private)
        self.spki = private.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        self.id = key_id(self.spki)
        self.credential_id = sha256(b"credential", self.spki)

    def private_bytes(self) -> bytes:
        """Everything needed to load this key again: unencrypted PKCS#8, for demo and tests only."""
        return self._private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())

    @classmethod
    def load(cls, data: bytes) -> "SoftwareKey":
        """The key that `private_bytes` stored. Raises ValueError."""
        private = load_der_private_key(data, password=None)
        if not isinstance(
            private, ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey | rsa.RSAPrivateKey
        ):
            raise ValueError("not a key of the three algorithms we know")
        key = cls.__new__(cls)
        key._hold(private)
        return key

    @property
    def record(self) -> dict[str, Any]:
        """The key record, as the service computes it from the registration."""
        return key_record(
            alg=self.alg,
            spki=self.spki,
            credential_id=self.credential_id,
            aaguid=SOFTWARE_AAGUID,
            backup_eligible=False,
        )

    def register(self, challenge: bytes, *, rp_id: str, origin: str) -> Registration:
        """Answer a registration challenge: attestation `none`, flags UP|UV|AT, sign count 0."""
        data = sha256(rp_id.encode()) + bytes([UP | UV | AT]) + bytes(4) + SOFTWARE_AAGUID
        data += len(self.credential_id).to_bytes(2, "big") + self.credential_id + self._cose()
        answer = cbor.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        return Registration(self.credential_id, answer, _client_data("webauthn.create", challenge, origin))

    def sign(self, challenge: bytes, *, rp_id: str, origin: str) -> Assertion:
        """Answer an assertion challenge: flags UP|UV, sign count 0."""
        data = sha256(rp_id.encode()) + bytes([UP | UV]) + bytes(4)
        client_data = _client_data("webauthn.get", challenge, origin)
        return Assertion(self.id, data, client_data, self.sign_bytes(data + sha256(client_data)))

    def sign_bytes(self, message: bytes) -> bytes:
        """The bare signature over a message, as the authenticator makes it over its own."""
        if isinstance(self._private, ec.EllipticCurvePrivateKey):
            return self._private.sign(message, ec.ECDSA(hashes.SHA256()))
        if isinstance(self._private, ed25519.Ed25519PrivateKey):
            return self._private.sign(message)
        return self._private.sign(message, padding.PKCS1v15(), hashes.SHA256())

    def _cose(self) -> bytes:
        public = self._private.public_key()
        if isinstance(public, ec.EllipticCurvePublicKey):
            point = public.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
            return cbor.dumps({1: 2, 3: -7, -1: 1, -2: point[1:33], -3: point[33:]})
        if isinstance(public, ed25519.Ed25519PublicKey):
            return cbor.dumps({1: 1, 3: -8, -1: 6, -2: public.public_bytes_raw()})
        numbers = public.public_numbers()
        modulus = numbers.n.to_bytes((numbers.n.bit_length() + 7) // 8, "big")
        return cbor.dumps({1: 3, 3: -257, -1: modulus, -2: numbers.e.to_bytes(3, "big")})


def _generate(alg: str) -> _PrivateKey:
    if alg == "ES256":
        return ec.generate_private_key(ec.SECP256R1())
    if alg == "EdDSA":
        return ed25519.Ed25519PrivateKey.generate()
    if alg == "RS256":
        return rsa.generate_private_key(public_exponent=65537, key_size=2048)
    raise ValueError(f"no such algorithm: {alg}")


def _alg(private: _PrivateKey) -> str:
    if isinstance(private, ec.EllipticCurvePrivateKey):
        return "ES256"
    return "EdDSA" if isinstance(private, ed25519.Ed25519PrivateKey) else "RS256"


def _client_data(kind: str, challenge: bytes, origin: str) -> bytes:
    # Browsers write these four members in this order (WebAuthn 5.8.1.1); no verifier may rely on it.
    said = f'{{"type":"{kind}","challenge":"{b64u(challenge)}","origin":"{origin}","crossOrigin":false}}'
    return said.encode()
