"""The browser is real, and its virtual authenticator makes and uses passkeys."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.rig.binaries import Missing
from tests.rig.chromium import find_chromium

MAKE = """async () => {
  const made = await navigator.credentials.create({publicKey: {
    rp: {id: 'localhost', name: 'rig'}, user: {id: new Uint8Array([7]), name: 'dana', displayName: 'Dana'},
    challenge: new Uint8Array(32), pubKeyCredParams: [{type: 'public-key', alg: -7}],
    authenticatorSelection: {residentKey: 'required', userVerification: 'required'}}});
  const used = await navigator.credentials.get({publicKey: {challenge: new Uint8Array(32), rpId: 'localhost',
    userVerification: 'required'}});
  return [made.id, used.id];
}"""


class Blank(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<!doctype html><html lang=en><title>Blank</title><p>Blank</p>")

    def log_message(self, *_: object) -> None:
        """Quiet."""


@pytest.fixture
def blank_page():
    with ThreadingHTTPServer(("127.0.0.1", 0), Blank) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://localhost:{server.server_port}/"
        server.shutdown()
        thread.join()


def test_a_visitor_makes_a_passkey_and_uses_it(visitor, blank_page):
    dana = visitor(blank_page)
    dana.page.goto("/")
    made, used = dana.page.evaluate(MAKE)
    assert made == used
    assert [key["rpId"] for key in dana.passkeys()] == ["localhost"]
    dana.forget_passkeys()
    assert dana.passkeys() == []


def test_two_visitors_share_nothing(visitor, blank_page):
    dana, omar = visitor(blank_page), visitor(blank_page)
    for person in (dana, omar):
        person.page.goto("/")
    dana.page.evaluate(MAKE)
    dana.context.add_cookies([{"name": "seen", "value": "1", "url": blank_page}])
    assert omar.passkeys() == []
    assert omar.context.cookies() == []


def test_a_missing_chromium_is_said_in_one_line(monkeypatch):
    monkeypatch.setenv("RIG_CHROMIUM", "/nowhere/chromium")
    with pytest.raises(Missing, match="apt-get install chromium") as said:
        find_chromium()
    assert "\n" not in str(said.value)
