"""The few names of a Word file's XML that every reader of it needs."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
OFF = ("0", "false", "off", "none")
DRAWN = (f"{W}drawing", f"{W}pict", f"{W}object")


def value(element: Element | None) -> str:
    """Its `w:val`; empty where there is none."""
    return "" if element is None else element.get(f"{W}val", "")


def switched(properties: Element | None, name: str) -> bool | None:
    """Whether a property is switched on or off here; None where nothing is said."""
    found = None if properties is None else properties.find(f"{W}{name}")
    return None if found is None else value(found).lower() not in OFF


def count(text: str, otherwise: int, most: int = 99_999) -> int:
    """A small number as a file says it; anything else is what it is without."""
    return (
        int(text) if text.isascii() and text.isdigit() and len(text) < 6 and int(text) <= most else otherwise
    )


def words_in(root: Element) -> str:
    """All letters below, and the words of lettering that is drawn: for naming what is not imported."""
    parts: list[str] = []
    for element in everything(root):
        name = element.tag.rpartition("}")[2]
        if name == "t":
            parts.append(element.text or "")
        elif name in ("p", "tab", "br", "cr"):
            parts.append(" ")
        elif name == "textpath":
            parts.append(f" {element.get('string', '')} ")
    return " ".join("".join(parts).split())


def everything(root: Element, until: str = "") -> Iterator[Element]:
    """The element and all below in order, of alternatives the one that counts; nothing from within an element called `until`."""
    if root.tag == f"{MC}AlternateContent":
        root = alternative(root)
    yield root
    for child in root if root.tag != until else ():
        yield from everything(child, until)


def alternative(node: Element) -> Element:
    """Of several forms of one thing the first that holds anything: the last is a copy for old readers."""
    forms = [child for child in node if child.tag in (f"{MC}Choice", f"{MC}Fallback")]
    full = (form for form in forms if any(each.tag == f"{W}t" or each.tag in DRAWN for each in form.iter()))
    return next(full, forms[0] if forms else Element(f"{MC}Choice"))
