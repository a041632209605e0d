"""Real texts of two years, with the truth as a person read it: what each passage of the older became in the newer.

A passage stands in square brackets among a few words around it. None: the newer text does not say it. Only pages of the
newer text that were seen count; what stood on others is gone.
"""

import re
from dataclasses import dataclass
from functools import cache

from tests.review.threads.edited import MOUS, overlap
from workflow.drafting.align import align
from workflow.drafting.compare import Piece
from workflow.drafting.importing.door import import_file
from workflow.review.threads.following import Difference, Passage


@dataclass(frozen=True)
class Pair:
    name: str
    old: str
    new: str
    read: tuple[tuple[str, str | None], ...]


EVERETT = Pair(
    "everett", "wa-everett-2021-22", "wa-everett-2024-25",
    (
        ("[The District Superintendent, Chief of Police, Youth Services Sergeant and other staff meet]", "[The District Superintendent, Chief of Police, Youth Services Sergeant and other staff meet]"),
        ("Chief of Police, [Youth Services Sergeant] and other staff", "Chief of Police, [Youth Services Sergeant] and other staff"),
        ("[go over the reports in January and June.]", "[go over the reports in January and June.]"),
        ("[The reporting system may be changed by mutual written agreement.]", "[The reporting system may be changed by mutual written agreement.]"),
        ("[The City and the District meet twice a year]", "[The City and the District meet twice a year]"),
        ("these meetings include [the Mayor and the Superintendent.]", "these meetings include [the Mayor and the Superintendent.]"),
        ("[as amended by Engrossed Substitute House Bill 1214]", None),
        ("[with City help,]reviews", None),
        ("[aiming to adopt an agreement for each next school year]", "[aiming to adopt an agreement for each next school year]"),
        ("a process that involves [parents, students, and community members]", "a process that involves [parents, students and community members]"),
        ("Section 2: [Time of Performance]", "Section 2: [Time of Performance]"),
        ("either [filed with the Snohomish County Auditor or posted on a party's Interlocal Agreements website]", "either [filed with the Snohomish County Auditor or posted on a party's Interlocal Agreements website]"),
        ("[runs through August 31, 2022]", "[runs to August 31, 2025]"),
        ("extended [up to two (2) one (1)year terms]", "extended [up to two (2) one (1) year terms]"),
        ("(through [August 31, 2024])", "(through [August 31, 2027])"),
        ("by [written notice]", "by [written notice] from the District"),
        ("[the District must review and adopt the extension]", "[the District must review and adopt the extension]"),
    ),
)  # fmt: skip
SAN_MARCOS = Pair(
    "san-marcos", "tx-san-marcos-smcisd-2013", "tx-san-marcos-smcisd-2017",
    (
        ("[The district gives SROs the same equipment and office space as the SMCISD Police.]", None),
        ("same [equipment and office space]", None),
        ("[The term begins on August 26, 2013]", None),
        ("the [first day of the 2013-", None),
        ("[No change or end other than as provided here.]", None),
        ("[Either side may end it on 30 days written notice]", "[Either side may end the SRO Agreement on 30 days written notice]"),
        ("on [30 days written notice]", "on [30 days written notice]"),
    ),
)  # fmt: skip
CASSELBERRY = Pair(
    "casselberry", "fl-casselberry-seminole-2019-20", "fl-casselberry-seminole-2020-21",
    (
        ('are not ["school officials"]', None),
        ("[An unauthorised disclosure by the SRO] of what", None),
        ("may end [this Agreement]", None),
        ("[SCHOOL BOARD' S Student Conduct and Discipline Code]", None),
        ("[Keep a record of daily coverage by school]", None),
        ("[SROs shall not act as school disciplinarians.]", None),
        ("[they follow AGENCY procedures and the law]", None),
        ("[notice and a chance for input before press releases or posts]", None),
        ("[Body worn camera recordings remain the property]", None),
    ),
)  # fmt: skip
PAIRS = (EVERETT, SAN_MARCOS, CASSELBERRY)


@dataclass(frozen=True)
class Line:
    """How one passage fared."""

    marked: str
    found: Passage | None
    truth: Passage | None

    @property
    def outcome(self) -> str:
        if self.found is None or self.truth is None:
            return "detached" if self.truth else "ghost" if self.found else "gone"
        return "right" if overlap(self.found, self.truth) >= 0.5 else "wrong"


@cache
def fared(pair: Pair) -> tuple[Line, ...]:
    """Every passage of the pair followed, in the one step that importing the newer text is."""
    old, new = (_clauses(name) for name in (pair.old, pair.new))
    keys = align([Piece(key, text) for key, text in old.items()], list(new.values()))
    texts = {match.key or f"new/{key}": text for match, (key, text) in zip(keys, new.items(), strict=True)}
    difference = Difference(old, texts)
    return tuple(
        Line(marked, difference.follow(_marked(marked, old)), _marked(becomes, texts) if becomes else None)
        for marked, becomes in pair.read
    )


def _clauses(name: str) -> dict[str, str]:
    found = import_file((MOUS / f"{name}.txt").read_bytes(), name)
    return {str(n): clause.text for n, clause in enumerate(found.clauses)}


def _marked(marked: str, texts: dict[str, str]) -> Passage:
    """The passage in square brackets, found with the words around it: once, or the truth is no truth."""
    before, _, rest = marked.partition("[")
    inside, _, after = rest.partition("]")
    parts = [r"\s+".join(re.escape(word) for word in part.split()) for part in (before, inside, after)]
    pattern = re.compile(rf"{parts[0]}\s*({parts[1]})\s*{parts[2]}")
    found = [(key, match) for key, text in texts.items() for match in pattern.finditer(text)]
    assert len(found) == 1, (marked, len(found))
    key, match = found[0]
    return Passage(key, match.start(1), match.end(1))
