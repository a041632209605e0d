"""Makes the vectors that are not there yet: `python -m tests.vectors.make`. They are checked in, the same for everybody;
those of receipts in the folder `receipts`, with an index of their own.

Keys and salts are fresh each time, so a vector that is there is left alone. The expected answers stand in the cases,
not in a verifier: a case on which our own verifier disagrees with its author stops the run.
"""

import json
from collections.abc import Iterator
from hashlib import sha256
from itertools import chain
from pathlib import Path
from typing import Any

from tests.vectors import (
    attested,
    beside,
    correction,
    hiding,
    honest,
    outside,
    paper,
    people,
    published,
    receipted,
    records,
    recoveries,
    rotation,
    signatures,
    texts,
)
from tests.vectors.case import Case
from workflow.evidence.sentences import first_reason
from workflow.evidence.verdict import EXIT_CODES
from workflow.evidence.verify import verify

FOLDER = Path(__file__).parent
RECEIPTS = FOLDER / "receipts"
FORMAT = "sro-mou/vectors/v1"
NOT_KEPT = {
    "good-revoked-clerk", "good-revoked-attesters", "good-revoked-answering", "good-revoked-approver",
    "good-no-wait", "good-order-set", "line-end", "escaped", "exponent", "not-utf-8", "manifest-type", "policy-is-package",
    "clauses-reversed", "redactable-set", "bidi", "no-break-space", "policy-script", "log-key-another", "party-gap",
    "parties-swapped", "never-executed", "declined", "adoption-of-another", "core-another", "consistency", "vouch-by-chief",
    "vouched-twice", "before-first-day", "another-office", "slot-twice", "approved-another-mou", "approved-another-edition",
    "another-title", "unknown-party-state", "after-last-day", "decline-as-signed", "statement-member", "statement-space",
    "flags-no-up", "flags-bs-alone", "flags-at", "flags-ed", "client-create", "client-challenge", "good-client-extra",
    "client-top-origin-null", "client-deep", "good-client-nested", "good-client-number",
    "value-eddsa", "value-trailing", "cut-short", "space", "clause-renumbered", "origin-too-early",
    "good-witnesses", "witness-alone", "witnesses-order", "witness-twice", "witness-time", "good-time-own", "good-time-one",
    "good-time-hidden", "time-of-act", "time-order", "time-twice", "time-junk", "time-trailing", "time-value", "policy-authority",
    "good-hidden", "good-quote-beside", "hidden-another", "private-hides", "private-false", "redacted-nothing", "redacted-twice",
    "redacted-by-officer", "redacted-another", "redacted-other-key", "release-as-redaction", "signed-after", "removed", "quote-place",
    "quote-beyond", "quote-closed", "quote-unsigned", "redactable-later", "redaction-dropped", "private-for-nothing", "hidden-not-redactable",
    "good-key-replaced", "good-key-overlap", "good-key-unbounded", "key-before-its-time", "sizes-of-another", "sizes-backwards", "sizes-twice", "key-unannounced",
    "seal-authority-twice", "seal-authority-backwards", "seal-authority-day", "seal-authority-members", "seal-authorities-none", "seal-authority-junk", "seal-authority-version",
    "seal-authority-first-version",
    "good-mldsa-later", "mldsa-alone", "mldsa-first", "mldsa-twice", "mldsa-unknown", "mldsa-after-its-time", "mldsa-unsaid", "mldsa-another-size",
    "mldsa-time", "mldsa-other-time", "mldsa-short", "mldsa-key-twice", "mldsa-backwards", "mldsa-of-another", "mldsa-key-short",
    "good-recovered-anew", "recovered-objected", "recovered-objected-outside", "recovered-own-objection", "recovered-too-soon",
    "recovered-wait-of-its-own", "recovered-old-key", "recovered-by-himself", "recovered-by-stranger", "recovered-by-newcomer",
    "recovered-no-registrar", "recovered-key-left-out", "recovered-by-vouch", "recovered-objection-forged",
    "good-attested", "good-attested-roots", "attested-by-another", "not-attested", "policy-no-roots", "recovered-objection-late", "recovered-objection-meddling",
    "good-paper-both", "good-paper-quoted", "paper-no-policy", "paper-half", "paper-half-twice", "paper-one-person", "paper-one-party", "paper-other-party", "paper-both-parties",
    "paper-signatory-attests", "paper-another-scan", "paper-another-name", "paper-second-first", "paper-another-head", "paper-another-slot", "paper-half-head", "paper-before-freeze",
    "paper-waiting", "paper-revoked", "paper-former", "paper-other-key", "paper-half-key", "paper-executive", "paper-sergeant", "paper-too-early", "paper-too-late",
    "paper-and-key", "paper-person-twice", "paper-after-last-day", "paper-as-signed", "paper-slot-unknown", "paper-text",
    "good-publication-key-replaced", "good-publication-key-unasked", "good-publication-again", "publication-key-no-policy", "publication-key-unknown",
    "publication-key-after-its-time", "publication-key-before-its-time", "publication-behind-all-keys", "publication-key-twice", "publication-key-backwards",
    "publication-key-not-an-id", "publication-envelope-dropped-member", "publication-other-pdf", "publication-other-core", "publication-other-edition",
    "publication-other-mou", "publication-other-text", "publication-other-service", "publication-too-late", "publication-value", "publication-key-claimed",
    "publication-member", "publication-space", "publication-before-the-key", "publication-first-unsigned",
    "good-corrected-two", "good-corrected-terms", "good-corrected-private", "good-corrected-adopted-anew", "good-corrected",
} | correction.ATTACKS.keys()  # fmt: skip
"""Each is much like one that is kept. The tests make them afresh; 30 kilobytes each are too many to carry."""


