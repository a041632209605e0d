"""A consequence, and the ways in which an event comes to one: who is told, what is worked out, what waits for its hour.

No reaction does anything itself: it looks at the event and answers with work, each under a key that makes a repeat harmless.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlmodel import Session

from workers import neighbours, observer_letters, reading_letters, recipients, succession_letters
from workers.digests import DAILY
from workflow.core.events import EventKind
from workflow.drafting.models import Edition
from workflow.history.models import Event
from workflow.parties.absences.queries import begins, ends, midnight
from workflow.parties.models import Appointment, Deputy, Party
from workflow.publication import reported
from workflow.review.window import queries as window
from workflow.review.window.models import CommentWindow
from workflow.signing import stamping


@dataclass(frozen=True)
class Consequence:
    """One piece of work that follows. `payload` holds ids alone: no words, no secrets."""

    key: str
    task: str
    payload: dict[str, str] = field(default_factory=dict)
    delay: timedelta = timedelta(0)


Reaction = Callable[[Session, Event], list[Consequence]]
To = Callable[[Session, Event], list[str]]


def letter(name: str, to: To) -> Reaction:
    """Tell these people, one each: at once, or in the day's letter."""
    return letter_about(name, lambda session, event: [(person, "") for person in to(session, event)])


def letter_about(name: str, to: Callable[[Session, Event], list[tuple[str, str]]]) -> Reaction:
    """The same, to (person, edition): about an edition that the event itself does not name."""

    def react(session: Session, event: Event) -> list[Consequence]:
        return [
            Consequence(
                ".".join(filter(None, ("letter", name, str(event.id), person, edition))), "notice" if name in DAILY else "letter",
                {"letter": name, "event": str(event.id), "person": person} | ({"edition": edition} if edition else {}),
            )
            for person, edition in to(session, event)
        ]  # fmt: skip

    return react


def turn_letters(
    session: Session, event: Event, edition_id: str, since: datetime | None = None
) -> list[Consequence]:
    """A letter to each whose turn it is on this edition (or has become since then), but not to the one who acted.

    The turn's own beginning is in the key: one letter a turn, however many events and tasks ask for it.
    """
    edition = session.get(Edition, edition_id)
    signing = edition is not None and edition.status in recipients.FROZEN
    return [
        Consequence(
            f"letter.your_turn.{edition_id}.{turn.person_id}.{turn.since:%Y%m%dT%H%M%S.%f}", "letter" if signing else "notice",
            {"letter": "your_turn", "event": str(event.id), "person": turn.person_id, "edition": edition_id},
        )
        for turn in recipients.whose_turn(session, edition_id)
        if (turn.person_id != event.actor_id or turn.since > event.at) and (since is None or turn.since >= since)
    ]  # fmt: skip


def their_turn(session: Session, event: Event) -> list[Consequence]:
    """Tell those whose turn it has become."""
    return turn_letters(session, event, event.edition_id or "")


later_turn = letter("later", recipients.whose_turn_is_later)
"""Where a text is signed one after another, tell those who come later that there is nothing to do yet."""


def settle_turns(session: Session, event: Event) -> list[Consequence]:
    """A new text outdates verdicts: whose turn it is has to be worked out anew, and they have to hear of it."""
    return [
        Consequence(f"turns.{event.id}", "turns", {"edition": event.edition_id or "", "event": str(event.id)})
    ]


def place_comments(session: Session, event: Event) -> list[Consequence]:
    """A new text: where each comment stands in it is worked out once and kept."""
    return [Consequence(f"places.{event.id}", "places", {"edition": event.edition_id or ""})]


def settle_seats(session: Session, event: Event) -> list[Consequence]:
    return [
        Consequence(f"seats.{event.id}", "seats", {"party": event.party_id or "", "event": str(event.id)})
    ]


def settle_office(session: Session, event: Event) -> list[Consequence]:
    """Turns follow who took or left an office now, and when the office begins or is over: both come by themselves."""
    held = session.get(Appointment, event.detail.get("appointment", ""))
    moments = {"": event.at}
    if held:
        zone = session.get_one(Party, held.party_id).timezone
        moments[".begins"] = midnight(held.from_date, zone)
        if held.until_date:
            moments[f".over.{held.until_date}"] = midnight(held.until_date + timedelta(days=1), zone)
    payload = {"party": event.party_id or "", "event": str(event.id)}
    return [
        Consequence(f"{task}.{event.id}{name}", task, payload, when - event.at)
        for name, when in moments.items() if when >= event.at for task in ("seats", "signing_turns")
    ]  # fmt: skip


def settle_signing(session: Session, event: Event) -> list[Consequence]:
    """A key of this party counts, or does not count any more: whose turn it is on frozen texts has to be worked out anew."""
    payload = {"party": event.party_id or "", "event": str(event.id)}
    return [Consequence(f"signing_turns.{event.id}", "signing_turns", payload)]


