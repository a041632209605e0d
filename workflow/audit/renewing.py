"""`countersign log renew`: everything the log holds is hashed anew under SHA-512, and the log says so; the check makes it again.

What is covered: the leaf data up to the newest checkpoint, and every public copy, which holds texts, statements, signatures,
chains and time tokens. Drafts and comments are not: nobody outside holds a hash of them.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import chain
from typing import Any

from sqlmodel import Session, col, select

from workflow.audit.findings import Finding
from workflow.core.errors import Refused
from workflow.core.events import EventKind
from workflow.core.people import Actor
from workflow.evidence import restamp, time_token
from workflow.evidence.canonical import b64u, unb64u
from workflow.evidence.errors import Bad
from workflow.evidence.leaf import service_leaf
from workflow.history import actions, queries
from workflow.publication.models import PublicCopy

PAGE = 5000
OWN_WORD = "only a witness can tell when"
Stamp = Callable[[bytes], bytes]
"""A time token over 64 bytes of SHA-512."""


def prepare(session: Session, stamp: Stamp | None, *, at: datetime) -> dict[str, Any]:
    """What the log is to say: counts and hashes, with a time token where somebody gives one. Writes nothing.

    Raises Refused before the first checkpoint; what `stamp` raises passes on.
    """
    newest = queries.newest_checkpoint(session)
    if newest is None:
        raise Refused("Nothing is in the log yet.")
    copies = len(session.exec(select(PublicCopy.edition_id)).all())
    said: dict[str, Any] = {
        "copies": copies,
        "copies_root": b64u(restamp.root(_copies(session, copies))),
        "hash": restamp.HASH,
        "leaves": newest.size,
        "root": b64u(restamp.root(_leaves(session, newest.size))),
        "token": "",
    }
    if stamp:
        here = queries.installation(session).deployment
        leaf = service_leaf(deployment=here, event="renewed", at=at, said=said)
        said["token"] = b64u(stamp(restamp.imprint(leaf)))
    return said


def renew(session: Session, said: dict[str, Any], *, actor: Actor, at: datetime) -> None:
    """Say it in the log; `at` is the time it was prepared for."""
    actions.record(session, EventKind.SERVICE_RENEWED, actor=actor, at=at, chain=actions.ServiceFact(said))


def findings(session: Session, renewals: Sequence[dict[str, Any]]) -> Iterator[Finding]:
    """Renewals whose hashes are not those of what is there, or whose token is about something else."""
    for leaf in renewals:
        named = f"the renewal of {leaf['at']}"
        if b64u(restamp.root(_leaves(session, leaf["leaves"]))) != leaf["root"]:
            yield Finding(
                "renewal.leaves",
                f"{named}: the first {leaf['leaves']} leaves are not those that were renewed",
            )
        if b64u(restamp.root(_copies(session, leaf["copies"]))) != leaf["copies_root"]:
            yield Finding(
                "renewal.copies",
                f"{named}: the first {leaf['copies']} public copies are not those that were renewed",
            )
        try:
            _authority(leaf)
        except Bad as bad:
            yield Finding("renewal.token", f"{named}: {bad.words}")


def sentences(renewals: Sequence[dict[str, Any]]) -> list[str]:
    """What was renewed, when, and by whose word."""
    return [
        f"Renewed on {leaf['at'][:10]}: {leaf['leaves']} leaves and {leaf['copies']} public copies under SHA-512;"
        f" {_whose(leaf)}."
        for leaf in renewals
    ]


def _whose(leaf: dict[str, Any]) -> str:
    try:
        name = _authority(leaf)
    except Bad:
        return "its time token does not hold"
    return f"{name} confirms when" if name else OWN_WORD


def _authority(leaf: dict[str, Any]) -> str:
    """Who gave the token; empty where there is none. Raises Bad("time.token")."""
    if not leaf["token"]:
        return ""
    token = time_token.read(unb64u(leaf["token"]), restamp.HASH)
    if token.imprint != restamp.imprint(leaf):
        raise Bad("time.token", "its time token is about something else")
    return token.name


def _leaves(session: Session, size: int) -> Iterator[bytes]:
    for start in range(0, size, PAGE):
        yield from queries.leaves(session, start, min(start + PAGE, size))


def _copies(session: Session, count: int) -> Iterator[bytes]:
    """Core package and PDF of each public copy, in the order of their publication."""
    rows = session.exec(select(PublicCopy).order_by(col(PublicCopy.event_id)).limit(count))
    return chain.from_iterable((row.core, row.pdf) for row in rows)
