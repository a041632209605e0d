"""Parties' chains, held against the statements that are kept of them; and what the statements say, for whoever replays them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlmodel import Session

from workflow.audit.findings import Finding
from workflow.audit.stored import Row, read
from workflow.audit.told import Told
from workflow.core.events import PARTY_CHAIN
from workflow.evidence.canonical import loads, unb64u
from workflow.evidence.envelope import envelope_hash
from workflow.evidence.errors import Bad
from workflow.evidence.statement import ACT_OF

Said = dict[str, Any]


@dataclass
class Chains:
    """Every link's statement in the order of the log, with its `act`, `link` (leaf hash), `event`, `time` and `chain` (the row of
    the party in whose chain it stands), and what did not hold."""

    said: list[Said] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    parties: dict[str, str] = field(default_factory=dict)
    """The row of a party by its public id."""

    def of(self, *acts: str) -> Iterator[Said]:
        return (one for one in self.said if one["act"] in acts)


def chains(session: Session, told: Told) -> Chains:
    """Every link is the very envelope its leaf names, and every party is what its founding statement says."""
    made = Chains()
    rows = {row["id"]: row for row in read(session, "party", ("id", "public_id", "kind", "legal_name"))}
    made.parties = {row["public_id"]: key for key, row in rows.items() if isinstance(row["public_id"], str)}
    columns = ("event_id", "party_id", "seq", "kind", "content", "hash", "at")
    links = {link["event_id"]: link for link in read(session, "party_link", columns)}
    for event in told.of_kinds(PARTY_CHAIN):
        if event["says"]:
            _link(made, event, links.pop(event["id"], None))
    for event_id in links:
        made.findings.append(
            Finding("party.link", f"a party's link points to event {event_id}, which logged none")
        )
    founded = {one["chain"]: one for one in made.of("genesis")}
    made.findings += _founded(rows, founded)
    return made


def _link(made: Chains, event: Row, link: Row | None) -> None:
    leaf = event["says"]
    try:
        named = envelope_hash(link["content"]) if link else ""
        if link is None or named != leaf["envelope"] or link["hash"] != named:
            raise Bad("party.link", "its statement is not the one that was logged")
        act = ACT_OF[leaf["type"]]
        whose = {made.parties.get(leaf["party"]), link["party_id"], event["party_id"]}
        if len(whose) > 1 or link["content"]["type"] != leaf["type"]:
            raise Bad("party.link", "it stands in another party's chain, or under another type")
        if (link["seq"], link["kind"], link["at"]) != (leaf["seq"], act, leaf["at"]):
            raise Bad("party.link", "its row says another number, act or time than the log")
        statement = loads(unb64u(link["content"]["statement"]))
    except Bad as bad:
        made.findings.append(Finding("party.link", f"the party's link of event {event['id']}: {bad.words}"))
        return
    beside = {
        "act": act,
        "link": event["link"],
        "event": event["id"],
        "time": leaf["at"],
        "chain": link["party_id"],
    }
    made.said.append({**statement, **beside})


def _founded(parties: dict[Any, Row], founded: dict[Any, Said]) -> Iterator[Finding]:
    """Name and kind are what both registrars signed; a party that nobody founded has no public id."""
    for key, row in parties.items():
        said = founded.get(key)
        if said is None and row["public_id"] is not None:
            yield Finding("party.row", f"nobody founded the party {key} under the id that it has")
        for name in ("legal_name", "kind") if said else ():
            if row[name] != said[name]:
                yield Finding(
                    "party.row", f"the {name} of party {key} is “{row[name]}”, and “{said[name]}” was signed"
                )
