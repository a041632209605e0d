import shutil
import threading
from datetime import timedelta

import pytest
from sqlmodel import select

from tests.workers.village import Village, ask, begin, keys, undispatched, work
from workers import dispatch, reactions
from workers.consequences import Consequence
from workers.kit import Kit
from workflow.adapters.clock import FixedClock
from workflow.core.events import EventKind
from workflow.core.people import SERVICE
from workflow.history import actions as history
from workflow.history import alarms
from workflow.history.models import Checkpoint, Event, Undispatched, Work
from workflow.review import actions as review

pytestmark = pytest.mark.both_databases


def record(kit: Kit, count: int, kind: EventKind = EventKind.PARTY_CREATED) -> list[int]:
    with kit.database.writing() as session:
        return [history.record(session, kind, actor=SERVICE, at=kit.clock.now()).id for _ in range(count)]


@pytest.fixture
def begun(kit: Kit) -> Kit:
    with kit.database.writing() as session:
        begin(session, kit.clock.now())
    return kit


@pytest.fixture
def noting(monkeypatch: pytest.MonkeyPatch, done: list[str]) -> list[str]:
    """Every party that is created leads to one note."""
    reaction = (lambda session, event: [Consequence(f"note.{event.id}", "note")],)
    monkeypatch.setitem(reactions.REACTIONS, EventKind.PARTY_CREATED, reaction)
    return done


def test_an_event_becomes_work_and_the_work_is_done_once(begun: Kit, noting: list[str]) -> None:
    ids = record(begun, 3)
    dispatch.run_until_quiet(begun)
    assert noting == [f"note.{number}" for number in ids]
    assert undispatched(begun) == 0
    assert {work(begun, key).state for key in keys(begun)} == {"done"}
    assert dispatch.run_once(begun) == 0


def test_a_round_also_gives_the_events_their_place_in_the_log(begun: Kit) -> None:
    record(begun, 2)
    dispatch.run_once(begun)
    with begun.database.reading() as session:
        assert session.exec(select(Checkpoint.size)).one() == 3
    assert dispatch.sequence_log(begun) is False


@pytest.mark.parametrize("how", ["lost", "open to all"])
def test_without_its_key_the_log_stands_still_and_says_so_while_the_rest_goes_on(
    begun: Kit, noting: list[str], how: str, caplog: pytest.LogCaptureFixture
) -> None:
    dispatch.run_until_quiet(begun)
    key, kept = begun.settings.keys_folder / "checkpoint.pem", begun.settings.data / "kept.pem"
    shutil.copy2(key, kept)
    key.unlink() if how == "lost" else key.chmod(0o644)
    record(begun, 1)
    dispatch.run_until_quiet(begun)
    assert len(noting) == 1 and str(key) in caplog.text
    with begun.database.reading() as session:
        assert session.exec(select(Checkpoint.size)).all() == [1]
        said = alarms.ringing(session)["log"]
    assert said.endswith("the service's own log says which file") and str(begun.settings.data) not in said
    shutil.copy2(kept, key)
    dispatch.run_until_quiet(begun)
    with begun.database.reading() as session:
        assert session.exec(select(Checkpoint.size).order_by(Checkpoint.size)).all() == [1, 2]
        assert alarms.ringing(session) == {}


def test_two_dispatchers_at_once_dispatch_each_event_once(begun: Kit, noting: list[str]) -> None:
    ids = record(begun, 60)
    counts: list[int] = []
    barrier = threading.Barrier(2)

    def run() -> None:
        barrier.wait()
        for _ in range(5):
            counts.append(dispatch.dispatch_events(begun))
            for row in dispatch.claim(begun):
                dispatch.perform(begun, row)

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    dispatch.run_until_quiet(begun)
    assert sum(counts) == 61  # sixty and the beginning of the service
    assert sorted(noting) == sorted(f"note.{number}" for number in ids)


def test_two_claims_never_take_the_same_row(begun: Kit, done: list[str]) -> None:
    ids = {ask(begun, f"k{n}", "note") for n in range(5)}
    first, second = dispatch.claim(begun, limit=3), dispatch.claim(begun)
    assert len(first) == 3 and len(second) == 2
    assert {*first, *second} == ids
    assert dispatch.claim(begun) == []


def test_work_not_done_within_its_lease_comes_back(begun: Kit, done: list[str], clock: FixedClock) -> None:
    row = ask(begun, "k", "note")
    assert dispatch.claim(begun) == [row]
    clock.move(begun.lease - timedelta(seconds=1))
    assert dispatch.claim(begun) == []
    clock.move(timedelta(seconds=2))
    assert dispatch.claim(begun) == [row]
    assert dispatch.perform(begun, row) and done == ["k"]


def test_a_hint_given_three_times_has_one_effect(begun: Kit, done: list[str]) -> None:
    row = ask(begun, "k", "note")
    dispatch.claim(begun)
    assert [dispatch.perform(begun, row) for _ in range(3)] == [True, False, False]
    assert done == ["k"] and work(begun, "k").attempts == 1


def test_five_failures_and_it_is_dead(begun: Kit, done: list[str], clock: FixedClock) -> None:
    ask(begun, "k", "note", end="fails")
    waits = []
    for _ in range(20):
        before = len(done)
        dispatch.run_once(begun)
        if len(done) > before:
            waits.append((work(begun, "k").due - clock.now()).total_seconds())
        clock.move(timedelta(seconds=90))
    assert len(done) == 5 and waits[:4] == [10, 30, 90, 270]
    row = work(begun, "k")
    assert (row.state, row.attempts, row.error) == ("dead", 5, "RuntimeError: it broke")


