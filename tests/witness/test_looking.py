"""A witness that looks for itself, at a log that only has tiles."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey as Key

from tests.witness.logs import ORIGIN, Log
from workflow.core.errors import Refused
from workflow.evidence import cosignature, tlog
from workflow.evidence.errors import Bad
from workflow.witness.folder import Folder
from workflow.witness.looking import look, over_http

TIME = 1778000000


def test_it_signs_every_step_of_a_log_that_grows(folder: Folder, key: Key) -> None:
    for size in (0, 1, 200, 200, 256, 257, 700):
        log = Log(size, key)
        note = look(folder, log.fetch, time=TIME)
        assert tlog.own_lines(note) == log.note and folder.logs()[ORIGIN].seen.size == size
        cosignature.check(note, cosignature.read_line(note.split("\n")[-2], folder.vkey))


SHOWN = {
    "truncated": (200, None, "witness.truncated"),
    "forked": (300, 250, "witness.forked"),
    "forked and longer": (600, 250, "witness.proof"),
}


@pytest.mark.parametrize("case", SHOWN)
def test_it_refuses_in_words_and_keeps_its_memory(folder: Folder, key: Key, case: str) -> None:
    size, fork_at, code = SHOWN[case]
    look(folder, Log(300, key).fetch, time=TIME)
    with pytest.raises(Bad) as bad:
        look(folder, Log(size, key, fork_at).fetch, time=TIME)
    assert bad.value.code == code and folder.logs()[ORIGIN].seen.size == 300


def test_tiles_of_a_fork_under_the_honest_checkpoint_prove_nothing(folder: Folder, key: Key) -> None:
    look(folder, Log(300, key).fetch, time=TIME)
    honest, forked = Log(600, key), Log(600, key, fork_at=250)
    with pytest.raises(Bad) as bad:
        look(
            folder,
            lambda path, most: (honest if path == "checkpoint" else forked).fetch(path, most),
            time=TIME,
        )
    assert bad.value.code == "witness.proof"


@pytest.mark.parametrize(
    ("shown", "code"),
    [
        (b"\xff", "witness.signature"),
        (b"elsewhere\n1\n", "witness.origin"),
        (f"{ORIGIN}\n1\n".encode(), "witness.signature"),
        (Log(5, Key.generate()).note.encode(), "witness.signature"),
    ],
)
def test_what_is_not_a_checkpoint_of_that_log_is_refused(folder: Folder, shown: bytes, code: str) -> None:
    with pytest.raises(Bad) as bad:
        look(folder, lambda path, most: shown, time=TIME)
    assert bad.value.code == code


@contextmanager
def serving(log: Log) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            try:
                body = (
                    b"x" * 9000 if self.path == "/log/long" else log.fetch(self.path.removeprefix("/log/"), 0)
                )
                self.send_response(200)
            except (Refused, Bad):
                body = b""
                self.send_response(404)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/log/"
    server.shutdown()
    thread.join()
    server.server_close()


def test_over_http(folder: Folder, key: Key) -> None:
    look(folder, Log(200, key).fetch, time=TIME)
    with serving(Log(700, key)) as address:
        assert look(folder, over_http(address), time=TIME).startswith(f"{ORIGIN}\n700\n")
        with pytest.raises(Refused, match="cannot be read"):
            over_http(address)("nowhere", 100)
        with pytest.raises(Refused, match="longer than it can be"):
            over_http(address)("long", 8192)
    with pytest.raises(Refused, match="cannot be read"):
        over_http(address)("checkpoint", 100)
