"""Verdicts on many files: which files of a folder are checked, and how the answer reads as rows, CSV and JSON.

Whoever can put files into the folder must not be able to hide one from the count: every `*.json` gets a row, whatever it
holds. The one exception is a policy, which lists whom to trust and is passed over.
"""

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workflow.core.cells import as_csv
from workflow.evidence import policy, sentences
from workflow.evidence.errors import Bad
from workflow.evidence.verdict import EXIT_CODES, Check, Verdict
from workflow.evidence.verify import verify

LARGEST = 50_000_000
COLUMNS = (
    "file",
    "verdict",
    "code",
    "reason",
    "title",
    "edition",
    "head",
    "signatories",
    "signed_on",
    "anchor",
)


@dataclass(frozen=True)
class Report:
    """One file and the verdict on it."""

    file: str
    verdict: Verdict

    @property
    def code(self) -> str:
        """The first reason code; empty if verified."""
        return sentences.first_reason(self.verdict.codes)

    def reason(self, language: str) -> str:
        """That reason in words."""
        return sentences.reason(self.code, language) if self.code else ""

    def cells(self, language: str) -> list[str]:
        """The row of the CSV, in the order of COLUMNS."""
        signatories = [
            f"{one.said(language)} ({sentences.kind_of_key(one.key_kind, language)}"
            f"{'' if one.ok else sentences.WORDS[language]['uncounted']})"
            for one in self.verdict.signatories
        ]
        edition = str(self.verdict.edition or "")
        return [
            self.file, self.verdict.verdict, self.code, self.reason(language), self.verdict.title, edition, self.verdict.head,
            "; ".join(signatories), sentences.day(self.verdict.day, language), self.verdict.anchor,
        ]  # fmt: skip

    def line(self, language: str) -> str:
        """One line for a person."""
        said = f"{sentences.WORDS[language]['verdicts'][self.verdict.verdict]}  {self.file}"
        return f"{said}  {self.code}: {self.reason(language)}" if self.code else said

    def as_dict(self) -> dict[str, Any]:
        """The members of the contract, and the file's name."""
        return {"file": self.file, **self.verdict.as_dict()}


def check(path: Path, trust: bytes | None) -> Report:
    """The report on one file. What cannot be read is unusable, never an exception."""
    return Report(_name(path), _judge(_read(path), trust))


def _judge(data: bytes | Bad, trust: bytes | None) -> Verdict:
    if isinstance(data, bytes):
        return verify(data, trust)
    anchor = "package" if trust is None else "policy"
    return Verdict("unusable", anchor, "", 0, (), (Check(data.code, False, data.words),), (data.words,))


def check_pdf(path: Path, trust: bytes | None, authority: bytes | None, fonts: Path | None) -> Report:
    """The report on a sealed PDF. `authority`: certificates (PEM) whose seals the reader knows. Raises ValueError for others."""
    from cryptography.x509 import load_pem_x509_certificates

    from workflow.publication import sealed

    authorities = load_pem_x509_certificates(authority) if authority is not None else []
    verdict, _ = sealed.examine(path.read_bytes(), trust, authorities, fonts)
    return Report(_name(path), verdict)


def is_pdf(path: Path) -> bool:
    """Whether a file begins like a PDF. What cannot be read is none."""
    try:
        with path.open("rb") as file:
            return path.stat().st_size <= LARGEST and file.read(1024).lstrip()[:5] == b"%PDF-"
    except OSError:
        return False


def check_folder(folder: Path, trust: bytes | None) -> Iterator[Report]:
    """A report on each `*.json` below a folder, in the order of their names; policies are passed over."""
    for path in sorted(_files(folder)):
        data = _read(path)
        if not (isinstance(data, bytes) and _is_policy(data)):
            yield Report(_name(path.relative_to(folder)), _judge(data, trust))


def exit_code(reports: Iterable[Report]) -> int:
    """0 only if there is at least one and all are verified; 1 if any is not; 2 if any cannot be used, or none is there."""
    return max((EXIT_CODES[report.verdict.verdict] for report in reports), default=2)


def table(reports: Iterable[Report], language: str) -> str:
    """The CSV: a heading and one row a file."""
    return as_csv([COLUMNS, *(report.cells(language) for report in reports)])


def summary(reports: Iterable[Report], language: str) -> str:
    """How many of each kind, in words."""
    kinds = Counter(report.verdict.verdict for report in reports)
    counted = {kind: kinds[kind] for kind in EXIT_CODES}
    return str(sentences.WORDS[language]["summary"].format(files=kinds.total(), **counted))


def _files(folder: Path) -> Iterator[Path]:
    """Links to other folders are not followed, so that a circle of them ends."""
    for here, _, names in os.walk(folder):
        yield from (Path(here, name) for name in names if name.lower().endswith(".json"))


def _name(path: Path) -> str:
    """A file's name as one line of text: a name can hold any bytes, and a terminal would obey some of them."""
    said = os.fsencode(path).decode("utf-8", "replace")
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in said)


def _read(path: Path) -> bytes | Bad:
    """The bytes of a file, or why there are none: Bad("file.read"), Bad("file.size")."""
    try:
        if not path.is_file():
            return Bad("file.read", f"{path} cannot be read: there is no such file")
        if path.stat().st_size > LARGEST:
            return Bad("file.size", f"{path} is larger than {LARGEST:,} bytes")
        return path.read_bytes()
    except OSError as error:
        return Bad("file.read", f"{path} cannot be read: {error.strerror}")


def _is_policy(data: bytes) -> bool:
    """A policy names its format, and canonical JSON has one way to write that: so most packages are not read for it."""
    if policy.FORMAT.encode() not in data:
        return False
    try:
        policy.parse(data)
    except Bad:
        return False
    return True
