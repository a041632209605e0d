"""Every passkey signature of a package, and a time token, in the hands of openssl."""

import base64
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import NOW
from tests.foreign.conftest import Files
from tests.foreign.tools import run
from workflow.adapters.timestamp import LocalTimeAuthority
from workflow.evidence.software_key import SoftwareKey


def unb64u(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def key_records(value: Any) -> Iterator[dict[str, str]]:
    """Every key record in a statement, wherever it stands."""
    if isinstance(value, dict):
        if {"spki", "alg", "id"} <= set(value):
            yield value
        for inner in value.values():
            yield from key_records(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from key_records(inner)


def envelopes(package: dict[str, Any]) -> list[dict[str, Any]]:
    chains = [package["edition_chain"], *(party["chain"] for party in package["parties"])]
    return [entry["envelope"] for chain in chains for entry in chain if "envelope" in entry]


def verify(folder: Path, key: dict[str, str], assertion: dict[str, str], good: tuple[int, ...] = (0,)) -> str:
    """What openssl says about one assertion under one key."""
    signed = (
        unb64u(assertion["authenticator_data"]) + hashlib.sha256(unb64u(assertion["client_data"])).digest()
    )
    (folder / "key.der").write_bytes(unb64u(key["spki"]))
    (folder / "signed").write_bytes(signed)
    (folder / "signature").write_bytes(unb64u(assertion["signature"]))
    run("openssl", "pkey", "-pubin", "-inform", "DER", "-in", folder / "key.der", "-out", folder / "key.pem")
    if key["alg"] == "EdDSA":
        return run(
            "openssl", "pkeyutl", "-verify", "-pubin", "-inkey", folder / "key.pem", "-rawin", "-in", folder / "signed",
            "-sigfile", folder / "signature", good=good,
        )  # fmt: skip
    return run(
        "openssl", "dgst", "-sha256", "-verify", folder / "key.pem", "-signature", folder / "signature", folder / "signed", good=good
    )  # fmt: skip


def test_openssl_verifies_every_signature_of_the_package(files: Files, tmp_path: Path) -> None:
    package = json.loads(files.package.read_bytes())
    spoken = envelopes(package)
    keys = {key["id"]: key for each in spoken for key in key_records(json.loads(unb64u(each["statement"])))}
    checked = 0
    for each in spoken:
        for assertion in each["signatures"]:
            said = verify(tmp_path, keys[assertion["key"]], assertion)
            assert "Verified OK" in said or "Signature Verified Successfully" in said
            checked += 1
    assert checked >= 2 + 4 + 2 + 4  # approvals, founders, acceptances, claims and vouches


def test_the_challenge_is_the_hash_of_the_statement(files: Files) -> None:
    for each in envelopes(json.loads(files.package.read_bytes())):
        kind, statement = each["type"].encode(), unb64u(each["statement"])
        pae = b"DSSEv1 %d %s %d %s" % (len(kind), kind, len(statement), statement)
        for assertion in each["signatures"]:
            said = json.loads(unb64u(assertion["client_data"]))
            assert unb64u(said["challenge"]) == hashlib.sha256(pae).digest()


def test_openssl_refuses_a_signature_over_another_text(files: Files, tmp_path: Path) -> None:
    package = json.loads(files.package.read_bytes())
    spoken = envelopes(package)
    keys = {key["id"]: key for each in spoken for key in key_records(json.loads(unb64u(each["statement"])))}
    assertion = dict(spoken[0]["signatures"][0])
    other = unb64u(assertion["client_data"]).replace(b"webauthn.get", b"webauthn.got")
    assertion["client_data"] = base64.urlsafe_b64encode(other).rstrip(b"=").decode()
    assert "Verified OK" not in verify(tmp_path, keys[assertion["key"]], assertion, good=(1,))


@pytest.mark.parametrize("algorithm", ["ES256", "EdDSA", "RS256"])
def test_openssl_verifies_each_algorithm_that_a_passkey_may_use(tmp_path: Path, algorithm: str) -> None:
    key = SoftwareKey(algorithm)
    made = key.sign(
        hashlib.sha256(b"a statement").digest(), rp_id="localhost", origin="http://localhost:8000"
    )
    fields = {
        "authenticator_data": made.authenticator_data,
        "client_data": made.client_data,
        "signature": made.signature,
    }
    assertion = {name: base64.urlsafe_b64encode(value).decode().rstrip("=") for name, value in fields.items()}
    said = verify(tmp_path, key.record, assertion)
    assert "Verified OK" in said or "Signature Verified Successfully" in said


def test_openssl_verifies_a_time_token(files: Files, tmp_path: Path) -> None:
    digest = hashlib.sha256(b"an envelope").digest()
    (tmp_path / "token.der").write_bytes(LocalTimeAuthority(files.keystore.time).token(digest, NOW))
    arguments = ("ts", "-verify", "-token_in", "-in", tmp_path / "token.der", "-CAfile", files.authority)
    assert "Verification: OK" in run("openssl", *arguments, "-digest", digest.hex())
    assert "OK" not in run("openssl", *arguments, "-digest", "00" * 32, good=(1,)).replace("NOT OK", "")
