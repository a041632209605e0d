"""Our verifier against the vectors: those that everybody has, and every case made afresh."""

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from tests.vectors import make, receipted
from workflow.evidence.sentences import first_reason
from workflow.evidence.verify import verify

INDEX: dict[str, Any] = json.loads((make.FOLDER / "index.json").read_bytes())
VECTORS: list[dict[str, Any]] = INDEX["vectors"]
RECEIPTS: list[dict[str, Any]] = json.loads((make.RECEIPTS / "index.json").read_bytes())["vectors"]


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])
def test_the_verifier_gives_the_expected_verdict_and_reason(vector: dict[str, Any]) -> None:
    _as_expected(make.FOLDER, vector)


@pytest.mark.parametrize("vector", RECEIPTS, ids=lambda vector: vector["name"])
def test_it_gives_them_for_receipts_too(vector: dict[str, Any]) -> None:
    _as_expected(make.RECEIPTS, vector)


def _as_expected(folder: Path, vector: dict[str, Any]) -> None:
    package = (folder / vector["package"]).read_bytes()
    policy = (folder / vector["policy"]).read_bytes() if vector["policy"] else None
    assert sha256(package).hexdigest() == vector["sha256"]
    verdict = verify(package, policy)
    found = (verdict.verdict, verdict.exit_code, first_reason(verdict.codes))
    assert found == (vector["verdict"], vector["exit"], vector["code"]), verdict.to_json()


def test_every_case_made_afresh_gives_it_too() -> None:
    made = make.checked(make.cases())
    kept = [case for case in made if case.name not in make.NOT_KEPT]
    assert {case.name for case in made} >= make.NOT_KEPT
    assert [(case.name, case.about, case.verdict, case.code) for case in kept] == [
        (one["name"], one["about"], one["verdict"], one["code"]) for one in VECTORS
    ]
    print(f"{len(made)} cases, {len(kept)} of them kept as vectors")


def test_every_receipt_made_afresh_gives_it_too() -> None:
    made = make.checked(receipted.cases())
    assert [(case.name, case.about, case.verdict, case.code) for case in made if case.name in receipted.KEPT] == [
        (one["name"], one["about"], one["verdict"], one["code"]) for one in RECEIPTS
    ]  # fmt: skip
    assert len(made) > 70 and len(RECEIPTS) == len(receipted.KEPT)
    listed = {one["package"] for one in RECEIPTS} | {one["policy"] for one in RECEIPTS} - {""}
    assert {str(file.relative_to(make.RECEIPTS)) for file in make.RECEIPTS.glob("*/*")} == listed


def test_a_case_on_which_the_verifier_disagrees_stops_the_making() -> None:
    one = next(make.cases())
    wrong = make.Case(one.name, one.about, one.package[:-1], one.policy, one.verdict, one.code)
    with pytest.raises(AssertionError, match="good-published: expected verified , got"):
        make.checked(iter([wrong]))


def test_the_vectors_are_many_and_small() -> None:
    verdicts = [vector["verdict"] for vector in VECTORS]
    assert len(VECTORS) >= 60 and min(map(verdicts.count, ("verified", "not_verified", "unusable"))) >= 8
    assert len({vector["code"] for vector in VECTORS}) >= 30
    listed = {vector["package"] for vector in VECTORS} | {vector["policy"] for vector in VECTORS} - {""}
    found = [file for file in make.FOLDER.glob("*/*.json") if file.name != "index.json"]
    assert {str(file.relative_to(make.FOLDER)) for file in found} == listed
    assert sum(file.stat().st_size for file in found) < 3_300_000


def test_a_vector_that_is_there_keeps_its_bytes_and_one_that_is_not_goes(tmp_path: Path) -> None:
    first, second, *_ = make.cases()
    make.write(tmp_path, [first])
    before = (tmp_path / "packages" / "good-published.json").read_bytes()
    make.write(tmp_path, [next(make.cases()), second])
    assert (tmp_path / "packages" / "good-published.json").read_bytes() == before
    make.write(tmp_path, [second])
    assert [file.name for file in sorted(tmp_path.rglob("*.json"))] == [
        "index.json", "good-core.json", "good-core.json"
    ]  # fmt: skip
