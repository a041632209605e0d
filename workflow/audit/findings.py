"""What a check found: each a stable code and a sentence, and all of them together with what they were held against."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from workflow.core.errors import Refused

OWN_WORD = "Nothing that was kept outside was held against it: the log is the operator's word alone."


@dataclass(frozen=True)
class Finding:
    """Something that does not hold. `code` is stable, `words` may improve."""

    code: str
    words: str


@dataclass
class Report:
    """`events` were read, `size` of them stand in the log; `kept` says how many leaves each outside file vouches for."""

    events: int = 0
    size: int = 0
    findings: list[Finding] = field(default_factory=list)
    kept: dict[str, int] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    """What the service says of itself in the log, a sentence each: restored backups, renewals."""

    @property
    def exit_code(self) -> int:
        """0 when everything holds, 1 otherwise."""
        return 1 if self.findings else 0

    @property
    def vouched(self) -> int:
        """How many leaves from the first on somebody outside can vouch for."""
        return max(self.kept.values(), default=0)

    def sentences(self) -> Sequence[str]:
        """The answer in words, the most important first."""
        return [*self._verdict(), *self.notes]

    def _verdict(self) -> list[str]:
        if self.findings:
            many = len(self.findings)
            return [f"The record does not hold: {many} finding{'s' if many > 1 else ''}.", *self._found()]
        first = f"The record agrees with itself: {self.events} events, {self.size} of them in the log."
        if not self.vouched:
            return [first, OWN_WORD]
        rest = self.size - self.vouched
        after = f" The {rest} after them are the operator's word alone." if rest else ""
        held = ", ".join(self.kept)
        return [
            first,
            f"It agrees with what was kept outside ({held}): its first {self.vouched} leaves.{after}",
        ]

    def _found(self) -> list[str]:
        found = [f"{one.code}: {one.words}" for one in self.findings]
        return found if self.kept else [*found, OWN_WORD]

    def as_dict(self) -> dict[str, Any]:
        """The same for machines."""
        return {
            "ok": not self.findings,
            "events": self.events,
            "size": self.size,
            "vouched": self.vouched,
            "against": [{"file": name, "leaves": leaves} for name, leaves in self.kept.items()],
            "notes": self.notes,
            "findings": [vars(one) for one in self.findings],
            "sentences": list(self.sentences()),
        }


@dataclass(frozen=True)
class Steps:
    """The steps of a check, none of which ends it: a row that a step can make nothing of is a finding too, beside what it had found."""

    report: Report

    def __call__(self, what: str, step: Callable[[], Iterable[Finding]]) -> None:
        try:
            for one in step():
                self.report.findings.append(one)
        except Refused:
            raise
        except Exception as fault:  # who can write any row can make any step stumble
            self.report.findings.append(
                Finding(
                    "rows.unreadable",
                    f"{what}: a row is none that this service writes ({type(fault).__name__}: {fault})",
                )
            )
