"""The yearly review opens by itself, from the signed text, and cannot close without an outcome from both sides.

1. When an edition is published its review dates are worked out from its term rule; the edition it replaces closes as amended.
2. On the day, or at either party's request, the next edition opens: the signed text, as its revision 1.
3. Each side records an outcome. When all have recorded the same one, the review closes: *affirmed* and *ended* withdraw the
   next draft; *amended* and *replaced* close when the next edition is published, which both sides signed.
"""

from datetime import date, datetime, timedelta

from sqlmodel import Session, col, select

from workflow.core import term
from workflow.core.errors import Invalid, Refused
from workflow.core.events import EventKind
from workflow.core.ids import new_id
from workflow.core.lifecycle import OPEN, Move, Status, after, can
from workflow.core.people import SERVICE, Actor
from workflow.core.permissions import Case, require
from workflow.drafting.models import Attachment, Clause, Edition, Revision
from workflow.history import actions as history
from workflow.parties.models import Party
from workflow.renewal import queries
from workflow.renewal.models import Outcome
from workflow.review import actions as review
from workflow.signing import actions as signing
from workflow.signing.queries import signatures_of_edition

MOVES = {"affirmed": Move.AFFIRM, "amended": Move.AMEND, "replaced": Move.REPLACE, "ended": Move.END}
WITHOUT_NEW_TEXT = {"affirmed", "ended"}


def _locked(session: Session, edition_id: str) -> Edition:
    """The edition, its agreement's stream locked first, read again behind the lock."""
    found = session.get(Edition, edition_id)
    if found is None:
        raise Refused("There is no such edition.")
    history.lock(session, mou_id=found.mou_id)
    session.refresh(found)
    return found


def _case(session: Session, edition: Edition) -> Case:
    return Case(parties=frozenset(party.id for party in queries.sides(session, edition.mou_id)), edition_id=edition.id)


def schedule(session: Session, edition_id: str, *, at: datetime) -> None:
    """Rule 1, after publication or filing. Doing it again changes nothing."""
    edition = _locked(session, edition_id)
    rule, facts = queries.term_of(edition), queries.facts_of(edition)
    edition.review_opens, edition.review_due = term.review_opens(rule, facts), term.review_due(rule, facts)
    session.add(edition)
    previous = session.get(Edition, edition.supersedes_id) if edition.supersedes_id else None
    if previous and previous.superseded is None and edition.executed:
        previous.superseded = term.effective(rule, facts) or edition.executed.date()
        if can(Move.AMEND, Status(previous.status)):
            previous.status = after(Move.AMEND, Status(previous.status))
            _both_signed(session, previous, edition, at)
        session.add(previous)


def _both_signed(session: Session, previous: Edition, following: Edition, at: datetime) -> None:
    """Both sides signed the next edition: that is their outcome, for those who have not recorded one."""
    given = set(session.exec(select(Outcome.party_id).where(Outcome.edition_id == previous.id)))
    signatures = session.exec(signatures_of_edition(following.id)).all()
    for signature in signatures:
        if signature.party_id not in given:
            given.add(signature.party_id)
            session.add(
                Outcome(
                    edition_id=previous.id, party_id=signature.party_id, value="amended", person_id=signature.person_id,
                    person_name=signature.person_name, words=f"Signed edition {following.number}.", at=at,
                )
            )  # fmt: skip


def open_next(session: Session, actor: Actor, edition_id: str, *, at: datetime) -> Edition | None:
    """Rule 2. None when there is nothing to open: it was opened already, or the sweep's question is out of date."""
    edition = _locked(session, edition_id)
    require("edition:rereview", actor, _case(session, edition))
    open_one = session.exec(
        select(Edition.id).where(
            Edition.mou_id == edition.mou_id, col(Edition.status).in_([str(status) for status in OPEN])
        )
    ).first()
    if open_one or not can(Move.BEGIN_REREVIEW, Status(edition.status)):
        if actor.service:
            return None
        raise Refused("Its review is open already.", "Go on with the edition that is being drafted or reviewed.")
    edition.status = after(Move.BEGIN_REREVIEW, Status(edition.status))
    edition.changed = at
    session.add(edition)
    following = _next_edition(session, edition, at)
    session.flush()
    detail = {"number": following.number, "next": following.id}
    history.record(session, EventKind.REVIEW_BEGUN, actor=actor, at=at, mou_id=edition.mou_id, edition_id=edition.id, detail=detail)
    history.record(
        session, EventKind.EDITION_OPENED, actor=actor, at=at, mou_id=edition.mou_id, edition_id=following.id,
        subject_id=edition.id, detail={"number": following.number},
    )  # fmt: skip
    review.after_revision(session, following.id, at=at)
    return following


def _next_edition(session: Session, edition: Edition, at: datetime) -> Edition:
    last = session.exec(
        select(Edition.number).where(Edition.mou_id == edition.mou_id).order_by(col(Edition.number).desc())
    ).first()
    ended = term.until(queries.term_of(edition), queries.facts_of(edition))
    starts = ended + timedelta(days=1) if edition.starts and ended else None
    following = Edition(
        mou_id=edition.mou_id, number=(last or 0) + 1, title=edition.title, effective_rule=edition.effective_rule,
        starts=starts, ends=_next_end(edition, starts), months=edition.months, review_months=edition.review_months,
        supersedes_id=edition.id, source=f"The signed text of edition {edition.number}", created=at, changed=at,
    )  # fmt: skip
    session.add(following)
    session.flush()
    following.revision_id = _copy_text(session, edition, following, at)
    session.add(following)
    return following


