from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.publication.kit import Press
from workflow.core.errors import Invalid
from workflow.evidence import receipt, tlog
from workflow.evidence.canonical import loads, unb64u
from workflow.publication.core import on_the_web
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
        "Current as of": "good",
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
