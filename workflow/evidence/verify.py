"""The numbered argument: is this the text both sides signed? (docs/format.md, section 10)."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Check:
    """One numbered step: a stable reason code, whether it held, and what was found."""

    id: str
    ok: bool
    detail: str


@dataclass(frozen=True)
class Signatory:
    """Who signed, in which office (as printed), with what kind of key, and whether it counts."""

    name: str
    office: str
    key_kind: str
    ok: bool


@dataclass(frozen=True)
class Verdict:
    """The answer. `verdict`: verified | not_verified | unusable; `anchor`: policy | package."""

    verdict: str
    anchor: str
    head: str
    edition: int
    signatories: tuple[Signatory, ...]
    checks: tuple[Check, ...]
    missing: tuple[str, ...]

    @property
    def exit_code(self) -> int:
        """0 verified, 1 anything less, 2 unusable."""
        raise NotImplementedError

    def sentence(self) -> str:
        """The first sentence, for a parent."""
        raise NotImplementedError

    def to_json(self) -> str:
        """The verdict as DESIGN.md's contract prints it."""
        raise NotImplementedError


def verify(package: bytes, policy: bytes | None = None, now: datetime | None = None) -> Verdict:
    """Check a package against a policy that came by another way. Never raises for bad input."""
    raise NotImplementedError
