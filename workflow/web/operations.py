"""The addresses that machines ask: health, readiness, figures, the API's description, static files.

`/healthz` says that the process answers. `/readyz` says whether it can do its work, and names what is missing.
"""

from collections.abc import Sequence
from functools import cache
from hmac import compare_digest
from typing import Any

import redis
from litestar import Request, Response, get
from litestar.handlers import HTTPRouteHandler
from sqlalchemy import func
from sqlmodel import Session, select

from workflow.adapters import notices
from workflow.adapters.migrations import is_current
from workflow.adapters.published import Published, this_machine
from workflow.core.errors import Forbidden, NotFound, Refused
from workflow.history import alarms
from workflow.history.models import Work
from workflow.history.queries import undispatched
from workflow.history.standing import judge
from workflow.web import sessions
from workflow.web.asking import visit_of
from workflow.web.edge import Edge
from workflow.web.meters import Meters
from workflow.web.refusals import refusal
from workflow.web.reply import Reply
from workflow.web.schema import describe
from workflow.web.sessions import STRANGER
from workflow.web.static import StaticFiles
from workflow.web.visit import Opening, Visit

LATE = 120.0
"""Seconds after which an event that nobody dispatched means that no dispatcher is at work."""
Asked = Request[Any, Any, Any]
ROBOTS = """User-agent: *
Allow: /
Disallow: /api/
Disallow: /inbox
Disallow: /editions/
Disallow: /signing-events/
Disallow: /sign-in
"""


def operations(
    edge: Edge, openings: Sequence[Opening], static: StaticFiles, meters: Meters
) -> list[HTTPRouteHandler]:
    """The handlers. Each is a few lines around a function below."""
    return [*_for_operators(edge, meters), *_for_programs(edge, openings, static)]


def _for_operators(edge: Edge, meters: Meters) -> list[HTTPRouteHandler]:
    @get("/healthz", sync_to_thread=False)
    def healthz() -> Response[bytes]:
        return _unkept(Reply.of_json({"status": "ok"})).response()

    @get("/readyz", sync_to_thread=True)
    def readyz() -> Response[bytes]:
        state = readiness(edge)
        return _unkept(Reply.of_json(state, 200 if state["ready"] else 503)).response()

    @get("/metrics", sync_to_thread=True)
    def metrics(request: Asked) -> Response[bytes]:
        visit = visit_of(edge, request)
        if not may_see_figures(edge, visit):
            no = Forbidden("The figures are for this machine itself, or for whoever has the token.")
            return edge.views.refuse(visit, STRANGER, refusal(no), {}).response()
        with edge.database.reading() as session:
            waiting, oldest = outbox(session, edge)
            dead = dead_work(session)
        return _unkept(Reply(200, meters.text(waiting, oldest, dead), "text/plain; version=0.0.4")).response()

    return [healthz, readyz, metrics]


def _for_programs(edge: Edge, openings: Sequence[Opening], static: StaticFiles) -> list[HTTPRouteHandler]:
    description = cache(lambda: describe(openings))  # asked for seldom, and half of what a start would cost

    @get("/schema", sync_to_thread=True)
    def schema() -> Response[bytes]:
        reply = Reply.of_json(description())
        reply.headers["cache-control"] = "no-cache"
        return reply.response()

    @get("/robots.txt", sync_to_thread=False)
    def robots() -> Response[bytes]:
        text = ROBOTS
        if edge.settings.public_url:
            text += f"Sitemap: {edge.settings.public_url.rstrip('/')}/sitemap.xml\n"
        return Reply(200, text.encode(), "text/plain; charset=utf-8").response()

    @get("/static/{name:str}", sync_to_thread=False)
    def file(request: Asked) -> Response[bytes]:
        name = request.path_params["name"]
        version = request.query_params.get("v", "")
        found = static.reply(name, version, request.headers.get("accept-encoding", ""))
        if found is None:
            return edge.views.refuse(
                visit_of(edge, request), STRANGER, refusal(NotFound("file")), {}
            ).response()
        return found.response()

    @get("/api/v1/session", sync_to_thread=True)
    def session_(request: Asked) -> Response[bytes]:
        return _unkept(Reply.of_json(who_am_i(edge, visit_of(edge, request)))).response()

    return [schema, robots, file, session_]


