"""Recovery (core/recovery.py has the rules): one of two people begins and signs, the other signs the very same statement, and
after the wait the new key counts.

The first signature is kept and waits, as a founding's does; nothing is in the party's chain before the second. If we crash
between the second signature and the day on which the key counts, the sweep finds it.
"""

from datetime import datetime, timedelta

from sqlmodel import Session

from workflow.core.errors import NotFound, Refused
from workflow.core.events import EventKind
from workflow.core.people import SERVICE, Actor
from workflow.core.permissions import Case, require
from workflow.core.recovery import Stage
from workflow.evidence import recovery as statements
from workflow.evidence.canonical import loads, unb64u
from workflow.evidence.envelope import Assertion, envelope
from workflow.evidence.fields import read_moment
from workflow.evidence.statement import MEDIA
from workflow.history import actions as history
from workflow.parties import ceremony, chain, queries
from workflow.parties.founding.queries import party_links
from workflow.parties.keys.queries import Bench, bereft, fingerprint_of, others_of, signing_key
from workflow.parties.models import SigningKey
from workflow.parties.recovery.models import KeyRecovery
from workflow.parties.recovery.queries import (
    ended_for_good,
    keyed,
    latest,
    lost_keys,
    pairs,
    recovery_row,
    stage_of,
)
from workflow.parties.sheet import Sheet, sheet
from workflow.parties.words import Typed

WAITS = timedelta(days=7)
"""How long the first signature waits for the second."""


def _locked(session: Session, key_id: str) -> SigningKey:
    key = signing_key(session, key_id)
    history.lock(session, party_id=key.party_id)
    session.refresh(key)
    return key


def _recoverable(session: Session, actor: Actor, key_id: str, at: datetime) -> SigningKey:
    """A claimed key whose holder has none left, and no recovery under way."""
    key = _locked(session, key_id)
    require("key:recover", actor, Case(parties=frozenset({key.party_id}), subject=key.person_id))
    if key.state != "claimed" or key.lost:
        raise Refused("Only a claimed key can take the place of lost ones.")
    if not bereft(session, key):
        raise Refused(
            "Its holder has a key of this office that counts, so no recovery is needed.",
            "A registrar vouches for the new one.",
        )
    row = latest(session, key.id)
    if row and stage_of(row, at) in (Stage.WAITING, Stage.DONE):
        raise Refused("Two people have signed this recovery already.")
    if ended_for_good(row):
        raise Refused(
            "Its holder stopped the recovery by this key.",
            "A registrar revokes this key; its holder makes a new one.",
        )
    return key


def offer_recovery(
    session: Session, actor: Actor, key_id: str, *, second: str = "", checked: str, hours: int, at: datetime
) -> Sheet:
    """The recovery, to be signed by the first of two people. `second` names the key of the other; without it the only one
    there is. `hours`: how long the new key will wait. Raises Invalid, or Refused where the actor cannot be one of the two."""
    key = _recoverable(session, actor, key_id, at)
    party = queries.party(session, key.party_id)
    able = pairs(keyed(session, party, hours, at), actor, key)
    if not able:
        raise Refused(
            "You and a second person of the party, each with a key that has counted for long enough, sign this; one of you is a registrar.",
            "If the party has nobody else with a key, enrol a second registrar first: the clerk of your city or county may be one.",
        )
    typed = Typed()
    chosen = [pair for pair in able if pair[1].key.id == second] if second else able
    if len(chosen) != 1:
        typed.wrong("second", "Choose the second person.", "missing")
    words = typed.words("checked", "How you know the person", checked, most=2000)
    typed.settle()
    mine, other = chosen[0]
    first = ceremony.common(session, **mine._asdict(), at=at, lasts=WAITS)
    beside = ceremony.common(session, **other._asdict(), at=at)
    said = statements.statement(
        first, beside, claim=key.claim_leaf, subject=key.person_id, lost=lost_keys(session, key), waits=hours, checked=words
    )  # fmt: skip
    noted = {"first": mine.key.id, "second": other.key.id}
    options = ceremony.offer(
        session, actor, f"recovery:{key.id}", MEDIA["recovery"], said, [mine.key], at, detail=noted
    )
    action = f"/signing-keys/{key.id}/recovery/signature"
    return Sheet("recovery", said, options, action, _shown(session, key), party.timezone)


