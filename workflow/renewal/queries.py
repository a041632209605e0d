"""What is due: the sweeps' narrow questions, by index, and the page that shows a review's state."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select

from workflow.core import term
from workflow.core.events import EventKind
from workflow.core.lifecycle import Status
from workflow.core.people import Actor, PartyKind
from workflow.core.permissions import Case, may
from workflow.drafting.models import Edition, Mou, MouParty
from workflow.drafting.queries import find
from workflow.drafting.term import facts_of, term_of
from workflow.history.models import Event
from workflow.parties.models import Party
from workflow.renewal.models import Outcome

REVIEWABLE = (Status.PUBLISHED, Status.AFFIRMED)
SIDES = (PartyKind.DISTRICT, PartyKind.AGENCY, PartyKind.SCHOOL)


def due_to_open(session: Session, today: date) -> list[str]:
    """Editions in force whose next review should open by now."""
    return list(
        session.exec(
            select(Edition.id).where(
                col(Edition.review_opens) <= today,
                col(Edition.status).in_([str(status) for status in REVIEWABLE]),
            )
        )
    )


@dataclass(frozen=True)
class Reminder:
    """That the review of an edition is due on a day, of which it is so many days `before`."""

    edition_id: str
    due: date
    before: str


def due_reminders(session: Session, today: date) -> list[Reminder]:
    """Reminders of unfinished reviews; after a silence only the latest of each, not all of them."""
    rows = session.exec(
        select(Edition.id, Edition.review_due).where(
            Edition.status == Status.UNDER_REREVIEW,
            col(Edition.review_due) <= today + max(term.REMIND_BEFORE),
        )
    )
    return [
        Reminder(edition_id, due, str(min(before.days for before in term.REMIND_BEFORE if due - today <= before)))
        for edition_id, due in rows if due
    ]  # fmt: skip


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


def review_page(session: Session, actor: Actor, edition_id: str, *, today: date) -> dict[str, Any]:
    """The one serialiser of a review: page and API."""
    review = review_of(session, actor, edition_id)
    edition = review.edition
    now = term.force(term_of(edition), facts_of(review.mou, edition), today)
    following = session.exec(
        select(Edition).where(Edition.supersedes_id == edition.id).order_by(col(Edition.number).desc())
    ).first()
    parties = {party.id: party.legal_name for party in sides(session, edition.mou_id)}
    return {
        "edition": {"id": edition.id, "number": edition.number, "title": edition.title, "status": edition.status},
        "mou": {"slug": review.mou.slug, "title": review.mou.title, "timezone": review.mou.timezone},
        "force": {"state": now.state, "effective": now.effective, "until": now.until, "lapsed_days": now.lapsed_days},
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
