"""Sealed PDFs made without a database: of a package of the factory, and of pages that lie about it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from cryptography.hazmat.primitives.serialization import Encoding

from tests.conftest import NOW
from tests.evidence import factory
from workflow.adapters.keystore import Keystore
from workflow.adapters.seal import seal
from workflow.adapters.timestamp import LocalTimeAuthority
from workflow.adapters.typesetter import PrintedSignature, typeset
from workflow.evidence import package as packages
from workflow.evidence.canonical import b64u, dumps, loads
from workflow.evidence.policy import SealAuthority
from workflow.evidence.verdict import Verdict
from workflow.publication import printing, rendering
from workflow.publication.core import Core
from workflow.publication.rendering import Beside
from workflow.publication.sealed import examine

PACKAGE, POLICY = factory.good_package()
BESIDE = Beside(
    facts=[("Period", "one year"), ("Award", "No federal award recorded")],
    sides=["Springfield Police Department", "Springfield School District"],
    signers=[PrintedSignature("Flo Foster", "Chief of Police", "12 May 2026", "by their own key")],
    origin="https://mou.example",
    slug="springfield",
    made_at=NOW,
)


def core(data: bytes = PACKAGE) -> Core:
    return Core(data, packages.parse(data), 1)


def judged(pdf: bytes, keys: Keystore | None = None) -> Verdict:
    """What is said of a sealed PDF under a policy that names the seal's authority, or an older one that names none."""
    return examine(pdf, naming(keys) if keys else POLICY)[0]


def naming(keys: Keystore, policy: bytes = POLICY) -> bytes:
    """The policy of whoever seals with these keys."""
    return under(keys.seal_authorities, policy)


def under(authorities: Sequence[SealAuthority], policy: bytes = POLICY) -> bytes:
    """The policy with these authorities for seals."""
    seals = [{"certificate": b64u(one.certificate.public_bytes(Encoding.DER)), "from": one.first, "until": one.until}
             for one in authorities]  # fmt: skip
    return dumps({**loads(policy), "seal_authorities": seals})


def page(data: bytes = PACKAGE, **changes: Any) -> bytes:
    """The honest page, not yet sealed."""
    return rendering.pressed(core(data), replace(BESIDE, **changes), None)


def forged(beside: bytes, package: bytes = PACKAGE, of: bytes = PACKAGE, **changes: Any) -> bytes:
    """The page of one package with these attachments and these changes to what it says."""
    document = printing.public_copy(
        core(of), signers=BESIDE.signers, sides=BESIDE.sides, facts=BESIDE.facts, origin=BESIDE.origin, slug=BESIDE.slug
    )  # fmt: skip
    return typeset(replace(document, **changes), package=package, page=beside, made_at=NOW)


def sealed(pdf: bytes, keys: Keystore) -> bytes:
    return seal(pdf, keys.seal, LocalTimeAuthority(keys.time), at=NOW, reason="Publication")
