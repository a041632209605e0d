"""Whether those who are to sign will be able to: who they are, where their keys stand, and by which day it matters.

Rules: `core.signing_day` and `core.enrolment`. Asked on the readiness page, by the daily sweep and for its letters; the answer is
made anew from the rows each time.
"""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from workflow.adapters.templates import moment
from workflow.core import enrolment, signing_day, term
from workflow.core.enrolment import Standing, Why
from workflow.core.events import EventKind
from workflow.core.lifecycle import OPEN, Status
from workflow.core.people import SERVICE
from workflow.core.routing import from_json
from workflow.core.signing_day import Expected
from workflow.drafting.models import Edition
from workflow.drafting.term import facts_of, term_of
from workflow.history import actions as history
from workflow.history.models import Event
from workflow.parties.models import SigningKey
from workflow.parties.objections import queries as objections
from workflow.parties.queries import Holder, holders, local_day
from workflow.parties.recovery.queries import counting
from workflow.signing import matter, queries
from workflow.signing.matter import Matter

UNSIGNED = OPEN - {Status.EXECUTED}


@dataclass(frozen=True)
class Signer:
    """Somebody who holds the office of a place to sign. `usable` counts keys that count now or will by themselves."""

    holder: Holder
    slot: str
    standing: Standing
    usable: int
    recovered: datetime | None = None
    """From when a key counts that two people gave this person."""


def hours_of(case: Matter, hours: int) -> int:
    """The waiting time that counts: the manifest's once there is one."""
    return int(queries.manifest_of(case)["waiting_hours"]) if case.event else hours


def signers(session: Session, case: Matter, hours: int, at: datetime) -> list[Signer]:
    """Everybody who holds the office of a place to sign today. Four statements, however many they are, and a fifth while somebody is recovered."""
    slots = queries.planned(session, case)
    people = holders(
        session,
        {slot.party_id for slot in slots},
        at,
        offices=frozenset().union(*(slot.offices for slot in slots)),
    )
    among = [party.id for party in case.ground.parties]
    held = objections.against(session, among, among)
    mine: dict[str, list[SigningKey]] = {}
    for key in session.exec(
        select(SigningKey).where(col(SigningKey.appointment_id).in_([one.appointment_id for one in people]))
    ):
        mine.setdefault(key.appointment_id or "", []).append(key)
    counts = counting(session, [key for keys in mine.values() for key in keys])
    found = []
    for slot in slots:
        for one in people:
            if one.party_id == slot.party_id and one.office in slot.offices:
                against = [row for row in held if row.party_id == slot.party_id]
                seen = objections.seen(mine.get(one.appointment_id, []), against)
                stands = [enrolment.standing(key, hours, at).why for key in seen]
                usable = sum(why in (Why.READY, Why.WAITING) for why in stands)
                best = enrolment.best(seen, hours, at)
                since = [counts[key.id] for key in mine.get(one.appointment_id, []) if key.id in counts]
                found.append(Signer(one, slot.title, best, usable, min(since, default=None)))
    return found


def expected(session: Session, case: Matter, at: datetime) -> Expected | None:
    """By which day signatures are expected, at the agreement's own place."""
    today = local_day(case.mou.timezone, at)
    if case.event is not None:
        closes = local_day(case.mou.timezone, case.frozen.expires)
        return signing_day.expected(
            [(closes, signing_day.CLOSES)] if case.frozen.state == "open" else [], today
        )
    edition = case.edition
    return signing_day.expected(
        [
            (edition.starts, signing_day.TAKES_EFFECT),
            (_lapses(session, case), signing_day.LAPSES),
            (_reviewed(case), signing_day.REVIEWED),
        ],
        today,
    )


def _lapses(session: Session, case: Matter) -> date | None:
    before = session.get(Edition, case.edition.supersedes_id) if case.edition.supersedes_id else None
    return term.until(term_of(before), facts_of(case.mou, before)) if before else None


