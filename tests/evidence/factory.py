"""A whole life in memory, for whoever needs a good package: two parties, their registrars, a chief, a superintendent, a log.

Nothing here is a stand-in: software keys sign real statements, the log is a real tree, and `world.package()` verifies
under `world.policy()`. Each step can be taken differently, which is how the attacks are written.
"""

import secrets
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from workflow.evidence import clause_tree, leaf, merkle, package, statement, tlog
from workflow.evidence import manifest as manifests
from workflow.evidence import policy as policies
from workflow.evidence.canonical import sha256
from workflow.evidence.clause_tree import Clause
from workflow.evidence.envelope import challenge, envelope, envelope_hash
from workflow.evidence.party_chain import party_id
from workflow.evidence.software_key import SoftwareKey
from workflow.evidence.statement import MEDIA, Common

RP_ID, ORIGIN = "localhost", "http://localhost:8000"
START = datetime(2026, 5, 1, 9, 0, tzinfo=UTC)
AUTHORITY = {"date": "2026-01-12", "kind": "minute", "reference": "Minutes of 12 January 2026, item 4"}
CLAUSES = (
    Clause("1", "# 1. Purpose\n\nThis agreement governs school resource officers."),
    Clause(
        "2", "# 2. Duties\n\n- An officer does not enforce school discipline.\n- An officer wears a camera."
    ),
    Clause("2/1", "2.1 Records stay with the district.", redactable=True),
    Clause("3", "# 3. Term\n\nTwelve months from the last signature."),
)


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


