"""Attacks on the text of a package: whatever is changed, it is no longer what was signed."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.evidence import factory
from tests.evidence.judging import accepted, refused, tampered
from workflow.evidence.canonical import b64u, unb64u
from workflow.evidence.clause_tree import Attachment, Clause, clause_commitment

Change = Callable[[dict[str, Any]], None]


@pytest.fixture(scope="module")
def good() -> tuple[bytes, bytes]:
    """A published package and its policy."""
    return factory.good_package()


def _word(package: dict[str, Any]) -> None:
    package["clauses"][1]["text"] = package["clauses"][1]["text"].replace("does not enforce", "enforces")


def _swap(package: dict[str, Any]) -> None:
    first, second = package["clauses"][0], package["clauses"][1]
    first["text"], second["text"] = second["text"], first["text"]


def _swap_with_salts(package: dict[str, Any]) -> None:
    first, second = package["clauses"][0], package["clauses"][1]
    package["clauses"][:2] = [second | {"path": first["path"]}, first | {"path": second["path"]}]


def _redactable(package: dict[str, Any]) -> None:
    package["clauses"][0]["redactable"] = True


def _renumber(package: dict[str, Any]) -> None:
    package["clauses"][3]["path"] = "4"


@pytest.mark.parametrize("change", [_word, _swap, _swap_with_salts, _redactable, _renumber])
def test_a_changed_clause_is_not_the_text_that_was_signed(change: Change, good: tuple[bytes, bytes]) -> None:
    refused(tampered(good[0], change), good[1], "text.root")


def test_a_dropped_clause_is_missed(good: tuple[bytes, bytes]) -> None:
    refused(tampered(good[0], lambda package: package["clauses"].pop(1)), good[1], "text.order")


def test_a_dropped_clause_is_missed_even_if_another_takes_its_number(good: tuple[bytes, bytes]) -> None:
    def change(package: dict[str, Any]) -> None:
        package["clauses"].append(package["clauses"].pop(1) | {"path": "9"})

    refused(tampered(good[0], change), good[1], "text.root")


def test_clauses_out_of_order_are_refused(good: tuple[bytes, bytes]) -> None:
    refused(tampered(good[0], lambda package: package["clauses"].reverse()), good[1], "text.order")


def _hidden(package: dict[str, Any], number: int) -> dict[str, Any]:
    clause = package["clauses"][number]
    raw = unb64u(clause["salt"])
    commitment = clause_commitment(raw, number, clause["path"], clause["text"])
    return {"commitment": b64u(commitment), "path": clause["path"], "redactable": True}


def test_a_clause_hidden_without_a_signed_redaction_is_named(good: tuple[bytes, bytes]) -> None:
    def change(package: dict[str, Any]) -> None:
        package["clauses"][2] = _hidden(package, 2)

    refused(tampered(good[0], change), good[1], "text.hidden", "2/1")


def test_a_clause_that_was_not_agreed_as_redactable_cannot_be_hidden(good: tuple[bytes, bytes]) -> None:
    def change(package: dict[str, Any]) -> None:
        package["clauses"][1] = _hidden(package, 1)

    refused(tampered(good[0], change), good[1], "text.root")


def test_a_hidden_clause_cannot_be_opened_with_an_invented_text(good: tuple[bytes, bytes]) -> None:
    def change(package: dict[str, Any]) -> None:
        package["clauses"][2] |= {"salt": b64u(b"i" * 32), "text": "2.1 Records go to the police."}

    refused(tampered(good[0], change), good[1], "text.root")


def test_an_exhibit_cannot_be_exchanged() -> None:
    exhibit = Attachment("1", "Exhibit A", "application/pdf", 4, b"e" * 32)
    cast = factory.signed(factory.frozen(attachments=[exhibit]))
    core, policy = cast.world.package(), cast.world.policy()
    for name, value in {
        "sha256": b64u(b"f" * 32),
        "length": 5,
        "name": "Exhibit B",
        "media_type": "text/plain",
    }.items():

        def change(package: dict[str, Any], name: str = name, value: object = value) -> None:
            package["attachments"][0][name] = value

        refused(tampered(core, change), policy, "text.root")


HIDDEN = (
    "<!-- The officer may search. -->",
    '[the handbook](/h "The officer may search.")',
    "<p hidden>The officer may search.</p>",
    "[1]: /h (The officer may search.)",
)


@pytest.mark.parametrize("markup", HIDDEN)
def test_a_sentence_hidden_in_markup_is_text_like_any_other(markup: str) -> None:
    """Markup means nothing to a verifier: with it everybody signed it, and without it, or with it added, it is another text."""
    clauses = [*factory.CLAUSES, Clause("4", f"# 4. Searches\n\nNone. {markup}")]
    plain = [*factory.CLAUSES, Clause("4", "# 4. Searches\n\nNone.")]
    for signed, shown in ((clauses, plain), (plain, clauses)):
        world = factory.signed(factory.frozen(clauses=signed)).world
        package, policy = world.package(), world.policy()
        accepted(package, policy)

        def exchange(value: dict[str, Any], words: str = shown[-1].text) -> None:
            value["clauses"][-1]["text"] = words

        refused(tampered(package, exchange), policy, "text.root")
