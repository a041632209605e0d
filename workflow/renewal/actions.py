"""The yearly review opens by itself, from the signed text, and cannot close without an outcome from both sides.

1. When an edition is published its review dates are worked out from its term rule, and the edition it replaces closes: as
   *replaced* if both sides said so, else as *amended*. The earlier edition stays in force until the new one takes effect.
2. On the day, or at either party's request, the next edition opens: the signed text, as its revision 1.
3. Each side records an outcome, and may change it while the review is open. When all have recorded the same one, *affirmed*
   and *ended* close the review and withdraw the next draft; *amended* and *replaced* wait for the next edition, which both
   sides sign. Once that edition is signed there is nothing left to affirm or end.
4. Affirming changes no word, so it cannot prolong a term: where the term ends first, the review comes back before its end.
"""

from datetime import date, datetime, timedelta

from sqlmodel import Session, col, select

from workflow.core import term
from workflow.core.errors import Invalid, NotFound, Refused
from workflow.core.events import EventKind
from workflow.core.lifecycle import OPEN, Move, Status, after, can
from workflow.core.people import SERVICE, Actor
from workflow.core.permissions import Case, may, require
from workflow.drafting.models import Edition, Mou, MouParty
from workflow.drafting.term import facts_of, term_of
from workflow.history import actions as history
from workflow.parties.models import Party
from workflow.parties.queries import local_day
from workflow.renewal import queries
from workflow.renewal.following import next_edition
from workflow.renewal.models import Outcome
from workflow.review import actions as review
from workflow.review.words import written
from workflow.signing import actions as signing
from workflow.signing.queries import signatures_of_edition

MOVES = {"affirmed": Move.AFFIRM, "amended": Move.AMEND, "replaced": Move.REPLACE, "ended": Move.END}
WITHOUT_NEW_TEXT = {"affirmed", "ended"}
AT_LEAST = timedelta(days=30)
"""Rule 4: an affirmed text whose term ends soon is left alone for a month."""


def _locked(session: Session, actor: Actor, edition_id: str) -> Edition:
    """The edition, its agreement's stream locked first, read again behind the lock. Raises NotFound."""
    found = session.get(Edition, edition_id)
    if found is None:
        raise NotFound("edition")
    members = frozenset(session.exec(select(MouParty.party_id).where(MouParty.mou_id == found.mou_id)))
    if not actor.service and not may("edition:read", actor, Case(parties=members, edition_id=edition_id)):
        raise NotFound("edition")
    history.lock(session, mou_id=found.mou_id)
    session.refresh(found)
    return found


def _case(session: Session, edition: Edition) -> Case:
    return Case(
        parties=frozenset(party.id for party in queries.sides(session, edition.mou_id)), edition_id=edition.id
    )


def _touch(session: Session, edition: Edition, at: datetime) -> None:
    edition.changed, edition.lock_version = at, edition.lock_version + 1
    session.add(edition)


def schedule(session: Session, edition_id: str, *, at: datetime) -> None:
    """Rule 1, after publication or filing. Doing it again changes nothing; a review that has begun keeps its dates."""
    edition = _locked(session, SERVICE, edition_id)
    rule, facts = term_of(edition), facts_of(session.get_one(Mou, edition.mou_id), edition)
    if edition.status in (Status.EXECUTED, Status.PUBLISHED):
        days = term.review_opens(rule, facts), term.review_due(rule, facts)
        if days != (edition.review_opens, edition.review_due):
            edition.review_opens, edition.review_due = days
            _touch(session, edition, at)
    previous = session.get(Edition, edition.supersedes_id) if edition.supersedes_id else None
    if previous and edition.executed:
        _close_previous(session, previous, edition, term.effective(rule, facts), at)


def _close_previous(
    session: Session, previous: Edition, edition: Edition, began: date | None, at: datetime
) -> None:
    """Rule 1 for the earlier edition. Without an effective day yet (a filing is missing) it stays in force."""
    if previous.superseded is None and began:
        previous.superseded = began
        _touch(session, previous, at)
    if can(Move.AMEND, Status(previous.status)):
        said = {outcome.value for outcome in queries.outcomes(session, previous.id)}
        _both_signed(session, previous, edition, at)
        previous.status = after(Move.REPLACE if said == {"replaced"} else Move.AMEND, Status(previous.status))
        _touch(session, previous, at)


