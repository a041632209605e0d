from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session

from tests.publication.hiding import kit as hidden
from tests.publication.kit import Press
from workflow.adapters.keystore import Keystore
from workflow.adapters.settings import Settings
from workflow.core.errors import Invalid
from workflow.evidence import receipt, tlog
from workflow.evidence.canonical import loads, unb64u
from workflow.evidence.verify import verify
from workflow.publication.core import on_the_web
from workflow.publication.hiding.actions import Sheet
from workflow.publication.sealed import examine
from workflow.publication.trust import policy_bytes
from workflow.publication.verification import check_upload


def told(press: Press, content: bytes, at: datetime) -> dict[str, Any]:
    return check_upload(press.session, press.settings, content, at)


def test_a_package_is_confirmed_with_its_six_lines(press: Press, now: datetime) -> None:
    copy = press.whole_life(now).copy
    answer = told(press, on_the_web(press.session, copy), now + timedelta(days=1))
    assert answer["verdict"] == "verified" and answer["sentence"].startswith(
        "This is the text both sides signed."
    )
    assert answer["sentence_es"].startswith("Este es el texto que firmaron ambas partes. Lo firmaron el ")
    states = {line["name"]: line["state"] for line in answer["lines"]}
    assert states == {
        "Text intact": "good",
        "Signed by these keys": "good",
        "Who vouched for the keys": "good",
        "Independent log": "weak",
        "Independent time": "weak",
        "Current as of the log’s checkpoint": "good",
    }


def test_every_check_stands_behind_exactly_one_line(press: Press, now: datetime) -> None:
    answer = told(press, press.whole_life(now).copy.core, now)
    shown = [check["id"] for line in answer["lines"] for check in line["checks"]]
    assert sorted(shown) == sorted(check["id"] for check in answer["checks"])


def test_the_sealed_pdf_is_confirmed_and_its_place_named(press: Press, now: datetime) -> None:
    answer = told(press, press.whole_life(now).copy.pdf, now + timedelta(days=1))
    assert answer["verdict"] == "verified" and answer["seal"]["valid"]
    assert answer["published"] == f"/mou/{press.slug}/1"
    assert answer["page"]["answer"] == "same"


def test_the_answer_is_the_operators_own_whatever_was_brought(press: Press, now: datetime) -> None:
    """Machines can tell it from a verdict under a policy that came by another way, which keeps `policy`."""
    copy = press.whole_life(now).copy
    later = now + timedelta(days=1)
    for content in (on_the_web(press.session, copy), copy.pdf, copy.pdf + b" ", b"{}"):
        assert told(press, content, later)["anchor"] == "operator"
    policy = policy_bytes(press.session, press.settings)
    assert verify(copy.core, policy).anchor == examine(copy.pdf, policy)[0].anchor == "policy"
    elsewhere = replace(press.settings, data=press.settings.data / "copy", keys=None)
    assert check_upload(press.session, elsewhere, copy.core, later)["anchor"] == "package"
    pdf = check_upload(press.session, elsewhere, copy.pdf, later)
    assert (pdf["anchor"], pdf["verdict"], pdf["seal"]["valid"]) == ("package", "not_verified", True)


def test_a_published_pdf_under_a_seal_that_is_not_ours_any_more_is_refused(
    press: Press, now: datetime, tmp_path: Path
) -> None:
    press.keystore = Keystore.of(replace(press.settings, keys=tmp_path / "other"), makes=True)
    press.keystore.begin()
    press.execute(now)
    press.checkpoint(now + timedelta(minutes=6))
    assert press.publish(now + timedelta(minutes=7))
    pdf = press.published().copy.pdf
    press.keystore = Keystore.of(press.settings)
    answer = told(press, pdf, now + timedelta(days=1))
    assert "pdf.authority" in [check["id"] for check in answer["checks"]]
    assert (answer["verdict"], answer["seal"]) == ("not_verified", {"valid": False, "sealed_at": None})


def gone(answer: dict[str, Any], code: str) -> str:
    """What is said of a PDF for which nobody vouches any more: this reason alone, no seal, and no word that it is here."""
    assert (answer["verdict"], answer["published"], answer["seal"]) == ("not_verified", "", None)
    (check,) = answer["checks"]
    assert (check["id"], check["ok"]) == (code, False)
    assert "was published here" in check["detail"] and check["detail"] == answer["missing"][0]
    return str(check["detail"])


