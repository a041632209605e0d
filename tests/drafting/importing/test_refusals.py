"""The door for hostile bytes."""

import contextlib

import pytest

from workflow.core.errors import Invalid
from workflow.drafting.importing.refusals import (
    MOST_BYTES,
    MOST_LETTERS,
    MOST_LINES,
    look_at_bytes,
    look_at_length,
    refuse,
)


@pytest.mark.parametrize(
    ("content", "code", "remedy"),
    [
        (b"", "empty", "Choose the file"),
        (b"x" * (MOST_BYTES + 1), "large", "without pictures"),
        (b"%PDF-1.7", "pdf", "paste the text"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "encrypted", "take the password off"),
        (b"{\\rtf1", "rtf", "save it as .docx"),
        (b"\xff\xd8\xff\xe0", "image", "paste its text"),
        (b"\x89PNG\r\n", "image", "paste its text"),
        (b"GIF89a", "image", "paste its text"),
        (b"II*\0", "image", "paste its text"),
    ],
)
def test_what_is_no_text_is_refused_with_what_to_do(content: bytes, code: str, remedy: str) -> None:
    with pytest.raises(Invalid) as refusal:
        look_at_bytes(content, "a.docx")
    (issue,) = refusal.value.issues
    assert (issue.code, issue.field) == (f"import.{code}", "upload") and remedy in issue.words


@pytest.mark.parametrize("content", [b"words", b"PK\x03\x04", "ä".encode(), b"x" * MOST_BYTES])
def test_what_may_be_a_text_passes(content: bytes) -> None:
    look_at_bytes(content, "a.txt")


def test_a_refusal_names_its_field() -> None:
    assert refuse("nothing", "Words.", "text").issues[0].field == "text"


@pytest.mark.parametrize(
    ("text", "code"),
    [("x" * (MOST_LETTERS + 1), "long"), ("\n" * MOST_LINES, "lines"), ("x" * MOST_LETTERS, "")],
)
def test_a_text_that_is_too_long_to_be_an_agreement_is_not_read(text: str, code: str) -> None:
    with pytest.raises(Invalid) if code else contextlib.nullcontext() as refusal:
        look_at_length(text, "text")
    if refusal:
        assert [(one.code, one.field) for one in refusal.value.issues] == [(f"import.{code}", "text")]
