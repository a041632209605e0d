"""The order of turns is proved by who stands in the queue, never by a clock."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from workflow.adapters.database import Database
from workflow.adapters.turns import Turns
from workflow.web.faults import passes

LONG = 20


def queued(turns: Turns, act: Callable[[], None], place: int) -> threading.Thread:
    """`act` in a thread that is seen to stand in the queue, `place` behind the one whose turn it is."""
    thread = threading.Thread(target=act, daemon=True)
    thread.start()
    came = threading.Event()
    while turns.waiting < place:
        assert thread.is_alive(), "it never stood in the queue"
        came.wait(0.001)
    return thread


def test_turns_come_in_the_order_they_were_asked_for() -> None:
    turns, served = Turns(), []

    def ask(name: str) -> Callable[[], None]:
        def act() -> None:
            with turns.taken(LONG):
                served.append(name)

        return act

    with turns.taken(LONG):
        threads = [queued(turns, ask(name), place) for place, name in enumerate("abcd", start=1)]
        assert served == []
    for thread in threads:
        thread.join(LONG)
    assert served == ["a", "b", "c", "d"] and turns.waiting == 0


def test_who_ends_and_asks_again_at_once_stands_behind_who_waits() -> None:
    turns, served = Turns(), []

    def request() -> None:
        with turns.taken(LONG):
            served.append("request")

    with turns.taken(LONG):
        thread = queued(turns, request, 1)
    with turns.taken(LONG):
        served.append("dispatcher")
    thread.join(LONG)
    assert served == ["request", "dispatcher"]


def test_who_gives_up_leaves_the_queue_and_says_what_sqlite_would() -> None:
    turns = Turns()
    with turns.taken(LONG):
        with pytest.raises(OperationalError) as late, turns.taken(0):
            raise AssertionError("two have the turn")
        assert passes(late.value) and turns.waiting == 0
    with turns.taken(0):
        assert turns.waiting == 0


def test_a_block_that_raises_gives_the_turn_on() -> None:
    turns = Turns()
    with pytest.raises(ZeroDivisionError), turns.taken(LONG):
        raise ZeroDivisionError
    with turns.taken(0):
        assert turns.waiting == 0


def test_a_request_is_served_before_the_next_of_many_small_transactions(tmp_path: Path) -> None:
    """The cause of requests that waited for seconds: a thread that writes without a pause took SQLite's lock again and again."""
    database, served = Database(f"sqlite:///{tmp_path / 'one.db'}"), []

    def write(name: str) -> None:
        with database.writing() as session:
            session.connection()
            served.append(name)

    with database.writing() as session:
        session.connection()
        thread = queued(database.turns, lambda: write("request"), 1)
    for _ in range(3):
        write("dispatcher")
    thread.join(LONG)
    database.close()
    assert served == ["request", "dispatcher", "dispatcher", "dispatcher"]
