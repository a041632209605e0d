"""Word files made for tests: real ones by python-docx, and ones written by hand where it cannot write them."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

import docx

from workflow.core.errors import Invalid, Issue
from workflow.drafting.importing.aside import Choice
from workflow.drafting.importing.door import import_file
from workflow.drafting.importing.shapes import Imported, Note

NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
)


def saved(build: Callable[[Any], None]) -> bytes:
    """A file that python-docx saved."""
    document = docx.Document()
    build(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def root(name: str, inside: str) -> str:
    return f'<?xml version="1.0"?><w:{name} {NAMES}>{inside}</w:{name}>'


def packed(body: str, **parts: str) -> bytes:
    """A file by hand: what is inside its body, and inside its other parts by their names."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as box:
        box.writestr("word/document.xml", root("document", f"<w:body>{body}</w:body>"))
        for name, inside in parts.items():
            kind = {"header": "hdr", "footer": "ftr"}.get(name.rstrip("0123456789"), name)
            box.writestr(f"word/{name}.xml", root(kind, inside))
    return out.getvalue()


def run(words: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


def p(*runs: str, style: str = "", properties: str = "") -> str:
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{named}{properties}</w:pPr>{''.join(runs)}</w:p>"


def mark(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def instruct(words: str) -> str:
    return f"<w:r><w:instrText>{words}</w:instrText></w:r>"


def read(content: bytes, struck: str = "", hidden: str = "") -> Imported:
    return import_file(content, "a.docx", Choice(struck, hidden))


def notes(found: Imported, code: str) -> list[Note]:
    return [note for note in found.notes if note.code == code]


def refused(content: bytes, struck: str = "", hidden: str = "") -> list[Issue]:
    try:
        read(content, struck, hidden)
    except Invalid as no:
        return list(no.issues)
    return []
