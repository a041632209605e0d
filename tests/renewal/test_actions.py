import threading
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import Session, col, select

from tests.renewal.year import Year
from workflow.adapters.database import Database
from workflow.core.errors import Forbidden, Invalid, NotFound, Refused
from workflow.core.events import EventKind
from workflow.core.people import NOBODY, SERVICE, Actor, Office
from workflow.drafting.models import Clause, Edition
from workflow.history.models import Event
from workflow.renewal import actions, queries
from workflow.renewal.models import Outcome
from workflow.review.models import Turns
from workflow.signing.order.models import SigningPlace
from workflow.signing.order.queries import chosen

pytestmark = pytest.mark.both_databases
SPRING = datetime(2027, 3, 1, 17, 0, tzinfo=UTC)
"""After the review has opened (11 February) and before it is due (12 May)."""


def count(year: Year, kind: EventKind) -> int:
    return len(year.session.exec(select(Event).where(Event.kind == kind)).all())


def test_publication_plans_the_review_and_doing_it_again_changes_nothing(year: Year, now: datetime) -> None:
    for _ in range(2):
        assert (year.edition.review_opens, year.edition.review_due) == (date(2027, 2, 10), date(2027, 5, 12))
        actions.schedule(year.session, year.world.edition, at=now + timedelta(days=3))


def test_the_day_of_signing_is_the_day_where_the_agreement_lives(year: Year) -> None:
    year.edition.executed = datetime(2026, 7, 1, 3, 0, tzinfo=UTC)  # still 30 June in California
    year.session.flush()
    actions.schedule(year.session, year.world.edition, at=SPRING)
    assert year.edition.review_due == date(2027, 6, 30)


def test_the_next_edition_opens_with_the_signed_text_and_somebodys_turn(year: Year) -> None:
    following = year.opens(SPRING)
    assert (following.number, following.supersedes_id, following.status) == (
        2,
        year.world.edition,
        "drafting",
    )
    assert year.edition.status == "under_rereview"
    texts = [
        [(row.key, row.path, row.text, row.redactable) for row in year.session.exec(
            select(Clause).where(Clause.revision_id == one.revision_id).order_by(col(Clause.position)))]
        for one in (year.edition, following)
    ]  # fmt: skip
    assert texts[0] == texts[1] != []
    assert year.session.exec(select(Turns).where(Turns.edition_id == following.id)).all() != []
    assert count(year, EventKind.REVIEW_BEGUN) == count(year, EventKind.EDITION_OPENED) == 1


def test_the_next_edition_begins_with_the_order_in_which_the_last_was_signed(
    year: Year, now: datetime
) -> None:
    order = [year.world.parties["district"], year.world.parties["agency"]]
    year.session.add_all(
        SigningPlace(edition_id=year.edition.id, party_id=party, position=place, person_id=year.world.people["counsel"], person_name="Counsel", at=now)
        for place, party in enumerate(order, start=1)
    )  # fmt: skip
    assert chosen(year.session, year.opens(SPRING).id) == order


def test_the_sweeps_question_is_asked_again(year: Year) -> None:
    assert actions.open_when_due(year.session, year.world.edition, at=SPRING - timedelta(days=60)) is None
    year.opens(SPRING)
    assert actions.open_when_due(year.session, year.world.edition, at=SPRING) is None
    assert count(year, EventKind.EDITION_OPENED) == 1


