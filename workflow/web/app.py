"""The application put together: every room's doors, as pages and as `/api/v1`, behind one shell."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from litestar import Litestar, Request, Response, get, post
from litestar.concurrency import set_asyncio_executor, sync_to_thread
from litestar.exceptions import HTTPException
from litestar.handlers import HTTPRouteHandler
from litestar.params import RawBody

from workflow.adapters.clock import Clock, SystemClock
from workflow.adapters.database import Database
from workflow.adapters.doors import Doors
from workflow.adapters.settings import Settings
from workflow.web.asking import visit_of
from workflow.web.edge import Edge
from workflow.web.meters import Meters
from workflow.web.openings import Openings, bare
from workflow.web.operations import operations
from workflow.web.quiet import Quiet
from workflow.web.refusals import plain
from workflow.web.rooms import all_doors
from workflow.web.secret import service_secret
from workflow.web.sessions import STRANGER
from workflow.web.shell import Shell
from workflow.web.static import StaticFiles
from workflow.web.views import Views
from workflow.web.visit import Opening

THREADS = 8
API = "/api/v1"
ROOM_FOR_A_FORM = 200_000
"""Bytes a body may have beyond a door's own measure: names of fields, boundaries, escapes."""


def create_app(
    settings: Settings,
    database: Database | None = None,
    clock: Clock | None = None,
    rooms: Iterable[Doors] | None = None,
    closed: str = "",
) -> Litestar:
    """The service as an ASGI application. `rooms` is for tests; everything else comes from `web.rooms`. `closed` says why this
    is no more than a copy to look at.

    Raises ValueError for two doors with one address, and KeyError for an act that is not in the permission table.
    """
    set_asyncio_executor(ThreadPoolExecutor(THREADS, thread_name_prefix="edge"))
    secret = service_secret(settings)
    static = StaticFiles()
    openings = Openings(rooms if rooms is not None else all_doors(), settings.demo)
    edge = Edge(
        settings,
        database or Database(settings.database),
        clock or SystemClock(),
        secret,
        Views(settings, secret, static, closed),
        openings,
        closed=closed,
    )
    meters = Meters()
    app = Litestar(
        route_handlers=[
            *_handlers(edge, openings.all),
            *operations(edge, openings.all, static, meters),
        ],
        exception_handlers={HTTPException: _routing(edge, openings.all), Exception: _fault(edge)},
        openapi_config=None,
        logging_config=None,
        request_max_body_size=ROOM_FOR_A_FORM,
    )
    names = {bare(o.plan.shape): bare(o.plan.path) for o in openings.all}
    names |= {API + shape: API + path for shape, path in names.items()}
    app.asgi_handler = Quiet(Shell(app.asgi_handler, settings, meters.observe, names), edge.database)
    app.state.edge = edge
    return app


def _handlers(edge: Edge, openings: list[Opening]) -> list[HTTPRouteHandler]:
    """One handler for all pages and one for all acts of a size: Litestar reads each handler's signature and walks all addresses
    again for each, so that a handler a door makes starting twice as slow.
    """
    # Async functions that hand the work to a thread themselves: Litestar 2.25 forgets `sync_to_thread` for the first
    # handler of an address that has two.
    found: dict[tuple[str, str], Opening] = {}
    shown: list[str] = []
    acted: dict[int, list[str]] = {}
    for opening in openings:
        path, method = (API if opening.api else "") + opening.plan.shape, opening.door.method
        found[method, bare(path)] = opening
        (shown if method == "GET" else acted.setdefault(opening.door.max_bytes or 0, [])).append(path)

    @get(shown)
    async def show(request: Request[Any, Any, Any]) -> Response[bytes]:
        return await sync_to_thread(_answer, edge, request, found["GET", _template(request)], b"")

    async def act(request: Request[Any, Any, Any], body: RawBody) -> Response[bytes]:
        return await sync_to_thread(_answer, edge, request, found["POST", _template(request)], body)

    # Litestar wants to know the status beforehand; the reply carries the real one.
    acts = [
        post(paths, name=f"at most {most}", status_code=200, request_max_body_size=most + ROOM_FOR_A_FORM)(
            act
        )
        for most, paths in acted.items()
    ]
    return [show, *acts]


def _template(request: Request[Any, Any, Any]) -> str:
    return bare(str(request.scope["path_template"]))


def _answer(edge: Edge, request: Request[Any, Any, Any], opening: Opening, body: bytes) -> Response[bytes]:
    return edge.handle(visit_of(edge, request, opening=opening, body=body)).response()


def _routing(
    edge: Edge, openings: list[Opening]
) -> Callable[[Request[Any, Any, Any], HTTPException], Response[bytes]]:
    """Errors of routing and of reading the body. They are made on the event loop, so nobody is looked up:
    the page's head shows no name.
    """

    largest = {
        (API if o.api else "") + bare(o.plan.shape): o.door.largest
        for o in openings
        if o.door.method == "POST"
    }

    def answer(request: Request[Any, Any, Any], fault: HTTPException) -> Response[bytes]:
        visit = visit_of(edge, request)
        words = {"retry_after": "2"} if fault.status_code == 503 else {}
        if fault.status_code == 413 and (most := largest.get(_template(request))):
            words = {"remedy": f"The most that is taken here is {most}."}
        if fault.status_code == 405 and fault.headers:
            words = {"allow": dict(fault.headers).get("Allow", "GET")}
        return edge.views.refuse(visit, STRANGER, plain(fault.status_code, **words), {}).response()

    return answer


def _fault(edge: Edge) -> Callable[[Request[Any, Any, Any], Exception], Response[bytes]]:
    """A fault outside every door: said in our words, with its number, and logged."""

    def answer(request: Request[Any, Any, Any], fault: Exception) -> Response[bytes]:
        visit = visit_of(edge, request)
        return edge.views.refuse(visit, STRANGER, edge.words(visit, fault), {}).response()

    return answer