def _shown(session: Session, key: SigningKey) -> tuple[tuple[str, str], ...]:
    return (
        ("Person", queries.person(session, key.person_id).name), ("New key", key.label), ("Twelve words of the key", fingerprint_of(key)),
    )  # fmt: skip


def sign_recovery(
    session: Session,
    actor: Actor,
    key_id: str,
    *,
    credential: str,
    at: datetime,
    no_software_keys: bool = False,
) -> KeyRecovery:
    """The first signature: kept, and waiting for the second. Beginning anew takes the place of one that waits."""
    key = _recoverable(session, actor, key_id, at)
    signed = ceremony.accept(
        session, actor, f"recovery:{key.id}", credential, at, no_software_keys=no_software_keys
    )
    said = loads(signed.statement)
    standing = latest(session, key.id)
    if standing and stage_of(standing, at) is Stage.HALF:
        standing.stopped, standing.stopped_by = at, actor.name
        session.add(standing)
    row = KeyRecovery(
        key_id=key.id, party_id=key.party_id, first_key_id=signed.detail["first"], second_key_id=signed.detail["second"],
        statement=signed.statement, first=signed.envelope["signatures"][0], waits=said["waits"],
        begun=at, expires=read_moment(said["expires"]),
    )  # fmt: skip
    session.add(row)
    session.flush()
    _record(session, EventKind.RECOVERY_BEGUN, actor, row, key, at)
    return row


def _half_done(
    session: Session, actor: Actor, recovery_id: str, at: datetime
) -> tuple[KeyRecovery, SigningKey, Bench]:
    row = recovery_row(session, recovery_id)
    key = _locked(session, row.key_id)
    session.refresh(row)
    if stage_of(row, at) is not Stage.HALF:
        raise Refused("This recovery does not wait for a signature any more.", "Look at the page of the key.")
    second = session.get_one(SigningKey, row.second_key_id)
    if second.person_id != actor.person_id:
        raise Refused("This recovery waits for the other person whom it names.")
    _recoverable(session, actor, key.id, at)
    able = keyed(session, queries.party(session, key.party_id), row.waits, at)
    first = [one for one in able if one.key.id == row.first_key_id]
    bench = [one for one in able if one.key.id == second.id]
    if not first or not bench or loads(row.statement)["lost"] != lost_keys(session, key):
        raise Refused("What the first person signed is not so any more.", "The recovery is begun anew.")
    return row, key, bench[0]


def offer_confirmation(session: Session, actor: Actor, recovery_id: str, *, at: datetime) -> Sheet:
    """The same statement, for the second person."""
    row, key, bench = _half_done(session, actor, recovery_id, at)
    action = f"/recoveries/{row.id}/confirmation/signature"
    return sheet(
        session, actor, "recovery", row.id, row.statement, [bench.key], at, action, shown=_shown(session, key),
        zone=bench.party.timezone,
    )  # fmt: skip


def confirm(
    session: Session,
    actor: Actor,
    recovery_id: str,
    *,
    credential: str,
    at: datetime,
    no_software_keys: bool = False,
) -> KeyRecovery:
    """With the second signature the recovery is a link of the chain, everybody is told, and the wait begins."""
    row, key, bench = _half_done(session, actor, recovery_id, at)
    signed = ceremony.accept(
        session, actor, f"recovery:{row.id}", credential, at, no_software_keys=no_software_keys
    )
    both = envelope(MEDIA["recovery"], row.statement, _assertion(row.first), signed.assertion)
    row.leaf = key.enrolment = chain.append(
        session, bench.party, EventKind.KEY_RECOVERED, both, actor=actor, subject_id=key.person_id, at=at
    )
    row.recorded = party_links(session, row.party_id)[
        -1
    ].at  # the chain's own time, from which others reckon the wait
    row.counts = row.recorded + timedelta(hours=row.waits)
    for old in others_of(session, key):
        if old.enrolment:
            old.lost = (
                old.lost or at
            )  # named as lost, so it never comes back, not even by a recovery that waits beside this one
            session.add(old)
    session.add_all([row, key])
    session.flush()
    if row.counts <= at:
        complete(session, row.id, at=at)
    return row


