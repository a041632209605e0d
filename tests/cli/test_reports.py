"""Many files at once, for an auditor: one row each, nothing dropped, nothing that a spreadsheet would run."""

import csv
import io
import os
import time
from collections import Counter
from pathlib import Path

import pytest

from tests.cli.test_files import forbid
from tests.evidence import factory
from tests.publication import sheets
from tests.vectors import honest, receipted
from tests.vectors.make import FOLDER as VECTORS
from workflow.adapters.keystore import Keystore
from workflow.cli import files, reports
from workflow.evidence.canonical import dumps, loads

GOOD, POLICY = factory.good_package()
CHANGED = GOOD.replace(b"does not enforce", b"enforces")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A good package below, a changed one and a broken one above, and things that are none of them."""
    (tmp_path / "2026" / "north").mkdir(parents=True)
    (tmp_path / "2026" / "north" / "good.JSON").write_bytes(GOOD)
    (tmp_path / "changed.json").write_bytes(CHANGED)
    (tmp_path / "broken.json").write_bytes(GOOD[:-1])
    (tmp_path / "policy.json").write_bytes(POLICY)
    (tmp_path / "letter.txt").write_bytes(b"Dear parents")
    return tmp_path


def test_every_file_gets_one_row_and_a_policy_none(folder: Path) -> None:
    found = list(reports.check_folder(folder, POLICY))
    assert [(one.file, one.verdict.verdict, one.code) for one in found] == [
        ("2026/north/good.JSON", "verified", ""),
        ("broken.json", "unusable", "package.json"),
        ("changed.json", "not_verified", "text.root"),
    ]
    assert found[0].verdict.title == "School Resource Officer Agreement" and found[1].verdict.title == ""


def test_a_receipt_has_a_row_without_title_and_signatories(tmp_path: Path) -> None:
    made = {case.name: case for case in receipted.cases()}
    good, bad = made["good-decline"], made["words-of-another"]
    (tmp_path / "receipt-s2.txt").write_bytes(good.package)
    (tmp_path / "receipt-bad.txt").write_bytes(good.package[:-9])
    (tmp_path / "renamed.txt").write_bytes(bad.package)
    found = {one.file: one for one in reports.check_folder(tmp_path, good.policy)}
    assert {name: (one.verdict.verdict, one.code) for name, one in found.items()} == {
        "receipt-s2.txt": ("verified", ""),
        "receipt-bad.txt": ("not_verified", "log.checkpoint"),
        "renamed.txt": ("not_verified", "log.proof"),
    }
    row = dict(zip(reports.COLUMNS, found["receipt-s2.txt"].cells("en"), strict=True))
    assert (row["title"], row["signatories"], row["signed_on"]) == ("", "", "")
    assert (row["edition"], row["head"]) == ("1", found["receipt-s2.txt"].verdict.head) and row["head"]


def test_a_package_cannot_hide_by_calling_itself_something_else(folder: Path) -> None:
    value = loads(GOOD) | {"format": "sro-mou/policy/v1"}
    (folder / "changed.json").write_bytes(dumps(value))
    assert "changed.json" in [one.file for one in reports.check_folder(folder, POLICY)]


def test_the_exit_code_is_that_of_the_worst(folder: Path) -> None:
    good, broken, changed = reports.check_folder(folder, POLICY)
    assert reports.exit_code([good]) == 0
    assert reports.exit_code([good, changed]) == 1
    assert reports.exit_code([changed, broken, good]) == 2
    assert reports.exit_code([]) == 2


def test_the_csv_says_it_in_cells(folder: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(reports.table(reports.check_folder(folder, POLICY), "es"))))
    assert rows[2]["reason"] == "el texto no es el que se firmó"
    assert rows[0]["signatories"].startswith("Flo Foster, Chief of Police (llave guardada en un programa); ")
    assert (rows[0]["edition"], rows[0]["signed_on"]) == ("1", "2026-05-04")
    assert (rows[1]["edition"], rows[1]["signed_on"]) == ("", "")


def test_a_warning_can_be_filtered_for(tmp_path: Path) -> None:
    made = next(case for case in honest.cases() if case.name == "good-revoked-later")
    (tmp_path / "a.json").write_bytes(made.package)
    (tmp_path / "b.json").write_bytes(GOOD)
    found = [reports.check(tmp_path / name, made.policy) for name in ("a.json", "b.json")]
    warned, plain = csv.DictReader(io.StringIO(reports.table(found, "es")))
    assert (
        warned["verdict"] == "verified"
        and warned["warning"].startswith("Advertencia: ")
        and not plain["warning"]
    )
    assert (
        found[0]
        .line("en")
        .endswith(
            "a.json  WARNING: the key of Flo Foster was later revoked as compromised since 2026-04-04T17:14:00Z"
        )
    )
    assert "WARNING" not in found[1].line("en")


def test_a_title_is_no_formula(tmp_path: Path) -> None:
    cast = factory.signed(factory.frozen(title='=HYPERLINK("https://evil.example","MOU")'))
    file = tmp_path / "package.json"
    file.write_bytes(cast.world.package())
    row = next(csv.DictReader(io.StringIO(reports.table([reports.check(file, cast.world.policy())], "en"))))
    assert row["verdict"] == "verified" and row["title"].startswith("'=HYPERLINK")


def test_a_file_name_cannot_write_on_the_terminal(tmp_path: Path) -> None:
    name = b"\x1b[2Jverified\n\xff.json"
    (tmp_path / os.fsdecode(name)).write_bytes(b"{}")
    (only,) = reports.check_folder(tmp_path, POLICY)
    assert only.line("en").isprintable() and only.file == "\ufffd[2Jverified\ufffd\ufffd.json"


def test_a_file_too_large_and_a_folder_named_like_one_are_unusable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "package.json"
    file.write_bytes(GOOD)
    monkeypatch.setattr(files, "LARGEST", len(GOOD) - 1)
    assert reports.check(file, POLICY).code == "file.size"
    assert reports.check(tmp_path, None).code == "file.read"
    file.unlink()
    file.symlink_to(tmp_path / "nowhere")
    assert [one.code for one in reports.check_folder(tmp_path, POLICY)] == ["file.read"]


def test_a_circle_of_links_ends(folder: Path) -> None:
    (folder / "2026" / "round").symlink_to(folder)
    assert len(list(reports.check_folder(folder, POLICY))) == 3


def test_a_pdf_beside_its_package_is_a_row_and_is_judged_with_its_seal(tmp_path: Path) -> None:
    keys = Keystore(tmp_path / "keys")
    folder = tmp_path / "state"
    folder.mkdir()
    world = factory.signed().world
    core = world.package()
    pdf = sheets.sealed(sheets.page(core), keys)
    (folder / "package.json").write_bytes(world.publish(core, pdf))
    older = world.policy()
    (folder / "agreement.PDF").write_bytes(pdf)
    (folder / "altered.pdf").write_bytes(pdf + b"\n")
    (folder / "letter.pdf").write_bytes(b"%PDF-1.7\n")
    (folder / "renamed.json").write_bytes(pdf)
    forged = sheets.page(core, facts=[("Period", "In force until 31 August 2040")])
    (folder / "forged.pdf").write_bytes(sheets.sealed(forged, Keystore(tmp_path / "stranger")))
    found = list(reports.check_folder(folder, sheets.naming(keys, older)))
    assert [(one.file, one.verdict.verdict, one.code) for one in found] == [
        ("agreement.PDF", "verified", ""),
        ("altered.pdf", "not_verified", "pdf.published"),
        ("forged.pdf", "not_verified", "pdf.published"),
        ("letter.pdf", "unusable", "pdf.package"),
        ("package.json", "verified", ""),
        ("renamed.json", "verified", ""),
    ]
    assert found[0].verdict.head == found[4].verdict.head
    assert found[2].verdict.codes == ["pdf.published", "pdf.authority"]
    assert found[0].line("en") == "verified  agreement.PDF  (the very PDF that was published)"
    assert found[0].line("es").endswith("agreement.PDF  (el mismo PDF que se publicó)")
    assert (
        found[2]
        .line("en")
        .startswith("not verified  forged.pdf  pdf.published: this PDF is not, byte for byte,")
    )
    assert found[4].line("en") == "verified  package.json"
    # An older policy cannot tell whose seal it is: the log tells which file was published.
    rows = [(one.file, one.code) for one in reports.check_folder(folder, older)]
    assert rows == [(one.file, one.code) for one in found]
    other = Keystore(tmp_path / "other")
    (folder / "package.json").unlink()
    for trust, seals, code in (
        (sheets.naming(other, older), reports.UNKNOWN, "pdf.authority"),
        (older, reports.Seals(other.authority_pem), "pdf.authority"),
        (older, reports.UNKNOWN, "pdf.unvouched"),
        (older, reports.Seals(keys.authority_pem), ""),
    ):
        alone = next(reports.check_folder(folder, trust, seals))
        assert (alone.code, alone.published) == (code, False)


def test_a_package_of_another_copy_of_the_text_is_not_compared(tmp_path: Path) -> None:
    keys, cast = Keystore(tmp_path / "keys"), factory.signed()
    core = cast.world.package()
    pdf = sheets.sealed(sheets.page(core), keys)
    (tmp_path / "agreement.pdf").write_bytes(pdf)
    cast.world.noise(3)
    later = cast.world.package()
    assert later != core
    (tmp_path / "package.json").write_bytes(cast.world.publish(later, b"%PDF"))
    (tmp_path / "keys").rename(tmp_path / "elsewhere")
    found = next(
        reports.check_folder(tmp_path, sheets.naming(Keystore(tmp_path / "elsewhere"), cast.world.policy()))
    )
    assert (found.file, found.code, found.published) == ("agreement.pdf", "", False)
    assert "pdf.published" in [check.id for check in found.verdict.checks]


def test_what_cannot_be_read_is_a_row_and_what_is_passed_over_is_counted(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.mkfifo(folder / "pipe.json")
    (folder / "lost").symlink_to(folder / "nowhere")
    (folder / "round").symlink_to("round")
    forbid(monkeypatch, folder / "2026" / "north")
    passed = Counter[str]()
    found = list(reports.check_folder(folder, POLICY, passed=passed))
    assert [(one.file, one.code) for one in found] == [
        ("broken.json", "package.json"),
        ("changed.json", "text.root"),
        ("lost", "file.read"),
        ("pipe.json", "file.read"),
        ("round", "file.read"),
        ("2026/north/", "file.read"),
    ]
    assert reports.exit_code(found[2:3]) == 2 and dict(passed) == {"others": 1, "policies": 1}
    assert reports.summary(found, "en", passed) == (
        "6 files: 0 verified, 1 not verified, 5 cannot be checked. "
        "Passed over: lists of whom to trust: 1, files of other kinds: 1."
    )
    assert reports.summary(found[:1], "es", Counter()) == (
        "1 archivo. Confirmados: 0; no confirmados: 0; no se pueden comprobar: 1."
    )
    assert reports.summary(found[:1], "en").startswith("1 file: 0 verified")


def test_the_packages_of_a_linked_folder_are_rows_too(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = tmp_path_factory.mktemp("county")
    (other / "theirs.json").write_bytes(GOOD)
    (other / "back").symlink_to(folder)
    (folder / "county").symlink_to(other)
    assert [one.file for one in reports.check_folder(folder, POLICY)] == [
        "2026/north/good.JSON", "broken.json", "changed.json", "county/theirs.json",
    ]  # fmt: skip


def test_a_state_with_779_districts_does_not_wait_long(tmp_path: Path) -> None:
    for number in range(779):
        (tmp_path / f"{number:03}.json").write_bytes(GOOD)
    began = time.process_time()
    found = list(reports.check_folder(tmp_path, POLICY))
    took = time.process_time() - began
    print(f"779 packages: {took:.1f} s of processor time, {779 / took:.0f} a second")
    assert reports.exit_code(found) == 0 and took < 30


def test_a_signature_on_paper_says_so_in_its_cell_in_both_languages(tmp_path: Path) -> None:
    package = (VECTORS / "packages/good-paper.json").read_bytes()
    (tmp_path / "paper.json").write_bytes(package)
    (one,) = reports.check_folder(tmp_path, (VECTORS / "policies/good-paper.json").read_bytes())
    said, spoken = one.cells("en")[7], one.cells("es")[7]
    assert said.startswith(
        "Sam Stone, Sheriff (by hand on paper on 4 May 2026, attested by Cy Carter, Registrar"
    )
    assert "(on paper, not by own key); Eve Ellis, Superintendent (software key)" in said
    assert (
        "a mano, en papel, el 4 de mayo de 2026; dan fe" in spoken
        and "(en papel, sin llave propia)" in spoken
    )
    assert one.as_dict()["signatories"][0]["key_kind"] == "paper"
