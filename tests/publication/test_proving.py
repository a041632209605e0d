from tests.publication.test_earlier import finish, press
from workflow.evidence.canonical import unb64u
from workflow.evidence.leaf import leaf_id
from workflow.evidence.merkle import verify_inclusion
from workflow.history import queries as history
from workflow.history.queries import leaf_of
from workflow.publication.proving import Prover

__all__ = ["press"]


def test_every_link_is_proved_up_to_the_size_asked_for_and_none_beyond(press, now):
    finish(press, now)
    newest = history.newest_checkpoint(press.session)
    links = history.chain(press.session, edition_id=press.world.edition)
    entries = list(Prover(press.session, newest.size).entries(links, {}))
    assert [entry.leaf for entry in entries] == [leaf_of(event) for event, _ in links]
    last = entries[-1]
    root = press.session.get_one(type(newest), newest.size).root
    assert verify_inclusion(last.index, newest.size, unb64u(leaf_id(last.leaf)), list(last.proof), root)
    assert len(list(Prover(press.session, last.index).entries(links, {}))) == len(links) - 1
