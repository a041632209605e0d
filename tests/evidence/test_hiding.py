from datetime import date

import pytest

from tests.evidence.test_statement import ABOUT, HASH, WHO
from workflow.evidence import hiding
from workflow.evidence.errors import Bad
from workflow.evidence.hiding import About, Hidden, Order
from workflow.evidence.statement_table import read

NEXT = date(2027, 5, 1)
HIDDEN = Hidden("2/1", "Gov. Code 7922.000", NEXT)
TEXT = About(
    **{name: ABOUT[name] for name in ("mou", "edition", "head", "enrolment")},
    proposer="p1",
    proposed_by="Pat Poe",
)


def test_a_redaction_says_what_is_hidden_why_and_until_when():
    said = read("redaction", hiding.redaction(WHO, TEXT, hidden=[HIDDEN], contact="records@example.org"))
    assert said["hidden"] == [{"basis": "Gov. Code 7922.000", "part": "2/1", "review": "2027-05-01"}]
    assert (said["proposed_by"], said["contact"]) == ("Pat Poe", "records@example.org")


def test_a_release_names_parts_and_a_reason():
    said = read(
        "release", hiding.release(WHO, TEXT, parts=["2/1", "attachment 1"], reason="No longer secret.")
    )
    assert (said["parts"], said["reason"]) == (["2/1", "attachment 1"], "No longer secret.")


def test_a_withholding_names_the_order():
    order = Order("Superior Court", "26-2-01234-1", date(2026, 5, 5))
    raw = hiding.withholding(
        WHO, TEXT, parts=["2"], order=order, reason="A pupil.", review=NEXT, contact="Clerk"
    )
    said = read("withholding", raw)
    assert said["order"] == {"authority": "Superior Court", "date": "2026-05-05", "reference": "26-2-01234-1"}
    assert said["review"] == "2027-05-01"


@pytest.mark.parametrize("part", ["", "02", "2.1", "attachment", "Attachment 1", "2/1 ", "exhibit 1"])
def test_a_part_is_named_in_one_way(part):
    with pytest.raises(Bad) as refused:
        hiding.release(WHO, TEXT, parts=[part], reason="x")
    assert refused.value.code == "statement.members"


def test_nothing_is_hidden_without_a_part():
    with pytest.raises(Bad):
        hiding.redaction(WHO, TEXT, hidden=[], contact=HASH)
