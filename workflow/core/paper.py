"""Signing on paper: where it is allowed, who attests it, and when a slot is filled by it. Plain rules.

1. It is allowed slot by slot, before the freeze, by those who run the agreement: from then on it stands in what everybody signs.
2. The sheet bears the fingerprint of the frozen text. Who signed it by hand held the office that signs there; the day lies
   between the freeze and today.
3. Two people attest the sheet, each with a key of their own: first a clerk or registrar of the party that signs, then a registrar
   of another party. The signatory is neither, and the second has no office at the party that signs.
4. Only with both is the slot filled. Until then the scan can be withdrawn, with a reason, and another handed in.
5. A key and paper never meet in one slot: whoever came first stands. To decline by hand is not possible; a decline is signed by key.
6. A scan is a whole PDF, PNG or JPEG and nothing else, whatever its name says: nothing before it, nothing behind it.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from workflow.core.lifecycle import Status
from workflow.core.people import Office

FIRST = frozenset({Office.CLERK, Office.REGISTRAR})
SECOND = frozenset({Office.REGISTRAR})
CHOOSING = frozenset({Status.DRAFTING, Status.IN_REVIEW, Status.PUBLIC_COMMENT})
"""While the text is on its way to the freeze it can be said where paper is allowed."""
LARGEST = 8_000_000
"""Bytes of a scan."""

WHAT_IS_LOST = (
    "A key proves by itself, to anybody and for good, that its holder approved this very text. A signature by hand proves that "
    "only to whoever holds the sheet and knows the hand: everybody else has the word of the two people who attest it. "
    "Every page, the PDF and every check of the agreement will say so."
)

_SHAPES = {
    "application/pdf": (b"%PDF-1.", b"%%EOF"),
    "image/png": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", b"\x00\x00\x00\x00IEND\xaeB`\x82"),
    "image/jpeg": (b"\xff\xd8\xff", b"\xff\xd9"),
}
ENDINGS = {"application/pdf": "pdf", "image/png": "png", "image/jpeg": "jpg"}
_ACTIVE = (b"/JavaScript", b"/Launch", b"/EmbeddedFile", b"/XFA", b"/RichMedia")


class Step(StrEnum):
    """What comes next where a slot may be signed on paper."""

    NOT_ALLOWED = "not_allowed"
    SHEET = "sheet"
    FIRST = "first"
    SECOND = "second"
    DONE = "done"
    BY_KEY = "by_key"


def step(*, allowed: bool, decided: str, filed: bool, attested: int) -> Step:
    """Rules 1, 4 and 5. `decided`: the kind of key of what fills the slot (`paper` for paper), empty while nothing does."""
    if not allowed:
        return Step.NOT_ALLOWED
    if decided:
        return Step.DONE if decided == "paper" else Step.BY_KEY
    if not filed:
        return Step.SHEET
    return Step.SECOND if attested else Step.FIRST


@dataclass(frozen=True)
class Witness:
    """Somebody about to attest: the person, and each office held today with its party."""

    person: str
    holds: frozenset[tuple[str, Office]]
    known_to_signer: bool = False
    """Whether the party that signs has a key of this person on record."""

    def holds_at(self, party: str, offices: Collection[Office]) -> bool:
        return any(at == party and office in offices for at, office in self.holds)


def no_first(who: Witness, party: str, signatory: str) -> str:
    """Rule 3: why this person is not the first to attest a sheet of this party, in words; empty where he can."""
    if who.person == signatory:
        return "Whoever signed the sheet does not attest it."
    if not who.holds_at(party, FIRST):
        return "The first to attest a sheet is a clerk or a registrar of the party that signs."
    return ""


def no_second(who: Witness, party: str, others: Collection[str], signatory: str, first: str) -> str:
    """Rule 3, of the second. `others`: the other parties that this text names."""
    if who.person == signatory:
        return "Whoever signed the sheet does not attest it."
    if who.person == first:
        return "You have attested this sheet already; a second person does it for another party."
    if not any(who.holds_at(one, SECOND) for one in others):
        return "The second to attest a sheet is a registrar of another party of this agreement."
    if who.known_to_signer or any(at == party for at, _ in who.holds):
        return "You belong to the party that signs as well, so somebody else attests for the other."
    return ""


def day_problem(signed: date, frozen: date, today: date) -> str:
    """Rule 2: what is wrong with the day on the sheet, in words; empty where nothing is."""
    if signed < frozen:
        return "The text was frozen after that day, so no sheet of it could be signed then."
    if signed > today:
        return "That day lies ahead."
    return ""


def media_of(content: bytes) -> str:
    """Rule 6: what a scan is, by its own bytes; empty for what is none, or is something else besides."""
    for media, (begins, ends) in _SHAPES.items():
        if content.startswith(begins):
            whole = content.rstrip(b"\r\n") if media == "application/pdf" else content
            active = media == "application/pdf" and any(word in content for word in _ACTIVE)
            return media if whole.endswith(ends) and not active else ""
    return ""


def scan_problem(content: bytes) -> str:
    """What is wrong with a scan, in words; empty where nothing is."""
    if not content:
        return "Choose the scan of the signed sheet."
    if len(content) > LARGEST:
        return f"The scan is larger than {LARGEST // 1_000_000} MB. Scan it in black and white, or at 200 dots an inch."
    if not media_of(content):
        return "A scan is a plain PDF, PNG or JPEG file. This is something else, or carries something else."
    return ""
