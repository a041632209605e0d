"""The life of one agreement, told as it happens: from last year's text to a signed public copy and next year's review."""

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field

from workflow.demo import drafting, signing
from workflow.demo.names import sides
from workflow.demo.review import review
from workflow.demo.telling import Telling
from workflow.demo.troupe import Troupe, assemble, found_and_enrol
from workflow.evidence.software_key import SoftwareKey

A_YEAR_LATER = 280
"""Days after which the next review opens by itself: 90 days before it is due."""


@dataclass
class Ending:
    """What the story leaves behind."""

    verified: bool
    files: dict[str, bytes] = field(default_factory=dict)
    keys: list[SoftwareKey] = field(default_factory=list)


def play(
    address: str, first_link: str, name: str, content: bytes, telling: Telling, *, pass_time: Callable[[int], None]
) -> Ending:  # fmt: skip
    """Play it through the service's HTTP interface. Raises Unexpected where the service answers otherwise than expected."""
    text = drafting.readable(name, content)
    with closing(Troupe(address, sides(text))) as troupe:
        return _play(troupe, first_link, name, content, text, telling, pass_time)


def _play(
    troupe: Troupe, first_link: str, name: str, content: bytes, text: str, telling: Telling, pass_time: Callable[[int], None]
) -> Ending:  # fmt: skip
    telling.chapter("Who takes part")
    telling.step(drafting.source_of(name, text))
    telling.step(troupe.sides.sentence)
    assemble(troupe, first_link, telling)

    telling.chapter("Whose keys: each side's public record")
    found_and_enrol(troupe, telling)

    telling.chapter("The draft")
    edition = drafting.start(troupe, name, content, telling)
    drafting.complete(troupe, edition, telling)

    telling.chapter("The review")
    review(troupe, edition, telling)

    telling.chapter("Frozen and signed")
    event = signing.freeze(troupe, edition, telling)
    signing.sign(troupe, event, telling)

    telling.chapter("Published")
    files = signing.published(troupe, edition, telling)
    verdict = signing.verified(files, telling)

    telling.chapter("A year passes")
    pass_time(A_YEAR_LATER)
    _next_year(troupe, edition, telling)
    telling.step("The public copy still verifies, offline: " + verdict.sentence())
    telling.end("Verified." if verdict.verdict == "verified" else "Not verified.")
    keys = [key for visitor in troupe.people.values() for key in visitor.keys.values()]
    return Ending(verdict.exit_code == 0, files, keys)


def _next_year(troupe: Troupe, edition: str, telling: Telling) -> None:
    director = troupe["director"]
    director.sign_in()
    opened = drafting.until(
        lambda: director.get(f"/editions/{edition}/renewal")["next"],
        "next year's review did not open by itself",
    )
    telling.step(
        "The clock moved on 280 days. The next edition opened by itself, from the signed text.",
        f"/editions/{opened['id']}",
    )
    turn = director.get(f"/editions/{opened['id']}")["sentence"]
    telling.step(turn, "/inbox")
