"""What every answer gets, whatever made it: headers that close a page in, HEAD, 304, a number, a line in the log.

Pure ASGI around the whole application, so that routing errors and refusals wear the same coat.
"""

import logging
import secrets
import time
from collections.abc import Callable
from typing import Any

from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from workflow.adapters.settings import Settings
from workflow.web.origin import is_secure, known_host
from workflow.web.views import fits

log = logging.getLogger("countersign.access")

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; font-src 'self'"
)
POLICY = b"content-security-policy"
WRONG_HOST = (
    b"This service does not answer to that name. Whoever runs it can set COUNTERSIGN_PUBLIC_URL to the address "
    b"that people use.\n"
)
Observe = Callable[[str, str, int, float], None]


def security_headers(settings: Settings) -> list[tuple[bytes, bytes]]:
    """The headers of every response. `Referrer-Policy: same-origin` keeps working addresses from other sites."""
    headers = {
        "content-security-policy": CSP,
        "x-content-type-options": "nosniff",
        "referrer-policy": "same-origin",
        "permissions-policy": (
            "publickey-credentials-get=(self), publickey-credentials-create=(self), camera=(), microphone=(), "
            "geolocation=(), payment=(), usb=()"
        ),
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
    }
    if is_secure(settings):
        headers["strict-transport-security"] = "max-age=63072000; includeSubDomains"
    return [(name.encode(), text.encode()) for name, text in headers.items()]


class Shell:
    """Wraps the application. `observe` receives method, route, status and seconds of every request."""

    def __init__(self, app: ASGIApp, settings: Settings, observe: Observe, names: dict[str, str]) -> None:
        """`names` gives a route's pattern as its room wrote it."""
        self.app, self.settings, self.observe, self.names = app, settings, observe, names
        self.headers = security_headers(settings)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == ScopeType.HTTP:
            await self._answer(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    async def _answer(self, scope: Any, receive: Receive, send: Send) -> None:
        number = secrets.token_hex(6)
        scope["state"]["request_id"] = number
        asked, began = _headers(scope), time.perf_counter()
        coat = _Coat(send, [*self.headers, (b"x-request-id", number.encode())], asked, scope["method"])
        if scope["method"] == "HEAD":
            scope["method"] = "GET"  # the same page, without its body
        try:
            if known_host(self.settings, asked.get("host", "")):
                await self.app(scope, receive, coat.send)
            else:
                await _wrong_host(coat.send)
        finally:
            took = time.perf_counter() - began
            # The route's pattern, never the path or query: addresses of links hold secrets.
            template = str(scope.get("path_template") or "(none)")
            route = self.names.get(template, template)
            self.observe(coat.method, route, coat.status, took)
            log.info("%s %s %s %d %.1f ms", number, coat.method, route, coat.status, took * 1000)


class _Coat:
    """One response on its way out."""

    def __init__(
        self, send: Send, extra: list[tuple[bytes, bytes]], asked: dict[str, str], method: str
    ) -> None:
        self.out, self.extra, self.asked, self.method = send, extra, asked, method
        self.status, self.silent = 500, False

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._start(message)
        elif message["type"] == "http.response.body" and self.silent:
            if message.get("more_body"):
                return
            message = {"type": "http.response.body", "body": b"", "more_body": False}
        await self.out(message)

    def _start(self, message: Any) -> None:
        self.status = message["status"]
        headers = list(message.get("headers", []))
        named = {name.decode("latin-1").lower(): text.decode("latin-1") for name, text in headers}
        reading = self.method in ("GET", "HEAD")
        fresh = (
            reading
            and self.status == 200
            and fits(self.asked.get("if-none-match", ""), named.get("etag", ""))
        )
        if fresh or self.status == 304:
            message["status"] = self.status = 304
            headers = [(n, t) for n, t in headers if n.lower() not in (b"content-length", b"content-type")]
        self.silent = self.method == "HEAD" or self.status == 304
        # A page with its script within brings a policy of its own, narrower than ours (docs/adr/0015).
        extra = [(n, t) for n, t in self.extra if n != POLICY or POLICY.decode() not in named]
        ours = {name for name, _ in extra}
        message["headers"] = [(n, t) for n, t in headers if n.lower() not in ours] + extra


def _headers(scope: Scope) -> dict[str, str]:
    return {name.decode("latin-1").lower(): text.decode("latin-1") for name, text in scope["headers"]}


async def _wrong_host(send: Send) -> None:
    length = str(len(WRONG_HOST)).encode()
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", length)]
    await send({"type": "http.response.start", "status": 421, "headers": headers})
    await send({"type": "http.response.body", "body": WRONG_HOST, "more_body": False})
