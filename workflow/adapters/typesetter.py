"""The printed page: a document as plain data in, a tagged PDF/A-3a and PDF/UA-1 file out.

- The text of an agreement goes in as data (JSON), never as markup: whatever somebody types prints as they typed it.
- The same document gives the same bytes: no clock, no system fonts, no network, no packages.
- A warning is an error: a missing font or glyph would otherwise change the page silently.
- PDF/UA refuses a heading that skips a level; a clause may well do so, so levels are closed up here.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst

from workflow.adapters import templates
from workflow.adapters.pdf_text import page_words, says_in_order

STANDARDS = ["a-3a", "ua-1"]
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
Node = dict[str, Any]


class TypesettingFault(Exception):
    """The document cannot be printed as it is; the message says what the typesetter said."""


@dataclass(frozen=True)
class PrintedClause:
    """A clause's nodes (`type` heading, paragraph, list, table, footnote), or the lines that stand where it is hidden."""

    nodes: Sequence[Node] = ()
    hidden: Sequence[str] | None = None


@dataclass(frozen=True)
class PrintedSignature:
    """One line of the table "Signed by", in words."""

    name: str
    office: str
    date: str
    how: str
    on_paper: bool = False


@dataclass(frozen=True)
class Document:
    """What is printed. Every string is text; `fingerprint` and `address` stand at the foot of each page.

    A public copy has `status`, `signatures` and `check`, and says which bodies `adopted` it, what is `hidden` (part, basis, who approved, review) and what
    was hidden once and is `opened` (part, why, since when) and what was `amended` after its adoption (clause, words then and now); the packet of a frozen text has `banner` and `motion`.
    """

    title: str
    sides: Sequence[str]
    clauses: Sequence[PrintedClause]
    fingerprint: str
    address: str
    about: str = ""
    banner: str = ""
    status: Sequence[str] = ()
    adopted: Sequence[str] = ()
    facts: Sequence[tuple[str, str]] = ()
    motion: str = ""
    signatures: Sequence[PrintedSignature] = ()
    signatures_words: str = ""
    hidden: Sequence[tuple[str, str, str, str]] = ()
    opened: Sequence[tuple[str, str, str]] = ()
    amended: Sequence[str] = ()
    amended_texts: Sequence[tuple[str, str, str]] = ()
    check: Sequence[str] = ()
    fingerprint_words: str = "Fingerprint of the text:"
    contents: bool = True
    paper: str = "us-letter"
    language: str = "en"
    region: str = "us"


def typeset(
    document: Document,
    *,
    package: bytes | None = None,
    page: bytes | None = None,
    made_at: datetime = EPOCH,
    fonts: Path | None = None,
) -> bytes:
    """The PDF of a document, with `package` and `page` (JSON, UTF-8) attached as `package.json` and `page.json`.

    `made_at` becomes the file's creation date. Raises TypesettingFault, for instance for a character that no font has.
    """
    attached = {name: data for name, data in (("package", package), ("page", page)) if data is not None}
    return press("mou.typ", _closed(document), attached=attached, made_at=made_at, fonts=fonts)


def press(
    template: str,
    document: Node,
    *,
    attached: Mapping[str, bytes],
    made_at: datetime = EPOCH,
    fonts: Path | None = None,
) -> bytes:
    """The PDF that a template of `templates/document` makes of a document, which is plain data.

    `attached` holds JSON files (UTF-8) by the names under which the template asks for them.
    """
    root = templates.folder() / "document"
    inputs = {name: data.decode("utf-8") for name, data in attached.items()}
    try:
        pdf, warnings = typst.compile_with_warnings(
            root / template,
            root=root,
            font_paths=[fonts] if fonts else [],
            ignore_system_fonts=True,
            sys_inputs={**inputs, "document": json.dumps(document, ensure_ascii=False)},
            pdf_standards=STANDARDS,
            timestamp=made_at.astimezone(UTC).replace(microsecond=0),
            package_path=root,
            package_cache_path=root,
        )
    except typst.TypstError as error:
        raise TypesettingFault(_said(error)) from error
    if warnings:
        raise TypesettingFault("; ".join(_said(warning) for warning in warnings))
    return bytes(pdf)


def words_of(clause: PrintedClause) -> str:
    """What the page says of a clause, in order and without its blanks' shape: for reading the page back."""
    if clause.hidden is not None:
        return " ".join(clause.hidden)
    return " ".join(_words(node) for node in clause.nodes)


def _words(node: Node) -> str:
    inside = "".join(_words(child) for child in node.get("children", ()))
    match node["type"]:
        case "text":
            return str(node["text"])
        case "break":
            return "\n"
        case "footnote_ref":
            return f"[{node['label']}]"
        case "footnote":
            return f"[{node['label']}] {inside}"
        case "item":
            return f"{node['marker'] or '•'} {inside}"
    return inside


def closed_up(clauses: Iterable[Sequence[Node]], last: int = 0) -> Iterator[list[Node]]:
    """The clauses' nodes with headings that skip no level: a heading is at most one deeper than the one before it."""
    for nodes in clauses:
        closed = list(_levelled(nodes, last))
        last = ([last] + [node["level"] for node in closed if node["type"] == "heading"])[-1]
        yield closed


def _said(problem: Any) -> str:
    return " ".join([str(problem.message), *problem.hints])


def _closed(document: Document) -> dict[str, Any]:
    """The document as JSON data, its headings without gaps: a level is at most one deeper than the one before."""
    value = asdict(document)
    texts = closed_up([clause["nodes"] for clause in value["clauses"]], 1 if document.motion else 0)
    for clause, nodes in zip(value["clauses"], texts, strict=True):
        clause["nodes"] = nodes
    return value


def _levelled(nodes: Iterable[Node], last: int) -> Iterator[Node]:
    for node in nodes:
        if node["type"] == "heading":
            last = min(node["level"], last + 1)
            yield {**node, "level": last}
        else:
            yield node


def trial(title: str, clauses: Sequence[Sequence[Node]]) -> str:
    """Whether this text can be printed and read back: an empty string, or what stands against it, in words.

    To be asked before people sign: a text that cannot be printed could be signed, but never published.
    """
    return _tried(title, json.dumps([list(nodes) for nodes in clauses]))


def printable(words: str) -> bool:
    """Whether every letter of a line has a place in our fonts. Plain letters have, so most lines are not printed for it."""
    return words.isascii() or not trial(words, [])


@lru_cache(maxsize=64)
def _tried(title: str, clauses: str) -> str:
    """The answer is the same for the same text, and the page that shows it is opened often."""
    printed = [PrintedClause(nodes) for nodes in json.loads(clauses)]
    try:
        page = typeset(Document(title, [title], printed, "-", "-"))
    except TypesettingFault as fault:
        return str(fault)
    unsaid = says_in_order(page_words(page), [words_of(clause) for clause in printed])
    return "the printed page would not say it in the same order of letters" if unsaid else ""
