"""The container of a Word file, treated as hostile: a zip of named XML parts.

1. Refused before anything is inflated, by declared sizes: more than 2,000 parts, 64 MB in all, a part that grows more
   than a hundredfold, names that climb out or appear twice, passwords, macros.
2. Refused again while inflating, by what really comes out. Only named text parts are inflated; links to the outside,
   embedded files and pictures are never opened.
3. XML with a document type or entities is refused, and so is nesting deeper than 200.
"""

import io
import zipfile
import zlib
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from workflow.drafting.importing.refusals import refuse

MOST_PARTS = 2_000
MOST_TOTAL = 64_000_000
MOST_PART = 16_000_000
"""Of one XML part that is parsed; the text of a 300-page agreement has about 5 MB."""
MOST_RATIO = 100
SMALL = 100_000
"""A part below this size may grow as it likes."""
DEEPEST = 200
CHUNK = 65_536


class Container:
    """An opened Word file. Every method raises Invalid on what an honest Word file never holds."""

    def __init__(self, content: bytes) -> None:
        try:
            self.zip = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
            raise _damaged() from None
        self.names = {info.filename for info in self.zip.infolist()}
        self._look()

    def _look(self) -> None:
        entries = self.zip.infolist()
        if len(entries) > MOST_PARTS or len(self.names) != len(entries):
            raise _bomb("holds more parts than a Word file has, or the same part twice")
        if sum(info.file_size for info in entries) > MOST_TOTAL:
            raise _bomb("would grow beyond 64 MB when opened")
        for info in entries:
            if info.flag_bits & 1:
                raise refuse("encrypted", "This file is protected by a password. Take the password off in Word and try again.")  # fmt: skip
            if info.file_size > SMALL and info.file_size > MOST_RATIO * max(info.compress_size, 1):
                raise _bomb("holds a part that grows more than a hundredfold when opened")
            parts = info.filename.replace("\\", "/").split("/")
            if info.filename.startswith(("/", "\\")) or ".." in parts or ":" in parts[0]:
                raise _bomb("holds a part whose name leads out of it")
        if any(name.lower().endswith("vbaproject.bin") for name in self.names):
            raise refuse("macro", "This file holds macros. In Word, save it as .docx (without macros) and try again.")  # fmt: skip
        if "word/document.xml" not in self.names:
            raise refuse("docx", "This is no Word file: it holds no document. Give a .docx, .txt or .md file, or paste the text.")  # fmt: skip

    def xml(self, name: str) -> Element | None:
        """One part, parsed; None when the file has no such part."""
        if name not in self.names:
            return None
        parser = DefusedXMLParser(
            target=_Shallow(), forbid_dtd=True, forbid_entities=True, forbid_external=True
        )
        try:
            parser.feed(self._inflate(name))
            root = parser.close()
        except (DefusedXmlException, ParseError, UnicodeError):
            raise _damaged() from None
        return root if isinstance(root, Element) else None

    def _inflate(self, name: str) -> bytes:
        out = bytearray()
        try:
            with self.zip.open(name) as part:
                while chunk := part.read(CHUNK):
                    out += chunk
                    if len(out) > MOST_PART:
                        raise _bomb("holds a text part of more than 16 MB")
        except (zipfile.BadZipFile, zlib.error, OSError, RuntimeError, EOFError, ValueError):
            raise _damaged() from None
        return bytes(out)


class _Shallow(TreeBuilder):
    """A tree that refuses to grow deeper than any document is."""

    depth = 0

    def start(self, tag: str, attrs: dict[str, str], /) -> Element:
        self.depth += 1
        if self.depth > DEEPEST:
            raise _damaged()
        return super().start(tag, attrs)

    def end(self, tag: str, /) -> Element:
        self.depth -= 1
        return super().end(tag)


def _damaged() -> Exception:
    return refuse("damaged", "This Word file is damaged, or is none. Open it in Word, save it again as .docx and try again.")  # fmt: skip


def _bomb(why: str) -> Exception:
    return refuse("bomb", f"This file was not opened, because it {why}. Save the agreement from Word as a new .docx and try again.")  # fmt: skip
