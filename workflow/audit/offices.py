"""Who holds which office from when to when and on what record, held against the events and signed ends of terms."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session

from workflow.audit.findings import Finding
from workflow.audit.people import Chains, Said
from workflow.audit.stored import Row, near, read
from workflow.audit.told import Told
from workflow.core.events import EventKind

COLUMNS = (
    "id", "person_id", "party_id", "office", "capacity", "from_date", "until_date", "recorded", "recorded_by",
)  # fmt: skip
KINDS = (
    EventKind.PARTY_CREATED,
    EventKind.PERSON_INVITED,
    EventKind.APPOINTMENT_RECORDED,
    EventKind.APPOINTMENT_ENDED,
)
DAY = timedelta(days=1)
OPEN: Any = object()
"""A last day that no event says: those of older appointments do not name the one that was set at the beginning."""


@dataclass
class Term:
    """What events say of one appointment. `until`: the days that can be its last; None is no last day."""

    facts: Row
    by: str
    at: str
    until: tuple[Any, ...]

    def lasts(self, days: list[str]) -> bool:
        """Whether it had begun by then, and had not ended long before."""
        ended = all(isinstance(one, str) and one < days[0] for one in self.until)
        return str(self.facts["from_date"]) <= days[-1] and not ended


def findings(session: Session, told: Told, chains: Chains) -> Iterator[Finding]:
    """Every appointment that is not what was recorded, that nobody recorded, or that is gone."""
    rows = {row["id"]: row for row in read(session, "appointment", COLUMNS)}
    terms = _terms(told, chains)
    for name in sorted(map(str, terms.keys() | rows.keys())):
        row, term = rows.get(name), terms.get(name)
        if row is None or term is None or any(row[key] != value for key, value in term.facts.items()):
            yield Finding("office.changed", f"the appointment {name} is not what was recorded")
            continue
        if OPEN not in term.until and row["until_date"] not in term.until:
            yield Finding(
                "office.ended", f"the appointment {name} lasts until {row['until_date'] or 'further notice'}, and that was not recorded"
            )  # fmt: skip
        if row["recorded_by"] != term.by or not near(row["recorded"], term.at):
            yield Finding(
                "office.recorded", f"the appointment {name} was recorded by somebody else or at another time"
            )


def _terms(told: Told, chains: Chains) -> dict[str, Term]:
    """What was recorded of each, and how it ended: events and signed ends, in the order of their making."""
    terms: dict[str, Term] = {}
    of: dict[tuple[Any, ...], list[Term]] = {}
    ends: list[tuple[int, Row | Said]] = [(one["event"], one) for one in chains.of("office-end")]
    ends += [(event["id"], event) for event in told.of_kinds(KINDS)]
    for _, one in sorted(ends, key=lambda pair: pair[0]):
        if one.get("act") == "office-end":
            _signed_end(of.get((one["subject"], one["chain"], one["subject_office"]), []), one)
        elif one["kind"] == EventKind.APPOINTMENT_ENDED:
            if term := terms.get(one["detail"].get("appointment")):
                term.until = (one["detail"].get("until"),)
        else:
            for said in _several(one["detail"]):
                if said["appointment"] not in terms:  # an invitation that is sent again says nothing new
                    term = terms[said["appointment"]] = _term(one, said)
                    whose = (term.facts[name] for name in ("person_id", "party_id", "office"))
                    of.setdefault(tuple(whose), []).append(term)
    return terms


def _term(event: Row, said: Row) -> Term:
    facts = {
        "person_id": event["subject_id"], "party_id": event["party_id"], "office": said.get("office"), "capacity": said.get("capacity"),
        "from_date": said.get("from"),
    }  # fmt: skip
    until = (said["until"] or None,) if "until" in said else (OPEN,)
    return Term(facts, event["actor_id"], event["at"], until)


def _several(detail: Row) -> list[Row]:
    several = detail.get("appointments", [detail])
    return [
        one for one in several if isinstance(one, dict) and isinstance(one.get("appointment"), str)
    ] if isinstance(several, list) else []  # fmt: skip


def _signed_end(concerned: list[Term], said: Said) -> None:
    """The registrar's statement names a moment, and the row a day at the party: one of the three on which somewhere the moment
    was. It names no appointment: where two terms of the office were on, either may be the one."""
    last = datetime.fromisoformat(said["ended"]) - timedelta(seconds=1)
    around = [str(last.date() + shift) for shift in (-DAY, timedelta(), DAY)]
    meant = [one for one in concerned if one.lasts(around)]
    for term in meant:
        days = {max(str(term.facts["from_date"]), one) for one in around}
        sooner = {one for one in term.until if isinstance(one, str) and one <= around[-1]}
        term.until = (*days, *sooner, *(term.until if len(meant) > 1 else ()))
