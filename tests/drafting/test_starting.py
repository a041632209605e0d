"""What it takes to start an agreement, checked at once."""

import pytest

from workflow.core.errors import Invalid
from workflow.core.people import PartyKind
from workflow.drafting.starting import (
    SLUG,
    TermWords,
    check_parties,
    check_slug,
    check_term,
    check_title,
    check_zone,
    slug_from,
)

KINDS = {"d": PartyKind.DISTRICT, "s": PartyKind.SCHOOL, "a": PartyKind.AGENCY, "b": PartyKind.BODY}


def test_a_title_is_one_line() -> None:
    assert check_title(" School \n Resource\tOfficers ") == ("School Resource Officers", [])


@pytest.mark.parametrize("title", ["", " \n ", "x" * 301, "Turned \u202eround", "Zero\u200bwidth"])
def test_a_title_that_cannot_be_signed_is_told(title: str) -> None:
    _, (issue,) = check_title(title)
    assert issue.field == "title" and issue.words


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("School Resource Officers", "school-resource-officers"),
        ("Señor Núñez & Söhne!", "senor-nunez-sohne"),
        ("漢字", "agreement"),
        ("word " * 30, "word-word-word-word-word-word-word-word-word-word-word-word"),
    ],
)
def test_an_address_is_made_of_a_title(title: str, slug: str) -> None:
    assert slug_from(title) == slug and SLUG.fullmatch(slug)


@pytest.mark.parametrize("slug", ["", "ab-", "-ab", "No", "a", "new", "search", "x" * 81, "ä-b"])
def test_an_address_that_will_not_do_is_told(slug: str) -> None:
    assert [issue.field for issue in check_slug(slug)] == ["slug"]
    assert check_slug("a-2027") == []


@pytest.mark.parametrize("zone", ["Mars/Olympus", "", "../etc/passwd", "America"])
def test_a_time_zone_has_to_exist(zone: str) -> None:
    assert [issue.field for issue in check_zone(zone)] == ["timezone"]
    assert check_zone("America/Chicago") == []


@pytest.mark.parametrize(
    ("chosen", "codes"),
    [
        ("da", []),
        ("sa", []),
        ("dab", []),
        ("d", ["mou.parties.agency"]),
        ("a", ["mou.parties.school"]),
        ("b", ["mou.parties.school", "mou.parties.agency"]),
        ("dax", ["mou.parties"]),
    ],
)
def test_a_school_side_and_an_agency_are_needed(chosen: str, codes: list[str]) -> None:
    assert [issue.code for issue in check_parties(list(chosen), KINDS)] == codes


def test_a_term_comes_as_values() -> None:
    term = check_term(TermWords("fixed", "2027-08-01", "", " 12 ", ""))
    assert (term.starts and term.starts.isoformat(), term.ends, term.months, term.review_months) == ("2027-08-01", None, 12, 12)  # fmt: skip


@pytest.mark.parametrize(
    ("words", "fields"),
    [
        (TermWords("fixed", "1 August", "soon", "0", "999"), ["starts", "ends", "months", "review_months"]),
        (TermWords("retroactive"), ["starts"]),
        (TermWords("sometime"), ["effective_rule"]),
        (TermWords("fixed", "2027-08-01", "2027-08-01"), ["ends"]),
        (TermWords(ends="2028-01-01", months="12"), ["months"]),
        (TermWords(months="²"), ["months"]),
    ],
)
def test_every_issue_of_a_term_is_told_at_once(words: TermWords, fields: list[str]) -> None:
    with pytest.raises(Invalid) as refusal:
        check_term(words)
    assert [issue.field for issue in refusal.value.issues] == fields
