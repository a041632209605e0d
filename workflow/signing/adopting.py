"""A board's or council's recorded vote on a frozen text, signed by its clerk's own key.

The clerk records what the body decided; the vote itself happens in its meeting. The statement names the head, so a vote on
another text is a vote on another text, and no meeting before the freeze can have voted on this one. The day of a meeting is
a day where the body sits, so the day of the freeze and today are both judged by the body's own clock. When every required body
has adopted, signing opens in the same transaction.
"""

from dataclasses import dataclass
from datetime import date, datetime
from string import hexdigits
from typing import Any

from sqlmodel import Session

from workflow.adapters.templates import day
from workflow.adapters.typesetter import printable
from workflow.core.errors import Conflict, Invalid, Issue, Refused
from workflow.core.events import EventKind
from workflow.core.people import Actor
from workflow.evidence import statement
from workflow.evidence.canonical import b64u, unb64u
from workflow.evidence.envelope import envelope_hash
from workflow.evidence.errors import Bad
from workflow.parties import ceremony
from workflow.parties.queries import local_day
from workflow.parties.words import Typed
from workflow.signing import frozen, matter, offers, opening, queries, record
from workflow.signing.delegations import queries as delegations
from workflow.signing.matter import Matter
from workflow.signing.models import Adoption
from workflow.signing.votes import queries as votes

DECISION = "adoption"
REOPEN = (
    "What was recorded stands as it is. If it is wrong, those who run the agreement reopen the text with a reason and freeze "
    "it anew, and the body votes on that text."
)
TOO_EARLY = (
    "This text was frozen on {}, after that meeting, so the meeting cannot have voted on it. Check the date. If the body voted on an "
    "earlier text, that adopts no other: it votes on this one, or those who run the agreement reopen the text and freeze it anew."
)


@dataclass(frozen=True)
class Minutes:
    """What the clerk copies from the minutes, as typed."""

    meeting: str
    item: str
    resolution: str
    yes: str
    no: str
    abstain: str
    gave: str = ""
    minutes: str = ""
    """SHA-256 of the file of the minutes, in hex or base64url; empty where none is named."""


@dataclass(frozen=True)
class Vote:
    """What the body decided, and where its minutes say so. `count` is yes, no, abstain; `gave`: the authority, too; `minutes`: hash
    of their file (base64url), or empty."""

    meeting: date
    item: str
    resolution: str
    count: tuple[int, int, int]
    gave: bool = False
    minutes: str = ""

    @property
    def adopts(self) -> bool:
        """Whether more voted for the text than against it."""
        return self.count[0] > self.count[1]

    @property
    def in_words(self) -> str:
        return "{} to {}, {} abstaining".format(*self.count)


def read_minutes(minutes: Minutes, *, frozen: date, today: date) -> Vote:
    """`frozen` and `today` are days where the body sits. Raises Invalid with everything that is missing or cannot be."""
    typed = Typed()
    meeting = typed.day("meeting", "The day of the meeting", minutes.meeting)
    if meeting and meeting > today:
        typed.wrong("meeting", "The meeting lies ahead: a vote is recorded after it was taken.")
    if meeting and meeting < frozen:
        typed.wrong("meeting", TOO_EARLY.format(day(frozen)))
    item = typed.line("item", "The item of the agenda", minutes.item)
    resolution = typed.line("resolution", "The resolution", minutes.resolution)
    for name, words in (("item", item), ("resolution", resolution)):
        if not printable(words):
            typed.wrong(
                name,
                "This holds a sign that cannot be printed, and the public copy says it in print. Please type it without.",
            )
    count = tuple(_number(typed, name, getattr(minutes, name)) for name in ("yes", "no", "abstain"))
    digest = _digest(typed, minutes.minutes)
    if not minutes.yes.strip():
        typed.wrong("yes", "How many voted for it is missing.", "missing")
    typed.settle()
    assert meeting is not None
    return Vote(meeting, item, resolution, (count[0], count[1], count[2]), bool(minutes.gave.strip()), digest)


def _digest(typed: Typed, words: str) -> str:
    said = words.strip()
    try:
        if len(said) == 64 and set(said) <= set(hexdigits):
            return b64u(bytes.fromhex(said))
        return b64u(unb64u(said, 32)) if said else ""
    except Bad:
        typed.wrong(
            "minutes",
            "The SHA-256 of a file is 64 digits and letters from a to f. Leave it empty to name no file.",
        )
        return ""


