import pytest

from tests.evidence import factory
from workflow.evidence import policy, trust
from workflow.evidence.chain import read
from workflow.evidence.errors import Bad
from workflow.evidence.testimony import Examiner


@pytest.fixture(scope="module")
def cast():
    return factory.signed()


def genesis(cast):
    return read([cast.agency.chain[0].members()], {})[0]


def examiner(cast, **twists):
    return Examiner(policy.parse(cast.world.policy(**twists)), cast.world.deployment)


def test_a_statement_is_heard_once(cast):
    hearing = examiner(cast)
    link = genesis(cast)
    heard = hearing.hear(link, "genesis", link.leaf["envelope"])
    keys = [registrar["key"] for registrar in heard.said["registrars"]]
    hearing.signed(heard, *keys)
    with pytest.raises(Bad) as refused:
        hearing.hear(link, "genesis", link.leaf["envelope"])
    assert refused.value.code == "statement.nonce"


def test_both_keys_sign_in_their_order(cast):
    link = genesis(cast)
    heard = examiner(cast).hear(link, "genesis", link.leaf["envelope"])
    first, second = (registrar["key"] for registrar in heard.said["registrars"])
    for keys, code in (
        ((first,), "signature.count"),
        ((second, first), "signature.key"),
        ((first, first), "signature.key"),
    ):
        with pytest.raises(Bad) as refused:
            examiner(cast).signed(heard, *keys)
        assert refused.value.code == code


def test_a_kind_of_key_the_policy_does_not_admit_is_refused(cast):
    link = genesis(cast)
    strict = examiner(cast, key_kinds=["device-bound"])
    heard = strict.hear(link, "genesis", link.leaf["envelope"])
    with pytest.raises(Bad) as refused:
        strict.signed(heard, *(registrar["key"] for registrar in heard.said["registrars"]))
    assert refused.value.code == "policy.key_kind"


def test_a_statement_of_another_installation_is_refused(cast):
    link = genesis(cast)
    with pytest.raises(Bad) as refused:
        Examiner(trust.NoPolicy("key"), "elsewhere").hear(link, "genesis", link.leaf["envelope"])
    assert refused.value.code == "statement.binding"
