"""When a wait is over: the letters that say that a key counts now, and that an objection holds nothing up any more.

Both are asked for by the task that looks at the texts to be signed when a waiting time ends (`tasks.signing_turns`). Whose turn it
becomes with it is told so in the letter about that turn instead, and hears nothing twice.
"""

from collections.abc import Callable

from sqlmodel import col, select

from workers.key_letters import objected_to, whose, why
from workers.recipients import FROZEN
from workers.words import Subject, Words
from workflow.core import enrolment
from workflow.core.enrolment import Why
from workflow.core.people import Office
from workflow.drafting.models import Edition
from workflow.history.queries import leaf_id
from workflow.parties.models import SigningKey
from workflow.parties.objections import queries as objections
from workflow.review.models import Turns


def _told_with_the_turn(about: Subject) -> bool:
    """Whether a turn on a frozen text has become the reader's since the event."""
    found = (
        select(Turns.id)
        .join(Edition, col(Edition.id) == col(Turns.edition_id))
        .where(
            Turns.person_id == about.person.id,
            Turns.since >= about.event.at,
            col(Edition.status).in_([str(one) for one in FROZEN]),
        )
    )
    return about.session.exec(found).first() is not None


def key_counts(about: Subject) -> Words | None:
    """To its holder, once the wait after the vouch is over; nothing while something else holds the key up. A registrar's key does
    not wait."""
    key = about.session.exec(select(SigningKey).where(SigningKey.enrolment == leaf_id(about.event))).first()
    if key is None or key.office == Office.REGISTRAR or _told_with_the_turn(about):
        return None
    held = objections.against(about.session, [key.party_id])
    (seen,) = objections.seen([key], held)
    if enrolment.standing(seen, about.waiting_hours, about.at).why is not Why.READY:
        return None
    return Words(
        "Your signing key counts now", f"The waiting time is over: the signing key of {whose(about, key)}, counts now.",
        ["You can sign with it what waits for your signature; you are told when something does."],
        f"{about.origin}/signing-keys/{key.id}", "Your key", "it is your key.",
    )  # fmt: skip


def objection_over(about: Subject) -> Words | None:
    """To the holder and to both sides. Nothing where the objection was withdrawn, which has a letter of its own."""
    row, what, page = objected_to(about)
    if row.withdrawn or objections.stands(row, about.waiting_hours, about.at) or _told_with_the_turn(about):
        return None
    others = [
        one for one in objections.against(about.session, [row.party_id])
        if one.id != row.id and one.key_id in (None, row.key_id) and objections.stands(one, about.waiting_hours, about.at)
    ]  # fmt: skip
    then = "Another objection still stands." if others else "What it held up can be signed now."
    return Words(
        f"Over: the objection to {what}", f"The waiting time after the answer is over: the objection to {what} holds nothing up any more.",
        [then], page, "Read it", why(about),
    )  # fmt: skip


LETTERS: dict[str, Callable[[Subject], Words | None]] = {
    "key_counts": key_counts,
    "objection_over": objection_over,
}
