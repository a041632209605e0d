from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.evidence import factory
from tests.vectors.rotation import of_version
from workflow.adapters.keystore import Keystore
from workflow.evidence import policy
from workflow.evidence.canonical import b64u, dumps, loads
from workflow.evidence.cosignature import vkey
from workflow.evidence.errors import Bad
from workflow.evidence.policy import SealAuthority


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


ONE, TWO = b64u(b"1" * 32), b64u(b"2" * 32)


def test_publication_keys_have_their_places_and_before_the_first_nobody_signs(world):
    bounds = [{"from": 5, "key": ONE, "until": 9}, {"from": 8, "key": TWO, "until": 12}]
    found = policy.parse(world.policy(publication_keys=bounds))
    assert [place for place in range(15) if found.asks_publisher(place)] == list(range(5, 15))
    assert [place for place in range(15) if found.publishes(ONE, place)] == [5, 6, 7, 8, 9]
    assert [place for place in range(15) if found.publishes(TWO, place)] == [8, 9, 10, 11, 12]
    endless = policy.parse(world.policy(publication_keys=[{"from": 0, "key": ONE, "until": 0}]))
    assert endless.publishes(ONE, 2**50) and not endless.publishes(TWO, 1) and endless.asks_publisher(0)
    nobody = policy.parse(world.policy())
    assert not nobody.asks_publisher(1) and nobody.publishes(ONE, 1)


@pytest.mark.parametrize(
    "bounds",
    [[], [(ONE, 0, 3), (ONE, 4, 0)], [(ONE, 4, 3)], [("x", 0, 0)], [(ONE, -1, 0)]],
    ids=["none", "twice", "backwards", "no-key", "before-the-log"],
)
def test_publication_keys_that_mean_nothing_are_refused(world, bounds):
    listed = [{"from": start, "key": key, "until": end} for key, start, end in bounds]
    with pytest.raises(Bad) as refused:
        policy.parse(dumps(loads(world.policy()) | {"publication_keys": listed}))
    assert refused.value.code == "policy.members"


@pytest.fixture(scope="module")
def certificates(tmp_path_factory):
    folder = tmp_path_factory.mktemp("deployments")
    return [Keystore(folder / name).authority for name in ("own", "other")]


def test_seals_are_by_the_authorities_whose_times_cover_them(world, certificates):
    own, other = certificates
    former = SealAuthority(own, "", "2026-05-01T00:00:00Z")
    later = SealAuthority(other, "2026-04-01T00:00:00Z")
    data = world.policy(seal_authorities=[former, later])
    found = policy.parse(data)
    assert found.seals == (former, later)
    for at, whose in (
        ("2026-03-31T23:59:59Z", (own,)),
        ("2026-04-01T00:00:00Z", (own, other)),
        ("2026-05-01T00:00:00Z", (own, other)),
        ("2026-05-01T00:00:01Z", (other,)),
        ("", ()),
    ):
        assert found.seal_authorities(at) == whose
    assert SealAuthority(own).sealed_at("")
    older = policy.parse(world.policy())
    assert older.seals == older.seal_authorities("2026-05-01T00:00:00Z") == ()


def test_authorities_for_seals_that_mean_nothing_are_refused(world, certificates):
    whole = world.policy(seal_authorities=[SealAuthority(one) for one in certificates])
    one, two = loads(whole)["seal_authorities"]
    moments = {"from": "2026-05-01T00:00:01Z", "until": "2026-05-01T00:00:00Z"}
    for listed, words in (
        ([], "expected"),
        ([one, two, one], "stands twice"),
        ([one, two | moments], "end before they begin"),
        ([one | {"certificate": "QUJD"}], "is not a certificate"),
        ([one | {"certificate": of_version(certificates[0], 0)}], "is not a certificate"),
        ([one | {"certificate": of_version(certificates[0], 6)}], "is not a certificate"),
        ([one | {"name": "x"}], "name"),
    ):
        with pytest.raises(Bad, match=words) as refused:
            policy.parse(dumps(loads(whole) | {"seal_authorities": listed}))
        assert refused.value.code == "policy.members"
