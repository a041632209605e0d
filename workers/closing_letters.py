"""The reminder before the signing window closes: to those who are waited for, and to those who run the agreement."""

from collections.abc import Callable

from sqlmodel import Session, col, select

from workers import recipients
from workers.words import Subject, Words
from workflow.adapters.templates import moment
from workflow.core.people import SERVICE
from workflow.history.models import Event
from workflow.review.models import Turns
from workflow.signing import matter, queries, reminding
from workflow.signing.reminding import Waiting
from workflow.signing.votes import queries as votes


def concerned(session: Session, event: Event) -> list[str]:
    """Those who are waited for, and those who run it; each once."""
    case = matter.of_event(session, SERVICE, event.subject_id)
    waited = reminding.waited_for(session, case, event.at)
    people = [holder.person_id for one in waited for holder in one.holders]
    return list(dict.fromkeys([*people, *recipients.those_who_run_it(session, event)]))


def closing(about: Subject) -> Words | None:
    """Nothing once the window has closed, and nothing once nobody is waited for."""
    case = matter.of_event(about.session, SERVICE, about.event.subject_id)
    if case.frozen.state != "open" or about.at > case.frozen.expires:
        return None
    waited = reminding.waited_for(about.session, case, about.at)
    mine = [one for one in waited if any(about.person.id == holder.person_id for holder in one.holders)]
    closes = moment(case.frozen.expires, case.mou.timezone)
    reason = _turn(about)
    if reason:
        first = f"Your turn: {reason}."
    elif mine:
        first = f"You are to sign for {mine[0].party}, as soon as the text is adopted."
    else:
        refused = votes.not_adopted(about.session, case)
        declined = queries.signing_status(about.session, case).declined
        first = (
            f"{declined[0].title} declined to sign: reopen the text or withdraw the edition."
            if declined
            else f"{refused[0].sentence} Reopen the text with a reason or withdraw the edition."
            if refused
            else "This text is not signed by everybody yet."
        )
    return Words(
        f"Signing closes on {closes}: {about.title}", first, [*_missing(waited, mine), _then(closes)],
        f"{about.origin}/signing-events/{case.frozen.id}", "Open the frozen text",
        "you are waited for here." if reason or mine else "you help run this agreement.", case.frozen.expires,
    )  # fmt: skip


def _turn(about: Subject) -> str:
    """What the inbox asks of the reader here, in its own words."""
    return about.session.exec(
        select(Turns.reason)
        .where(Turns.edition_id == about.event.edition_id, Turns.person_id == about.person.id)
        .order_by(col(Turns.since))
    ).first() or ""  # fmt: skip


def _missing(waited: list[Waiting], mine: list[Waiting]) -> list[str]:
    """Whom else the text waits for; a place that nobody can fill is named as such."""
    others = [one for one in waited if one not in mine]
    return (
        [f"{'Also still' if mine else 'Still'} missing: {'; '.join(map(_place, others))}."] if others else []
    )


def _place(one: Waiting) -> str:
    if one.votes:
        return f"the vote of {one.party}"
    who = " or ".join(f"{holder.name}, {holder.title}" for holder in one.holders)
    return f"the signature of {one.party} ({who or 'nobody holds the office'})"


def _then(closes: str) -> str:
    return (
        f"The time for signing ends on {closes}. If something is missing then, the text goes back to review, and what was "
        "signed until then stays on record but no longer counts."
    )


LETTERS: dict[str, Callable[[Subject], Words | None]] = {"closing": closing}
