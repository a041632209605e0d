"""The current text held against the guidance packs, and what people said of each point.

1. A pattern leads to a passage and passes nothing. A person marks a point met, not met or not applicable.
2. The newest mark counts, while the clause it relied on still reads as it did. Otherwise it is shown as outdated, and the
   point is open again. A mark of *met* that names no clause relied on the whole text of its revision.
3. What people said of a point is part of the review: who only sits in an adopting body does not see it before the
   meeting, and sees the findings alone.
4. Only gates hold up a freeze, and only where an award pays; they open by a standing mark of met or not applicable.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select

from workflow.core.lifecycle import EDITABLE, Status
from workflow.core.people import Actor, PartyKind
from workflow.core.permissions import may
from workflow.drafting import headings
from workflow.drafting.models import Clause, Edition, Mark, Mou
from workflow.drafting.queries import Subject, clauses_of, find, parties_of
from workflow.guidance import reader
from workflow.parties.models import Party

VALUES = {"met": "met", "not_met": "not met", "not_applicable": "not applicable"}
SETTLED = frozenset({"met", "not_applicable"})
MARKABLE = EDITABLE | {Status.PUBLIC_COMMENT}


@dataclass(frozen=True)
class Judged:
    """A finding with its newest mark. `state`: a mark's value, `unmarked` or `outdated`."""

    finding: reader.Finding
    mark: Mark | None
    state: str

    @property
    def holds_up(self) -> bool:
        return self.finding.gate and self.state not in SETTLED

    def to_json(self) -> dict[str, Any]:
        return {
            **self.finding.to_json(),
            "state": self.state,
            "holds_up": self.holds_up,
            "mark": mark_value(self.mark) if self.mark else None,
        }


def mark_value(mark: Mark) -> dict[str, Any]:
    return {
        "value": mark.value,
        "label": VALUES[mark.value],
        "words": mark.words,
        "clause": mark.clause_key,
        "by": mark.person_name,
        "office": mark.person_office,
        "party": mark.person_party,
        "at": mark.created,
    }


def packs(parties: Iterable[Party]) -> list[reader.Pack]:
    """The packs a text is held against: of those that come with the service, at the version they have today, the ones that
    apply where these parties are."""
    places = [party.place for party in parties]
    return [pack for name in reader.packs() if (pack := reader.load(name)).applies(places)]


def asks_for_comment(parties: Iterable[Party]) -> str:
    """Which pack asks for a public comment window, by its title; empty where none does."""
    return next((pack.title for pack in packs(parties) if pack.public_comment.required), "")


def findings_of(session: Session, mou: Mou, edition: Edition) -> list[Judged]:
    """Every requirement that applies to this agreement, held against its current text, in the packs' order. Three statements."""
    clauses = clauses_of(session, edition.revision_id)
    texts = {clause.key: clause.text for clause in clauses}
    newest = _newest(session, edition.id)
    found = [
        one
        for pack in packs(parties_of(session, mou.id))
        for one in reader.findings(pack, list(texts.items()), award=mou.award)
    ]
    return [_judged(one, newest.get((one.pack, one.requirement)), texts, edition) for one in found]


def _newest(session: Session, edition_id: str) -> dict[tuple[str, str], tuple[Mark, str | None]]:
    """The newest mark of each requirement, with the text its clause had. One statement."""
    rows = session.exec(
        select(Mark, Clause.text)
        .join(
            Clause,
            (col(Clause.revision_id) == col(Mark.revision_id)) & (col(Clause.key) == col(Mark.clause_key)),
            isouter=True,
        )
        .where(Mark.edition_id == edition_id)
        .order_by(col(Mark.created), col(Mark.id))
    )
    return {(mark.pack, mark.requirement): (mark, text) for mark, text in rows}


def _judged(
    finding: reader.Finding, marked: tuple[Mark, str | None] | None, texts: dict[str, str], edition: Edition
) -> Judged:
    if marked is None:
        return Judged(finding, None, "unmarked")
    mark, read = marked
    if mark.clause_key:
        stands = texts.get(mark.clause_key) == read
    else:
        stands = mark.value != "met" or mark.revision_id == edition.revision_id
    return Judged(finding, mark, mark.value if stands else "outdated")


def gates_of(session: Session, mou: Mou, edition: Edition) -> tuple[tuple[str, str], ...]:
    """(requirement id, words) of the gates that hold up a freeze: none without an award. For `FreezeFacts.gates`."""
    if not mou.award:
        return ()
    return tuple(
        (one.finding.requirement, f"{one.finding.words} {_why(one)} (row {one.finding.requirement} of the guidance).")
        for one in findings_of(session, mou, edition)
        if one.holds_up
    )  # fmt: skip


def _why(one: Judged) -> str:
    if one.state == "outdated":
        return "This was judged on words that read otherwise now: judge it again"
    if one.state == "not_met" and one.mark:
        return f"{one.mark.person_name} found it not met"
    if one.finding.passage is None:
        return "No passage was found, and nobody has judged it yet"
    return "A passage was found: somebody has to say whether it answers this"


def _follows(subject: Subject, actor: Actor) -> bool:
    bodies = {party.id for party in subject.parties if party.kind == PartyKind.BODY}
    return actor.service or bool(actor.guest_of) or bool(actor.party_ids - bodies)


def findings_page(session: Session, actor: Actor, edition_id: str, row: str = "") -> dict[str, Any]:
    """What the page of findings shows: what holds up the freeze first, then what is open, then what is settled.

    `row`: the requirement whose form offers every clause to rest on; the others offer the passage's alone.
    """
    subject = find(session, actor, edition_id)
    judged = findings_of(session, subject.mou, subject.edition)
    if not _follows(subject, actor):
        judged = [Judged(one.finding, None, "unmarked") for one in judged]
    ordered = sorted(
        judged,
        key=lambda one: (not one.holds_up, one.state in SETTLED, one.finding.passage is not None),
    )
    clauses = clauses_of(session, subject.edition.revision_id)
    return {
        "edition": subject.to_json(),
        "packs": [
            {"id": pack.id, "version": pack.version, "title": pack.title, "as_of": pack.as_of} for pack in packs(subject.parties)
        ],
        "award": subject.mou.award,
        "findings": [one.to_json() for one in ordered],
        "found": sum(1 for one in judged if one.finding.passage),
        "settled": sum(1 for one in judged if one.state in SETTLED),
        "holding_up": sum(1 for one in judged if one.holds_up),
        "may_mark": subject.status in MARKABLE and may("edition:edit", actor, subject.case()),
        "row": row,
        "values": [[value, words] for value, words in VALUES.items()],
        "clauses": [[clause.key, headings.label_of(clause.text)] for clause in clauses],
    }  # fmt: skip
