"""What is signed: keys and signatures of every kind, time tokens bent byte by byte, authorities, and what is said of them."""

import json
from collections.abc import Iterator
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tests.evidence import nobodys
from tests.evidence.test_time_token import Crafted
from tests.foreign.vectors import FOLDER, INDEX, unb64u
from tests.foreign.vectors import keys as keys_by_id
from tests.scripts.case import Case, call
from tests.scripts.golden import codes
from tests.scripts.shapes import parcels, refuses_not
from tests.scripts.values import A, judged, made, plain
from workflow.evidence import canonical, cose, keyrecord, time_token
from workflow.evidence.errors import Bad
from workflow.evidence.sentences import WORDS, reason
from workflow.evidence.software_key import SoftwareKey


def tokens() -> Iterator[Case]:
    """Time tokens with one byte changed, missing or more, and the certificates in them."""
    found = [unb64u(one["token"]) for parcel in parcels() for one in parcel["time_tokens"]][:2]
    given = [
        der[:at] + more + der[at + cut :]
        for der in found[:1]
        for at in range(len(der))
        for more, cut in ((bytes([der[at] ^ 1]), 1), (b"", 1))
    ]
    given += [der[:at] + b"\0" + der[at:] for der in found[:1] for at in range(0, len(der), 5)]
    given += [
        *found,
        *(der[:size] for der in found for size in range(0, len(der), 11)),
        b"",
        b"\x30",
        b"\x30\x80",
        b"\x30\x84\0\0\0\0",
        b"\x1f\0",
    ]
    yield judged(
        "readToken",
        [[{"bytes": plain(one)}] for one in given],
        [refuses_not(time_token.read)(one) for one in given],
    )


def authorities() -> Iterator[Case]:
    """Tokens by keys of every kind, over other hashes, and whom a policy's certificates vouch for."""
    curves = [ec.generate_private_key(curve) for curve in (ec.SECP256R1(), ec.SECP384R1(), ec.SECP521R1())]
    known = [Crafted(key) for key in [*curves, rsa.generate_private_key(65537, 2048)]]
    others = [Crafted(rsa.generate_private_key(65537, 1024)), Crafted(Ed25519PrivateKey.generate())]
    given = [one.stamp() for one in [*known, *others]]
    given += [known[0].stamp(algorithm="sha512"), known[0].stamp(twice=True)]
    long = known[3].stamp()
    given += [long[:at] + bytes([long[at] ^ 1]) + long[at + 1 :] for at in range(0, len(long), 3)]
    holds = [refuses_not(time_token.read)(one) for one in given]
    yield judged("readToken", [[{"bytes": plain(one)}] for one in given], holds, "authorities")
    found = [unb64u(one["token"]) for parcel in parcels() for one in parcel["time_tokens"]][:2] + given[:4]
    trusted = [unb64u(der) for policy_ in trusting() for der in policy_["time_authorities"]]
    trusted += [one.identity.certificate.public_bytes(Encoding.DER) for one in known]
    pairs = [(token, one) for token in found for one in trusted]
    vouched = [
        time_token.vouched(time_token.read(token), [x509.load_der_x509_certificate(one)])
        for token, one in pairs
    ]
    asked = [[{"bytes": plain(token)}, {"bytes": plain(one)}] for token, one in pairs]
    yield Case("vouched for", {"kind": "vouched", "script": "verify", "given": asked}, vouched)


def trusting() -> list[dict[str, Any]]:
    """The policies that name time authorities."""
    texts = [
        (FOLDER / one["policy"]).read_bytes()
        for one in INDEX
        if one["policy"] and one["code"] != "policy.json"
    ]
    return [one for text_ in texts if (one := json.loads(text_)).get("time_authorities")]


def looked_up() -> Iterator[Case]:
    """Words for codes, those that come later too; and what an approval that cannot be read says of itself."""
    table = {"a.b": "one", "a": "family", "": "any"}
    codes = ("a.b", "a.c", "a", "b", "b.c", "")
    reasons = WORDS["en"]["reasons"]
    yield call("verify", "byCode", [[reasons, code] for code in codes], [reason(code) for code in codes])
    yield call(
        "verify",
        "byCode",
        [[table, "a.b"], [table, "a.c"], [table, "z"], [{}, "z.y"]],
        ["one", "family", "any", "z.y"],
        "by code",
    )
    said = {"name": "Dana", "title": "Chief", "sheet": {"name": "Eve", "title": "Clerk"}}
    links: list[tuple[str, Any]] = [
        (event, value) for event in ("signed", "attested") for value in (said, {}, {"sheet": {}})
    ]
    given = [
        [{"leaf": {"event": event}, "envelope": {"statement": canonical.b64u(canonical.dumps(value))}}]
        for event, value in links
    ]
    given += [
        [{"leaf": {"event": "signed"}}],
        [{"leaf": {"event": "signed"}, "envelope": {"statement": "AAAA"}}],
    ]
    nobody, dana, eve = (
        {"name": "", "office": ""},
        {"name": "Dana", "office": "Chief"},
        {"name": "Eve", "office": "Clerk"},
    )
    yield call("verify", "named", given, [dana, nobody, nobody, eve, {}, nobody, {}, {}])
    records = [key for parcel in parcels() for key in keys_by_id(parcel).values()]
    kinds = [
        {**records[0], "kind": kind, "aaguid": aaguid, "backup_eligible": able}
        for kind in keyrecord.KINDS
        for aaguid in (records[0]["aaguid"], "0" * 32)
        for able in (0, 1)
    ]
    attested = [{**one, "attested": {"format": "packed", "root": A}} for one in kinds]
    all_ = [*records[:40], *kinds, *attested, {**records[0], "id": A}]
    asked = call("verify", "checkKey", [[one] for one in all_], []).asked
    holds = [refuses_not(keyrecord.consistent)(one) for one in all_]
    yield Case("checkKey", asked, holds, lambda answers: [one == "undefined" for one in answers])


