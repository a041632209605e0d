"""The door for hostile bytes: every way an upload is refused, in words that say why and what to do."""

from workflow.core.errors import Invalid

MOST_BYTES = 10_000_000
MOST_LETTERS = 2_000_000
MOST_LINES = 100_000
"""An agreement of a thousand pages; more is a mistake."""


def refuse(code: str, words: str, field: str = "upload") -> Invalid:
    """An Invalid with one Issue about the upload (or the pasted `text`)."""
    return Invalid.one(field, words, code=f"import.{code}")


def look_at_length(text: str, field: str = "upload") -> None:
    """Whether a text is short enough to be read at all. Raises Invalid."""
    count_letters(len(text), field)
    if text.count("\n") >= MOST_LINES:
        raise refuse(
            "lines", "The text has more than a hundred thousand lines; an agreement has fewer.", field
        )


def count_letters(letters: int, field: str = "upload") -> None:
    """The same of a text that is still being gathered. Raises Invalid."""
    if letters > MOST_LETTERS:
        raise refuse("long", "The text has more than two million letters; an agreement has fewer.", field)


def look_at_bytes(content: bytes, name: str) -> None:
    """What can be said before anything is parsed. Raises Invalid."""
    if not content:
        raise refuse("empty", "The file is empty. Choose the file that holds the agreement.")
    if len(content) > MOST_BYTES:
        raise refuse(
            "large",
            f"The file has {len(content) / 1e6:.0f} MB; 10 MB is the most. Save it without pictures and try again.",
        )
    if content[:5] == b"%PDF-":
        raise refuse(
            "pdf",
            "This is a PDF: a picture of a page, from which words cannot be taken without loss. "
            "Give the Word file it was made from (.docx), or paste the text.",
        )
    if content[:4] == b"\xd0\xcf\x11\xe0":
        raise refuse(
            "encrypted",
            "This is a Word file with a password, or one in the old .doc format. Open it in Word, take the password off, "
            "save it as .docx and try again.",
        )
    if content[:5] == b"{\\rtf":
        raise refuse(
            "rtf", "This is an RTF file. Open it in a word processor, save it as .docx and try again."
        )
    if content[:3] in (b"\xff\xd8\xff", b"\x89PN", b"GIF") or content[:4] in (b"II*\0", b"MM\0*"):
        raise refuse("image", "This is a picture. Give the file the agreement was written in, or paste its text.")  # fmt: skip
