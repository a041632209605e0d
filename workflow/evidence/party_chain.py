"""A party as its public chain tells it: who held which office with which key when (docs/format.md, section 6).

What held at an act is read from the links that stand in the log *before* it, whatever `party_state` the act names:
an old state revives neither a revoked key nor a former holder. Links are replayed in party_replay.py.
"""

from dataclasses import dataclass, field
from typing import Any

from workflow.evidence.canonical import b64u
from workflow.evidence.chain import Link
from workflow.evidence.envelope import challenge
from workflow.evidence.errors import Bad
from workflow.evidence.statement_table import MEDIA
from workflow.evidence.testimony import Testimony

REGISTRAR = "registrar"


def party_id(genesis_statement: bytes) -> str:
    """The party id: the challenge of its genesis statement, base64url."""
    return b64u(challenge(MEDIA["genesis"], genesis_statement))


@dataclass(frozen=True)
class Enrolment:
    """A key that speaks for a person in an office. `id`: leaf id of the vouch's link, or of the genesis link.

    `index` and `at` are that link's; `key` is the key record; `start` the first day in office (date as text).
    """

    id: str
    index: int
    at: str
    start: str
    person: str
    name: str
    office: str
    title: str
    capacity: str
    key: dict[str, Any]

    def speaks(self, said: dict[str, Any]) -> bool:
        """Whether a statement gives exactly this person, name, office, title, capacity and key."""
        voice = (self.person, self.name, self.office, self.title, self.capacity, self.key["id"])
        return voice == tuple(said[n] for n in ("person", "name", "office", "title", "capacity", "key"))


@dataclass(frozen=True)
class Ending:
    """Somebody left an office at `ended`, recorded at log index `index`."""

    index: int
    person: str
    office: str
    ended: str


@dataclass(frozen=True)
class Revocation:
    """A key was withdrawn at log index `index`, as compromised since `since`."""

    index: int
    key: str
    since: str


@dataclass
class PartyChain:
    """A replayed chain. Grows link by link while it is replayed, and is only read afterwards."""

    party: str
    kind: str
    legal_name: str
    links: dict[str, Link] = field(default_factory=dict)
    enrolments: dict[str, Enrolment] = field(default_factory=dict)
    keys: dict[str, tuple[str, dict[str, Any]]] = field(default_factory=dict)
    """key id -> (person, key record): one key belongs to one person."""
    endings: list[Ending] = field(default_factory=list)
    revocations: list[Revocation] = field(default_factory=list)
    acceptances: list[tuple[Link, Testimony]] = field(default_factory=list)
    accepted_at: list[int] = field(default_factory=list)
    """Log indexes of the acceptances that hold."""

    def standing(self, enrolment_id: str, *, index: int, at: str) -> Enrolment:
        """The enrolment, if it opened something at log index `index` and time `at`.

        Raises Bad("signer.enrolment"), Bad("signer.office"), Bad("signer.revoked").
        """
        enrolment = self.enrolments.get(enrolment_id)
        if enrolment is None or enrolment.index >= index:
            raise Bad("signer.enrolment", "no key was enrolled under this link when it was used")
        if at[:10] < enrolment.start:
            raise Bad("signer.office", f"{enrolment.name} holds the office only from {enrolment.start}")
        for ending in self.endings:
            ended = ending.index < index and ending.ended <= at and enrolment.index < ending.index
            if ended and (ending.person, ending.office) == (enrolment.person, enrolment.office):
                raise Bad("signer.office", f"{enrolment.name} held the office only until {ending.ended}")
        if any(gone.index < index and gone.key == enrolment.key["id"] for gone in self.revocations):
            raise Bad("signer.revoked", f"the key of {enrolment.name} had been revoked")
        return enrolment

    def voice(self, said: dict[str, Any], *, index: int, at: str, office: str = "") -> Enrolment:
        """The standing enrolment that speaks in this statement, in `office` where given.

        Raises Bad("party.registrar"), or what `standing` says of the last one that spoke.
        """
        refusal = Bad("party.registrar", f"{said['name']} does not speak for this party with this key")
        for enrolment in self.enrolments.values():
            if enrolment.speaks(said) and office in ("", enrolment.office):
                try:
                    return self.standing(enrolment.id, index=index, at=at)
                except Bad as bad:
                    refusal = bad  # an appointment that ended; a later one may stand
        raise refusal

    def state(self, link_id: str, *, index: int) -> None:
        """`party_state` names a link that stood in the log before `index`. Raises Bad("signer.state")."""
        link = self.links.get(link_id)
        if link is None or link.index >= index:
            raise Bad("signer.state", "it names a state of the party's chain that did not exist")

    def accepted(self, index: int) -> None:
        """Another party had accepted this one before `index`. Raises Bad("party.acceptance")."""
        if not any(at < index for at in self.accepted_at):
            raise Bad("party.acceptance", f"no other party had accepted the record of {self.legal_name}")

    def warning(self, enrolment: Enrolment, *, index: int, issued: str) -> str:
        """What to say of a signature whose key was later named as compromised before it; empty if nothing."""
        for gone in self.revocations:
            if gone.key == enrolment.key["id"] and gone.index > index and gone.since <= issued:
                return f"the key of {enrolment.name} was later revoked as compromised since {gone.since}"
        return ""
