"""The page on which a draft says whom its bodies may let change it."""

from tests.signing import world as worlds
from tests.signing.corrections.amending import LIMIT, delegate
from workflow.signing.delegations import page


def test_it_says_what_was_agreed_and_offers_offices_that_have_keys(session, now):
    world = worlds.build(session, body=True)
    delegate(session, world, now)
    value = page.page(session, world.actor(session, "counsel", now), world.edition)
    (one,) = value["delegations"]
    assert (one["body"], one["by"]) == ("Springfield School Board", "Counsel Example")
    assert one["words"].endswith(f"to mend errors of writing, within this limit: {LIMIT}")
    assert value["can_change"] and [name for _, name in value["bodies"]] == ["Springfield School Board"]
    offered = [words for _, words in value["places"]]
    assert "Counsel, Springfield Police Department" in offered and not any(
        "Resource Officer" in one for one in offered
    )


def test_once_the_text_is_frozen_it_only_reads(session, now):
    world = worlds.build(session, body=True)
    world.freeze(session, now)
    assert not page.page(session, world.actor(session, "counsel", now), world.edition)["can_change"]
