"""`countersign log renew`: everything the log holds is hashed anew under SHA-512, and the log says so; the check makes it again.

What is covered: the leaf data up to the newest checkpoint, and every public copy, which holds texts, statements, signatures,
chains and time tokens. Drafts and comments are not: nobody outside holds a hash of them.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from cryptography.x509 import Certificate
from sqlmodel import Session

from workflow.audit import renewed
from workflow.audit.findings import Finding
from workflow.core.errors import Refused
from workflow.core.events import EventKind
from workflow.core.people import Actor
from workflow.evidence import restamp, time_token
from workflow.evidence.canonical import b64u, unb64u
from workflow.evidence.errors import Bad
from workflow.evidence.fields import read_moment
from workflow.evidence.leaf import service_leaf
from workflow.history import actions, queries

PAGE = 5000
OWN_WORD = "only a witness can tell when"
FAR = timedelta(days=1)
"""How far a token's time may be from the event's: a large log takes minutes to hash, and clocks differ by less."""
Stamp = Callable[[bytes], bytes]
"""A time token over 64 bytes of SHA-512."""


def prepare(session: Session, stamp: Stamp | None, *, at: datetime) -> dict[str, Any]:
    """What the log is to say: counts and hashes, with a time token where somebody gives one. Writes nothing.

    Raises Refused before the first checkpoint, and for a token of another time; what `stamp` raises passes on.
    """
    newest = queries.newest_checkpoint(session)
    if newest is None:
        raise Refused("Nothing is in the log yet.")
    copies = renewed.present(session)
    said: dict[str, Any] = {
        "copies": len(copies),
        "copies_root": renewed.root(copies),
        "hash": restamp.HASH,
        "leaves": newest.size,
        "root": b64u(restamp.root(_leaves(session, newest.size))),
        "token": "",
    }
    if stamp:
        here = queries.installation(session).deployment
        leaf = service_leaf(deployment=here, event="renewed", at=at, said=said)
        said["token"] = b64u(stamp(restamp.imprint(leaf)))
        if no := _far({**leaf, "token": said["token"]}):
            raise Refused(f"Nothing was renewed: {no}.", "Set its clock, or ours.")
    return said


def renew(session: Session, said: dict[str, Any], *, actor: Actor, at: datetime) -> dict[str, Any]:
    """Say it in the log; `at` is the time it was prepared for. Returns the leaf. Raises Refused when a public copy was replaced meanwhile."""
    copies = renewed.present(session)
    if renewed.root(copies) != said["copies_root"]:
        raise Refused("A public copy was replaced meanwhile: nothing was renewed.", "Run it again.")
    renewed.keep(session, copies)
    actions.record(session, EventKind.SERVICE_RENEWED, actor=actor, at=at, chain=actions.ServiceFact(said))
    return service_leaf(
        deployment=queries.installation(session).deployment, event="renewed", at=at, said=said
    )


def look(
    session: Session, renewals: Sequence[dict[str, Any]], authorities: Sequence[Certificate] = ()
) -> tuple[list[Finding], list[str]]:
    """Renewals whose hashes are not those of what is there, or whose token is about something else; and for each of them, what was
    renewed, when, by whose word, and how much of it was replaced since.
    """
    wrong: list[Finding] = []
    told = []
    for leaf in renewals:
        no, replaced = renewed.compare(session, leaf["copies"], leaf["copies_root"], leaf["at"])
        wrong += _findings(session, leaf, no)
        told.append(
            f"Renewed on {leaf['at'][:10]}: {leaf['leaves']} leaves and {leaf['copies']} public copies under SHA-512;"
            f" {whose(leaf, authorities)}.{_since(replaced)}"
        )
    return wrong, told


def _findings(session: Session, leaf: dict[str, Any], no: str) -> Iterator[Finding]:
    """`no`: what does not fit of the public copies."""
    named = f"the renewal of {leaf['at']}"
    if b64u(restamp.root(_leaves(session, leaf["leaves"]))) != leaf["root"]:
        yield Finding(
            "renewal.leaves",
            f"{named}: the first {leaf['leaves']} leaves are not those that were renewed",
        )
    if no:
        yield Finding("renewal.copies", f"{named}: {no}")
    try:
        if far := _far(leaf):
            yield Finding("renewal.token", f"{named}: {far}")
    except Bad as bad:
        yield Finding("renewal.token", f"{named}: {bad.words}")


def whose(leaf: dict[str, Any], authorities: Sequence[Certificate]) -> str:
    """By whose word it was then. Only an authority that is configured confirms anything: whoever runs the service may ask
    any other, or be one.
    """
    try:
        token = _token(leaf)
    except Bad:
        return "its time token does not hold"
    if token is None:
        return OWN_WORD
    when = f"{token.at[:10]} {token.at[11:19]} UTC"
    if time_token.vouched(token, authorities):
        return f"{token.name} confirms when ({when})"
    return f"stamped {when} by an authority nobody vouched for ({token.name}), so {OWN_WORD}"


def _since(replaced: int) -> str:
    if not replaced:
        return ""
    return (
        f" {replaced} of these copies {'was' if replaced == 1 else 'were'} replaced since, which is no fault."
    )


def _far(leaf: dict[str, Any]) -> str:
    """Why the token's time cannot be that of the renewal; empty where it can, or there is none. Raises Bad("time.token")."""
    token = _token(leaf)
    if token is None or abs(read_moment(token.at) - read_moment(leaf["at"])) <= FAR:
        return ""
    return f"its time token says {token.at}, which is far from the {leaf['at']} of the event"


def _token(leaf: dict[str, Any]) -> time_token.TimeToken | None:
    """The token, if it is about this; None where there is none. Raises Bad("time.token")."""
    if not leaf["token"]:
        return None
    token = time_token.read(unb64u(leaf["token"]), restamp.HASH)
    if token.imprint != restamp.imprint(leaf):
        raise Bad("time.token", "its time token is about something else")
    return token


def _leaves(session: Session, size: int) -> Iterator[bytes]:
    for start in range(0, size, PAGE):
        yield from queries.leaves(session, start, min(start + PAGE, size))