def cases() -> Iterator[Case]:
    """Every case there is."""
    return chain(
        honest.cases(),
        texts.cases(),
        texts.policies(),
        records.cases(),
        people.cases(),
        signatures.cases(),
        outside.cases(),
        hiding.cases(),
        rotation.cases(),
        beside.cases(),
        recoveries.cases(),
        attested.cases(),
        paper.cases(),
        correction.cases(),
        published.cases(),
    )


def write(folder: Path, made: list[Case]) -> None:
    """The files, and the index that says what each must give. A vector that is there keeps its bytes for good.

    Policies with the same bytes are one file.
    """
    index = folder / "index.json"
    there = {one["name"]: one for one in _listed(index)}
    policies: dict[bytes, str] = {}
    listed = [there.get(case.name) or _add(folder, case, policies) for case in made]
    text = json.dumps({"format": FORMAT, "vectors": listed}, indent=1, ensure_ascii=False)
    index.write_text(text + "\n", encoding="utf-8")
    kept = {name for one in listed for name in (one["package"], one["policy"])}
    for file in (*folder.glob("packages/*"), *folder.glob("policies/*")):
        if f"{file.parent.name}/{file.name}" not in kept:
            file.unlink()


def _listed(index: Path) -> list[dict[str, Any]]:
    return list(json.loads(index.read_bytes())["vectors"]) if index.exists() else []


def _add(folder: Path, case: Case, policies: dict[bytes, str]) -> dict[str, Any]:
    suffix = "txt" if folder == RECEIPTS else "json"
    package, policy = f"packages/{case.name}.{suffix}", ""
    if case.policy is not None:
        policy = policies.setdefault(case.policy, f"policies/{case.name}.json")
    for name, data in ((package, case.package), (policy, case.policy)):
        if name and data is not None:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(data)
    return {
        "name": case.name,
        "about": case.about,
        "package": package,
        "policy": policy,
        "sha256": sha256(case.package).hexdigest(),
        "verdict": case.verdict,
        "exit": EXIT_CODES[case.verdict],
        "code": case.code,
    }


def checked(made: Iterator[Case]) -> list[Case]:
    """The cases, if our own verifier agrees with each and no two have a name."""
    found = list(made)
    assert len({case.name for case in found}) == len(found)
    wrong = []
    for case in found:
        verdict = verify(case.package, case.policy)
        told = (verdict.verdict, first_reason(verdict.codes))
        if told != (case.verdict, case.code):
            wrong.append(f"{case.name}: expected {case.verdict} {case.code}, got {told}: {verdict.missing}")
    assert not wrong, "\n".join(wrong)
    return found


if __name__ == "__main__":
    write(FOLDER, [case for case in checked(cases()) if case.name not in NOT_KEPT])
    write(RECEIPTS, [case for case in checked(receipted.cases()) if case.name in receipted.KEPT])
