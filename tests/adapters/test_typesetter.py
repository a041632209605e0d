import io
from dataclasses import replace

import pikepdf
import pytest

from tests.adapters.documents import AT, HOSTILE, NESTED, PACKAGE, PLAIN, agreement, printed
from workflow.adapters.pdf_text import page_words, says_in_order, squeezed
from workflow.adapters.seal import embedded_package
from workflow.adapters.typesetter import PrintedClause, TypesettingFault, printable, trial, typeset


def structure(pdf: bytes) -> list[str]:
    """The kinds of structure elements, in reading order."""
    kinds: list[str] = []

    def walk(element: pikepdf.Object) -> None:
        if isinstance(element, pikepdf.Array):
            for child in element:
                walk(child)
        elif isinstance(element, pikepdf.Dictionary) and "/S" in element:
            kinds.append(str(element.S))
            walk(element.get("/K"))

    with pikepdf.open(io.BytesIO(pdf)) as document:
        walk(document.Root.StructTreeRoot.K)
    return kinds


def test_the_same_document_gives_the_same_bytes() -> None:
    first, second = (typeset(agreement(), package=PACKAGE, made_at=AT) for _ in range(2))
    assert first == second


def test_another_moment_or_another_word_gives_other_bytes() -> None:
    here = typeset(agreement(), made_at=AT)
    assert here != typeset(agreement(), made_at=AT.replace(year=2027))
    assert here != typeset(agreement(title="Another"), made_at=AT)


def test_it_declares_what_it_is() -> None:
    with pikepdf.open(io.BytesIO(typeset(agreement(), package=PACKAGE, made_at=AT))) as document:
        with document.open_metadata() as metadata:
            assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("3", "A")
            assert metadata["pdfuaid:part"] == "1"
            assert metadata["dc:title"] == "School Resource Officer Agreement"
        assert document.Root.MarkInfo.Marked
        assert str(document.Root.Lang) == "en-US"


def test_the_package_is_attached_byte_for_byte() -> None:
    assert embedded_package(typeset(agreement(), package=PACKAGE, made_at=AT)) == PACKAGE
    assert embedded_package(typeset(agreement(), made_at=AT)) is None


@pytest.mark.parametrize("attack", HOSTILE.split("\n\n")[1].split(" "))
def test_what_somebody_types_prints_as_typed(attack: str) -> None:
    words = squeezed(page_words(typeset(agreement(clauses=[printed(f"word {attack} word")]))))
    assert squeezed(f"word {attack} word") in words


def test_every_clause_is_on_the_page_in_order() -> None:
    parts = [
        "1. Purpose The City and the District agree. (a) first (c) third, its second line[1] [1] A note."
    ]
    parts += ["1.1 A heading that skips a level • one • deeper • two Item Share Salary 50% Training"]
    parts += ["Clause 3 is not public. Legal basis: Example Code 12.3", HOSTILE.removeprefix("## ")]
    words = page_words(typeset(agreement()))
    assert says_in_order(words, parts) == []
    assert says_in_order(words, parts[::-1]) != []


def test_the_first_page_says_what_this_is() -> None:
    with pikepdf.open(io.BytesIO(typeset(agreement()))) as document:
        del document.pages[1:]
        out = io.BytesIO()
        document.save(out)
    words = page_words(out.getvalue())
    for wanted in ("School Resource Officer Agreement", "In force until", "North High", "1 September 2026"):
        assert squeezed(wanted) in squeezed(words)


def test_address_and_fingerprint_stand_at_the_foot_and_are_no_part_of_the_text() -> None:
    assert "ab" * 32 not in squeezed(page_words(typeset(agreement())))


def test_it_is_tagged_as_what_it_is() -> None:
    kinds = structure(typeset(agreement()))
    for kind in (
        "/Document",
        "/H1",
        "/H2",
        "/P",
        "/L",
        "/LI",
        "/Lbl",
        "/LBody",
        "/Table",
        "/TH",
        "/TD",
        "/TOC",
    ):
        assert kind in kinds


def test_a_heading_that_skips_levels_is_closed_up() -> None:
    deep = typeset(agreement(clauses=[printed("#### Deep"), printed("#### Deeper"), printed("# Top")]))
    assert structure(deep).count("/H4") == 0


def test_the_packet_of_a_frozen_text_has_its_motion_and_no_signatures() -> None:
    packet = agreement(
        banner="Frozen text, not yet signed.",
        motion="I move that the board adopt it.",
        signatures=(),
        check=(),
    )
    words = page_words(typeset(packet, made_at=AT))
    assert squeezed("I move that the board adopt it.") in squeezed(words)
    assert squeezed("Signed by") not in squeezed(words)


def test_a_character_without_a_glyph_stops_the_press() -> None:
    with pytest.raises(TypesettingFault, match="could not be displayed"):
        typeset(agreement(clauses=[printed("第二")]))


def test_a_node_that_the_template_does_not_know_stops_the_press() -> None:
    with pytest.raises(TypesettingFault, match="no such node"):
        typeset(agreement(clauses=[PrintedClause([{"type": "html", "children": []}])]))


def test_an_agreement_without_a_title_is_refused() -> None:
    with pytest.raises(TypesettingFault, match="title"):
        typeset(replace(agreement(), title=""))


def test_a_trial_says_beforehand_what_could_never_be_published() -> None:
    def tried(*texts: str) -> str:
        return trial("Title", [printed(text).nodes for text in texts])

    assert tried("☐ a box, ½ of it, Tiếng Việt, naïve") == ""
    assert "same order of letters" in tried("שלום עולם")
    assert "could not be displayed" in tried(PLAIN, "第二")
    assert tried(PLAIN, NESTED, HOSTILE) == ""


def test_a_line_is_printable_where_every_letter_has_a_place() -> None:
    assert printable("") and printable("Ann Lee") and printable("Zoë Núñez-Đặng ½")
    assert not printable("王小明") and not printable("Ann 第二")


def test_long_agreements_are_set_in_a_moment() -> None:
    long = agreement(clauses=[printed(PLAIN + "\n\n" + "All parties shall. " * 60), printed(NESTED)] * 40)
    with pikepdf.open(io.BytesIO(typeset(long, made_at=AT))) as document:
        assert len(document.pages) > 10
