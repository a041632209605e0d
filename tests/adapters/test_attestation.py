"""The maker's statement about a key, held against roots that somebody chose."""

import threading
from base64 import b64decode
from collections.abc import Callable, Iterator
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from tests.rig.chromium import Visitor
from tests.rig.maker import MODEL, MadeKey, Maker
from workflow.adapters import attestation
from workflow.core.errors import Refused
from workflow.evidence import cbor
from workflow.evidence.canonical import b64u
from workflow.evidence.software_key import SOFTWARE_AAGUID, SoftwareKey


def folder(where: Path, *makers: Maker) -> Path:
    """A folder of the makers' roots."""
    where.mkdir(exist_ok=True)
    for number, maker in enumerate(makers):
        (where / f"{number}.pem").write_bytes(maker.pem)
    return where


def of(key: SoftwareKey, roots: Path) -> tuple[str, str]:
    made = key.register(b"c" * 32, rp_id="localhost", origin="http://localhost:8000")
    return attestation.attested(made.attestation_object, attestation.roots(roots))


def test_a_key_is_attested_up_to_the_root_that_was_chosen(tmp_path: Path) -> None:
    other, maker = Maker(), Maker()
    assert of(MadeKey(maker), folder(tmp_path, other, maker)) == ("packed", maker.hash)


def test_another_makers_root_is_none(tmp_path: Path) -> None:
    assert of(MadeKey(Maker()), folder(tmp_path, Maker())) == ("", "")


@pytest.mark.parametrize(
    ("maker", "key"),
    [
        ({}, {"own": True}), ({"unit": "Sales"}, {}), ({"ca": True}, {}), ({"model": b"x" * 16}, {}), ({"days": -1}, {}),
        ({"model": SOFTWARE_AAGUID}, {"aaguid": SOFTWARE_AAGUID}),
    ],
    ids=["vouches for itself", "another certificate of the maker", "one that signs others", "of another model", "no longer valid", "software"],
)  # fmt: skip
def test_what_does_not_show_who_made_a_key_leaves_it_claimed(
    tmp_path: Path, maker: dict[str, object], key: dict[str, object]
) -> None:
    made = Maker(**maker)
    assert of(MadeKey(made, **key), folder(tmp_path, made)) == ("", "")


def test_a_certificate_that_names_no_model_speaks_for_all_of_its_maker(tmp_path: Path) -> None:
    made = Maker(model=b"")
    assert of(MadeKey(made, aaguid=MODEL), folder(tmp_path, made)) == ("packed", made.hash)


def test_a_key_without_a_statement_is_claimed(tmp_path: Path) -> None:
    assert of(SoftwareKey(), folder(tmp_path, Maker())) == ("", "")


def test_a_certificate_that_cannot_be_read_shows_nothing() -> None:
    assert not attestation._for_model(b"no certificate", MODEL, packed=True)


def test_roots_are_read_from_a_folder_and_a_bad_one_is_told_at_the_start(tmp_path: Path) -> None:
    assert attestation.roots(None) == ()
    maker = Maker()
    assert [one.hash for one in attestation.roots(folder(tmp_path / "good", maker))] == [maker.hash]
    for name, content in (("missing", None), ("empty", None), ("bad", b"no certificate")):
        where = tmp_path / name
        if name != "missing":
            where.mkdir()
        if content:
            (where / "x.pem").write_bytes(content)
        with pytest.raises(Refused):
            attestation.check(where, attested_keys=False, demo=False)


def test_the_settings_make_sense_together(tmp_path: Path) -> None:
    there = folder(tmp_path, Maker())
    attestation.check(there, attested_keys=True, demo=False)
    attestation.check(None, attested_keys=False, demo=True)
    with pytest.raises(Refused, match="demo"):
        attestation.check(there, attested_keys=True, demo=True)
    with pytest.raises(Refused, match="roots"):
        attestation.check(None, attested_keys=True, demo=False)


ASK = """async () => {
  const made = await navigator.credentials.create({publicKey: {
    rp: {id: "localhost", name: "x"}, user: {id: new Uint8Array(8), name: "a", displayName: "a"}, challenge: new Uint8Array(32),
    pubKeyCredParams: [{type: "public-key", alg: -7}], attestation: "direct", authenticatorSelection: {userVerification: "required"},
  }});
  return btoa(String.fromCharCode(...new Uint8Array(made.response.attestationObject)));
}"""


@pytest.fixture
def somewhere() -> Iterator[str]:
    """A page at localhost, where a browser makes passkeys."""

    class Empty(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()

        def log_message(self, *said: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Empty)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://localhost:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.browser
def test_what_chromium_says_of_its_authenticator_leads_to_its_own_certificate_alone(
    visitor: Callable[..., Visitor], somewhere: str, tmp_path: Path
) -> None:
    page = visitor().page
    page.goto(somewhere)
    made = b64decode(page.evaluate(ASK))
    said = cbor.loads(made)
    assert said["fmt"] == "packed"
    batch = x509.load_der_x509_certificate(said["attStmt"]["x5c"][0])
    assert "Chromium" in batch.subject.rfc4514_string()
    assert attestation.attested(made, attestation.roots(folder(tmp_path, Maker()))) == ("", "")
    der = batch.public_bytes(Encoding.DER)
    own = attestation.Root(batch.public_bytes(Encoding.PEM), b64u(sha256(der).digest()))
    assert attestation.attested(made, (own,)) == ("packed", own.hash)
