"""A sealed PDF in a stranger's hands: what holds, and each thing that must not."""

from dataclasses import replace

import pytest

from tests.publication import sheets
from tests.publication.sheets import judged
from workflow.adapters.keystore import Keystore
from workflow.adapters.seal import attachments
from workflow.adapters.typesetter import PrintedClause, PrintedSignature
from workflow.drafting.markup import tree
from workflow.evidence.policy import SealAuthority
from workflow.evidence.verdict import Verdict
from workflow.publication.sealed import examine


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Keystore:
    return Keystore(tmp_path_factory.mktemp("deployment") / "keys")


@pytest.fixture(scope="module")
def honest(keys: Keystore) -> bytes:
    return sheets.sealed(sheets.page(), keys)


def details(verdict: Verdict) -> dict[str, str]:
    return {check.id: check.detail for check in verdict.checks}


def test_an_honest_file_holds_in_every_step(honest: bytes, keys: Keystore) -> None:
    for trust, authorities, who in (
        (sheets.naming(keys), [], "the policy"),
        (sheets.POLICY, [keys.authority], "you"),
    ):
        verdict, data = examine(honest, trust, authorities)
        assert verdict.verdict == "verified" and data == sheets.PACKAGE
        said = details(verdict)
        assert said["pdf.page"].startswith("same: ") and f"that {who} named" in said["pdf.seal"]
        assert {"pdf.package", "pdf.words", "pdf.signers"} <= set(said)
        assert verdict.sentence().endswith("Nothing has been changed.")


def test_under_an_older_policy_the_package_holds_and_nobody_vouches_for_the_first_page(honest: bytes) -> None:
    verdict = judged(honest)
    assert (verdict.verdict, verdict.codes) == ("not_verified", ["pdf.unvouched"])
    assert "whose seal this is nobody can tell" in details(verdict)["pdf.unvouched"]
    for language, begins, never in (
        ("en", "The package in this PDF holds the text both sides signed. Signed by ", "Nothing has been changed"),
        ("es", "El paquete que lleva este PDF contiene el texto que firmaron ambas partes. ", "No se ha cambiado nada"),
    ):  # fmt: skip
        said = verdict.sentence(language)
        assert said.startswith(begins) and never not in said and "policy.json" in said


def test_without_a_policy_the_seal_is_the_operators_word(honest: bytes) -> None:
    verdict, _ = examine(honest, None)
    assert verdict.consistent and "operator's word alone" in details(verdict)["pdf.seal"]


def test_a_seal_counts_at_the_times_that_the_policy_gives_its_certificate(
    honest: bytes, keys: Keystore
) -> None:
    authority = SealAuthority(keys.authority)
    for first, until, codes in (
        ("2026-05-12T17:00:00Z", "2026-05-12T17:00:00Z", []),
        ("", "2026-05-12T16:59:59Z", ["pdf.authority"]),
        ("2026-05-12T17:00:01Z", "", ["pdf.authority"]),
    ):
        trust = sheets.under([replace(authority, first=first, until=until)])
        assert examine(honest, trust)[0].codes == codes
        assert examine(honest, trust, [keys.authority])[0].codes == []


def test_a_page_with_another_text_than_its_package_is_refused(honest: bytes, keys: Keystore) -> None:
    beside = attachments(honest)["page.json"]
    other = [PrintedClause(tree("# 1. Another\n\ntext")["children"])]
    verdict = judged(sheets.sealed(sheets.forged(beside, clauses=other), keys), keys)
    assert verdict.codes == ["pdf.words"]
    assert details(verdict)["pdf.page"].startswith("differs: ")


def test_a_signatory_whom_only_the_page_knows_is_refused(keys: Keystore) -> None:
    signers = [*sheets.BESIDE.signers, PrintedSignature("Mal Mayor", "Mayor", "12 May 2026", "by own key")]
    assert judged(sheets.sealed(sheets.page(signers=signers), keys), keys).codes == ["pdf.signers"]


def test_a_page_that_differs_is_told_and_not_refused(honest: bytes, keys: Keystore) -> None:
    pdf = sheets.sealed(sheets.forged(attachments(honest)["page.json"], status=["Signed."]), keys)
    verdict = judged(pdf, keys)
    assert verdict.verdict == "verified" and details(verdict)["pdf.page"].startswith("differs: ")


def test_a_page_that_says_nothing_of_itself_is_not_compared_and_names_nobody(keys: Keystore) -> None:
    verdict = judged(sheets.sealed(sheets.forged(b"{}"), keys), keys)
    assert verdict.verdict == "verified" and "pdf.signers" not in details(verdict)
    assert details(verdict)["pdf.page"].startswith("not compared: ")


@pytest.mark.parametrize("junk", [b"", b"%PDF-1.7", b"%PDF-1.7\n%%EOF"])
def test_what_is_no_pdf_of_ours_is_unusable(junk: bytes) -> None:
    assert examine(junk, None)[0].codes == ["pdf.package"]


def test_a_pdf_around_what_is_no_package_is_unusable() -> None:
    assert (
        judged(sheets.typeset(sheets.printing.Document("T", ["A"], [], "-", "-"), package=b"{}")).verdict
        == "unusable"
    )
