"""The words of a verdict: the same table in every language, and words for every reason there is."""

import re
from dataclasses import replace
from pathlib import Path
from string import Formatter

import pytest

from tests.evidence import amended, factory
from tests.evidence import test_paper as on_paper
from tests.vectors import hiding, receipted
from workflow.evidence import sentences
from workflow.evidence.verdict import Check
from workflow.evidence.verify import verify

PAGE = (Path(__file__).resolve().parents[2] / "docs/format.md").read_text(encoding="utf-8")
CODES = set(re.findall(r"`([a-z_]+\.[a-z_]+)`", PAGE.partition("### Reason codes")[2].partition("\n## ")[0]))


def _blanks(words: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(words) if name}


def _same_shape(one: object, other: object) -> bool:
    if isinstance(one, dict) and isinstance(other, dict):
        return list(one) == list(other) and all(_same_shape(one[name], other[name]) for name in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other)
    return isinstance(one, str) and isinstance(other, str) and _blanks(one) == _blanks(other) and bool(other)


def test_both_languages_have_the_same_words_and_blanks() -> None:
    english, spanish = sentences.WORDS["en"], sentences.WORDS["es"]
    assert _same_shape(english, spanish)
    alike = [code for code, words in english["reasons"].items() if spanish["reasons"][code] == words]
    assert alike == []


def test_every_reason_code_of_the_format_has_words() -> None:
    assert len(CODES) > 50
    families = set(sentences.WORDS["en"]["reasons"])
    assert [code for code in sorted(CODES) if code.partition(".")[0] not in families] == []


def test_every_step_that_can_hold_has_words() -> None:
    steps = {check.id for check in verify(*factory.good_package()).checks}
    steps |= {check.id for check in verify(*hiding.out(hiding.hidden())).checks}
    steps |= {
        f"pdf.{step}" for step in ("package", "published", "seal", "words", "signers", "page")
    }  # workflow.publication.sealed
    steps |= {check.id for check in verify(*on_paper.finish(on_paper.papered())).checks}
    receipt = next(receipted.cases())
    steps |= {check.id for check in verify(*amended.answered().signed().out()).checks}
    steps |= {check.id for check in verify(receipt.package, receipt.policy).checks}
    assert set(sentences.WORDS["en"]["held"]) == steps | set(sentences.OUTSIDE.values())
    assert steps > set(sentences.OUTSIDE)


def test_a_step_confirmed_from_outside_says_so() -> None:
    own, others = "time by the operator's word", "independent time: an authority"
    assert sentences.held("time.source", own).startswith("Times: by the word of")
    assert sentences.held("time.source", others, "es").startswith("Una autoridad de fuera")
    assert sentences.held("text.root", "") == "The text is whole and unchanged"
    assert sentences.held("moon.full", "") == "moon.full"


@pytest.mark.parametrize("language", sentences.LANGUAGES)
def test_a_code_nobody_foresaw_is_still_said(language: str) -> None:
    assert sentences.reason("text.sideways", language) == sentences.reason("text.root", language)
    assert sentences.reason("moon.full", language) == sentences.WORDS[language]["reasons"][""]


def test_a_missing_policy_is_the_last_reason_to_tell() -> None:
    assert sentences.first_reason(["policy.present", "text.root", "log.key"]) == "text.root"
    assert sentences.first_reason(["policy.present"]) == "policy.present"
    assert sentences.first_reason([]) == ""


def test_a_day_is_said_in_spanish() -> None:
    assert sentences.day("1 January 2026", "es") == "1 de enero de 2026"
    assert sentences.day("13 May 2026 (UTC)", "es") == "13 de mayo de 2026 (UTC)"
    assert sentences.day("", "es") == ""


def test_a_kind_of_key_nobody_foresaw_stands_as_it_is() -> None:
    assert sentences.kind_of_key("glass") == "glass key"
    assert sentences.kind_of_key("paper", "es") == "en papel, sin llave propia"
    assert sentences.kind_of_key("synced", "es") == "llave sincronizada"


def test_one_person_or_three_are_joined() -> None:
    said = sentences.sentence("verified", [], ["A, Chief", "B, Sheriff", "C, Head"], "12 May 2026")
    assert "Signed by A, Chief; B, Sheriff, and C, Head, on 12 May 2026." in said


def test_what_was_changed_after_the_vote_counts_clauses_bodies_and_people() -> None:
    one = sentences.changed(["The council"], 1, ["Ned North, Director"])
    assert (
        one
        == " The council adopted an earlier text; before the signing 1 clause was changed by Ned North, Director, under the authority it gave."
    )
    more = sentences.changed(["La junta", "el concejo"], 2, ["A", "B", "C"], "es")
    assert "La junta; el concejo aprobó" in more and "se cambiaron 2 cláusulas por mano de A; B; C," in more


def test_a_pdf_for_whose_pages_nobody_vouches_is_told_from_its_package() -> None:
    """What was changed and what is hidden stands in the package, so it is told; that nothing was changed is not."""
    made = verify(*amended.answered().signed().out())
    none = Check(sentences.UNVOUCHED, False, "")
    alone = replace(made, verdict="not_verified", checks=(*made.checks, none), hidden=2)
    for language, first, hidden, unsaid in (
        ("en", "The package in this PDF holds the text both sides signed. Signed by ", "hidden, as was agreed before signing: 2.", "Nothing has been"),
        ("es", "El paquete que lleva este PDF contiene el texto que firmaron ambas partes. ", "según lo acordado antes de firmar: 2.", "No se ha cambiado"),
    ):  # fmt: skip
        said = alone.sentence(language)
        assert said.startswith(first) and hidden in said and unsaid not in said
        assert said.endswith(made.sentence(language)[-40:])
    worse = replace(alone, checks=(*alone.checks, Check("pdf.words", False, "")))
    assert worse.sentence().endswith(f"{sentences.reason('pdf.words')}.")
    assert sentences.first_reason([sentences.UNVOUCHED]) == sentences.UNVOUCHED
