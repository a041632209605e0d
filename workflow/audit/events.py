"""Every event's leaf made again from its row: commitments opened with their salts, public leaves held against what they say.

The walk is in the order of the log, so every chain comes by in its own order, and the leaf hashes it yields are the bottom of
the tree. Memory: 32 bytes a leaf.
"""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, select

from workflow.audit import quick, restored, rows
from workflow.audit.findings import Finding
from workflow.audit.rows import EventRow
from workflow.audit.stored import read
from workflow.core.events import EDITION_CHAIN, IN_WORDS, SERVICE_PUBLIC, EventKind, is_public
from workflow.evidence import fields, leaf, merkle
from workflow.evidence.canonical import b64u, loads, lp
from workflow.evidence.errors import Bad
from workflow.history.actions import committed
from workflow.history.models import Event

LEAF = fields.either(leaf.PARTY_LEAF, leaf.EDITION_LEAF, leaf.SERVICE_LEAF)
Chain = tuple[str, ...]


@dataclass
class Walk:
    """One pass over the events: the leaf hashes of the log, one after the other, and what did not hold on the way."""

    session: Session
    size: int
    hashes: bytearray = field(default_factory=bytearray)
    findings: list[Finding] = field(default_factory=list)
    events: int = 0
    service: list[dict[str, Any]] = field(default_factory=list)
    """What the service says of itself in the log: resumptions, rotations."""
    _ends: dict[Chain, tuple[int, str, str]] = field(default_factory=dict)
    """The last link of every chain so far: its number, its leaf hash, its time."""

    def make(self) -> list[Finding]:
        """Events in the log, then those that wait for their place. What did not hold is noted as it comes, also if this stops."""
        expected, lost = 0, restored.lost(self.session)
        for row in rows.placed(self.session, self.size):
            if row[0] != expected:
                self._pass_over(row[0], lost)
            expected = row[0] + 1
            self.events += 1
            self.hashes += quick.vouched(row) or self._judge(EventRow(*row))
        self._pass_over(self.size, lost)
        self.findings += restored.findings(list(lost), self.said("resumed"))
        for row in map(EventRow._make, rows.waiting(self.session, self.size)):
            self.events += 1
            if row.place is None:
                self._blame("log.left-out", f"{_named(row)} neither has a place in the log nor waits for one")
            self._judge(row)
        return streams(self.session)

    def said(self, event: str) -> list[dict[str, Any]]:
        """The service's own leaves of this event, in the order of the log."""
        return [one for one in self.service if one["event"] == event]

    def _pass_over(self, index: int, lost: dict[int, bytes]) -> None:
        """Up to this place there is no event: a leaf that was lost and is known, or one that was taken away."""
        blamed = False
        for place in range(len(self.hashes) // 32, index):
            if place not in lost and not blamed:
                self._blame("log.gap", f"leaf {place} has no event")
                blamed = True
            self.hashes += merkle.leaf_hash(lost[place]) if place in lost else bytes(32)

    def _judge(self, row: EventRow) -> bytes:
        """The leaf hash of an event, after a look by the rules themselves at whether its row says what its leaf says."""
        if type(row.leaf) is not bytes:
            self._blame("event.leaf", f"{_named(row)} has a leaf that is not bytes")
            return bytes(32)
        if not isinstance(row.at, str):
            self._blame("event.changed", f"event {row.id} has a time that is none")
        elif row.kind not in IN_WORDS:
            self._blame("event.kind", f"event {row.id} is of a kind that there is not: {row.kind}")
        elif is_public(EventKind(row.kind)):
            self._public(row)
        elif not self._opens(row):
            self._blame("event.changed", f"{_named(row)} is not what its leaf commits to")
        return merkle.leaf_hash(row.leaf)

    def _opens(self, row: EventRow) -> bool:
        """The rule itself, for what the quick look did not vouch for. A row that cannot even be read commits to nothing."""
        try:
            event = self.session.get_one(Event, row.id)
            return row.leaf == leaf.leaf_data(leaf.private_leaf(event.salt, committed(event)))
        except (Bad, AttributeError, TypeError, ValueError):
            return False

    def _public(self, row: EventRow) -> None:
        try:
            said = read_leaf(row.leaf)
        except Bad as bad:
            self._blame("event.leaf", f"{_named(row)} has no readable leaf: {bad.words}")
            return
        kind, word = EventKind(row.kind), row.kind.rsplit(":", 1)[1]
        ours: dict[str, Any] = {"at": row.moment, "kind": "party"}
        if kind in SERVICE_PUBLIC:
            ours |= {"kind": "service", "event": word}
        elif kind in EDITION_CHAIN:
            ours |= {"kind": "edition", "event": word, "mou": row.mou_id}
        if kind not in SERVICE_PUBLIC:
            ours |= {"seq": row.chain_seq}
        wrong = [name for name, value in ours.items() if said.get(name) != value]
        if wrong:
            self._blame("event.changed", f"{_named(row)} differs from its public leaf in: {', '.join(wrong)}")
        if kind not in SERVICE_PUBLIC:
            self._follow(row, said)
        else:
            self.service.append(said)

    def _follow(self, row: EventRow, said: dict[str, Any]) -> None:
        chain: Chain = (
            ("edition", said["mou"], str(said["edition"]))
            if said["kind"] == "edition"
            else ("party", said["party"])
        )
        number, before, at = self._ends.get(chain, (-1, "", ""))
        if said["seq"] <= number:
            self._blame("chain.second", f"{_named(row)} is a second number {said['seq']} of its chain")
        elif said["seq"] != number + 1 or said["prev"] != before:
            self._blame("chain.link", f"{_named(row)} does not follow number {number} of its chain")
        elif said["at"] < at:
            self._blame("chain.time", f"{_named(row)} goes back in time along its chain")
        self._ends[chain] = (said["seq"], b64u(merkle.leaf_hash(row.leaf)), said["at"])

    def _blame(self, code: str, words: str) -> None:
        self.findings.append(Finding(code, words))


def read_leaf(data: bytes) -> dict[str, Any]:
    """What a public leaf says. Raises Bad."""
    body = data[len(leaf.LEAF) + 4 :] if isinstance(data, bytes) else b""
    if data != leaf.LEAF + lp(body):
        raise Bad("chain.leaf", "not the leaf data of this log")
    said: dict[str, Any] = fields.demand(loads(body), LEAF, "chain.leaf")
    return said


def streams(session: Session) -> list[Finding]:
    """Numbers are gapless: each stream has as many events as its row counts, from 0 on."""
    counted = {
        row[0]: tuple(row[1:])
        for row in session.connection().execute(
            select(
                Event.stream, func.count(func.distinct(Event.seq)), func.min(Event.seq), func.max(Event.seq)
            ).group_by(Event.stream)
        )
    }
    lengths = {
        row["id"]: row["length"] for row in read(session, "stream", ("id", "length")) if row["id"] != "log"
    }
    return [
        Finding(
            "stream.gap",
            f"{name} should have the numbers from 0 on, each once, and {lengths.get(name, 0)} of them",
        )
        for name in sorted(lengths.keys() | counted.keys(), key=str)
        if (length := lengths.get(name, 0)) or name in counted
        if not isinstance(length, int) or counted.get(name) != (length, 0, length - 1)
    ]


def _named(row: EventRow) -> str:
    words = IN_WORDS[EventKind(row.kind)] if row.kind in IN_WORDS else row.kind
    return f"event {row.id} of {str(row.at)[:10]} (“{words}”)"
