"""By whose word the log stands: witnesses that the policy knows, those it does not, and those nobody was told of."""

from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.evidence import factory
from tests.evidence.judging import accepted, failed, refused, tampered
from workflow.evidence import package
from workflow.evidence.canonical import dumps, loads
from workflow.evidence.cosignature import cosign, vkey
from workflow.evidence.verify import verify

ONE, TWO = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
KEYS = [vkey("library.example", ONE), vkey("district.example", TWO)]
TIME = 1778000000


@pytest.fixture(scope="module")
def world():
    return factory.signed().world


@pytest.fixture(scope="module")
def plain(world):
    return world.publish(world.package())


def signed_by(plain, *witnesses, time=TIME, note=None):
    """The same package, cosigned; `note` is another checkpoint than the one the format asks for."""
    note = note or loads(plain)["publication"]["checkpoint"]
    made = [cosign(note, name, key, time).members() for name, key in witnesses]
    return tampered(plain, lambda value: value.update(cosignatures=made))


LIBRARY, DISTRICT = ("library.example", ONE), ("district.example", TWO)


def said(verdict):
    return {check.id: check.detail for check in verdict.checks}["log.witnesses"]


def test_one_witness_of_the_policy_makes_the_log_independent(world, plain):
    verdict = accepted(signed_by(plain, LIBRARY), world.policy(witnesses=KEYS))
    assert said(verdict) == "cosigned by library.example: an independent log"
    both = accepted(signed_by(plain, LIBRARY, DISTRICT), world.policy(witnesses=KEYS))
    assert said(both) == "cosigned by library.example, district.example: an independent log"


def test_without_a_cosignature_a_policy_with_witnesses_says_whose_word_it_is(world, plain):
    assert (
        said(accepted(plain, world.policy(witnesses=KEYS)))
        == "no witness: the log is the operator's word alone"
    )


def test_a_core_package_may_be_cosigned_as_well(world):
    core = world.package()
    note = loads(core)["log"]["checkpoint"]
    accepted(signed_by(core, LIBRARY, note=note), world.policy(witnesses=KEYS))


def test_the_core_stays_what_it_was_whoever_signs_later(world, plain):
    core = package.core_of(plain, loads(plain))
    witnessed = signed_by(plain, LIBRARY, DISTRICT)
    assert package.core_of(witnessed, loads(witnessed)) == core


def test_without_a_policy_a_cosignature_vouches_for_nothing(plain):
    verdict = verify(signed_by(plain, LIBRARY))
    assert verdict.consistent and said(verdict).endswith("the log is the operator's word alone")
    assert failed(verify(signed_by(plain, LIBRARY, LIBRARY))) == ["policy.present", "log.witnesses"]


CASES = {
    "a witness that the policy does not know": ([LIBRARY], KEYS[1:], {}, "whom the policy does not know"),
    "any witness where the policy knows none": ([LIBRARY], [], {}, "whom the policy does not know"),
    "one witness twice": ([LIBRARY, LIBRARY], KEYS, {}, "one stands twice"),
    "another order": ([DISTRICT, LIBRARY], KEYS, {}, "not in the policy's order"),
    "the key of another under its name": (
        [("library.example", TWO)],
        KEYS,
        {},
        "whom the policy does not know",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_cosignature_nobody_vouches_for_is_refused(world, plain, case):
    witnesses, known, more, words = CASES[case]
    refused(signed_by(plain, *witnesses, **more), world.policy(witnesses=known), "log.witnesses", words)


def test_a_cosignature_of_another_checkpoint_is_refused(world, plain):
    earlier = signed_by(plain, LIBRARY, note=loads(plain)["log"]["checkpoint"])
    refused(earlier, world.policy(witnesses=KEYS), "log.witnesses", "does not fit")


def test_a_cosignature_from_tomorrow_is_refused(world, plain):
    now = datetime(2026, 9, 1, tzinfo=UTC)
    late = signed_by(plain, LIBRARY, time=int((now + timedelta(days=2)).timestamp()))
    verdict = verify(late, world.policy(witnesses=KEYS), now)
    assert failed(verdict) == ["log.witnesses"]
    assert verify(signed_by(plain, LIBRARY), world.policy(witnesses=KEYS), now).exit_code == 0


def test_a_checkpoint_that_is_not_the_logs_makes_no_witness_count(world, plain):
    def other(value):
        value["publication"]["checkpoint"] = value["publication"]["checkpoint"].replace("\n\n", "x\n\n")

    found = failed(verify(tampered(signed_by(plain, LIBRARY), other), world.policy(witnesses=KEYS)))
    assert set(found) <= {"log.checkpoint"} and found


@pytest.mark.parametrize("member", ["key", "signature", "time"])
def test_every_member_of_a_cosignature_is_held_by_its_signature(world, plain, member):
    changes = {"key": KEYS[1], "signature": "A" * 86, "time": TIME + 1}
    changed = tampered(
        signed_by(plain, LIBRARY), lambda value: value["cosignatures"][0].update({member: changes[member]})
    )
    refused(changed, world.policy(witnesses=KEYS), "log.witnesses")


@pytest.mark.parametrize(
    "change", [{"time": -1}, {"time": "1"}, {"signature": "AA"}, {"key": ""}, {"more": ""}]
)
def test_other_members_are_no_package(world, plain, change):
    changed = tampered(signed_by(plain, LIBRARY), lambda value: value["cosignatures"][0].update(change))
    assert verify(changed, world.policy(witnesses=KEYS)).exit_code == 2


def witnessed_packages():
    """Packages with cosignatures, good and bad, each under a policy or none: for other verifiers than this one."""
    world = factory.signed().world
    plain = world.publish(world.package())
    early = loads(plain)["log"]["checkpoint"]
    both, second = world.policy(witnesses=KEYS), world.policy(witnesses=KEYS[1:])
    yield signed_by(plain, LIBRARY, DISTRICT), both
    yield signed_by(plain, LIBRARY), None
    yield signed_by(plain, DISTRICT), second
    for witnesses, policy, note in (
        ([LIBRARY], second, None),
        ([LIBRARY], world.policy(), None),
        ([LIBRARY, LIBRARY], both, None),
        ([LIBRARY, LIBRARY], None, None),
        ([DISTRICT, LIBRARY], both, None),
        ([LIBRARY], both, early),
        ([("library.example", TWO)], both, None),
    ):
        yield signed_by(plain, *witnesses, note=note), policy
    good = signed_by(plain, LIBRARY)
    for change in (
        {"time": TIME + 1},
        {"signature": "A" * 86},
        {"key": KEYS[1]},
        {"time": -1},
        {"signature": "AA"},
        {"more": ""},
    ):
        yield tampered(good, lambda value, change=change: value["cosignatures"][0].update(change)), both
    members = loads(both)
    for witnesses in (
        KEYS[:1] * 2,
        [vkey("other.example", ONE), KEYS[0]],
        [vkey("w.example", world.log_key)],
        ["x"],
    ):
        yield plain, dumps(members | {"witnesses": witnesses})
