"""Letters about the recovery of a key: to the second person, to whom it is about, and to both sides' registrars.

Whoever is recovered against his will learns it from here, so the letter to him says first how to stop it.
"""

from collections.abc import Callable

from workers.key_letters import key_page, whose, why
from workers.words import Subject, Words
from workflow.adapters.templates import moment
from workflow.evidence.canonical import loads
from workflow.history.queries import leaf_id
from workflow.parties.keys.queries import fingerprint_of
from workflow.parties.models import Party, SigningKey
from workflow.parties.recovery.models import KeyRecovery
from workflow.parties.recovery.queries import by_link


def _about(about: Subject) -> tuple[KeyRecovery, SigningKey, str] | None:
    """The attempt, the new key and its page; None where the attempt was begun anew meanwhile."""
    named = about.event.detail.get("recovery")
    row = about.session.get(KeyRecovery, named) if named else by_link(about.session, leaf_id(about.event))
    if row is None:
        return None
    key = about.session.get_one(SigningKey, row.key_id)
    return row, key, f"{key_page(about, key)}#recovery"


def _two(row: KeyRecovery) -> str:
    said = loads(row.statement)
    return f"{said['name']} and {said['second']['name']}"


def second(about: Subject) -> Words | None:
    found = _about(about)
    if found is None or found[0].recorded or found[0].stopped:
        return None
    row, key, page = found
    who = whose(about, key)
    return Words(
        f"A recovery waits for your signature: {who}", f"Your turn: {about.event.actor_name} signed that {who}, lost every key, and names you as the second person.",
        [f"The twelve words of the new key: {fingerprint_of(key)}",
         "Meet the person, or ring a number you know, and let the twelve words be read out to you. Sign only if you are sure yourself: that is what a second person is for."],
        page, "Read it, then sign or leave it", "you hold a key of this party.", row.expires,
    )  # fmt: skip


def recovered(about: Subject) -> Words | None:
    found = _about(about)
    if found is None or found[0].counts is None:
        return None
    row, key, page = found
    who, when = whose(about, key), moment(row.counts, _zone(about))
    begins = f"The new key counts from {when}. Until then this can be stopped."
    if about.person.id == key.person_id:
        return Words(
            "A new key was recovered in your name", f"{_two(row)} signed that you lost every key and that a new one is yours.",
            [f"If this is not so, stop it now on the page of the key: {page}", begins],
            page, "See it, or stop it", "it is about you.",
        )  # fmt: skip
    return Words(
        f"Recovered: the signing key of {who}", f"{_two(row)} gave {who}, who had lost every key, a new one.",
        [f"How they knew the person: {loads(row.statement)['checked']}",
         f"{begins} If you doubt it, object on its page: an objection stops it, and everybody sees it."],
        page, "The recovery", why(about),
    )  # fmt: skip


def stopped(about: Subject) -> Words | None:
    """Nothing to those who never heard of it: what one person alone had signed was taken back."""
    found = _about(about)
    if found is None or found[0].recorded is None or found[0].stopped is None:
        return None
    row, key, page = found
    who = whose(about, key)
    then = "Two people may begin anew, and the wait begins anew with them."
    if not row.objection_leaf:
        then = "It counts nowhere here. A registrar should revoke the new key, so that it counts nowhere else either."
    return Words(
        f"Stopped: the recovery of a key of {who}", f"{row.stopped_by} stopped the recovery of a key of {who}.",
        [row.stopped_words, then], page, "Read it", why(about),
    )  # fmt: skip


def counts(about: Subject) -> Words | None:
    found = _about(about)
    if found is None:
        return None
    _, key, page = found
    who = whose(about, key)
    mine = about.person.id == key.person_id
    return Words(
        f"It counts now: the recovered key of {who}", f"The wait is over and nobody objected: {'your' if mine else 'the'} recovered key {'' if mine else f'of {who} '}counts.",
        ["The lost keys sign nothing any more. What they signed before stays signed."], page, "The key", why(about),
    )  # fmt: skip


def _zone(about: Subject) -> str:
    return about.session.get_one(Party, about.event.party_id).timezone


LETTERS: dict[str, Callable[[Subject], Words | None]] = {
    "recovery_second": second, "recovered": recovered, "recovery_stopped": stopped, "recovery_counts": counts,
}  # fmt: skip