def test_a_pdf_that_was_taken_down_is_vouched_for_no_more(
    session: Session, settings: Settings, now: datetime
) -> None:
    hour = timedelta(hours=1)
    made = hidden.executed(session, settings, now)
    hidden.decided(made, hidden.HIDE, now + hour)
    first = made.published().copy.pdf
    hidden.decided(made, Sheet("release", ["3"], "The post has moved."), now + 2 * hour)
    second = made.published().copy.pdf
    answer = told(made, first, now + 3 * hour)
    assert "there is a newer public copy, take that one" in gone(answer, "pdf.replaced")
    assert answer["replaced_by"] == f"/mou/{made.slug}/1"
    assert "a newer public copy has replaced it" in answer["sentence"]
    assert "una copia pública más reciente lo ha reemplazado" in answer["sentence_es"]
    row = hidden.propose(made, hidden.REMOVE, now + 4 * hour)
    hidden.confirm(made, row, now + 4 * hour)
    for pdf in (second, first):
        answer = told(made, pdf, now + 5 * hour)
        words = gone(answer, "pdf.removed")
        assert "is no longer published here. The public copy was taken down on " in words
        assert "A pupil is named throughout." in words and answer["replaced_by"] == ""
        assert ("and replaced on" in words) == (pdf == first)
        assert "its public copy was taken down" in answer["sentence"]
        assert "su copia pública se retiró" in answer["sentence_es"]


def test_a_pdf_of_which_a_part_is_withheld_by_order_says_so_until_the_next_copy_is_there(
    session: Session, settings: Settings, now: datetime
) -> None:
    hour = timedelta(hours=1)
    made = hidden.executed(session, settings, now)
    hidden.decided(made, hidden.HIDE, now + hour)
    pdf = made.published().copy.pdf
    hidden.approve(made, hidden.propose(made, hidden.ORDER, now + 2 * hour), now + 2 * hour)
    words = gone(told(made, pdf, now + 2 * hour), "pdf.removed")
    assert "no longer published here. A part of this text has to be withheld." in words
    hidden.settle(made, now + 3 * hour)
    gone(told(made, pdf, now + 4 * hour), "pdf.replaced")


def test_a_page_by_another_typesetter_is_not_compared_and_fails_nothing(
    press: Press, now: datetime, tmp_path: Path
) -> None:
    copy = press.whole_life(now).copy
    (tmp_path / "own.ttf").write_bytes(b"glyphs")
    press.settings = replace(press.settings, typst_fonts=tmp_path)
    answer = told(press, copy.pdf, now + timedelta(days=1))
    assert answer["verdict"] == "verified" and answer["page"]["answer"] == "not compared"
    assert "additional fonts none there" in answer["page"]["words"]


def test_a_receipt_is_confirmed_as_no_more_than_a_receipt(press: Press, now: datetime) -> None:
    parcel = loads(on_the_web(press.session, press.whole_life(now).copy))
    link = next(one for one in parcel["edition_chain"] if one["leaf"]["event"] == "signed")
    proof = [unb64u(step) for step in link["proof"]]
    text = tlog.tlog_proof(
        link["index"], proof, parcel["log"]["checkpoint"], receipt.extra(link["leaf"], link["envelope"])
    )
    answer = told(press, text.encode(), now + timedelta(days=1))
    assert (answer["verdict"], answer["kind"], answer["signatories"]) == ("verified", "receipt", ())
    assert answer["sentence"].startswith("This is a receipt, and it stands in the log (place ")
    assert answer["sentence_es"].startswith("Esto es un recibo, y consta en el libro público (lugar ")
    assert {line["name"]: line["state"] for line in answer["lines"]} == {
        "Recorded in the log": "good", "Signed by the key it names": "unknown", "Independent log": "weak", "Independent time": "weak",
    }  # fmt: skip
    shown = [check["id"] for line in answer["lines"] for check in line["checks"]]
    assert sorted(shown) == sorted(check["id"] for check in answer["checks"])
    other = told(press, text.replace("\nindex ", "\nindex 1", 1).encode(), now)
    assert other["verdict"] == "not_verified" and "could not confirm this receipt" in other["sentence"]


def test_a_pdf_with_one_byte_more_is_unknown(press: Press, now: datetime) -> None:
    answer = told(press, press.whole_life(now).copy.pdf + b"\n", now)
    assert answer["verdict"] == "not_verified" and "byte for byte" in answer["sentence"]


@pytest.mark.parametrize("junk", [b"{}", b"null", b"\xff\xfe", b"[" * 5000, b"PK\x03\x04", b'{"format":1}'])
def test_what_is_no_package_is_answered_in_words(press: Press, now: datetime, junk: bytes) -> None:
    answer = told(press, junk, now)
    assert answer["verdict"] == "unusable" and "cannot be checked" in answer["sentence"]


def test_no_file_is_an_issue_about_the_file(press: Press, now: datetime) -> None:
    with pytest.raises(Invalid) as no:
        told(press, b"", now)
    assert no.value.issues[0].field == "file"
