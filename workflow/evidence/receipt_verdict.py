"""The argument about a receipt: was this act recorded, word for word, in the log that we trust? (docs/format.md, section 10, "A receipt")

It is smaller than the one about a package, and says less. A receipt names the key that signed and does not hold it, so whether
the signature is right is checked with the package. Nor does it show a text: it names one by its fingerprint.
"""

import re
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from workflow.evidence import chain, receipt, tlog
from workflow.evidence.canonical import b64u, unb64u
from workflow.evidence.chain import Link
from workflow.evidence.cosignature import Cosignature, check, read_line
from workflow.evidence.errors import Bad
from workflow.evidence.fingerprint import fingerprint
from workflow.evidence.leaf import SIGNED_EVENTS
from workflow.evidence.outside import OWN_WORD, in_order, not_ahead, not_yet, open_for, signed_with
from workflow.evidence.policy import Policy, parse
from workflow.evidence.testimony import Examiner
from workflow.evidence.trust import NoPolicy
from workflow.evidence.verdict import Ledger, Receipt, Verdict

LATER = "the signature itself is checked with the package: a receipt names the key and does not hold it"
_ABOUT = ("edition", "head", "mou")
_LINES = re.compile(r"[^\n]*\n|[^\n]+")


def judge(data: bytes, policy: bytes | None, now: datetime | None) -> Verdict:
    """The verdict on a receipt. Raises Bad("log.proof") for what is none, Bad("policy.json" | "policy.members")."""
    argument = _Argument(*receipt.opened(data), None if policy is None else parse(policy), now)
    argument.make()
    return argument.verdict()


