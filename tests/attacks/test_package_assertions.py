"""Attacks on a single assertion: what the browser says it was asked, and what the authenticator says of itself."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.evidence import factory
from tests.evidence.factory import ORIGIN, RP_ID, Cast, finish
from tests.evidence.judging import accepted, refused
from workflow.evidence.canonical import b64u, sha256
from workflow.evidence.envelope import Assertion, challenge, envelope
from workflow.evidence.statement import MEDIA

APPROVAL = MEDIA["approval"]


def _forged(
    data: Callable[[bytes], bytes], client: Callable[[bytes], bytes], cast: Cast
) -> tuple[bytes, bytes]:
    """The chief's own key signs, but the authenticator data or the browser's data are made to measure."""
    key = cast.chief.key

    def forge(said: bytes) -> dict[str, Any]:
        honest = key.sign(challenge(APPROVAL, said), rp_id=RP_ID, origin=ORIGIN)
        auth, browser = data(honest.authenticator_data), client(honest.client_data)
        return envelope(
            APPROVAL, said, Assertion(key.id, auth, browser, key.sign_bytes(auth + sha256(browser)))
        )

    return finish(cast, forge=forge)


def _same(data: bytes) -> bytes:
    return data


def _bits(value: int) -> Callable[[bytes], bytes]:
    return lambda data: data[:32] + bytes([value]) + data[33:]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (_bits(0x01), "signature.flags"),
        (_bits(0x04), "signature.flags"),
        (_bits(0x0D), "signature.flags"),
        (_bits(0x15), "signature.flags"),
        (_bits(0x45), "signature.flags"),
        (_bits(0x85), "signature.flags"),
        (lambda data: data + b"\0", "signature.flags"),
        (lambda data: data[:36], "signature.rp"),
        (lambda data: sha256(b"evil.example") + data[32:], "signature.rp"),
    ],
    ids=["no UV", "no UP", "BE appeared", "BS without BE", "AT", "ED", "one byte more", "cut", "other rp"],
)
def test_the_authenticator_must_have_verified_the_user_here(
    data: Callable[[bytes], bytes], code: str
) -> None:
    refused(*_forged(data, _same, factory.frozen()), code)


def _member(name: str, value: object) -> Callable[[bytes], bytes]:
    return lambda data: json.dumps(json.loads(data) | {name: value}).encode()


@pytest.mark.parametrize(
    ("client", "code"),
    [
        (_member("type", "webauthn.create"), "signature.client_data"),
        (_member("challenge", b64u(b"c" * 32)), "signature.challenge"),
        (_member("challenge", 7), "signature.challenge"),
        (_member("crossOrigin", True), "signature.origin"),
        (_member("crossOrigin", "false"), "signature.origin"),
        (_member("topOrigin", ORIGIN), "signature.origin"),
        (_member("origin", ORIGIN + "/"), "signature.origin"),
        (_member("origin", [ORIGIN]), "signature.origin"),
        (lambda data: data[:-1] + b',"type":"webauthn.get"}', "signature.client_data"),
        (lambda data: b"[" + data + b"]", "signature.client_data"),
        (lambda data: b"\xff" + data, "signature.client_data"),
        (lambda data: b"[" * 100_000, "signature.client_data"),
    ],
    ids=[
        "create",
        "challenge",
        "number",
        "frame",
        "text",
        "top",
        "slash",
        "list",
        "twice",
        "array",
        "bytes",
        "deep",
    ],
)
def test_the_browser_must_have_asked_this_on_our_page(client: Callable[[bytes], bytes], code: str) -> None:
    refused(*_forged(_same, client, factory.frozen()), code)


def test_a_browser_may_add_members_of_its_own() -> None:
    accepted(*_forged(_same, _member("other_keys_can_be_added_here", "do not compare"), factory.frozen()))


def test_a_challenge_with_spare_bits_is_another_challenge() -> None:
    def spare(data: bytes) -> bytes:
        said = json.loads(data)
        letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
        said["challenge"] = said["challenge"][:-1] + letters[letters.index(said["challenge"][-1]) + 1]
        return json.dumps(said).encode()

    refused(*_forged(_same, spare, factory.frozen()), "signature.challenge")
