"""A PDF held against what the packages at hand say was published: the hash of the PDF stands in the log, and the package from the web carries it.

Whoever has both files needs nobody to say that the PDF is the one that was published, byte for byte, with its first page.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from workflow.evidence import package, publishing, sentences
from workflow.evidence.canonical import b64u, sha256
from workflow.evidence.errors import Bad
from workflow.evidence.publishing import Copy
from workflow.evidence.verdict import Verdict, day_in_words

STILL_SAYS = {sentences.NO_POLICY, "text.withheld"}
"""What may be wrong with a package whose record of publications holds."""


@dataclass(frozen=True)
class Announced:
    """What one file says was published of the text with this head: the copies, oldest first; `zone` is the agreement's."""

    file: str
    head: str
    zone: str
    copies: tuple[Copy, ...]


def read(file: str, data: bytes, verdict: Verdict) -> Announced | None:
    """What the package in a file announces; None where it is none from the web, or does not hold."""
    if not any(check.id == "publication.log" and check.ok for check in verdict.checks):
        return None
    if not set(verdict.codes) <= STILL_SAYS:
        return None
    parcel = package.parse(data)
    return Announced(file, verdict.head, parcel["manifest"]["zone"], publishing.copies(parcel))


def held(pdf: bytes, inside: bytes, head: str, announced: Sequence[Announced]) -> tuple[bool, str]:
    """Whether this PDF, with this package inside, is one that was published, and in words; no words where no file tells of its text.

    Raises Bad("pdf.published") where another PDF was published with that package.
    """
    core, digest = (b64u(sha256(data)) for data in (package.core_of(inside, package.parse(inside)), pdf))
    about = [one for one in announced if one.head == head]
    told = [(one, copy) for one in about for copy in one.copies if copy.core == core]
    for one, copy in told:
        if copy.pdf == digest:
            newest = one.copies[-1]
            later = f"; a newer public copy was published on {_day(one, newest)}" if copy != newest else ""
            return True, f"{one.file} shows that this very PDF was published on {_day(one, copy)}{later}"
    if told:
        one, copy = told[-1]
        raise Bad(
            "pdf.published",
            f"{one.file} shows that another PDF was published with this package, on {_day(one, copy)}: this is not that file",
        )
    return False, f"not compared: {about[0].file} tells of another public copy of this text" if about else ""


def _day(one: Announced, copy: Copy) -> str:
    return day_in_words(copy.at, one.zone)
