import threading
import time
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import delete
from sqlmodel import col, select

from tests.history.test_actions import begin
from tests.review.window.hall import announced, spoken
from tests.workers.village import Village, ask, keys, work
from workers import dispatch, schedule
from workers.kit import Kit
from workflow.adapters.clock import FixedClock, SystemClock
from workflow.core.people import SERVICE
from workflow.drafting.models import Edition
from workflow.history import rotating
from workflow.history.models import Event, Installation, Work
from workflow.history.standing import RESUME
from workflow.review import actions as review
from workflow.review.window.models import PublicComment

pytestmark = pytest.mark.both_databases


def publish(village: Village, **facts: object) -> None:
    """The edition as it stands once it was signed and published, with its review dates."""
    with village.acting() as session:
        edition = session.get_one(Edition, village.world.edition.id)
        edition.status, edition.months, edition.executed = "published", 12, village.kit.clock.now()
        edition.review_opens, edition.review_due = date(2027, 2, 11), date(2027, 5, 12)
        for name, value in facts.items():
            setattr(edition, name, value)


def kinds(village: Village) -> Counter[str]:
    with village.kit.database.reading() as session:
        return Counter(event.kind for event in session.exec(select(Event)))


def test_a_year_passes_and_each_thing_happens_once_on_its_day(village: Village, clock: FixedClock) -> None:
    """400 days, each with two sweeps of two dispatchers: a few seconds."""
    publish(village)
    twin = replace(village.kit)
    happened: dict[str, list[date]] = {}
    for _ in range(400):
        before = kinds(village)
        for kit in (village.kit, twin):
            if schedule.sweep(kit):
                village.settle()
        for kind in kinds(village) - before:
            happened.setdefault(kind, []).append(clock.now().date())
        clock.move(timedelta(days=1))
    ends, lapsed = date(2027, 5, 11), [date(2027, 5, 12), date(2027, 6, 12)]
    assert happened["edition:rereview:begun"] == happened["edition:opened"] == [date(2027, 2, 11)]
    assert happened["edition:rereview:reminded"] == [
        *(ends - timedelta(days=n) for n in (60, 30, 7, 0)),
        *lapsed,
    ]
    assert [one for one in village.subjects("chief") if one.startswith("Review due")] == [
        "Review due: Springfield SRO agreement"
    ] * 4
    told = [one for one in village.letters("chief") if one["subject"] == "Lapsed: Springfield SRO agreement"]
    assert len(told) == 2
    assert "It ended on Tuesday 11 May 2027, and nothing has taken its place." in told[0]["text"]


def test_after_a_silence_only_the_latest_reminder_comes(village: Village, clock: FixedClock) -> None:
    publish(village)
    clock.move(timedelta(days=280))
    schedule.sweep(village.kit)
    village.settle()
    clock.move(timedelta(days=100))
    for _ in range(3):
        schedule.sweep(village.kit)
        village.settle()
    assert kinds(village)["edition:rereview:reminded"] == 1


def test_the_job_looks_again(village: Village, clock: FixedClock) -> None:
    publish(village)
    clock.move(timedelta(days=280))
    assert schedule.sweep(village.kit) == 1
    publish(village, review_opens=clock.now().date() + timedelta(days=1))
    village.settle()
    assert kinds(village)["edition:opened"] == 0
    clock.move(timedelta(days=1))
    schedule.sweep(village.kit)
    village.settle()
    assert kinds(village)["edition:opened"] == 1


def test_an_opening_that_failed_is_asked_for_again_the_next_day(village: Village, clock: FixedClock) -> None:
    publish(village)
    clock.move(timedelta(days=280))
    schedule.sweep(village.kit)
    with village.acting() as session:
        row = session.exec(select(Work).where(Work.task == "open_review")).one()
        row.state = "dead"
    clock.move(timedelta(days=1))
    schedule.sweep(village.kit)
    village.settle()
    assert kinds(village)["edition:opened"] == 1


def test_a_comment_window_opens_and_closes_by_the_sweep_alone_and_what_is_not_confirmed_goes(
    village: Village, clock: FixedClock
) -> None:
    with village.acting() as session:
        review.circulate(session, village.actor("dana"), village.world.edition.id, at=clock.now())
    with village.acting() as session:
        session.add(village.world.edition)
        announced(village.world, opens="2026-05-14T09:00", closes="2026-05-20T09:00")
    village.settle()
    with village.acting() as session:
        session.execute(delete(Work).where(col(Work.task).in_(["open_window", "close_window"])))  # lost, say
    twin, happened = replace(village.kit), []
    for _ in range(12 * 4):
        before = kinds(village)
        for kit in (village.kit, twin):
            schedule.sweep(kit)
            village.settle()
        happened += [(kind, clock.now().day) for kind in kinds(village) - before if "window" in kind]
        if clock.now().day == 18 and clock.now().hour == 17:
            with village.acting():
                spoken(village.world, at=clock.now())
            village.settle()
        clock.move(timedelta(hours=6))
    assert happened == [("edition:window:opened", 14), ("edition:window:closed", 20)]
    with village.acting() as session:
        assert session.exec(select(PublicComment)).all() == []


