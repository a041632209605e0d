"""The numbered argument: is this the text both sides signed? (docs/format.md, section 10; of a receipt: receipt_verdict.py)

Each block wears the number it has there. A block that fails is written down with its reason code and the argument goes on where
it can, so that one run names all that is missing; *verified* needs all of them and a policy that came by another way.
Nothing here reads a clock, a network or a file.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import Any

from workflow.evidence import carried, chain, clause_tree, paper, quote, redaction, signers, tlog
from workflow.evidence import manifest as manifests
from workflow.evidence.canonical import unb64u
from workflow.evidence.chain import Link
from workflow.evidence.errors import Bad
from workflow.evidence.fingerprint import fingerprint
from workflow.evidence.outside import Outside, not_ahead, open_for, signed_with
from workflow.evidence.party_chain import PartyChain
from workflow.evidence.party_replay import judge_acceptances, replay
from workflow.evidence.policy import Policy, parse
from workflow.evidence.receipt import FIRST
from workflow.evidence.receipt_verdict import judge as judge_receipt
from workflow.evidence.signers import Court, Signed
from workflow.evidence.testimony import Examiner
from workflow.evidence.trust import NoPolicy, Trust
from workflow.evidence.verdict import Check, Ledger, Signatory, Verdict, day_in_words, unheard

__all__ = ["Check", "Signatory", "Verdict", "verify"]


def verify(package_bytes: bytes, policy: bytes | None = None, now: datetime | None = None) -> Verdict:
    """Check a package, or a receipt, against a policy that came by another way. Never raises for bad input.

    `now` (aware) refuses what claims to be recorded more than a day ahead of it.
    """
    anchor = "package" if policy is None else "policy"
    try:
        # 1. The files are canonical and have exactly the members of the format.
        if package_bytes.startswith(FIRST):
            return judge_receipt(package_bytes, policy, now)
        parcel = quote.read(package_bytes)
        trust = None if policy is None else parse(policy)
    except Bad as bad:
        return Verdict("unusable", anchor, "", 0, (), (Check(bad.code, False, bad.words),), (bad.words,))
    argument = _Argument(package_bytes, parcel, trust, now)
    argument.make()
    return argument.verdict(anchor)


@dataclass
class _Argument:
    """One package under examination."""

    data: bytes
    parcel: dict[str, Any]
    policy: Policy | None
    now: datetime | None
    ledger: Ledger = field(default_factory=Ledger)
    chains: dict[str, PartyChain] = field(default_factory=dict)
    edition: list[Link] = field(default_factory=list)
    signatories: list[Signatory] = field(default_factory=list)
    approvals: list[Signed] = field(default_factory=list)
    checkpoint: tlog.Checkpoint | None = None
    halves: dict[str, dict[str, Any]] = field(default_factory=dict)
    hidden: list[str] = field(default_factory=list)
    later: list[Link] = field(default_factory=list)
    correction: carried.Correction | None = None

    def __post_init__(self) -> None:
        self.manifest: dict[str, Any] = self.parcel["manifest"]
        self.head = manifests.head(self.manifest)
        log = self.parcel["log"]
        self.trust: Trust = self.policy or NoPolicy(log["key"], log.get("beside", ""))
        self.examiner = Examiner(self.trust, self.manifest["deployment"])
        self.court = Court(self.manifest, self.head, self.chains, self.examiner, self.ledger.warned.append)

    def make(self) -> None:
        """Blocks 2 to 9, in order."""
        self.ledger.block("policy.present", self._policy)
        self.quoted = self.parcel["format"] == quote.FORMAT
        self.ledger.block("text.root", self._quotation if self.quoted else self._text)
        self.ledger.block("manifest.floor", self._floor)
        self.ledger.block("log.checkpoint", self._log)
        for number in range(len(self.manifest["parties"])):
            self.ledger.block("party.chain", partial(self._party, number))
        self.ledger.block("party.acceptance", self._acceptances)
        self.ledger.block("chain.events", self._events)
        for link in self.edition:
            if link.leaf["event"] == "signed":
                self.ledger.block("signer.approval", partial(self._approval, link))
            elif link.leaf["event"] == paper.EVENT:
                self.ledger.block("signer.paper", partial(self._on_paper, link))
        self.ledger.block("slot.filled", self._slots)
        if self.parcel.get("adoptions") or any(link.leaf["event"] == "corrected" for link in self.edition):
            self.ledger.block("correction.answered", self._corrections)
        self.ledger.block("adoption.recorded", self._adoptions)
        if self.parcel.get("redactions") or "private" in self.parcel:
            self.ledger.block("text.redacted", self._redactions)
        outside = self._outside()
        self.ledger.block("time.source", outside.time)
        self.ledger.block("log.witnesses", outside.witnesses)
        if "publication" in self.parcel:
            self.ledger.block("publication.log", outside.publication)

    def _policy(self, detail: list[str]) -> None:
        # 2. The policy came by another way, and is about this installation and these parties.
        if self.policy is None:
            raise Bad("policy.present", "no policy came by another way, so whose keys these are is unknown")
        if self.policy.deployment != self.manifest["deployment"]:
            raise Bad("policy.deployment", "this package is of another installation than the policy")
        for party in self.manifest["parties"]:
            if not self.policy.knows_party(party["id"]):
                raise Bad("policy.party", f"the policy does not know this {party['legal_name']}")
        detail.append("the policy knows this installation and these parties")

    def _text(self, detail: list[str]) -> None:
        # 3. The text is the one in the manifest; nothing is hidden without a signed redaction.
        hidden = clause_tree.check(self.parcel["clauses"], self.parcel["attachments"], self.manifest["text"])
        self.hidden = hidden
        if hidden and not self.parcel["redactions"]:
            raise Bad("text.hidden", f"hidden without a signed redaction: {', '.join(hidden)}")
        may = sum(1 for item in (*self.parcel["clauses"], *self.parcel["attachments"]) if item["redactable"])
        shown = f"hidden: {', '.join(hidden)}" if hidden else "all are shown"
        detail.append(f"{self.manifest['text']['n']} parts, {may} of them may be hidden; {shown}")

    def _quotation(self, detail: list[str]) -> None:
        quote.check(self.parcel)  # 3. Of a quotation: the clause is part of the text in the manifest.
        detail.append(f"clause {self.parcel['clause']['path']} of {self.manifest['text']['n']} parts")

    def _floor(self, detail: list[str]) -> None:
        manifests.floor(self.manifest)  # 3. It asks for the two offices without which there is no agreement.
        detail.append("a top law-enforcement executive and a school official must sign")

    def _log(self, detail: list[str]) -> None:
        # 4. The checkpoint is signed by a log key we know.
        log, keys = self.parcel["log"], self.trust.log_keys()
        if log["key"] not in keys:
            raise Bad("log.key", "the record is kept in a log that the policy does not know")
        for key in (*keys, *self.trust.keys_beside()):
            tlog.parse_vkey(key, tlog.kind_of(key))
        found = open_for(log["checkpoint"], self.trust)
        if (found.signers[0], found.beside) != (log["key"], log.get("beside", "")):
            raise Bad("log.key", "the checkpoint is signed by another key than the package says")
        self.checkpoint = found
        detail.append(f"current as of checkpoint {found.size} of {found.origin}{signed_with(found)}")

    def _included(self, links: list[Link]) -> list[Link]:
        # 4. Every leaf of a chain is in the log, and none is from tomorrow.
        if self.checkpoint is None:
            raise Bad("log.inclusion", "without a checkpoint no record can be found in the log")
        chain.included(links, self.checkpoint)
        not_ahead(links, self.now)
        return links

    def _party(self, number: int, detail: list[str]) -> None:
        # 5. A party's chain holds, from its genesis on, and is the party the manifest names.
        party = self.manifest["parties"][number]
        if len(self.parcel["parties"]) != len(self.manifest["parties"]):
            raise Bad("party.genesis", "the package does not carry one chain for each party")
        like = {"kind": "party", "deployment": self.manifest["deployment"], "party": party["id"]}
        links = self._included(chain.read(self.parcel["parties"][number]["chain"], like))
        told = replay(links, self.examiner)
        if (told.kind, told.legal_name) != (party["kind"], party["legal_name"]):
            raise Bad("party.genesis", f"{party['legal_name']} is not what its genesis says")
        self.chains[told.party] = told
        detail.append(f"{told.legal_name}: {len(told.enrolments)} enrolments in {len(links)} links")
        detail.append(f"its twelve words: {fingerprint(unb64u(told.party))}")

    def _acceptances(self, detail: list[str]) -> None:
        # 5. The parties have accepted each other's records.
        judge_acceptances(self.chains, self.examiner)
        for told in self.chains.values():
            told.accepted(2**53)
        detail.append(f"{len(self.chains)} parties accepted by one another")

    def _events(self, detail: list[str]) -> None:
        # 6. The edition's chain is gapless from this freeze to executed, about one text, with no void.
        like = {
            "kind": "edition",
            "deployment": self.manifest["deployment"],
            "mou": self.manifest["mou"],
            "edition": self.manifest["edition"],
            "head": self.head,
        }
        links = self._included(chain.read(self.parcel["edition_chain"], like))
        self.edition = links
        events = [link.leaf["event"] for link in links]
        if events[0] != "frozen" or events[-1] != "executed":
            raise Bad("chain.events", "the record does not lead from frozen to executed")
        if not {"served", "signed", "declined", "adopted", "corrected", paper.EVENT}.issuperset(events[1:-1]):
            raise Bad("chain.events", "the signing was voided, or begun or ended twice")
        if links[0].at < self.manifest["frozen_at"]:
            raise Bad("chain.time", "recorded as frozen before it was")
        self.court = replace(self.court, since=links[0].at)
        self.halves = paper.halves(links, self.parcel.get("paper", []))
        for link in links:
            self._event(link)
        detail.append(f"{len(links)} events from frozen to executed")

    def _event(self, link: Link) -> None:
        # 6. Each event has what its kind has and nothing else; a decline is heard.
        if chain.shaped(link):
            self.court.place(link)
        if link.leaf["event"] == "declined":
            signers.decline(self.court, link)

    def _approval(self, link: Link, detail: list[str]) -> None:
        # 7. An approval of this text, by a key of somebody who held an office that may sign.
        try:
            signed = signers.approval(self.court, link)
        except Bad:
            self.signatories.append(unheard(link))
            raise
        who = signed.enrolment
        self.approvals.append(signed)
        self.signatories.append(Signatory(who.name, who.title, who.key["kind"], True, warned=signed.warned))
        attested = who.key.get("attested")
        by_maker = f", attested ({attested['format']}) by the operator's word" if attested else ""
        detail.append(
            f"{who.name}, {who.title}, approved at {signed.issued} with a {who.key['kind']} key{by_maker}"
        )

    def _on_paper(self, link: Link, detail: list[str]) -> None:
        # 7. A slot filled on paper, where the manifest allows it, by the word of two people of two parties.
        try:
            found = paper.signed(self.court, link, self.halves.get(link.id))
        except Bad:
            self.signatories.append(unheard(link))
            raise
        self.approvals.append(found)
        self.signatories.append(found.signatory)
        detail.append(found.told)

    def _slots(self, detail: list[str]) -> None:
        # 7. Every required slot is filled, by as many people, in the order set.
        signers.filled(self.manifest, self.approvals)
        detail.append(f"{len(self.approvals)} signatures, none missing")

    def _corrections(self, detail: list[str]) -> None:
        # 8. A body that adopted an earlier text is carried over by the authority it gave, and by who answers for the change.
        if not self.edition:
            raise Bad("chain.events", "without the record of this text no correction of it can be checked")
        found = carried.judge(self.parcel, self.court, self.edition, self._included)
        self.correction = found
        detail.append(f"{' and '.join(found.names) or 'nobody else'} adopted an earlier text")
        detail.append(f"changed since: {', '.join(found.clauses)}")
        detail.extend(f"{one.who.name}, {one.who.title}, answers for it" for one in found.answering)

    def _adoptions(self, detail: list[str]) -> None:
        # 8. Every body that had to adopt this text did.
        links = [link for link in self.edition if link.leaf["event"] == "adopted"]
        adoptions = [signers.adoption(self.court, link) for link in links]
        kept = self.correction.names if self.correction else ()
        signers.adopted(self.manifest, adoptions, self.correction.bodies if self.correction else ())
        here = f"{len(adoptions)} adoption{'' if len(adoptions) == 1 else 's'} of this text"
        here = here if adoptions or kept else "no adoption was required"
        detail.append(f"{here}, {len(kept)} of an earlier one" if kept else here)

    def _redactions(self, detail: list[str]) -> None:
        if not self.edition:  # 9. What is hidden is what was signed for, and a private package says so.
            why = "without the record before it nothing about the public copy can be checked"
            raise Bad("chain.events", why)
        like = {name: self.edition[0].leaf[name] for name in ("kind", "deployment", "mou", "edition", "head")}
        links = chain.read(self.parcel["redactions"], like, self.edition[-1])
        redaction.shape(links)
        self.later = self._included(links) if links else []
        grounds = redaction.replay(redaction.parts_of(self.parcel), links, self.court)
        redaction.agree(self.parcel, self.hidden, grounds)
        detail.append(redaction.told(grounds, self.hidden, private="private" in self.parcel))

    def _outside(self) -> Outside:
        chains = (self.edition, self.later)
        return Outside(self.data, self.parcel, self.head, self.trust, self.checkpoint, *chains, self.now)

    def verdict(self, anchor: str) -> Verdict:
        """All of it, or what is missing."""
        missing = self.ledger.failures
        return Verdict(
            "not_verified" if missing else "verified",
            anchor,
            self.head,
            self.manifest["edition"],
            tuple(self.signatories),
            tuple(self.ledger.checks),
            missing,
            day_in_words(max(one.issued for one in self.approvals), self.manifest["zone"])
            if self.approvals
            else "",
            len(self.hidden),
            self.quoted,
            carried.told(self.correction),
            self.manifest["title"],
            zone=self.manifest["zone"],
        )