def _both_signed(session: Session, previous: Edition, following: Edition, at: datetime) -> None:
    """Both sides signed the next edition: that is their outcome, for those who have not recorded one."""
    begun = queries.begun(session, previous.id)
    given = {outcome.party_id for outcome in queries.outcomes(session, previous.id)}
    for signature in session.exec(signatures_of_edition(following.id)).all():
        if begun and signature.party_id not in given:
            given.add(signature.party_id)
            session.add(
                Outcome(
                    edition_id=previous.id, party_id=signature.party_id, begun=begun, value="amended",
                    person_id=signature.person_id, person_name=signature.person_name,
                    words=f"Signed edition {following.number}.", at=at,
                )
            )  # fmt: skip
    session.flush()


def open_when_due(session: Session, edition_id: str, *, at: datetime) -> Edition | None:
    """The sweep's question, asked again under the lock: None when the review is not due, or is open, or is over."""
    edition = _locked(session, SERVICE, edition_id)
    today = local_day(session.get_one(Mou, edition.mou_id).timezone, at)
    if edition.review_opens is None or edition.review_opens > today:
        return None
    return open_next(session, SERVICE, edition_id, at=at)


def open_next(session: Session, actor: Actor, edition_id: str, *, at: datetime) -> Edition | None:
    """Rule 2. For the service None when there is nothing to open; a person is refused with the reason."""
    edition = _locked(session, actor, edition_id)
    require("edition:rereview", actor, _case(session, edition))
    if reason := _cannot_open(session, edition):
        if actor.service:
            return None
        raise Refused(*reason)
    edition.status = after(Move.BEGIN_REREVIEW, Status(edition.status))
    _touch(session, edition, at)
    following = next_edition(session, edition, at)
    session.flush()
    history.record(
        session, EventKind.REVIEW_BEGUN, actor=actor, at=at, mou_id=edition.mou_id, edition_id=edition.id,
        detail={"number": following.number, "next": following.id},
    )  # fmt: skip
    history.record(
        session, EventKind.EDITION_OPENED, actor=actor, at=at, mou_id=edition.mou_id, edition_id=following.id,
        subject_id=edition.id, detail={"number": following.number},
    )  # fmt: skip
    review.after_revision(session, following.id, at=at)
    return following


def _cannot_open(session: Session, edition: Edition) -> tuple[str, str] | None:
    """Why no next edition can be opened from this one now, and what to do instead."""
    open_one = session.exec(
        select(Edition).where(
            Edition.mou_id == edition.mou_id, col(Edition.status).in_([str(one) for one in OPEN])
        )
    ).first()
    if edition.status == Status.UNDER_REREVIEW:
        return "Its review is open already.", "Go on with the next edition, or record your side's outcome."
    if open_one:
        return f"Edition {open_one.number} is still open.", "Finish or withdraw it first."
    if not can(Move.BEGIN_REREVIEW, Status(edition.status)):
        return "Only a published edition that is still the current one can be reviewed.", ""
    return None


def request(session: Session, actor: Actor, edition_id: str, *, at: datetime) -> Edition:
    """Either party may ask for the review at any time."""
    opened = open_next(session, actor, edition_id, at=at)
    if opened is None:
        raise Refused("Its review is open already.")
    return opened


def remind(session: Session, edition_id: str, which: str, *, at: datetime) -> None:
    """Record that a reminder is due; its reaction writes the letters. Nothing when the review is over by now."""
    edition = _locked(session, SERVICE, edition_id)
    if edition.status == Status.UNDER_REREVIEW:
        history.record(
            session, EventKind.REVIEW_REMINDED, actor=SERVICE, at=at, mou_id=edition.mou_id, edition_id=edition.id,
            detail={"months_lapsed": which.removeprefix(queries.LAPSED)} if which.startswith(queries.LAPSED) else {"days_before": which},
        )  # fmt: skip


