"""What a resumption after a restored backup said in the log, held against the leaves whose events are gone.

A leaf may lack its event only where the log itself says so: every lost leaf lies in a range that a resumption named, and each
resumption named as many as there are.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlmodel import Session, select

from workflow.audit.findings import Finding
from workflow.history.models import LostLeaf

Said = Mapping[str, Any]
"""The leaf of a resumption: docs/format.md, section 6."""


def lost(session: Session) -> dict[int, bytes]:
    """Leaf data without an event, by its place in the log."""
    return {row.index: row.leaf for row in session.exec(select(LostLeaf))}


def findings(places: Sequence[int], resumptions: Sequence[Said]) -> Iterator[Finding]:
    """Lost leaves that no resumption speaks of, and resumptions that speak of others than there are."""
    for said in resumptions:
        there = sum(said["from"] <= place < said["to"] for place in places)
        if there != said["lost"]:
            yield Finding(
                "log.lost",
                f"the log says that {said['lost']} of the leaves {said['from']} to {said['to']} were lost, and {there} are",
            )
    named = [range(said["from"], said["to"]) for said in resumptions]
    yield from (
        Finding("log.lost", f"leaf {place} has no event, and the log does not say that it was lost")
        for place in places
        if not any(place in span for span in named)
    )


def sentences(resumptions: Sequence[Said]) -> list[str]:
    """What whoever checks the record has to know."""
    return [_sentence(said) for said in resumptions]


def _sentence(said: Said) -> str:
    day = said["at"][:10]
    if said["from"] == said["to"]:
        return f"The log says that it was resumed on {day}, with {said['from']} leaves and none known to be lost."
    return (
        f"The log says that it was resumed on {day} from a backup of {said['from']} leaves: of the {said['to'] - said['from']}"
        f" published after them, {said['lost']} lost what they said."
    )
