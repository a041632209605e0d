"""Asking witnesses to sign the newest checkpoint: in a thread of its own, in no transaction, and in nobody's way.

A witness that is away is asked again at the next turn, and an alarm after `witness_minutes`. One that refuses has seen another log than ours: that is the most
serious thing this service can be told, so it is logged as an error each time, and an alarm until it signs again. If we crash after the witness has signed and
before its cosignature is kept, it says so when it is asked again, and signs the same checkpoint once more.
"""

import logging
import threading
from datetime import timedelta

from workers.kit import Kit
from workflow.adapters import witnesses
from workflow.adapters.witnesses import Behind, Witness, WitnessAway, WitnessRefused
from workflow.core.errors import Refused
from workflow.evidence.cosignature import Cosignature
from workflow.history import alarms, queries, witnessing
from workflow.history.models import Checkpoint

EVERY = timedelta(seconds=10)
log = logging.getLogger("countersign.witnesses")


def ask(kit: Kit) -> int:
    """Ask each witness that has not signed the newest checkpoint yet. Returns how many did now."""
    return sum(_ask_one(kit, witness) for witness in witnesses.configured(kit.settings))


def _ask_one(kit: Kit, witness: Witness) -> bool:
    with kit.database.reading() as session:
        newest = queries.newest_checkpoint(session)
        old = witnessing.last(session, witness.key)
    if newest is None or old >= newest.size:
        return False
    try:
        signed = _signed(kit, witness, newest, old)
        with kit.database.writing() as session:
            witnessing.keep(session, newest.size, signed, at=kit.clock.now())
            alarms.over(session, _alarm(witness))
            alarms.over(session, _away(witness))
    except WitnessAway as away:
        log.warning("a witness is away: %s", away)
        _tell(kit, witness, str(away))
    except (WitnessRefused, Refused) as no:
        log.error("a witness refuses the checkpoint of %s leaves: %s", newest.size, no)
        with kit.database.writing() as session:
            alarms.ring(
                session, _alarm(witness), f"refuses the log of {newest.size} leaves: {no}", at=kit.clock.now()
            )
    else:
        return True
    return False


def _tell(kit: Kit, witness: Witness, why: str) -> None:
    """One that is away for long is an alarm of its own, beside what it may have refused before: receipts wait for it."""
    at = kit.clock.now()
    with kit.database.writing() as session:
        since = witnessing.waiting_since(session, witness.key)
        if since and at - since >= timedelta(minutes=kit.settings.witness_minutes):
            words = (
                f"has not signed the log since {since:%Y-%m-%d %H:%M} UTC, and receipts wait for it: {why}"
            )
            alarms.ring(session, _away(witness), words, at=at)


def _away(witness: Witness) -> str:
    return f"witness {witness.name} away"


def _alarm(witness: Witness) -> str:
    return f"witness {witness.name}"


def _signed(kit: Kit, witness: Witness, newest: Checkpoint, old: int) -> Cosignature:
    """Asked from where we think it stands, and once more from where it says it stands."""
    try:
        return witnesses.add_checkpoint(witness, old, _proof(kit, old, newest.size), newest.note)
    except Behind as behind:
        there = behind.size
    if there > newest.size:
        raise WitnessRefused(
            f"{witness.name} has seen {there} leaves: this database is older than what was published"
        )
    try:
        return witnesses.add_checkpoint(witness, there, _proof(kit, there, newest.size), newest.note)
    except Behind as again:
        raise WitnessAway(f"{witness.name} {again}, while it was being asked") from None


def _proof(kit: Kit, old: int, new: int) -> list[bytes]:
    with kit.database.reading() as session:
        return queries.consistency_proof(session, old, new) if old else []


def run(kit: Kit, stop: threading.Event) -> None:
    """The loop of a thread. Without witnesses it ends at once."""
    while witnesses.configured(kit.settings) and not stop.is_set():
        try:
            ask(kit)
        except Exception:
            log.exception("asking the witnesses failed; the next turn tries again")
        stop.wait(EVERY.total_seconds())
