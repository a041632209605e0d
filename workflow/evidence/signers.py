"""Who signed, and whether he could: approvals, declines and adoptions held against the manifest and the parties' chains.

What is required is read from the manifest alone. Each function names the rule it stands for; the order within them is:
what was said, about which text, by whom, in which office, when, and last whether the key really signed it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from workflow.evidence.chain import Link
from workflow.evidence.errors import Bad
from workflow.evidence.fields import hours_after
from workflow.evidence.party_chain import Enrolment, PartyChain, Warned
from workflow.evidence.testimony import Examiner, Testimony

CLERK = "clerk"


@dataclass(frozen=True)
class Signed:
    """A statement on the frozen text that holds: place (slot or body id), who, when it was issued, and what to be warned of."""

    place: str
    link: Link
    enrolment: Enrolment
    issued: str
    warned: tuple[Warned, ...]

    @property
    def person(self) -> str:
        """Who fills the place."""
        return self.enrolment.person


@dataclass(frozen=True)
class Court:
    """What every judgement needs: the manifest and its head, the parties' chains, who hears, who is warned, and since when it counts.

    `since` is when the text was recorded as frozen: what was signed before a reopening does not count after it, even
    if the very same text is frozen again.
    """

    manifest: dict[str, Any]
    head: str
    chains: Mapping[str, PartyChain]
    examiner: Examiner
    warn: Callable[[Warned], None]
    since: str = ""

    def hear(self, link: Link, act: str, place: Mapping[str, Any], offices: Sequence[str]) -> Signed:
        """A statement of this act about the frozen text, at a place of the manifest, in one of the offices. Raises Bad."""
        testimony = self.examiner.hear(link, act, link.leaf["subject"])
        said = testimony.said
        self._placed(said, link, place, "body" if act == "adoption" else "slot")
        enrolment = self._speaker(said, link, offices)
        if link.at > self.manifest["expires"]:
            raise Bad("statement.expired", "signed after the manifest's last day")
        return self._signed(place["id"], link, testimony, enrolment)

    def hear_later(
        self, link: Link, act: str, offices: Sequence[str], named: str = ""
    ) -> tuple[dict[str, Any], Signed]:
        """A statement of this act about the text, by whichever party: no place, and no last day to sign. What it says, and by
        whom. `named`: its envelope's hash, where that is not the leaf's subject."""
        testimony = self.examiner.hear(link, act, named or link.leaf["subject"])
        self._binding(testimony.said)
        enrolment = self._speaker(testimony.said, link, offices)
        return testimony.said, self._signed("", link, testimony, enrolment)

    def _speaker(self, said: dict[str, Any], link: Link, offices: Sequence[str]) -> Enrolment:
        """Who speaks: somebody whose enrolment stands, in one of the offices, past his wait, for an accepted party."""
        chain = self.chains.get(said["party"])
        if chain is None:
            raise Bad("signer.enrolment", "the chain of this party does not hold")
        chain.state(said["party_state"], index=link.index)
        enrolment = chain.standing(_enrolment_id(chain, said), index=link.index, at=link.at)
        if not enrolment.speaks(said) or enrolment.office not in offices:
            raise Bad("signer.office", f"{said['name']} did not hold an office that may sign here")
        chain.accepted(link.index)
        opens = hours_after(enrolment.at, self.manifest["waiting_hours"])
        recovery = chain.recoveries.get(enrolment.id)
        if said["issued"] < max(opens, recovery.counts if recovery else ""):
            raise Bad(
                "signer.waiting", f"signed inside the {self.manifest['waiting_hours']} hours of waiting"
            )
        return enrolment

    def _signed(self, place: str, link: Link, testimony: Testimony, enrolment: Enrolment) -> Signed:
        self.examiner.signed(testimony, enrolment.key)
        issued = testimony.said["issued"]
        warned = self.chains[testimony.said["party"]].warning(enrolment, index=link.index, issued=issued)
        if warned:
            self.warn(warned)
        return Signed(place, link, enrolment, issued, (warned,) if warned else ())

    def _placed(self, said: dict[str, Any], link: Link, place: Mapping[str, Any], noun: str) -> None:
        self._binding(said)
        if (said[noun], said["party"], link.leaf["slot"]) != (place["id"], place["party"], place["id"]):
            raise Bad("statement.binding", f"for another {noun} or another party")

    def _binding(self, said: dict[str, Any]) -> None:
        about = (said["mou"], said["edition"], said["head"])
        if about != (self.manifest["mou"], self.manifest["edition"], self.head):
            raise Bad("statement.binding", "about another text")
        if said["issued"] < self.since:
            raise Bad("statement.binding", "signed before this text was frozen")

    def place(self, link: Link) -> Mapping[str, Any]:
        """The slot, or for an adoption the body, that the event names. Raises Bad("slot.unknown")."""
        among = "adopting_bodies" if link.leaf["event"] == "adopted" else "slots"
        for place in self.manifest[among]:
            if place["id"] == link.leaf["slot"]:
                return dict(place)
        raise Bad("slot.unknown", f"the manifest knows no {link.leaf['slot']!r}")


def _enrolment_id(chain: PartyChain, said: dict[str, Any]) -> str:
    """A genesis link enrols two registrars at once: take the one who speaks."""
    second = chain.enrolments.get(said["enrolment"] + "/2")
    return second.id if second and second.speaks(said) else str(said["enrolment"])


def approval(court: Court, link: Link) -> Signed:
    """An approval fills the slot its event names, by a holder of an accepted office. Raises Bad."""
    slot = court.place(link)
    return court.hear(link, "approval", slot, slot["offices"])


def decline(court: Court, link: Link) -> Signed:
    """A decline is heard like an approval; of a required slot it ends this signing. Raises Bad."""
    slot = court.place(link)
    declined = court.hear(link, "decline", slot, slot["offices"])
    if slot["required"]:
        raise Bad("chain.events", f"{declined.enrolment.name} declined to sign")
    return declined


def adoption(court: Court, link: Link) -> Signed:
    """An adoption by a body, recorded by a clerk of its party. Raises Bad."""
    return court.hear(link, "adoption", court.place(link), [CLERK])


def filled(manifest: dict[str, Any], approvals: Sequence[Signed]) -> None:
    """Every required slot is filled, each by one approval, in the order set. Raises Bad("slot..." | "signer.twice")."""
    signed = [one.place for one in approvals]
    if len(set(signed)) != len(signed):
        raise Bad("signer.twice", "one slot was signed twice")
    people = [one.person for one in approvals]
    if manifest["one_slot_each"] and len(set(people)) != len(people):
        raise Bad("signer.twice", "one person signed in two slots")
    required = [slot["id"] for slot in manifest["slots"] if slot["required"]]
    missing = [
        _named(manifest, slot) for slot in manifest["slots"] if slot["required"] and slot["id"] not in signed
    ]
    if missing:
        raise Bad("slot.missing", f"not signed for {' and '.join(missing)}")
    if manifest["order"] == "set" and [slot for slot in signed if slot in required] != required:
        raise Bad("slot.order", "not signed in the order that was set")


def _named(manifest: dict[str, Any], slot: dict[str, Any]) -> str:
    """A place to sign, as people say it: the party and the offices that may sign for it."""
    party = next(one["legal_name"] for one in manifest["parties"] if one["id"] == slot["party"])
    return f"{party} ({' or '.join(slot['offices']).replace('_', ' ')})"


def adopted(manifest: dict[str, Any], adoptions: Sequence[Signed], carried: Sequence[str] = ()) -> None:
    """Every required body adopted this text, once, or is carried over (ids). Raises Bad("adoption.missing"), Bad("signer.twice")."""
    bodies = [one.place for one in adoptions]
    if len(set(bodies)) != len(bodies):
        raise Bad("signer.twice", "one body adopted twice")
    missing = [
        body["name"]
        for body in manifest["adopting_bodies"]
        if body["required"] and body["id"] not in (*bodies, *carried)
    ]
    if missing:
        raise Bad("adoption.missing", f"not adopted by: {', '.join(missing)}")
