"""Plain text and Markdown: bytes to lines. What is stripped is kept in the source note; what is odd is noted.

1. UTF-8, or UTF-16 with its mark; else Windows Latin, which is said. Control characters mean that it is no text.
2. The lines above `-----8<-----` are about the file: what they call its source becomes the source note, or all of them.
3. `<br />` ends a line. A line that was cut at the margin is joined to the one before it.
4. A page banner ("Page 2 of 9") stays, because words are never dropped here; it is noted with its line.
"""

import itertools
import re
import unicodedata
from dataclasses import dataclass, field

from workflow.drafting import markup
from workflow.drafting.headings import KEYWORD, in_capitals
from workflow.drafting.importing.refusals import look_at_length, refuse
from workflow.drafting.importing.shapes import Note

CUT = re.compile(r"^-{3,}8<-{3,}[ \t]*$", re.MULTILINE)
BREAK = re.compile(r"<br[ \t]*/?>", re.IGNORECASE)
"""The tag alone: a pattern that began with the spaces before it would be tried anew at each of a hundred thousand spaces."""
BANNER = re.compile(r"\bPage[ \t]+\d{1,3}([ \t]+of[ \t]+\d{1,3})?\b", re.IGNORECASE)
FOREIGN_BULLET = re.compile(r"^(\s*)(?:[•▪‣◦●·\uf0b7\uf0a7*+]|-\t)[ \t]+(?=\S)")
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
STARTS = re.compile(r"(?:WHEREAS|NOW,? THEREFORE|THEREFORE|RESOLVED|IN WITNESS)\b|\[")
ENDED = (".", ":", ";", "!", "?")


@dataclass
class Lines:
    """Lines of text with what was learnt on the way. `marked`: the headings are marked with `# ` already."""

    lines: list[str]
    title: str = ""
    source: str = ""
    marked: bool = False
    notes: list[Note] = field(default_factory=list)


def read(content: bytes, *, markdown: bool = False) -> Lines:
    """The lines of a .txt or .md file. Raises Invalid when it is no text."""
    text, notes = decode(content)
    return from_text(text, markdown=markdown, notes=notes, field_name="upload")


def decode(content: bytes) -> tuple[str, list[Note]]:
    """The letters of a text file, and a note when its encoding had to be guessed."""
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    notes: list[Note] = []
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        try:
            text = content.decode("cp1252")
        except UnicodeDecodeError:
            raise _no_text() from None
        notes.append(Note("encoding", "The file is not UTF-8. It was read as Windows Latin: check the quotation marks and accents."))  # fmt: skip
    if CONTROL.search(text):
        raise _no_text()
    return text, notes


def _no_text() -> Exception:
    return refuse("binary", "This file holds no readable text. Give a .docx, .txt or .md file, or paste the text.")  # fmt: skip


def from_text(
    text: str, *, markdown: bool = False, notes: list[Note] | None = None, field_name: str = "text"
) -> Lines:
    """The lines of a text that is already letters, for example one that was pasted."""
    look_at_length(text, field_name)
    text = unicodedata.normalize("NFC", text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"))
    text = text.replace("\f", "\n").replace("\v", "\n").expandtabs(4)
    source, text = _cut(text)
    if not text.strip():
        raise refuse("empty", "There is no text in it. Give the text of the agreement.", field_name)
    broken, text = _break_lines(text)
    look_at_length(text, field_name)  # once more: a tab has become four letters, and a tag a line's end
    lines = [FOREIGN_BULLET.sub(r"\1- ", line.rstrip()) for line in text.split("\n")]
    lines = _mark_underlined(lines) if markdown else lines
    found = Lines(lines, source=_said_of(source, "source") or source, notes=list(notes or []))
    found.marked = any(markup.HEADING.match(line) for line in lines)
    found.notes += _notes(lines)
    found.lines = lines if markdown else _unwrap(lines, broken or _looks_wrapped(lines))
    found.title = _said_of(source, "title")
    return found


def _break_lines(text: str) -> tuple[bool, str]:
    """Whether tags end lines here, and the text with each of them, and the spaces around it, made a line's end."""
    first, *rest = BREAK.split(text)
    if not rest:
        return False, text
    return True, "\n".join(
        [first.rstrip(" \t"), *(piece.strip(" \t") for piece in rest[:-1]), rest[-1].lstrip(" \t")]
    )


def _cut(text: str) -> tuple[str, str]:
    found = CUT.search(text)
    return (text[: found.start()].strip(), text[found.end() :]) if found else ("", text)


def _said_of(source: str, name: str) -> str:
    """What the lines about the file say under this name."""
    found = re.search(rf"^{name}:[ \t]*(.+)$", source, re.MULTILINE)
    return found[1].strip() if found else ""


def _mark_underlined(lines: list[str]) -> list[str]:
    """Markdown's underlined headings, marked as all headings are here."""
    out: list[str] = []
    for line in lines:
        if (
            out
            and out[-1].strip()
            and re.fullmatch(r"=+|-{3,}", line.strip())
            and not out[-1].startswith("#")
        ):
            out[-1] = ("# " if line.strip()[0] == "=" else "## ") + out[-1].strip()
        else:
            out.append(line)
    return out


def _notes(lines: list[str]) -> list[Note]:
    notes = []
    for number, line in enumerate(lines, 1):
        if (found := BANNER.search(line)) and len(line.split()) <= 14:
            notes.append(Note("banner", f"Line {number} looks like a page banner: “{line.strip()}”. It was kept; take it out if it is no part of the agreement."))  # fmt: skip
        elif found:
            notes.append(Note("banner", f"Line {number} holds “{found[0]}”, which may be a page banner. It was kept."))  # fmt: skip
        if "[TRUNCATED" in line:
            notes.append(Note("truncated", f"Line {number} says that the text was cut off ([TRUNCATED]). It was kept as a blank to fill."))  # fmt: skip
    return notes


def _looks_wrapped(lines: list[str]) -> bool:
    """Hard line ends at a margin: many lines, few short ones inside a paragraph, none very long."""
    inner = sorted(len(a) for a, b in itertools.pairwise(lines) if a.strip() and b.strip())
    return len(inner) >= 8 and inner[-1] <= 110 and inner[len(inner) // 2] >= 55


def _unwrap(lines: list[str], wrapped: bool) -> list[str]:
    out: list[str] = []
    before = ""
    for line in lines:
        if before and _goes_on(before, line, wrapped):
            out[-1] = f"{out[-1]} {line.strip()}"
        else:
            out.append(line)
        before = line.rstrip()
    return out


def _goes_on(before: str, line: str, wrapped: bool) -> bool:
    body = line.strip()
    if not body or markup.begins(line) or KEYWORD.match(body) or STARTS.match(body) or BANNER.search(body):
        return False
    if BANNER.search(before) or (before.endswith(ENDED) and not body[0].islower()):
        return False
    if in_capitals(before) != in_capitals(body) and not body[0].islower():
        return False
    return len(before) >= 60 and (wrapped or body[0].islower())
