"""A party as its public chain tells it: who held which office with which key when (docs/format.md, section 6).

What held at an act is read from the links that stand in the log *before* it, whatever `party_state` the act names:
an old state revives neither a revoked key nor a former holder. Links are replayed in party_replay.py; what becomes of
somebody who lost every key of an office stands in recovery.py.
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


@dataclass(frozen=True)
class Warned:
    """Whose key signed, though it was later named as compromised since a time (text) before that."""

    name: str
    since: str

    @property
    def words(self) -> str:
        """As a check tells it."""
        return f"the key of {self.name} was later revoked as compromised since {self.since}"


@dataclass
class Recovery:
    """Two people gave somebody a new key in place of every earlier one.

    `claim`: leaf id of the claim's link, `claimed` its statement. `counts`: from when the new key counts and the `lost` ones
    (key ids) no longer do, unless it was objected to before. `by`: the names of the two.
    """

    index: int
    claim: str
    claimed: dict[str, Any]
    lost: frozenset[str]
    counts: str
    by: tuple[str, str]
    objected: bool = False


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
    recoveries: dict[str, Recovery] = field(default_factory=dict)
    """By the leaf id of the link, which is also the id of the enrolment it opened."""
    objections: list[tuple[Link, Testimony]] = field(default_factory=list)
    """Objections by other parties to a recovery."""

    def enrol(self, link: Link, claim: dict[str, Any]) -> None:
        """The claim (its statement) counts from this link on: a vouch, or a recovery."""
        self.enrolments[link.id] = Enrolment(
            id=link.id,
            index=link.index,
            at=link.at,
            start=claim["from"],
            person=claim["person"],
            name=claim["name"],
            office=claim["office"],
            title=claim["title"],
            capacity=claim["capacity"],
            key=claim["new_key"],
        )

    def standing(self, enrolment_id: str, *, index: int, at: str) -> Enrolment:
        """The enrolment, if it opened something at log index `index` and time `at`.

        Raises Bad("signer.enrolment"), Bad("signer.office"), Bad("signer.revoked"), Bad("signer.objected"), Bad("signer.waiting").
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
        self._recovered(enrolment, index, at)
        return enrolment

    def _recovered(self, enrolment: Enrolment, index: int, at: str) -> None:
        own = self.recoveries.get(enrolment.id)
        if own and own.objected:
            raise Bad("signer.objected", f"the recovery of a key for {enrolment.name} was objected to")
        if own and at < own.counts:
            raise Bad(
                "signer.waiting", f"the recovered key of {enrolment.name} counts only from {own.counts}"
            )
        for one in self.recoveries.values():
            replaced = one.index < index and one.counts <= at and not one.objected
            if replaced and enrolment.key["id"] in one.lost:
                raise Bad(
                    "signer.revoked", f"the key of {enrolment.name} was lost, and replaced by two people"
                )

    def gone(self, key: str) -> bool:
        """Whether a key was revoked, or given up as lost: it never comes back."""
        lost = any(key in one.lost for one in self.recoveries.values() if not one.objected)
        return lost or any(one.key == key for one in self.revocations)

    def bereft(self, person: str, office: str, at: str) -> bool:
        """Whether somebody had keys for this office and none of them counts: another one takes two people."""
        had = [one for one in self.enrolments.values() if (one.person, one.office) == (person, office)]
        return bool(had) and not any(self._counts(one, at) for one in had)

    def _counts(self, enrolment: Enrolment, at: str) -> bool:
        own = self.recoveries.get(enrolment.id)
        return not self.gone(enrolment.key["id"]) and (own is None or (own.counts <= at and not own.objected))

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

    def warning(self, enrolment: Enrolment, *, index: int, issued: str) -> Warned | None:
        """What to say of a signature whose key was later named as compromised before it; None if nothing."""
        for gone in self.revocations:
            if gone.key == enrolment.key["id"] and gone.index > index and gone.since <= issued:
                return Warned(enrolment.name, gone.since)
        return None
