"""What witnesses have signed: one row a witness and checkpoint, kept like the checkpoints themselves."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlmodel import Session, col, func, select

from workflow.core.errors import Refused
from workflow.evidence.cosignature import Cosignature
from workflow.history.models import Checkpoint
from workflow.history.models import Cosignature as Row

CLOCKS = timedelta(hours=1)
"""How far a witness's clock may be ahead of ours: a signature from tomorrow would be refused by every verifier."""


def last(session: Session, key: str) -> int:
    """The largest checkpoint this witness has signed, as far as we know; 0 before the first."""
    return session.exec(select(func.max(Row.size)).where(Row.key == key)).one() or 0


def waiting_since(session: Session, key: str) -> datetime | None:
    """When the first checkpoint was made that this witness has not signed; None where it has signed them all."""
    unsigned = select(Checkpoint.at).where(col(Checkpoint.size) > last(session, key))
    return session.exec(unsigned.order_by(col(Checkpoint.size)).limit(1)).first()


def keep(session: Session, size: int, signed: Cosignature, *, at: datetime) -> None:
    """Keep a cosignature that was checked. Asking twice keeps the first. Raises Refused for a time that has not come."""
    if signed.time > (at + CLOCKS).timestamp():
        raise Refused(f"{signed.name} signed at a time that has not come yet: its clock is wrong.")
    if session.get(Row, (size, signed.key)) is None:
        session.add(Row(size=size, key=signed.key, time=signed.time, signature=signed.signature, at=at))
        session.flush()


def of(session: Session, size: int, keys: Sequence[str]) -> list[Cosignature]:
    """Who of these witnesses has signed the checkpoint of this size, in the order of `keys`."""
    rows = session.exec(select(Row).where(Row.size == size, col(Row.key).in_(keys)))
    found = {row.key: Cosignature(row.key, row.time, row.signature) for row in rows}
    return [found[key] for key in keys if key in found]


def first_over(session: Session, index: int, keys: Sequence[str]) -> Checkpoint | None:
    """The first checkpoint that covers this leaf and that one of these witnesses has signed."""
    return session.exec(
        select(Checkpoint)
        .join(Row, col(Row.size) == col(Checkpoint.size))
        .where(col(Checkpoint.size) > index, col(Row.key).in_(keys))
        .order_by(col(Checkpoint.size))
        .limit(1)
    ).first()


def newest_note(session: Session, keys: Sequence[str]) -> str:
    """The newest checkpoint that one of these witnesses has signed, with their lines; empty while there is none."""
    size = session.exec(select(func.max(Row.size)).where(col(Row.key).in_(keys))).one()
    if not size:
        return ""
    note = session.get_one(Checkpoint, size).note
    return note + "".join(one.line() for one in of(session, size, keys))
