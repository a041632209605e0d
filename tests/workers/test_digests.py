"""The day's letter: at most one a person, agreement and day, nothing lost, the turn first."""

import threading
from collections import Counter
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import col, select

from tests.workers.village import Village, work
from workers import digests, dispatch, schedule
from workers.digests import DAILY, together
from workers.letters import LETTERS
from workers.words import Words
from workflow.adapters.clock import FixedClock
from workflow.history.models import Notice, Work
from workflow.parties.queries import local_day
from workflow.review import actions as review

pytestmark = pytest.mark.both_databases
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def circulate(village: Village) -> None:
    with village.acting() as session:
        review.circulate(session, village.actor("dana"), village.world.edition.id, at=village.kit.clock.now())


def says(village: Village, name: str, words: str) -> None:
    with village.acting() as session:
        review.open_thread(
            session, village.actor(name), village.world.edition.id, words=words, revision=village.world.edition.revision_id or "",
            at=village.kit.clock.now(),
        )  # fmt: skip


def unsent(village: Village) -> int:
    with village.kit.database.reading() as session:
        return len(session.exec(select(Notice).where(col(Notice.sent).is_(None))).all())


def test_one_letter_a_day_however_much_happens_and_the_rest_next_morning(
    village: Village, clock: FixedClock
) -> None:
    circulate(village)
    village.settle()
    for n in range(3):
        says(village, "principal", f"Remark {n}.")
        village.settle()
        clock.move(HOUR)
    assert village.subjects("dana") == ["Comment 1 on Springfield SRO agreement"]
    assert unsent(village) > 0
    clock.move(DAY)
    village.settle()
    newest, _ = village.letters("dana")
    assert newest["subject"] == "2 things on Springfield SRO agreement"
    assert (
        "Remark 1." in newest["text"] and "Remark 2." in newest["text"] and "Remark 0." not in newest["text"]
    )
    assert unsent(village) == 0


def test_the_turn_comes_first_whatever_else_there_is(village: Village, clock: FixedClock) -> None:
    circulate(village)
    says(village, "dana", "Please look at clause 2.")
    village.settle()
    with village.acting() as session:
        review.reply(
            session, village.actor("principal"), village.world.edition.id, 1, words="I will.", at=clock.now()
        )
    with village.acting() as session:
        review.reply(
            session, village.actor("dana"), village.world.edition.id, 1, words="Thank you.", at=clock.now()
        )
    village.settle()
    clock.move(DAY)
    village.settle()
    newest = village.letters("principal")[0]
    assert newest["subject"] == "Your turn: Springfield SRO agreement"
    assert newest["text"].startswith("Your turn: Review: Schools and their officers.")
    assert "Dana replied to comment 1." in newest["text"]


def test_a_turn_that_has_passed_by_morning_is_not_told(village: Village, clock: FixedClock) -> None:
    circulate(village)
    village.settle()
    village.forget_letters()
    with village.acting() as session:
        for name in ("principal", "officer"):
            review.give_verdict(
                session, village.actor(name), village.world.edition.id, value="approve", revision=village.world.edition.revision_id, at=clock.now()
            )  # fmt: skip
    village.settle()
    assert village.subjects("sergeant") == ["Your turn: Springfield SRO agreement"]
    assert village.subjects("principal") == []


def test_a_reminder_is_part_of_the_days_letter(village: Village, clock: FixedClock) -> None:
    circulate(village)
    village.settle()
    while not any("Reminder" in one for one in village.subjects("principal")):
        clock.move(DAY)
        assert clock.now() < village.world.now + 20 * DAY
        schedule.sweep(village.kit)
        village.settle()
    newest = village.letters("principal")[0]
    assert newest["subject"] == "Reminder: Springfield SRO agreement" and newest["text"].startswith(
        "Your turn: "
    )


def test_what_is_noted_while_the_letter_is_written_waits_for_the_next(
    village: Village, clock: FixedClock
) -> None:
    """Many notices by many hands while letters go out: every one is told, none twice, and never two letters a day."""
    circulate(village)
    village.settle()
    kit, edition, person = village.kit, village.world.edition.id, village.world.who["principal"]

    def hand(number: int) -> None:
        for n in range(5):
            with kit.database.writing() as session:
                digests.note(
                    session, "your_turn", event, person, edition, key=f"n.{number}.{n}", at=clock.now()
                )
            dispatch.run_once(kit)

    with kit.database.reading() as session:
        event = session.exec(select(Notice.event_id).limit(1)).one()
    hands = [threading.Thread(target=hand, args=(number,)) for number in range(4)]
    for one in hands:
        one.start()
    for one in hands:
        one.join()
    clock.move(kit.lease + HOUR)
    village.settle()
    clock.move(DAY)
    village.settle()
    assert unsent(village) == 0
    with kit.database.reading() as session:
        keys = session.exec(select(Work.key).where(Work.task == "digest", Work.key.contains(person))).all()
        noted = session.exec(select(Notice).where(Notice.person_id == person)).all()
    assert len(noted) == 21 and len(village.letters("principal")) <= len(keys) <= 2


def test_the_key_names_person_agreement_and_local_day(village: Village, clock: FixedClock) -> None:
    circulate(village)
    village.settle()
    mou, person = village.world.mou, village.world.who["principal"]
    assert (
        work(village.kit, f"digest.{person}.{mou.id}.{local_day(mou.timezone, clock.now())}").state == "done"
    )


def test_what_waits_for_the_days_letter_is_a_letter_there_is_and_nothing_about_signing_or_keys() -> None:
    assert set(LETTERS) > DAILY
    assert not DAILY & {
        "receipt",
        "declined",
        "adopted",
        "not_adopted",
        "reopened",
        "withdrawn",
        "published",
        "signer_warned",
        "sign_in",
    }
    assert not any(name.startswith(("key_", "party_")) for name in DAILY)


WORDS = st.builds(
    Words,
    subject=st.just("s"),
    first_line=st.sampled_from(["Your turn: one.", "Your turn: two.", "A said.", "B said."]),
    link=st.sampled_from(["/a", "/b"]),
)


@given(st.lists(WORDS, min_size=1, max_size=8))
def test_each_thing_once_and_turns_first(told: list[Words]) -> None:
    letter = together(told, "It")
    shown = Counter((one.first_line, one.link) for one in [letter, *letter.also])
    assert set(shown) == {(one.first_line, one.link) for one in told} and set(shown.values()) == {1}
    kinds = [one.first_line.startswith("Your turn") for one in [letter, *letter.also]]
    assert kinds == sorted(kinds, reverse=True)
