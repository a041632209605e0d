"""What the public may not read of a draft, because it may not read the same in a text that was signed before.

1. What counts are the public copies as they stand today: of this edition once it is published, and of those before it. Nothing
   here is stored, so what is released is shown at once, and what an order withholds is gone at once.
2. A clause is withheld while the newest of those copies that has it, under the same key, hides it: whatever it says by now.
3. So is a clause under another key that carries the words of a hidden one (core.likeness): copied, joined or split off.
4. Of a copy that was taken down, every clause counts as hidden by its words: a clause written anew says nothing of it.
5. What a later copy shows word for word is a secret no more, and what a copy shows word for word under the same key is public.
6. What people say is never held against hidden words before strangers: whether their words are withheld would tell them
   whether they guessed right. What the parties say is.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from sqlmodel import Session, col, select, true

from workflow.adapters.templates import day
from workflow.core import likeness
from workflow.core.errors import Invalid
from workflow.core.hiding import Kind, part_in_words
from workflow.core.lifecycle import WAS_PUBLISHED
from workflow.drafting.hidden.models import Proposal
from workflow.drafting.hidden.queries import hidden
from workflow.drafting.models import Attachment, Clause, Edition, Mou, MouParty
from workflow.evidence.redaction import Ground
from workflow.parties.models import Party

QUOTED = 6
"""So many words in a row are a quotation."""
REPEATS = "This repeats words that are kept from the public. Say it without them: everybody reads this."
NOT_SAID = "These words are not shown: they repeat what is kept from the public."


@dataclass(frozen=True)
class Why:
    """Why the public does not read a clause today: in which edition, on which basis, by whom, until when, and where to ask."""

    edition: int
    name: str
    basis: str
    approved: str
    since: str
    review: str
    contact: str
    order: str = ""
    gone: bool = False

    def lines(self) -> list[str]:
        """What stands in the place of the clause."""
        how = (
            f"The public copy of edition {self.edition}, which has these words, was taken down. {self.basis}" if self.gone
            else f"In edition {self.edition} it is withheld by order: {self.order}. {self.basis}" if self.order
            else f"In edition {self.edition} it is hidden. {self.basis}"
        )  # fmt: skip
        again = f" To be looked at again by {self.review}." if self.review else ""
        return [
            "This clause is withheld from the public, and so is what it says in this draft.",
            how,
            f"Approved by {self.approved}, on {self.since}.{again}",
            f"Ask for records: {self.contact}",
        ]

    def to_json(self) -> dict[str, object]:
        return {**vars(self), "lines": self.lines()}


@dataclass(frozen=True)
class Copy:
    """One published edition: its clauses by key, its exhibits by name, and why the public does not read some of them."""

    number: int
    texts: Mapping[str, str]
    closed: Mapping[str, Why]
    exhibits: Mapping[str, Why | None] = field(default_factory=dict)
    gone: bool = False


@dataclass(frozen=True)
class Today:
    """What is hidden of an agreement today, as far as one of its editions goes. `copies`: newest first."""

    copies: tuple[Copy, ...] = ()
    _why: dict[tuple[str, str], Why | None] = field(default_factory=dict)

    def why(self, key: str, text: str) -> Why | None:
        """Why the public does not read this clause; None where no copy hides it (rules 2 to 5)."""
        if not self.secrets:
            return None
        if (key, text) not in self._why:
            self._why[key, text] = self._found(key, text)
        return self._why[key, text]

    def _found(self, key: str, text: str) -> Why | None:
        newest = next((one for one in self.copies if key in one.texts and not one.gone), None)
        if newest and key in newest.closed:
            return newest.closed[key]
        if self.is_public(key, text):
            return None
        return next((why for words, why in self.secrets if likeness.carries(words, text)), None)

    def is_public(self, key: str, text: str) -> bool:
        """Whether the newest copy that has this clause shows just these words."""
        newest = next((one for one in self.copies if key in one.texts), None)
        return newest is not None and key not in newest.closed and newest.texts[key] == text

    def exhibit(self, name: str) -> Why | None:
        """Why the public does not read the exhibit of this name."""
        return next((one.exhibits[name] for one in self.copies if name in one.exhibits), None)

    def elsewhere(self, number: int) -> list[tuple[str, int]]:
        """What edition `number` hides and another copy shows: the place of the part, and in which edition its words are public."""
        closed = [
            (one, key, why) for one in self.copies if one.number == number for key, why in one.closed.items()
        ]
        return [
            (why.name, other.number)
            for one, key, why in closed for other in self.copies
            if any(shown not in other.closed and likeness.carries(one.texts[key], text) for shown, text in other.texts.items())
        ]  # fmt: skip

    @cached_property
    def secrets(self) -> list[tuple[str, Why]]:
        """The hidden words, without those that a later copy shows (rule 5)."""
        found: list[tuple[str, Why]] = []
        later: set[str] = set()
        for copy in self.copies:
            found += [
                (copy.texts[key], why) for key, why in copy.closed.items() if copy.texts[key] not in later
            ]
            later |= {text for key, text in copy.texts.items() if key not in copy.closed}
        return found

    @cached_property
    def _quotable(self) -> frozenset[int]:
        """Runs of words that stand in hidden clauses alone."""
        secret = _runs(text for text, _ in self.secrets)
        return secret - _runs(
            text for copy in self.copies for key, text in copy.texts.items() if key not in copy.closed
        )

    def quoted(self, words: str) -> bool:
        """Whether these words repeat what is hidden: several of them in a row (rule 6)."""
        return bool(self.secrets) and bool(likeness.runs(words, QUOTED) & self._quotable)

    def insist(self, words: str, field_: str) -> None:
        """Raise Invalid where a party is about to tell everybody what is hidden."""
        if self.quoted(words):
            raise Invalid.one(field_, REPEATS)

    def said(self, words: str) -> str:
        """What a party said, as far as the public may read it."""
        return NOT_SAID if self.quoted(words) else words


def _runs(texts: Iterable[str]) -> frozenset[int]:
    return frozenset().union(*(likeness.runs(text, QUOTED) for text in texts))


def today(session: Session, mou: Mou, edition: Edition | None = None) -> Today:
    """What is hidden today of this edition and those before it, or of all. Three statements, five where anything is hidden."""
    editions = session.exec(
        select(Edition)
        .where(
            Edition.mou_id == mou.id, Edition.number <= edition.number if edition else true(),
            col(Edition.status).in_([str(one) for one in WAS_PUBLISHED]),
        )
        .order_by(col(Edition.number).desc())
    ).all()  # fmt: skip
    if not editions:
        return Today()
    acts: dict[str, list[Proposal]] = {one.id: [] for one in editions}
    for row in session.exec(
        select(Proposal)
        .where(col(Proposal.edition_id).in_(list(acts)), Proposal.state == "approved")
        .order_by(col(Proposal.created), col(Proposal.id))
    ):
        acts[row.edition_id].append(row)
    clauses: dict[str, list[Clause]] = {one.revision_id or "": [] for one in editions}
    for clause in session.exec(
        select(Clause).where(col(Clause.revision_id).in_(list(clauses))).order_by(col(Clause.position))
    ):
        clauses[clause.revision_id].append(clause)
    files, names = _beside(session, mou, list(clauses)) if any(acts.values()) else ({}, {})
    return Today(tuple(
        _copy(mou, one, clauses[one.revision_id or ""], files.get(one.revision_id or "", []), acts[one.id], names)
        for one in editions
    ))  # fmt: skip


Files = list[tuple[str, bool]]
"""Names of exhibits in their order, each with whether it may be hidden."""


def _beside(session: Session, mou: Mou, revisions: list[str]) -> tuple[dict[str, Files], dict[str, str]]:
    """The exhibits of these texts, and the parties by the ids that statements name them by."""
    files: dict[str, Files] = {}
    for revision, name, redactable in session.exec(
        select(Attachment.revision_id, Attachment.name, Attachment.redactable)
        .where(col(Attachment.revision_id).in_(revisions))
        .order_by(col(Attachment.position))
    ):
        files.setdefault(revision, []).append((name, redactable))
    names = session.exec(
        select(Party.public_id, Party.legal_name)
        .join(MouParty, col(MouParty.party_id) == col(Party.id))
        .where(MouParty.mou_id == mou.id)
    )
    return files, dict(names.all())


def _copy(
    mou: Mou, edition: Edition, clauses: list[Clause], files: Files, acts: list[Proposal], names: Mapping[str, str]
) -> Copy:  # fmt: skip
    texts = {one.key: one.text for one in clauses}
    if removed := next((row for row in acts if row.kind == Kind.REMOVE), None):
        why = _taken_down(mou, edition, removed)
        exhibits = {name: why for name, _ in files}
        return Copy(edition.number, texts, dict.fromkeys(texts, why), exhibits, gone=True)
    parts = {one.path: one.redactable for one in clauses}
    parts |= {f"attachment {place}": may for place, (_, may) in enumerate(files, start=1)}
    whys = {
        part: _hidden(mou, edition, part, ground, names)
        for part, ground in hidden(acts, parts).grounds.items()
    }
    return Copy(
        edition.number, texts, {one.key: whys[one.path] for one in clauses if one.path in whys},
        {name: whys.get(f"attachment {place}") for place, (name, _) in enumerate(files, start=1)},
    )  # fmt: skip


def _hidden(mou: Mou, edition: Edition, part: str, ground: Ground, names: Mapping[str, str]) -> Why:
    said, order = ground.said, ground.said.get("order")
    who = (said["name"], said["title"], names.get(said["party"], ""))
    return Why(
        edition.number, part_in_words(part), ground.basis, ", ".join(one for one in who if one),
        day(ground.at, mou.timezone), day(ground.review), said["contact"],
        f"{order['authority']}, {order['reference']}, {day(order['date'])}" if order else "",
    )  # fmt: skip


def _taken_down(mou: Mou, edition: Edition, row: Proposal) -> Why:
    who = f"{row.person_name} and {row.decided_name}, {row.decided_party}"
    since = day(row.decided or row.created, mou.timezone)
    return Why(edition.number, "The whole text", row.basis, who, since, "", row.contact, gone=True)
