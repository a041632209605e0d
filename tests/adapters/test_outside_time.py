"""Asking a time authority over HTTP, against a real server on loopback that answers well, badly or not at all."""

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from asn1crypto import tsp

from workflow.adapters.keystore import Keystore
from workflow.adapters.outside_time import (
    OutsideTimeAuthority,
    Reply,
    TimeAuthorityFault,
    authorities,
    check,
)
from workflow.adapters.settings import Settings
from workflow.adapters.timestamp import LocalTimeAuthority
from workflow.core.errors import Refused
from workflow.evidence import time_token
from workflow.evidence.canonical import sha256

AT = datetime(2026, 5, 12, 17, 0, tzinfo=UTC)
DIGEST = sha256(b"an envelope")
Answer = Callable[[tsp.TimeStampReq], tuple[int, bytes]]


@pytest.fixture(scope="module")
def stamps(tmp_path_factory: pytest.TempPathFactory) -> LocalTimeAuthority:
    return LocalTimeAuthority(Keystore(tmp_path_factory.mktemp("tsa") / "keys").time)


@pytest.fixture
def authority() -> Iterator[Callable[[Answer], OutsideTimeAuthority]]:
    """A function that starts a server which answers as told, and gives who asks it."""
    opened: list[ThreadingHTTPServer] = []

    def at(answer: Answer) -> OutsideTimeAuthority:
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                assert self.headers["content-type"] == "application/timestamp-query"
                request = tsp.TimeStampReq.load(self.rfile.read(int(self.headers["content-length"])))
                status, content = answer(request)
                self.send_response(status)
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *words: object) -> None:
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        opened.append(server)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return OutsideTimeAuthority(f"http://127.0.0.1:{server.server_port}/")

    yield at
    for server in opened:
        server.shutdown()
        server.server_close()


def test_a_token_comes_in_its_one_form(authority, stamps) -> None:
    asked = authority(lambda request: (200, stamps.respond(request, AT).dump()))
    token = time_token.read(asked.token(DIGEST))
    assert (token.imprint, token.at) == (DIGEST, "2026-05-12T17:00:00Z")


def another(stamps: LocalTimeAuthority, **members: object) -> Answer:
    """Answers another question than was asked."""

    def answer(request: tsp.TimeStampReq) -> tuple[int, bytes]:
        said = {
            "version": "v1",
            "message_imprint": request["message_imprint"],
            "nonce": request["nonce"].native,
        }
        return 200, stamps.respond(tsp.TimeStampReq(said | members), AT).dump()

    return answer


@pytest.mark.parametrize(("kind", "words"), [
    ("another digest", "something else"), ("another nonce", "something else"), ("refused", "refused"), ("words", "not one of"),
    ("no token", "without a token"), ("an outage", "does not answer"), ("a flood", "too large"),
])  # fmt: skip
def test_what_is_no_token_over_what_was_asked_is_a_fault_in_words(authority, stamps, kind, words) -> None:
    imprint = {"hash_algorithm": {"algorithm": "sha256"}, "hashed_message": bytes(32)}
    answers: dict[str, Answer] = {
        "another digest": another(stamps, message_imprint=imprint),
        "another nonce": another(stamps, nonce=7),
        "refused": lambda request: (200, Reply({"status": {"status": "rejection"}}).dump()),
        "words": lambda request: (200, b"<html>busy</html>"),
        "no token": lambda request: (200, Reply({"status": {"status": "granted"}}).dump()),
        "an outage": lambda request: (503, b""),
        "a flood": lambda request: (200, bytes(200_000)),
    }
    with pytest.raises(TimeAuthorityFault, match=words):
        authority(answers[kind]).token(DIGEST)


def test_an_authority_that_is_not_there_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(TimeAuthorityFault, match="does not answer"):
        OutsideTimeAuthority("http://127.0.0.1:9/").token(DIGEST)


@pytest.mark.parametrize("url", ["", "http://127.0.0.1:318/tsr", "https://tsa.example.org/"])
def test_an_address_of_the_web_can_be_asked(url: str) -> None:
    check(Settings(time_authority_url=url))


@pytest.mark.parametrize(
    "url", ["nonsense", "tsa.example.org/x", "ftp://tsa.example.org", "http://", "http://x:y/", "http://[/"]
)
def test_an_address_that_cannot_be_asked_is_refused_by_its_setting(url: str) -> None:
    with pytest.raises(Refused, match="COUNTERSIGN_TIME_AUTHORITY_URL is "):
        check(Settings(time_authority_url=url))


def test_the_certificate_is_one_or_its_setting_is_named(tmp_path: Path) -> None:
    file = tmp_path / "tsa.pem"
    set_so = Settings(time_authority_certificate=file)
    for content in (None, b"", b"no certificate", b"\x30\x03"):
        if content is not None:
            file.write_bytes(content)
        with pytest.raises(Refused, match=r"COUNTERSIGN_TIME_AUTHORITY_CERTIFICATE: .*tsa\.pem"):
            check(set_so)
    keys = Keystore(tmp_path / "keys")
    file.write_bytes(keys.authority_pem)
    check(set_so)
    assert authorities(set_so) == [keys.authority] and authorities(Settings()) == []