def settle_deputy(session: Session, event: Event) -> list[Consequence]:
    """Turns follow a deputy now, when the first day begins, and when the last one is over: it begins and ends by itself."""
    deputy = session.get_one(Deputy, event.detail["deputy"])
    zone = session.get_one(Party, deputy.party_id).timezone
    moments = {"now": event.at, "begins": begins(deputy, zone), "ends": ends(deputy, zone)}
    return [
        Consequence(
            f"seats.{event.id}.{name}", "seats", {"party": event.party_id or "", "event": str(event.id)},
            max(when - event.at, timedelta(0)),
        )
        for name, when in moments.items()
    ]  # fmt: skip


def publish(session: Session, event: Event) -> list[Consequence]:
    return [Consequence(f"publish.{event.edition_id}", "publish", {"edition": event.edition_id or ""})]


def publish_anew(session: Session, event: Event) -> list[Consequence]:
    """What the public is to see has changed, or was decided at last."""
    return [
        Consequence(f"publish.{event.edition_id}.{event.id}", "publish", {"edition": event.edition_id or ""})
    ]


def publish_with_reports(session: Session, event: Event) -> list[Consequence]:
    """A key was revoked: the public copies of what it signed are looked at, and made anew where they have to warn of it."""
    return [
        Consequence(f"publish.{edition}.{event.id}", "publish", {"edition": edition})
        for edition in reported.editions(session, event)
    ]


def stamp(session: Session, event: Event) -> list[Consequence]:
    """Independent time for a signed statement; the task finds nothing to do where no authority is configured."""
    return [Consequence(stamping.key_of(event.id or 0), stamping.TASK, {"event": str(event.id)})]


def schedule_review(session: Session, event: Event) -> list[Consequence]:
    return [Consequence(f"schedule.{event.id}", "schedule_review", {"edition": event.edition_id or ""})]


def the_subject(session: Session, event: Event) -> list[str]:
    return [event.subject_id] if event.subject_id else []


def with_the_subject(to: To) -> To:
    """These people, and whom it is about; each once, and never the one who acted."""

    def people(session: Session, event: Event) -> list[str]:
        found = dict.fromkeys([event.subject_id, *to(session, event)])
        return [person for person in found if person and person != event.actor_id]

    return people


def who_took_another_office(session: Session, event: Event) -> list[str]:
    """Whom it is about, unless he did it himself; a new holder of an office that signs has a letter of his own."""
    if succession_letters.takes_a_signing_office(event):
        return []
    return [one for one in the_subject(session, event) if one != event.actor_id]


def the_actor(session: Session, event: Event) -> list[str]:
    return [event.actor_id] if event.actor_id else []


def the_other_side(session: Session, event: Event) -> list[str]:
    """Those who run it, without the one who acted."""
    return [person for person in recipients.those_who_run_it(session, event) if person != event.actor_id]


def all_but_the_actor(session: Session, event: Event) -> list[str]:
    return [person for person in recipients.everyone(session, event) if person != event.actor_id]


def confirm_comment(session: Session, event: Event) -> list[Consequence]:
    """Ask somebody of the public to confirm the comment. The address is read when the letter is written."""
    return [
        Consequence(
            f"confirm.{event.subject_id}",
            "commenter_letter",
            {"letter": "confirm", "comment": event.subject_id},
        )
    ]


def tell_commenters(session: Session, event: Event) -> list[Consequence]:
    """The answer, to each of its group who asked to be told: once, whatever is answered later."""
    return [
        Consequence(f"answered.{comment}", "commenter_letter", {"letter": "answered", "comment": comment})
        for comment in window.waiting_for_answers(session, event.subject_id)
    ]


def clock_of_window(session: Session, event: Event) -> list[Consequence]:
    """Open it and close it to the second; the sweep comes by as well. The jobs look again."""
    row = session.get_one(CommentWindow, event.subject_id)
    return [
        Consequence(f"window.{what}.{row.id}.{when:%Y%m%dT%H%M%S}", f"{what}_window", {"window": row.id}, when - event.at)
        for what, when in (("open", row.opens), ("close", row.closes))
    ]  # fmt: skip


a_link = letter_about("observer", observer_letters.whose_link)
asked_to_read = letter_about("acknowledge", reading_letters.asked_with_the_office)
to_read = letter("acknowledge", reading_letters.awaited)
moved = letter("observed", observer_letters.asking)
"""Observers hear of it who asked to."""


a_new_holder = (
    letter("new_holder", succession_letters.told),
    letter("welcome", succession_letters.newcomer),
    letter("stood_in_for", succession_letters.stood_in_for),
)
"""An office that signs has a new holder: both sides hear of it, and the holder of what comes with it."""

asked = letter("named", recipients.named)
"""Who is named in a comment is told so, instead of what everybody is told."""


WAITS: dict[EventKind, tuple[str, To]] = {
    EventKind.KEY_VOUCHED: ("key_counts", the_subject),
    EventKind.OBJECTION_ANSWERED: ("objection_over", neighbours.all_of_both),
}
"""After which event a waiting time runs: the letter when it is over, and to whom."""
