"""Time tokens by an authority that writes what no honest one would: both verifiers read the same time in each, or refuse it."""

from collections.abc import Iterator
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.serialization import Encoding

from tests.evidence.test_time_token import Crafted, certified
from tests.scripts.case import Case
from tests.scripts.golden import codes
from tests.scripts.restamping import CERTIFICATE, SAID, SIGNER, Authority, Place, Value, changes, opened
from tests.scripts.values import plain
from workflow.evidence import time_token
from workflow.evidence.errors import Bad

UNREAD: tuple[Place, ...] = (
    *((*CERTIFICATE, *rest) for rest in ((0, 0), (0, 2), (0, 5), (1,), (2,))),
    (*SIGNER, 3, 1),
)
"""Version, algorithms, subject and signature of the certificate, and the signer's own time: the browser reads nothing of these,
and the library that Python reads them with refuses some that are odd. All of it is bound by a signature or a hash."""
INSIDE = (CERTIFICATE, SAID, (*SIGNER, 3))
"""What the authority signs with its own words: Python reads lengths there as BER has them, the browser no tags it does not need."""
TIMES = (
    "200101000000Z", "490101000000Z", "500101000000Z", "491231235959Z", "260512170000Z", "260512170001Z", "260512165959Z", "2605121700Z",
    "20260512170000Z", "20260512170000.5Z", "20260512170000.25Z", "x20260512170000Z", "20260512170000Zx", "20260512170000.xZ",
    "20260512170000+0000", "20491231235959Z", "20260512170001Z", "20200101000000Z", "20191231235959Z", "20490101000000Z", "20490101000001Z",
    "99991231235959Z", "19500101000000Z",
)  # fmt: skip
NAMES = (
    "608648016503040201", "608648016503040202", "608648016503040203", "2b0e03021a", "2a8648ce3d030107", "2b81040022", "2b81040023",
    "2a8648ce3d0201", "2a864886f70d010101", "2a8648ce3d040302", "2a8648ce3d040303", "2a8648ce3d040304", "2a864886f70d01010b",
    "2a864886f70d01010c", "2a864886f70d01010d", "2a864886f70d010702", "2a864886f70d0109100104", "2a864886f70d010903", "551d25", "551d0f",
    "2b06010505070308", "2b06010505070303",
)  # fmt: skip
"""Object identifiers: digests, curves, kinds of keys, signatures, contents, attributes, extensions, purposes."""
OTHERS = {
    0x17: [*(one.encode() for one in TIMES), b"\xff"],
    0x18: [*(one.encode() for one in TIMES), b"\xff"],
    0x06: [bytes.fromhex(one) for one in NAMES],
}
"""What else may stand in a value, by its tag."""


def authority(key: Any, digest: str = "sha256") -> Authority:
    """One whose token is in order, signed with this digest."""

    def sign(data: bytes, name: str) -> bytes:
        algorithm = getattr(hashes, name.upper())()
        made: bytes = key.sign(data, PKCS1v15(), algorithm) if isinstance(key, rsa.RSAPrivateKey) else key.sign(data, ec.ECDSA(algorithm))  # fmt: skip
        return made

    return Authority(Crafted(key).stamp(), sign).with_digest(digest)


def issued() -> Iterator[Case]:
    """Authorities whose certificate somebody else issued, with every kind of key and digest, under his name and another."""
    issuers = [ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP521R1()), rsa.generate_private_key(65537, 2048), Ed25519PrivateKey.generate()]  # fmt: skip
    own, asked, vouched = ec.generate_private_key(ec.SECP256R1()), [], []
    certificates = [certified(one, one, (name, name)) for one in issuers for name in ("Issuer", "Another")]
    for issuer in issuers:
        for digest in (hashes.SHA256(), hashes.SHA384(), hashes.SHA512()):
            stamp = Crafted(own, issuer, digest).stamp()
            for one in certificates:
                vouched.append(time_token.vouched(time_token.read(stamp), [one]))
                asked.append([{"bytes": plain(stamp)}, {"bytes": plain(one.public_bytes(Encoding.DER))}])
    yield Case("issued", {"kind": "vouched", "script": "verify", "given": asked}, vouched)


def read(der: bytes) -> str:
    """The time in a token, or why it is refused."""
    try:
        return time_token.read(der).at
    except Bad as bad:
        return bad.code


def within(place: Place, places: tuple[Place, ...]) -> bool:
    """Whether a place is one of these, or in one of them."""
    return any(place[: len(one)] == one for one in places)


def changed(one: Authority) -> Iterator[bytes]:
    """Its token with each change on which both verifiers have to agree."""
    [token] = opened(one.token)
    for place in list(token.places())[1:]:
        value: Value = token.at(place)
        for kind, change in changes(value, OTHERS.get(value.tag, ())):
            if within(place, INSIDE) and (kind not in ("body", "drop") or within(place, UNREAD)):
                continue
            try:
                yield one.with_change(place, change)
            except (IndexError, TypeError):  # what the rest follows from is gone
                continue


def cases() -> Iterator[Case]:
    """An authority with each kind of key and digest; of the first, every change."""
    yield from issued()
    keys = [ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP384R1()), rsa.generate_private_key(65537, 2048)]  # fmt: skip
    several = [authority(key, digest) for key in keys for digest in ("sha256", "sha384", "sha512")]
    several += [several[0].with_certificate_hash(digest) for digest in ("sha256", "sha384", "sha512")]
    given = [one.token for one in several] + list(changed(several[0])) + list(changed(several[-1]))
    for first in range(0, len(given), 50):
        some = given[first : first + 50]
        asked = {"kind": "stamped", "script": "verify", "given": [{"bytes": plain(one)} for one in some]}
        yield Case(f"restamped {first}", asked, [read(one) for one in some], codes)
