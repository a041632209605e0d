"""A sealed PDF with an incremental overlay, a comment after `%%EOF`, an attachment exchanged, a seal by another authority.

The package put in another's place is a good one wherever that can be: it verifies by itself, and the pages say its very words. So
it is the seal alone that refuses it, and it must do so by every way a PDF has of saying what is attached.
"""

import io
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from pyhanko.pdf_utils import embed
from pyhanko.pdf_utils.generic import DictionaryObject, StreamObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from tests.adapters.test_seal import with_overlay
from tests.evidence import factory
from tests.evidence.judging import accepted, tampered
from tests.publication import sheets
from tests.publication.sheets import judged
from workflow.adapters.keystore import Keystore
from workflow.adapters.seal import attachments, embedded_package
from workflow.evidence.clause_tree import Clause
from workflow.publication.sealed import examine

ANOTHER = tampered(sheets.PACKAGE, lambda package: package.pop("publication"))
"""The core package of the same agreement: verified too, and with the same words."""
FOREIGN = factory.signed().world.package()
"""Of another installation."""

LONGER = Clause("3", "# 3. Term\n\nTwelve years from the last signature.")


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Keystore:
    return Keystore(tmp_path_factory.mktemp("deployment") / "keys")


@pytest.fixture(scope="module")
def honest(keys: Keystore) -> bytes:
    return sheets.sealed(sheets.page(), keys)


def test_a_seal_by_another_authority_is_refused(honest: bytes, tmp_path: Path) -> None:
    verdict = judged(honest, Keystore(tmp_path / "keys"))
    assert (verdict.verdict, verdict.codes) == ("not_verified", ["pdf.authority"])
    assert examine(honest, sheets.POLICY, [Keystore(tmp_path / "keys").authority])[0].codes == [
        "pdf.authority"
    ]


def test_a_forged_front_page_sealed_by_a_stranger_is_refused(
    honest: bytes, keys: Keystore, tmp_path: Path
) -> None:
    """The true package and its very clauses, with another term on the first page: every step but the seal holds."""
    facts = [(name, "In force until 31 August 2040" if name == "Period" else words) for name, words in sheets.BESIDE.facts]  # fmt: skip
    forged = sheets.sealed(sheets.page(facts=facts), Keystore(tmp_path / "mallory"))
    assert attachments(forged)["package.json"] == attachments(honest)["package.json"]
    verdict = judged(forged, keys)
    assert (verdict.verdict, verdict.codes) == ("not_verified", ["pdf.authority"])
    assert any(check.id == "pdf.page" and check.detail.startswith("same: ") for check in verdict.checks)
    for told in (verdict, judged(forged)):
        assert told.verdict == "not_verified" and "Nothing has been changed" not in told.sentence()
    assert judged(forged).codes == ["pdf.unvouched"]


@pytest.mark.parametrize("more", [b"\n", b"% a comment\n", b"%%EOF\n", b"\0"])
def test_a_comment_after_the_end_is_refused(honest: bytes, keys: Keystore, more: bytes) -> None:
    assert judged(honest + more).codes == judged(honest + more, keys).codes == ["pdf.seal"]


def test_an_incremental_overlay_is_refused(honest: bytes, keys: Keystore) -> None:
    for known in (keys, None):
        verdict = judged(with_overlay(honest), known)
        assert verdict.verdict == "not_verified" and "pdf.seal" in verdict.codes


def rewritten(pdf: bytes, package: bytes) -> bytes:
    """The whole file written anew, as an editor saves it."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        document.attachments["package.json"] = pikepdf.AttachedFileSpec(document, package)
        out = io.BytesIO()
        document.save(out)
    return out.getvalue()


def updated(pdf: bytes, change: Callable[[IncrementalPdfFileWriter], None]) -> bytes:
    """The sealed bytes as they are, and a change appended to them."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    assert out.getvalue().startswith(pdf)
    return out.getvalue()


def overlaid(pdf: bytes, package: bytes) -> bytes:
    """The stream of the attachment under its own number once more, with other bytes."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        for specification in _specifications(writer):
            reference = specification["/EF"].raw_get("/F")
            stream = reference.get_object()
            fresh = StreamObject(DictionaryObject(stream), stream_data=package)
            fresh.pop("/Filter", None)
            fresh.pop("/Length", None)
            writer.objects[(reference.generation, reference.idnum)] = fresh

    return updated(pdf, change)


def _specifications(writer: IncrementalPdfFileWriter) -> list[DictionaryObject]:
    names = writer.root["/Names"]["/EmbeddedFiles"]["/Names"]
    return [names[at + 1] for at in range(0, len(names), 2) if str(names[at]) == "package.json"]


def renamed(pdf: bytes, package: bytes) -> bytes:
    """A list of attachments that names only the new one."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        del writer.root["/Names"]["/EmbeddedFiles"]
        made = embed.EmbeddedFileObject.from_file_data(writer, package, compress=False)
        embed.embed_file(writer, embed.FileSpec("package.json", file_name="package.json", embedded_data=made))
        writer.update_container(writer.root["/Names"])
        writer.update_root()

    return updated(pdf, change)


WAYS = {"written anew": rewritten, "an incremental update": overlaid, "another list of attachments": renamed}


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_a_package_that_verifies_by_itself_is_refused_in_its_place(
    honest: bytes, keys: Keystore, way: Callable[[bytes, bytes], bytes]
) -> None:
    accepted(ANOTHER, sheets.POLICY)
    pdf = way(honest, ANOTHER)
    assert embedded_package(pdf) == ANOTHER != embedded_package(honest)
    for known in (keys, None):
        verdict = judged(pdf, known)
        assert (verdict.verdict, verdict.codes) == ("not_verified", ["pdf.seal"])


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_a_package_of_another_installation_is_refused_in_its_place(
    honest: bytes, keys: Keystore, way: Callable[[bytes, bytes], bytes]
) -> None:
    verdict = judged(way(honest, FOREIGN), keys)
    assert verdict.verdict == "not_verified" and {"pdf.seal", "policy.party"} <= set(verdict.codes)


def test_what_is_exchanged_and_sealed_again_is_sealed_by_somebody_else(
    honest: bytes, keys: Keystore, tmp_path: Path
) -> None:
    """The seal covers every byte again, but it is not the publisher's, whose authority the reader brought."""
    beside = attachments(honest)["page.json"]
    pdf = sheets.sealed(sheets.forged(beside, package=ANOTHER), Keystore(tmp_path / "mallory"))
    assert judged(pdf, keys).codes == ["pdf.authority"]


def test_another_text_sealed_again_contradicts_the_pages_whoever_sealed_it(
    honest: bytes, keys: Keystore
) -> None:
    """Even under the publisher's own seal, and to a reader who knows no authority."""
    beside = attachments(honest)["page.json"]
    world = factory.signed(factory.frozen(clauses=[*factory.CLAUSES[:3], LONGER])).world
    pdf = sheets.sealed(sheets.forged(beside, package=world.package()), keys)
    for known in (keys, None):
        verdict, _ = examine(pdf, world.policy(), [known.authority] if known else [])
        assert verdict.codes == [*([] if known else ["pdf.unvouched"]), "pdf.words"]
