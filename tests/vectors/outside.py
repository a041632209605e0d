"""Vectors about what stands outside the operator: witnesses of the log, and authorities for time."""

import tempfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding

from tests.evidence import factory
from tests.evidence.judging import tampered
from tests.evidence.test_hiding import HIDDEN
from tests.vectors.case import Cases, bad, good, unusable
from workflow.adapters.keystore import Keystore
from workflow.adapters.timestamp import LocalTimeAuthority
from workflow.evidence.canonical import b64u, loads, unb64u
from workflow.evidence.cosignature import cosign, vkey
from workflow.evidence.fields import read_moment

AT = 1778000000


def cases() -> Cases:
    yield from _witnesses()
    with tempfile.TemporaryDirectory() as folder:
        yield from _times(Path(folder))


def _witnesses() -> Cases:
    world = factory.signed().world
    plain = world.publish(world.package())
    note, older = loads(plain)["publication"]["checkpoint"], loads(plain)["log"]["checkpoint"]
    library, district = (
        ("library.example", Ed25519PrivateKey.generate()),
        ("district.example", Ed25519PrivateKey.generate()),
    )
    keys = [vkey(*library), vkey(*district)]
    trust = world.policy(witnesses=keys)

    def by(*witnesses: tuple[str, Ed25519PrivateKey], over: str = note) -> bytes:
        made = [cosign(over, name, key, AT).members() for name, key in witnesses]
        return tampered(plain, lambda value: value.update(cosignatures=made))

    def late(value: dict[str, Any]) -> None:
        value["cosignatures"][0]["time"] += 1

    yield good("good-witness", "cosigned by a witness of the policy", (by(library), trust))
    yield good("good-witnesses", "cosigned by both witnesses of the policy", (by(library, district), trust))
    yield bad("witness-alone", "a witness, but no policy says who that is", "policy.present", (by(library), None))  # fmt: skip
    yield bad("witness-unknown", "the policy knows no witness", "log.witnesses", (by(library), world.policy()))  # fmt: skip
    yield bad("witnesses-order", "in another order than the policy's", "log.witnesses", (by(district, library), trust))  # fmt: skip
    yield bad("witness-twice", "one witness twice", "log.witnesses", (by(library, library), trust))
    yield bad("witness-of-another", "over the older checkpoint", "log.witnesses", (by(library, over=older), trust))  # fmt: skip
    yield bad("witness-time", "at another time than was signed", "log.witnesses", (tampered(by(library), late), trust))  # fmt: skip
    own = tampered(trust, lambda value: value.update(witnesses=[vkey(world.origin_name, world.log_key)]))
    yield unusable("log-is-witness", "a log that is its own witness", "policy.members", (plain, own))


Stamped = list[tuple[str, bytes]]
"""Envelope hashes, each with its token."""


class _Authority:
    """A time authority with a certificate of its own issuer."""

    def __init__(self, folder: Path) -> None:
        keys = Keystore(folder)
        self.stamps = LocalTimeAuthority(keys.time)
        self.root = keys.authority.public_bytes(Encoding.DER)
        self.own = keys.time.certificate.public_bytes(Encoding.DER)


def _times(folder: Path) -> Cases:
    outside, operators = _Authority(folder / "outside"), _Authority(folder / "operator")
    cast = factory.signed()
    world = cast.world
    trust = world.policy(time_authorities=[outside.root])

    def by(one: _Authority, away: timedelta = timedelta(), where: str = "edition_chain") -> Stamped:
        links = [link["leaf"] for link in loads(world.package())[where] if "envelope" in link]
        stated = [(leaf["subject"], read_moment(leaf["at"])) for leaf in links]
        return [(hash_, one.stamps.token(unb64u(hash_, 32), at + away)) for hash_, at in stated]

    def made(tokens: Stamped) -> bytes:
        return world.package(time_tokens=tokens)

    both = by(outside)
    yield good("good-time", "every signature stamped by an outside authority", (made(both), trust))
    own = world.policy(time_authorities=[outside.own])
    yield good("good-time-own", "the authority's own certificate in the policy", (made(both), own))
    yield good("good-time-operator", "stamped, but by nobody the policy names", (made(by(operators)), trust))
    yield good("good-time-one", "one signature of two is stamped", (made(both[1:]), trust))
    yield bad("time-order", "tokens in another order", "time.token", (made(both[::-1]), trust))
    yield bad("time-twice", "one token twice", "time.token", (made([both[0], both[0]]), trust))
    yield bad("time-another", "a token of another statement", "time.token", (made([(both[0][0], both[1][1])]), trust))  # fmt: skip
    late = made(by(outside, timedelta(days=400)))
    yield bad("time-outside", "a time at which the statement had expired", "time.token", (late, trust))
    for name, about, twist in _TWISTS:
        spoilt = [(both[0][0], twist(both[0][1])), both[1]]
        yield bad(f"time-{name}", f"a token {about}", "time.token", (made(spoilt), trust))
    junk = tampered(trust, lambda value: value.update(time_authorities=[b64u(b"junk")]))
    yield unusable("policy-authority", "an authority that is no certificate", "policy.members", (made(both), junk))  # fmt: skip
    world.hide(cast.chief, HIDDEN)
    yield good("good-time-hidden", "every signature stamped, then a clause hidden", (made(both), world.policy(time_authorities=[outside.root])))  # fmt: skip
    acts = by(outside, where="redactions")
    yield bad("time-of-act", "a token of what was said about the public copy", "time.token", (made([*both, *acts]), world.policy(time_authorities=[outside.root])))  # fmt: skip


_TWISTS: list[tuple[str, str, Callable[[bytes], bytes]]] = [
    ("junk", "that is none", lambda token: b"\x30\x00"),
    ("trailing", "with a byte after it", lambda token: token + b"\0"),
    ("value", "with one bit of its signature changed", lambda token: token[:-1] + bytes([token[-1] ^ 1])),
    ("words", "that says another second", lambda token: token.replace(b"2026", b"2027", 1)),
]
