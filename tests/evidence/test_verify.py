from datetime import timedelta
from typing import Any

import pytest

from tests.evidence import factory
from tests.evidence.judging import accepted, failed, refused, tampered
from workflow.evidence.canonical import b64u
from workflow.evidence.verify import verify


@pytest.fixture(scope="module")
def world() -> factory.World:
    return factory.signed().world


def test_core_and_web_copy_both_verify() -> None:
    world = factory.signed().world
    core = world.package()
    found = accepted(core, world.policy())
    assert [(person.name, person.office, person.key_kind, person.ok) for person in found.signatories] == [
        ("Flo Foster", "Chief of Police", "software", True),
        ("Eve Ellis", "Superintendent", "software", True),
    ]
    assert found.missing == () and found.head == world.head and found.edition == 1
    published = accepted(world.publish(core), world.policy())
    assert published.checks[-1].id == "publication.log"


def test_the_limits_are_printed(world: factory.World) -> None:
    found = {check.id: check.detail for check in accepted(world.package(), world.policy()).checks}
    assert found["time.source"] == "time by the operator's word"
    assert found["log.witnesses"] == "no witness: the log is the operator's word alone"
    assert found["log.checkpoint"].startswith("current as of checkpoint ")


def test_what_is_recorded_ahead_of_now_is_refused(world: factory.World) -> None:
    package, policy = world.package(), world.policy()
    assert verify(package, policy, now=world.now).exit_code == 0
    assert verify(package, policy, now=world.now - timedelta(hours=23)).exit_code == 0
    early = verify(package, policy, now=factory.START - timedelta(days=2))
    assert early.exit_code == 1 and "chain.time" in failed(early)


def test_a_publication_ahead_of_now_is_refused() -> None:
    world = factory.signed().world
    executed, core = world.now, world.package()
    world.wait(days=30)
    found = verify(world.publish(core), world.policy(), now=executed)
    assert failed(found) == ["chain.time"]


def test_a_log_key_that_is_none_is_named(world: factory.World) -> None:
    found = verify(tampered(world.package(), lambda p: p["log"].update(key="hello")))
    assert "log.key" in failed(found)


def test_frozen_is_not_recorded_before_it_happened() -> None:
    cast = factory.ready()
    later = (cast.world.now + timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    factory.signed(factory.frozen(cast, frozen_at=later))
    refused(cast.world.package(), cast.world.policy(), "chain.time", "before it was")


def test_a_signature_from_before_the_text_was_frozen_does_not_count() -> None:
    cast = factory.frozen()
    world = cast.world
    before = world.now - timedelta(minutes=5)
    world.approve(cast.chief, "s1", issued=before)
    world.approve(cast.superintendent, "s2")
    world.event("executed")
    refused(world.package(), world.policy(), "statement.binding", "before this text was frozen")


@pytest.mark.parametrize(
    ("event", "slot", "subject"),
    [
        ("served", "", ""),
        ("served", "s1", b64u(b"x" * 32)),
        ("signed", "s1", ""),
        ("adopted", "", b64u(b"x" * 32)),
    ],
)
def test_an_event_has_what_its_kind_has_and_nothing_else(event: str, slot: str, subject: str) -> None:
    cast = factory.frozen()
    cast.world.event(event, slot, subject)
    factory.signed(cast)
    refused(cast.world.package(), cast.world.policy(), "chain.leaf")


def test_a_slot_nobody_knows_cannot_be_served() -> None:
    cast = factory.frozen()
    cast.world.event("served", "s9")
    factory.signed(cast)
    refused(cast.world.package(), cast.world.policy(), "slot.unknown")


def test_an_approval_that_cannot_be_read_still_counts_as_nobody() -> None:
    cast = factory.frozen()
    world = cast.world

    def junk(said: bytes) -> dict[str, Any]:
        return world.seal("approval", b'["x"]', cast.chief.key)

    world.approve(cast.chief, "s1", forge=junk)
    world.approve(cast.chief, "s1", forge=lambda said: world.seal("approval", b"junk", cast.chief.key))
    world.approve(cast.superintendent, "s2")
    world.event("executed")
    found = refused(world.package(), world.policy(), "statement.members")
    assert [(person.name, person.ok) for person in found.signatories] == [
        ("", False),
        ("", False),
        ("Eve Ellis", True),
    ]


def test_an_approval_without_its_statement_is_nobodys(world: factory.World) -> None:
    def strip(package: dict[str, Any]) -> None:
        del package["edition_chain"][2]["envelope"]

    found = refused(tampered(world.package(), strip), world.policy(), "chain.leaf")
    assert found.signatories[0].name == ""


def test_without_a_checkpoint_nothing_is_in_the_log(world: factory.World) -> None:
    found = verify(world.package(checkpoint="hello"), world.policy())
    assert {"log.checkpoint", "log.inclusion", "slot.missing"} <= set(failed(found))
