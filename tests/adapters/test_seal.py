import io
import re
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pyhanko.sign.fields import MDPPerm

from tests.adapters.documents import AT, PACKAGE, agreement
from tests.rig.loops import finished
from workflow.adapters import seal as seals
from workflow.adapters.keystore import Keystore
from workflow.adapters.seal import check_seal, embedded_package, seal
from workflow.adapters.seal_field import with_field
from workflow.adapters.timestamp import LocalTimeAuthority
from workflow.adapters.typesetter import typeset


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Keystore:
    return Keystore(tmp_path_factory.mktemp("deployment") / "keys")


def sealed_with(keys: Keystore, pdf: bytes) -> bytes:
    return seal(pdf, keys.seal, LocalTimeAuthority(keys.time), at=AT, reason="Publication of the agreement")


@pytest.fixture(scope="module")
def plain() -> bytes:
    return typeset(agreement(), package=PACKAGE, made_at=AT)


@pytest.fixture(scope="module")
def sealed(keys: Keystore, plain: bytes) -> bytes:
    return sealed_with(keys, plain)


def test_a_seal_is_whole_certified_trusted_and_dated(keys: Keystore, sealed: bytes) -> None:
    report = check_seal(sealed, [keys.authority])
    assert report.valid and report.whole and report.certified and report.trusted and not report.reason
    assert report.sealed_at == AT and "Publication seal" in report.sealed_by


def test_the_seal_itself_says_that_nothing_may_be_changed(sealed: bytes) -> None:
    """As another reader finds it: DocMDP, level 1, and the catalogue names this signature as the one that certifies."""
    with pikepdf.open(io.BytesIO(sealed)) as document:
        (field,) = document.Root.AcroForm.Fields
        (reference,) = field.V.Reference
        assert str(reference.TransformMethod) == "/DocMDP"
        assert int(reference.TransformParams.P) == 1
        assert document.Root.Perms.DocMDP.objgen == field.V.objgen


