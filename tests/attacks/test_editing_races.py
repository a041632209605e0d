"""Many write at once on real databases: no text is ever silently overwritten, and whoever loses gets both texts.

The first test runs up to 1,000 rounds and stops after `COUNTERSIGN_TEST_RACE_SECONDS` (20 unless set); it prints how many.
"""

import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session, func, select

from tests.attacks.test_signing_races import at_once
from tests.drafting.conftest import make_sides, start_agreement
from tests.review.world import TEXT, build
from tests.rig.binaries import setting
from workflow.adapters.database import Database
from workflow.core.errors import Conflict, CountersignError, Invalid, Refused
from workflow.core.people import Actor, Office
from workflow.drafting import actions as drafting
from workflow.drafting import queries
from workflow.drafting.models import Clause, Edition, Revision
from workflow.parties.models import Appointment, Person
from workflow.parties.queries import actor_of
from workflow.review import actions as review
from workflow.review.models import Disposition, Thread
from workflow.review.suggestions import actions as suggestions
from workflow.review.suggestions.models import Credit

EIGHT, ROUNDS, FEWER = 8, 1_000, 20
WEEKLY = TEXT["duties"].replace("daily", "weekly")


def eight(session: Session, party: str, now: datetime) -> list[Actor]:
    found = []
    for number in range(EIGHT):
        person = Person(name=f"Counsel {number}", email=f"counsel{number}@example.org", created=now)
        session.add(person)
        session.flush()
        session.add(
            Appointment(
                person_id=person.id, party_id=party, office=Office.COUNSEL, from_date=date(2024, 7, 1), recorded=now
            )
        )  # fmt: skip
        session.flush()
        found.append(actor_of(session, person, now))
    return found


def doing(database: Database, act: Callable[[Session], Any]) -> Callable[[], Any]:
    def run() -> Any:
        with database.writing() as session:
            return act(session)

    return run


def test_eight_edit_one_clause_at_once_and_nothing_is_overwritten(database: Database, now: datetime) -> None:
    with database.writing() as session:
        sides = make_sides(session, now)
        edition = start_agreement(session, sides, now).id
        people = eight(session, sides.district.id, now)
        key = queries.clauses_of(session, session.get_one(Edition, edition).revision_id)[1].key
    rounds, ends = 0, time.monotonic() + float(setting("RACE_SECONDS") or 20)
    while rounds < ROUNDS and time.monotonic() < ends:
        rounds += 1
        wanted = [f"# 2. Hours\n\n{person.name} in round {rounds}." for person in people]
        at = now + timedelta(minutes=rounds)

        def edit(person: Actor, text: str, base: int = rounds, at: datetime = at) -> Callable[[], Any]:
            return doing(
                database,
                lambda session: (
                    drafting.edit_clause(session, person, edition, key, text=text, base=base, at=at).number
                ),
            )

        results = at_once([edit(person, text) for person, text in zip(people, wanted, strict=True)])
        winners = [number for number, result in enumerate(results) if result == rounds + 1]
        assert len(winners) == 1, results
        with database.reading() as session:
            stands = session.exec(
                select(Clause.text)
                .join(Edition, Edition.revision_id == Clause.revision_id)
                .where(Edition.id == edition, Clause.key == key)
            ).one()
        assert stands == wanted[winners[0]]
        for number, result in enumerate(results):
            if number not in winners:
                assert isinstance(result, Conflict) and (result.mine, result.theirs) == (
                    wanted[number],
                    stands,
                )
    with database.reading() as session:
        made = session.exec(select(func.count()).where(Revision.edition_id == edition)).one()
    print(f"{rounds} rounds of {EIGHT} editors, {made - 1} revisions, 0 silent overwrites")
    assert made == rounds + 1 and rounds >= 5


def suggested(database: Database, now: datetime, suffix: str = "") -> tuple[str, dict[str, Actor], int]:
    """An edition in review with one open suggestion: its id, its people, the suggestion's number."""
    with database.writing() as session:
        world = build(session, now, suffix=suffix)
        edition = world.edition.id
        people = {name: world.actor(name) for name in ("dana", "lawyer", "officer")}
        review.circulate(session, people["dana"], edition, at=now)
        made = suggestions.suggest(
            session, people["officer"], edition, clause="duties", text=WEEKLY, words="Why.", at=now
        )
        return edition, people, session.get_one(Thread, made.thread_id).number


def accepting(
    database: Database, edition: str, actor: Actor, number: int, now: datetime
) -> Callable[[], Any]:
    return doing(
        database,
        lambda session: (
            suggestions.accept(
                session, actor, edition, chosen=[number], base=1, at=now + timedelta(hours=1)
            ).number
        ),
    )


def standing(database: Database, edition: str) -> tuple[int, int, list[str], str]:
    """Revisions, credits, answers, and how the clause reads."""
    with database.reading() as session:
        row = session.get_one(Edition, edition)
        count = session.exec(select(func.count()).where(Revision.edition_id == edition)).one()
        credits = session.exec(
            select(func.count()).select_from(Credit).join(Revision).where(Revision.edition_id == edition)
        ).one()
        answers = session.exec(
            select(Disposition.value)
            .join(Thread, Thread.id == Disposition.thread_id)
            .where(Thread.edition_id == edition)
        )
        text = session.exec(
            select(Clause.text).where(Clause.revision_id == row.revision_id, Clause.key == "duties")
        ).one()
        return count, credits, list(answers), text


@pytest.mark.both_databases
def test_an_acceptance_sent_sixteen_times_at_once_is_taken_once(database: Database, now: datetime) -> None:
    edition, people, number = suggested(database, now)
    results = at_once(
        [accepting(database, edition, people[name], number, now) for name in ("dana", "lawyer") * 8]
    )
    assert sorted(result for result in results if isinstance(result, int)) == [2]
    assert sum(isinstance(result, Refused) for result in results) == 15
    assert standing(database, edition) == (2, 1, ["accepted"], WEEKLY)


def test_an_acceptance_races_a_rejection_and_one_of_them_wins(database: Database, now: datetime) -> None:
    for turn in range(FEWER):
        edition, people, number = suggested(database, now, f" {turn}")

        def reject(
            session: Session, edition: str = edition, people: Any = people, number: int = number
        ) -> str:
            return suggestions.reject(session, people["lawyer"], edition, number, words="No.", at=now).value

        results = at_once(
            [accepting(database, edition, people["dana"], number, now), doing(database, reject)]
        )
        assert sum(isinstance(result, CountersignError) for result in results) == 1, results
        won = isinstance(results[0], int)
        wanted = (2, 1, ["accepted"], WEEKLY) if won else (1, 0, ["rejected"], TEXT["duties"])
        assert standing(database, edition) == wanted


def test_an_acceptance_races_an_edit_of_the_same_words_and_the_loser_is_told(
    database: Database, now: datetime
) -> None:
    hourly = TEXT["duties"].replace("daily", "hourly")
    for turn in range(FEWER):
        edition, people, number = suggested(database, now, f" {turn}")

        def edit(session: Session, edition: str = edition, people: Any = people) -> int:
            return drafting.edit_clause(
                session, people["lawyer"], edition, "duties", text=hourly, base=1, at=now
            ).number

        taken, edited = at_once(
            [accepting(database, edition, people["dana"], number, now), doing(database, edit)]
        )
        text = standing(database, edition)[3]
        if isinstance(taken, int):
            assert isinstance(edited, Conflict) and (edited.mine, edited.theirs, text) == (
                hourly,
                WEEKLY,
                WEEKLY,
            )
        else:
            assert isinstance(taken, Invalid) and taken.issues[0].code == "text.changed" and text == hourly