def test_a_failed_task_leaves_nothing_behind(
    begun: Kit, done: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def half(session, kit, payload, key, at) -> None:
        history.record(session, EventKind.PARTY_CREATED, actor=SERVICE, at=at)
        raise RuntimeError("after writing")

    monkeypatch.setitem(dispatch.TASKS, "note", half)
    assert dispatch.perform(begun, ask(begun, "k", "note")) is False
    with begun.database.reading() as session:
        assert session.exec(select(Event).where(Event.kind == EventKind.PARTY_CREATED)).all() == []


def test_waiting_is_no_failure(begun: Kit, done: list[str], clock: FixedClock) -> None:
    ask(begun, "k", "note", end="waits")
    for _ in range(12):
        dispatch.run_once(begun)
        clock.move(timedelta(seconds=1))
    row = work(begun, "k")
    assert len(done) == 12
    assert (row.state, row.attempts, row.error) == ("ready", 0, "something else first")


def test_a_neighbour_that_is_away_is_asked_later_and_later_and_given_up_after_two_days(
    begun: Kit, done: list[str], clock: FixedClock
) -> None:
    ask(begun, "k", "note", end="away")
    waits = []
    while work(begun, "k").state != "dead":
        dispatch.run_once(begun)
        row = work(begun, "k")
        waits.append((row.due - clock.now()).total_seconds())
        clock.at = max(row.due, clock.now() + timedelta(seconds=1))
    assert waits[:5] == [10, 10, 20, 40, 80] and max(waits) == 900
    assert timedelta(days=2) < clock.now() - row.created < timedelta(days=2, minutes=31)


def test_work_that_kills_its_worker_is_dead_after_five_tries(
    begun: Kit, done: list[str], monkeypatch: pytest.MonkeyPatch, clock: FixedClock
) -> None:
    """A power cut is what no handler sees: the exception that is no Exception leaves the row as a cut would."""
    monkeypatch.setitem(dispatch.TASKS, "note", lambda *_: (_ for _ in ()).throw(SystemExit(9)))
    row = ask(begun, "k", "note")
    for _ in range(5):
        assert dispatch.claim(begun) == [row]
        with pytest.raises(SystemExit):
            dispatch.perform(begun, row)
        clock.move(begun.lease + timedelta(seconds=1))
    assert dispatch.claim(begun) == [row]
    assert dispatch.perform(begun, row) is False
    assert work(begun, "k").state == "dead" and "its worker ended" in work(begun, "k").error


def test_an_event_whose_reaction_fails_holds_up_no_other(
    begun: Kit, noting: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(session, event):
        raise KeyError("a reaction with a mistake")

    monkeypatch.setitem(reactions.REACTIONS, EventKind.PARTY_CHANGED, (broken,))
    (poison,) = record(begun, 1, EventKind.PARTY_CHANGED)
    (good,) = record(begun, 1)
    dispatch.run_until_quiet(begun)
    assert noting == [f"note.{good}"]
    with begun.database.reading() as session:
        assert session.exec(select(Undispatched.event_id)).all() == [poison]
    monkeypatch.delitem(reactions.REACTIONS, EventKind.PARTY_CHANGED)
    dispatch.run_until_quiet(begun)
    assert undispatched(begun) == 0


def test_a_reaction_that_breaks_the_database_spoils_only_its_own_event(
    begun: Kit, noting: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(session, event):
        session.connection().exec_driver_sql("SELECT nothing FROM nowhere")

    monkeypatch.setitem(reactions.REACTIONS, EventKind.PARTY_CHANGED, (broken,))
    record(begun, 1, EventKind.PARTY_CHANGED)
    (good,) = record(begun, 1)
    dispatch.run_until_quiet(begun)
    assert noting == [f"note.{good}"] and undispatched(begun) == 1


def test_handing_over_gives_hints_and_does_nothing_itself(begun: Kit, done: list[str]) -> None:
    rows = [ask(begun, f"k{n}", "note") for n in range(3)]
    hints: list[int] = []
    dispatch.run_once(begun, lambda row: hints.append(row) or True)
    assert hints == rows and done == []


def test_a_broker_that_is_away_is_asked_once_a_round_and_costs_no_try(
    begun: Kit, done: list[str], clock: FixedClock
) -> None:
    for number in range(10):
        ask(begun, f"k{number}", "note")
    asked: list[int] = []
    for _ in range(30):
        dispatch.run_once(begun, lambda row: bool(asked.append(row)))
        clock.move(timedelta(seconds=6))
    assert len(asked) == 30
    rows = [work(begun, key) for key in keys(begun)]
    assert {row.state for row in rows} == {"ready"} and {row.attempts for row in rows} == {0}
    dispatch.run_until_quiet(begun)
    assert len(done) == 10


def test_a_task_that_makes_work_for_itself_for_ever_is_noticed(
    begun: Kit, monkeypatch: pytest.MonkeyPatch, clock: FixedClock
) -> None:
    def again(session, kit, payload, key, at) -> None:
        clock.move(timedelta(seconds=1))
        from workers.outbox import enqueue

        enqueue(session, f"{key}+", "note", {}, due=at, now=at)

    monkeypatch.setitem(dispatch.TASKS, "note", again)
    ask(begun, "k", "note")
    with pytest.raises(RuntimeError, match="never came to rest"):
        dispatch.run_until_quiet(begun, rounds=5)


def test_an_act_leads_to_a_letter(village: Village) -> None:
    with village.acting() as session:
        review.circulate(session, village.actor("dana"), village.world.edition.id, at=village.world.now)
    village.settle()
    assert village.subjects("principal") == ["Your turn: Springfield SRO agreement"]
    assert village.subjects("dana") == [] and village.subjects("chief") == []
    with village.kit.database.reading() as session:
        assert session.exec(select(Work.state).distinct()).all() == ["done"]