def _reviewed(case: Matter) -> date | None:
    edition = case.edition
    if not edition.route or not edition.stage or not edition.stage_opened:
        return None
    through = signing_day.review_through(from_json(edition.route), edition.stage, edition.stage_opened)
    return local_day(case.mou.timezone, through)


def late(session: Session, case: Matter, day: date, hours: int, at: datetime) -> list[Signer]:
    """Those of whom no key will count when that day begins, as things stand. Who has signed already is not asked."""
    begins = datetime.combine(day, time(), ZoneInfo(case.mou.timezone))
    done = {row.person_id for row in queries.signatures_of(session, case.frozen.id)} if case.event else set()
    return [
        one for one in signers(session, case, hours, at)
        if one.holder.person_id not in done and not signing_day.in_time(one.standing, max(begins, at))
    ]  # fmt: skip


def on_their_way(session: Session) -> list[str]:
    """The sweep's narrow question: editions that are still to be signed. One statement."""
    return list(
        session.exec(
            select(Edition.id)
            .where(col(Edition.status).in_([str(one) for one in UNSIGNED]))
            .order_by(col(Edition.id))
        )
    )


def warn(session: Session, edition_id: str, *, waiting_hours: int, at: datetime) -> bool:
    """Rule 4, for one edition: record that a warning is due; its reaction writes the letters. Once a warning."""
    case = matter.of_edition(session, SERVICE, edition_id, lock=True)
    if case.ground.status not in UNSIGNED:
        return False
    found, hours = expected(session, case, at), hours_of(case, waiting_hours)
    before = signing_day.warning_due(found.day, local_day(case.mou.timezone, at)) if found else None
    if found is None or before is None or not late(session, case, found.day, hours, at):
        return False
    detail = {"day": str(found.day), "before": str(before), "hours": str(hours)}
    told = session.exec(
        select(Event.detail).where(Event.edition_id == edition_id, Event.kind == EventKind.SIGNERS_WARNED)
    ).all()
    if any(one.get("day") == detail["day"] and one.get("before") == detail["before"] for one in told):
        return False
    history.record(
        session, EventKind.SIGNERS_WARNED, actor=SERVICE, at=at, mou_id=case.mou.id, edition_id=edition_id, detail=detail
    )  # fmt: skip
    return True


def page_value(session: Session, case: Matter, hours: int, at: datetime) -> dict[str, Any]:
    """The readiness page's part about keys: by which day it matters, and where each signer's keys stand, in words."""
    found, hours = expected(session, case, at), hours_of(case, hours)
    slow = (
        {one.holder.appointment_id for one in late(session, case, found.day, hours, at)} if found else set()
    )
    return {
        "expected": {
            "day": found.day,
            "because": found.because,
            "left": (found.day - local_day(case.mou.timezone, at)).days,
        }
        if found
        else None,
        "waiting_hours": hours,
        "signers": [
            _value(case, one, one.holder.appointment_id in slow) for one in signers(session, case, hours, at)
        ],
    }


def _value(case: Matter, one: Signer, slow: bool) -> dict[str, Any]:
    when = moment(one.standing.first, case.mou.timezone)
    able = one.standing.why in (Why.READY, Why.WAITING)
    recovered = one.recovered if one.standing.why is Why.UNVOUCHED else None
    return {
        "name": one.holder.name,
        "office": one.holder.title,
        "party": case.party(one.holder.party_id).legal_name,
        "link": f"/parties/{one.holder.party_id}",
        "why": str(one.standing.why),
        "words": f"recovered by two people, counts from {moment(recovered, case.mou.timezone)}"
        if recovered
        else WORDS[one.standing.why]
        + (f" from {when}" if when and one.standing.why is not Why.READY else ""),
        "late": slow,
        "one_key": able and one.usable == 1,
    }


WORDS = {
    Why.MISSING: "no signing key yet", Why.REVOKED: "the key was revoked", Why.LOST: "the key was reported lost",
    Why.UNVOUCHED: "waits for a registrar to vouch", Why.OBJECTED: "held up by an objection", Why.WAITING: "may sign",
    Why.READY: "can sign",
}  # fmt: skip
"""Where a key stands, as the readiness page says it."""
