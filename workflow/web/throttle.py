"""How often the doors that strangers can reach may be tried, per account and per address.

Counted in the database, in one statement, before the act's own transaction: a try that is refused counts too, and any
number of processes count together. Keys are random and links 128 bits long, so this is about mail boxes and
noise, not about guessing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from ipaddress import IPv6Address, ip_address

from sqlalchemy import case, delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col

from workflow.core.errors import TooMany
from workflow.parties.emails import mailbox, normalise_email
from workflow.parties.models import Throttle


@dataclass(frozen=True)
class Limit:
    """At most `tries` in `window`, counted by what `by` names: the address, the account, or the guest's session."""

    by: str
    tries: int
    window: timedelta


QUARTER = timedelta(minutes=15)
LIMITS: dict[str, tuple[Limit, ...]] = {
    "session:begin": (Limit("account", 10, QUARTER), Limit("address", 300, QUARTER)),
    "link:use": (Limit("address", 300, QUARTER),),
    "service:begin": (Limit("address", 60, QUARTER),),
    "public:comment": (Limit("account", 10, timedelta(hours=1)), Limit("address", 100, timedelta(hours=1))),
    "public:confirm": (Limit("address", 300, QUARTER),),
    "edition:comment": (Limit("guest", 60, timedelta(hours=1)),),
}
"""By act. A whole school may share one address, so those limits are wide; an account's mailbox is one person's."""

ACCOUNT_FIELD = "email"


def limits(act: str, who: Mapping[str, str]) -> list[tuple[str, Limit]]:
    """The counters this act moves, by key. Keys are hashes: the table tells nobody's e-mail address."""
    return [
        (sha256(f"{act}\x00{limit.by}\x00{said}".encode("utf-8", "surrogatepass")).hexdigest(), limit)
        for limit in LIMITS.get(act, ())
        if (said := _one_spelling(limit.by, who.get(limit.by, "")))
    ]


def _one_spelling(by: str, said: str) -> str:
    """What is counted: the mailbox, however its address is spelt; the network, of whose IPv6 addresses a visitor has 2^64."""
    if by == "account":
        return mailbox(said) or normalise_email(said)
    if by == "address":
        try:
            address = ip_address(said)
        except ValueError:
            return said
        if isinstance(address, IPv6Address):
            return str(address.ipv4_mapped or IPv6Address(int(address) >> 64 << 64))
    return said


def count(session: Session, key: str, limit: Limit, at: datetime) -> int:
    """Count one try and return how many seconds to wait; 0 means go on."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    over = col(Throttle.window_start) <= at - limit.window
    statement = insert(Throttle).values(key=key, window_start=at, count=1)
    count_, began = session.execute(
        statement.on_conflict_do_update(
            index_elements=["key"],
            set_={
                "count": case((over, 1), else_=col(Throttle.count) + 1),
                "window_start": case((over, at), else_=col(Throttle.window_start)),
            },
        ).returning(col(Throttle.count), col(Throttle.window_start))
    ).one()
    if count_ <= limit.tries:
        return 0
    wait: float = (began + limit.window - at).total_seconds()
    return max(1, round(wait))


def refuse_after(wait: int) -> None:
    """Raise TooMany when there is something to wait for."""
    if wait:
        raise TooMany("This was tried too often, so it rests for a while.", wait)


def forget(session: Session, at: datetime) -> None:
    """Drop counters that no window reaches any more."""
    session.execute(delete(Throttle).where(col(Throttle.window_start) < at - timedelta(days=1)))
