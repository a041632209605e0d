"""What is due: the sweeps' narrow questions, by index, and the page that shows a review's state."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select

from workflow.core import term
from workflow.core.calendar import DAY, begun_day
from workflow.core.events import EventKind
from workflow.core.lifecycle import Status
from workflow.core.people import Actor, PartyKind
from workflow.core.permissions import Case, may
from workflow.core.term import Force, ForceState
from workflow.drafting.models import Edition, Mou, MouParty
from workflow.drafting.queries import find
from workflow.drafting.term import force_of
from workflow.history.models import Event
from workflow.parties.models import Party
from workflow.parties.queries import local_day
from workflow.renewal.models import Outcome

REVIEWABLE = (Status.PUBLISHED, Status.AFFIRMED)
LAPSED = "lapsed."
SIDES = (PartyKind.DISTRICT, PartyKind.AGENCY, PartyKind.SCHOOL)


def due_to_open(session: Session, now: datetime) -> list[str]:
    """Editions in force whose next review should open by now: from eight in the morning where each lives."""
    rows = session.exec(
        select(Edition.id, Edition.review_opens, Mou.timezone)
        .join(Mou, col(Mou.id) == col(Edition.mou_id))
        .where(
            col(Edition.review_opens) <= now.date() + DAY,
            col(Edition.status).in_([str(status) for status in REVIEWABLE]),
        )
    )
    return [edition_id for edition_id, opens, zone in rows if opens and opens <= begun_day(zone, now)]


@dataclass(frozen=True)
class Reminder:
    """That the review of an edition is due on a day, of which it is so many days `before`; or that it ended on that day
    without anything in its place, and has been "lapsed." for so many months."""

    edition_id: str
    due: date
    before: str


def due_reminders(session: Session, now: datetime) -> list[Reminder]:
    """Reminders of unfinished reviews, from eight in the morning where each agreement lives; after a silence only the latest
    of each, not all of them."""
    rows = session.exec(
        select(Edition, Mou)
        .join(Mou, col(Mou.id) == col(Edition.mou_id))
        .where(Edition.status == Status.UNDER_REREVIEW)
        .order_by(col(Edition.id))
    )
    found = (_newest(mou, edition, begun_day(mou.timezone, now)) for edition, mou in rows)
    return [one for one in found if one]


def _newest(mou: Mou, edition: Edition, today: date) -> Reminder | None:
    """The latest reminder that was reached: before the review is due or the term ends, whichever is first; once it has
    lapsed, on the day after its last and every month from then on."""
    state = force_of(mou, edition, today)
    if state.until and state.state is ForceState.LAPSED:
        return Reminder(edition.id, state.until, f"{LAPSED}{_months(state.until + DAY, today)}")
    due = falls_due(edition, state)
    reached = [before.days for before in term.REMIND_BEFORE if due and due - today <= before]
    return Reminder(edition.id, due, str(min(reached))) if due and reached else None


def falls_due(edition: Edition, state: Force) -> date | None:
    """The day by which a review should be over: when it is due, or the term's last day where that is earlier."""
    return min((day for day in (edition.review_due, state.until) if day), default=None)


def _months(first: date, today: date) -> int:
    """Whole months from one day to a later one."""
    months = (today.year - first.year) * 12 + today.month - first.month
    return months - (term.add_months(first, months) > today)


def sides(session: Session, mou_id: str) -> list[Party]:
    """The parties whose outcomes a review needs: districts and agencies, and schools that act without a district."""
    parties = session.exec(
        select(Party).join(MouParty, col(MouParty.party_id) == col(Party.id))
        .where(MouParty.mou_id == mou_id).order_by(col(MouParty.position))
    ).all()  # fmt: skip
    districts = {party.id for party in parties if party.kind == PartyKind.DISTRICT}
    return [
        party for party in parties
        if party.kind in (PartyKind.DISTRICT, PartyKind.AGENCY) or (party.kind == PartyKind.SCHOOL and not districts)
    ]  # fmt: skip


def begun(session: Session, edition_id: str) -> datetime | None:
    """When the newest review of this edition began; None before its first."""
    return session.exec(
        select(func.max(Event.at)).where(Event.edition_id == edition_id, Event.kind == EventKind.REVIEW_BEGUN)
    ).one()


def outcomes(session: Session, edition_id: str) -> list[Outcome]:
    """What was decided in the newest review, oldest first. Earlier years' outcomes stay on record and count no more."""
    return list(
        session.exec(
            select(Outcome)
            .where(Outcome.edition_id == edition_id, Outcome.begun == begun(session, edition_id))
            .order_by(col(Outcome.at))
        )
    )


@dataclass(frozen=True)
class Review:
    """The state of one edition's newest yearly review."""

    edition: Edition
    mou: Mou
    outcomes: list[Outcome]
    missing: list[Party]


def review_of(session: Session, actor: Actor, edition_id: str) -> Review:
    """Raises NotFound for those who are no part of the agreement."""
    subject = find(session, actor, edition_id)
    given = outcomes(session, edition_id)
    spoken = {outcome.party_id for outcome in given}
    missing = [party for party in sides(session, subject.mou.id) if party.id not in spoken]
    return Review(subject.edition, subject.mou, given, missing)


def review_page(session: Session, actor: Actor, edition_id: str, *, now: datetime) -> dict[str, Any]:
    """The one serialiser of a review: page and API."""
    review = review_of(session, actor, edition_id)
    edition, today = review.edition, local_day(review.mou.timezone, now)
    force = force_of(review.mou, edition, today)
    following = session.exec(
        select(Edition).where(Edition.supersedes_id == edition.id).order_by(col(Edition.number).desc())
    ).first()
    parties = {party.id: party.legal_name for party in sides(session, edition.mou_id)}
    return {
        "edition": {"id": edition.id, "number": edition.number, "title": edition.title, "status": edition.status},
        "mou": {"slug": review.mou.slug, "title": review.mou.title, "timezone": review.mou.timezone},
        "force": {"state": force.state, "effective": force.effective, "until": force.until, "lapsed_days": force.lapsed_days},
        "review_opens": edition.review_opens,
        "review_due": edition.review_due,
        "overdue": bool(edition.status == Status.UNDER_REREVIEW and edition.review_due and edition.review_due < today),
        "outcomes": [
            {"party": parties.get(o.party_id, ""), "value": o.value, "words": o.words, "by": o.person_name, "at": o.at}
            for o in review.outcomes
        ],
        "missing": [party.legal_name for party in review.missing],
        "next": {"id": following.id, "number": following.number, "status": following.status} if following else None,
        "may_begin": edition.status in REVIEWABLE and may("edition:rereview", actor, Case(parties=frozenset(parties))),
        "may_answer": edition.status == Status.UNDER_REREVIEW and may("edition:outcome", actor, Case(parties=frozenset(parties))),
        "may_file": edition.filed is None and may("edition:file", actor, Case(parties=frozenset(parties))),
    }  # fmt: skip
