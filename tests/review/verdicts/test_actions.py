"""Verdicts: on the text that was read, standing while it stands, closing a stage exactly once."""

import threading
from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, select

from tests.review.route.test_actions import approve, turn_names
from tests.review.world import World, build
from workflow.adapters.database import Database
from workflow.core.errors import Conflict, Forbidden, Invalid, NotFound, Refused
from workflow.core.people import NOBODY
from workflow.history.models import Event
from workflow.review import actions, queries
from workflow.review.models import Turns, Verdict

pytestmark = pytest.mark.both_databases
HOUR = timedelta(hours=1)


def object_to(world: World, name: str, at: datetime, words: str = "The duties are too vague.") -> Verdict:
    return actions.give_verdict(
        world.session, world.actor(name), world.edition.id, value="request_changes", words=words,
        revision=world.edition.revision_id or "", at=at,
    )  # fmt: skip


def test_a_request_for_changes_calls_those_who_run_it(reviewed: World, now: datetime) -> None:
    object_to(reviewed, "principal", now)
    assert turn_names(reviewed) == {"officer", "dana", "sergeant"}
    reasons = set(reviewed.session.exec(select(Turns.reason).where(Turns.person_id == reviewed.who["dana"])))
    assert reasons == {"Answer the request for changes by Principal"}


def test_after_a_revision_the_objector_looks_again_and_it_is_no_longer_the_editors_turn(
    reviewed: World, now: datetime
) -> None:
    object_to(reviewed, "principal", now)
    approve(reviewed, "officer", now)
    reviewed.revise(now + HOUR, duties="2. Duties\n\nThe officer visits each campus twice a day.")
    actions.after_revision(reviewed.session, reviewed.edition.id, at=now + HOUR)
    assert turn_names(reviewed) == {"principal", "officer"}
    approve(reviewed, "principal", now + HOUR)
    approve(reviewed, "officer", now + HOUR)
    assert reviewed.edition.stage == "sides"


def test_an_approval_stands_while_the_text_reads_the_same(reviewed: World, now: datetime) -> None:
    approve(reviewed, "principal", now)
    reviewed.revise(now + HOUR)
    approve(reviewed, "officer", now + HOUR)
    assert reviewed.edition.stage == "sides"


@pytest.mark.parametrize(
    "changes",
    [{"duties": "2. Duties\n\nNone."}, {"extra": "4. Extra\n\nA clause nobody has read."}, {"term": None}],
)
def test_an_edited_an_added_and_a_removed_clause_each_outdate_an_approval(
    reviewed: World, now: datetime, changes: dict[str, str | None]
) -> None:
    approve(reviewed, "principal", now)
    reviewed.revise(now + HOUR, **changes)
    actions.after_revision(reviewed.session, reviewed.edition.id, at=now + HOUR)
    page = queries.edition_page(
        reviewed.session, reviewed.actor("principal"), reviewed.edition.id, at=now + HOUR
    )
    assert page["your_turn"]["reason"] == "Look again: one clause changed since you approved"
    since = page["since_yours"]
    assert since["changed"] + since["removed"] == list(changes)
    assert [clause["key"] for clause in page["clauses"] if clause["changed"]] == since["changed"]
    assert since["sentences"]


def test_a_verdict_on_an_earlier_text_is_refused_with_what_changed(reviewed: World, now: datetime) -> None:
    read = reviewed.edition.revision_id or ""
    reviewed.revise(now + HOUR, term="3. Term\n\nThis agreement lasts five years.")
    with pytest.raises(Conflict) as no:
        actions.give_verdict(
            reviewed.session,
            reviewed.actor("principal"),
            reviewed.edition.id,
            value="approve",
            words="Fine.",
            revision=read,
            at=now + HOUR,
        )
    assert "Term" in no.value.theirs
    assert no.value.mine == "Fine."
    assert not reviewed.session.exec(select(Verdict)).all()


@pytest.mark.parametrize(("value", "words"), [("", "x"), ("maybe", "x"), ("request_changes", " ")])
def test_a_verdict_needs_a_value_and_a_request_its_words(
    reviewed: World, now: datetime, value: str, words: str
) -> None:
    with pytest.raises(Invalid):
        actions.give_verdict(
            reviewed.session, reviewed.actor("principal"), reviewed.edition.id, value=value, words=words,
            revision=reviewed.edition.revision_id or "", at=now,
        )  # fmt: skip


@pytest.mark.parametrize("revision", ["", "0" * 20])
def test_a_verdict_must_name_a_text_of_this_edition(reviewed: World, now: datetime, revision: str) -> None:
    with pytest.raises(Invalid):
        actions.give_verdict(
            reviewed.session,
            reviewed.actor("principal"),
            reviewed.edition.id,
            value="approve",
            revision=revision,
            at=now,
        )


@pytest.mark.parametrize("name", ["dana", "counsel", "sergeant", "lawyer", "chief"])
def test_who_has_no_seat_in_the_open_stage_gives_no_verdict(
    reviewed: World, now: datetime, name: str
) -> None:
    with pytest.raises(Forbidden):
        approve(reviewed, name, now)


def test_strangers_and_visitors_do_not_find_the_edition(reviewed: World, now: datetime) -> None:
    from workflow.core.people import Office

    reviewed.appoint("elsewhere", "stranger", Office.STUDENT_SERVICES)
    with pytest.raises(NotFound):
        approve(reviewed, "elsewhere", now)
    with pytest.raises(NotFound):
        actions.give_verdict(
            reviewed.session, NOBODY, reviewed.edition.id, value="approve", revision="x", at=now
        )


def test_a_guest_has_no_verdict(reviewed: World, now: datetime) -> None:
    with pytest.raises(Forbidden):
        actions.give_verdict(
            reviewed.session,
            reviewed.guest(),
            reviewed.edition.id,
            value="approve",
            revision=reviewed.edition.revision_id or "",
            at=now,
        )


def test_nothing_is_approved_before_the_draft_goes_out(world: World, now: datetime) -> None:
    with pytest.raises(Refused):
        approve(world, "principal", now)


def test_the_newest_verdict_of_a_person_counts_even_within_one_instant(
    reviewed: World, now: datetime
) -> None:
    object_to(reviewed, "principal", now)
    approve(reviewed, "principal", now)
    approve(reviewed, "officer", now)
    assert reviewed.edition.stage == "sides"


def test_two_verdicts_at_once_close_the_stage_exactly_once(database: Database, now: datetime) -> None:
    for round_ in range(5):
        with database.writing() as session:
            world = build(session, now, suffix=str(round_))
            actions.circulate(session, world.actor("dana"), world.edition.id, at=now)
            edition_id, revision = world.edition.id, world.edition.revision_id or ""
            actors = [world.actor("principal"), world.actor("officer")]
        gate, faults = threading.Barrier(2), []

        def speak(actor, gate=gate, faults=faults, edition_id=edition_id, revision=revision) -> None:
            try:
                gate.wait()
                with database.writing() as session:
                    actions.give_verdict(
                        session, actor, edition_id, value="approve", revision=revision, at=now
                    )
            except Exception as fault:
                faults.append(fault)

        threads = [threading.Thread(target=speak, args=(actor,)) for actor in actors]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert faults == []
        with database.reading() as session:
            assert closed(session, edition_id) == 1
            assert len(session.exec(select(Verdict).where(Verdict.edition_id == edition_id)).all()) == 2


def closed(session: Session, edition_id: str) -> int:
    kinds = session.exec(select(Event.kind).where(Event.edition_id == edition_id)).all()
    return kinds.count("edition:stage:closed")
