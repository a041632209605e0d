"""Founding and accepting a party (docs/format.md, sections 4 and 6).

Two registrars, two people with two keys, sign one and the same statement. The first writes and signs it: half done, and
shown so. When the second has signed the very same bytes, the party has its public id and both keys are in force.
It counts for an agreement once a registrar of *another* party accepts it and says how he checked.
"""

import secrets
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, select

from workflow.core.errors import NotFound, Refused
from workflow.core.events import EventKind
from workflow.core.people import Actor, Office
from workflow.core.permissions import Case, require
from workflow.evidence import party_chain, statement
from workflow.evidence.canonical import unb64u
from workflow.evidence.envelope import Assertion, envelope
from workflow.evidence.statement import MEDIA
from workflow.history import actions as history
from workflow.history.queries import installation
from workflow.parties import ceremony, chain, queries
from workflow.parties.founding.queries import accepting as able
from workflow.parties.founding.queries import begun_in_vain, registrar_keys
from workflow.parties.keys.queries import Bench, registrar_bench
from workflow.parties.models import Founding, Party, SigningKey
from workflow.parties.sheet import Sheet, sheet
from workflow.parties.words import Typed

WAITS = timedelta(days=14)
"""How long the first registrar's signature waits for the second."""


def _foundable(session: Session, actor: Actor, party_id: str, at: datetime) -> Party:
    history.lock(session, party_id=party_id)
    party = queries.party(session, party_id)
    require("party:found", actor, Case(parties=frozenset({party.id})))
    if party.public_id:
        raise Refused(f"{party.legal_name} has made its founding statement already.")
    return party


def offer_founding(
    session: Session, actor: Actor, party_id: str, *, authority: str, resolution: str, contact: str, second: str = "",
    at: datetime,
) -> Sheet:  # fmt: skip
    """The founding statement, to be signed by its first registrar. `second` names the other registrar's key row;
    without it the party's only other registrar key is taken. Raises Invalid, or Refused while there are not two keys."""
    party = _foundable(session, actor, party_id, at)
    keys = registrar_keys(session, party, at)
    mine = next((key for key, person in keys if person.id == actor.person_id), None)
    others = [(key, person) for key, person in keys if person.id != actor.person_id]
    if mine is None:
        raise Refused("You have no registrar's key yet.", "Make one on your account page first.")
    typed = Typed()
    chosen = [one for one in others if one[0].id == second] if second else others
    if len(chosen) != 1:
        typed.wrong(
            "second", "Choose the second registrar: another person who has made a registrar's key.", "missing"
        )
    said = {
        "authority": typed.words("authority", "Who may bind the party, and on what authority,", authority),
        "resolution": typed.words("resolution", "The decision to deal electronically", resolution),
        "contact": typed.line("contact", "The published contact", contact),
    }
    typed.settle()
    here, other = installation(session), chosen[0]
    written = statement.genesis(
        deployment=here.deployment, rp_id=here.rp_id, nonce=secrets.token_bytes(32), issued=at, expires=at + WAITS,
        kind=str(party.kind), legal_name=party.legal_name, **said,
        registrars=[_registrar(mine, actor.name), _registrar(other[0], other[1].name)],
    )  # fmt: skip
    action = f"/parties/{party.id}/founding/signature"
    detail = {"first": mine.id, "second": other[0].id}
    options = ceremony.offer(
        session, actor, f"genesis:{party.id}", MEDIA["genesis"], written, [mine], at, detail=detail
    )
    return Sheet("genesis", written, options, action)


def _registrar(key: SigningKey, name: str) -> dict[str, Any]:
    return {
        "key": ceremony.key_record(key),
        "name": name,
        "person": key.person_id,
        "title": queries.title_of(Office.REGISTRAR),
    }


def sign_founding(
    session: Session,
    actor: Actor,
    party_id: str,
    *,
    credential: str,
    at: datetime,
    no_software_keys: bool = False,
) -> Founding:
    """The first registrar's signature: kept, and waiting for the second. Beginning anew replaces it."""
    party = _foundable(session, actor, party_id, at)
    signed = ceremony.accept(
        session, actor, f"genesis:{party.id}", credential, at, no_software_keys=no_software_keys
    )
    if standing := session.get(Founding, party.id):
        session.delete(standing)
        session.flush()
    row = Founding(
        party_id=party.id, statement=signed.statement, first_key_id=signed.detail["first"],
        second_key_id=signed.detail["second"], first=signed.envelope["signatures"][0], begun=at, expires=at + WAITS,
    )  # fmt: skip
    session.add(row)
    session.flush()
    history.record(
        session, EventKind.FOUNDING_BEGUN, actor=actor, at=at, party_id=party.id, subject_id=actor.person_id
    )
    return row


