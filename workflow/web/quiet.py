"""Polls that nothing happened to are answered from memory: what keeps two hundred open pages cheap.

An open page asks every few seconds whether its edition has changed (`review/live.py`). The whole way, with session and
permissions, costs milliseconds; nearly always the answer is "no". So:

1. once a second at most, and only while somebody asks, one statement looks which editions had events lately;
2. who asks again with the mark of an answer given before, on an edition without an event since, is told 304 here;
3. everybody else goes the whole way, and the mark of the answer is remembered for this address and this cookie.

"Nothing happened" tells nobody anything, so an ended session need not be looked up for it; any event at all leads back to
the whole way. A transaction may commit after one with a later number: the look reaches back far enough to find it. Events
of one edition commit in their order, since its agreement's stream is locked.
"""

import time
from collections.abc import Callable
from typing import Any

from litestar.concurrency import sync_to_thread
from litestar.types import ASGIApp, Message, Receive, Scope, Send
from sqlalchemy import func
from sqlmodel import Session, col, select

from workflow.adapters.database import Database
from workflow.history.models import Event

BACK = 1_000
"""Numbers a transaction may fall behind others before it commits."""
MOST = 20_000
LOOK_EVERY = 0.7
REMEMBER = 600.0
"""Seconds after which even a silent page goes the whole way once."""
Key = tuple[str, bytes]


class Quiet:
    """Wraps the application, outermost."""

    def __init__(self, app: ASGIApp, database: Database, clock: Callable[[], float] = time.monotonic) -> None:
        self.app, self.database, self.clock = app, database, clock
        self.newest: dict[str, int] = {}
        self.reached: int | None = None
        self.looked = float("-inf")
        self.told: dict[Key, tuple[bytes, int, float]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        edition = asked_about(scope)
        if not edition:
            await self.app(scope, receive, send)
            return
        if self.clock() - self.looked > LOOK_EVERY:
            self.looked = self.clock()
            await sync_to_thread(self.look)
        headers = dict(scope["headers"])
        key = scope["path"], headers.get(b"cookie", b"")
        state = self.newest.get(edition, 0)
        mark, then, until = self.told.get(key, (b"", 0, 0.0))
        if mark and mark == headers.get(b"if-none-match") and then == state and self.clock() < until:
            await send({"type": "http.response.start", "status": 304, "headers": [(b"etag", mark)]})
            await send({"type": "http.response.body", "body": b"", "more_body": False})
        else:
            await self.app(scope, receive, self._remembering(send, key, state))

    def _remembering(self, send: Send, key: Key, state: int) -> Send:
        async def pass_on(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] in (200, 304):
                if len(self.told) > MOST:
                    self.told.clear()
                mark = dict(message["headers"]).get(b"etag", b"")
                self.told[key] = mark, state, self.clock() + REMEMBER
            await send(message)

        return pass_on

    def look(self) -> None:
        """Which editions had events lately. One statement; if the database is away, nothing is known and nobody is told so."""
        try:
            with self.database.reading() as session:
                self._look(session)
        except Exception:  # whatever the driver raises: the whole way says it in words
            self.told.clear()

    def _look(self, session: Session) -> None:
        if self.reached is None:
            self.reached = session.exec(select(func.max(Event.id))).one() or 0
        rows: Any = session.exec(
            select(Event.edition_id, func.max(Event.id))
            .where(col(Event.id) > self.reached - BACK)
            .group_by(col(Event.edition_id))
        )
        for edition, last in rows:
            self.newest[edition or ""] = last
            self.reached = max(self.reached, last)


def asked_about(scope: Any) -> str:
    """The edition whose version a request asks for, or an empty string."""
    if scope["type"] != "http" or scope["method"] != "GET":
        return ""
    parts = scope["path"].split("/")
    return parts[2] if len(parts) == 4 and parts[1] == "editions" and parts[3] == "version" else ""