def _next_end(edition: Edition, starts: date | None) -> date | None:
    """A term with a fixed end goes on for as long again; one without stays as it is."""
    if not edition.ends:
        return None
    if not (edition.starts and starts):
        return term.add_months(edition.ends, 12)
    return starts + (edition.ends - edition.starts)


def _copy_text(session: Session, edition: Edition, following: Edition, at: datetime) -> str:
    """The signed text, clause by clause under the same keys, as revision 1 of the next edition."""
    revision = Revision(
        edition_id=following.id, number=1, note=f"The signed text of edition {edition.number}.", author_name=SERVICE.name, created=at
    )  # fmt: skip
    session.add(revision)
    session.flush()
    for clause in session.exec(select(Clause).where(Clause.revision_id == edition.revision_id)).all():
        session.add(Clause(**{**clause.model_dump(), "id": new_id(), "revision_id": revision.id}))
    for attachment in session.exec(select(Attachment).where(Attachment.revision_id == edition.revision_id)).all():
        session.add(Attachment(**{**attachment.model_dump(), "id": new_id(), "revision_id": revision.id}))
    return revision.id


def request(session: Session, actor: Actor, edition_id: str, *, at: datetime) -> Edition:
    """Either party may ask for the review at any time."""
    opened = open_next(session, actor, edition_id, at=at)
    if opened is None:
        raise Refused("Its review is open already.")
    return opened


def remind(session: Session, edition_id: str, which: str, *, at: datetime) -> None:
    """Record that a reminder is due; its reaction writes the letters. Nothing when the review is over by now."""
    edition = _locked(session, edition_id)
    if edition.status == Status.UNDER_REREVIEW:
        history.record(
            session, EventKind.REVIEW_REMINDED, actor=SERVICE, at=at, mou_id=edition.mou_id, edition_id=edition.id,
            detail={"days_before": which},
        )  # fmt: skip


def record_outcome(session: Session, actor: Actor, edition_id: str, *, value: str, words: str, at: datetime) -> Edition:
    """Rule 3: one side says how the review ended. Raises Invalid or Refused with the reason."""
    edition = _locked(session, edition_id)
    require("edition:outcome", actor, _case(session, edition))
    if edition.status != Status.UNDER_REREVIEW:
        raise Refused("This edition is not under review now.")
    if value not in MOVES:
        raise Invalid.one("value", "Choose an outcome: affirmed, amended, replaced or ended.")
    party = _party_of(session, actor, edition)
    standing = session.exec(select(Outcome).where(Outcome.edition_id == edition_id, Outcome.party_id == party.id)).first()
    outcome = standing or Outcome(
        edition_id=edition_id, party_id=party.id, value=value, person_id=actor.person_id, person_name=actor.name, at=at
    )
    outcome.value, outcome.words, outcome.person_id, outcome.person_name, outcome.at = value, words, actor.person_id, actor.name, at
    session.add(outcome)
    history.record(
        session, EventKind.OUTCOME_RECORDED, actor=actor, at=at, mou_id=edition.mou_id, edition_id=edition.id,
        party_id=party.id, subject_id=outcome.id, detail={"value": value},
    )  # fmt: skip
    session.flush()
    _close_when_agreed(session, actor, edition, at)
    return edition


def _party_of(session: Session, actor: Actor, edition: Edition) -> Party:
    mine = [party for party in queries.sides(session, edition.mou_id) if party.id in actor.party_ids]
    if not mine:
        raise Refused("Only the district and the agency record an outcome.")
    return mine[0]


def _close_when_agreed(session: Session, actor: Actor, edition: Edition, at: datetime) -> None:
    state = queries.review_of(session, SERVICE, edition.id)
    values = {outcome.value for outcome in state.outcomes}
    if state.missing or len(values) != 1 or not values <= WITHOUT_NEW_TEXT:
        return
    value = values.pop()
    edition.status, edition.changed = after(MOVES[value], Status(edition.status)), at
    for draft in session.exec(select(Edition).where(Edition.supersedes_id == edition.id)).all():
        if Status(draft.status) in OPEN:
            signing.withdraw(session, actor, draft.id, reason=f"The yearly review ended without a new text: {value}.", at=at)
    if value == "ended":
        edition.review_opens = edition.review_due = None
        edition.superseded = at.date()
    else:
        edition.review_due = term.add_months(at.date(), edition.review_months)
        edition.review_opens = edition.review_due - term.REVIEW_OPENS_BEFORE
    session.add(edition)


def record_filing(session: Session, actor: Actor, edition_id: str, *, filed: date, filed_with: str, at: datetime) -> Edition:
    """Filed or posted: a fact that starts some agreements (realities, fact 8)."""
    edition = _locked(session, edition_id)
    require("edition:file", actor, _case(session, edition))
    if edition.executed is None:
        raise Refused("Only a signed agreement can be filed.", "Record the filing once everyone has signed.")
    if filed > at.date():
        raise Invalid.one("filed", "The day of filing lies in the future. Record it when it has happened.")
    if not filed_with.strip():
        raise Invalid.one("filed_with", "Say where it was filed or posted, for example the county auditor.")
    edition.filed, edition.filed_with, edition.changed = filed, filed_with.strip(), at
    session.add(edition)
    history.record(
        session, EventKind.EDITION_FILED, actor=actor, at=at, mou_id=edition.mou_id, edition_id=edition.id,
        detail={"filed": filed.isoformat()},
    )  # fmt: skip
    session.flush()
    schedule(session, edition_id, at=at)
    return edition
