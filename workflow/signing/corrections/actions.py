"""Proposing a correction: one act that reopens the frozen text, mends words of clauses, and freezes it anew.

What stays keeps its salt, so everybody can see that it stayed, hidden or not (`workflow.evidence.correction`). If we crash
before the commit, the text is as it was; after it, the old freeze is closed, the new one open, and the correction says why.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from workflow.core.correcting import IN_WORDS, Change
from workflow.core.errors import Conflict, Refused
from workflow.core.events import EventKind
from workflow.core.lifecycle import Move
from workflow.core.people import Actor
from workflow.core.permissions import require
from workflow.core.readiness import insist
from workflow.drafting import queries as drafting
from workflow.drafting.revising import clause_text, open_text, revise
from workflow.evidence import clause_tree
from workflow.evidence.errors import Bad
from workflow.history import actions as history
from workflow.parties.words import Typed
from workflow.signing import facts, freezing, frozen, matter, turns
from workflow.signing.corrections import queries
from workflow.signing.corrections.models import Correction
from workflow.signing.corrections.queries import Basis
from workflow.signing.frozen import Frozen, Text
from workflow.signing.matter import Matter
from workflow.signing.models import SigningEvent

OF_THE_TEXT = ("text.", "guidance.", "party.", "slot.", "term.")
"""What must be in order of any text that is frozen. That it was reviewed is said of the text that was adopted."""


@dataclass(frozen=True)
class Sheet:
    """What somebody proposes, as typed: the keys of clauses and, in the same order, how they should read."""

    kind: str
    reason: str
    clauses: Sequence[str] = ()
    texts: Sequence[str] = ()


def propose(session: Session, actor: Actor, event_id: str, sheet: Sheet, *, at: datetime) -> SigningEvent:
    """Mend the frozen text under the authority that came with an adoption; the new frozen text. Raises Invalid, Refused."""
    case = matter.of_event(session, actor, event_id, lock=True)
    require("edition:correct", actor, case.ground.desk())
    start = may_start(session, case)
    kind, reason = _read(sheet, start)
    hours = frozen.read(session, case.frozen).manifest["waiting_hours"]
    days = (case.frozen.expires - case.frozen.opened).days  # as long as was chosen for the text that it mends
    adopted = frozen.read(session, start.event)
    frozen.recompute(adopted)
    case.move(Move.REOPEN, at)
    freezing.close(session, actor, case, "corrected", reason, at)
    _mend(session, actor, case, sheet, reason, at)
    case = matter.of_edition(session, actor, case.edition.id)
    insist(one for one in facts.freeze_issues(session, case, hours, at) if one.code.startswith(OF_THE_TEXT))
    text = frozen.text_of(session, case.edition.revision_id or "")
    salts = kept(adopted, text)
    if list(salts) == list(adopted.salts):
        raise Refused("This is word for word the text that was adopted.", "Change a clause to correct it.")
    event = freezing.fix(
        session, actor, case, text, waiting_hours=hours, signing_days=days, at=at, salts=salts
    )
    _insist_on_words(adopted, frozen.read(session, event))
    session.add(
        Correction(
            signing_event_id=event.id, adopted_id=start.event.id, kind=kind.value, reason=reason, person_id=actor.person_id,
            person_name=actor.name, party_id=case.ground.side_of(actor), at=at,
        )
    )  # fmt: skip
    history.record(
        session, EventKind.CORRECTION_PROPOSED, actor=actor, at=at, mou_id=case.mou.id, edition_id=case.edition.id,
        subject_id=event.id, detail={"kind": kind.value},
    )  # fmt: skip
    session.flush()
    turns.for_event(session, case, at)
    return event


def may_start(session: Session, case: Matter) -> Basis:
    """What a correction of this frozen text starts from. Raises Refused."""
    if case.frozen.state != "open":
        raise Refused(
            "This text is no longer open for signing.", "Open the edition: it shows how things stand."
        )
    found = queries.basis(session, case)
    if found is None:
        raise Refused(
            "No body has adopted this text yet, so there is nothing to correct.", "Reopen it with a reason."
        )
    if not found.given:
        raise Refused(
            "The body that adopted this text gave nobody authority to change it.",
            "Reopen it with a reason; the body then votes on the new text.",
        )
    return found


def _read(sheet: Sheet, start: Basis) -> tuple[Change, str]:
    typed = Typed()
    reason = typed.words("reason", "The reason", sheet.reason, most=2000)
    kind = Change(sheet.kind) if sheet.kind in set(Change) else None
    if kind is None:
        typed.wrong("kind", "Choose what kind of change it is.", "missing")
    elif not start.carries(kind):
        typed.wrong(
            "kind", f"No body gave authority {IN_WORDS[kind]}. Reopen the text, and the body votes anew."
        )
    typed.settle()
    assert kind is not None
    return kind, reason


def _mend(session: Session, actor: Actor, case: Matter, sheet: Sheet, reason: str, at: datetime) -> None:
    """The next revision, where any clause is to read otherwise."""
    subject = open_text(session, actor, case.edition.id)
    before = drafting.clauses_of(session, subject.edition.revision_id)
    wanted = {key: clause_text(text) for key, text in zip(sheet.clauses, sheet.texts, strict=False)}
    if not wanted.keys() <= {clause.key for clause in before}:
        raise Conflict("A clause that you changed is no longer in the text. Open the page once more.")
    after = [
        piece if wanted.get(piece.key, piece.text) == piece.text else type(piece)(piece.key, wanted[piece.key], piece.redactable)
        for piece in drafting.pieces(before)
    ]  # fmt: skip
    revise(session, actor, subject, before, after, note=f"Correction: {reason}"[:500], at=at)


def kept(adopted: Frozen, text: Text) -> list[bytes]:
    """The salts of a corrected text: of a part that stays as and where it was its own, a fresh one for any other."""
    parts: list[clause_tree.Clause | clause_tree.Attachment] = [*text.clauses, *text.attachments]
    old = dict(enumerate(zip(adopted.parts, adopted.salts, strict=True)))
    return [
        old[place][1] if place in old and old[place][0] == part else secrets.token_bytes(32)
        for place, part in enumerate(parts)
    ]


def _insist_on_words(adopted: Frozen, now: Frozen) -> None:
    """A correction changes words of clauses alone. Raises Refused, and then nothing of it happened."""
    try:
        queries.differences(adopted, now)
    except Bad as bad:
        raise Refused(
            f"This is more than a correction: {bad.words}.",
            "Reopen the text with a reason; the body then votes on the new text.",
        ) from None
