"""C2SP tlog-witness over HTTP, answer by answer as the specification names them."""

import threading
from collections.abc import Iterator

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey as Key

from tests.witness.logs import ORIGIN, Log
from workflow.evidence import cosignature
from workflow.evidence.witness import request
from workflow.witness.folder import Folder
from workflow.witness.server import serve

TIME = 1778000000


@pytest.fixture
def address(folder: Folder) -> Iterator[str]:
    server = serve(folder, "127.0.0.1", 0, clock=lambda: TIME)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def ask(address: str, log: Log, old: int, proof: list[bytes] | None = None) -> httpx.Response:
    body = request(old, log.proof(old) if proof is None else proof, log.note)
    return httpx.post(f"{address}/add-checkpoint", content=body)


def test_it_answers_with_one_line_that_is_its_cosignature(address: str, folder: Folder, key: Key) -> None:
    log = Log(9, key)
    answer = ask(address, log, 0)
    assert answer.status_code == 200
    signed = cosignature.read_line(answer.text.removesuffix("\n"), folder.vkey)
    cosignature.check(log.note, signed)
    assert signed.time == TIME


def test_who_does_not_know_where_it_stands_is_told(address: str, key: Key) -> None:
    ask(address, Log(9, key), 0)
    for old in (0, 8):
        answer = ask(address, Log(20, key), old)
        assert (answer.status_code, answer.text) == (409, "9\n")
        assert answer.headers["content-type"] == "text/x.tlog.size"
    assert ask(address, Log(20, key), 9).status_code == 200
    assert ask(address, Log(20, key), 20).status_code == 200  # the same once more, signed once more


def test_refusals_have_the_numbers_of_the_specification(address: str, key: Key) -> None:
    ask(address, Log(9, key), 0)
    fork = Log(20, key, fork_at=4)
    answers = {
        "fork": ask(address, fork, 9),
        "fork of one size": ask(address, Log(9, key, fork_at=4), 9),
        "shrinks": ask(address, Log(5, key), 9),
        "another key": ask(address, Log(20, Key.generate()), 9),
        "another log": httpx.post(
            f"{address}/add-checkpoint", content=request(0, [], Log(5, key).note.replace(ORIGIN, "x.example"))
        ),
        "nonsense": httpx.post(f"{address}/add-checkpoint", content=b"\xff"),
        "too long": httpx.post(f"{address}/add-checkpoint", content=b"x" * 64_001),
        "elsewhere": httpx.post(f"{address}/sign-tree-head", content=b""),
        "a page that is not there": httpx.get(f"{address}/metrics"),
    }
    assert {name: answer.status_code for name, answer in answers.items()} == {
        "fork": 422, "fork of one size": 422, "shrinks": 400, "another key": 403, "another log": 404, "nonsense": 400,
        "too long": 400, "elsewhere": 404, "a page that is not there": 404,
    }  # fmt: skip
    assert "does not continue" in answers["fork"].text and "forked" in answers["fork of one size"].text


def test_a_page_says_who_it_is_and_what_it_saw(address: str, folder: Folder, key: Key) -> None:
    ask(address, Log(9, key), 0)
    said = httpx.get(f"{address}/").text
    assert folder.vkey in said and f"{ORIGIN}: 9 leaves" in said


def test_a_damaged_memory_signs_nothing(address: str, folder: Folder, key: Key) -> None:
    ask(address, Log(9, key), 0)
    file = next((folder.path / "logs").glob("*.json"))
    file.write_text(file.read_text().replace("\\n9\\n", "\\n8\\n"))
    assert ask(address, Log(20, key), 8).status_code == 500
