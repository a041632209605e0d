from datetime import UTC, date, datetime

import pytest

from workflow.core.lifecycle import Status
from workflow.drafting.models import Edition, Mou
from workflow.drafting.term import current_of, force_of
from workflow.parties.models import Party
from workflow.publication import standing
from workflow.signing.models import Signature

AT = datetime(2026, 5, 12, 3, 0, tzinfo=UTC)  # the evening of 11 May in Los Angeles
MOU = Mou(slug="a", title="A", timezone="America/Los_Angeles", created=AT)


def edition(**changes: object) -> Edition:
    values = {
        "mou_id": "m",
        "number": 1,
        "status": Status.PUBLISHED,
        "title": "A",
        "executed": AT,
        "months": 12,
        "created": AT,
        "changed": AT,
    }
    return Edition(**(values | changes))


def test_days_are_those_of_the_place_where_the_agreement_lives() -> None:
    state = force_of(MOU, edition(), date(2026, 6, 1))
    assert state.effective == date(2026, 5, 11)
    assert standing.in_words(state) == "In force until Monday 10 May 2027."
    assert standing.period_in_words(state) == "Monday 11 May 2026 to Monday 10 May 2027"


@pytest.mark.parametrize(
    ("changes", "today", "words"),
    [
        ({}, date(2026, 6, 1), ""),
        ({"review_due": date(2026, 5, 1)}, date(2026, 6, 1), "overdue"),
        (
            {"review_opens": date(2027, 2, 1)},
            date(2026, 6, 1),
            "The next review begins on Monday 1 February 2027.",
        ),
        ({"status": Status.UNDER_REREVIEW}, date(2026, 6, 1), "Its yearly review is under way."),
        (
            {"status": Status.UNDER_REREVIEW, "review_due": date(2026, 5, 1)},
            date(2026, 6, 1),
            "It was due on",
        ),
        ({"status": Status.ENDED}, date(2026, 6, 1), "ended"),
        ({"status": Status.AFFIRMED, "review_due": date(2026, 5, 1)}, date(2026, 6, 1), "overdue"),
        (
            {"status": Status.AMENDED, "review_due": date(2026, 5, 1)},
            date(2036, 6, 1),
            "ended with a later edition",
        ),
        (
            {"status": Status.REPLACED, "review_due": date(2026, 5, 1)},
            date(2036, 6, 1),
            "ended with a new agreement",
        ),
    ],
)
def test_the_review_is_told_in_words(changes: dict[str, object], today: date, words: str) -> None:
    assert words in standing.review_in_words(edition(**changes), today)


def test_an_overdue_review_is_not_calm() -> None:
    late = edition(review_due=date(2026, 5, 20))
    state = force_of(MOU, late, date(2026, 6, 1))
    assert not standing.is_calm(state, late, date(2026, 6, 1))
    assert standing.is_calm(state, edition(), date(2026, 6, 1))


@pytest.mark.parametrize("status", [Status.AMENDED, Status.REPLACED, Status.ENDED])
def test_an_edition_whose_review_has_ended_owes_none(status: Status) -> None:
    years_later, over = date(2036, 6, 1), edition(status=status, review_due=date(2026, 5, 20), months=None)
    assert not standing.is_overdue(over, years_later)
    assert "overdue" not in standing.review_in_words(over, years_later)


def test_a_later_edition_is_told_of_beside_the_one_in_force_and_in_the_gap() -> None:
    first, later = edition(), edition(number=2, effective_rule="fixed", starts=date(2027, 7, 1))
    both = [first, later]
    ahead, gap = date(2027, 5, 1), date(2027, 5, 20)
    assert current_of(MOU, both, ahead) is first and current_of(MOU, both, gap) is later
    follows = "Edition 2 takes effect on Thursday 1 July 2027."
    assert standing.beside(MOU, both, first, ahead) == standing.beside(MOU, both, first, gap) == [follows]
    assert standing.beside(MOU, both, later, ahead) == []
    assert standing.beside(MOU, both, later, gap) == [
        "Edition 1 lapsed: it ended on Monday 10 May 2027, and nothing is in force until edition 2 takes effect."
    ]
    assert current_of(MOU, both, date(2027, 7, 1)) is later
    later.effective_rule, later.starts = "later_of_signing_and_filing", None
    assert standing.beside(MOU, both, first, ahead) == ["Edition 2 is signed and not yet in effect."]


def test_sides_are_those_who_sign() -> None:
    district = Party(id="d", kind="district", legal_name="District", created=AT)
    school = Party(kind="school", legal_name="School", parent_id="d", created=AT)
    board = Party(kind="body", legal_name="Board", created=AT)
    police = Party(kind="agency", legal_name="Police", created=AT)
    assert standing.sides((police, district, school, board)) == ["Police", "District"]


def test_names_are_joined_as_people_join_them() -> None:
    one = standing.Signer("Ann", "Chief", "P", AT, "", "")
    assert standing.signers_in_words([one]) == "Ann (Chief)"
    assert standing.signers_in_words([one] * 3) == "Ann (Chief), Ann (Chief) and Ann (Chief)"


@pytest.mark.parametrize(
    ("kind", "maker", "how"),
    [
        ("device-bound", "", "by their own key, kept in one device (by its own account)"),
        ("synced", "", "by their own key, synced between their devices (by its own account)"),
        ("device-bound", "packed", "by their own key, kept in one device (as its maker attests: packed)"),
        ("software", "", "by their own key, a software key (a demonstration key, no device holds it)"),
        ("other", "", "by their own key"),
    ],
)
def test_the_kind_of_a_key_is_told_by_whose_word_it_is_so(kind: str, maker: str, how: str) -> None:
    row = Signature(
        signing_event_id="e", slot="s", decision="approval", person_id="p", person_name="Ann", office="chief", party_id="d",
        key_id="k", key_kind=kind, envelope={}, at=AT,
    )  # fmt: skip
    assert standing.signer(row, "Police", MOU, maker=maker).how == how
