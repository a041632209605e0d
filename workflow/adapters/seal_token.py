"""The seal's key on a token (PKCS#11): it signs there and never leaves. A smart card, a security module, or SoftHSM.

- The address is a PKCS#11 URI (RFC 7512): which library, which token, which key. A PIN in it is refused, since an address is shown.
- The certificates lie beside the key, as objects that need no PIN; they are read once.
- The token signs a digest (CKM_ECDSA): hashing here gives away nothing, and every token can do it.
- A wrong PIN is tried once. Tokens lock themselves after a few, and work that is taken up again would lock one in a minute.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qsl, unquote

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey

from workflow.adapters.seal_key import issuer_of
from workflow.core.errors import Unready

_ONE_AT_A_TIME = threading.Lock()
"""A login is the process's, not the session's: two at once would log each other out."""
_wrong_pins: set[tuple[str, bytes]] = set()


@dataclass(frozen=True)
class Place:
    """Where a key lies: the vendor's library, the token's label, the label of key and certificate."""

    module: str
    token: str
    object: str


@dataclass(frozen=True)
class TokenSeal:
    """The seal's key and certificates on a token. Nothing is opened before it is asked for."""

    address: str
    pin: str = field(repr=False)

    @property
    def where(self) -> str:
        """The address without the library's path."""
        return self.address.partition("?")[0]

    @property
    def certificate(self) -> x509.Certificate:
        return _certificates(self.address)[0]

    @property
    def authority(self) -> x509.Certificate:
        return _certificates(self.address)[1]

    def sign(self, data: bytes) -> bytes:
        """An ECDSA signature with SHA-256, made on the token. Raises Unready in words, never with the PIN."""
        if not self.pin:
            raise Unready("The PIN of the token with the seal's key is not set.", REMEDY)
        place, tried = read(self.address), (self.address, sha256(self.pin.encode()).digest())
        if tried in _wrong_pins:
            raise Unready("The token has refused this PIN before, so it is not tried again.", REMEDY)
        with _session(place, self.pin, tried) as session:
            from pkcs11 import KeyType, Mechanism, ObjectClass
            from pkcs11.util.ec import encode_ecdsa_signature

            key = session.get_key(
                object_class=ObjectClass.PRIVATE_KEY, key_type=KeyType.EC, label=place.object
            )
            raw = key.sign(sha256(data).digest(), mechanism=Mechanism.ECDSA)
            return bytes(encode_ecdsa_signature(raw))


REMEDY = "Look at COUNTERSIGN_SEAL_PIN_FILE, then start the service anew."


def read(address: str) -> Place:
    """The place that a PKCS#11 URI names. Raises Unready for another address, or one with a PIN in it."""
    scheme, _, rest = address.partition(":")
    path, _, query = rest.partition("?")
    said = {name: unquote(value) for name, _, value in (part.partition("=") for part in path.split(";"))}
    asked = dict(parse_qsl(query, keep_blank_values=True, separator="&"))
    if {"pin-value", "pin-source"} & {*said, *asked}:
        raise Unready(
            "A PIN does not belong into COUNTERSIGN_SEAL_TOKEN.", "Put it into a file: SEAL_PIN_FILE."
        )
    if scheme != "pkcs11" or set(said) != {"token", "object"} or set(asked) != {"module-path"}:
        raise Unready(
            "COUNTERSIGN_SEAL_TOKEN is not the address of a key on a token.",
            "It looks like pkcs11:token=LABEL;object=LABEL?module-path=/path/to/library.so",
        )
    return Place(asked["module-path"], said["token"], said["object"])


@lru_cache(maxsize=8)
def _certificates(address: str) -> tuple[x509.Certificate, x509.Certificate]:
    """The key's own certificate and its issuer's, or itself twice. Raises Unready."""
    place = read(address)
    with _session(place) as session:
        from pkcs11 import Attribute, ObjectClass

        found = [
            (one[Attribute.LABEL], x509.load_der_x509_certificate(one[Attribute.VALUE]))
            for one in session.get_objects({Attribute.CLASS: ObjectClass.CERTIFICATE})
        ]
    own = next((certificate for label, certificate in found if label == place.object), None)
    if own is None:
        raise Unready(f"The token {place.token} has no certificate {place.object}.")
    public = own.public_key()
    if not isinstance(public, EllipticCurvePublicKey) or not isinstance(public.curve, SECP256R1):
        raise Unready(f"The certificate {place.object} is not for an ECDSA P-256 key.")
    return own, issuer_of(own, [certificate for _, certificate in found])


@contextmanager
def _session(place: Place, pin: str | None = None, tried: tuple[str, bytes] = ("", b"")) -> Iterator[Any]:
    """A session with the token, logged in where a PIN is given. What goes wrong is Unready, in words."""
    try:
        import pkcs11
        from pkcs11 import exceptions as no
    except ImportError:
        raise Unready(
            "The seal's key is on a token, and python-pkcs11 is not installed.",
            "Install it: pip install 'countersign[pkcs11]'.",
        ) from None
    try:
        with (
            _ONE_AT_A_TIME,
            pkcs11.lib(place.module).get_token(token_label=place.token).open(user_pin=pin) as session,
        ):
            yield session
    except (no.PinIncorrect, no.PinInvalid, no.PinLenRange):
        _wrong_pins.add(tried)
        raise Unready(f"The token {place.token} refuses the PIN.", REMEDY) from None
    except no.PinLocked:
        raise Unready(f"The token {place.token} has locked itself.", "Its owner can unlock it.") from None
    except no.NoSuchToken:
        raise Unready(f"There is no token {place.token}.", "Is it plugged in?") from None
    except no.NoSuchKey:
        raise Unready(f"The token {place.token} has no EC key {place.object}.") from None
    except (no.PKCS11Error, RuntimeError) as error:
        raise Unready(f"The token {place.token} cannot be used: {type(error).__name__}.") from None
