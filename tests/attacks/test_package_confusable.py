"""Signed text with confusable or invisible characters: everybody really signed it, and every hash and signature is right.

What nobody can see is refused whoever signed it. Letters of another script can be seen and are no fault of the format (names
and translations stand in any script): they are told before the freeze (test_signing_text.py), and what was signed stays signed
letter for letter, so that nobody exchanges one that looks like it.
"""

from typing import Any

import pytest

from tests.evidence import factory
from tests.evidence.edition import CLAUSES
from tests.evidence.judging import accepted, failed, refused, tampered
from workflow.evidence import clause_tree, text
from workflow.evidence.clause_tree import Clause
from workflow.evidence.errors import Bad
from workflow.evidence.verify import verify

INVISIBLE = {
    "a zero-width space": "does not\u200b enforce",
    "a zero-width joiner": "en\u200dforce",
    "a byte order mark": "\ufeffAn officer",
    "a soft hyphen": "dis\u00adcipline",
    "text turned around": "\u202eeroforne\u202c",
    "a filler that shows nothing": "not\u3164 enforce",
    "a tag that spells not": "does\U000e006e\U000e006f\U000e0074 enforce",
    "a variation selector": "enforce\ufe0f",
    "a space that is none": "does\u00a0not",
    "a line separator": "does\u2028not",
    "a letter and its accent apart": "cafe\u0301",
    "a private letter": "enforce \ue000",
    "a control character": "enforce\u0008",
}
CYRILLIC = "An officer does not enf\u043erce school discipline."


def written(words: str) -> list[Clause]:
    return [Clause("1", f"# 1. Duties\n\n{words}"), *CLAUSES[1:]]


def signed_by_all(monkeypatch: pytest.MonkeyPatch, **frozen: Any) -> tuple[bytes, bytes]:
    """Frozen by a service without a character door, then signed by both with their own keys: but for the door all of it holds."""
    with monkeypatch.context() as unguarded:
        unguarded.setattr(text, "problems", lambda _: [])
        world = factory.signed(factory.frozen(**frozen)).world
        package, policy = world.package(), world.policy()
        accepted(package, policy)
    return package, policy


@pytest.mark.parametrize("words", INVISIBLE.values(), ids=INVISIBLE)
def test_what_nobody_can_see_is_refused_though_everybody_signed_it(
    words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    verdict = refused(*signed_by_all(monkeypatch, clauses=written(words)), "text.characters")
    assert failed(verdict) == ["text.characters"] and all(one.ok for one in verdict.signatories)


@pytest.mark.parametrize("words", ["School\u200b Officers", "School \u202eOfficers"])
def test_a_title_that_hides_a_character_is_no_manifest(words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    verdict = verify(*signed_by_all(monkeypatch, title=words))
    assert (verdict.exit_code, failed(verdict)) == (2, ["manifest.members"])


def test_a_cyrillic_letter_in_a_latin_word_that_all_signed_is_what_all_signed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    package, policy = signed_by_all(monkeypatch, clauses=written(CYRILLIC))
    accepted(package, policy)
    assert CYRILLIC.encode() in package


@pytest.mark.parametrize(("was", "now"), [("o", "\u043e"), ("\u043e", "o")])
def test_a_letter_that_looks_the_same_is_not_exchanged_afterwards(
    was: str, now: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = f"An officer does not enf{was}rce school discipline."
    package, policy = signed_by_all(monkeypatch, clauses=written(words))

    def exchange(value: dict[str, Any]) -> None:
        value["clauses"][0]["text"] = value["clauses"][0]["text"].replace(f"enf{was}rce", f"enf{now}rce")

    refused(tampered(package, exchange), policy, "text.root")


@pytest.mark.parametrize("words", INVISIBLE.values(), ids=INVISIBLE)
def test_with_its_door_in_place_the_service_seals_none_of_it(words: str) -> None:
    with pytest.raises(Bad) as no:
        clause_tree.seal(written(words))
    assert no.value.code == "text.characters"
