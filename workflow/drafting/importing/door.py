"""The one way in: bytes with a name, or a pasted text, become an `Imported`. Raises Invalid with words otherwise."""

from pathlib import PurePath

from workflow.adapters.doors import Upload
from workflow.drafting.importing import text as text_reader
from workflow.drafting.importing.aside import Choice
from workflow.drafting.importing.characters import check
from workflow.drafting.importing.clauses import split, title_of
from workflow.drafting.importing.refusals import look_at_bytes, refuse
from workflow.drafting.importing.shapes import Imported
from workflow.drafting.importing.word import read as read_word
from workflow.drafting.outline import cops

MOST_CLAUSES = 2_000


def import_file(content: bytes, name: str, choice: Choice | None = None) -> Imported:
    """A .docx, .txt or .md file. The bytes decide what it is where they can; the name decides the rest.

    `choice`: what becomes of words that a Word file strikes through or hides.
    """
    look_at_bytes(content, name)
    ending = PurePath(name).suffix.lower()
    if content[:4] == b"PK\x03\x04":
        return _finish(read_word(content, choice), "upload")
    if ending == ".docx":
        raise refuse("docx", "This file is named .docx but is no Word file. Open it in Word, save it as .docx and try again.")  # fmt: skip
    return _finish(text_reader.read(content, markdown=ending in (".md", ".markdown")), "upload")


def import_text(text: str, *, markdown: bool = False) -> Imported:
    """A text somebody pasted."""
    return _finish(text_reader.from_text(text, markdown=markdown), "text")


def _finish(found: text_reader.Lines, field: str) -> Imported:
    check("\n".join(found.lines), field)
    clauses = split(found.lines, marked=found.marked)
    if not clauses:
        raise refuse("empty", "There is no text in it. Give the text of the agreement.", field)
    if len(clauses) > MOST_CLAUSES:
        raise refuse("clauses", f"It falls into {len(clauses)} clauses; {MOST_CLAUSES} is the most. Is it one agreement?", field)  # fmt: skip
    return Imported(found.title or title_of(found.lines), clauses, tuple(found.notes), found.source)


def incoming(
    upload: Upload | None, text: str, *, outline: bool = False, choice: Choice | None = None
) -> Imported:
    """What a form brought: a file, a pasted text, or the wish for the built-in outline. Raises Invalid when nothing came."""
    if upload and upload.content:
        return import_file(upload.content, upload.name, choice)
    if text.strip():
        return import_text(text)
    if upload and upload.name:
        return import_file(upload.content, upload.name, choice)
    if outline:
        return Imported("", cops(), source="The built-in COPS outline")
    raise refuse("nothing", "Choose a file, paste the text, or begin with the outline.", "upload")
