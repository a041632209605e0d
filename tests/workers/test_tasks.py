import subprocess
import sys
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import select

from tests.rig.processes import environment
from tests.rig.services import ROOT
from tests.rig.smtp import Sink
from tests.workers.village import Village, keys, work
from workers import dispatch
from workers.tasks import TASKS
from workflow.adapters.clock import FixedClock
from workflow.core.people import SERVICE, Office
from workflow.history import actions as history
from workflow.history.models import Work
from workflow.review import actions as review
from workflow.review.models import Turns
from workflow.review.places.models import Placement

pytestmark = pytest.mark.both_databases


def circulate(village: Village) -> None:
    with village.acting() as session:
        review.circulate(session, village.actor("dana"), village.world.edition.id, at=village.kit.clock.now())


def digests(village: Village) -> list[str]:
    """The keys of the day's letters that were asked for."""
    return [key for key in keys(village.kit) if key.startswith("digest.")]


def with_mail(village: Village, mail: Sink) -> Village:
    return Village(
        replace(village.kit, settings=replace(village.kit.settings, smtp_url=mail.url)), village.world
    )


def test_a_letter_goes_out_by_smtp_as_text_and_html(village: Village, mail: Sink) -> None:
    village = with_mail(village, mail)
    circulate(village)
    village.settle()
    (message,) = mail.to(village.email("principal"))
    assert message["Subject"] == "Your turn: Springfield SRO agreement"
    assert [part.get_content_type() for part in message.walk()] == [
        "multipart/alternative",
        "text/plain",
        "text/html",
    ]
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Message-ID"].endswith("@mou.example.gov>")


def test_a_server_that_says_later_gets_it_later_and_once(
    village: Village, mail: Sink, clock: FixedClock
) -> None:
    village = with_mail(village, mail)
    circulate(village)
    mail.refuse = "451 Later, please"
    for _ in range(2):
        dispatch.run_once(village.kit)
    waiting = [work(village.kit, key) for key in digests(village)]
    assert {(row.state, row.attempts) for row in waiting} == {("ready", 0)} and "451" in waiting[0].error
    mail.refuse = ""
    clock.move(timedelta(seconds=11))
    village.settle()
    assert len(mail.to(village.email("principal"))) == len(mail.to(village.email("officer"))) == 1


def test_a_server_that_says_never_is_asked_five_times_and_the_turn_stands(
    village: Village, mail: Sink, clock: FixedClock
) -> None:
    village = with_mail(village, mail)
    circulate(village)
    mail.refuse = "550 No such person here"
    for _ in range(8):
        village.settle()
        clock.move(timedelta(minutes=10))
    rows = [work(village.kit, key) for key in digests(village)]
    assert {(row.state, row.attempts) for row in rows} == {("dead", 5)} and "550" in rows[0].error


def test_mail_that_is_away_does_not_hold_up_whose_turn_it_is(village: Village) -> None:
    settings = replace(village.kit.settings, smtp_url="smtp://127.0.0.1:1")
    village = Village(replace(village.kit, settings=settings), village.world)
    circulate(village)
    dispatch.run_once(village.kit)
    village.kit.clock.move(timedelta(days=1))
    with village.acting():
        village.world.appoint("deputy", "school", Office.ASSISTANT_PRINCIPAL)
        history.record(
            village.world.session, "appointment:recorded", actor=SERVICE, at=village.kit.clock.now(),
            party_id=village.world.parties["school"].id, subject_id=village.world.who["deputy"],
        )  # fmt: skip
    dispatch.run_once(village.kit)
    with village.kit.database.reading() as session:
        turns = session.exec(select(Turns.person_id)).all()
        tasks = session.exec(select(Work.task, Work.state).where(Work.task == "seats")).all()
    assert village.world.who["deputy"] in turns and tasks == [("seats", "done")]
    assert any(village.world.who["deputy"] in key for key in keys(village.kit))