def _number(typed: Typed, name: str, words: str) -> int:
    said = words.strip() or "0"
    if said.isascii() and said.isdigit() and len(said) <= 4:
        return int(said)
    typed.wrong(name, f"How many votes ({name}) is a whole number.")
    return 0


def offer(
    session: Session, actor: Actor, event_id: str, *, body: str, minutes: Minutes, at: datetime, key: str = ""
) -> dict[str, Any]:
    """The statement of adoption for the clerk's key: `{type, statement, options, action}`."""
    case, seat = may_record(session, actor, event_id, body, at, lock=True)
    seat, vote = seat.using(key), vote_of(case, seat, minutes, at)
    if not vote.adopts:
        words = "A body adopts with more votes for it than against it. Record that it did not adopt the text."
        raise Invalid([Issue("invalid", words, field="yes")])
    said = _write(case, seat, offers.common(session, seat, at), vote)
    return offers.put(session, actor, case, offers.Asked(DECISION, body, seat, said), at)


def adopt(
    session: Session,
    actor: Actor,
    event_id: str,
    *,
    body: str,
    credential: str,
    at: datetime,
    no_software_keys: bool = False,
) -> Adoption:
    """Record the vote as signed. With the last required body's vote signing opens."""
    case, seat = may_record(session, actor, event_id, body, at, lock=True)
    frozen.recompute(frozen.read(session, case.frozen))
    purpose = offers.purpose(case, DECISION, body)
    signed = ceremony.accept(session, actor, purpose, credential, at, no_software_keys=no_software_keys)
    vote = _same(session, case, seat, signed, at)
    event = record.public(
        session, EventKind.EDITION_ADOPTED, actor, case, at, slot=body, subject=envelope_hash(signed.envelope)
    )
    row = Adoption(
        signing_event_id=case.frozen.id, party_id=seat.party.id, meeting=vote.meeting, item=vote.item,
        resolution=vote.resolution, vote=vote.in_words, minutes=vote.minutes, person_id=actor.person_id,
        key_id=signed.key.key_id, envelope=signed.envelope, event_id=event.id, at=event.at,
    )  # fmt: skip
    session.add(row)
    session.flush()
    opening.when_adopted(session, case, at)
    return row


def may_record(
    session: Session, actor: Actor, event_id: str, body: str, at: datetime, *, lock: bool = False
) -> tuple[Matter, offers.Seat]:
    """The clerk's seat, where the vote of this body can be recorded now, once. Raises NotFound, Forbidden, Refused."""
    case = matter.of_event(session, actor, event_id, lock=lock)
    seat = offers.seat(session, actor, case, DECISION, body, at)
    if seat.party.id in votes.recorded(session, case):
        raise Refused(f"The vote of {seat.party.legal_name} is recorded already.", REOPEN)
    return case, seat


def vote_of(case: Matter, seat: offers.Seat, minutes: Minutes, at: datetime) -> Vote:
    """What was typed, read by the clock of the body. Raises Invalid with everything to mend."""
    frozen_on, today = (local_day(seat.party.timezone, when) for when in (case.frozen.opened, at))
    return read_minutes(minutes, frozen=frozen_on, today=today)


def _same(session: Session, case: Matter, seat: offers.Seat, signed: ceremony.Signed, at: datetime) -> Vote:
    """What was signed, if our rows give the same statement for that vote. Raises Conflict."""
    said = statement.read(DECISION, signed.statement)
    seat = seat.using(signed.key.id)
    count = said["vote"]
    vote = Vote(
        date.fromisoformat(said["meeting"]),
        said["item"],
        said["resolution"],
        (count["yes"], count["no"], count["abstain"]),
        bool(said["delegated"]),
        said["minutes"],
    )
    now = _write(case, seat, offers.as_issued(session, seat, said, at), vote)
    if signed.statement != now:
        raise Conflict(offers.CHANGED)
    return vote


def _write(case: Matter, seat: offers.Seat, common: statement.Common, vote: Vote) -> bytes:
    return statement.adoption(
        common, mou=case.mou.id, edition=case.edition.number, head=case.frozen.head, enrolment=seat.key.enrolment,
        body=seat.place, meeting=vote.meeting, item=vote.item, resolution=vote.resolution, vote=vote.count, minutes=vote.minutes,
        delegated=delegations.statement_of(queries.manifest_of(case), seat.place) if vote.gave else [],
    )  # fmt: skip
