import threading

import pytest

from tests.workers.village import ask, keys, work
from workers.kit import Kit
from workers.outbox import enqueue

pytestmark = pytest.mark.both_databases


def test_asking_twice_asks_once_even_when_it_is_done(kit: Kit) -> None:
    first = ask(kit, "letter.1", "letter", person="a")
    with kit.database.writing() as session:
        enqueue(session, "letter.1", "letter", {"person": "b"}, due=kit.clock.now(), now=kit.clock.now())
    assert keys(kit) == ["letter.1"]
    assert (work(kit, "letter.1").id, work(kit, "letter.1").payload) == (first, {"person": "a"})


def test_what_the_act_takes_back_was_never_asked_for(kit: Kit) -> None:
    with pytest.raises(ZeroDivisionError), kit.database.writing() as session:
        enqueue(session, "k", "letter", {}, due=kit.clock.now(), now=kit.clock.now())
        raise ZeroDivisionError
    assert keys(kit) == []


def test_eight_at_once_ask_once(kit: Kit) -> None:
    threads = [threading.Thread(target=ask, args=(kit, "k", "letter")) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert keys(kit) == ["k"]
