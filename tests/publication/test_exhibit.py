"""The exhibit: what it says, what it attaches, and that it claims no more than docs/trust.md does."""

import io
from dataclasses import replace
from datetime import UTC, datetime

import pikepdf
import pytest

from tests.adapters.documents import HOSTILE
from tests.evidence import factory
from tests.vectors import honest
from tests.vectors.honest import adopted
from workflow.adapters.pdf_text import page_words, says_in_order, squeezed
from workflow.evidence.clause_tree import Clause
from workflow.evidence.errors import Bad
from workflow.evidence.verify import verify
from workflow.publication import exhibit
from workflow.publication.exhibit import Brief, typeset_exhibit

AT = datetime(2026, 11, 27, 17, 0, tzinfo=UTC)
PACKAGE, POLICY = adopted()


def brief(package: bytes = PACKAGE, policy: bytes | None = POLICY) -> Brief:
    return Brief(package, policy, verify(package, policy), AT)


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return typeset_exhibit(brief())


def test_it_tells_its_parts_in_order(pdf: bytes) -> None:
    parts = [
        "Exhibit: School Resource Officer Agreement",
        "This is the text both sides signed. Signed by Flo Foster, Chief of Police, and Eve Ellis, Superintendent",
        "Prepared Friday 27 November 2026, 09:00 Pacific",
        "Who signed",
        "No outside witness: the log is the word of whoever runs the service",
        "Everybody who had to sign had signed: the agreement was executed.",
        "Springfield Police Department",
        "serve a false page that obtains a signature over another text",
        "Certificate of a custodian or other qualified person",
        "An officer does not enforce school discipline.",
        "countersign verify --policy policy.json package.json",
    ]
    assert says_in_order(page_words(pdf), parts) == []


def test_a_step_with_a_warning_says_so() -> None:
    made = next(case for case in honest.cases() if case.name == "good-revoked-later")
    told = exhibit.document(brief(made.package, made.policy))
    (step,) = [one for one in told["steps"] if "warning" in one["detail"]]
    assert (
        step["mark"] == "yes, with a warning"
        and "; warning: the key of Flo Foster was later" in step["detail"]
    )
    assert "Warning: the key of Flo Foster" in told["sentence"]


def test_its_limits_are_the_words_of_the_trust_page_and_all_of_them(pdf: bytes) -> None:
    page = exhibit.trust_page().read_text(encoding="utf-8").partition("\n")[2]
    plain = "".join(letter for letter in page if letter not in "*`|")
    blocks = [block for block in plain.replace("---", "").split("\n\n") if block.strip()]
    assert len(blocks) >= 4 and says_in_order(page_words(pdf), blocks) == []


def test_the_certificate_is_blank_and_names_the_file(pdf: bytes) -> None:
    words = squeezed(page_words(pdf))
    assert squeezed("Nobody has filled in anything.") in words
    assert (
        squeezed("I declare under penalty of perjury under the laws of the United States of America") in words
    )
    assert words.count(exhibit.document(brief())["file"]) >= 2


def test_package_and_policy_are_attached_byte_for_byte(pdf: bytes) -> None:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        found = {name: file.get_file().read_bytes() for name, file in document.attachments.items()}
        with document.open_metadata() as metadata:
            assert (metadata["pdfaid:part"], metadata["pdfuaid:part"]) == ("3", "1")
    assert found == {"package.json": PACKAGE, "policy.json": POLICY}


def test_the_same_brief_gives_the_same_bytes(pdf: bytes) -> None:
    assert typeset_exhibit(brief()) == pdf
    assert typeset_exhibit(replace(brief(), at=AT.replace(year=2027))) != pdf


def test_what_is_not_verified_says_so_first_and_again_beside_the_text() -> None:
    words = page_words(typeset_exhibit(brief(PACKAGE.replace(b"does not enforce", b"enforces"), None)))
    parts = [
        "Not verified. We could not confirm that this is the text both sides signed: the text is not the one that was signed.",
        "none: whose keys these are is not established",
        "NO The text is not the one that was signed",
        "the verdict on the first page says what could not be confirmed",
    ]
    assert says_in_order(words, parts) == []


def test_a_step_held_by_word_alone_is_marked_so() -> None:
    marks = {step["id"]: step["mark"] for step in exhibit.document(brief())["steps"]}
    assert (marks["time.source"], marks["log.witnesses"], marks["text.root"]) == ("by word", "by word", "yes")


@pytest.mark.parametrize("attack", HOSTILE.split("\n\n")[1].split(" "))
def test_what_somebody_typed_prints_as_typed(attack: str) -> None:
    cast = factory.ready()
    cast.chief = cast.world.enrol(cast.agency, f"Flo {attack} Foster", "chief", "Chief of Police")
    cast.world.wait(hours=80)
    clauses = [Clause("1", f"# 1. Purpose\n\nword {attack} word")]
    world = factory.signed(factory.frozen(cast, clauses=clauses, zone="Nowhere/Atall")).world
    words = squeezed(page_words(typeset_exhibit(brief(world.package(), world.policy()))))
    assert squeezed(f"word {attack} word") in words and squeezed(f"Flo {attack} Foster") in words
    assert squeezed("(UTC)") in words


def test_what_is_no_package_makes_no_exhibit() -> None:
    with pytest.raises(Bad, match=r"package\.json"):
        typeset_exhibit(brief(b"junk"))
