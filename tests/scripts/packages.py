"""Packages before the verifier of the browser: of each it must say what the verifier in Python says."""

import re
from base64 import b64encode
from collections.abc import Iterator
from typing import Any

from tests.evidence.test_outside import witnessed_packages
from tests.scripts.case import Case
from tests.scripts.golden import strange
from tests.vectors import make, receipted
from workflow.evidence.verify import verify


def plain(data: bytes) -> str:
    return b64encode(data).decode()


def package_case(title: str, package: bytes, policy: bytes | None, lacks: str = "") -> Case:
    """A package, and the verdict that Python gives; the sentences for the zone of the agreement. `lacks`: what the browser cannot do."""
    ours = verify(package, policy)
    expected = {
        "verdict": ours.verdict,
        "anchor": ours.anchor,
        "head": ours.head,
        "edition": ours.edition,
        "codes": ours.codes,
        "signatories": list(ours.as_dict()["signatories"])
        if ours.verdict == "verified"
        else [one.ok for one in ours.signatories],
        "checks": [check.id for check in ours.checks] if ours.verdict == "verified" else [],
        "said": [ours.sentence("en"), ours.sentence("es")],
        "warned": [(check.id, check.as_dict()["warning"]) for check in ours.checks if check.warned],
        "hidden": ours.hidden,
        "quoted": ours.quoted,
        "strange": [],
    }
    zone = next(iter(re.findall(rb'"zone":"([^"]+)"', package)), b"UTC").decode("ascii", "replace")
    given = {"given": plain(package), "policy": None if policy is None else plain(policy)}
    return Case(
        title, {"kind": "package", "script": "verify", "zone": zone, "lacks": lacks, **given}, expected, seen
    )


def seen(answer: dict[str, Any]) -> dict[str, Any]:
    """What both verifiers say, as far as the format asks it of every verifier."""
    same = {
        name: answer[name] for name in ("verdict", "anchor", "head", "edition", "said", "hidden", "quoted")
    }
    good = answer["verdict"] == "verified"
    people = answer["signatories"] if good else [one["ok"] for one in answer["signatories"]]
    checks = [check["id"] for check in answer["checks"]] if good else []
    codes = [check["id"] for check in answer["checks"] if not check["ok"]]
    warned = [(check["id"], check["warning"]) for check in answer["checks"] if "warning" in check]
    return same | {
        "warned": warned,
        "strange": strange(answer),
        "codes": codes,
        "signatories": people,
        "checks": checks,
    }


ALONE = ("good-published", "good-adoption", "good-mldsa", "good-witness", "good-publication-key", "good-time", "good-paper", "good-quote")  # fmt: skip
"""Packages that are asked about without a policy too."""


def cases() -> Iterator[Case]:
    """Every vector that is made, kept or not, with its policy; some also without; some in a browser that is old, or fails."""
    for one in make.cases():
        yield package_case(one.name, one.package, one.policy)
        if one.name in ALONE:
            yield package_case(f"{one.name} without a policy", one.package, None)
        if one.name == "good-mldsa":
            yield package_case(f"{one.name} on an old browser", one.package, one.policy, "ML-DSA-44")
        if one.name == "good-core":
            failing = package_case(one.name, one.package, one.policy)
            for lacks in ("digest", "verify"):
                asked = failing.asked | {"kind": "failing", "lacks": lacks}
                yield Case(f"a browser that fails to {lacks}", asked, ["NotSupportedError"])
    for one in receipted.cases():
        yield package_case(f"receipt {one.name}", one.package, one.policy)
        if one.name == "good-mldsa":
            yield package_case(f"receipt {one.name} on an old browser", one.package, one.policy, "ML-DSA-44")
    for number, (package, policy) in enumerate(witnessed_packages()):
        yield package_case(f"witnesses {number}", package, policy)
