"""The life of one edition among parties, from the frozen text to the published package."""

from datetime import date, timedelta
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tests.evidence.installation import ORIGIN, RP_ID, Holder, Member
from tests.evidence.world import Parties
from workflow.evidence import clause_tree, hiding, leaf, merkle, package, paper, publishing, statement
from workflow.evidence import manifest as manifests
from workflow.evidence import policy as policies
from workflow.evidence.canonical import b64u, sha256
from workflow.evidence.clause_tree import Clause
from workflow.evidence.envelope import envelope_hash
from workflow.evidence.hiding import Hidden
from workflow.evidence.keyrecord import key_id

CLAUSES = (
    Clause("1", "# 1. Purpose\n\nThis agreement governs school resource officers."),
    Clause(
        "2", "# 2. Duties\n\n- An officer does not enforce school discipline.\n- An officer wears a camera."
    ),
    Clause("2/1", "2.1 Records stay with the district.", redactable=True),
    Clause("3", "# 3. Term\n\nTwelve months from the last signature."),
)


class World(Parties):
    """Parties and one edition of their agreement."""

    def __init__(self, deployment: str = "d0" * 10, *, alg: str = "ES256", waiting_hours: int = 72) -> None:
        super().__init__(deployment, alg=alg, waiting_hours=waiting_hours)
        self.edition_chain: list[package.Entry] = []
        self.manifest: dict[str, Any] = {}
        self.paper: list[dict[str, Any]] = []
        self.hidden: set[str] = set()
        self.withheld: set[str] = set()

    # -- the edition

    def freeze(
        self, slots: list[tuple[str, Member, list[str]]], clauses: Any = CLAUSES, **twists: Any
    ) -> str:
        """Freeze the text; the head. slots: (id, party, offices), all required. paper: the ids that may be signed on paper."""
        on_paper = twists.pop("paper", ())
        self.clauses, self.attachments = list(clauses), list(twists.pop("attachments", ()))
        self.sealed = clause_tree.seal(self.clauses, self.attachments, twists.pop("salts", None))
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
                {"id": i, "offices": offices, "paper": i in on_paper, "party": m.id, "required": True}
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

    def attest(self, first: Holder, second: Holder, place: str, /, **twists: Any) -> None:
        """A signature on paper, attested by two people, recorded.

        Twists: members of the sheet; `sheet_first` (members of the first one's sheet alone), `about_first`, `about` (members
        of the statements), `beside`, `half` (the envelope that travels), `leaf_slot`, `issued`.
        """
        sheet = {
            "person": "5e" * 10, "name": "Sam Stone", "office": "sheriff", "title": "Sheriff", "capacity": "holder",
            "signed": self.now.date(), "scan": b64u(b"s" * 32),
        }  # fmt: skip
        sheet |= {name: twists.pop(name) for name in list(twists) if name in sheet}
        common = {name: twists.pop(name) for name in ("issued", "nonce") if name in twists}
        about = self.about(first, place, **twists.pop("about_first", {}))
        said = paper.attestation(
            self.common(first, **common), **about, sheet=paper.Sheet(**sheet | twists.pop("sheet_first", {})),
            beside=twists.pop("beside_first", ""),
        )  # fmt: skip
        half = self.seal(paper.ACT, said, twists.pop("key_first", first.key))
        self.wait(minutes=1)
        beside = twists.pop("beside", envelope_hash(half))
        about = self.about(second, place, **twists.pop("about", {}))
        said = paper.attestation(self.common(second), **about, sheet=paper.Sheet(**sheet), beside=beside)
        sealed = self.seal(paper.ACT, said, twists.pop("key_used", second.key))
        self.paper.append(twists.pop("half", half))
        self.event(
            twists.pop("event", paper.EVENT), twists.pop("leaf_slot", place), envelope_hash(sealed), sealed
        )
        assert not twists

    def decline(self, holder: Holder, slot: str, event: str = "declined") -> None:
        """A decline, recorded."""
        said = statement.decline(
            self.common(holder), **self.about(holder, slot), reason="Clause 2 is too wide."
        )
        sealed = self.seal("decline", said, holder.key)
        self.event(event, slot, envelope_hash(sealed), sealed)

    def adopt(self, clerk: Holder, place: str, /, **twists: Any) -> None:
        """An adoption, recorded by a clerk."""
        about = self.about(clerk, "")
        del about["slot"]
        said = statement.adoption(
            self.common(clerk),
            **(about | {"body": place} | twists),
            meeting=date(2026, 5, 14),
            item="7b",
            resolution="2026-31",
            vote=(7, 0, 0),
        )
        sealed = self.seal("adoption", said, clerk.key)
        self.event("adopted", place, envelope_hash(sealed), sealed)

    # -- what the public sees

    def hide(self, holder: Holder, *hidden: Hidden, **twists: Any) -> None:
        """Parts are redacted, recorded."""
        said = hiding.redaction(*self._proposed(holder, twists), hidden=hidden, contact="records@example.org")
        self._done("redacted", "redaction", said, holder, twists)
        self.hidden |= {one.part for one in hidden}

    def release(self, holder: Holder, *parts: str, **twists: Any) -> None:
        """Hidden parts are released, recorded."""
        said = hiding.release(*self._proposed(holder, twists), parts=parts, reason="The camera is gone.")
        self._done("released", "release", said, holder, twists)
        self.hidden, self.withheld = self.hidden - set(parts), self.withheld - set(parts)

    def withhold(self, holder: Holder, *parts: str, **twists: Any) -> None:
        """Parts are withheld by order, recorded."""
        order = hiding.Order("Superior Court", "26-2-01234-1", date(2026, 5, 5))
        said = hiding.withholding(
            *self._proposed(holder, twists), parts=parts, order=order, reason="A pupil is named.",
            review=date(2027, 5, 1), contact="records@example.org",
        )  # fmt: skip
        self._done("withheld", "withholding", said, holder, twists)
        self.withheld |= set(parts)

    def _proposed(self, holder: Holder, twists: dict[str, Any]) -> tuple[Any, hiding.About]:
        about = self.about(holder, "") | {"proposer": "p" * 20, "proposed_by": "Pat Poe"}
        del about["slot"]
        about |= {name: twists.pop(name) for name in list(about) if name in twists}
        common = {
            name: twists.pop(name) for name in ("office", "issued", "expires", "nonce") if name in twists
        }
        return self.common(holder, **common), hiding.About(**about)

    def _done(self, event: str, act: str, said: bytes, holder: Holder, twists: dict[str, Any]) -> None:
        sealed = self.seal(twists.get("act", act), said, twists.get("key_used", holder.key))
        self.event(twists.get("event", event), "", envelope_hash(sealed), sealed)

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
        private = twists.get("private", False)
        hidden, withheld = ((), ()) if private else (self.hidden, self.withheld)
        hidden, withheld = twists.pop("hidden", hidden), twists.pop("withheld", withheld)
        clauses, attachments = clause_tree.opened(
            self.clauses, self.attachments, self.sealed.salts, hidden, withheld
        )
        done = [entry.leaf["event"] for entry in self.edition_chain]
        begun = done.index("executed") + 1 if "executed" in done else len(done)
        while done[begun:] and done[-1] == "published":
            done.pop()
        parts: dict[str, Any] = {
            "manifest": self.manifest,
            "clauses": clauses,
            "attachments": attachments,
            "edition_chain": self.proven(self.edition_chain[:begun]),
            "redactions": self.proven(self.edition_chain[begun : len(done)]),
            "parties": [self.proven(member.chain) for member in self.members],
            "paper": self.paper,
            "log_key": self.vkey,
            "checkpoint": self.checkpoint(),
            "beside": self.beside,
        }
        return package.build(**(parts | twists))

    def publish(self, core: bytes, pdf: bytes = b"%PDF-1.7 not really", /, **twists: Any) -> bytes:
        """The web copy of a core package made just before, signed where there is a publication key.

        Twists: members of the statement, `key_used`, and `forge`, which is given the envelope and returns another.
        """
        old = self.size
        sealed = self.said_published(core, pdf, **twists) if self.publisher else None
        subject = envelope_hash(sealed) if sealed else leaf.publication_hash(sha256(core), sha256(pdf))
        self.event("published", subject=subject, sealed=sealed)
        others = [n for n, e in enumerate(self.edition_chain, start=1) if e.leaf["event"] != "published"]
        published = self.edition_chain[others[-1] :]
        self.noise(3)
        added = package.Publication(
            self.proven(published),
            self.checkpoint(),
            merkle.consistency(old, self.size, self.node),
            sha256(pdf),
        )
        return package.with_publication(core, added)

    def said_published(self, core: bytes, pdf: bytes, /, **twists: Any) -> dict[str, Any]:
        """The signed statement that a package and a PDF are published."""
        key, forge = twists.pop("key_used", self.publisher), twists.pop("forge", lambda sealed: sealed)
        manifest = self.manifest
        parts: dict[str, Any] = {
            "deployment": self.deployment, "mou": manifest["mou"], "edition": manifest["edition"], "head": self.head,
            "core": sha256(core), "pdf": sha256(pdf), "issued": self.now,
        }  # fmt: skip
        found: dict[str, Any] = forge(publishing.envelope(key, **(parts | twists)))
        return found

    def publisher_id(self, key: Ed25519PrivateKey | None = None) -> str:
        """The key id of the publication key, or of another one."""
        public = (key or self.publisher or Ed25519PrivateKey.generate()).public_key()
        return key_id(public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))

    def policy(self, **twists: Any) -> bytes:
        """The policy of this installation."""
        parts: dict[str, Any] = {
            "deployment": self.deployment,
            "log_keys": [self.vkey],
            "relying_parties": [{"from": "", "origins": [ORIGIN], "rp_id": RP_ID, "until": ""}],
            "parties": [member.id for member in self.members],
            "log_keys_beside": [{"from": 0, "key": self.beside, "until": 0}] if self.beside else [],
            "publication_keys": [{"from": 0, "key": self.publisher_id(), "until": 0}]
            if self.publisher
            else [],
        }
        return policies.build(**(parts | twists))
