"""Attacks on what is said to be published: by whoever has the log's key alone, or a publication key that was replaced."""

from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.evidence.edition import World
from tests.evidence.judging import accepted, refused, tampered
from tests.evidence.test_hiding import HIDDEN
from tests.vectors.hiding import hidden
from tests.vectors.published import signed
from workflow.evidence.canonical import b64u, loads, sha256, unb64u
from workflow.evidence.envelope import envelope_hash

FORGED = b"%PDF-1.7 what was never agreed"


@pytest.fixture
def world() -> World:
    return signed()


@pytest.mark.parametrize("key", ["none", "its own", "the log's"])
def test_a_stolen_log_key_publishes_nothing(world: World, key: str) -> None:
    """The thief goes on with the log, checkpoints and all, and publishes another PDF in it."""
    core, policy = world.package(), world.policy()
    accepted(world.publish(core), policy)
    world.publisher = {"none": None, "its own": Ed25519PrivateKey.generate(), "the log's": world.log_key}[key]
    refused(world.publish(core, FORGED), policy, "publication.key")


def test_a_stolen_log_key_publishes_nothing_without_a_place_for_it_in_the_log(world: World) -> None:
    """The thief makes another log under the stolen key, in which the publication never was signed."""
    core, policy = world.package(), world.policy()
    world.publisher = None
    refused(world.publish(core, FORGED), policy, "publication.key", "signed by no publication key")


def test_an_old_publication_key_signs_nothing_new(world: World) -> None:
    stolen, new = world.publisher, Ed25519PrivateKey.generate()
    size, core = world.size, world.package()
    policy = world.policy(
        publication_keys=[
            {"from": 0, "key": world.publisher_id(stolen), "until": size},
            {"from": size + 1, "key": world.publisher_id(new), "until": 0},
        ]
    )
    refused(world.publish(core, key_used=stolen), policy, "publication.key", "not for this place")


def test_an_old_publication_key_is_not_helped_by_a_place_that_is_not_the_leafs(world: World) -> None:
    """The leaf is new, and the package says that it stands where the old key still signed."""
    size, core = world.size, world.package()
    bounds = [{"from": 0, "key": world.publisher_id(), "until": size}]
    made = world.publish(core)
    moved = tampered(made, lambda value: value["publication"]["chain"][0].update(index=size - 1))
    refused(moved, world.policy(publication_keys=bounds), "log.inclusion")


def test_the_signature_of_another_editions_publication_is_not_moved_here(world: World) -> None:
    """Honestly signed by the publication key, about another edition; then logged for this one with the log's key."""
    other = world.said_published(world.package(), b"%PDF", edition=2)
    made = world.publish(world.package(), forge=lambda sealed: other)
    refused(made, world.policy(), "statement.binding")
    elsewhere = signed()
    elsewhere.publisher = world.publisher
    moved = elsewhere.said_published(elsewhere.package(), b"%PDF")
    refused(world.publish(world.package(), forge=lambda sealed: moved), world.policy(), "statement.binding")


def test_a_signature_over_another_pdf_does_not_publish_this_one(world: World) -> None:
    core = world.package()
    honest = world.said_published(core, b"%PDF the honest one")
    made = world.publish(core, FORGED, forge=lambda sealed: honest)
    assert loads(made)["publication"]["pdf"] == _hash(FORGED)
    refused(made, world.policy(), "publication.leaf")
    renamed = tampered(world.publish(core), lambda value: value["publication"].update(pdf=_hash(FORGED)))
    refused(renamed, world.policy(), "publication.leaf")


def test_the_statement_is_not_taken_away_from_what_was_signed(world: World) -> None:
    """Left out of the package, with the leaf as it was: what stands in the log names a statement, so it must be there."""
    made = world.publish(world.package())
    bare = tampered(made, lambda value: value["publication"]["chain"][0].pop("envelope"))
    refused(bare, world.policy(), "publication.key")
    refused(bare, world.policy(publication_keys=[]), "publication.leaf")


def test_an_earlier_publication_is_not_slipped_in_between_the_acts_about_the_copy() -> None:
    """What the package's core carries of former publications is held by the same key."""
    cast = hidden()
    world = cast.world
    world.publisher = Ed25519PrivateKey.generate()
    honest = world.policy()
    world.publish(world.package(), key_used=Ed25519PrivateKey.generate())
    world.release(cast.superintendent, HIDDEN.part)
    refused(world.package(), honest, "publication.key")


def test_a_statement_signed_as_another_type_is_no_publication(world: World) -> None:
    """The rotation of a key is signed by the same key: its words are no publication, and the type is signed with the words."""
    core = world.package()

    def raw(sealed: dict[str, Any]) -> dict[str, Any]:
        assert world.publisher
        signature = world.publisher.sign(b"sro-mou/key-rotation/v1\0" + unb64u(sealed["statement"]))
        (given,) = sealed["signatures"]
        return sealed | {"signatures": [given | {"signature": b64u(signature)}]}

    refused(world.publish(core, forge=raw), world.policy(), "signature.value")


def test_a_forked_log_does_not_give_a_signed_publication_a_second_place(world: World) -> None:
    """The thief of the log's key moves an honest leaf to a place of the next key: its signature is not for there."""
    core = world.package()
    sealed = world.said_published(core, b"%PDF")
    size = world.size
    bounds = [
        {"from": 0, "key": world.publisher_id(), "until": size + 1},
        {"from": size + 2, "key": world.publisher_id(Ed25519PrivateKey.generate()), "until": 0},
    ]
    world.noise(4)
    later = world.publish(core, b"%PDF", forge=lambda other: sealed)
    assert envelope_hash(sealed) == loads(later)["publication"]["chain"][0]["leaf"]["subject"]
    refused(later, world.policy(publication_keys=bounds), "publication.key")


def _hash(data: bytes) -> str:
    return b64u(sha256(data))
