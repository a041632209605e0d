"""Whoever keeps a party's record hears that the log was resumed."""

import pytest

from tests.workers.test_party_letters import Post, here
from workflow.core.events import EventKind
from workflow.core.people import SERVICE
from workflow.history import actions as history

__all__ = ["here"]


def resumed(here: Post, **said: int) -> None:
    fact = history.ServiceFact(said)
    here.act(
        lambda town: history.record(
            town.session, EventKind.SERVICE_RESUMED, actor=SERVICE, at=here.clock.now(), chain=fact
        )
    )


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"from": 5, "to": 9, "lost": 3}, "held 5 of them. What 3 of the others said is lost."),
        ({"from": 9, "to": 9, "lost": 0}, "nothing of the record was lost"),
    ],
)
def test_the_keepers_of_every_record_hear_what_was_lost(here: Post, said: dict[str, int], words: str) -> None:
    resumed(here, **said)
    told = [name for name in here.emails if words in here.texts(name)]
    assert told and told == [
        name for name, subjects in here.arrived().items() if "The record was resumed" in subjects
    ]