@dataclass
class _Argument:
    """One receipt under examination."""

    proof: tlog.Proof
    said: dict[str, Any]
    policy: Policy | None
    now: datetime | None
    ledger: Ledger = field(default_factory=Ledger)
    act: str = ""
    person: str = ""
    size: int = 0
    checkpoint: tlog.Checkpoint | None = None
    cosigned: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.leaf: dict[str, Any] = self.said["leaf"]
        steps = tuple(b64u(step) for step in self.proof.proof)
        self.link = Link(self.leaf, self.proof.place, steps, self.said["envelope"])

    def make(self) -> None:
        """The steps, in order. Without a policy nobody says whose the log is, so its signatures are not asked about."""
        self.ledger.block("policy.present", self._policy)
        self.ledger.block("receipt.leaf", self._fits)
        self.ledger.block("receipt.statement", self._statement)
        if self.policy:
            self.ledger.block("log.checkpoint", partial(self._log, self.policy))
        self.ledger.block("log.inclusion", self._included)
        self.ledger.block("time.source", lambda detail: detail.append("time by the operator's word"))
        if self.policy and self.checkpoint:
            self.ledger.block("log.witnesses", partial(self._witnesses, self.policy.watchers))
        self.ledger.block("receipt.signature", lambda detail: detail.append(LATER))

    def _policy(self, detail: list[str]) -> None:
        # 1. The policy came by another way, and is about this installation.
        if self.policy is None:
            raise Bad("policy.present", "no policy came by another way, so whose keys these are is unknown")
        if self.policy.deployment != self.leaf["deployment"]:
            raise Bad("policy.deployment", "this receipt is of another installation than the policy")
        detail.append("the policy knows this installation")

    def _fits(self, detail: list[str]) -> None:
        # 2. The words are those of the leaf's text, and the envelope is the one that the leaf names.
        receipt.fit(self.said)
        detail.append(f"the fingerprint of the text: {self.said['fingerprint']}")

    def _statement(self, detail: list[str]) -> None:
        # 3. What was said is what this event records, at this time, of this text and place, for a party that is known.
        chain.shaped(self.link)
        act = SIGNED_EVENTS[self.leaf["event"]]
        heard = Examiner(NoPolicy(""), self.leaf["deployment"]).hear(self.link, act, self.leaf["subject"])
        said = heard.said
        if any(said[name] != self.leaf[name] for name in _ABOUT):
            raise Bad("statement.binding", "about another text")
        if said.get("slot", said.get("body", "")) != self.leaf["slot"]:
            raise Bad("statement.binding", "for another place than it is recorded in")
        not_ahead([self.link], self.now)
        if self.policy and not self.policy.knows_party(said["party"]):
            raise Bad("policy.party", f"the policy does not know this party of {said['name']}")
        self.act, self.person = act, f"{said['name']}, {said['title']}"
        words = fingerprint(unb64u(said["party"], 32))
        detail.append(f"{act} by {self.person}, recorded at {self.link.at}, for the party {words}")

    def _log(self, policy: Policy, detail: list[str]) -> None:
        # 4. The checkpoint is signed by the log key that the policy has for its size, and with ML-DSA-44 where that is asked for.
        note = self.proof.checkpoint
        if not policy.vkeys[0].startswith(f"{note.partition(chr(10))[0]}+"):
            raise Bad("log.key", "the record is kept in a log that the policy does not know")
        own, self.cosigned = _parted(note)
        found = open_for(own, policy)
        self.checkpoint = found
        detail.append(f"current as of checkpoint {found.size} of {found.origin}{signed_with(found)}")

    def _included(self, detail: list[str]) -> None:
        # 5. The proof leads from this very leaf to the checkpoint's root.
        found = self.checkpoint
        if self.policy is None:
            found = tlog.Checkpoint(*tlog.body(self.proof.checkpoint), ())
        if found is None:
            raise Bad("log.inclusion", "without a checkpoint no record can be found in the log")
        self.size = found.size
        chain.included([self.link], found)
        whose = "" if self.policy else ", and whose log that is nobody says here"
        detail.append(f"place {self.link.index + 1} of {found.size}{whose}")

    def _witnesses(self, known: tuple[str, ...], detail: list[str]) -> None:
        # 6. Every further line is by a witness of the policy, each once and in its order.
        if not self.cosigned:
            detail.append(f"no witness: {OWN_WORD}")
            return
        found = [_cosignature(line, known) for line in self.cosigned]
        in_order([one.key for one in found], known)
        for one in found:
            check(self.proof.checkpoint, one)
            not_yet(one, self.now)
        detail.append(f"cosigned by {', '.join(one.name for one in found)}: an independent log")

    def verdict(self) -> Verdict:
        """All of it, or what is missing. Nobody is called a signatory, for no signature was checked."""
        missing = self.ledger.failures
        return Verdict(
            "not_verified" if missing else "verified",
            "policy" if self.policy else "package",
            self.leaf["head"],
            self.leaf["edition"],
            (),
            tuple(self.ledger.checks),
            missing,
            receipt=Receipt(self.act, self.person, self.link.index + 1, self.size, self.said["fingerprint"]),
        )


def _parted(note: str) -> tuple[str, list[str]]:
    """The note with the lines of the log alone, which come first, and the lines of others. Raises Bad("log.checkpoint")."""
    text, gap, under = note.partition("\n\n")
    lines = _LINES.findall(under)
    name = f"\u2014 {text.partition(chr(10))[0]} "
    own = next((at for at, line in enumerate(lines) if not line.startswith(name)), len(lines))
    others = [line.removesuffix("\n") for line in lines[own:]]
    if others and not under.endswith("\n"):
        raise Bad("log.checkpoint", "there is a line that is not a signature")
    for line in others:
        tlog.read_signature_line(line)
    return text + gap + "".join(lines[:own]), others


def _cosignature(line: str, known: tuple[str, ...]) -> Cosignature:
    """What a line says, by whichever witness it is. Raises Bad("log.witnesses")."""
    name, data = tlog.read_signature_line(line)
    for key in known:
        if tlog.parse_vkey(key, tlog.COSIGNATURE)[:2] == (name, data[:4]):
            return read_line(line, key)
    raise Bad("log.witnesses", f"cosigned by {name}, whom the policy does not know")