class World:
    """One installation and the life of one edition in it. `world.now` moves on by a minute with every recorded leaf."""

    def __init__(self, deployment: str = "d0" * 10, *, alg: str = "ES256", waiting_hours: int = 72) -> None:
        self.deployment, self.alg, self.waiting_hours = deployment, alg, waiting_hours
        self.log_key = Ed25519PrivateKey.generate()
        self.origin_name = "countersign.example/log"
        self.now = START
        self.nodes: dict[tuple[int, int], bytes] = {}
        self.size = 0
        self.members: list[Member] = []
        self.edition_chain: list[package.Entry] = []
        self.manifest: dict[str, Any] = {}

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
        return tlog.sign_checkpoint(self.origin_name, size, merkle.root(size, self.node), self.log_key)

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

    # -- parties

    def party(self, kind: str, legal_name: str, people: tuple[str, str]) -> Member:
        """A new party, begun by two registrars."""
        keys = [SoftwareKey(self.alg) for _ in people]
        registrars = [
            {"key": key.record, "name": name, "person": _person(name), "title": "Registrar"}
            for key, name in zip(keys, people, strict=True)
        ]
        said = statement.genesis(
            deployment=self.deployment,
            rp_id=RP_ID,
            nonce=secrets.token_bytes(32),
            issued=self.now,
            expires=self.now + timedelta(minutes=15),
            kind=kind,
            legal_name=legal_name,
            authority="The head of the party binds it.",
            resolution="We deal electronically.",
            contact="records@example.org",
            registrars=registrars,
        )
        member = Member(party_id(said), kind, legal_name)
        opened = self.link(member, "genesis", self.seal("genesis", said, *keys))
        for key, name in zip(keys, people, strict=True):
            holder = Holder(member, _person(name), name, "registrar", "Registrar", key, opened)
            member.registrars.append(holder)
        self.members.append(member)
        return member

    def accept(self, by: Holder, whom: Member, **twists: Any) -> str:
        """A registrar of one party accepts another."""
        said = statement.acceptance(
            self.common(by, **twists), accepted=whom.id, checked="Met the clerk in person."
        )
        return self.link(whom, "acceptance", self.seal("acceptance", said, by.key))

    def claim(self, member: Member, name: str, office: str, title: str, **twists: Any) -> tuple[Holder, str]:
        """A new key claims an office; returns its holder and the claim's leaf id."""
        person, key = twists.pop("person", _person(name)), twists.pop("key", None) or SoftwareKey(self.alg)
        start = twists.pop("start", date(2026, 1, 12))
        holder = Holder(member, person, name, office, title, key)
        said = statement.enrolment_claim(self.common(holder, **twists), from_=start, new_key=key.record)
        return holder, self.link(member, "enrolment-claim", self.seal("enrolment-claim", said, key))

    def vouch(self, by: Holder, holder: Holder, claim: str, **twists: Any) -> Holder:
        """A registrar vouches; the holder's enrolment opens."""
        said = statement.enrolment_vouch(
            self.common(by, **twists), claim=claim, subject=holder.person, authority=AUTHORITY
        )
        sealed = self.seal("enrolment-vouch", said, by.key)
        holder.enrolment = self.link(holder.party, "enrolment-vouch", sealed)
        return holder

    def enrol(self, member: Member, name: str, office: str, title: str, **twists: Any) -> Holder:
        """Claim and vouch."""
        holder, claim = self.claim(member, name, office, title, **twists)
        return self.vouch(member.registrars[0], holder, claim)

    def end(self, holder: Holder, by: Holder | None = None) -> str:
        """A registrar records that somebody left his office now."""
        registrar = by or holder.party.registrars[0]
        said = statement.office_end(
            self.common(registrar),
            subject=holder.person,
            subject_office=holder.office,
            ended=self.now,
            reason="Retired.",
        )
        return self.link(holder.party, "office-end", self.seal("office-end", said, registrar.key))

    def revoke(self, holder: Holder, by: Holder | None = None, since: datetime | None = None) -> str:
        """A registrar, or the holder, revokes a key."""
        speaker = by or holder.party.registrars[0]
        said = statement.key_revoked(
            self.common(speaker), revoked=holder.key.id, compromised_since=since or self.now, reason="Lost."
        )
        return self.link(holder.party, "key-revoked", self.seal("key-revoked", said, speaker.key))

    # -- the edition

    def freeze(
        self, slots: list[tuple[str, Member, list[str]]], clauses: Any = CLAUSES, **twists: Any
    ) -> str:
        """Freeze the text; the head. slots: (id, party, offices), all required."""
        self.clauses, self.attachments = list(clauses), list(twists.pop("attachments", ()))
        self.sealed = clause_tree.seal(self.clauses, self.attachments)
        self.manifest = {
            "adopting_bodies": [],
            "delegated_change": [],
            "deployment": self.deployment,
            "edition": 1,
            "effective": {"date": "", "rule": "last-signature"},
            "expires": (self.now + timedelta(days=60)).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "format": manifests.FORMAT,
            "frozen_at": self.now.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "mou": "a1" * 10,
            "one_slot_each": True,
            "order": "any",
            "packs": [{"id": "cops", "version": "2025.1"}],
            "parties": [{"id": m.id, "kind": m.kind, "legal_name": m.legal_name} for m in self.members],
            "revision": 3,
            "slots": [
                {"id": i, "offices": offices, "paper": False, "party": m.id, "required": True}
                for i, m, offices in slots
            ],
            "supersedes": [],
            "term": {"date": "", "months": 12, "rule": "months"},
            "text": self.sealed.descriptor,
            "title": "School Resource Officer Agreement",
            "waiting_hours": self.waiting_hours,
            "zone": "America/Los_Angeles",
        } | twists
        self.event("frozen")
        return self.head

    @property
    def head(self) -> str:
        """The head of the frozen manifest."""
        return manifests.head(self.manifest)

    def event(
        self, event: str, slot: str = "", subject: str = "", sealed: dict[str, Any] | None = None
    ) -> str:
        """Record an edition event and return its leaf id."""
        last = self.edition_chain[-1].leaf if self.edition_chain else None
        record = leaf.edition_leaf(
            deployment=self.deployment,
            mou=self.manifest["mou"],
            edition=self.manifest["edition"],
            seq=last["seq"] + 1 if last else 0,
            prev=leaf.leaf_id(last) if last else "",
            event=event,
            head=self.head,
            at=self.now,
            slot=slot,
            subject=subject,
        )
        self.edition_chain.append(package.Entry(record, self.log(record), (), sealed))
        self.wait(minutes=1)
        return leaf.leaf_id(record)

    def about(self, holder: Holder, place: str, /, **twists: Any) -> dict[str, Any]:
        """What a signature says of the frozen text."""
        manifest = self.manifest
        return {
            "mou": manifest["mou"],
            "edition": manifest["edition"],
            "head": self.head,
            "slot": place,
            "enrolment": holder.enrolment,
        } | twists

    def approve(self, holder: Holder, place: str, /, **twists: Any) -> None:
        """An approval, recorded.

        Twists: members of the statement, of `about`, `key_used`, `leaf_slot`, `origin`, and `forge`, which is given
        the statement's bytes and returns an envelope.
        """
        about = {n: twists.pop(n) for n in ("mou", "edition", "head", "slot", "enrolment") if n in twists}
        key, origin = twists.pop("key_used", holder.key), twists.pop("origin", ORIGIN)
        leaf_slot, forge = twists.pop("leaf_slot", place), twists.pop("forge", None)
        said = statement.approval(self.common(holder, **twists), **self.about(holder, place, **about))
        sealed = forge(said) if forge else self.seal("approval", said, key, origin=origin)
        self.event("signed", leaf_slot, envelope_hash(sealed), sealed)

    def decline(self, holder: Holder, slot: str, event: str = "declined") -> None:
        """A decline, recorded."""
        said = statement.decline(
            self.common(holder), **self.about(holder, slot), reason="Clause 2 is too wide."
        )
        sealed = self.seal("decline", said, holder.key)
        self.event(event, slot, envelope_hash(sealed), sealed)

    def adopt(self, clerk: Holder, body: str, **twists: Any) -> None:
        """An adoption, recorded by a clerk."""
        about = self.about(clerk, "")
        del about["slot"]
        said = statement.adoption(
            self.common(clerk),
            **(about | {"body": body} | twists),
            meeting=date(2026, 5, 14),
            item="7b",
            resolution="2026-31",
            vote=(7, 0, 0),
        )
        sealed = self.seal("adoption", said, clerk.key)
        self.event("adopted", body, envelope_hash(sealed), sealed)

    # -- what leaves the house

    def proven(self, entries: list[package.Entry], size: int | None = None) -> list[package.Entry]:
        """The entries with their inclusion proofs."""
        size = self.size if size is None else size
        return [
            package.Entry(e.leaf, e.index, merkle.inclusion(e.index, size, self.node), e.envelope)
            for e in entries
        ]

    def package(self, **twists: Any) -> bytes:
        """The core package as of now."""
        clauses, attachments = clause_tree.opened(self.clauses, self.attachments, self.sealed.salts)
        parts: dict[str, Any] = {
            "manifest": self.manifest,
            "clauses": clauses,
            "attachments": attachments,
            "edition_chain": self.proven(self.edition_chain),
            "parties": [self.proven(member.chain) for member in self.members],
            "log_key": self.vkey,
            "checkpoint": self.checkpoint(),
        }
        return package.build(**(parts | twists))

    def publish(self, core: bytes, pdf: bytes = b"%PDF-1.7 not really") -> bytes:
        """The web copy of a core package made just before."""
        old = self.size
        self.event("published", subject=leaf.publication_hash(sha256(core), sha256(pdf)))
        last = self.edition_chain.pop()
        self.noise(3)
        added = package.Publication(
            self.proven([last]), self.checkpoint(), merkle.consistency(old, self.size, self.node), sha256(pdf)
        )
        return package.with_publication(core, added)

    def policy(self, **twists: Any) -> bytes:
        """The policy of this installation."""
        parts: dict[str, Any] = {
            "deployment": self.deployment,
            "log_keys": [self.vkey],
            "relying_parties": [{"from": "", "origins": [ORIGIN], "rp_id": RP_ID, "until": ""}],
            "parties": [member.id for member in self.members],
        }
        return policies.build(**(parts | twists))


