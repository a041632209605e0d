from dataclasses import replace

import pytest

from tests.evidence import factory
from workflow.evidence import chain, merkle
from workflow.evidence.errors import Bad
from workflow.evidence.statement import MEDIA
from workflow.evidence.tlog import Checkpoint


@pytest.fixture(scope="module")
def world():
    return factory.signed().world


def entries(world):
    return [entry.members() for entry in world.proven(world.edition_chain)]


def test_a_chain_reads_back_with_its_links(world):
    links = chain.read(entries(world), {"kind": "edition"})
    assert [link.leaf["event"] for link in links][:2] == ["frozen", "served"]
    assert [link.leaf["prev"] for link in links[1:]] == [link.id for link in links[:-1]]
    chain.included(links, Checkpoint("x", world.size, merkle.root(world.size, world.node), ()))


def twisted(world, number, **leaf):
    found = entries(world)
    index = leaf.pop("index", found[number]["index"])
    found[number] = found[number] | {"leaf": found[number]["leaf"] | leaf, "index": index}
    return found


@pytest.mark.parametrize(
    ("number", "leaf", "code"),
    [
        (0, {"seq": 1}, "chain.link"),
        (0, {"prev": "A" * 43}, "chain.link"),
        (1, {"seq": 2}, "chain.link"),
        (1, {"prev": "A" * 43}, "chain.link"),
        (1, {"index": 0}, "chain.link"),
        (1, {"at": "2020-01-01T00:00:00Z"}, "chain.time"),
        (1, {"kind": "party"}, "chain.leaf"),
    ],
)
def test_a_link_that_does_not_follow_is_refused(world, number, leaf, code):
    with pytest.raises(Bad) as refused:
        chain.read(twisted(world, number, **leaf), {"kind": "edition"})
    assert refused.value.code == code


def test_what_was_recorded_in_one_second_has_two_places_and_one_time(world):
    first, second = entries(world)[:2]
    same = second | {"leaf": second["leaf"] | {"at": first["leaf"]["at"]}}
    assert len(chain.read([first, same], {})) == 2
    with pytest.raises(Bad, match="stands in the log before the one it follows"):
        chain.read([first, second | {"index": first["index"]}], {})


def test_a_leaf_may_be_known_whole(world):
    first = entries(world)[0]
    assert len(chain.read([first], first["leaf"])) == 1


def test_a_step_of_a_proof_is_32_bytes(world):
    links = chain.read(entries(world), {"kind": "edition"})
    short = replace(links[0], proof=("AAAA",))
    with pytest.raises(Bad, match="32 bytes were expected, not 3"):
        chain.included([short], Checkpoint("x", world.size, b"r" * 32, ()))


def test_a_chain_may_go_on_after_another(world):
    links = chain.read(entries(world)[:2], {"kind": "edition"})
    assert chain.read(entries(world)[2:], {"kind": "edition"}, links[-1])
    with pytest.raises(Bad):
        chain.read(entries(world)[3:], {"kind": "edition"}, links[-1])


def test_a_leaf_outside_the_tree_is_refused(world):
    links = chain.read(entries(world), {"kind": "edition"})
    with pytest.raises(Bad) as refused:
        chain.included(links, Checkpoint("x", world.size, b"r" * 32, ()))
    assert refused.value.code == "log.inclusion"


def test_an_envelope_is_the_one_that_was_logged_and_of_its_act(world):
    links = chain.read(entries(world), {"kind": "edition"})
    signed = next(link for link in links if link.envelope)
    assert chain.carries(signed, signed.leaf["subject"], "approval")["type"] == MEDIA["approval"]
    for link, named, act, code in (
        (signed, "A" * 43, "approval", "chain.envelope"),
        (links[0], "A" * 43, "approval", "chain.envelope"),
        (signed, signed.leaf["subject"], "decline", "statement.type"),
    ):
        with pytest.raises(Bad) as refused:
            chain.carries(link, named, act)
        assert refused.value.code == code