def _half_done(
    session: Session, actor: Actor, party_id: str, at: datetime
) -> tuple[Party, Founding, SigningKey]:
    party = _foundable(session, actor, party_id, at)
    row = session.get(Founding, party.id)
    if row is None:
        raise NotFound("founding statement")
    key = session.get(SigningKey, row.second_key_id)
    if key is None or key.person_id != actor.person_id:
        raise Refused("This statement waits for the other registrar it names.")
    if why := begun_in_vain(session, party, row, at):
        raise Refused(why, "A registrar begins the founding statement anew.")
    return party, row, key


def offer_countersign(session: Session, actor: Actor, party_id: str, *, at: datetime) -> Sheet:
    """The same statement, for the second registrar."""
    party, row, key = _half_done(session, actor, party_id, at)
    action = f"/parties/{party.id}/founding/countersignature"
    return sheet(session, actor, "genesis", f"{party.id}:second", row.statement, [key], at, action)


def countersign(
    session: Session,
    actor: Actor,
    party_id: str,
    *,
    credential: str,
    at: datetime,
    no_software_keys: bool = False,
) -> Party:
    """With the second signature the party is founded: its public id is the hash of what both signed."""
    party, row, second = _half_done(session, actor, party_id, at)
    signed = ceremony.accept(
        session, actor, f"genesis:{party.id}:second", credential, at, no_software_keys=no_software_keys
    )
    if signed.statement != row.statement:
        raise Refused(
            "The statement was written anew meanwhile.", "Open the page once more and read what it says now."
        )
    first = session.get(SigningKey, row.first_key_id)
    assert first is not None
    party.public_id = party_chain.party_id(row.statement)
    session.add(party)
    both = envelope(MEDIA["genesis"], row.statement, _assertion(row.first), signed.assertion)
    leaf = chain.append(
        session, party, EventKind.PARTY_FOUNDED, both, actor=actor, subject_id=party.id, at=at
    )
    for key in (first, second):
        key.state, key.claimed, key.vouched = "vouched", at, at
        key.claim_leaf = key.enrolment = leaf
        session.add(key)
    session.delete(row)
    session.flush()
    return party


def _assertion(kept: dict[str, str]) -> Assertion:
    return Assertion(
        kept["key"],
        unb64u(kept["authenticator_data"]),
        unb64u(kept["client_data"]),
        unb64u(kept["signature"]),
    )


def _acceptable(session: Session, actor: Actor, party_id: str, accepting: str) -> tuple[Party, Bench]:
    history.lock(session, party_id=party_id)
    party = queries.party(session, party_id)
    require("party:accept", actor, Case(parties=frozenset({party.id})))
    if not party.public_id:
        raise Refused(f"{party.legal_name} has not made its founding statement yet.")
    if session.exec(
        select(SigningKey.id).where(SigningKey.party_id == party.id, SigningKey.person_id == actor.person_id)
    ).first():
        raise Refused("You have a key of this party yourself, so somebody else has to check it.")
    for one in able(session, actor, party):
        if accepting in ("", one):
            return party, registrar_bench(session, actor, queries.party(session, one))
    if accepting and accepting not in {h.party_id for h in actor.holds if h.office is Office.REGISTRAR}:
        raise NotFound("party")
    raise Refused(f"Your party has accepted the record of {party.legal_name} already.")


def offer_acceptance(
    session: Session, actor: Actor, party_id: str, *, checked: str, accepting: str = "", at: datetime
) -> Sheet:
    """The acceptance of another party's record. `accepting`: for which of his parties the registrar speaks."""
    party, bench = _acceptable(session, actor, party_id, accepting)
    typed = Typed()
    words = typed.words("checked", "How you checked", checked)
    typed.settle()
    members = ceremony.common(session, **bench._asdict(), at=at)
    said = statement.acceptance(members, accepted=party.public_id or "", checked=words)
    shown = [("Party", party.legal_name), ("For", bench.party.legal_name)]
    options = ceremony.offer(
        session, actor, f"acceptance:{party.id}", MEDIA["acceptance"], said, [bench.key], at,
        detail={"accepting": bench.party.id},
    )  # fmt: skip
    return Sheet("acceptance", said, options, f"/parties/{party.id}/acceptance/signature", tuple(shown))


def accept_party(
    session: Session,
    actor: Actor,
    party_id: str,
    *,
    credential: str,
    at: datetime,
    no_software_keys: bool = False,
) -> Party:
    """The signed acceptance enters the *accepted* party's chain."""
    party = queries.party(session, party_id)
    history.lock(session, party_id=party.id)
    signed = ceremony.accept(
        session, actor, f"acceptance:{party.id}", credential, at, no_software_keys=no_software_keys
    )
    _, bench = _acceptable(session, actor, party_id, signed.detail["accepting"])
    if signed.key.id != bench.key.id:
        raise Refused("That key does not count for your party any more.")
    chain.append(
        session,
        party,
        EventKind.PARTY_ACCEPTED,
        signed.envelope,
        actor=actor,
        subject_id=bench.party.id,
        at=at,
    )
    return party


def forget(session: Session, at: datetime) -> None:
    """Drop first signatures that waited in vain."""
    for row in session.exec(select(Founding).where(Founding.expires <= at)):
        session.delete(row)
