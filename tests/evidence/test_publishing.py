"""What is signed when something is published: by which key, for which place in the log, about which package and PDF."""

from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.evidence import factory
from tests.evidence.judging import accepted, failed, refused, tampered
from tests.evidence.test_hiding import HIDDEN
from tests.vectors.published import signed
from workflow.evidence import publishing
from workflow.evidence.canonical import b64u, loads, sha256, unb64u
from workflow.evidence.envelope import envelope_hash
from workflow.evidence.errors import Bad
from workflow.evidence.verify import verify


@pytest.fixture(scope="module")
def world():
    return signed()


@pytest.fixture(scope="module")
def made(world):
    return world.publish(world.package()), world.policy()


def told(verdict):
    return {check.id: check.detail for check in verdict.checks}["publication.log"]


def test_the_verdict_says_by_whose_key_it_was_published(world, made):
    package, policy = made
    assert told(accepted(package, policy)).endswith("; signed by the publication key")
    unasked = accepted(package, world.policy(publication_keys=[]))
    assert told(unasked).endswith("; signed by a publication key for which nobody vouches here")
    alone = verify(package)
    assert alone.consistent and told(alone).endswith("for which nobody vouches here")
    bare = factory.good_package()
    assert "signed by" not in told(accepted(*bare))


def test_the_signature_stands_in_the_log_under_the_hash_of_its_envelope(made):
    (entry,) = loads(made[0])["publication"]["chain"]
    assert entry["leaf"]["subject"] == envelope_hash(entry["envelope"])
    said = loads(unb64u(entry["envelope"]["statement"]))
    assert said["intent"] == "This package and this PDF are published." and "nonce" not in said


def test_what_may_not_stand_in_the_statement_is_not_signed(world):
    with pytest.raises(Bad) as no:
        publishing.envelope(
            Ed25519PrivateKey.generate(), deployment="", mou="m", edition=1, head="A" * 43, core=bytes(32), pdf=bytes(32), issued=world.now
        )  # fmt: skip
    assert no.value.code == "statement.members"


def test_a_passkeys_envelope_is_not_a_publication(made):
    """In the form that every other event has."""

    def exchange(value):
        value["publication"]["chain"][0]["envelope"] = next(
            one["envelope"] for one in value["edition_chain"] if "envelope" in one
        )

    refused(tampered(made[0], exchange), made[1], "statement.type")


def test_the_form_of_a_publication_stands_at_no_other_event(made):
    def exchange(value):
        signed = next(one for one in value["edition_chain"] if one["leaf"]["event"] == "signed")
        signed["envelope"] = value["publication"]["chain"][0]["envelope"]

    verdict = verify(tampered(made[0], exchange), made[1])
    assert (verdict.verdict, verdict.codes) == ("unusable", ["package.members"])


def test_another_envelope_than_the_one_that_was_logged_is_refused(world, made):
    core, pdf = (unb64u(loads(made[0])["publication"][name], 32) for name in ("core", "pdf"))
    again = world.said_published(b"", b"", core=core, pdf=pdf, issued=world.now - timedelta(hours=1))
    changed = tampered(made[0], lambda value: value["publication"]["chain"][0].update(envelope=again))
    refused(changed, made[1], "chain.envelope")


def test_no_time_token_is_about_a_publication():
    """A publication has no time in which it could be given, and the log says when it was."""
    cast = factory.signed()
    cast.world.publisher = Ed25519PrivateKey.generate()
    cast.world.publish(cast.world.package())
    subject = cast.world.edition_chain[-1].leaf["subject"]
    cast.world.withhold(cast.chief, "2/1")
    core = cast.world.package(time_tokens=[(subject, b"0")])
    assert "time.token" in failed(verify(core, cast.world.policy()))


def test_what_was_published_is_read_from_the_statements_and_from_the_last_publication():
    """Of publications that nobody signed, the leaf holds one hash of both: only the last is told apart."""
    cast = factory.signed()
    world = cast.world
    world.publish(world.package())
    first = world.edition_chain[-1]
    world.hide(cast.chief, HIDDEN)
    world.publisher = Ed25519PrivateKey.generate()
    core = world.package()
    made = loads(world.publish(core, b"%PDF"))
    last = publishing.Copy(
        b64u(sha256(core)), b64u(sha256(b"%PDF")), made["publication"]["chain"][-1]["leaf"]["at"]
    )
    assert publishing.copies(made) == (last,)
    assert first.leaf["event"] == "published"
    world.hide(cast.chief, HIDDEN)
    again = loads(world.publish(world.package(), b"%PDF again"))
    assert [one.pdf for one in publishing.copies(again)] == [last.pdf, b64u(sha256(b"%PDF again"))]
    assert publishing.copies(again)[0] == last
