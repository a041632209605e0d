"""One installation in memory: clock, log, statements. The ground that tests/evidence/world.py builds parties and editions on."""

import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey

from workflow.evidence import leaf, merkle, package, tlog
from workflow.evidence.envelope import challenge, envelope, envelope_hash
from workflow.evidence.software_key import SoftwareKey
from workflow.evidence.statement import MEDIA, Common

RP_ID, ORIGIN = "localhost", "http://localhost:8000"
START = datetime(2026, 5, 1, 9, 0, tzinfo=UTC)
AUTHORITY = {"date": "2026-01-12", "kind": "minute", "reference": "Minutes of 12 January 2026, item 4"}


@dataclass
class Holder:
    """A person with a key in an office; `enrolment` is the leaf id that opened it."""

    party: "Member"
    person: str
    name: str
    office: str
    title: str
    key: SoftwareKey
    enrolment: str = ""
    capacity: str = "holder"


@dataclass
class Member:
    """A party with its chain."""

    id: str
    kind: str
    legal_name: str
    registrars: list[Holder] = field(default_factory=list)
    chain: list[package.Entry] = field(default_factory=list)

    @property
    def state(self) -> str:
        """The leaf id of the latest link."""
        return leaf.leaf_id(self.chain[-1].leaf)


class Installation:
    """A deployment with its clock, its log and its way of sealing a statement. `now` moves by a minute with every leaf."""

    def __init__(self, deployment: str = "d0" * 10, *, alg: str = "ES256", waiting_hours: int = 72) -> None:
        self.deployment, self.alg, self.waiting_hours = deployment, alg, waiting_hours
        self.log_key = Ed25519PrivateKey.generate()
        self.key_beside: MLDSA44PrivateKey | None = None
        self.publisher: Ed25519PrivateKey | None = None
        self.origin_name = "countersign.example/log"
        self.now = START
        self.nodes: dict[tuple[int, int], bytes] = {}
        self.size = 0

    # -- the log

    def log(self, record: dict[str, Any]) -> int:
        """Append a leaf and return its index."""
        data = leaf.leaf_data(record)
        for level, index, found in merkle.new_nodes(self.size, merkle.leaf_hash(data), self.node):
            self.nodes[level, index] = found
        self.size += 1
        return self.size - 1

    def node(self, level: int, index: int) -> bytes:
        """A stored node."""
        return self.nodes[level, index]

    def noise(self, count: int = 1) -> None:
        """Private leaves, as a real log is full of."""
        for _ in range(count):
            self.log(leaf.private_leaf(secrets.token_bytes(32), {"kind": "comment"}))

    @property
    def vkey(self) -> str:
        """The log's public key."""
        return tlog.vkey(self.origin_name, self.log_key)

    def checkpoint(self, size: int | None = None) -> str:
        """The signed checkpoint."""
        size = self.size if size is None else size
        note = tlog.sign_checkpoint(self.origin_name, size, merkle.root(size, self.node), self.log_key)
        return tlog.sign_beside(note, self.key_beside, int(self.now.timestamp())) if self.key_beside else note

    @property
    def beside(self) -> str:
        """The log's public key for ML-DSA-44; empty where it has none."""
        key = self.key_beside
        return tlog.vkey_of(self.origin_name, key.public_key(), tlog.MLDSA44) if key else ""

    def wait(self, **later: float) -> None:
        """Let time pass."""
        self.now += timedelta(**later)

    # -- statements

    def common(self, who: Holder, **twists: Any) -> Common:
        """What every statement of this person says now."""
        plain: dict[str, Any] = {
            "deployment": self.deployment,
            "rp_id": RP_ID,
            "party": who.party.id,
            "person": who.person,
            "name": who.name,
            "office": who.office,
            "title": who.title,
            "capacity": who.capacity,
            "key": who.key.id,
            "party_state": who.party.state,
            "nonce": secrets.token_bytes(32),
            "issued": self.now,
            "expires": self.now + timedelta(minutes=15),
        }
        return Common(**(plain | twists))

    def seal(self, act: str, said: bytes, *keys: SoftwareKey, origin: str = ORIGIN) -> dict[str, Any]:
        """The envelope of a statement signed by these keys."""
        asked = challenge(MEDIA[act], said)
        return envelope(MEDIA[act], said, *(key.sign(asked, rp_id=RP_ID, origin=origin) for key in keys))

    def link(self, member: Member, act: str, sealed: dict[str, Any]) -> str:
        """Record an envelope in a party's chain and return its leaf id."""
        record = leaf.party_leaf(
            deployment=self.deployment,
            party=member.id,
            seq=len(member.chain),
            prev=member.state if member.chain else "",
            type=MEDIA[act],
            envelope=envelope_hash(sealed),
            at=self.now,
        )
        member.chain.append(package.Entry(record, self.log(record), (), sealed))
        self.wait(minutes=1)
        return leaf.leaf_id(record)
