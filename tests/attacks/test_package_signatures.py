"""Attacks on the signatures of a package by an operator who can log what he likes, but holds nobody's key."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tests.evidence import factory
from tests.evidence.factory import ORIGIN, RP_ID, Cast
from tests.evidence.judging import accepted, refused, tampered
from workflow.evidence import statement
from workflow.evidence.canonical import b64u, dumps, loads, sha256, unb64u
from workflow.evidence.envelope import Assertion, challenge, envelope
from workflow.evidence.software_key import SoftwareKey
from workflow.evidence.statement import MEDIA
from workflow.evidence.verify import verify

APPROVAL = MEDIA["approval"]


def _finish(cast: Cast, **twists: Any) -> tuple[bytes, bytes]:
    """The chief signs as told, the superintendent honestly; executed; (package, policy)."""
    cast.world.approve(cast.chief, "s1", **twists)
    cast.world.approve(cast.superintendent, "s2")
    cast.world.event("executed")
    return cast.world.package(), cast.world.policy()


@pytest.mark.parametrize("alg", ["ES256", "EdDSA", "RS256"])
def test_an_honest_signature_counts_with_each_algorithm(alg: str) -> None:
    accepted(*_finish(factory.frozen(factory.ready(alg=alg))))


@pytest.mark.parametrize(
    ("twist", "code"),
    [
        ({"head": b64u(b"h" * 32)}, "statement.binding"),
        ({"mou": "b2" * 10}, "statement.binding"),
        ({"edition": 2}, "statement.binding"),
        ({"slot": "s2"}, "statement.binding"),
        ({"leaf_slot": "s2"}, "statement.binding"),
        ({"leaf_slot": "s9"}, "slot.unknown"),
        ({"deployment": "e0" * 10}, "statement.binding"),
        ({"enrolment": b64u(b"e" * 32)}, "signer.enrolment"),
        ({"party_state": b64u(b"e" * 32)}, "signer.state"),
        ({"office": "sheriff"}, "signer.office"),
        ({"title": "Sheriff"}, "signer.office"),
        ({"name": "Flo Foster Jr."}, "signer.office"),
        ({"capacity": "acting"}, "signer.office"),
        ({"person": "nobody"}, "signer.office"),
        ({"origin": "http://localhost:9999"}, "signature.origin"),
        ({"origin": "https://countersign.evil"}, "signature.origin"),
        ({"rp_id": "other.example"}, "signature.origin"),
        ({"key_used": SoftwareKey()}, "signature.key"),
        ({"key": SoftwareKey().id}, "signer.office"),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, dict) else value,
)
def test_an_approval_that_says_something_else_does_not_count(twist: dict[str, Any], code: str) -> None:
    refused(*_finish(factory.frozen(), **twist), code)


def test_an_expired_approval_does_not_count() -> None:
    cast = factory.frozen()
    now = cast.world.now
    refused(
        *_finish(cast, issued=now - timedelta(hours=2), expires=now - timedelta(hours=1)), "statement.expired"
    )


def test_an_approval_issued_later_than_it_was_recorded_does_not_count() -> None:
    cast = factory.frozen()
    later = cast.world.now + timedelta(hours=1)
    refused(*_finish(cast, issued=later, expires=later + timedelta(hours=1)), "statement.expired")


def test_an_approval_after_the_manifest_expired_does_not_count() -> None:
    cast = factory.frozen()
    cast.world.wait(days=61)
    refused(*_finish(cast), "statement.expired", "last day")


def test_an_approval_of_a_replaced_text_does_not_count() -> None:
    first = factory.frozen()
    old = first.world.head
    first.world.edition_chain.clear()
    first = factory.frozen(first)
    refused(*_finish(first, head=old), "statement.binding")


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

    return _finish(cast, forge=forge)


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


def test_a_signature_used_twice_counts_once() -> None:
    cast = factory.frozen()
    world = cast.world
    world.approve(cast.chief, "s1")
    world.approve(cast.superintendent, "s2")
    first = world.edition_chain[1]
    world.event("signed", "s1", first.leaf["subject"], first.envelope)
    world.event("executed")
    refused(world.package(), world.policy(), "statement.nonce")


def test_a_slot_signed_twice_is_refused() -> None:
    cast = factory.frozen()
    cast.world.approve(cast.chief, "s1")
    refused(*_finish(cast), "signer.twice")


def test_a_decline_is_no_approval() -> None:
    cast = factory.frozen()
    cast.world.decline(cast.chief, "s1", event="signed")
    cast.world.approve(cast.superintendent, "s2")
    cast.world.event("executed")
    refused(cast.world.package(), cast.world.policy(), "statement.type")


def test_a_decline_relabelled_as_an_approval_is_refused() -> None:
    cast = factory.frozen()
    world, chief = cast.world, cast.chief

    def forge(said: bytes) -> dict[str, Any]:
        declined = statement.decline(world.common(chief), **world.about(chief, "s1"), reason="No.")
        return world.seal("decline", declined, chief.key) | {"type": APPROVAL}

    refused(*_finish(cast, forge=forge), "statement.members")


def test_a_decline_relabelled_with_the_members_of_an_approval_was_not_signed() -> None:
    cast = factory.frozen()
    world, chief = cast.world, cast.chief

    def forge(said: bytes) -> dict[str, Any]:
        declined = statement.decline(world.common(chief), **world.about(chief, "s1"), reason="No.")
        return world.seal("decline", declined, chief.key) | {"type": APPROVAL, "statement": b64u(said)}

    refused(*_finish(cast, forge=forge), "signature.challenge")


def test_a_sign_in_is_no_approval() -> None:
    cast = factory.frozen()
    world = cast.world

    def forge(said: bytes) -> dict[str, Any]:
        asked = statement.ceremony(
            "sign-in",
            deployment=world.deployment,
            rp_id=RP_ID,
            nonce=b"n" * 32,
            issued=world.now,
            expires=world.now + timedelta(minutes=5),
            purpose="sign-in",
        )
        answer = cast.chief.key.sign(challenge(MEDIA["sign-in"], asked), rp_id=RP_ID, origin=ORIGIN)
        return envelope(APPROVAL, said, answer)

    refused(*_finish(cast, forge=forge), "signature.challenge")


def test_two_signatures_on_one_approval_are_refused() -> None:
    cast = factory.frozen()

    def forge(said: bytes) -> dict[str, Any]:
        return cast.world.seal("approval", said, cast.chief.key, cast.superintendent.key)

    refused(*_finish(cast, forge=forge), "signature.count")


def test_swapped_signatories_are_refused() -> None:
    cast = factory.frozen()
    world = cast.world
    world.approve(cast.chief, "s2", leaf_slot="s2")
    world.approve(cast.superintendent, "s1", leaf_slot="s1")
    world.event("executed")
    refused(world.package(), world.policy(), "statement.binding")


def test_swapped_envelopes_are_not_those_that_were_logged() -> None:
    cast = factory.signed()

    def swap(package: dict[str, Any]) -> None:
        first, second = (entry for entry in package["edition_chain"] if "envelope" in entry)
        first["envelope"], second["envelope"] = second["envelope"], first["envelope"]

    refused(tampered(cast.world.package(), swap), cast.world.policy(), "chain.envelope")


def test_a_superintendent_cannot_sign_for_the_chief() -> None:
    cast = factory.frozen()
    world = cast.world
    world.approve(cast.superintendent, "s1", party=cast.agency.id)
    world.approve(cast.superintendent, "s2")
    world.event("executed")
    refused(world.package(), world.policy(), "signer.state")


def test_a_statement_with_unknown_members_is_refused() -> None:
    cast = factory.frozen()

    def forge(said: bytes) -> dict[str, Any]:
        padded = statement_with(said, note="hello")
        return cast.world.seal("approval", padded, cast.chief.key)

    refused(*_finish(cast, forge=forge), "statement.members")


def test_a_statement_that_is_not_canonical_is_refused() -> None:
    cast = factory.frozen()
    refused(
        *_finish(cast, forge=lambda said: cast.world.seal("approval", said + b" ", cast.chief.key)),
        "statement.json",
    )


def test_a_statement_with_another_intent_is_refused() -> None:
    cast = factory.frozen()

    def forge(said: bytes) -> dict[str, Any]:
        return cast.world.seal(
            "approval", statement_with(said, intent="I have seen this text."), cast.chief.key
        )

    refused(*_finish(cast, forge=forge), "statement.members")


def statement_with(said: bytes, **members: object) -> bytes:
    """The statement with members put in its place, canonical again."""
    return dumps(loads(said) | members)


def test_base64_with_spare_bits_is_unusable() -> None:
    cast = factory.signed()

    def spare(package: dict[str, Any]) -> None:
        signature = package["edition_chain"][2]["envelope"]["signatures"][0]
        raw = signature["authenticator_data"]
        assert len(unb64u(raw)) == 37
        signature["authenticator_data"] = raw[:-1] + chr(ord(raw[-1]) + 1)

    verdict = verify(tampered(cast.world.package(), spare), cast.world.policy())
    assert (verdict.exit_code, verdict.checks[0].id) == (2, "package.members")