def test_two_dispatchers_at_once_open_it_once(year: Year, database: Database) -> None:
    edition, opened, barrier = year.world.edition, [], threading.Barrier(2)
    year.session.commit()

    def open_it() -> None:
        barrier.wait()
        with database.writing() as session:
            opened.append(actions.open_when_due(session, edition, at=SPRING) is not None)

    threads = [threading.Thread(target=open_it) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(opened) == [False, True]


def test_either_party_may_ask_and_hears_why_not(year: Year, now: datetime) -> None:
    soon = now + timedelta(days=5)
    following = actions.request(year.session, year.actor("counsel", soon), year.world.edition, at=soon)
    with pytest.raises(Refused, match="open already"):
        actions.request(year.session, year.actor("supervisor", soon), year.world.edition, at=soon)
    with pytest.raises(Refused, match=r"Edition 2 is still open|published edition"):
        actions.request(year.session, year.actor("supervisor", soon), following.id, at=soon)
    with pytest.raises(Forbidden):
        actions.request(year.session, year.actor("a1", soon), year.world.edition, at=soon)


def test_who_may_not_see_it_does_not_find_it(year: Year) -> None:
    year.opens(SPRING)
    cases = [
        (who, edition)
        for who in (NOBODY, Actor("x" * 20, "Stranger"))
        for edition in (year.world.edition, "0" * 20)
    ]
    for stranger, edition in cases:
        with pytest.raises(NotFound):
            actions.request(year.session, stranger, edition, at=SPRING)
        with pytest.raises(NotFound):
            actions.record_outcome(year.session, stranger, edition, value="ended", words="", at=SPRING)
        with pytest.raises(NotFound):
            actions.record_filing(
                year.session, stranger, edition, filed=date(2026, 6, 1), filed_with="x", at=SPRING
            )


def test_affirming_takes_both_sides_and_withdraws_the_draft(year: Year) -> None:
    following = year.opens(SPRING)
    assert year.says("counsel", "affirmed", SPRING, words="Fine as it is.").status == "under_rereview"
    assert year.says("supervisor", "affirmed", SPRING + timedelta(days=1)).status == "affirmed"
    assert year.session.get_one(Edition, following.id).status == "withdrawn"
    assert count(year, EventKind.OUTCOME_RECORDED) == 2


def test_a_text_whose_term_ends_comes_back_before_its_end(year: Year) -> None:
    """Affirmed on 1 March, in force until 11 May: the review returns a month later and is due on the last day."""
    year.opens(SPRING)
    year.says("counsel", "affirmed", SPRING)
    year.says("supervisor", "affirmed", SPRING)
    assert (year.edition.review_opens, year.edition.review_due) == (date(2027, 3, 31), date(2027, 5, 11))


def test_an_open_ended_text_comes_back_in_a_year_and_needs_both_sides_again(year: Year) -> None:
    year.edition.months = None
    year.session.flush()
    year.opens(SPRING)
    for name in ("counsel", "supervisor"):
        year.says(name, "affirmed", SPRING)
    assert (year.edition.review_opens, year.edition.review_due) == (date(2027, 12, 2), date(2028, 3, 1))
    later = datetime(2028, 1, 10, 17, 0, tzinfo=UTC)
    assert year.opens(later).number == 3
    state = queries.review_of(year.session, SERVICE, year.world.edition)
    assert state.outcomes == [] and len(state.missing) == 2
    assert year.says("counsel", "affirmed", later).status == "under_rereview"
    assert year.says("supervisor", "affirmed", later).status == "affirmed"
    assert len(year.session.exec(select(Outcome)).all()) == 4


def test_different_outcomes_leave_it_open_until_one_side_changes_its_mind(year: Year) -> None:
    year.opens(SPRING)
    year.says("counsel", "ended", SPRING)
    assert year.says("supervisor", "affirmed", SPRING).status == "under_rereview"
    assert year.says("counsel", "affirmed", SPRING + timedelta(days=2)).status == "affirmed"
    assert {row.value for row in year.session.exec(select(Outcome))} == {"affirmed"}
    assert count(year, EventKind.OUTCOME_RECORDED) == 3


def test_ending_takes_both_sides_and_asks_for_no_more_reviews(year: Year) -> None:
    year.opens(SPRING)
    year.says("supervisor", "ended", SPRING)
    assert year.says("counsel", "ended", SPRING).status == "ended"
    assert (year.edition.review_opens, year.edition.review_due) == (None, None)
    assert year.edition.superseded == SPRING.date()
    assert queries.due_to_open(year.session, datetime(2030, 1, 1, 17, tzinfo=UTC)) == []


@pytest.mark.parametrize(
    ("said", "became"), [([], "amended"), (["replaced"], "replaced"), (["amended"], "amended")]
)
def test_a_new_text_closes_the_review_when_it_is_published(year: Year, said: list[str], became: str) -> None:
    following = year.opens(SPRING)
    for value in said:
        for name in ("counsel", "supervisor"):
            assert year.says(name, value, SPRING).status == "under_rereview"
    first = year.signs_next(following, SPRING + timedelta(days=10))
    assert first.status == "under_rereview"
    year.published(SPRING + timedelta(days=11))
    assert (first.status, first.superseded) == (became, date(2027, 3, 11))
    outcomes = queries.outcomes(year.session, first.id)
    assert len(outcomes) == 2 and {one.value for one in outcomes} == set(said or ["amended"])
    assert year.edition.review_due == date(2028, 3, 11)
    assert queries.due_to_open(year.session, datetime(2027, 12, 1, 17, tzinfo=UTC)) == []


def test_a_signed_next_edition_cannot_be_affirmed_away(year: Year) -> None:
    following = year.opens(SPRING)
    first = year.signs_next(following, SPRING + timedelta(days=10))
    for value in ("affirmed", "ended"):
        with pytest.raises(Refused, match="Both sides have signed edition 2"):
            year.says("counsel", value, SPRING + timedelta(days=11), edition=first.id)
    assert queries.outcomes(year.session, first.id) == []


def test_the_old_text_stays_in_force_until_the_new_one_is_filed(year: Year) -> None:
    following = year.opens(SPRING)
    following.effective_rule = "later_of_signing_and_filing"
    first = year.signs_next(following, SPRING + timedelta(days=10))
    year.published(SPRING + timedelta(days=11))
    assert (first.status, first.superseded) == ("amended", None)
    filed = SPRING + timedelta(days=30)
    actions.record_filing(
        year.session,
        year.actor("counsel", filed),
        following.id,
        filed=filed.date(),
        filed_with="County auditor",
        at=filed,
    )
    assert first.superseded == filed.date() and following.filed_with == "County auditor"


def test_a_filing_in_the_middle_of_a_review_moves_no_date(year: Year) -> None:
    year.opens(SPRING)
    before = (year.edition.review_opens, year.edition.review_due)
    year.edition.effective_rule = "later_of_signing_and_filing"
    actions.record_filing(
        year.session,
        year.actor("counsel", SPRING),
        year.world.edition,
        filed=SPRING.date(),
        filed_with="x",
        at=SPRING,
    )
    assert (year.edition.review_opens, year.edition.review_due) == before


def test_a_filing_that_makes_no_sense_is_refused(year: Year) -> None:
    june = date(2026, 6, 1)
    for filed, where, words in (
        (date(2030, 1, 1), "x", "future"),
        (june, "  ", "where"),
        (june, "a\u202eb", "holds"),
    ):
        with pytest.raises(Invalid, match=words):
            actions.record_filing(
                year.session,
                year.actor("counsel", SPRING),
                year.world.edition,
                filed=filed,
                filed_with=where,
                at=SPRING,
            )


def test_outcomes_that_make_no_sense_are_refused(year: Year) -> None:
    with pytest.raises(Refused, match="not under review"):
        year.says("counsel", "affirmed", SPRING)
    year.opens(SPRING)
    with pytest.raises(Invalid, match="Choose an outcome"):
        year.says("counsel", "shrugged", SPRING)
    with pytest.raises(Invalid):
        year.says("counsel", "affirmed", SPRING, words="a\u202eb")
    with pytest.raises(Forbidden):
        year.says("a1", "affirmed", SPRING)
    assert count(year, EventKind.OUTCOME_RECORDED) == 0


def test_a_reminder_of_a_review_that_is_over_is_none(year: Year) -> None:
    actions.remind(year.session, year.world.edition, "30", at=SPRING)
    assert count(year, EventKind.REVIEW_REMINDED) == 0
    year.opens(SPRING)
    actions.remind(year.session, year.world.edition, "30", at=SPRING)
    assert count(year, EventKind.REVIEW_REMINDED) == 1


def test_an_adopting_body_records_no_outcome(session: Session, now: datetime) -> None:
    from tests.signing.world import build

    world = build(session, body=True)
    edition = session.get_one(Edition, world.edition)
    edition.status, edition.review_opens = "published", now.date()
    actions.open_when_due(session, world.edition, at=now)
    clerk = world.actor(session, "clerk", now)
    assert clerk.holds_any(frozenset({Office.CLERK}))
    with pytest.raises(Forbidden):
        actions.record_outcome(session, clerk, world.edition, value="ended", words="", at=now)
