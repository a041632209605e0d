"""The lines of a verdict: which steps stand behind each, and what it says when one of them does not hold."""

from typing import Any

import pytest

from tests.evidence import factory
from tests.vectors import receipted
from workflow.evidence import sentences
from workflow.evidence.lines import TABLE, Line, lines
from workflow.evidence.verdict import Check, Receipt, Verdict, Warned
from workflow.evidence.verify import verify

WARNED = (Warned("Flo Foster", "2026-05-01T00:00:00Z"),)
RECEIPT = Receipt("approval", "Flo Foster", 3, 20, "twelve words")
WORD = "time by the operator's word"


def said(*checks: Check, **more: Any) -> dict[str, Line]:
    found = lines(Verdict("verified", "policy", "", 1, (), checks, (), **more))
    return {line.id: line for line in found}


def test_a_good_package_has_six_lines_and_every_step_stands_behind_one() -> None:
    verdict = verify(*factory.good_package())
    found = lines(verdict)
    assert [(line.id, line.state) for line in found] == [
        ("text", "good"), ("keys", "good"), ("vouched", "good"), ("log", "weak"), ("time", "weak"), ("current", "good"),
    ]  # fmt: skip
    assert sorted(id(check) for line in found for check in line.checks) == sorted(map(id, verdict.checks))


def test_a_receipt_has_four_and_its_signature_is_not_checked() -> None:
    case = next(receipted.cases())
    found = {line.id: line.state for line in lines(verify(case.package, case.policy))}
    assert list(found) == ["recorded", "signed", "log", "time"]
    assert found["recorded"] == "good" and found["signed"] == "unknown"


@pytest.mark.parametrize("code", sorted(sentences.WORDS["en"]["reasons"]))
def test_every_reason_for_a_refusal_stands_behind_a_line(code: str) -> None:
    family = code.partition(".")[0]
    if not family:
        return
    check = Check(f"{family}.something", False, "")
    found = [*said(check).values(), *said(check, receipt=RECEIPT).values()]
    assert {one.state for one in found if one.checks} == {"bad"}


@pytest.mark.parametrize(
    ("code", "line"),
    [
        ("policy.key_kind", "keys"), ("policy.present", "vouched"), ("log.witnesses", "log"), ("log.checkpoint", "current"),
        ("redaction.binding", "text"), ("correction.answered", "keys"), ("pdf.seal", "text"), ("publication.log", "current"),
    ],
)  # fmt: skip
def test_a_step_stands_behind_the_line_that_names_it_most_narrowly(code: str, line: str) -> None:
    found = said(Check(code, True, ""))
    assert [one.id for one in found.values() if one.checks] == [line]


def test_a_step_that_nobody_knows_stands_behind_none() -> None:
    assert not any(line.checks for line in said(Check("news.today", True, "")).values())


@pytest.mark.parametrize(
    ("checks", "state"),
    [
        ([], "unknown"),
        ([("time.source", True, "", ())], "good"),
        ([("time.source", True, WORD, ())], "weak"),
        ([("time.source", True, WORD, WARNED)], "warned"),
        ([("time.source", True, WORD, WARNED), ("time.token", False, "", ())], "bad"),
    ],
)
def test_a_line_says_the_worst_of_its_steps(checks: list[Any], state: str) -> None:
    assert said(*(Check(*one) for one in checks))["time"].state == state


def test_a_signature_on_paper_colours_its_line() -> None:
    by_key, by_hand = Check("signer.approval", True, ""), Check("signer.paper", True, "")
    assert said(by_key)["keys"].state == "good" and said(by_key, by_hand)["keys"].state == "paper"


@pytest.mark.parametrize("language", sentences.LANGUAGES)
def test_every_line_and_every_state_has_words(language: str) -> None:
    words = sentences.WORDS[language]
    assert set(words["lines"]) == {name for table in TABLE.values() for name in table}
    assert set(words["states"]) == {"good", "bad", "warned", "weak", "paper", "unknown"}
    assert Line("text", "good", ()).said() == ("Text intact", "yes")
    assert Line("text", "good", ()).said(language) == (words["lines"]["text"], words["states"]["good"])
