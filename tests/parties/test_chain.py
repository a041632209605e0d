"""The public chain of a party, as anybody can replay it without us."""

from datetime import datetime

import pytest
from sqlmodel import Session, select

from tests.parties.kit import ORIGIN, RP, Town, answered, town
from workflow.evidence.canonical import loads as read_json
from workflow.evidence.canonical import lp
from workflow.evidence.chain import Link
from workflow.evidence.party_chain import PartyChain
from workflow.evidence.party_replay import judge_acceptances, replay
from workflow.evidence.policy import Policy
from workflow.evidence.testimony import Examiner
from workflow.history.models import Event
from workflow.history.queries import leaf_id
from workflow.parties.founding.queries import party_links
from workflow.parties.keys import endings

pytestmark = pytest.mark.both_databases
DOMAIN = b"sro-mou/log-leaf/v1\0"


def links_of(session: Session, party_id: str) -> list[Link]:
    """The chain from our rows; the event's number stands for its place in the log."""
    links = []
    for row in party_links(session, party_id):
        event = session.get_one(Event, row.event_id)
        leaf = event.leaf.removeprefix(DOMAIN)[4:]
        assert event.leaf == DOMAIN + lp(leaf)
        links.append(Link(read_json(leaf), event.id or 0, envelope=row.content))
        assert links[-1].id == leaf_id(event)
    return links


def replayed(here: Town) -> dict[str, PartyChain]:
    """Both parties, replayed from what stands in the rows."""
    trusted = ({"rp_id": RP, "origins": [ORIGIN], "from": "", "until": ""},)
    examiner = Examiner(Policy("d" * 20, (), trusted, (), ("software",)), "d" * 20)
    chains = {
        which: replay(links_of(here.session, party.id), examiner) for which, party in here.parties.items()
    }
    judge_acceptances({chain.party: chain for chain in chains.values()}, examiner)
    return chains


def test_two_parties_with_everything_that_can_happen_replay_offline(session: Session, now: datetime) -> None:
    here = town(session, now)
    here.found("district")
    here.found("agency")
    here.accept("district", "Arlo")
    here.accept("agency", "Dora")
    here.enrol("Carl", "Anna")
    here.enrol("Sam", "Dora")
    sheet = endings.offer_office_end(
        session, here.actor("Arlo"), here.posts["Carl"].id, reason="Retired.", at=now
    )
    endings.end_office(
        session,
        here.actor("Arlo"),
        here.posts["Carl"].id,
        credential=answered(sheet.options, here.keys["Arlo"]),
        at=now,
    )
    row = here.rows["Sam"].id
    sheet = endings.offer_revocation(session, here.actor("Sam"), row, reason="Lost.", at=now)
    endings.revoke(
        session, here.actor("Sam"), row, credential=answered(sheet.options, here.keys["Sam"]), at=now
    )

    chains = replayed(here)
    assert {which: chain.party for which, chain in chains.items()} == {
        which: party.public_id for which, party in here.parties.items()
    }
    assert here.rows["Carl"].enrolment in chains["agency"].enrolments
    assert chains["agency"].enrolments[here.rows["Carl"].enrolment].name == "Carl"
    assert [ending.person for ending in chains["agency"].endings] == [here.people["Carl"].id]
    assert [gone.key for gone in chains["district"].revocations] == [here.rows["Sam"].key_id]
    assert all(len(chain.accepted_at) == 1 for chain in chains.values())


def test_a_link_is_one_event_with_the_envelopes_hash(session: Session, now: datetime) -> None:
    here = town(session, now)
    here.found("agency")
    rows = party_links(session, here.parties["agency"].id)
    events = session.exec(select(Event).where(Event.kind == "party:founded")).all()
    assert [row.event_id for row in rows] == [event.id for event in events]
    assert rows[0].hash in events[0].leaf.decode("latin-1")
