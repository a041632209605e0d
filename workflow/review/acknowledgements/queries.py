"""Reading acknowledgement lists: who is on one today, who has confirmed which text, and what is still asked of one person."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select

from workflow.core.acknowledging import STEPS, Confirmed, Reading, has_turn, reading, sits
from workflow.core.cells import as_csv
from workflow.core.errors import NotFound
from workflow.core.lifecycle import FINISHED
from workflow.core.people import Actor, Hold, PartyKind
from workflow.core.permissions import may, require
from workflow.core.routing import place
from workflow.drafting.models import Attachment, Edition, Mou, Revision
from workflow.drafting.queries import attachments_of, clause_json
from workflow.evidence.canonical import b64u, dumps
from workflow.parties.models import Person
from workflow.review.acknowledgements.asking import asked, on_it
from workflow.review.acknowledgements.choosing import choices
from workflow.review.acknowledgements.models import Acknowledgement, ReadingList
from workflow.review.ground import Ground, find, officers, texts

WORDS = {
    Reading.AWAITED: "not confirmed",
    Reading.OUTDATED: "confirmed an earlier text",
    Reading.CONFIRMED: "confirmed",
}
COLUMNS = ("List", "Name", "Office", "Party", "State", "Confirmed revision", "Confirmed on")


@dataclass(frozen=True)
class Reader:
    """Somebody on a list, and the newest confirmation if there is one."""

    person_id: str
    name: str
    office: str
    party: str
    state: Reading
    turn: bool
    last: Acknowledgement | None
    revision: int | None


def text_digest(session: Session, revision_id: str) -> str:
    """A digest of the text as it is shown: every clause in its order, and every exhibit. Two statements."""
    clauses = texts(session, [revision_id])[revision_id].values()
    files = session.exec(
        select(Attachment.name, Attachment.content)
        .where(Attachment.revision_id == revision_id)
        .order_by(col(Attachment.position))
    )
    shown = {
        "clauses": [[one.key, one.text] for one in clauses],
        "exhibits": [[name, sha256(content).hexdigest()] for name, content in files],
    }
    return b64u(sha256(dumps(shown)).digest())


def lists_of(session: Session, edition_id: str, *, open_only: bool = False) -> Sequence[ReadingList]:
    """The lists of an edition, oldest first."""
    query = select(ReadingList).where(ReadingList.edition_id == edition_id)
    if open_only:
        query = query.where(col(ReadingList.ended).is_(None))
    return session.exec(query.order_by(col(ReadingList.created), ReadingList.id)).all()


def readers(
    session: Session, ground: Ground, lists: Sequence[ReadingList], digest: str, at: datetime
) -> dict[str, list[Reader]]:
    """Who is on each list today, in the order of their names. Three statements, however many lists there are."""
    people = officers(session, ground, at)
    kinds = {party.id: PartyKind(party.kind) for party in ground.parties}
    named = {place(one).person_id for row in lists for one in row.places} - {one.person_id for one in people}
    others = session.exec(select(Person).where(col(Person.id).in_(sorted(named)))).all()
    given: dict[tuple[str, str], list[tuple[Acknowledgement, int]]] = {}
    for ack, number in session.exec(
        select(Acknowledgement, Revision.number)
        .join(Revision, col(Revision.id) == col(Acknowledgement.revision_id))
        .where(col(Acknowledgement.list_id).in_([row.id for row in lists]))
        .order_by(col(Acknowledgement.created))
    ):
        given.setdefault((ack.list_id, ack.person_id), []).append((ack, number))

    def told(row: ReadingList, person_id: str, name: str, office: str, party: str) -> Reader:
        acks = given.get((row.id, person_id), [])
        said = [Confirmed(one.revision_id, one.digest, one.created) for one, _ in acks]
        last, number = acks[-1] if acks else (None, None)
        turn = row.ended is None and has_turn(said, row.asked_revision, row.asked)
        return Reader(person_id, name, office, party, reading(said, digest), turn, last, number)

    found: dict[str, list[Reader]] = {}
    for row in lists:
        places = [place(one) for one in row.places]
        on: dict[str, Reader] = {}
        for one in people:
            hold = Hold(one.party_id, kinds[one.party_id], one.office)
            if one.person_id not in on and any(sits(spot, one.person_id, hold) for spot in places):
                on[one.person_id] = told(row, one.person_id, one.name, one.title, ground.name(one.party_id))
        for who in others:
            if any(spot.person_id == who.id for spot in places):
                on[who.id] = told(row, who.id, who.name, "Invited reviewer", "")
        found[row.id] = sorted(on.values(), key=lambda one: (one.name, one.person_id))
    return found


def acknowledgements_page(session: Session, actor: Actor, edition_id: str, *, at: datetime) -> dict[str, Any]:
    """The lists for those who run the agreement; for everybody who is on one, what is asked with the text. Raises NotFound."""
    ground = find(session, actor, edition_id)
    keeps = may("edition:list:keep", actor, ground.desk())
    current = ground.edition.revision_id or ""
    lists = lists_of(session, edition_id)
    digest = text_digest(session, current) if current else ""
    known = readers(session, ground, lists, digest, at)
    mine = [
        (row, one)
        for row in lists
        for one in known[row.id]
        if one.person_id == actor.person_id and row.ended is None
    ]
    asks = [
        {"id": row.id, "title": row.title, "due": row.due, "state": one.state}
        for row, one in mine
        if one.state is not Reading.CONFIRMED
    ]
    return {
        "edition": {"id": edition_id, "title": ground.edition.title, "number": ground.edition.number},
        "mou": {"title": ground.mou.title},
        "timezone": ground.mou.timezone,
        "revision": {"id": current, "number": ground.revision.number} if ground.revision else None,
        "digest": digest,
        "asks": asks,
        "confirmed": [
            {"title": row.title, "at": one.last.created, "revision": one.revision} for row, one in mine if one.last
        ],
        "clauses": [clause_json(one) for one in texts(session, [current])[current].values()] if asks else [],
        "exhibits": attachments_of(session, current) if asks else [],
        "lists": [list_value(row, known[row.id]) for row in lists] if keeps else [],
        "may": {"keep": keeps and ground.edition.status not in FINISHED and bool(current)},
        "choices": choices(session, ground, at) if keeps else [],
        "steps": [list(pair) for pair in STEPS.items()],
    }  # fmt: skip


def list_value(row: ReadingList, people: Sequence[Reader]) -> dict[str, Any]:
    """A list as it is shown: the serialiser of lists."""
    return {
        "id": row.id,
        "title": row.title,
        "step": STEPS[row.before_step] if row.before_step != "none" else "",
        "asked": row.asked,
        "due": row.due,
        "by": row.person_name,
        "ended": row.ended,
        "confirmed": sum(1 for one in people if one.state is Reading.CONFIRMED),
        "waiting": sum(1 for one in people if one.turn),
        "people": [
            {
                "name": one.name,
                "office": one.office,
                "party": one.party,
                "state": one.state,
                "words": WORDS[one.state],
                "revision": one.revision,
                "at": one.last.created if one.last else None,
                "turn": one.turn,
            }
            for one in people
        ],
    }


def unread(session: Session, ground: Ground, step: str, at: datetime) -> list[tuple[str, int]]:
    """(title, how many have not confirmed this text) of the lists that this step waits for. No more than one statement
    where there are none."""
    lists = [row for row in lists_of(session, ground.edition.id, open_only=True) if row.before_step == step]
    if not lists or not ground.edition.revision_id:
        return []
    known = readers(session, ground, lists, text_digest(session, ground.edition.revision_id), at)
    found = ((row.title, sum(one.state is not Reading.CONFIRMED for one in known[row.id])) for row in lists)
    return [(title, count) for title, count in found if count]


def yours(session: Session, actor: Actor) -> Sequence[tuple[ReadingList, Edition, Mou]]:
    """What is asked of this person, whatever the agreement, the first due first. One statement."""
    return session.exec(
        select(ReadingList, Edition, Mou)
        .join(Edition, col(Edition.id) == col(ReadingList.edition_id))
        .join(Mou, col(Mou.id) == col(Edition.mou_id))
        .where(asked(actor))
        .order_by(col(ReadingList.due), ReadingList.id)
    ).all()


def count(actor: Actor) -> Any:
    """How many lists that is, as part of a statement."""
    query = select(func.count()).select_from(ReadingList)
    return (
        query.join(Edition, col(Edition.id) == col(ReadingList.edition_id))
        .where(asked(actor))
        .scalar_subquery()
    )


def asked_here(session: Session, actor: Actor, edition_id: str) -> Sequence[ReadingList]:
    """The lists of one edition in which this person has the turn."""
    return [row for row, edition, _ in yours(session, actor) if edition.id == edition_id]


def is_on(session: Session, actor: Actor, row: ReadingList) -> bool:
    """Whether the actor is on the list today."""
    query = select(ReadingList.id).join(Edition, col(Edition.id) == col(ReadingList.edition_id))
    return session.exec(query.where(ReadingList.id == row.id, on_it(actor))).first() is not None


def list_of(session: Session, ground: Ground, list_id: str) -> ReadingList:
    """One list of the edition. Raises NotFound."""
    row = session.get(ReadingList, list_id)
    if row is None or row.edition_id != ground.edition.id:
        raise NotFound("list")
    return row


def to_remind(session: Session, now: datetime, *, limit: int = 500) -> list[tuple[str, datetime]]:
    """Lists at which the clock has to look, with when. One statement, by an index."""
    rows = session.exec(
        select(ReadingList.id, ReadingList.nudge)
        .where(col(ReadingList.nudge) <= now, col(ReadingList.ended).is_(None))
        .order_by(col(ReadingList.nudge), ReadingList.id)
        .limit(limit)
    )
    return [(one, when) for one, when in rows if when]


def lists_file(session: Session, actor: Actor, edition_id: str, *, at: datetime) -> bytes:
    """Everybody on every list as CSV. Raises NotFound, Forbidden."""
    ground = find(session, actor, edition_id)
    require("edition:list:keep", actor, ground.desk())
    lists = lists_of(session, edition_id)
    digest = text_digest(session, ground.edition.revision_id) if ground.edition.revision_id else ""
    known = readers(session, ground, lists, digest, at)
    return as_csv([COLUMNS, *(_line(row, one) for row in lists for one in known[row.id])]).encode()


def _line(row: ReadingList, one: Reader) -> Iterable[str]:
    given = one.last.created.isoformat() if one.last else ""
    return row.title, one.name, one.office, one.party, WORDS[one.state], str(one.revision or ""), given
