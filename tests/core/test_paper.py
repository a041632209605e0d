from datetime import date
from itertools import product

import pytest

from workflow.core.lifecycle import Status
from workflow.core.paper import (
    CHOOSING,
    ENDINGS,
    FIRST,
    LARGEST,
    SECOND,
    Step,
    Witness,
    day_problem,
    media_of,
    no_first,
    no_second,
    scan_problem,
    step,
)
from workflow.core.people import Office

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + b"pixels" + b"\x00\x00\x00\x00IEND\xaeB`\x82"
JPEG = b"\xff\xd8\xff\xe0 pixels \xff\xd9"


@pytest.mark.parametrize(
    ("allowed", "decided", "filed", "attested"),
    list(product((False, True), ("", "paper", "synced", "software"), (False, True), (0, 1))),
)
def test_what_comes_next_in_every_state(allowed: bool, decided: str, filed: bool, attested: int) -> None:
    found = step(allowed=allowed, decided=decided, filed=filed, attested=attested)
    expected = (
        Step.NOT_ALLOWED if not allowed
        else Step.DONE if decided == "paper"
        else Step.BY_KEY if decided
        else Step.SHEET if not filed
        else (Step.FIRST, Step.SECOND)[attested]
    )  # fmt: skip
    assert found is expected


@pytest.mark.parametrize("office", Office)
@pytest.mark.parametrize("party", ["agency", "district", "elsewhere"])
def test_who_may_be_first_and_who_second_in_every_office_at_every_party(office: Office, party: str) -> None:
    who = Witness("w", frozenset({(party, office)}))
    assert bool(no_first(who, "agency", "s")) is not (party == "agency" and office in FIRST)
    second = no_second(who, "agency", ["district"], "s", "f")
    assert bool(second) is not (party == "district" and office in SECOND)


def test_three_people_of_two_parties() -> None:
    registrar = frozenset({("agency", Office.REGISTRAR)})
    other = frozenset({("district", Office.REGISTRAR)})
    signatory = "Whoever signed the sheet does not attest it."
    assert no_first(Witness("s", registrar), "agency", "s") == signatory
    assert no_first(Witness("w", other), "agency", "s") == (
        "The first to attest a sheet is a clerk or a registrar of the party that signs."
    )

    def second(who: Witness) -> str:
        return no_second(who, "agency", ["district"], "s", "f")

    both = "You belong to the party that signs as well, so somebody else attests for the other."
    assert second(Witness("s", other)) == signatory
    assert second(Witness("f", other)) == (
        "You have attested this sheet already; a second person does it for another party."
    )
    assert second(Witness("w", registrar)) == (
        "The second to attest a sheet is a registrar of another party of this agreement."
    )
    assert second(Witness("w", registrar | other)) == both
    assert second(Witness("w", other, known_to_signer=True)) == both
    assert second(Witness("w", other)) == ""


def test_the_day_on_the_sheet_lies_between_the_freeze_and_today() -> None:
    frozen, today = date(2026, 5, 4), date(2026, 5, 8)
    assert [day_problem(date(2026, 5, day), frozen, today) for day in (3, 4, 8, 9)] == [
        "The text was frozen after that day, so no sheet of it could be signed then.", "", "", "That day lies ahead.",
    ]  # fmt: skip


def test_paper_is_chosen_before_the_freeze_alone() -> None:
    assert {Status.DRAFTING, Status.IN_REVIEW, Status.PUBLIC_COMMENT} == CHOOSING


@pytest.mark.parametrize(
    ("content", "kind"), [(PDF, "application/pdf"), (PNG, "image/png"), (JPEG, "image/jpeg")]
)
def test_a_scan_is_known_by_its_own_bytes(content: bytes, kind: str) -> None:
    assert media_of(content) == kind and scan_problem(content) == ""
    assert kind in ENDINGS
    for other in (b" " + content, content[:-6], content + b"PK\x03\x04 a zip behind it"):
        assert media_of(other) == "" and "something else" in scan_problem(other)


@pytest.mark.parametrize(
    "content",
    [
        b"<!doctype html><script>alert(1)</script>", b"PK\x03\x04zip", b"#!/bin/sh\n", b"GIF89a", b"<svg onload='x()'/>",
        b"MZ\x90", PDF.replace(b"<<>>", b"<< /S /JavaScript >>"), PDF.replace(b"<<>>", b"<</Type /EmbeddedFile>>"),
    ],
    ids=["html", "zip", "script", "gif", "svg", "program", "pdf-with-script", "pdf-with-a-file-inside"],
)  # fmt: skip
def test_a_script_a_page_or_an_archive_is_no_scan(content: bytes) -> None:
    assert scan_problem(content).startswith("A scan is a plain PDF")


def test_a_scan_has_a_size() -> None:
    assert scan_problem(b"") == "Choose the scan of the signed sheet."
    largest = PDF + b"\n" * (LARGEST - len(PDF))
    assert scan_problem(largest) == ""
    assert scan_problem(largest + b"\n").startswith("The scan is larger than 8 MB.")


def test_only_a_pdf_may_end_in_empty_lines() -> None:
    assert media_of(PDF + b"\r\n\r\n") == "application/pdf"
    assert media_of(PDF + b" ") == media_of(PNG + b"\n") == media_of(JPEG + b"\n") == ""
