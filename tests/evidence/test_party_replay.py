import secrets
from datetime import timedelta

import pytest

from tests.evidence import factory
from workflow.evidence import chain as chains
from workflow.evidence import policy, statement
from workflow.evidence.errors import Bad
from workflow.evidence.party_chain import PartyChain, party_id
from workflow.evidence.party_replay import judge_acceptances, replay
from workflow.evidence.testimony import Examiner


def told(world: factory.World, member: factory.Member, examiner: Examiner | None = None) -> PartyChain:
    """The party as its chain tells it."""
    links = chains.read([entry.members() for entry in member.chain], {"party": member.id})
    return replay(links, examiner or Examiner(policy.parse(world.policy()), world.deployment))


def test_a_chain_tells_of_its_party() -> None:
    cast = factory.ready()
    chain = told(cast.world, cast.agency)
    assert (chain.kind, chain.legal_name) == ("agency", "Springfield Police Department")
    assert [e.office for e in chain.enrolments.values()] == ["registrar", "registrar", "chief"]
    assert len(chain.keys) == 3 and len(chain.links) == 4


def test_acceptances_count_among_the_parties_of_one_agreement() -> None:
    cast = factory.ready()
    examiner = Examiner(policy.parse(cast.world.policy()), cast.world.deployment)
    found = {member.id: told(cast.world, member, examiner) for member in cast.world.members}
    judge_acceptances(found, examiner)
    assert all(chain.accepted_at for chain in found.values())
    for chain in found.values():
        chain.accepted(10**6)
        with pytest.raises(Bad):
            chain.accepted(chain.accepted_at[0])


def test_an_acceptance_by_a_party_of_another_agreement_is_not_counted() -> None:
    cast = factory.ready()
    examiner = Examiner(policy.parse(cast.world.policy()), cast.world.deployment)
    alone = told(cast.world, cast.agency, examiner)
    judge_acceptances({alone.party: alone}, examiner)
    assert alone.accepted_at == [] and len(alone.acceptances) == 1


def genesis(world: factory.World, registrars: list[dict[str, object]]) -> bytes:
    return statement.genesis(
        deployment=world.deployment,
        rp_id=factory.RP_ID,
        nonce=secrets.token_bytes(32),
        issued=world.now,
        expires=world.now + timedelta(minutes=15),
        kind="agency",
        legal_name="Springfield PD",
        authority="The chief.",
        resolution="Yes.",
        contact="a@example.org",
        registrars=registrars,
    )


@pytest.mark.parametrize("shared", ["person", "key"])
def test_two_registrars_are_two_people_with_two_keys(shared: str) -> None:
    world = factory.World()
    keys = [factory.SoftwareKey(), factory.SoftwareKey()]
    people = ["ann", "ann"] if shared == "person" else ["ann", "bo"]
    if shared == "key":
        keys[1] = keys[0]
    said = genesis(
        world,
        [
            {"key": key.record, "name": person, "person": person, "title": "Registrar"}
            for key, person in zip(keys, people, strict=True)
        ],
    )
    member = factory.Member(party_id(said), "agency", "Springfield PD")
    world.members.append(member)
    world.link(member, "genesis", world.seal("genesis", said, *keys))
    with pytest.raises(Bad) as refused:
        told(world, member)
    assert refused.value.code == "party.genesis"


def test_a_partys_id_is_not_chosen() -> None:
    world = factory.ready().world
    stolen = factory.Member(world.members[0].id, "agency", "Springfield PD")
    ours = world.members[1].chain[0].envelope
    assert ours is not None
    world.now = factory.START + timedelta(minutes=2)
    world.link(stolen, "genesis", ours)
    with pytest.raises(Bad) as refused:
        told(world, stolen)
    assert refused.value.code == "party.genesis"