def signatures() -> Iterator[Case]:
    """Keys of the three algorithms, their signatures, and each a little bent; the code is the same too."""
    given: list[tuple[str, bytes, bytes, bytes]] = []
    for key in (SoftwareKey(), SoftwareKey("EdDSA"), SoftwareKey("RS256")):
        spki, said = unb64u(key.record["spki"]), key.sign_bytes(b"data")
        given += [(alg, spki, said, b"data") for alg in ("ES256", "EdDSA", "RS256")]
        alg = key.record["alg"]
        given += [
            (alg, spki, bent, b"data")
            for bent in (
                said[:-1],
                said + b"\0",
                b"\0" + said,
                b"",
                said[:1] + b"\x81" + said[1:],
                said[::-1],
            )
        ]
        given += [
            (alg, bent, said, b"data")
            for bent in (spki[:-1], spki + b"\0", b"", spki[:-1] + bytes([spki[-1] ^ 1]))
        ]
        given += [
            (alg, spki, said, b"other"),
            (alg, spki, said[:9] + bytes([said[9] ^ 1]) + said[10:], b"data"),
        ]
    nobodys_keys = (*nobodys.REFUSED, *nobodys.NEIGHBOURS)
    given += [("EdDSA", nobodys.spki(public), nobodys.SIGNATURE, b"data") for public in nobodys_keys]
    for size, exponent in ((1024, 65537), (2048, 3), (2048, 65537)):
        weak = rsa.generate_private_key(exponent, size)
        spki = weak.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        given.append(("RS256", spki, weak.sign(b"data", PKCS1v15(), SHA256()), b"data"))
    for size in (8191, 8192, 8193):
        long = rsa.RSAPublicNumbers(65537, 2 ** (size - 1) + 1).public_key()
        spki = long.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        given.append(("RS256", spki, bytes(size // 8), b"data"))
    for curve in (ec.SECP256R1(), ec.SECP384R1()):
        other = ec.generate_private_key(curve)
        spki = other.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        given.append(("ES256", spki, other.sign(b"data", ec.ECDSA(SHA256())), b"data"))
    key = ec.generate_private_key(ec.SECP256R1())
    spki = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    for _ in range(40):  # numbers of every length
        given.append(("ES256", spki, key.sign(b"data", ec.ECDSA(SHA256())), b"data"))
    asked = [[alg, *({"bytes": plain(one)} for one in rest)] for alg, *rest in given]
    yield Case(
        "signatures",
        {"kind": "signed", "script": "verify", "given": asked},
        [_signed(one) for one in given],
        codes,
    )
    numbers = [
        b"\x01",
        b"\x7f",
        b"\0\x80",
        b"\x80",
        b"\0\x7f",
        b"\0",
        b"",
        b"\x7f" * 32,
        b"\0" + b"\xff" * 32,
        b"\x01" * 33,
        b"\0\0\x80",
        b"\x01" * 31,
    ]
    ders = [_der(0x30, _der(2, one) + _der(2, other)) for one in numbers for other in numbers]
    ders += [
        _der(0x30, _der(2, b"\1")),
        _der(0x30, _der(2, b"\1") * 3),
        _der(0x31, _der(2, b"\1") * 2),
        _der(0x30, _der(3, b"\1") * 2),
        b"",
        _der(0x30, b""),
    ]
    yield made("rawEcdsa", ders, _raw)


def _der(tag: int, body: bytes) -> bytes:
    return bytes([tag, len(body)]) + body


def _raw(der: bytes) -> bytes:
    try:
        one, other = decode_dss_signature(der)
        if not one or not other:
            raise ValueError("never a number of a signature")
        return one.to_bytes(32, "big") + other.to_bytes(32, "big")
    except (ValueError, OverflowError):
        raise Bad("signature.value", "no signature") from None


def _signed(one: tuple[str, bytes, bytes, bytes]) -> str:
    try:
        cose.verify_signature(*one)
    except Bad as bad:
        return bad.code
    return "holds"


def cases() -> Iterator[Case]:
    """All of them."""
    for family in (tokens, authorities, looked_up, signatures):
        yield from family()