def who_am_i(edge: Edge, visit: Visit) -> dict[str, Any]:
    """Who is signed in, and the token that a script sends as X-CSRF-Token with its calls."""
    with edge.database.reading() as session:
        visitor = sessions.visitor_for(session, visit.token, visit.now)
    actor = visitor.actor
    return {
        "signed_in": actor.signed_in,
        "name": actor.name,
        "party": actor.party_name,
        "office": actor.office_title,
        "guest_of": actor.guest_of,
        "csrf": sessions.form_token(edge.secret, visitor),
    }


def readiness(edge: Edge) -> dict[str, Any]:
    """What this process needs, and whether it is there. `missing` names each thing that is not, `degraded` what an operator has
    to look into while it goes on, `notices` what a deployment should have besides.
    """
    checks: dict[str, str] = {}
    degraded: dict[str, str] = {"publishing": edge.closed} if edge.closed else {}
    oldest, dead = 0.0, 0
    try:
        with edge.database.reading() as session:
            checks["database"] = "ok"
            checks["migrations"] = (
                "ok" if is_current(session.connection()) else "not at head: run the migrations"
            )
            if checks["migrations"] == "ok":
                (_, oldest), dead = outbox(session, edge), dead_work(session)
                degraded |= troubles(session, edge)
                checks["dispatcher"] = "ok" if oldest < LATE else f"oldest event waits {oldest:.0f} s"
    except Exception as fault:  # whatever the driver raises: the answer is the same, and says so
        checks["database"] = f"cannot be reached ({type(fault).__name__})"
    if edge.settings.redis_url:
        checks["redis"] = _redis(edge.settings.redis_url)
    missing = sorted(name for name, state in checks.items() if state != "ok")
    return {
        "ready": not missing,
        "missing": missing,
        "checks": checks,
        "degraded": degraded,
        "notices": notices.for_everybody(edge.settings),
        "oldest_undispatched_seconds": round(oldest, 3),
        "dead_work": dead,
    }


def troubles(session: Session, edge: Edge) -> dict[str, str]:
    """What an operator has to look into while the service goes on: alarms, and a record that must not be published."""
    found = alarms.ringing(session)
    try:
        words = judge(session, Published(edge.settings.published_folder, this_machine())).words
    except Refused as no:
        words = str(no)
    return found | ({"publishing": words} if words else {})


def outbox(session: Session, edge: Edge) -> tuple[int, float]:
    """How many events wait to be dispatched, and for how many seconds the oldest has."""
    count, first = undispatched(session)
    return count, max(0.0, (edge.clock.now() - first).total_seconds()) if first else 0.0


def dead_work(session: Session) -> int:
    """How many pieces of work were given up. An operator has to look at them; the service works on without."""
    return session.exec(select(func.count()).select_from(Work).where(Work.state == "dead")).one()


def may_see_figures(edge: Edge, visit: Visit) -> bool:
    """The machine itself (and nobody a proxy speaks for), or the bearer of the token."""
    if token := edge.settings.metrics_token:
        given = visit.headers.get("authorization", "").removeprefix("Bearer ")
        if compare_digest(given.encode(), token.encode()):
            return True
    return visit.near


def _redis(url: str) -> str:
    try:
        client = redis.Redis.from_url(url, socket_connect_timeout=1, socket_timeout=1)
        try:
            client.ping()
        finally:
            client.close()
    except (redis.RedisError, ValueError, OSError) as fault:
        return f"cannot be reached ({type(fault).__name__})"
    return "ok"


def _unkept(reply: Reply) -> Reply:
    reply.headers["cache-control"] = "no-store"
    return reply
