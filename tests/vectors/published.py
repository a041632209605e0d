"""Vectors about the key that signs publications: from a place in the log on, for its own places, about one package and PDF."""

from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.evidence import factory
from tests.evidence.edition import World
from tests.evidence.test_hiding import HIDDEN
from tests.vectors.case import Cases, Made, bad, changed, good, unusable, with_policy
from workflow.evidence.canonical import b64u, dumps, loads, unb64u


def signed() -> World:
    """Executed, by a service that has a publication key."""
    world = factory.signed().world
    world.publisher = Ed25519PrivateKey.generate()
    return world


def cases() -> Cases:
    world = signed()
    core, key = world.package(), world.publisher_id()
    made: Made = (world.publish(core), world.policy())
    place = loads(made[0])["publication"]["chain"][0]["index"] + 1
    other = world.publisher_id(Ed25519PrivateKey.generate())

    def trust(*bounds: tuple[str, int, int]) -> Made:
        listed = [{"from": start, "key": one, "until": end} for one, start, end in bounds]
        return with_policy(made, publication_keys=listed)

    yield good("good-publication-key", "the publication is signed, and the policy asks for that", made)
    yield good("good-publication-key-replaced", "signed by the last publication of its key", trust((key, 0, place), (other, place + 1, 0)))  # fmt: skip
    yield good("good-publication-key-unasked", "signed, and the policy names no publication key", (made[0], world.policy(publication_keys=[])))  # fmt: skip
    yield bad("publication-key-no-policy", "signed, and no policy says by whose key", "policy.present", (made[0], None))  # fmt: skip
    yield bad("publication-key-unknown", "by a publication key that the policy does not know", "publication.key", trust((other, 0, 0)))  # fmt: skip
    yield bad("publication-key-after-its-time", "by a publication key that was replaced before", "publication.key", trust((key, 0, place - 1), (other, place, 0)))  # fmt: skip
    yield bad("publication-key-before-its-time", "by a publication key before it was one", "publication.key", trust((key, place + 1, 0)))  # fmt: skip
    yield bad("publication-behind-all-keys", "by a key whose places are over, and none follows", "publication.key", trust((key, 0, place - 1)))  # fmt: skip
    yield unusable("publication-key-twice", "a publication key twice in the policy", "policy.members", trust((key, 0, 1), (key, 2, 0)))  # fmt: skip
    yield unusable("publication-key-backwards", "places that end before they begin", "policy.members", trust((key, 5, 4)))  # fmt: skip
    yield unusable("publication-key-not-an-id", "a publication key that is no key id", "policy.members", trust(("x", 0, 0)))  # fmt: skip
    yield unusable("publication-envelope-dropped-member", "an envelope without its signature", "package.members", changed(made, lambda value: _envelope(value).pop("signatures")))  # fmt: skip
    yield from _twists()
    yield from _again()


def _twists() -> Cases:
    """One thing wrong in what was signed, honestly logged."""
    stranger = Ed25519PrivateKey.generate()

    def published(name: str, about: str, code: str, **twists: Any) -> Any:
        world = signed()
        return bad(name, about, code, (world.publish(world.package(), **twists), world.policy()))

    world = signed()
    policy, world.publisher = world.policy(), None
    yield bad("publication-unsigned", "published without a signature where the policy asks for one", "publication.key", (world.publish(world.package()), policy))  # fmt: skip
    yield published("publication-other-key", "signed by another key", "publication.key", key_used=stranger)
    yield published("publication-other-pdf", "another PDF was signed", "publication.leaf", pdf=b"p" * 32)
    yield published(
        "publication-other-core", "another package was signed", "publication.leaf", core=b"c" * 32
    )
    yield published("publication-other-edition", "the publication of another edition was signed", "statement.binding", edition=2)  # fmt: skip
    yield published("publication-other-mou", "the publication of another agreement was signed", "statement.binding", mou="b2" * 10)  # fmt: skip
    yield published("publication-other-text", "the publication of another text was signed", "statement.binding", head=b64u(b"h" * 32))  # fmt: skip
    yield published("publication-other-service", "another installation's publication was signed", "statement.binding", deployment="e0" * 10)  # fmt: skip
    yield published("publication-too-late", "logged before it was said", "statement.expired", issued=world.now.replace(year=2027))  # fmt: skip
    yield published(
        "publication-value", "one bit of the signature was changed", "signature.value", forge=_bit
    )
    yield published("publication-key-claimed", "the statement names a key that did not sign", "signature.key", forge=_claims)  # fmt: skip
    yield published("publication-member", "a member more in what was signed", "statement.members", forge=_member)  # fmt: skip
    yield published("publication-space", "what was signed is not canonical", "statement.json", forge=_space)


def _again() -> Cases:
    """Published, then something is hidden, then published anew: each publication is signed as its place asks."""
    cast = factory.signed()
    world = cast.world
    world.publisher = Ed25519PrivateKey.generate()
    world.publish(world.package())
    last = world.edition_chain[-1]
    world.hide(cast.chief, HIDDEN)
    made: Made = (world.publish(world.package()), world.policy())
    yield good("good-publication-again", "signed twice, with an act about the public copy between", made)
    later = [{"from": last.index + 2, "key": world.publisher_id(), "until": 0}]
    yield bad("publication-before-the-key", "the first publication is signed before there was a key", "publication.key", with_policy(made, publication_keys=later))  # fmt: skip
    bare = changed(made, lambda value: value["redactions"][0].pop("envelope"))
    yield bad("publication-first-unsigned", "the first publication without its statement", "publication.key", bare)  # fmt: skip


def _envelope(value: dict[str, Any]) -> Any:
    return value["publication"]["chain"][0]["envelope"]


def _bit(sealed: dict[str, Any]) -> dict[str, Any]:
    (given,) = sealed["signatures"]
    raw = unb64u(given["signature"])
    return sealed | {"signatures": [given | {"signature": b64u(raw[:-1] + bytes([raw[-1] ^ 1]))}]}


def _claims(sealed: dict[str, Any]) -> dict[str, Any]:
    (given,) = sealed["signatures"]
    return sealed | {"signatures": [given | {"key": b64u(b"k" * 32)}]}


def _member(sealed: dict[str, Any]) -> dict[str, Any]:
    return sealed | {"statement": b64u(dumps(loads(unb64u(sealed["statement"])) | {"name": "x"}))}


def _space(sealed: dict[str, Any]) -> dict[str, Any]:
    return sealed | {"statement": b64u(unb64u(sealed["statement"]) + b" ")}
