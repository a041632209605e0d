"""The parts of a Word file that hold words, by what the document says they are to it, and else by their usual names."""

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from workflow.drafting.importing.container import Container
from workflow.drafting.importing.refusals import refuse
from workflow.drafting.importing.wordml import RELATIONS, W

USUAL = re.compile(r"word/(header|footer|footnotes|endnotes|comments|styles|numbering|settings)\d*\.xml")
CHANGES = ("ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel", "cellMerge", "delText", "delInstrText")
MOST_RUNNING = 200
BROUGHT = ("altChunk", "subDoc")


@dataclass
class Parts:
    """The document and what belongs to it."""

    document: Element
    body: Element
    styles: Element | None = None
    numbering: Element | None = None
    footnotes: Element | None = None
    endnotes: Element | None = None
    comments: Element | None = None
    settings: list[Element] = field(default_factory=list)
    running: list[tuple[str, Element]] = field(default_factory=list)


def read(box: Container) -> Parts:
    """Raises Invalid for a file without a document, for one that is two texts at once, and for one whose words are elsewhere."""
    document = box.xml("word/document.xml")
    body = None if document is None else document.find(f"{W}body")
    if document is None or body is None:
        raise refuse("docx", "This Word file holds no document. Open it in Word, save it as .docx and try again.")  # fmt: skip
    found = Parts(document, body)
    for kind, name in _named(box):
        root = box.xml(name)
        if root is None:
            continue
        if kind in ("header", "footer"):
            found.running.append((kind, root))
        elif kind == "settings":
            found.settings.append(root)
        elif getattr(found, kind) is None:
            setattr(found, kind, root)
    for root in (found.document, found.footnotes, found.endnotes):
        if root is not None:
            _refuse_what_is_not_one_text(root)
    return found


def _named(box: Container) -> Iterator[tuple[str, str]]:
    """Every part once, with what it is; those the document names come first."""
    told: dict[str, str] = {}
    relations = box.xml("word/_rels/document.xml.rels")
    for each in () if relations is None else relations.findall(f"{RELATIONS}Relationship"):
        kind = each.get("Type", "").rpartition("/")[2]
        if USUAL.fullmatch(f"word/{kind}.xml") and each.get("TargetMode", "") != "External":
            told[posixpath.normpath(posixpath.join("/word", each.get("Target", "")))[1:]] = kind
    for name in sorted(box.names):
        if (usual := USUAL.fullmatch(name)) and name not in told:
            told[name] = usual[1]
    running = [name for name, kind in told.items() if kind in ("header", "footer")]
    if len(running) > MOST_RUNNING:
        raise refuse("running", f"The file has more than {MOST_RUNNING} page headers and footers. Save the agreement from Word as a new .docx and try again.")  # fmt: skip
    yield from ((kind, name) for name, kind in told.items())


def _refuse_what_is_not_one_text(root: Element) -> None:
    names = [each.tag.removeprefix(W) for each in root.iter()]
    changes = sum(1 for name in names if name in CHANGES or name.endswith("Change"))
    if changes:
        raise refuse("tracked", f"The file holds tracked changes ({changes} of them), so it is two texts at once. In Word, accept or reject them all (Review > Accept > Accept All), save, and try again.")  # fmt: skip
    if any(name in BROUGHT for name in names):
        raise refuse("chunk", "A part of the text lies in another file within this one, or is linked to it. Open it in Word, save it as a new .docx and try again.")  # fmt: skip
    if any(name.endswith("}oMath") for name in names):
        raise refuse("formula", "The file holds a formula of Word's formula editor. Write it as text and try again.")  # fmt: skip