def record_outcome(
    session: Session, actor: Actor, edition_id: str, *, value: str, words: str, at: datetime
) -> Edition:
    """Rule 3: one side says how the review ended. Raises Invalid or Refused with the reason."""
    edition = _locked(session, actor, edition_id)
    require("edition:outcome", actor, _case(session, edition))
    begun = queries.begun(session, edition_id)
    if edition.status != Status.UNDER_REREVIEW or begun is None:
        raise Refused("This edition is not under review now.")
    if value not in MOVES:
        raise Invalid.one("value", "Choose an outcome: affirmed, amended, replaced or ended.")
    if value in WITHOUT_NEW_TEXT:
        _insist_unsigned(session, edition)
    said, party = written(words, "words"), _party_of(session, actor, edition)
    standing = next((one for one in queries.outcomes(session, edition_id) if one.party_id == party.id), None)
    outcome = standing or Outcome(
        edition_id=edition_id, party_id=party.id, begun=begun, person_id=actor.person_id, value=value, at=at
    )
    outcome.value, outcome.words, outcome.person_id, outcome.person_name, outcome.at = (
        value,
        said,
        actor.person_id,
        actor.name,
        at,
    )
    session.add(outcome)
    session.flush()
    history.record(
        session, EventKind.OUTCOME_RECORDED, actor=actor, at=at, mou_id=edition.mou_id, edition_id=edition.id,
        party_id=party.id, subject_id=outcome.id, detail={"value": value},
    )  # fmt: skip
    _close_when_agreed(session, actor, edition, at)
    return edition


def _insist_unsigned(session: Session, edition: Edition) -> None:
    signed = select(Edition.number).where(
        Edition.supersedes_id == edition.id, Edition.status == Status.EXECUTED
    )
    if number := session.exec(signed).first():
        raise Refused(
            f"Both sides have signed edition {number}, which takes this one's place.",
            "The review closes when it is published.",
        )


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
    edition.status = after(MOVES[value], Status(edition.status))
    for draft in session.exec(select(Edition).where(Edition.supersedes_id == edition.id)).all():
        if Status(draft.status) in OPEN:
            signing.withdraw(
                session,
                actor,
                draft.id,
                reason=f"The yearly review ended without a new text: {value}.",
                at=at,
            )
    today = local_day(state.mou.timezone, at)
    if value == "ended":
        edition.review_opens = edition.review_due = None
        edition.superseded = today
    else:
        edition.review_opens, edition.review_due = _after_affirming(state.mou, edition, today)
    _touch(session, edition, at)


def _after_affirming(mou: Mou, edition: Edition, today: date) -> tuple[date, date]:
    """When the next review of an affirmed text opens and is due: a year on, or before its term ends (rule 4)."""
    due, last = (
        term.add_months(today, edition.review_months),
        term.until(term_of(edition), facts_of(mou, edition)),
    )
    if last and today < last < due:
        due = last
    return max(due - term.REVIEW_OPENS_BEFORE, min(today + AT_LEAST, due)), due


def record_filing(
    session: Session, actor: Actor, edition_id: str, *, filed: date, filed_with: str, at: datetime
) -> Edition:
    """Filed or posted: a fact that starts some agreements (realities, fact 8)."""
    edition = _locked(session, actor, edition_id)
    require("edition:file", actor, _case(session, edition))
    if edition.executed is None:
        raise Refused("Only a signed agreement can be filed.", "Record the filing once everyone has signed.")
    if filed > local_day(session.get_one(Mou, edition.mou_id).timezone, at):
        raise Invalid.one("filed", "The day of filing lies in the future. Record it when it has happened.")
    where = written(
        filed_with, "filed_with", "Say where it was filed or posted, for example the county auditor."
    )
    edition.filed, edition.filed_with = filed, where
    _touch(session, edition, at)
    history.record(
        session, EventKind.EDITION_FILED, actor=actor, at=at, mou_id=edition.mou_id, edition_id=edition.id,
        detail={"filed": filed.isoformat()},
    )  # fmt: skip
    session.flush()
    schedule(session, edition_id, at=at)
    return edition
