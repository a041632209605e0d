"""`countersign verify`: what it prints, how it exits, and what it does not import."""

import csv
import io
import json
import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from tests.evidence import factory
from tests.publication import sheets
from tests.rig.processes import environment
from tests.rig.services import ROOT
from tests.vectors import honest
from tests.vectors.make import FOLDER as VECTORS
from workflow.adapters.keystore import Keystore
from workflow.adapters.settings import Settings
from workflow.cli import main
from workflow.evidence.sentences import WORDS


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    folder, world = tmp_path_factory.mktemp("package"), factory.signed().world
    package, policy = folder / "package.json", folder / "policy.json"
    package.write_bytes(world.publish(world.package()))
    policy.write_bytes(world.policy())
    return str(package), str(policy)


def test_a_verified_package_is_said_in_a_sentence_with_its_limits(
    files: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["verify", "--policy", files[1], files[0]]) == 0
    first, *lines = capsys.readouterr().out.splitlines()
    assert first.startswith("This is the text both sides signed. Signed by Flo Foster, Chief of Police")
    assert "  Flo Foster, Chief of Police: software key" in lines
    assert "    time.source: time by the operator's word" in lines
    assert "    log.witnesses: no witness: the log is the operator's word alone" in lines
    assert any(line.startswith("    log.checkpoint: current as of checkpoint ") for line in lines)
    assert any(line.startswith("    publication.log: published at ") for line in lines)


def test_a_signature_on_paper_is_never_said_to_be_by_a_key(
    capsys: pytest.CaptureFixture[str],
) -> None:
    package, policy = (str(VECTORS / kind / "good-paper.json") for kind in ("packages", "policies"))
    assert main(["verify", "--policy", policy, package]) == 0
    first, *lines = capsys.readouterr().out.splitlines()
    assert first.endswith(
        "Signatures made by hand on paper, which two people attest and no key of the signatory proves: 1."
    )
    assert "  Sam Stone, Sheriff: on paper, not by own key" in lines
    assert any(
        line.startswith("    signer.paper: Sam Stone, Sheriff, signed on paper on 2026-05-04, attested by")
        for line in lines
    )


