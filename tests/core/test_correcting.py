import pytest

from workflow.core.correcting import Authority, Change, Place, covers, fitting, in_words, standing
from workflow.core.people import Office

SLIPS = Authority("board", "district", Office.SUPERINTENDENT, Change.SCRIVENER, "Spelling.")
TERMS = Authority("board", "district", Office.COUNSEL, Change.TERMS, "The term alone.")
COUNCIL = Authority("council", "agency", Office.CHIEF, Change.SCRIVENER, "Spelling.")
SUPERINTENDENT = Place("district", Office.SUPERINTENDENT)
SCHOOL, POLICE = Place("district", Office.COUNSEL), Place("agency", Office.COUNSEL)
CHIEF = Place("agency", Office.CHIEF)
SIGNING = ("district", "agency")


@pytest.mark.parametrize(
    ("delegated", "wanted", "allowed"),
    [
        ("scrivener", "scrivener", True),
        ("scrivener", "terms", False),
        ("terms", "terms", True),
        ("terms", "scrivener", True),
    ],
)
def test_who_may_change_terms_may_mend_a_slip_and_not_the_reverse(delegated, wanted, allowed):
    assert covers(delegated, wanted) is allowed


def test_an_authority_of_another_body_or_kind_does_not_fit():
    given = [SLIPS, TERMS, COUNCIL]
    assert fitting(given, "board", "scrivener") == [SLIPS, TERMS]
    assert fitting(given, "board", "terms") == [TERMS]
    assert fitting(given, "council", "terms") == []


@pytest.mark.parametrize(
    ("answered", "missing"),
    [
        ((), [(SUPERINTENDENT,), (SCHOOL,), (POLICE,)]),
        ((SUPERINTENDENT,), [(SCHOOL,), (POLICE,)]),
        ((SCHOOL, POLICE), [(SUPERINTENDENT,)]),
        ((SUPERINTENDENT, SCHOOL), [(POLICE,)]),
        ((SUPERINTENDENT, SCHOOL, POLICE), []),
    ],
    ids=["nobody", "the delegate alone", "counsel alone", "counsel of one side", "everybody"],
)
def test_the_delegate_and_counsel_of_every_party_answer(answered, missing):
    found = standing([SLIPS], ["board"], "scrivener", SIGNING, answered)
    assert (list(found.missing), found.complete) == (missing, not missing)
    assert found.open == [place for places in missing for place in places]


def test_any_one_of_a_bodys_delegates_will_do_and_counsel_may_be_one():
    found = standing([SLIPS, TERMS], ["board"], "scrivener", SIGNING, [SCHOOL])
    assert found.missing == ((POLICE,),)
    assert standing([SLIPS, TERMS], ["board"], "scrivener", SIGNING, []).missing[0] == (
        SUPERINTENDENT,
        SCHOOL,
    )


def test_each_body_has_its_own_delegate():
    found = standing(
        [SLIPS, COUNCIL], ["board", "council"], "scrivener", SIGNING, [SUPERINTENDENT, SCHOOL, POLICE]
    )
    assert found.missing == ((CHIEF,),)


def test_a_kind_that_nobody_allowed_is_never_answered_for():
    found = standing([SLIPS], ["board"], "terms", SIGNING, [SUPERINTENDENT, SCHOOL, POLICE])
    assert not found.complete and found.open == []


def test_an_authority_reads_as_a_sentence():
    assert in_words(SLIPS, {"district": "Springfield School District"}) == (
        "the Superintendent of Springfield School District, to mend errors of writing, within this limit: Spelling."
    )
