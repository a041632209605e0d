"""Attacks on the signatures of a package by an operator who can log what he likes, but holds nobody's key."""

from datetime import timedelta
from typing import Any

import pytest

from tests.evidence import factory
from tests.evidence.factory import ORIGIN, RP_ID, finish
from tests.evidence.judging import accepted, refused, tampered
from workflow.evidence import statement
from workflow.evidence.canonical import b64u, dumps, loads, unb64u
from workflow.evidence.envelope import challenge, envelope
from workflow.evidence.software_key import SoftwareKey
from workflow.evidence.statement import MEDIA
from workflow.evidence.verify import verify

APPROVAL = MEDIA["approval"]


@pytest.mark.parametrize("alg", ["ES256", "EdDSA", "RS256"])
def test_an_honest_signature_counts_with_each_algorithm(alg: str) -> None:
    accepted(*finish(factory.frozen(factory.ready(alg=alg))))


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
    refused(*finish(factory.frozen(), **twist), code)


def test_an_expired_approval_does_not_count() -> None:
    cast = factory.frozen()
    now = cast.world.now
    refused(
        *finish(cast, issued=now - timedelta(hours=2), expires=now - timedelta(hours=1)), "statement.expired"
    )


def test_an_approval_issued_later_than_it_was_recorded_does_not_count() -> None:
    cast = factory.frozen()
    later = cast.world.now + timedelta(hours=1)
    refused(*finish(cast, issued=later, expires=later + timedelta(hours=1)), "statement.expired")


def test_an_approval_after_the_manifest_expired_does_not_count() -> None:
    cast = factory.frozen()
    cast.world.wait(days=61)
    refused(*finish(cast), "statement.expired", "last day")


def test_an_approval_of_a_replaced_text_does_not_count() -> None:
    first = factory.frozen()
    old = first.world.head
    first.world.edition_chain.clear()
    first = factory.frozen(first)
    refused(*finish(first, head=old), "statement.binding")


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
    refused(*finish(cast), "signer.twice")


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

    refused(*finish(cast, forge=forge), "statement.members")


def test_a_decline_relabelled_with_the_members_of_an_approval_was_not_signed() -> None:
    cast = factory.frozen()
    world, chief = cast.world, cast.chief

    def forge(said: bytes) -> dict[str, Any]:
        declined = statement.decline(world.common(chief), **world.about(chief, "s1"), reason="No.")
        return world.seal("decline", declined, chief.key) | {"type": APPROVAL, "statement": b64u(said)}

    refused(*finish(cast, forge=forge), "signature.challenge")


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

    refused(*finish(cast, forge=forge), "signature.challenge")


def test_two_signatures_on_one_approval_are_refused() -> None:
    cast = factory.frozen()

    def forge(said: bytes) -> dict[str, Any]:
        return cast.world.seal("approval", said, cast.chief.key, cast.superintendent.key)

    refused(*finish(cast, forge=forge), "signature.count")


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

    refused(*finish(cast, forge=forge), "statement.members")


def test_a_statement_that_is_not_canonical_is_refused() -> None:
    cast = factory.frozen()
    refused(
        *finish(cast, forge=lambda said: cast.world.seal("approval", said + b" ", cast.chief.key)),
        "statement.json",
    )


def test_a_statement_with_another_intent_is_refused() -> None:
    cast = factory.frozen()

    def forge(said: bytes) -> dict[str, Any]:
        return cast.world.seal(
            "approval", statement_with(said, intent="I have seen this text."), cast.chief.key
        )

    refused(*finish(cast, forge=forge), "statement.members")


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
