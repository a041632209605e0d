"""The answer of a verification, as a value: for a parent one sentence, for a script JSON, for a shell an exit code."""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from workflow.evidence import sentences
from workflow.evidence.canonical import loads, unb64u
from workflow.evidence.chain import Link
from workflow.evidence.errors import Bad
from workflow.evidence.fields import read_moment
from workflow.evidence.party_chain import Warned

EXIT_CODES = {"verified": 0, "not_verified": 1, "unusable": 2}

MONTHS = sentences.WORDS["en"]["months"]


def day_in_words(moment: str, zone: str) -> str:
    """The day of a time (text) in the agreement's zone, such as `12 May 2026`; in UTC where the zone is not known here."""
    at, note = read_moment(moment), ""
    try:
        at = at.astimezone(ZoneInfo(zone))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        note = " (UTC)"
    return f"{at.day} {MONTHS[at.month - 1]} {at.year}{note}"


@dataclass(frozen=True)
class Check:
    """One numbered step: a stable reason code, whether it held, what was found, and what to be warned of where it held."""

    id: str
    ok: bool
    detail: str
    warned: tuple[Warned, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """The members of the contract; a step with a warning has one more."""
        return {"id": self.id, "ok": self.ok, "detail": self.detail} | warning(self.warned)


def warning(warned: Sequence[Warned]) -> dict[str, str]:
    """The member `warning` of whatever there is to be warned of; nothing else has it."""
    return {"warning": "; ".join(one.words for one in warned)} if warned else {}


@dataclass(frozen=True)
class Signatory:
    """Who signed, in which office (as printed), with what kind of key, and whether it counts.

    Of a signature on paper the kind is `paper`: no key of the signatory's. `attested` says who attests it (name and office),
    `signed` the day on the sheet. `warned`: of which keys that signed for it.
    """

    name: str
    office: str
    key_kind: str
    ok: bool
    attested: tuple[str, ...] = ()
    signed: str = ""
    warned: tuple[Warned, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """The members of the contract; a signature on paper has two more, one to be warned of another."""
        plain = {"name": self.name, "office": self.office, "key_kind": self.key_kind, "ok": self.ok}
        on_paper = {"attested": list(self.attested), "signed": self.signed} if self.attested else {}
        return plain | on_paper | warning(self.warned)

    def said(self, language: str) -> str:
        """Name and office; of a signature on paper also by whose word."""
        day = day_in_words(f"{self.signed}T12:00:00Z", "UTC") if self.signed else ""
        return sentences.signatory(f"{self.name}, {self.office}", self.attested, day, language)


def unheard(link: Link) -> Signatory:
    """What a signature that does not hold says of itself, as far as it can be read."""
    try:
        said = loads(unb64u(link.envelope["statement"])) if link.envelope else {}
    except Bad:
        said = {}
    said = said if isinstance(said, dict) else {}
    if link.leaf["event"] == "attested":
        said = said["sheet"] if isinstance(said.get("sheet"), dict) else {}
    return Signatory(str(said.get("name", "")), str(said.get("title", "")), "", False)


@dataclass(frozen=True)
class Changed:
    """What was changed after bodies had adopted an earlier text: who adopted it, how many clauses, and who had authority."""

    bodies: tuple[str, ...]
    clauses: int
    by: tuple[str, ...]


@dataclass(frozen=True)
class Receipt:
    """What a receipt says: which act (as its statement is called) of whom, at which place of how many in the log, and of which text
    (twelve words). Act and person are empty, and the size is 0, where the receipt does not show them."""

    act: str
    person: str
    place: int
    size: int
    fingerprint: str


@dataclass(frozen=True)
class Verdict:
    """The answer. `verdict`: verified | not_verified | unusable; `anchor`: policy | package; `day`: of the last signature.

    `hidden`: how many parts are not shown; `quoted`: one clause was checked, not the whole text;
    `changed`: the text that a body adopted was another, and authority that it gave covers the change;
    `title`: what the agreement calls itself, empty where it cannot be read; `receipt`: it was no package, and what it says;
    `zone`: the time zone in which days are told.
    """

    verdict: str
    anchor: str
    head: str
    edition: int
    signatories: tuple[Signatory, ...]
    checks: tuple[Check, ...]
    missing: tuple[str, ...]
    day: str = ""
    hidden: int = 0
    quoted: bool = False
    changed: Changed | None = None
    title: str = ""
    receipt: Receipt | None = None
    zone: str = "UTC"

    @property
    def exit_code(self) -> int:
        """0 verified, 1 anything less, 2 unusable."""
        return EXIT_CODES[self.verdict]

    @property
    def consistent(self) -> bool:
        """Everything holds except that nobody told us whose keys these are."""
        return self.verdict == "not_verified" and self.codes == [sentences.NO_POLICY]

    @property
    def codes(self) -> list[str]:
        """The reason codes of the steps that did not hold, in order."""
        return [check.id for check in self.checks if not check.ok]

    @property
    def warned(self) -> tuple[Warned, ...]:
        """Everything to be warned of, each once."""
        return tuple(dict.fromkeys(one for check in self.checks for one in check.warned))

    def warnings(self, language: str = "en") -> tuple[str, ...]:
        """The same in sentences."""
        found = ((one.name, day_in_words(one.since, self.zone)) for one in self.warned)
        return tuple(sentences.warned(name, since, language) for name, since in found)

    def sentence(self, language: str = "en") -> str:
        """What a parent reads: the first sentence, and one for each warning."""
        return " ".join((self._first(language), *self.warnings(language)))

    def _first(self, language: str) -> str:
        if self.receipt:
            return sentences.receipt(self.verdict, self.codes, vars(self.receipt), language)
        people = [person.said(language) for person in self.signatories]
        paper = sum(bool(person.attested) for person in self.signatories)
        first = sentences.sentence(
            self.verdict,
            self.codes,
            people,
            self.day,
            language,
            hidden=self.hidden,
            quoted=self.quoted,
            paper=paper,
        )
        if self.changed is None or not (self.verdict == "verified" or self.codes == [sentences.UNVOUCHED]):
            return first
        return first + sentences.changed(self.changed.bodies, self.changed.clauses, self.changed.by, language)

    def as_dict(self) -> dict[str, Any]:
        """The members of the contract: verdict, anchor, head, edition, signatories, checks, missing."""
        names = ("verdict", "anchor", "head", "edition", "signatories", "checks", "missing")
        plain = {name: getattr(self, name) for name in names}
        return plain | {
            name: tuple(one.as_dict() for one in plain[name]) for name in ("signatories", "checks")
        }

    def to_json(self) -> str:
        """`as_dict` as JSON text."""
        return json.dumps(self.as_dict(), ensure_ascii=False, indent=2)


@dataclass
class Ledger:
    """The steps taken so far. A step that fails is written down with its reason, and the argument goes on.

    `warned`: what the step that is being taken has to warn of. A step that fails says more than a warning, and has none.
    """

    checks: list[Check] = field(default_factory=list)
    warned: list[Warned] = field(default_factory=list)

    @contextmanager
    def step(self, code: str, detail: Sequence[str]) -> Iterator[None]:
        """One step: held if nothing was raised. `detail` is read afterwards, so that the step may fill it in."""
        self.warned.clear()
        try:
            yield
        except Bad as bad:
            self.checks.append(Check(bad.code, False, bad.words))
        else:
            self.checks.append(Check(code, True, "; ".join(detail), tuple(dict.fromkeys(self.warned))))

    def block(self, code: str, block: Callable[[list[str]], None]) -> None:
        """A step that is one function of what it writes down."""
        detail: list[str] = []
        with self.step(code, detail):
            block(detail)

    @property
    def failures(self) -> tuple[str, ...]:
        """What did not hold, in words, in order."""
        return tuple(check.detail for check in self.checks if not check.ok)
