"""The frozen text: the manifest made from rows, the sealing of its clauses, and its head made again from rows.

The manifest is written once, at the freeze, and kept as bytes. Everything that later asks "is this still the text?"
asks `recompute`, which reads the clauses from the revision and the salts from their rows and compares three hashes:
the root in the manifest, the head of the manifest, and the head that the signing event was opened with.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlmodel import Session, col, select

from workflow.core.errors import Conflict
from workflow.core.signing_order import Order
from workflow.core.term import EffectiveRule
from workflow.drafting.models import Attachment, Clause, Edition, Mou, Revision
from workflow.evidence import canonical, clause_tree, manifest
from workflow.evidence.fields import write_moment
from workflow.parties.models import Party
from workflow.signing import slots
from workflow.signing.delegations import queries as delegations
from workflow.signing.delegations.models import Delegation
from workflow.signing.models import SealedClause, SigningEvent

RULES = {
    EffectiveRule.FIXED: "fixed",
    EffectiveRule.RETROACTIVE: "retroactive",
    EffectiveRule.LAST_SIGNATURE: "last-signature",
    EffectiveRule.ALL_ADOPTIONS: "all-adoptions",
    EffectiveRule.LATER_OF_SIGNING_AND_FILING: "execution-and-filing",
    EffectiveRule.FIRST_SCHOOL_DAY: "first-school-day",
}
DATED = frozenset({EffectiveRule.FIXED, EffectiveRule.RETROACTIVE, EffectiveRule.FIRST_SCHOOL_DAY})
"""Rules that need a day to say anything."""


@dataclass(frozen=True)
class Text:
    """The parts of a revision as the text tree takes them, in order."""

    clauses: list[clause_tree.Clause]
    attachments: list[clause_tree.Attachment]
    keys: list[str]


def text_of(session: Session, revision_id: str) -> Text:
    """The whole text of a revision. Two statements."""
    rows = session.exec(
        select(Clause).where(Clause.revision_id == revision_id).order_by(col(Clause.position))
    ).all()
    files = session.exec(
        select(Attachment).where(Attachment.revision_id == revision_id).order_by(col(Attachment.position))
    ).all()
    return Text(
        [clause_tree.Clause(row.path, row.text, row.redactable) for row in rows],
        [
            clause_tree.Attachment(
                str(number),
                file.name,
                file.media_type,
                len(file.content),
                sha256(file.content).digest(),
                file.redactable,
            )
            for number, file in enumerate(files, start=1)
        ],
        [row.key for row in rows],
    )


def effective(edition: Edition) -> dict[str, Any]:
    """The manifest's `effective`: a rule, and its day where the rule has one."""
    rule = EffectiveRule(edition.effective_rule)
    return {
        "rule": RULES[rule],
        "date": edition.starts.isoformat() if rule in DATED and edition.starts else "",
    }


def term(edition: Edition) -> dict[str, Any]:
    """The manifest's `term`: until a day, for some months, or until somebody ends it."""
    if edition.ends:
        return {"rule": "until-date", "date": edition.ends.isoformat(), "months": 0}
    if edition.months:
        return {"rule": "months", "date": "", "months": edition.months}
    return {"rule": "until-ended", "date": "", "months": 0}


@dataclass(frozen=True)
class Rows:
    """What a manifest is made from."""

    deployment: str
    mou: Mou
    edition: Edition
    revision: Revision
    parties: Sequence[Party]
    packs: Sequence[dict[str, str]]
    supersedes: Sequence[dict[str, Any]]
    paper: frozenset[str] = frozenset()
    """The parties that may sign on paper."""
    delegations: Sequence[Delegation] = ()
    order: Sequence[str] = ()
    """The parties in the order in which they sign; empty where any will do."""


def build(
    rows: Rows, sealed: clause_tree.Sealed, *, waiting_hours: int, at: datetime, expires: datetime
) -> dict[str, Any]:
    """The manifest of docs/format.md section 3, judged before it is kept. Raises Bad("manifest...")."""
    signing, adopting = slots.signing_parties(rows.parties), slots.bodies(rows.parties)
    public = {party.id: party.public_id or "" for party in (*signing, *adopting)}
    bodies = {party.id: f"body-{number}" for number, party in enumerate(adopting, start=1)}
    value = {
        "format": manifest.FORMAT,
        "deployment": rows.deployment,
        "mou": rows.mou.id,
        "edition": rows.edition.number,
        "revision": rows.revision.number,
        "title": rows.edition.title,
        "zone": rows.mou.timezone,
        "frozen_at": write_moment(at),
        "expires": write_moment(expires),
        "text": sealed.descriptor,
        "parties": [
            {"id": party.public_id, "kind": party.kind, "legal_name": party.legal_name}
            for party in (*signing, *adopting)
        ],
        "slots": [
            {
                "id": slot.id,
                "offices": sorted(office.value for office in slot.offices),
                "paper": slot.party_id in rows.paper,
                "party": public[slot.party_id],
                "required": slot.required,
            }
            for slot in slots.slots(rows.parties, rows.order)
        ],
        "order": Order.SET.value if rows.order else Order.ANY.value,
        "one_slot_each": True,
        "waiting_hours": waiting_hours,
        "adopting_bodies": [
            {"id": place, "name": party.legal_name, "party": party.public_id, "required": True}
            for party, place in zip(adopting, bodies.values(), strict=True)
        ],
        "delegated_change": delegations.in_manifest(rows.delegations, bodies, public),
        "effective": effective(rows.edition),
        "term": term(rows.edition),
        "packs": list(rows.packs),
        "supersedes": list(rows.supersedes),
    }
    manifest.floor(manifest.validate(value))
    return value


@dataclass(frozen=True)
class Frozen:
    """A signing event with its manifest, its whole text and the salts, all read from rows."""

    event: SigningEvent
    manifest: dict[str, Any]
    text: Text
    salts: tuple[bytes, ...]

    @property
    def parts(self) -> list[clause_tree.Clause | clause_tree.Attachment]:
        """Everything that was frozen: the clauses, then the exhibits."""
        return [*self.text.clauses, *self.text.attachments]

    @property
    def opened(self) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        """Clauses and attachments as a package shows them: open, with their salts."""
        return clause_tree.opened(self.text.clauses, self.text.attachments, self.salts)


def read(session: Session, event: SigningEvent) -> Frozen:
    """The frozen text of an event. Three statements."""
    salts = session.exec(
        select(SealedClause.salt)
        .where(SealedClause.signing_event_id == event.id)
        .order_by(col(SealedClause.position))
    )
    return Frozen(event, canonical.loads(event.manifest), text_of(session, event.revision_id), tuple(salts))


CHANGED = "text-changed: the text or its terms are no longer what was frozen, so nothing was signed."


def recompute(frozen: Frozen) -> str:
    """The head, made again from the rows. Raises Conflict when it is not the head this event was opened with."""
    parts = len(frozen.text.clauses) + len(frozen.text.attachments)
    head = manifest.head(frozen.manifest)
    if len(frozen.salts) != parts or head != frozen.event.head:
        raise Conflict(CHANGED)
    sealed = clause_tree.seal(frozen.text.clauses, frozen.text.attachments, frozen.salts)
    if sealed.descriptor != frozen.manifest["text"]:
        raise Conflict(CHANGED)
    return head
