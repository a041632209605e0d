"""Verdicts on many files: which files of a folder are checked, and how the answer reads as rows, CSV and JSON.

Whoever can put files into the folder must not be able to hide one from the count: every `*.json`, `*.pdf` and receipt gets a row, whatever
it holds, and so does what cannot be read. A policy, which lists whom to trust, and files of other kinds are passed over and counted.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workflow.cli import files
from workflow.cli.policies import Policies
from workflow.core.cells import as_csv
from workflow.evidence import policy, sentences
from workflow.evidence.errors import Bad
from workflow.evidence.verdict import EXIT_CODES, Check, Verdict
from workflow.evidence.verify import verify

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

    from workflow.publication.announced import Announced

Listed = tuple[str, Callable[[], bytes | Bad]]
"""A file's name, and how its bytes are had."""
NOT_COMPARED = "not compared"
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
    "warning",
)


@dataclass(frozen=True)
class Seals:
    """What a reader knows about sealed PDFs: certificates (PEM) of authorities, and the publisher's additional fonts."""

    pem: bytes | None = None
    fonts: Path | None = None

    def authorities(self) -> "list[Certificate]":
        """The certificates. Raises ValueError where there are none."""
        if self.pem is None:
            return []
        from cryptography.x509 import load_pem_x509_certificates

        return load_pem_x509_certificates(self.pem)


UNKNOWN = Seals()
Trust = bytes | Policies | None
"""A policy's bytes, several policies, or none."""


@dataclass(frozen=True)
class Report:
    """One file and the verdict on it."""

    file: str
    verdict: Verdict

    @property
    def code(self) -> str:
        """The first reason code; empty if verified."""
        return sentences.first_reason(self.verdict.codes)

    @property
    def published(self) -> bool:
        """Whether a package beside this PDF shows that it was published, byte for byte."""
        found = {check.id: check for check in self.verdict.checks}.get("pdf.published")
        return found is not None and found.ok and NOT_COMPARED not in found.detail

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
            "; ".join(signatories), _iso(self.verdict.day), self.verdict.anchor, " ".join(self.verdict.warnings(language)),
        ]  # fmt: skip

    def line(self, language: str) -> str:
        """One line for a person."""
        words = sentences.WORDS[language]
        said = f"{words['verdicts'][self.verdict.verdict]}  {self.file}"
        if self.published:
            said += f"  {words['published']}"
        told = f"{said}  {self.code}: {self.reason(language)}" if self.code else said
        return (
            f"{told}  {words['warning']}: {'; '.join(one.words for one in self.verdict.warned)}"
            if self.verdict.warned
            else told
        )

    def as_dict(self) -> dict[str, Any]:
        """The members of the contract, and the file's name."""
        return {"file": self.file, **self.verdict.as_dict()}


def check(path: Path, trust: Trust, seals: Seals = UNKNOWN) -> Report:
    """The report on one file. What cannot be read is unusable, never an exception."""
    return Report(files.name(path), _judge(files.read(path), trust, seals))


def _judge(data: bytes | Bad, trust: Trust, seals: Seals, announced: "Sequence[Announced]" = ()) -> Verdict:
    """By what the bytes are, whatever the file is called."""
    if isinstance(data, Bad):
        anchor = "package" if trust is None else "policy"
        return Verdict("unusable", anchor, "", 0, (), (Check(data.code, False, data.words),), (data.words,))
    its = _under(trust, data)
    if not files.is_pdf(data):
        return verify(data, its)
    from workflow.publication import sealed

    return sealed.examine(data, its, seals.authorities(), seals.fonts, announced)[0]


def _under(trust: Trust, data: bytes) -> bytes | None:
    """The policy under which a file is judged."""
    return trust.judging(data) if isinstance(trust, Policies) else trust


def check_folder(
    folder: Path, trust: Trust, seals: Seals = UNKNOWN, passed: Counter[str] | None = None
) -> Iterator[Report]:
    """A report on each `*.json`, `*.pdf` and receipt below a folder, in the order of their names, then on what could not be looked into.

    `passed` counts what got no row: policies, and files of other kinds.
    """  # fmt: skip
    found, passed = files.search(folder), Counter() if passed is None else passed
    passed["others"] += found.others
    listed = [(files.name(path.relative_to(folder)), partial(files.read, path)) for path in found.files]
    yield from _rows(listed, trust, seals, passed)
    for path, why in found.unread.items():
        yield Report(f"{files.name(path.relative_to(folder))}/", _judge(why, trust, seals))


def check_files(
    paths: Sequence[Path], trust: Trust, seals: Seals = UNKNOWN, passed: Counter[str] | None = None
) -> Iterator[Report]:
    """The same of files that were named, in that order. Each is read once, since one may be the standard input."""
    listed = [(files.name(path), cache(partial(files.read, path))) for path in paths]
    yield from _rows(listed, trust, seals, Counter() if passed is None else passed)


def _rows(listed: Sequence[Listed], trust: Trust, seals: Seals, passed: Counter[str]) -> Iterator[Report]:
    """A report on each file that is no policy. Each PDF is held against every package among them, whichever comes first."""
    announced: list[Announced] | None = None
    for name, read in listed:
        data = read()
        if isinstance(data, bytes) and _is_policy(data):
            passed["policies"] += 1
            continue
        if isinstance(data, bytes) and files.is_pdf(data) and announced is None:
            announced = _announced(listed, trust)
        yield Report(name, _judge(data, trust, seals, announced or ()))


def _announced(listed: Sequence[Listed], trust: Trust) -> "list[Announced]":
    """What the packages among the files say was published. They are judged once more for it: a PDF costs many times as much."""
    from workflow.publication import announced

    packages = (
        (name, data) for name, read in listed if isinstance(data := read(), bytes) and not files.is_pdf(data)
    )
    found = (announced.read(name, data, verify(data, _under(trust, data))) for name, data in packages)
    return [one for one in found if one]


def exit_code(reports: Iterable[Report]) -> int:
    """0 only if there is at least one and all are verified; 1 if any is not; 2 if any cannot be used, or none is there."""
    return max((EXIT_CODES[report.verdict.verdict] for report in reports), default=2)


def table(reports: Iterable[Report], language: str) -> str:
    """The CSV: a heading and one row a file."""
    return as_csv([COLUMNS, *(report.cells(language) for report in reports)])


def summary(reports: Iterable[Report], language: str, passed: Counter[str] | None = None) -> str:
    """How many of each kind, in words, and of which kind some were passed over."""
    words, kinds = sentences.WORDS[language]["summary"], Counter(report.verdict.verdict for report in reports)
    counted = {kind: kinds[kind] for kind in EXIT_CODES}
    said = str(words["one" if kinds.total() == 1 else "many"].format(files=kinds.total(), **counted))
    over = [
        words[kind].format(count=passed[kind]) for kind in ("policies", "others") if passed and passed[kind]
    ]
    return f"{said} {words['passed'].format(what=', '.join(over))}" if over else said


def _iso(day: str) -> str:
    """A day as a spreadsheet sorts it, whatever the language: `2026-05-12`. The verdict has it in English words."""
    if not day:
        return ""
    number, month, year = day.split()
    return f"{year}-{sentences.WORDS['en']['months'].index(month) + 1:02}-{int(number):02}"


def _is_policy(data: bytes) -> bool:
    """A policy names its format, and canonical JSON has one way to write that: so most packages are not read for it."""
    if policy.FORMAT.encode() not in data:
        return False
    try:
        policy.parse(data)
    except Bad:
        return False
    return True
