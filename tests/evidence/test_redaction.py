from typing import Any

import pytest

from tests.evidence import factory
from tests.evidence.test_hiding import HIDDEN, NEXT
from tests.vectors import hiding as cases
from workflow.evidence import redaction
from workflow.evidence.errors import Bad
from workflow.evidence.hiding import Hidden
from workflow.evidence.package import parse
from workflow.evidence.redaction import Grounds, apply
from workflow.evidence.verify import verify

PARTS = {"1": False, "2": True, "2/1": True, "attachment 1": True}
HIDE: dict[str, Any] = {"hidden": [{"basis": "Gov. Code", "part": "2/1", "review": "2027-05-01"}]}
OPEN: dict[str, Any] = {"parts": ["2/1"], "reason": "No longer secret."}
ORDER: dict[str, Any] = {"parts": ["1"], "reason": "A pupil is named.", "review": "2027-01-01"}


def replayed(*acts: tuple[str, dict[str, Any]]) -> Grounds:
    grounds: Grounds = {}
    for number, (act, said) in enumerate(acts):
        apply(grounds, PARTS, act, said, f"2026-05-0{number + 1}T09:00:00Z")
    return grounds


def test_what_is_hidden_is_replayed_act_by_act():
    assert replayed() == {}
    hidden = replayed(("redaction", HIDE))["2/1"]
    assert (hidden.basis, hidden.review, hidden.by_order) == ("Gov. Code", "2027-05-01", False)
    assert replayed(("redaction", HIDE), ("release", OPEN)) == {}
    both = replayed(("redaction", HIDE), ("withholding", ORDER))
    assert (sorted(both), both["1"].by_order, both["1"].review) == (["1", "2/1"], True, "2027-01-01")


def test_a_later_ground_replaces_an_earlier_one():
    again = {"hidden": [HIDE["hidden"][0] | {"review": "2028-05-01"}]}
    assert replayed(("redaction", HIDE), ("redaction", again))["2/1"].review == "2028-05-01"
    ordered = replayed(("redaction", HIDE), ("withholding", ORDER | {"parts": ["2/1"]}))["2/1"]
    assert ordered.by_order and ordered.at == "2026-05-02T09:00:00Z"


@pytest.mark.parametrize(
    "acts",
    [
        [("release", OPEN)],
        [("redaction", HIDE), ("release", OPEN), ("release", OPEN)],
        [("redaction", {"hidden": [HIDE["hidden"][0] | {"part": "1"}]})],
        [("redaction", {"hidden": [HIDE["hidden"][0] | {"part": "9"}]})],
        [("withholding", ORDER | {"parts": ["attachment 2"]})],
        [("withholding", ORDER | {"parts": ["1", "1"]})],
        [("redaction", {"hidden": [*HIDE["hidden"], *HIDE["hidden"]]})],
    ],
    ids=["shown", "shown again", "not agreed", "no such", "no such file", "twice by order", "twice"],
)
def test_an_act_that_cannot_be_is_refused(acts):
    with pytest.raises(Bad) as refused:
        replayed(*acts)
    assert refused.value.code == "redaction.part"


def test_a_hidden_clause_is_told_with_its_basis_and_review():
    cast = cases.hidden()
    verdict = verify(*cases.out(cast))
    (told,) = [check.detail for check in verdict.checks if check.id == "text.redacted"]
    assert told == "2/1: Gov. Code 7922.000 (review 2027-05-01)"
    assert verdict.hidden == 1 and "hidden, as was agreed before signing: 1." in verdict.sentence()


def test_a_private_package_says_that_it_is_private():
    verdict = verify(*cases.out(cases.hidden(), private=True))
    (told,) = [check.detail for check in verdict.checks if check.id == "text.redacted"]
    assert (
        verdict.verdict == "verified"
        and told.startswith("private: everything is shown")
        and verdict.hidden == 0
    )
    before = verify(*cases.out(factory.signed(), private=True))
    assert before.verdict == "verified" and before.checks[-3].detail.endswith("nothing is hidden")


def test_after_a_release_the_same_root_is_signed_and_the_clause_is_there():
    shut, opened = parse(cases.out(cases.hidden())[0]), parse(cases.released()[0])
    assert "text" not in shut["clauses"][2] and opened["clauses"][2]["text"].startswith("2.1 Records")
    assert [one["leaf"]["event"] for one in opened["redactions"]] == ["redacted", "published", "released"]


def test_withheld_by_order_says_what_still_holds():
    verdict = verify(*cases.withheld())
    assert verdict.missing == ("withheld by order: 2; the rest is as it was signed",)
    assert [check.ok for check in verdict.checks].count(False) == 1
    assert "withheld by an order; the rest is as it was signed" in verdict.sentence()


def test_without_the_record_before_it_nothing_about_hiding_holds():
    made = cases.changed(cases.out(cases.hidden()), lambda package: package["edition_chain"].pop())
    assert set(verify(*made).codes) == {"chain.events", "chain.link"}


def test_what_follows_ends_with_an_act_and_each_entry_has_its_members():
    cast = cases.hidden()
    cases.published(cast)
    entries = cast.world.proven(cast.world.edition_chain)[-2:]
    after = verify(cast.world.package(redactions=entries), cast.world.policy())
    assert after.codes == ["chain.events"]
    cast = factory.signed()
    cast.world.hide(cast.chief, Hidden("2/1", "Basis.", NEXT))
    made = cases.changed(cases.out(cast), lambda package: package["redactions"][0].pop("envelope"))
    assert verify(*made).codes == ["chain.leaf"]


@pytest.mark.parametrize(
    "made", [cases.released, lambda: cases.quoted(cases.out(cases.hidden()), "2")], ids=["released", "quote"]
)
def test_no_letter_exchanged_for_another_is_accepted(made):
    package, policy = made()
    letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
    verdicts = [
        verify(package[:at] + (b"A" if package[at] != 65 else b"B") + package[at + 1 :], policy).verdict
        for at in range(0, len(package), 67) if package[at] in letters
    ]  # fmt: skip
    print(f"{len(verdicts)} exchanged letters: {verdicts.count('verified')} verified")
    assert len(verdicts) > 300 and "verified" not in verdicts and "not_verified" in verdicts


def test_every_office_that_may_approve_is_a_code_of_ours():
    from workflow.core.people import Office

    assert set(redaction.OFFICES) <= {office.value for office in Office}
    assert HIDDEN.part == "2/1"


def test_of_two_parts_with_one_path_the_one_that_may_be_hidden_counts() -> None:
    twice = [{"path": "2/1", "redactable": may} for may in (True, False)]
    for clauses in (twice, twice[::-1]):
        assert redaction.parts_of({"clauses": clauses, "attachments": []}) == {"2/1": True}