def test_a_warning_is_said_beside_the_verdict_and_at_its_step(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = next(case for case in honest.cases() if case.name == "good-revoked-later")
    assert made.policy is not None
    (tmp_path / "package.json").write_bytes(made.package)
    (tmp_path / "policy.json").write_bytes(made.policy)
    asked = ["verify", "--policy", str(tmp_path / "policy.json"), str(tmp_path / "package.json")]
    assert main(asked) == 0
    first, *more = capsys.readouterr().out.splitlines()
    assert "Nothing has been changed. Warning: the key of Flo Foster" in first
    at = more.index(
        "    signer.approval: the key of Flo Foster was later revoked as compromised since 2026-04-04T17:14:00Z"
    )
    assert more[at - 1].startswith("  Warning: the key of Flo Foster")
    assert sum("; its twelve words: " in line for line in more) == 2
    assert main([*asked, "--lang", "es"]) == 0
    assert "\n  Advertencia: " in capsys.readouterr().out


def test_without_a_policy_it_is_consistent_and_no_more(
    files: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["verify", files[0]]) == 1
    said = capsys.readouterr().out
    assert "whose keys these are is unknown" in said
    assert (
        "NOT CONFIRMED: whose keys these are is unknown, because no list" in said
        and "    policy.present: " in said
    )


def test_in_spanish_every_line_begins_with_words_and_the_code_stands_below(
    files: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    main(["verify", "--lang", "es", files[0]])
    spanish = WORDS["es"]
    said = capsys.readouterr().out.splitlines()
    refused = said.index(f"  {spanish['unconfirmed']}: {spanish['reasons']['policy.present']}")
    assert said[refused + 1].startswith("    policy.present: ")
    assert said[said.index(f"  {spanish['held']['log.witnesses']}") + 1].startswith("    log.witnesses: ")


@pytest.mark.parametrize(("content", "code"), [(None, 0), (b"{}", 2), (b"\xff", 2)])
def test_json_is_the_contract_whatever_the_verdict(
    files: tuple[str, str],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    content: bytes | None,
    code: int,
) -> None:
    file = tmp_path / "package.json"
    file.write_bytes(Path(files[0]).read_bytes() if content is None else content)
    assert main(["verify", "--json", "--policy", files[1], str(file)]) == code
    value = json.loads(capsys.readouterr().out)
    assert set(value) == {"verdict", "anchor", "head", "edition", "signatories", "checks", "missing"}
    assert all(set(check) == {"id", "ok", "detail"} for check in value["checks"])


def test_a_file_that_is_not_there_is_unusable(
    files: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["verify", "nowhere.json"]) == 2
    assert "file.read: nowhere.json cannot be read" in capsys.readouterr().out
    assert main(["verify", "--policy", "nowhere.json", files[0]]) == 2


def test_verifying_imports_no_server_no_database_and_no_queue(files: tuple[str, str], tmp_path: Path) -> None:
    """A process of its own, which takes part of a second of its own time."""
    names = ("litestar", "sqlalchemy", "sqlmodel", "celery", "uvicorn", "jinja2", "redis", "alembic")
    script = f"import sys; from workflow.cli import main; code = main(sys.argv[1:]); print([n for n in {names} if n in sys.modules]); sys.exit(code)"
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    ended = subprocess.run(
        [sys.executable, "-c", script, "verify", "--policy", files[1], files[0]], cwd=ROOT, capture_output=True, text=True,
        env=environment(Settings()), timeout=60,
    )  # fmt: skip
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert (ended.returncode, ended.stdout.splitlines()[-1]) == (0, "[]"), ended.stderr
    own = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
    print(f"countersign verify, one shot: {own:.2f} s of processor time")
    assert own < 2


def test_software_keys_can_be_refused_whatever_the_policy_says(files: tuple[str, str]) -> None:
    package, policy = files
    assert main(["verify", package, "--policy", policy]) == 0
    assert main(["verify", "--no-software-keys", package, "--policy", policy]) == 1
    assert main(["verify", "--no-software-keys", package, "--policy", package]) == 2


def test_a_file_that_is_not_there_still_answers_machines(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert main(["verify", "--json", str(tmp_path / "nothing.json")]) == 2
    assert json.loads(capsys.readouterr().out)["verdict"] == "unusable"


def test_a_folder_is_one_row_a_file_and_the_count_stands_beside_it(
    files: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "good.json").write_bytes(Path(files[0]).read_bytes())
    asked = ["verify", "--policy", files[1], str(tmp_path)]
    assert main(asked) == 0
    assert capsys.readouterr().out == "verified  good.json\n"
    (tmp_path / "other.json").write_bytes(Path(files[0]).read_bytes().replace(b"does not", b"may"))
    assert main([*asked, "--lang", "es"]) == 1
    out, err = capsys.readouterr()
    assert out.splitlines()[1] == "no confirmado  other.json  text.root: el texto no es el que se firmó"
    assert err.startswith("2 archivos. Confirmados: 1; no confirmados: 1; no se pueden comprobar: 0. ")


def test_a_folder_answers_machines_with_a_list_and_spreadsheets_with_rows(
    files: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "good.json").write_bytes(Path(files[0]).read_bytes())
    (tmp_path / "junk.json").write_bytes(b"{}")
    assert main(["verify", "--json", "--policy", files[1], str(tmp_path)]) == 2
    found = json.loads(capsys.readouterr().out)
    assert [(one["file"], one["verdict"]) for one in found] == [
        ("good.json", "verified"),
        ("junk.json", "unusable"),
    ]
    assert set(found[0]) == {
        "file",
        "verdict",
        "anchor",
        "head",
        "edition",
        "signatories",
        "checks",
        "missing",
    }
    assert main(["verify", "--csv", "--policy", files[1], str(tmp_path)]) == 2
    assert len(capsys.readouterr().out.splitlines()) == 3
    assert main(["verify", "--csv", "--policy", files[1], files[0]]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 2


def test_a_folder_of_pdfs_is_held_against_the_authority_that_is_named(
    pdf: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "agreement.pdf").write_bytes(pdf.read_bytes())
    os.mkfifo(tmp_path / "pipe.json")
    known = ["--policy", str(pdf.with_name("older.json")), "--authority", str(pdf.with_name("authority.pem"))]
    assert main(["verify", *known, "--csv", str(tmp_path)]) == 2
    out, err = capsys.readouterr()
    first, second = csv.DictReader(io.StringIO(out))
    assert (first["file"], first["verdict"], first["signed_on"]) == (
        "agreement.pdf",
        "verified",
        "2026-05-04",
    )
    assert (second["file"], second["verdict"], second["code"]) == ("pipe.json", "unusable", "file.read")
    assert err.startswith("2 files: 1 verified, 0 not verified, 1 cannot be checked. ")
    assert main(["verify", "--policy", known[1], "--authority", known[1], str(tmp_path)]) == 2
    assert "older.json holds no certificates that can be read" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["/dev/stdin", "-"])
@pytest.mark.parametrize("kind", ["package", "pdf"])
def test_what_is_piped_in_is_checked_like_a_file(
    files: tuple[str, str], pdf: Path, name: str, kind: str
) -> None:
    package, policy = files if kind == "package" else (str(pdf), str(pdf.with_name("policy.json")))
    ended = subprocess.run(
        [sys.executable, "-m", "workflow.cli", "verify", "--policy", policy, name], cwd=ROOT, input=Path(package).read_bytes(),
        capture_output=True, env=environment(Settings()), timeout=60,
    )  # fmt: skip
    assert ended.returncode == 0 and ended.stdout.startswith(b"This is the text both sides signed."), ended


def test_a_pipe_that_nobody_writes_into_is_refused_and_not_waited_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    os.mkfifo(tmp_path / "pipe.json")
    assert main(["verify", str(tmp_path / "pipe.json")]) == 2
    assert "pipe.json cannot be read: it is no ordinary file" in capsys.readouterr().out
    assert main(["verify", "--policy", str(tmp_path / "pipe.json"), str(tmp_path / "pipe.json")]) == 2


def test_an_empty_folder_is_unusable(tmp_path: Path) -> None:
    assert main(["verify", str(tmp_path)]) == 2


def test_the_sentence_and_the_labels_are_in_spanish_too(
    files: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["verify", "--lang", "es", "--policy", files[1], files[0]]) == 0
    first, second, *_ = capsys.readouterr().out.splitlines()
    assert first.startswith("Este es el texto que firmaron ambas partes. Lo firmaron el 4 de mayo de 2026:")
    assert second == "  Flo Foster, Chief of Police: llave guardada en un programa"


@pytest.fixture(scope="module")
def pdf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pdf")
    keys = Keystore(folder / "keys")
    (folder / "agreement.pdf").write_bytes(sheets.sealed(sheets.page(), keys))
    (folder / "policy.json").write_bytes(sheets.naming(keys))
    (folder / "older.json").write_bytes(sheets.POLICY)
    (folder / "authority.pem").write_bytes(keys.authority_pem)
    return folder / "agreement.pdf"


def test_a_sealed_pdf_is_judged_by_its_package_and_by_the_file_around_it(
    pdf: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    known = ["--policy", str(pdf.with_name("older.json")), "--authority", str(pdf.with_name("authority.pem"))]
    assert main(["verify", *known, str(pdf)]) == 0
    first, *lines = capsys.readouterr().out.splitlines()
    assert first.startswith("This is the text both sides signed.")
    assert any("you named" in line for line in lines if line.startswith("    pdf.seal: "))
    assert any(line.startswith("    pdf.page: same: the page, made anew") for line in lines)


def test_package_and_pdf_are_named_together_and_held_against_each_other(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    keys, world = Keystore(tmp_path / "keys"), factory.signed().world
    core = world.package()
    names = [str(tmp_path / name) for name in ("agreement.pdf", "package.json", "policy.json", "other.pdf")]
    pdf, package, policy, other = map(Path, names)
    pdf.write_bytes(sheets.sealed(sheets.page(core), keys))
    package.write_bytes(world.publish(core, pdf.read_bytes()))
    policy.write_bytes(world.policy())
    other.write_bytes(sheets.sealed(sheets.page(core, facts=[]), keys))
    asked = ["verify", "--policy", names[2]]
    assert main([*asked, *names[:3]]) == 0
    out, err = capsys.readouterr()
    first, second, *lines = out.splitlines()
    assert first == f"verified  {pdf}  (the very PDF that was published)"
    assert second.startswith("This is the text both sides signed.") and f"verified  {package}" in lines
    assert f"    pdf.published: {package} shows that this very PDF was published on 4 May 2026" in lines
    assert err.startswith(
        "2 files: 2 verified, 0 not verified, 0 cannot be checked. Passed over: lists of whom to trust: 1."
    )
    assert main([*asked, "--csv", names[1], names[3]]) == 1
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [(row["verdict"], row["code"]) for row in rows] == [
        ("verified", ""),
        ("not_verified", "pdf.published"),
    ]
    assert main([*asked, "--json", names[1], names[3]]) == 1
    assert [one["anchor"] for one in json.loads(capsys.readouterr().out)] == ["policy", "policy"]
    assert main([*asked, names[1], str(tmp_path)]) == 2
    assert "Name one folder alone, or the files." in capsys.readouterr().err


def test_the_policy_says_whose_seal_it_must_be_in_every_form_of_the_answer(
    pdf: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "stranger.json").write_bytes(sheets.naming(Keystore(tmp_path / "stranger")))
    (tmp_path / "state").mkdir()
    (tmp_path / "state/agreement.pdf").write_bytes(pdf.read_bytes())
    for policy, code in (
        (pdf.with_name("policy.json"), ""),
        (pdf.with_name("older.json"), "pdf.unvouched"),
        (tmp_path / "stranger.json", "pdf.authority"),
    ):
        asked = ["verify", "--policy", str(policy)]
        for file in (pdf, tmp_path / "state"):
            assert main([*asked, "--csv", str(file)]) == bool(code)
            (row,) = csv.DictReader(io.StringIO(capsys.readouterr().out))
            assert (row["verdict"], row["code"]) == ("not_verified" if code else "verified", code)
        assert main([*asked, "--json", str(pdf)]) == bool(code)
        checks = json.loads(capsys.readouterr().out)["checks"]
        assert [check["id"] for check in checks if not check["ok"]] == [code] * bool(code)
        assert main([*asked, str(tmp_path / "state")]) == bool(code) and code in capsys.readouterr().out
        assert main([*asked, str(pdf)]) == bool(code)
        said = capsys.readouterr().out
        assert ("Nothing has been changed" in said) == (not code)
        assert f"    {code}: sealed on Tuesday 12 May 2026 (UTC) in the name of" in said or not code


def test_a_sealed_pdf_with_a_byte_more_is_not_confirmed(
    pdf: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "more.pdf").write_bytes(pdf.read_bytes() + b"\n")
    asked = ["verify", "--policy", str(pdf.with_name("policy.json")), "--fonts", str(tmp_path)]
    assert main([*asked, "--lang", "es", str(tmp_path / "more.pdf")]) == 1
    said = capsys.readouterr().out
    assert "el sello de este PDF no es válido" in said
    assert "pdf.page: not compared: something else made that page: additional fonts none there" in said


def test_a_file_of_certificates_that_holds_none_is_said_and_nothing_is_verified(
    pdf: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("policy.json", "nowhere.pem"):
        assert main(["verify", "--authority", str(pdf.with_name(name)), str(pdf)]) == 2
        assert f"{name} " in capsys.readouterr().err


def test_a_receipt_is_said_with_what_it_does_not_show(capsys: pytest.CaptureFixture[str]) -> None:
    receipt, policy = (
        str(VECTORS / "receipts" / name)
        for name in ("packages/good-decline.txt", "policies/good-decline.json")
    )
    assert main(["verify", "--policy", policy, receipt]) == 0
    first, *lines = capsys.readouterr().out.splitlines()
    assert first.startswith("This is a receipt, and it stands in the log (place ")
    assert "Eve Ellis, Superintendent, declined to sign the text" in first
    assert any(
        line.startswith("    receipt.statement: decline by Eve Ellis, Superintendent, recorded at")
        for line in lines
    )
    assert any(
        line.startswith("    receipt.signature: the signature itself is checked with the package")
        for line in lines
    )
    assert main(["verify", "--lang", "es", receipt]) == 1
    assert "no se sabe de quién es el libro público" in capsys.readouterr().out
