"""Where a party's public record stands."""

from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from workflow.core.errors import NotFound
from workflow.core.events import EventKind
from workflow.core.people import Actor, Capacity, Office
from workflow.evidence.canonical import loads, unb64u
from workflow.evidence.fingerprint import fingerprint
from workflow.history.models import Event
from workflow.history.queries import chain, installation
from workflow.parties import queries
from workflow.parties.founding import links
from workflow.parties.models import Founding, Party, PartyLink, Person, SigningKey


def founding_keys(session: Session, party: Party, now: datetime) -> list[tuple[SigningKey, Person]]:
    """Every key that can found a party today, the oldest first: made by one of its registrars and not lost. A founder holds
    the office outright: the founding statement knows no acting registrars."""
    today = {
        holder.person_id
        for holder in queries.holders(session, [party.id], now, offices={Office.REGISTRAR})
        if holder.capacity is Capacity.HOLDER
    }
    rows = session.exec(
        select(SigningKey, Person)
        .join(Person, col(Person.id) == col(SigningKey.person_id))
        .where(
            SigningKey.party_id == party.id, SigningKey.office == Office.REGISTRAR, SigningKey.state == "created",
            col(SigningKey.lost).is_(None), col(SigningKey.person_id).in_(today),
        )
        .order_by(col(SigningKey.created), col(SigningKey.id))
    )  # fmt: skip
    return list(rows)


def registrar_keys(session: Session, party: Party, now: datetime) -> list[tuple[SigningKey, Person]]:
    """Of these the newest of each registrar."""
    return list({person.id: (key, person) for key, person in founding_keys(session, party, now)}.values())


def begun_in_vain(session: Session, party: Party, row: Founding, now: datetime) -> str:
    """Why a first signature is worth nothing any more; empty while the second can still join it."""
    if row.expires <= now:
        return "The first signature has waited too long."
    if {row.first_key_id, row.second_key_id} <= {key.id for key, _ in founding_keys(session, party, now)}:
        return ""
    return "One of the two keys was reported lost, or its holder is not a registrar of the party any more."


def is_accepted(session: Session, party_id: str) -> bool:
    """Whether another party's registrar has accepted this party's record."""
    found = session.exec(
        select(PartyLink.id).where(PartyLink.party_id == party_id, PartyLink.kind == "acceptance")
    )
    return found.first() is not None


def accepting(session: Session, actor: Actor, party: Party) -> list[str]:
    """For which of his parties this registrar could accept the record: those that have not done so yet. Empty for who has a
    key of the party himself."""
    own = [h.party_id for h in actor.holds if h.office is Office.REGISTRAR and h.party_id != party.id]
    if not party.public_id or not own:
        return []
    insider = select(SigningKey.id).where(
        SigningKey.party_id == party.id, SigningKey.person_id == actor.person_id
    )
    if session.exec(insider).first():
        return []
    done = set(session.exec(select(Event.subject_id).where(
        Event.party_id == party.id, Event.kind == EventKind.PARTY_ACCEPTED
    )))  # fmt: skip
    return [one for one in own if one not in done]


def has_accepted(session: Session, party_id: str, person_id: str) -> bool:
    """Whether this person signed an acceptance of this party: he cannot hold a key of it as well."""
    links = session.exec(
        select(PartyLink).where(PartyLink.party_id == party_id, PartyLink.kind == "acceptance")
    )
    return any(loads(unb64u(link.content["statement"]))["person"] == person_id for link in links)


def record_card(session: Session, party: Party) -> dict[str, Any]:
    """The public record of a party: state, fingerprint, and every link with its place in the log."""
    places = (
        {event.chain_seq: index for event, index in chain(session, party_id=party.id)}
        if party.public_id
        else {}
    )
    rows = session.exec(
        select(PartyLink).where(PartyLink.party_id == party.id).order_by(col(PartyLink.seq))
    ).all()
    told = links.tell(rows, party.timezone)
    accepted = any(row.kind == "acceptance" for row in rows)
    return {
        "state": "accepted" if accepted else "founded" if party.public_id else "none",
        "public_id": party.public_id or "",
        "fingerprint": fingerprint(unb64u(party.public_id)) if party.public_id else "",
        "links": [
            {
                "seq": row.seq,
                "kind": row.kind,
                "words": one.words,
                "said": one.said,
                "at": row.at,
                "index": places.get(row.seq),
            }
            for row, one in zip(rows, told, strict=True)
        ],
    }


def fingerprint_page(session: Session, actor: Actor, party_id: str) -> dict[str, Any]:
    """The party's fingerprint, to be printed, read into minutes and put on its own site. Raises NotFound before its founding."""
    party = queries.party(session, party_id)
    if not actor.signed_in or actor.guest_of or not party.public_id:
        raise NotFound("party")
    return {
        "party": party.id,
        "legal_name": party.legal_name,
        "timezone": party.timezone,
        "public_id": party.public_id,
        "fingerprint": fingerprint(unb64u(party.public_id)),
        "origin": installation(session).origin,
    }


def half_done(session: Session, party: Party, actor: Actor, now: datetime) -> dict[str, Any] | None:
    """A founding that waits for its second signature, in words; None when there is none."""
    row = session.get(Founding, party.id)
    if row is None:
        return None
    said = loads(row.statement)
    first, second = said["registrars"]
    return {
        "first": first["name"],
        "second": second["name"],
        "begun": row.begun,
        "expires": row.expires,
        "in_vain": begun_in_vain(session, party, row, now),
        "mine": second["person"] == actor.person_id,
    }


def party_links(session: Session, party_id: str) -> list[PartyLink]:
    """The chain as signed, from genesis: for the package and for whoever checks it."""
    return list(
        session.exec(select(PartyLink).where(PartyLink.party_id == party_id).order_by(col(PartyLink.seq)))
    )
