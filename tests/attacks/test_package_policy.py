"""Attacks on whom a verifier trusts: another installation, other keys, other pages than the policy knows."""

from tests.evidence import factory
from tests.evidence.judging import accepted, failed, refused
from workflow.evidence.verify import verify


def test_a_second_installation_with_the_same_names_is_refused_under_the_first_ones_policy() -> None:
    ours, forged = factory.signed().world, factory.signed().world
    package = forged.package()
    accepted(package, forged.policy())
    verdict = refused(package, ours.policy(), "policy.party")
    assert "log.key" in failed(verdict)


def test_another_installation_is_refused_by_its_id() -> None:
    other = factory.signed(factory.frozen(factory.ready(deployment="e0" * 10))).world
    refused(other.package(), factory.signed().world.policy(), "policy.deployment")


def test_software_keys_are_refused_where_the_policy_says_so() -> None:
    world = factory.signed().world
    refused(world.package(), world.policy(key_kinds=["device-bound", "synced"]), "policy.key_kind")


def test_an_origin_outside_its_time_is_refused() -> None:
    world = factory.signed().world
    party = {"from": "2027-01-01T00:00:00Z", "origins": [factory.ORIGIN], "rp_id": factory.RP_ID, "until": ""}
    refused(world.package(), world.policy(relying_parties=[party]), "signature.origin")
    over = party | {"from": "", "until": "2026-01-01T00:00:00Z"}
    refused(world.package(), world.policy(relying_parties=[over]), "signature.origin")


def test_without_a_policy_the_text_is_consistent_and_no_more() -> None:
    verdict = verify(factory.good_package()[0])
    assert (verdict.verdict, verdict.exit_code, verdict.anchor) == ("not_verified", 1, "package")
    assert verdict.consistent and "whose keys these are is unknown" in verdict.sentence()