def _person(name: str) -> str:
    return sha256(name.encode()).hex()[:20]


@dataclass
class Cast:
    """The people of a good world."""

    world: World
    district: Member
    agency: Member
    superintendent: Holder
    chief: Holder


def ready(**settings: Any) -> Cast:
    """Two parties that accepted each other, chief and superintendent enrolled and past their wait; nothing frozen yet."""
    world = World(**settings)
    world.noise(2)
    district = world.party("district", "Springfield School District", ("Ann Archer", "Bo Baker"))
    agency = world.party("agency", "Springfield Police Department", ("Cy Carter", "Di Dyer"))
    world.accept(agency.registrars[0], district)
    world.accept(district.registrars[0], agency)
    world.noise()
    superintendent = world.enrol(district, "Eve Ellis", "superintendent", "Superintendent")
    chief = world.enrol(agency, "Flo Foster", "chief", "Chief of Police")
    world.wait(hours=80)
    return Cast(world, district, agency, superintendent, chief)


def frozen(cast: Cast | None = None, **twists: Any) -> Cast:
    """A good world in which the text was just frozen with two required slots."""
    cast = cast or ready()
    slots = [("s1", cast.agency, ["chief", "sheriff"]), ("s2", cast.district, ["superintendent"])]
    cast.world.freeze(twists.pop("slots", slots), **twists)
    return cast


def signed(cast: Cast | None = None) -> Cast:
    """A good world in which both have signed and the edition was executed."""
    cast = cast or frozen()
    world = cast.world
    world.event("served", "s1")
    world.approve(cast.chief, "s1")
    world.noise()
    world.event("served", "s2")
    world.approve(cast.superintendent, "s2")
    world.event("executed")
    world.noise(2)
    return cast


def good_package() -> tuple[bytes, bytes]:
    """(package.json as published on the web, policy.json): the shortest way to something that verifies."""
    world = signed().world
    core = world.package()
    return world.publish(core), world.policy()
