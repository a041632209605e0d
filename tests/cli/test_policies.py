"""A folder of policies: each file is judged under that of its own installation."""

from pathlib import Path

import pytest

from tests.evidence import factory
from tests.publication import sheets
from tests.vectors import receipted
from workflow.adapters.keystore import Keystore
from workflow.cli import main, policies, reports
from workflow.evidence.canonical import loads
from workflow.evidence.errors import Bad

NORTH = factory.signed().world
SOUTH = factory.signed(factory.frozen(factory.ready(deployment="e0" * 10))).world
STRANGER = factory.signed(factory.frozen(factory.ready(deployment="f0" * 10))).world
RECEIPT = next(receipted.cases())


@pytest.fixture
def trust(tmp_path: Path) -> Path:
    folder = tmp_path / "policies"
    (folder / "districts").mkdir(parents=True)
    (folder / "south.json").write_bytes(SOUTH.policy())
    (folder / "districts/north.json").write_bytes(NORTH.policy())
    (folder / "notes.json").write_bytes(b"{}")
    return folder


def test_every_package_is_judged_under_the_policy_of_the_service_it_names(
    trust: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    packages = tmp_path / "packages"
    packages.mkdir()
    for name, world in (("north", NORTH), ("south", SOUTH), ("stranger", STRANGER)):
        (packages / f"{name}.json").write_bytes(world.package())
    assert main(["verify", "--policy", str(trust), str(packages)]) == 1
    said = capsys.readouterr()
    north, south, stranger = said.out.splitlines()
    assert north == "verified  north.json" and south == "verified  south.json"
    assert stranger.startswith("not verified  stranger.json  policy.deployment")
    assert said.err.startswith("No policies, passed over: notes.json.")


def test_a_package_that_names_another_installation_as_well_is_judged_and_refused_by_its_own(
    trust: Path,
) -> None:
    known = policies.gather(trust)
    assert (
        known.judging(b'{"deployment":"nobody","x":{"deployment":"%s"}}' % SOUTH.deployment.encode())
        == SOUTH.policy()
    )
    assert known.judging(b"\xff") == known.judging(STRANGER.package()) == NORTH.policy()


def test_receipts_and_sealed_pdfs_name_their_installation_too(tmp_path: Path) -> None:
    mine = policies.Policies({"other": SOUTH.policy(), loads(RECEIPT.policy)["deployment"]: RECEIPT.policy})
    assert mine.judging(RECEIPT.package) == RECEIPT.policy
    assert mine.judging(RECEIPT.package[:60]) == SOUTH.policy()
    keys = Keystore(tmp_path / "keys")
    pdf = sheets.sealed(sheets.page(), keys)
    of_pdf = policies.Policies({"other": SOUTH.policy(), loads(sheets.POLICY)["deployment"]: sheets.POLICY})
    assert of_pdf.judging(pdf) == sheets.POLICY and of_pdf.judging(b"%PDF-nothing") == SOUTH.policy()


def test_two_policies_of_one_installation_or_none_at_all_are_refused(
    trust: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (trust / "old.json").write_bytes(NORTH.policy(key_kinds=["synced"]))
    with pytest.raises(Bad, match=r"districts/north\.json and old\.json are policies of one installation"):
        policies.gather(trust)
    assert main(["verify", "--policy", str(trust), "nowhere.json"]) == 2
    assert "keep the newer one." in capsys.readouterr().err
    (tmp_path / "empty").mkdir()
    assert main(["verify", "--policy", str(tmp_path / "empty"), "nowhere.json"]) == 2
    assert "there is no policy in" in capsys.readouterr().err


def test_software_keys_can_be_refused_under_all_of_them(trust: Path, tmp_path: Path) -> None:
    (tmp_path / "north.json").write_bytes(NORTH.package())
    asked = ["verify", "--policy", str(trust), str(tmp_path / "north.json")]
    assert main(asked) == 0 and main([*asked, "--no-software-keys"]) == 1


def test_what_cannot_be_read_is_judged_by_nobody(trust: Path, tmp_path: Path) -> None:
    report = reports.check(tmp_path / "nowhere.json", policies.gather(trust))
    assert (report.verdict.verdict, report.code) == ("unusable", "file.read")
