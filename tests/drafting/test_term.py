"""Setting the term of an edition."""

from datetime import date, datetime

import pytest
from sqlmodel import Session, select

from tests.drafting.conftest import Sides
from workflow.core.errors import Conflict, Forbidden, Invalid, NotFound, Refused
from workflow.core.events import EventKind, is_public
from workflow.core.lifecycle import EDITABLE, Status
from workflow.drafting import term
from workflow.drafting.models import Edition, Mou
from workflow.drafting.starting import NO_AWARD, Award, TermWords
from workflow.history.models import Event

FIXED = TermWords("fixed", "2026-08-01", "2029-07-31", "", "24")
COPS = Award.typed(True, "COPS Hiring Program,\n 15JCOPS-25-GG-00001-UHPX ")


def said(session: Session) -> list[Event]:
    return list(session.exec(select(Event).where(Event.kind == EventKind.EDITION_TERM_SET)))


@pytest.mark.both_databases
def test_the_term_is_set_with_one_event(
    session: Session, sides: Sides, edition: Edition, now: datetime
) -> None:
    version = edition.lock_version
    term.set_term(session, sides.lee, edition.id, words=FIXED, award=COPS, at=now)
    shown = term.term_page(session, sides.sam, edition.id)["term"]
    assert (shown["starts"], shown["ends"], shown["review_months"]) == (
        date(2026, 8, 1),
        date(2029, 7, 31),
        24,
    )
    assert (
        shown["award"] is True
        and shown["award_name"] == COPS.name == "COPS Hiring Program, 15JCOPS-25-GG-00001-UHPX"
    )
    assert session.get_one(Mou, edition.mou_id).award
    assert edition.lock_version == version + 1
    (event,) = said(session)
    assert event.detail["starts"] == "2026-08-01" and not is_public(EventKind(event.kind))


def test_setting_what_stands_already_records_nothing(
    session: Session, sides: Sides, edition: Edition, now: datetime
) -> None:
    for _ in range(2):
        term.set_term(session, sides.dana, edition.id, words=FIXED, award=NO_AWARD, at=now)
    assert len(said(session)) == 1


def test_a_stale_form_is_refused_with_both_terms(
    session: Session, sides: Sides, edition: Edition, now: datetime
) -> None:
    base = term.term_page(session, sides.dana, edition.id)["term"]["base"]
    term.set_term(session, sides.lee, edition.id, words=FIXED, award=NO_AWARD, base=base, at=now)
    with pytest.raises(Conflict) as stale:
        term.set_term(session, sides.dana, edition.id, words=TermWords(months="36"), award=NO_AWARD, base=base, at=now)  # fmt: skip
    assert "For 36 months" in stale.value.mine and "Until Tuesday 31 July 2029" in stale.value.theirs
    assert len(said(session)) == 1
    same = term.set_term(session, sides.dana, edition.id, words=FIXED, award=NO_AWARD, base=base, at=now)
    assert same.review_months == 24


@pytest.mark.parametrize("status", Status)
def test_the_term_changes_only_while_the_text_may(
    session: Session, sides: Sides, edition: Edition, now: datetime, status: Status
) -> None:
    edition.status = status
    session.flush()
    assert term.term_page(session, sides.dana, edition.id)["may_set"] == (status in EDITABLE)
    if status in EDITABLE:
        term.set_term(session, sides.dana, edition.id, words=FIXED, award=NO_AWARD, at=now)
        return
    with pytest.raises(Refused):
        term.set_term(session, sides.dana, edition.id, words=FIXED, award=NO_AWARD, at=now)
    assert edition.effective_rule == "last_signature" and said(session) == []


def test_an_officer_reads_it_and_a_stranger_does_not(
    session: Session, sides: Sides, edition: Edition, now: datetime
) -> None:
    assert term.term_page(session, sides.sam, edition.id)["may_set"] is False
    with pytest.raises(Forbidden):
        term.set_term(session, sides.sam, edition.id, words=FIXED, award=NO_AWARD, at=now)
    with pytest.raises(NotFound):
        term.term_page(session, sides.pat, edition.id)


@pytest.mark.parametrize(
    ("words", "fields"),
    [
        (TermWords("last_signature", starts="2026-08-01"), {"starts"}),
        (TermWords("last_signature", "2026-08-01", "soon", "12"), {"starts", "ends"}),
        (TermWords("fixed"), {"starts"}),
        (TermWords("fixed", "2026-08-01", "2026-07-01"), {"ends"}),
        (TermWords(ends="2027-08-01", months="12"), {"months"}),
        (TermWords("whenever", "2026-08-01"), {"effective_rule"}),
        (TermWords(review_months="0"), {"review_months"}),
        (TermWords(months="half"), {"months"}),
    ],
)
def test_every_issue_of_a_term_is_told_at_once(words: TermWords, fields: set[str]) -> None:
    with pytest.raises(Invalid) as refusal:
        term.check(words)
    assert {issue.field for issue in refusal.value.issues} == fields


@pytest.mark.parametrize(
    ("award", "field", "said"),
    [
        (Award.typed(False, "COPS"), "award", "Tick that an award pays"),
        (Award.typed(True, "x" * 121), "award_name", "longer than 120 characters"),
        (Award.typed(True, "CO\u200bPS"), "award_name", "character 3"),
    ],
)
def test_an_award_that_cannot_be_printed_is_told_with_the_issues_of_the_term(
    award: Award, field: str, said: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        term.check(TermWords(months="half"), award)
    assert {issue.field for issue in refusal.value.issues} == {field, "months"}
    assert any(said in issue.words for issue in refusal.value.issues)
    term.check(TermWords(), Award.typed(True, "x" * 120))


def test_another_award_alone_is_another_term(
    session: Session, sides: Sides, edition: Edition, now: datetime
) -> None:
    for award in (Award(True), COPS, COPS):
        term.set_term(session, sides.lee, edition.id, words=FIXED, award=award, at=now)
    assert [event.detail["award_name"] for event in said(session)] == ["", COPS.name]


def test_the_term_in_words() -> None:
    fixed = dict(term.in_words(term.check(FIXED), COPS))
    assert fixed["Takes effect"] == "On a fixed day: Saturday 1 August 2026"
    assert (
        fixed["Runs"] == "Until Tuesday 31 July 2029"
        and fixed["COPS hiring award"] == f"Yes: {COPS.name}. The award's rules apply"
    )
    plain = dict(term.in_words(term.check(TermWords()), NO_AWARD))
    assert plain["Takes effect"] == "On the day of the last signature"
    assert plain["Runs"] == "With no end date" and plain["Reviewed"] == "Every 12 months"
    short = dict(term.in_words(term.check(TermWords(months="1", review_months="1")), NO_AWARD))
    assert (short["Runs"], short["Reviewed"]) == ("For 1 month", "Every month")
