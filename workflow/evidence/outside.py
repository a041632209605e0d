"""Block 9 of the argument: what stands outside the signatures. By whose word the time and the log stand, and what was published.

A witness that the policy names makes the log independent of its operator. A cosignature that nobody vouches for is refused,
because it would look like one; without a policy nobody is vouched for, and the answer says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from workflow.evidence import chain, merkle, package, publishing, tlog
from workflow.evidence.canonical import b64u, sha256, unb64u
from workflow.evidence.chain import Link
from workflow.evidence.cosignature import Cosignature, check
from workflow.evidence.errors import Bad
from workflow.evidence.fields import write_moment
from workflow.evidence.trust import Trust

OWN_WORD = "the log is the operator's word alone"


def open_for(note: str, trust: Trust) -> tlog.Checkpoint:
    """The checkpoint, if each key that signed it was one for its size, and with ML-DSA-44 where that is asked for.

    Raises Bad("log.checkpoint" | "log.key").
    """
    found = tlog.open_checkpoint(note, (*trust.log_keys(), *trust.keys_beside()))
    if not all(trust.signs(key, found.size) for key in found.signers):
        raise Bad("log.key", f"the checkpoint of {found.size} leaves is signed by a key that was not for it")
    if trust.asks_beside(found.size) and not found.beside:
        raise Bad(
            "log.checkpoint", f"the checkpoint of {found.size} leaves lacks the signature with ML-DSA-44"
        )
    return found


def signed_with(found: tlog.Checkpoint) -> str:
    """What a reader is told of a checkpoint's second signature; nothing where it has none."""
    unchecked = "; signed with Ed25519; its signature with ML-DSA-44 is not checked on this computer"
    both = "; signed with Ed25519 and with ML-DSA-44"
    return "" if not found.beside else unchecked if found.unchecked else both


def not_ahead(links: Sequence[Link], now: datetime | None) -> None:
    """Nothing is recorded as of tomorrow. Raises Bad("chain.time")."""
    if now is not None and links[-1].at > write_moment(now + timedelta(days=1)):
        raise Bad("chain.time", f"recorded at {links[-1].at}, which has not come yet")


def not_yet(one: Cosignature, now: datetime | None) -> None:
    """No witness signed tomorrow. Raises Bad("log.witnesses")."""
    if now is not None and one.time > (now + timedelta(days=1)).timestamp():
        raise Bad("log.witnesses", f"{one.name} signed at a time that has not come yet")


@dataclass(frozen=True)
class Outside:
    """One package (its bytes and members), whom its reader trusts, and what the argument has found so far: the checkpoint, the
    edition's chain to its execution, and what came later.
    """

    data: bytes
    parcel: dict[str, Any]
    head: str
    trust: Trust
    checkpoint: tlog.Checkpoint | None
    edition: Sequence[Link]
    later: Sequence[Link]
    now: datetime | None

    def time(self, detail: list[str]) -> None:
        """Times are those the operator wrote down, unless an authority that the policy names confirms them.

        Raises Bad("time.token").
        """
        if not self.parcel["time_tokens"]:
            detail.append("time by the operator's word")
            return
        # Reading tokens takes a third of a process's start, so only packages that carry some pay for it.
        from workflow.evidence.time_token import judge

        detail.append(judge(self.parcel["time_tokens"], self.edition, self.trust.time_authorities()))

    def witnesses(self, detail: list[str]) -> None:
        """Who outside the operator has signed the package's newest checkpoint. Raises Bad("log.witnesses" | "log.checkpoint")."""
        found = [Cosignature.of(members) for members in self.parcel.get("cosignatures", [])]
        if not found:
            detail.append(f"no witness: {OWN_WORD}")
            return
        keys, known = [one.key for one in found], self.trust.witnesses()
        in_order(keys, list(dict.fromkeys(keys)) if known is None else known)
        note = self._newest()
        for one in found:
            check(note, one)
            not_yet(one, self.now)
        names = ", ".join(one.name for one in found)
        if known is None:
            detail.append(f"cosigned by {names}, for whom nobody vouches here: {OWN_WORD}")
        else:
            detail.append(f"cosigned by {names}: an independent log")

    def _newest(self) -> str:
        """The note that witnesses signed: the publication's, which continues the first, or else the first."""
        note: str = self.parcel.get("publication", self.parcel["log"])["checkpoint"]
        open_for(note, self.trust)
        return note

    def publication(self, detail: list[str]) -> None:
        """The core package and its PDF were published, in the same log, after it was executed. Raises Bad."""
        said = self.parcel["publication"]
        if said["core"] != b64u(sha256(package.core_of(self.data, self.parcel))):
            raise Bad("publication.core", "the hash of the core package is not that of this package")
        if self.checkpoint is None or not self.edition:
            raise Bad("publication.log", "without the record before it a publication cannot be checked")
        links = chain.read(said["chain"], self._published_like(), [*self.edition, *self.later][-1])
        if any(link.leaf["slot"] or not link.leaf["subject"] for link in links):
            raise Bad("publication.leaf", "a publication has members that it should not have, or lacks some")
        signed = [publishing.hear(link, self.trust) for link in links][-1]
        if not publishing.about(links[-1], signed, said):
            raise Bad("publication.leaf", "what was logged as published is not this package and PDF")
        later = open_for(said["checkpoint"], self.trust)
        old, proof = self.checkpoint, [unb64u(step, 32) for step in said["consistency"]]
        if not merkle.verify_consistency(old.size, later.size, old.root, later.root, proof):
            raise Bad("publication.log", "the later checkpoint does not continue the earlier one")
        chain.included(links, later)
        not_ahead(links, self.now)
        by = publishing.words(links[-1], signed, self.trust)
        detail.append(f"published at {links[-1].at}, in the log as of checkpoint {later.size}{by}")

    def _published_like(self) -> dict[str, Any]:
        return {
            "kind": "edition",
            "deployment": self.parcel["manifest"]["deployment"],
            "mou": self.parcel["manifest"]["mou"],
            "edition": self.parcel["manifest"]["edition"],
            "head": self.head,
            "event": "published",
        }


def in_order(keys: Sequence[str], known: Sequence[str]) -> None:
    """Each key once and in the policy's order, so that one set of cosignatures has one form. Raises Bad("log.witnesses")."""
    waiting = list(known)
    for key in keys:
        if key not in known:
            raise Bad("log.witnesses", f"cosigned by {key.partition('+')[0]}, whom the policy does not know")
        if key not in waiting:
            raise Bad("log.witnesses", "the cosignatures are not in the policy's order, or one stands twice")
        del waiting[: waiting.index(key) + 1]