def test_a_new_revision_calls_those_who_had_approved(village: Village, clock: FixedClock) -> None:
    circulate(village)
    village.settle()
    clock.move(timedelta(hours=1))
    with village.acting() as session:
        world = village.world
        review.give_verdict(
            session, village.actor("principal"), world.edition.id, value="approve", words="", revision=world.edition.revision_id, at=clock.now()
        )  # fmt: skip
    village.settle()
    village.forget_letters()
    clock.move(timedelta(days=1))
    with village.acting() as session:
        world.revise(clock.now(), duties="2. Duties\n\nThe officer visits weekly.")
        history.record(
            session, "edition:revision:made", actor=village.actor("dana"), at=clock.now(), mou_id=world.mou.id, edition_id=world.edition.id
        )  # fmt: skip
    village.settle()
    assert village.subjects("principal") == ["Your turn: Springfield SRO agreement"]
    village.settle()
    assert len(village.letters("principal")) == 1


CRASH = """
import os, sys
from datetime import datetime
from workers import dispatch
from workers.kit import Kit

from workflow.adapters.clock import FixedClock
from workflow.adapters.database import Database
from workflow.adapters.settings import from_environment

settings = from_environment()
kit = Kit(settings, Database(settings.database), FixedClock(datetime.fromisoformat(sys.argv[1])))
send = kit.post.send
kit.post.send = lambda letter: (send(letter), os._exit(9))
dispatch.run_until_quiet(kit)
"""


def test_a_crash_between_send_and_commit_repeats_the_same_message(
    village: Village, mail: Sink, clock: FixedClock
) -> None:
    """A process of its own, which ends where a power cut would end it: that takes a second."""
    village = with_mail(village, mail)
    with village.acting() as session:
        session.add(Turns(
            edition_id=village.world.edition.id, person_id=village.world.who["chief"], reason="Read it",
            party_id=village.world.parties["agency"].id, since=clock.now(),
        ))  # fmt: skip
        history.record(
            session, "edition:verdict:given", actor=SERVICE, at=clock.now(),
            mou_id=village.world.mou.id, edition_id=village.world.edition.id,
        )  # fmt: skip
    village.kit.database.close()
    ended = subprocess.run(
        [sys.executable, "-c", CRASH, clock.now().isoformat()], cwd=ROOT, env=environment(village.kit.settings), timeout=60
    )  # fmt: skip
    assert ended.returncode == 9 and len(mail.messages) == 1
    (key,) = digests(village)
    assert work(village.kit, key).state == "sent"
    clock.move(village.kit.lease + timedelta(seconds=1))
    village.settle()
    first, second = mail.messages
    assert first["Message-ID"] == second["Message-ID"] and first["To"] == second["To"] == village.email(
        "chief"
    )
    assert work(village.kit, key).state == "done"


def test_comments_are_carried_into_a_new_text_once(village: Village) -> None:
    circulate(village)
    world, at = village.world, village.kit.clock.now()
    with village.acting() as session:
        review.open_thread(
            session, village.actor("principal"), world.edition.id, words="Why?", clause="term", at=at
        )
        village.world.revise(at, term=None)
        history.record(
            session, "edition:revision:made", actor=village.actor("dana"), at=at, mou_id=world.mou.id,
            edition_id=world.edition.id, detail={"number": 2, "changed": [], "removed": ["term"]},
        )  # fmt: skip
    village.settle()
    with village.kit.database.reading() as session:
        assert [row.state for row in session.exec(select(Placement))] == ["detached"]


def test_every_task_is_a_plain_function_with_words_about_it() -> None:
    assert set(TASKS) == {
        "remind_readers", "review_hidden",
        "letter", "notice", "digest", "turns", "places", "seats", "nudge", "publish", "schedule_review", "open_review", "remind_review", "expire_signing", "remind_signing", "signing_turns", "stamp", "stamp_log", "warn_signers",
        "commenter_letter", "open_window", "close_window", "purge_comments", "complete_recovery",
    }  # fmt: skip
