"""Vectors about a log whose key was replaced: each key signs the sizes that are its own, in the overlap either does."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding

from tests.evidence import factory
from tests.vectors.case import Cases, bad, good, unusable
from workflow.adapters.keystore import Keystore
from workflow.evidence import tlog
from workflow.evidence.canonical import b64u, dumps, loads
from workflow.evidence.policy import SealAuthority


def cases() -> Cases:
    world = factory.signed().world
    core, old = world.package(), world.vkey
    world.log_key = Ed25519PrivateKey.generate()
    new, plain = world.vkey, world.publish(core)
    first, last = (tlog.body(loads(plain)[part]["checkpoint"])[1] for part in ("log", "publication"))

    def trust(*bounds: tuple[str, int, int]) -> Any:
        sizes = [{"from": start, "key": key, "until": end} for key, start, end in bounds]
        return world.policy(log_keys=[old, new], log_key_sizes=sizes)

    yield good("good-key-replaced", "signed by a log key and published by the one after it", (plain, trust((old, 0, first), (new, last, 0))))  # fmt: skip
    yield good("good-key-overlap", "either key signs these sizes", (plain, trust((old, 0, last), (new, first, 0))))  # fmt: skip
    yield good("good-key-unbounded", "two log keys, for any size", (plain, world.policy(log_keys=[old, new])))
    yield bad("key-after-its-time", "by a log key that was replaced before", "log.key", (plain, trust((old, 0, first - 1), (new, last, 0))))  # fmt: skip
    yield bad("key-before-its-time", "published by a log key that was not yet one", "log.key", (plain, trust((old, 0, 0), (new, last + 1, 0))))  # fmt: skip
    yield bad("key-unannounced", "published by a key that the policy does not know", "log.checkpoint", (plain, world.policy(log_keys=[old])))  # fmt: skip
    loose = {"from": 0, "key": new, "until": 0}
    other = trust((old, 0, 0))
    yield unusable("sizes-backwards", "sizes that end before they begin", "policy.members", (plain, _with(other, [{**loose, "from": 5, "until": 4}])))  # fmt: skip
    yield unusable("sizes-of-another", "sizes of a key that is none of the log's", "policy.members", (plain, _with(world.policy(log_keys=[old]), [loose])))  # fmt: skip
    yield unusable("sizes-twice", "sizes of one key twice", "policy.members", (plain, _with(other, [loose, loose])))  # fmt: skip
    with TemporaryDirectory() as folder:
        yield from _seals(Path(folder))


def _seals(folder: Path) -> Cases:
    """Whose seal a PDF must have, which is read strictly also by who checks no PDF."""
    world = factory.signed().world
    own, other = (Keystore(folder / name).authority for name in ("own", "other"))
    listed = [SealAuthority(own, "", "2026-05-01T00:00:00Z"), SealAuthority(other, "2026-04-01T00:00:00Z")]
    plain, whole = world.publish(world.package()), loads(world.policy(seal_authorities=listed))

    def under(change: Callable[[list[dict[str, str]]], object]) -> Any:
        seals = [dict(one) for one in whole["seal_authorities"]]
        change(seals)
        return plain, dumps(whole | {"seal_authorities": seals})

    yield good("good-seal-authorities", "a policy that says whose seal a PDF must have, and whose before", under(lambda seals: None))  # fmt: skip
    for name, about, change in (
        ("seal-authority-twice", "an authority for seals twice", lambda seals: seals.append(seals[0])),
        ("seal-authority-backwards", "times that end before they begin", lambda seals: seals[0].update({"from": "2026-05-01T00:00:01Z"})),
        ("seal-authority-junk", "an authority for seals that is no certificate", lambda seals: seals[0].update(certificate="QUJD")),
        ("seal-authority-day", "a day where a time is expected", lambda seals: seals[0].update(until="2026-05-01")),
        ("seal-authority-members", "an authority without its end", lambda seals: seals[0].pop("until")),
        ("seal-authorities-none", "a list without any", lambda seals: seals.clear()),
        ("seal-authority-version", "a certificate of a version that there is not", lambda seals: seals[0].update(certificate=of_version(own, 6))),
        ("seal-authority-first-version", "a certificate of version 1, which says for nothing what it is for", lambda seals: seals[0].update(certificate=of_version(own, 0))),
    ):  # fmt: skip
        yield unusable(name, about, "policy.members", under(change))


def of_version(certificate: x509.Certificate, number: int) -> str:
    """The same certificate of another version (counted from 0, which is the one that is not written)."""
    der = certificate.public_bytes(Encoding.DER)
    third = bytes.fromhex("a003020102")
    if number:
        return b64u(der.replace(third, third[:-1] + bytes([number]), 1))
    old = asn1_x509.Certificate.load(der)
    old["tbs_certificate"]["version"] = "v1"
    return b64u(old.dump(force=True))


def _with(policy: bytes, sizes: list[dict[str, Any]]) -> bytes:
    return dumps(loads(policy) | {"log_key_sizes": sizes})
