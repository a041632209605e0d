from typing import Any

import pytest

from tests.evidence import factory
from tests.evidence.factory import Cast
from tests.evidence.judging import accepted, refused
from workflow.evidence.canonical import b64u


def boarded(**twists: Any) -> Cast:
    """A world whose board must adopt, with its clerk enrolled as `cast.clerk`."""
    cast = factory.ready()
    clerk = cast.world.enrol(cast.district, "Gil Gray", twists.pop("office", "clerk"), "Clerk of the Board")
    cast.world.wait(hours=twists.pop("hours", 80))
    body = {"id": "board", "name": "Board of Education", "party": cast.district.id, "required": True}
    factory.frozen(cast, adopting_bodies=[body | twists])
    cast.superintendent.party = cast.district
    return Cast(cast.world, cast.district, cast.agency, cast.superintendent, cast.chief, clerk)


def finish(cast: Cast) -> tuple[bytes, bytes]:
    """Sign and pack."""
    factory.signed(cast)
    return cast.world.package(), cast.world.policy()


def test_an_adoption_by_the_clerk_counts() -> None:
    cast = boarded()
    cast.world.adopt(cast.clerk, "board")
    found = accepted(*finish(cast))
    assert "1 adoption of this text" in [check.detail for check in found.checks]


def test_a_required_adoption_is_missed() -> None:
    refused(*finish(boarded()), "adoption.missing", "Board of Education")


def test_an_adoption_that_was_not_required_is_not_missed() -> None:
    accepted(*finish(boarded(required=False)))


def test_a_body_adopts_once() -> None:
    cast = boarded()
    cast.world.adopt(cast.clerk, "board")
    cast.world.adopt(cast.clerk, "board")
    refused(*finish(cast), "signer.twice", "adopted twice")


def test_only_a_clerk_records_an_adoption() -> None:
    cast = boarded(office="counsel")
    cast.world.adopt(cast.clerk, "board")
    refused(*finish(cast), "signer.office")


def test_a_clerk_waits_too() -> None:
    cast = boarded(hours=1)
    cast.world.adopt(cast.clerk, "board")
    refused(*finish(cast), "signer.waiting")


@pytest.mark.parametrize("twist", [{"head": b64u(b"h" * 32)}, {"body": "council"}])
def test_an_adoption_of_something_else_does_not_count(twist: dict[str, Any]) -> None:
    cast = boarded()
    cast.world.adopt(cast.clerk, "board", **twist)
    refused(*finish(cast), "statement.binding")


def test_a_body_nobody_knows_does_not_adopt() -> None:
    cast = boarded()
    cast.world.adopt(cast.clerk, "council")
    refused(*finish(cast), "slot.unknown")


def test_a_decline_of_a_slot_that_is_not_required_ends_nothing() -> None:
    cast = factory.ready()
    board = cast.world.enrol(cast.district, "Gil Gray", "board_chair", "Board Chair")
    cast.world.wait(hours=80)
    factory.frozen(cast)
    extra = {
        "id": "s3",
        "offices": ["board_chair"],
        "paper": False,
        "party": cast.district.id,
        "required": False,
    }
    slots = [*cast.world.manifest["slots"], extra]
    cast.world.edition_chain.clear()
    factory.frozen(cast)
    cast.world.edition_chain.clear()
    cast.world.manifest["slots"] = slots
    cast.world.event("frozen")
    cast.world.decline(board, "s3")
    accepted(*finish(cast))


def test_a_registrar_of_the_genesis_may_speak_by_that_link() -> None:
    """Both registrars come with one link, so `enrolment` names it for either of them."""
    for number in (0, 1):
        cast = factory.ready()
        registrar = cast.district.registrars[number]
        slots = [
            ("s1", cast.agency, ["chief"]),
            ("s2", cast.district, ["superintendent"]),
            ("s3", cast.district, ["registrar"]),
        ]
        factory.frozen(cast, slots=slots)
        cast.world.approve(registrar, "s3")
        accepted(*finish(cast))
