"""Vectors about keys whose maker attests them."""

from tests.evidence import factory
from tests.evidence.test_attested import MAKER, made_of_attested_keys
from tests.rig.maker import Maker
from tests.vectors.case import Cases, bad, good, out, unusable, with_policy


def cases() -> Cases:
    made = out(made_of_attested_keys())
    yield good("good-attested", "every key attested by its maker", made)
    yield good(
        "good-attested-roots",
        "and the policy asks for that maker",
        with_policy(made, attestation_roots=[MAKER.hash]),
    )
    yield bad("attested-by-another", "the policy asks for another maker", "policy.key_kind", with_policy(made, attestation_roots=[Maker().hash]))  # fmt: skip
    yield bad("not-attested", "the policy asks for a maker, and nobody attests", "policy.key_kind", with_policy(out(factory.signed()), attestation_roots=[MAKER.hash]))  # fmt: skip
    yield unusable("policy-no-roots", "a policy that asks for attestation, and names nobody", "policy.members", with_policy(made, attestation_roots=[]))  # fmt: skip
