from tests.demo.conftest import Performance
from tests.evidence import factory
from workflow.demo.signing import verified
from workflow.demo.telling import Telling


def test_two_signed_each_with_an_own_key_and_the_keys_are_called_what_they_are(
    performance: Performance,
) -> None:
    assert performance.told.count("signed with a key of their own") == 2
    assert performance.told.count("software key (a demonstration key, held in software)") == 2


def test_what_is_not_confirmed_is_told() -> None:
    world, told = factory.signed().world, []
    files = {"package.json": world.package(), "policy.json": factory.signed().world.policy()}
    assert verified(files, Telling("http://localhost", say=told.append)).verdict == "not_verified"
    assert any("Not confirmed: " in line for line in told)
