"""A witness that is asked: C2SP tlog-witness over HTTP, with nothing but the standard library.

`POST /add-checkpoint` is the whole interface. `GET /` says in plain words who this is and what it has seen.
"""

import logging
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from workflow.evidence.errors import Bad
from workflow.evidence.witness import read_request
from workflow.witness.folder import Folder

MOST_BYTES = 64_000
PLAIN, SIZE = "text/plain; charset=utf-8", "text/x.tlog.size"
STATUS = {
    "witness.request": 400,
    "witness.origin": 404,
    "witness.signature": 403,
    "witness.old": 400,
    "witness.behind": 409,
    "witness.forked": 422,
    "witness.proof": 422,
}
log = logging.getLogger("countersign.witness")
Answer = tuple[int, str, str]
"""Status, media type, body."""


def add_checkpoint(folder: Folder, body: bytes, now: int) -> Answer:
    """One request, answered."""
    origin = ""
    try:
        try:
            old, proof, note = read_request(body.decode())
        except UnicodeDecodeError:
            raise Bad("witness.request", "this is not a request to add a checkpoint") from None
        origin = note.partition("\n")[0]
        signed = folder.sign(note, old, proof, time=now)
    except Bad as bad:
        log.log(
            logging.INFO if bad.code == "witness.behind" else logging.WARNING, "%s: %s", origin[:200], bad
        )
        if bad.code == "witness.behind":
            return 409, SIZE, f"{folder.logs()[origin].seen.size}\n"
        return STATUS.get(bad.code, 500), PLAIN, f"{bad.words}\n"
    return 200, PLAIN, signed.line()


def about(folder: Folder) -> Answer:
    """Who this is, and the largest tree of each log it has signed."""
    seen = [f"{origin}: {one.seen.size} leaves" for origin, one in sorted(folder.logs().items())]
    return 200, PLAIN, "\n".join([f"Witness {folder.name}", folder.vkey, *seen, ""])


def serve(
    folder: Folder, host: str, port: int, clock: Callable[[], float] = time.time
) -> ThreadingHTTPServer:
    """A server bound to its port, not yet serving."""

    class Handler(BaseHTTPRequestHandler):
        timeout = 20
        protocol_version = "HTTP/1.1"
        server_version, sys_version = "witness", ""

        def do_POST(self) -> None:
            length = self.headers.get("content-length", "")
            if not (length.isascii() and length.isdigit()) or int(length) > MOST_BYTES:
                self.close_connection = True
                self._say((400, PLAIN, "A request has a length, and not a large one.\n"))
                return
            body = self.rfile.read(int(length))
            known = self.path == "/add-checkpoint"
            self._say(
                add_checkpoint(folder, body, int(clock())) if known else (404, PLAIN, "Nothing is here.\n")
            )

        def do_GET(self) -> None:
            self._say(about(folder) if self.path == "/" else (404, PLAIN, "Nothing is here.\n"))

        def _say(self, answer: Answer) -> None:
            status, kind, text = answer
            body = text.encode()
            self.send_response(status)
            self.send_header("content-type", kind)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            log.debug(format, *args)

    return ThreadingHTTPServer((host, port), Handler)
