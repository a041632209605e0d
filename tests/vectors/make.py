"""Makes the vectors anew: `python -m tests.vectors.make`. What it writes is checked in, and is the same for everybody.

Keys and salts are fresh each time, so a new run changes every file and no verdict. The expected answers stand in the cases,
not in a verifier: a case on which our own verifier disagrees with its author stops the run.
"""

import json
import shutil
from collections.abc import Iterator
from hashlib import sha256
from itertools import chain
from pathlib import Path

from tests.vectors import honest, people, records, signatures, texts
from tests.vectors.case import Case
from workflow.evidence.sentences import first_reason
from workflow.evidence.verdict import EXIT_CODES
from workflow.evidence.verify import verify

FOLDER = Path(__file__).parent
FORMAT = "sro-mou/vectors/v1"
NOT_KEPT = {
    "good-no-wait", "good-order-set", "line-end", "escaped", "exponent", "not-utf-8", "manifest-type", "policy-is-package",
    "clauses-reversed", "redactable-set", "bidi", "no-break-space", "policy-script", "log-key-another", "party-gap",
    "parties-swapped", "never-executed", "declined", "adoption-of-another", "core-another", "consistency", "vouch-by-chief",
    "vouched-twice", "before-first-day", "another-office", "slot-twice", "approved-another-mou", "approved-another-edition",
    "another-title", "unknown-party-state", "after-last-day", "decline-as-signed", "statement-member", "statement-space",
    "flags-no-up", "flags-bs-alone", "flags-at", "flags-ed", "client-create", "client-challenge", "good-client-extra",
    "value-eddsa", "value-trailing", "cut-short", "space", "clause-renumbered", "origin-too-early",
}  # fmt: skip
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
    )


def write(folder: Path, made: list[Case]) -> None:
    """The files, and the index that says what each must give. Policies with the same bytes are one file."""
    policies: dict[bytes, str] = {}
    for name in ("packages", "policies"):
        shutil.rmtree(folder / name, ignore_errors=True)
        (folder / name).mkdir(parents=True)
    listed = []
    for case in made:
        (folder / "packages" / f"{case.name}.json").write_bytes(case.package)
        policy = ""
        if case.policy is not None:
            policy = policies.setdefault(case.policy, f"policies/{case.name}.json")
            (folder / policy).write_bytes(case.policy)
        listed.append(
            {
                "name": case.name,
                "about": case.about,
                "package": f"packages/{case.name}.json",
                "policy": policy,
                "sha256": sha256(case.package).hexdigest(),
                "verdict": case.verdict,
                "exit": EXIT_CODES[case.verdict],
                "code": case.code,
            }
        )
    index = json.dumps({"format": FORMAT, "vectors": listed}, indent=1, ensure_ascii=False)
    (folder / "index.json").write_text(index + "\n", encoding="utf-8")


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
