from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.evidence import factory
from workflow.evidence import policy
from workflow.evidence.canonical import dumps, loads
from workflow.evidence.cosignature import vkey
from workflow.evidence.errors import Bad


@pytest.fixture(scope="module")
def world():
    return factory.ready().world


def test_a_policy_reads_back(world):
    found = policy.parse(world.policy())
    assert found.deployment == world.deployment and found.log_keys() == (world.vkey,)
    assert found.knows_party(world.members[0].id) and not found.knows_party("x")
    assert found.admits("software") and not found.admits("attested")
    rooted = replace(found, roots=("r",))
    assert rooted.admits("software", "r") and not rooted.admits("software")


def test_origins_have_their_time(world):
    party = {
        "from": "2026-01-01T00:00:00Z",
        "origins": ["https://a.example"],
        "rp_id": "a.example",
        "until": "2026-12-31T00:00:00Z",
    }
    found = policy.parse(world.policy(relying_parties=[party]))
    assert "https://a.example" in found.origins("a.example", "2026-06-01T00:00:00Z")
    for rp_id, at in (
        ("b.example", "2026-06-01T00:00:00Z"),
        ("a.example", "2025-06-01T00:00:00Z"),
        ("a.example", "2027-06-01T00:00:00Z"),
    ):
        assert "https://a.example" not in found.origins(rp_id, at)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"time_authorities": [{"name": "x"}]}, "policy.members"),
        ({"time_authorities": ["AAAA"]}, "policy.members"),
        ({"witnesses": ["x"]}, "policy.members"),
        ({"log_keys": ["x"]}, "policy.members"),
        ({"log_keys": []}, "policy.members"),
        ({"key_kinds": ["attested"]}, "policy.members"),
        ({"parties": ["x"]}, "policy.members"),
        ({"note": "x"}, "policy.members"),
        ({"format": "sro-mou/policy/v2"}, "policy.members"),
        (
            {
                "relying_parties": [
                    {"from": "", "origins": ["https://a.example/"], "rp_id": "a.example", "until": ""}
                ]
            },
            "policy.members",
        ),
    ],
)
def test_a_policy_this_version_cannot_keep_is_refused(world, change, code):
    with pytest.raises(Bad) as refused:
        policy.parse(dumps(loads(world.policy()) | change))
    assert refused.value.code == code


def test_no_log_is_its_own_witness_and_no_key_two_witnesses(world):
    """A self-run witness called independent, in the two forms that the policy itself can show."""
    key = Ed25519PrivateKey.generate()
    names = [vkey("library.example", key), vkey("district.example", key)]
    assert policy.parse(world.policy(witnesses=names[:1])).witnesses() == (names[0],)
    for witnesses in (names, names[:1] * 2, [vkey("library.example", world.log_key)], [world.vkey]):
        with pytest.raises(Bad) as refused:
            world.policy(witnesses=witnesses)
        assert refused.value.code == "policy.members"
    assert policy.NoPolicy(world.vkey).witnesses() is None


def test_the_log_keys_are_of_one_log_and_each_once(world):
    other = factory.World()
    other.origin_name = "elsewhere.example/log"
    for keys in ([world.vkey, world.vkey], [world.vkey, other.vkey]):
        with pytest.raises(Bad, match="several logs"):
            world.policy(log_keys=keys)


def test_a_policy_is_canonical(world):
    with pytest.raises(Bad) as refused:
        policy.parse(world.policy() + b"\n")
    assert refused.value.code == "policy.json"


@pytest.mark.parametrize(
    ("origin", "inside"),
    [
        ("https://mou.example.org", True),
        ("https://sign.mou.example.org:8443", True),
        ("http://mou.example.org", False),
        ("https://example.org", False),
        ("https://evilmou.example.org", False),
        ("https://mou.example.org/", False),
        ("https://mou.example.org@evil.example", False),
        (7, False),
    ],
)
def test_without_a_policy_an_origin_stands_at_or_beneath_the_rp_id(origin, inside):
    nobody = policy.NoPolicy("key")
    assert (origin in nobody.origins("mou.example.org", "")) is inside
    assert nobody.knows_party("x") and nobody.admits("software") and nobody.log_keys() == ("key",)


def test_localhost_needs_no_https():
    assert "http://localhost:8000" in policy.NoPolicy("key").origins("localhost", "")