@pytest.mark.parametrize(
    "allowed", [{"docmdp_permissions": level} for level in MDPPerm if level != MDPPerm.NO_CHANGES] + [{"certify": False}], ids=str
)  # fmt: skip
def test_a_seal_that_allows_changes_is_refused(
    keys: Keystore, plain: bytes, allowed: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whole, intact and under the right authority, and yet: forms could be filled or notes added behind it."""
    honest = seals.PdfSignatureMetadata
    monkeypatch.setattr(seals, "PdfSignatureMetadata", lambda **said: honest(**said | allowed))
    report = check_seal(sealed_with(keys, plain), [keys.authority])
    assert report.sealed and report.whole and report.trusted
    assert (report.certified, report.valid) == (False, False)
    assert report.reason == "The seal does not forbid changes."


def test_the_sealed_bytes_begin_with_the_printed_page_and_keep_its_package(sealed: bytes) -> None:
    assert embedded_package(sealed) == PACKAGE


def test_somebody_elses_seal_is_not_trusted(sealed: bytes, tmp_path: Path) -> None:
    report = check_seal(sealed, [Keystore(tmp_path / "other").authority])
    assert report.whole and not report.trusted and not report.valid
    assert "not one you trust" in report.reason


def test_a_second_installation_of_the_same_name_is_not_trusted(
    keys: Keystore, plain: bytes, tmp_path: Path
) -> None:
    forged = Keystore(tmp_path / "keys")
    (forged.folder / "deployment").write_text(keys.deployment)
    (forged.folder / "deployment").chmod(0o600)
    assert not check_seal(sealed_with(forged, plain), [keys.authority]).valid


def test_a_page_without_a_seal_says_so(keys: Keystore, plain: bytes) -> None:
    report = check_seal(plain, [keys.authority])
    assert not report.sealed and "0 signatures" in report.reason


@pytest.mark.parametrize("junk", [b"", b"%PDF-1.7", b"hello", b"%PDF-1.7\n%%EOF" * 3])
def test_what_is_no_pdf_is_answered_in_words(keys: Keystore, junk: bytes) -> None:
    report = check_seal(junk, [keys.authority])
    assert not report.valid and report.reason
    with pytest.raises(ValueError, match="readable PDF"):
        embedded_package(junk)


def test_an_overlay_appended_afterwards_is_not_covered(keys: Keystore, sealed: bytes) -> None:
    report = check_seal(with_overlay(sealed), [keys.authority])
    assert not report.whole and not report.valid
    assert "does not cover" in report.reason


@pytest.mark.parametrize("tail", [b"\n", b" ", b"\0", b"%%EOF\n"])
def test_a_byte_appended_afterwards_is_not_covered(keys: Keystore, sealed: bytes, tail: bytes) -> None:
    assert not check_seal(sealed + tail, [keys.authority]).valid


def test_no_byte_inside_the_seals_own_value_can_be_exchanged(keys: Keystore, sealed: bytes) -> None:
    value = re.search(rb"/Contents <([0-9A-F]{100,})>", sealed)
    assert value
    end = value.start(1) + len(value.group(1).rstrip(b"0"))
    places = [*range(value.start(1), end, 61), end + 10, value.end(1) - 1]
    for place in places:
        altered = bytearray(sealed)
        altered[place] = ord("0") if altered[place] != ord("0") else ord("1")
        assert not check_seal(bytes(altered), [keys.authority]).valid, place


def test_the_same_value_in_lower_case_is_refused(keys: Keystore, sealed: bytes) -> None:
    value = re.search(rb"/Contents <([0-9A-F]{100,})>", sealed)
    assert value
    lowered = sealed[: value.start(1)] + value.group(1).lower() + sealed[value.end(1) :]
    assert not check_seal(lowered, [keys.authority]).valid


def test_the_field_keeps_the_accessibility_tree_whole(sealed: bytes) -> None:
    with pikepdf.open(io.BytesIO(sealed)) as document:
        page = document.pages[-1].obj
        widget = page.Annots[-1]
        tree = document.Root.StructTreeRoot
        element = tree.K.K[-1] if isinstance(tree.K, pikepdf.Dictionary) else tree.K[0].K[-1]
        assert page.Tabs == pikepdf.Name.S and int(widget.F) == 4 and "invisible" in str(widget.TU)
        assert str(element.S) == "/Form" and str(element.K.Type) == "/OBJR"
        assert element.K.Obj.objgen == widget.objgen
        assert parent_of(tree.ParentTree, int(widget.StructParent)).objgen == element.objgen
        assert "/NeedAppearances" not in document.Root.AcroForm


def test_sealing_keeps_the_file_a_pdf_1_7(sealed: bytes) -> None:
    with pikepdf.open(io.BytesIO(sealed)) as document:
        assert document.pdf_version == "1.7" and "/Version" not in document.Root


def test_preparing_the_field_gives_the_same_bytes_each_time(plain: bytes) -> None:
    assert with_field(plain) == with_field(plain)


def test_sealing_works_where_a_loop_is_running(keys: Keystore, plain: bytes) -> None:
    async def inside() -> bytes:
        return sealed_with(keys, plain)

    assert check_seal(finished(inside()), [keys.authority]).valid


def with_overlay(pdf: bytes) -> bytes:
    """An incremental update that changes the title of the document, as an editor would append it."""
    from pyhanko.pdf_utils.generic import TextStringObject, pdf_name
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    writer.root[pdf_name("/Lang")] = TextStringObject("de")
    writer.update_root()
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def parent_of(node: pikepdf.Object, key: int) -> pikepdf.Object:
    if "/Kids" in node:
        return parent_of(next(kid for kid in node.Kids if kid.Limits[0] <= key <= kid.Limits[1]), key)
    numbers = list(node.Nums)
    return dict(zip(map(int, numbers[::2]), numbers[1::2], strict=True))[key]
