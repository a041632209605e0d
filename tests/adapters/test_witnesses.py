"""Asking a witness: a real one, one that lies, and one that is not there."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.witness.logs import Log
from workflow.adapters import witnesses
from workflow.adapters.settings import Settings
from workflow.adapters.witnesses import Behind, Witness, WitnessAway, WitnessRefused
from workflow.evidence.cosignature import cosign, vkey

LOG, KEY, OTHER = (Ed25519PrivateKey.generate() for _ in range(3))
VKEY = vkey("library.example", KEY)


@contextmanager
def answering(status: int, body: bytes, kind: str = "text/plain") -> Iterator[Witness]:
    """A witness that says this to everything."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["content-length"]))
            self.send_response(status)
            self.send_header("content-type", kind)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield Witness(VKEY, f"http://127.0.0.1:{server.server_port}")
    server.shutdown()
    thread.join()
    server.server_close()


def ask(witness: Witness) -> object:
    return witnesses.add_checkpoint(witness, 0, [], Log(5, LOG).note)


def line(key: Ed25519PrivateKey = KEY, size: int = 5) -> bytes:
    return cosign(Log(size, LOG).note, "library.example", key, 1778000000).line().encode()


def test_the_line_by_its_key_is_found_among_those_of_others() -> None:
    with answering(200, line(OTHER) + b"nonsense\n" + line()) as witness:
        assert ask(witness) == cosign(Log(5, LOG).note, "library.example", KEY, 1778000000)


@pytest.mark.parametrize(
    "body",
    [b"", line(OTHER), line(size=4), line()[:-10] + b"AAAA=\n"],
    ids=["nothing", "another", "size", "cut"],
)
def test_an_answer_without_a_cosignature_that_fits_is_a_refusal(body: bytes) -> None:
    with (
        answering(200, body) as witness,
        pytest.raises(WitnessRefused, match="without a cosignature that fits"),
    ):
        ask(witness)


def test_it_says_where_it_stands() -> None:
    with answering(409, b"17\n", "text/x.tlog.size") as witness, pytest.raises(Behind) as behind:
        ask(witness)
    assert behind.value.size == 17


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (409, b"the log was forked\n", "text/plain"),
        (409, b"many\n", "text/x.tlog.size"),
        (409, b"9" * 17, "text/x.tlog.size"),
        (422, b"does not continue\n", "text/plain"),
        (302, b"", "text/plain"),
    ],
)
def test_every_other_answer_is_a_refusal(status: int, body: bytes, kind: str) -> None:
    with answering(status, body, kind) as witness, pytest.raises(WitnessRefused, match=str(status)):
        ask(witness)


def test_one_that_is_not_there_or_says_too_much_is_away() -> None:
    with answering(200, b"x" * 70_000) as witness, pytest.raises(WitnessAway):
        ask(witness)
    with answering(200, b"\xff") as witness, pytest.raises(WitnessAway):
        ask(witness)
    with pytest.raises(WitnessAway, match=r"library\.example"):
        ask(witness)


def test_the_setting_names_keys_and_addresses_in_its_order() -> None:
    second = vkey("district.example", OTHER)
    settings = Settings(witnesses=f"{VKEY} https://library.example/w/ ,\n{second} http://localhost:1\n")
    assert witnesses.configured(settings) == (
        Witness(VKEY, "https://library.example/w"),
        Witness(second, "http://localhost:1"),
    )
    assert witnesses.keys(settings) == (VKEY, second) and witnesses.configured(Settings()) == ()


@pytest.mark.parametrize(
    "line", ["library.example", f"{VKEY}", f"{VKEY} ftp://x", f"{Log(1, LOG).vkey} http://x"],
    ids=["a name", "a key without address", "an address of another kind", "a key of another kind"],
)  # fmt: skip
def test_a_line_that_names_no_witness_is_refused_by_the_setting(line: str) -> None:
    with pytest.raises(ValueError, match="COUNTERSIGN_WITNESSES"):
        witnesses.configured(Settings(witnesses=line))
