"""What makes a printed page here, by version and digest: only the same typesetter and fonts owe the same bytes.

Typst carries its own fonts, so its version names them too; a folder of further fonts is named by what is in it. pikepdf and
its qpdf write the field of the seal into the page. Template and code decide what stands on it and how it looks, so a change in either,
however small, makes another renderer: rather *not compared* once too often than called different without cause.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

import pikepdf

from workflow.adapters import templates
from workflow.evidence.canonical import b64u


@dataclass(frozen=True)
class Renderer:
    """`fonts` is empty where Typst has its own alone. `template` covers the layout, and the code that fills it."""

    typst: str
    pikepdf: str
    qpdf: str
    fonts: str
    template: str

    def unlike(self, other: "Renderer") -> list[str]:
        """In what another one differs, in words, with its value and ours."""
        pairs = [(one.name, getattr(other, one.name), getattr(self, one.name)) for one in fields(self)]
        return [
            f"{NAMES[name]} {theirs or 'none'} there, {ours or 'none'} here"
            for name, theirs, ours in pairs
            if theirs != ours
        ]


NAMES = {
    "typst": "Typst",
    "pikepdf": "pikepdf",
    "qpdf": "qpdf",
    "fonts": "additional fonts",
    "template": "template",
}


def here(fonts: Path | None, code: Iterable[Path] = ()) -> Renderer:
    """What makes a page on this computer, with a folder of additional fonts and this code."""
    layout = [*_files(templates.folder() / "document"), *(file.read_bytes() for file in code)]
    own = _files(fonts) if fonts else []
    return Renderer(
        version("typst"),
        version("pikepdf"),
        pikepdf.__libqpdf_version__,
        _digest(own) if own else "",
        _digest(layout),
    )


def _files(folder: Path) -> list[bytes]:
    """Name and content of every file below a folder, in the order of their names."""
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    return [
        part for path in found for part in (path.relative_to(folder).as_posix().encode(), path.read_bytes())
    ]


def _digest(parts: Iterable[bytes]) -> str:
    whole = sha256()
    for part in parts:
        whole.update(len(part).to_bytes(8, "big") + part)
    return b64u(whole.digest())
