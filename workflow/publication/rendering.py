"""The page again: with the same typesetter and fonts, the same package gives the same bytes up to the seal.

What a page says beside the package (its address, the facts on top, who signed in words) and what made it travel in the PDF
as `page.json`; the rest is made from the package. So whoever has the PDF alone can make the page anew and compare. Three
answers, none of which is a failure: *same*; *not compared*, where something else made that page, and what; *differs*.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from workflow.adapters import renderer, seal_field, typesetter
from workflow.adapters.renderer import Renderer
from workflow.adapters.seal import PACKAGE, attachments
from workflow.adapters.seal_field import with_field
from workflow.adapters.typesetter import PrintedSignature, TypesettingFault, typeset
from workflow.drafting import markup, printed
from workflow.evidence import package
from workflow.evidence.canonical import dumps, loads
from workflow.evidence.errors import Bad
from workflow.evidence.fields import read_moment, write_moment
from workflow.publication import adoptions, amended, printing
from workflow.publication.core import Core
from workflow.publication.hiding import shown

FORMAT = "sro-mou/page/v1"
PAGE = "page.json"
MAKERS = (printing, adoptions, amended, shown, printed, markup, typesetter, seal_field)
"""Who turns a package into a page, from its clauses to the field of the seal."""


@dataclass(frozen=True)
class Beside:
    """What the page says beside the package. `made_at`, to the second, is the file's own date."""

    facts: Sequence[tuple[str, str]]
    sides: Sequence[str]
    signers: Sequence[PrintedSignature]
    origin: str
    slug: str
    made_at: datetime


@dataclass(frozen=True)
class Rendering:
    """The answer of a comparison: same, not compared, or differs; and in words."""

    answer: str
    words: str


def pressed(core: Core, beside: Beside, fonts: Path | None) -> bytes:
    """The printed page of a core package, with package and `page.json` attached. Raises TypesettingFault."""
    return _typeset(core, beside, _written(beside, _here(fonts)), fonts)


def compared(pdf: bytes, fonts: Path | None) -> Rendering:
    """Make the page of a sealed PDF anew, and hold it against the bytes up to the seal. Raises ValueError for what is no PDF."""
    attached = attachments(pdf)
    if PAGE not in attached or PACKAGE not in attached:
        return Rendering("not compared", "the PDF does not say what made its page")
    try:
        beside, theirs = read(attached[PAGE])
        parcel = package.parse(attached[PACKAGE])
    except Bad as bad:
        return Rendering("not compared", bad.words)
    unlike = _here(fonts).unlike(theirs)
    if unlike:
        return Rendering("not compared", f"something else made that page: {'; '.join(unlike)}")
    try:
        page = _typeset(Core(attached[PACKAGE], parcel, 0), beside, attached[PAGE], fonts)
    except (TypesettingFault, ValueError, OverflowError) as fault:
        return Rendering("differs", f"this package gives no page: {fault}")
    if pdf.startswith(with_field(page)):
        return Rendering("same", "the page, made anew from the package, has the same bytes up to the seal")
    return Rendering(
        "differs", "the page, made anew from the package, has other bytes than the one that was sealed"
    )


def read(data: bytes) -> tuple[Beside, Renderer]:
    """What `page.json` says. Raises Bad("page.form")."""
    try:
        said = loads(data)
        beside = Beside(
            facts=[(str(name), str(words)) for name, words in said["facts"]],
            sides=[str(side) for side in said["sides"]],
            signers=[PrintedSignature(**one) for one in said["signers"]],
            origin=str(said["origin"]),
            slug=str(said["slug"]),
            made_at=read_moment(said["made_at"]),
        )
        made_by = Renderer(**said["renderer"])
    except (Bad, KeyError, TypeError, ValueError):
        raise Bad("page.form", "what the PDF says of its page cannot be read") from None
    if _written(beside, made_by) != data:
        raise Bad("page.form", "what the PDF says of its page is not in its form")
    return beside, made_by


def _typeset(core: Core, beside: Beside, page: bytes, fonts: Path | None) -> bytes:
    document = printing.public_copy(
        core, signers=beside.signers, sides=beside.sides, facts=beside.facts, origin=beside.origin, slug=beside.slug
    )  # fmt: skip
    return typeset(document, package=core.data, page=page, made_at=beside.made_at, fonts=fonts)


def _written(beside: Beside, made_by: Renderer) -> bytes:
    said: dict[str, Any] = {
        "format": FORMAT,
        "facts": [list(fact) for fact in beside.facts],
        "sides": list(beside.sides),
        "signers": [asdict(one) for one in beside.signers],
        "origin": beside.origin,
        "slug": beside.slug,
        "made_at": write_moment(beside.made_at),
        "renderer": asdict(made_by),
    }
    return dumps(said)


def _here(fonts: Path | None) -> Renderer:
    return renderer.here(fonts, (Path(module.__file__ or "") for module in MAKERS))
