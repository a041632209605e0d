"""What a renewal of the log says of public copies, whichever of them were replaced since: withheld, released, published anew.

The log holds one hash over all of them. Beside it stand the two hashes of each copy under SHA-512, by the event of its publication:
they make that one hash again when the bytes are gone, and a copy that is still there is held against its own.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sqlmodel import Session, col, select

from workflow.audit.rows import blob, plain
from workflow.evidence import restamp
from workflow.evidence.canonical import b64u
from workflow.publication.models import FormerCopy, PublicCopy, RenewedCopy


class Copy(NamedTuple):
    """One public copy by its event: the hashes of core package and PDF as leaves of a tree under SHA-512."""

    event_id: int
    core: bytes
    pdf: bytes


def present(session: Session) -> list[Copy]:
    """Every public copy there is, in the order of their publication. A column that holds no bytes any more fits nothing."""
    query = select(PublicCopy.event_id, blob(session, PublicCopy.core), blob(session, PublicCopy.pdf))
    rows = plain(session, query.order_by(col(PublicCopy.event_id)))
    return [Copy(number, _hash(core), _hash(pdf)) for number, core, pdf in rows]


def root(copies: Iterable[Copy]) -> str:
    """What the log says of them: the tree hash of RFC 6962 with SHA-512, over core and PDF of each; base64url."""
    return b64u(restamp.root_of(one for copy in copies for one in (copy.core, copy.pdf)))


def keep(session: Session, copies: Sequence[Copy]) -> None:
    """Beside the log's one hash, for the day when some of them are replaced."""
    named = root(copies)
    for one in copies:
        session.merge(RenewedCopy(copies_root=named, event_id=one.event_id, core=one.core, pdf=one.pdf))
    session.flush()


def compare(session: Session, count: int, named: str, at: str) -> tuple[str, int]:
    """What does not fit of the `count` copies that a renewal of this time covered, in words, and how many were replaced since."""
    rows = select(RenewedCopy).where(RenewedCopy.copies_root == named).order_by(col(RenewedCopy.event_id))
    then = [Copy(row.event_id, row.core, row.pdf) for row in session.exec(rows)]
    now = {one.event_id: one for one in present(session)}
    gone = {
        row.event_id for row in session.exec(select(FormerCopy)) if f"{row.replaced:%Y-%m-%dT%H:%M:%SZ}" >= at
    }
    if count and not then:  # from before each copy was named
        then = list(now.values())[:count]
        if gone and (len(then) != count or root(then) != named):
            return "", len(gone)
    if len(then) != count or root(then) != named:
        return f"the first {count} public copies are not those that were renewed", 0
    replaced = [one for one in then if one.event_id not in now]
    if any(one.event_id not in gone for one in replaced):
        return "a public copy that was renewed is gone, and nothing says that it was replaced", 0
    changed = [one.event_id for one in then if now.get(one.event_id, one) != one]
    return f"the public copies of events {changed} are not those that were renewed" if changed else "", len(
        replaced
    )


def _hash(content: bytes | None) -> bytes:
    return b"" if content is None else restamp.leaf_hash(content)
