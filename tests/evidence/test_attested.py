"""Keys whose maker attests them, in a record: what a policy may ask for, and that nobody else's key passes for one."""

import pytest

from tests.evidence import factory
from tests.evidence.factory import Cast, World
from tests.evidence.judging import accepted, refused
from tests.rig.maker import MadeKey, Maker
from workflow.evidence.canonical import dumps, loads
from workflow.evidence.verify import verify

MAKER = Maker()


class Made(World):
    """A world in which every key is of this maker."""

    def new_key(self) -> MadeKey:
        return MadeKey(MAKER)


def made_of_attested_keys() -> Cast:
    """Everybody has a key of the maker."""
    return factory.signed(factory.frozen(factory.ready(world=Made())))


def test_an_attested_key_signs_and_whose_word_that_is_is_said() -> None:
    world = made_of_attested_keys().world
    verdict = accepted(world.package(), world.policy())
    assert any(
        "device-bound key, attested (packed) by the operator's word" in check.detail
        for check in verdict.checks
    )


def test_a_policy_may_ask_that_every_key_be_attested_up_to_a_root() -> None:
    world = made_of_attested_keys().world
    accepted(world.package(), world.policy(attestation_roots=[MAKER.hash]))
    refused(world.package(), world.policy(attestation_roots=[Maker().hash]), "policy.key_kind")
    others = factory.signed().world
    refused(others.package(), others.policy(attestation_roots=[MAKER.hash]), "policy.key_kind")


@pytest.mark.parametrize("roots", [[], ["x"], "x"])
def test_a_policy_names_roots_by_their_hash(roots: object) -> None:
    world = factory.signed().world
    policy = dumps(loads(world.policy()) | {"attestation_roots": roots})
    assert verify(world.package(), policy).codes == ["policy.members"]
