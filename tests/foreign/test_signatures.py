"""Every passkey signature of a package, and a time token, in the hands of openssl."""

import hashlib
import json
from pathlib import Path

import pytest

from tests.conftest import NOW
from tests.evidence.nobodys import NobodysKey
from tests.foreign import vectors
from tests.foreign.conftest import Files
from tests.foreign.tools import run
from tests.foreign.vectors import Said, unb64u
from workflow.adapters.timestamp import LocalTimeAuthority
from workflow.evidence import cose
from workflow.evidence.errors import Bad
from workflow.evidence.software_key import SoftwareKey


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


def refused(folder: Path, package: Said) -> int:
    """How many signatures of a package openssl does not verify; all that it verifies, it does under the key they name."""
    keys, count = vectors.keys(package), 0
    for each in vectors.envelopes(package):
        for assertion in each["signatures"]:
            said = verify(folder, keys[assertion["key"]], assertion, good=(0, 1))
            count += "Verified OK" not in said and "Signature Verified Successfully" not in said
    return count


def test_openssl_verifies_every_signature_of_the_package(files: Files, tmp_path: Path) -> None:
    package = json.loads(files.package.read_bytes())
    spoken = vectors.envelopes(package)
    assert refused(tmp_path, package) == 0
    assert (
        sum(len(each["signatures"]) for each in spoken) >= 2 + 4 + 2 + 4
    )  # approvals, founders, acceptances, keys


@pytest.mark.parametrize("name", vectors.GOOD)
def test_openssl_verifies_every_signature_of_a_good_vector(tmp_path: Path, name: str) -> None:
    assert refused(tmp_path, vectors.package(name)) == 0


WRONG = ("value-es256", "value-rs256", "value-long-length")
"""Vectors in which one signature does not hold by its bytes alone. Whose keys may sign what is not openssl's to judge."""


@pytest.mark.parametrize("name", WRONG)
def test_openssl_refuses_the_signature_that_is_bad(tmp_path: Path, name: str) -> None:
    assert refused(tmp_path, vectors.package(name)) == 1


def test_openssl_and_we_give_one_answer_to_every_signature_of_the_other_bad_vectors(tmp_path: Path) -> None:
    """A key that its package does not show cannot be asked; a signature that was seen in another vector was asked before."""
    seen: set[str] = set()
    for name in (one for one in vectors.READABLE if one not in (*vectors.GOOD, *WRONG)):
        package = vectors.package(name)
        keys = vectors.keys(package)
        for each in vectors.envelopes(package):
            for assertion in each["signatures"]:
                if assertion["key"] not in keys or assertion["signature"] in seen:
                    continue
                seen.add(assertion["signature"])
                said = verify(tmp_path, keys[assertion["key"]], assertion, good=(0, 1))
                ours = _ours(keys[assertion["key"]], assertion) or nobodys(keys[assertion["key"]])
                assert ours == ("Verified OK" in said or "Signature Verified Successfully" in said), name
    assert len(seen) > 300
    assert [
        name for name in vectors.READABLE if any(map(nobodys, vectors.keys(vectors.package(name)).values()))
    ] == ["key-of-nobody"]


def nobodys(key: Said) -> bool:
    """A key under which anybody's signature fits, which openssl takes and we refuse (docs/format.md, section 5)."""
    return unb64u(key["spki"]) == NobodysKey().spki


def _ours(key: Said, assertion: Said) -> bool:
    signed = (
        unb64u(assertion["authenticator_data"]) + hashlib.sha256(unb64u(assertion["client_data"])).digest()
    )
    try:
        cose.verify_signature(key["alg"], unb64u(key["spki"]), unb64u(assertion["signature"]), signed)
    except Bad:
        return False
    return True


def test_the_challenge_is_the_hash_of_the_statement(files: Files) -> None:
    for each in vectors.envelopes(json.loads(files.package.read_bytes())):
        for assertion in each["signatures"]:
            said = json.loads(unb64u(assertion["client_data"]))
            assert unb64u(said["challenge"]) == hashlib.sha256(vectors.pae(each)).digest()


def test_openssl_refuses_a_signature_over_another_text(files: Files, tmp_path: Path) -> None:
    package = json.loads(files.package.read_bytes())
    assertion = vectors.envelopes(package)[0]["signatures"][0]
    other = unb64u(assertion["client_data"]).replace(b"webauthn.get", b"webauthn.got")
    assertion["client_data"] = vectors.b64u(other)
    assert refused(tmp_path, package) == 1


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
    assertion = {name: vectors.b64u(value) for name, value in fields.items()}
    said = verify(tmp_path, key.record, assertion)
    assert "Verified OK" in said or "Signature Verified Successfully" in said


def test_openssl_verifies_a_time_token(files: Files, tmp_path: Path) -> None:
    digest = hashlib.sha256(b"an envelope").digest()
    (tmp_path / "token.der").write_bytes(LocalTimeAuthority(files.keystore.time).token(digest, NOW))
    arguments = ("ts", "-verify", "-token_in", "-in", tmp_path / "token.der", "-CAfile", files.authority)
    assert "Verification: OK" in run("openssl", *arguments, "-digest", digest.hex())
    assert "OK" not in run("openssl", *arguments, "-digest", "00" * 32, good=(1,)).replace("NOT OK", "")


AUTHORITY = "good-time"
"""The vector whose policy names the authority."""


def stamped(folder: Path, name: str) -> list[bool]:
    """Whether openssl takes each time token of a vector as one over the envelope that it names."""
    (authority,) = vectors.policy(AUTHORITY)["time_authorities"]
    (folder / "authority.der").write_bytes(unb64u(authority))
    run(
        "openssl", "x509", "-inform", "DER", "-in", folder / "authority.der", "-out", folder / "authority.pem"
    )
    return [_stamp(folder, one) for one in vectors.package(name)["time_tokens"]]


def _stamp(folder: Path, one: Said) -> bool:
    (folder / "token.der").write_bytes(unb64u(one["token"]))
    arguments = (
        "ts",
        "-verify",
        "-token_in",
        "-in",
        folder / "token.der",
        "-CAfile",
        folder / "authority.pem",
    )
    said = run("openssl", *arguments, "-digest", unb64u(one["envelope"]).hex(), good=(0, 1))
    return "Verification: OK" in said


@pytest.mark.parametrize("name", ["good-time", "time-outside"])
def test_openssl_takes_every_time_token_that_is_one(tmp_path: Path, name: str) -> None:
    """Whether the time lies where its statement allows is not openssl's to judge."""
    assert stamped(tmp_path, name) in ([True], [True, True])


@pytest.mark.parametrize("name", ["time-another", "time-words", "good-time-operator"])
def test_openssl_refuses_a_time_token_that_is_none(tmp_path: Path, name: str) -> None:
    """Over another envelope; changed afterwards; by an authority that this policy does not name."""
    assert False in stamped(tmp_path, name)