def _assertion(kept: dict[str, str]) -> Assertion:
    return Assertion(
        kept["key"],
        unb64u(kept["authenticator_data"]),
        unb64u(kept["client_data"]),
        unb64u(kept["signature"]),
    )


def complete(session: Session, recovery_id: str, *, at: datetime) -> bool:
    """The wait is over and nobody stopped it: the new key counts, the lost ones are over. False where there is nothing to do."""
    row = recovery_row(session, recovery_id)
    key = _locked(session, row.key_id)
    session.refresh(row)
    if stage_of(row, at) is not Stage.DONE or row.completed or key.state != "claimed" or key.lost:
        return False
    key.state, key.vouched = "vouched", row.recorded
    for old in others_of(session, key):
        if old.enrolment and old.state == "vouched":
            old.state, old.revoked = "revoked", at
            session.add(old)
    row.completed = at
    session.add_all([row, key])
    _record(session, EventKind.RECOVERY_COMPLETED, SERVICE, row, key, at)
    return True


def _record(
    session: Session, kind: EventKind, actor: Actor, row: KeyRecovery, key: SigningKey, at: datetime
) -> None:
    history.record(
        session, kind, actor=actor, at=at, party_id=row.party_id, subject_id=key.person_id,
        detail={"key": key.id, "recovery": row.id},
    )  # fmt: skip


def withdraw(session: Session, actor: Actor, recovery_id: str, *, at: datetime) -> KeyRecovery:
    """One of the party's people takes back what only one has signed. Afterwards a registrar revokes the new key instead."""
    row = recovery_row(session, recovery_id)
    key = _locked(session, row.key_id)
    session.refresh(row)
    require("key:recovery:withdraw", actor, Case(parties=frozenset({row.party_id}), subject=key.person_id))
    if stage_of(row, at) is not Stage.HALF:
        raise Refused("This recovery does not wait for a signature any more.")
    return _stopped(session, actor, row, key, "", at)


def _waiting(session: Session, recovery_id: str, at: datetime) -> tuple[KeyRecovery, SigningKey]:
    row = recovery_row(session, recovery_id)
    key = _locked(session, row.key_id)
    session.refresh(row)
    if stage_of(row, at) is not Stage.WAITING or key.state != "claimed":
        raise Refused(
            "This recovery is not waiting.",
            "If the key counts already, object to the key, or have a registrar revoke it.",
        )
    return row, key


def stop(session: Session, actor: Actor, recovery_id: str, *, words: str, at: datetime) -> KeyRecovery:
    """The person himself says, without any key: this was not I, or my keys are not lost. It ends this recovery here; for those
    who check without us a registrar revokes the new key."""
    row, key = _waiting(session, recovery_id, at)
    if key.person_id != actor.person_id:
        raise NotFound("recovery")
    require("key:recovery:stop", actor, Case(subject=key.person_id))
    typed = Typed()
    said = typed.words("words", "What is wrong", words, most=2000)
    typed.settle()
    return _stopped(session, actor, row, key, said, at)


def _stopped(
    session: Session, actor: Actor, row: KeyRecovery, key: SigningKey, words: str, at: datetime
) -> KeyRecovery:
    row.stopped, row.stopped_by, row.stopped_words = at, actor.name, words
    session.add(row)
    _record(session, EventKind.RECOVERY_STOPPED, actor, row, key, at)
    return row
