from pathlib import Path
from typing import Any

import pytest

from tests.publication import sheets
from workflow.adapters.keystore import Keystore
from workflow.adapters.seal import attachments
from workflow.adapters.typesetter import typeset
from workflow.evidence.canonical import dumps, loads
from workflow.evidence.errors import Bad
from workflow.publication import rendering
from workflow.publication.rendering import compared


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Keystore:
    return Keystore(tmp_path_factory.mktemp("deployment") / "keys")


@pytest.fixture(scope="module")
def beside() -> bytes:
    return attachments(sheets.page())["page.json"]


def changed(beside: bytes, **members: Any) -> bytes:
    return dumps(loads(beside) | members)


def test_the_same_typesetter_gives_the_same_bytes_up_to_the_seal(keys: Keystore) -> None:
    pdf = sheets.sealed(sheets.page(), keys)
    assert compared(pdf, None).answer == "same"


def test_another_typesetter_is_not_compared_and_says_which(keys: Keystore, beside: bytes) -> None:
    made_by = loads(beside)["renderer"] | {"typst": "0.14.0"}
    answer = compared(sheets.sealed(sheets.forged(changed(beside, renderer=made_by)), keys), None)
    assert answer.answer == "not compared" and "Typst 0.14.0 there" in answer.words


def test_other_fonts_are_not_compared(tmp_path: Path) -> None:
    (tmp_path / "own.ttf").write_bytes(b"glyphs")
    answer = compared(sheets.page(), tmp_path)
    assert answer.answer == "not compared" and "additional fonts none there" in answer.words


def test_a_page_that_says_more_than_its_package_differs(keys: Keystore, beside: bytes) -> None:
    pdf = sheets.forged(beside, status=["In force for ever."])
    assert compared(sheets.sealed(pdf, keys), None).answer == "differs"


def test_a_page_that_shows_other_facts_than_it_says_differs(beside: bytes) -> None:
    assert compared(sheets.forged(beside, facts=[("Period", "for ever")]), None).answer == "differs"


def test_a_package_that_gives_no_page_differs(beside: bytes) -> None:
    unprintable = changed(beside, facts=[["Period", "第二"]])
    answer = compared(sheets.forged(unprintable), None)
    assert answer.answer == "differs" and "gives no page" in answer.words


def test_a_page_that_says_nothing_of_itself_is_not_compared(keys: Keystore) -> None:
    bare = typeset(sheets.printing.public_copy(
        sheets.core(), signers=[], sides=[], facts=[], origin="https://mou.example", slug="s"
    ), package=sheets.PACKAGE)  # fmt: skip
    assert compared(bare, None).words == "the PDF does not say what made its page"


@pytest.mark.parametrize(
    "members",
    [{"format": "sro-mou/page/v2"}, {"more": "x"}, {"made_at": "2026-05-12"}, {"facts": [["one"]]}, {"signers": [{"name": "x"}]}, {"renderer": {}}],
    ids=["format", "member", "time", "fact", "signer", "renderer"],
)  # fmt: skip
def test_what_a_page_says_of_itself_has_one_form(beside: bytes, members: dict[str, Any]) -> None:
    with pytest.raises(Bad) as bad:
        rendering.read(changed(beside, **members))
    assert bad.value.code == "page.form"
    assert compared(sheets.forged(changed(beside, **members)), None).answer == "not compared"


def test_what_it_says_is_read_as_it_was_written(beside: bytes) -> None:
    assert rendering.read(beside)[0] == sheets.BESIDE
    with pytest.raises(Bad):
        rendering.read(b"{}")
