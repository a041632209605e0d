"""Fixing a text under one hash, and ending that: what an ordinary freeze, a correction and a reopening share."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlmodel import Session

from workflow.core.errors import Invalid, Issue
from workflow.core.events import EventKind
from workflow.core.lifecycle import Move
from workflow.core.people import Actor
from workflow.evidence import canonical, clause_tree, manifest
from workflow.evidence.errors import Bad
from workflow.signing import facts, frozen, record
from workflow.signing.frozen import Text
from workflow.signing.matter import Matter
from workflow.signing.models import SealedClause, SigningEvent


def fix(
    session: Session, actor: Actor, case: Matter, text: Text, *, waiting_hours: int, signing_days: int, at: datetime,
    salts: Sequence[bytes] | None = None,
) -> SigningEvent:  # fmt: skip
    """Fix the text and its terms under one hash, and open it for adoption or signing. Raises Invalid for what cannot be signed.

    `salts`: of each part, where some must be those of an earlier text; fresh ones otherwise.
    """
    expires = at + timedelta(days=signing_days)
    try:
        sealed = clause_tree.seal(text.clauses, text.attachments, salts)
        said = frozen.build(
            facts.manifest_rows(session, case), sealed, waiting_hours=waiting_hours, at=at, expires=expires
        )
    except Bad as bad:
        raise Invalid(
            [Issue(bad.code, f"This cannot be signed as it stands: {bad.words}.", link=case.ground.link)]
        ) from bad
    event = case.event = SigningEvent(
        edition_id=case.edition.id, revision_id=case.edition.revision_id or "", head=manifest.head(said),
        manifest=canonical.dumps(said), opened=at, expires=expires,
    )  # fmt: skip
    session.add(event)
    session.flush()
    session.add_all(
        SealedClause(signing_event_id=event.id, position=i, salt=salt) for i, salt in enumerate(sealed.salts)
    )
    case.move(Move.FREEZE, at)
    record.public(session, EventKind.EDITION_FROZEN, actor, case, at)
    case.move(Move.SEND_TO_ADOPTION if said["adopting_bodies"] else Move.OPEN_SIGNING, at)
    return event


def close(session: Session, actor: Actor, case: Matter, because: str, reason: str, at: datetime) -> None:
    """End an open signing event. The void is public: a later freeze cannot hide that there was an earlier one."""
    if case.event is None:
        return
    record.public(session, EventKind.EDITION_VOIDED, actor, case, at, because=because)
    state = "expired" if because == "expired" else "voided"
    case.event.state, case.event.closed, case.event.reason = state, at, reason
    session.flush()
