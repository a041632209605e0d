from dataclasses import replace

import pytest

from tests.evidence.edition import CLAUSES
from workflow.evidence import clause_tree
from workflow.evidence.correction import differences, earlier, same_terms
from workflow.evidence.errors import Bad

SALTS = [bytes([n]) * 32 for n in range(4)]
NOW, _ = clause_tree.opened(CLAUSES, [], SALTS)
WAS = {"path": "2", "redactable": False, "salt": NOW[1]["salt"], "text": "# 2. Duties\n\nNone."}


def test_the_earlier_text_is_the_later_one_with_what_changed_put_back():
    assert earlier(NOW, [WAS]) == [NOW[0], WAS, *NOW[2:]]
    assert earlier(NOW, []) == NOW


@pytest.mark.parametrize(
    "changed",
    [
        [WAS, WAS],
        [WAS | {"path": "5"}],
        [WAS | {"redactable": True}],
        [{"commitment": NOW[1]["salt"], "path": "2", "redactable": False, "withheld": True}],
    ],
    ids=["twice", "nowhere", "redactable", "shown otherwise"],
)
def test_what_cannot_have_been_there_is_refused(changed):
    with pytest.raises(Bad) as no:
        earlier(NOW, changed)
    assert no.value.code == "correction.text"


def test_only_leaves_that_differ_are_differences():
    found = differences(earlier(NOW, [WAS]), NOW, [])
    assert [one["part"] for one in found] == ["2"] and found[0]["before"] != found[0]["after"]
    assert differences(NOW, NOW, []) == []


def test_a_clause_under_another_salt_differs_though_it_reads_the_same():
    other, _ = clause_tree.opened(CLAUSES, [], [*SALTS[:3], b"x" * 32])
    assert [one["part"] for one in differences(other, NOW, [])] == ["3"]


def test_a_hidden_clause_that_stayed_is_proved_to_have_stayed():
    was, _ = clause_tree.opened(CLAUSES, [], SALTS, hidden=["2/1"])
    now = (*CLAUSES[:3], replace(CLAUSES[3], text="# 3. Term\n\nA year."))
    after, _ = clause_tree.opened(now, [], [*SALTS[:3], b"y" * 32], hidden=["2/1"])
    assert [one["part"] for one in differences(was, after, [])] == ["3"]


def test_another_freeze_may_differ_in_its_text_and_days_alone():
    terms = {"expires": "a", "frozen_at": "a", "revision": 1, "text": {}, "title": "A", "waiting_hours": 72}
    same_terms(terms, terms | {"expires": "b", "frozen_at": "b", "revision": 2, "text": {"n": 1}})
    with pytest.raises(Bad, match="title, waiting_hours"):
        same_terms(terms, terms | {"title": "B", "waiting_hours": True})