def test_a_quiet_sweep_writes_nothing(village: Village) -> None:
    assert schedule.sweep(village.kit) == 1  # the first of a day looks at who is to sign
    village.settle()
    before = keys(village.kit)
    assert schedule.sweep(village.kit) == 0 and keys(village.kit) == before


def test_the_loop_works_in_a_thread_survives_a_failing_round_and_ends_when_told(
    kit: Kit, done: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    running = replace(kit, clock=SystemClock(), settings=replace(kit.settings, tick_seconds=0.01))
    rounds = []

    def round_(*args: object) -> int:
        rounds.append(1)
        if len(rounds) == 1:
            raise ConnectionError("the database blinked")
        return once(*args)

    once = dispatch.run_once
    monkeypatch.setattr(schedule.dispatch, "run_once", round_)
    ask(running, "k", "note")
    stop = threading.Event()
    thread = threading.Thread(target=schedule.run, args=(running, stop))
    thread.start()
    end = time.monotonic() + 10
    while work(running, "k").state != "done" and time.monotonic() < end:
        time.sleep(0.01)
    stop.set()
    thread.join(5)
    assert done == ["k"] and not thread.is_alive() and len(rounds) > 1


def test_in_a_copy_of_the_record_the_loop_does_nothing_and_says_so_once(
    kit: Kit, done: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    running = replace(kit, clock=SystemClock(), settings=replace(kit.settings, tick_seconds=0.01))
    here = {"deployment": "d", "rp_id": "localhost", "origin": "http://localhost", "log_origin": "l"}
    with running.database.writing() as session:
        session.add(Installation(**here, begun=running.clock.now(), place="elsewhere"))
    ask(running, "k", "note")
    stop = threading.Event()
    thread = threading.Thread(target=schedule.run, args=(running, stop))
    thread.start()
    stop.wait(0.3)
    stop.set()
    thread.join(5)
    assert done == [] and work(running, "k").state == "ready"
    assert [one.getMessage() for one in caplog.records if one.name == "countersign.schedule"] == [
        f"nothing is done here: This is a copy of the record, not the service that publishes it. {RESUME}"
    ]


@pytest.mark.parametrize("kind", ["checkpoint", "checkpoint-mldsa", "publication"])
def test_an_announced_key_takes_over_in_a_sweep(kit: Kit, clock: FixedClock, kind: str) -> None:
    with kit.database.writing() as session:
        begin(session, clock.now())
    assert dispatch.sequence_log(kit)
    with kit.database.writing() as session:
        made = rotating.rotate(session, kit.keystore, kind, actor=SERVICE, at=clock.now())
    kit.keystore.enter(made)
    schedule.sweep(kit)
    assert kit.keystore.announced(kind) == made
    clock.move(rotating.OVERLAP)
    schedule.sweep(kit)
    assert kit.keystore.announced(kind) is None and [one.done for one in kit.keystore.rotated(kind)] == [1]


def test_signers_are_looked_at_once_a_day_and_warned_once_a_warning(
    village: Village, clock: FixedClock
) -> None:
    """40 days, each with three sweeps: the chief has no key, and the agreement is to take effect on 12 June."""
    with village.acting() as session:
        session.get_one(Edition, village.world.edition.id).starts = date(2026, 6, 12)
    happened = []
    for _ in range(40):
        before = kinds(village)["edition:signers:warned"]
        found = [schedule.sweep(village.kit) for _ in range(3)]
        assert found == [1, 0, 0]
        village.settle()
        if kinds(village)["edition:signers:warned"] > before:
            happened.append(clock.now().date())
        clock.move(timedelta(days=1))
    day = date(2026, 6, 12)
    assert happened == [day - timedelta(days=n) for n in (30, 14, 7)]
    letters = [one for one in village.letters("chief") if one["subject"].startswith("Signing keys")]
    assert len(letters) == 3 and "/signer-check" in letters[0]["text"]


def test_nothing_opens_or_reminds_the_evening_before(village: Village, clock: FixedClock) -> None:
    """Every quarter of an hour around the day on which the review opens and the day on which the term ends: at eight there."""
    publish(village)
    happened = []
    for day in (date(2027, 2, 11), date(2027, 5, 11)):
        clock.move(datetime(day.year, day.month, day.day, tzinfo=UTC) - clock.now())
        before = kinds(village)
        for _ in range(4 * 24):
            if schedule.sweep(village.kit):
                village.settle()
            new = kinds(village) - before
            happened += [(kind, clock.now()) for kind in new if "rereview" in kind]
            before = kinds(village)
            clock.move(timedelta(minutes=15))
    assert happened[0] == ("edition:rereview:begun", datetime(2027, 2, 11, 16, 0, tzinfo=UTC))
    assert happened[-1] == ("edition:rereview:reminded", datetime(2027, 5, 11, 15, 0, tzinfo=UTC))
