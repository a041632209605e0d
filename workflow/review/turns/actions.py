"""Writing down whose turn it is, so that the inbox, reminders and mails can ask."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, select

from workflow.core.lifecycle import FINISHED, Status
from workflow.core.routing import Turn
from workflow.drafting.models import Edition
from workflow.review.ground import Ground, load, officers
from workflow.review.models import Later, Turns
from workflow.review.route.queries import Review, review
from workflow.review.threads.queries import open_threads
from workflow.review.turns.queries import one_each, runners, turns


@dataclass(frozen=True)
class Waits:
    """Somebody whose turn comes later, and after whom, in words."""

    person_id: str
    reason: str


def set_turns(
    session: Session, edition: Edition, turns: Iterable[Turn], *, at: datetime, link: str = "", later: Iterable[Waits] = ()
) -> list[Turns]:  # fmt: skip
    """These people have the turn, and nobody else. A turn that stays for the same reason keeps its beginning.

    A turn without a person (a vacant office) goes to those who run the agreement, who can fill the office. An edition that
    is not finished never ends up without a turn; one that is finished, or only waits for the service, passes none.
    `link` is where to go, the edition's page when empty. `later`: whose turn comes after theirs.
    """
    wanted = list(turns)
    people = {turn.person_id: turn for turn in one_each(turn for turn in wanted if turn.person_id)}
    vacant = [turn for turn in wanted if not turn.person_id]
    if vacant or (not people and Status(edition.status) not in FINISHED and wanted):
        reason = (
            f"Nobody holds the office: {vacant[0].name or vacant[0].office}. Record who does"
            if vacant
            else ""
        )
        people |= {
            turn.person_id: turn
            for turn in _runners(session, edition, reason, at)
            if turn.person_id not in people
        }
    standing = {
        row.person_id: row for row in session.exec(select(Turns).where(Turns.edition_id == edition.id))
    }
    for person_id, row in standing.items():
        if person_id not in people:
            session.delete(row)
    _write_later(session, edition, {one.person_id: one for one in later if one.person_id not in people})
    kept = [_write(session, edition, standing.get(turn.person_id), turn, link) for turn in people.values()]
    session.flush()
    return kept


def _write(session: Session, edition: Edition, row: Turns | None, turn: Turn, link: str) -> Turns:
    if row is None:
        row = Turns(
            edition_id=edition.id, person_id=turn.person_id, party_id=turn.party_id, office=turn.office,
            reason=turn.reason, since=turn.since,
        )  # fmt: skip
        session.add(row)
    elif row.reason != turn.reason:
        row.reason, row.since = turn.reason, turn.since
    row.party_id, row.office, row.due, row.link = (
        turn.party_id,
        turn.office,
        turn.due,
        link or f"/editions/{edition.id}",
    )
    return row


def _write_later(session: Session, edition: Edition, later: dict[str, Waits]) -> None:
    for row in session.exec(select(Later).where(Later.edition_id == edition.id)):
        if still := later.pop(row.person_id, None):
            row.reason = still.reason
        else:
            session.delete(row)
    session.add_all(
        Later(edition_id=edition.id, person_id=who, reason=one.reason) for who, one in later.items()
    )


def _runners(session: Session, edition: Edition, reason: str, at: datetime) -> list[Turn]:
    ground = load(session, edition.id)
    return runners(ground, officers(session, ground, at), reason, at)


def refresh(session: Session, ground: Ground, at: datetime, state: Review | None = None) -> list[Turns]:
    """Bring the rows in step with what `turns` computes, while the edition is drafted or reviewed."""
    if ground.status not in (Status.DRAFTING, Status.IN_REVIEW, Status.PUBLIC_COMMENT):
        return []
    state = state or review(session, ground, at)
    still = open_threads(session, ground.edition.id)
    return set_turns(session, ground.edition, turns(ground, state, still), at=at)
