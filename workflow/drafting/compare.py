"""What changed between two texts: sentences in plain words first, then a redline of each clause that changed.

Clauses are matched by their key, which stays with a clause through every revision and edition. A clause that now stands
in another order than its neighbours moved; of clauses that swapped places the fewest possible are said to have moved.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from workflow.drafting import headings, markup
from workflow.drafting.redline import Segment, counts, name_moves, redline
from workflow.drafting.sequences import rising


@dataclass(frozen=True)
class Piece:
    """A clause as comparison sees it."""

    key: str
    text: str
    redactable: bool = False


@dataclass(frozen=True)
class ClauseChange:
    """One clause of the comparison. `kind`: same, reworded, reformatted, added or removed; `moved` comes on top."""

    key: str
    number: str
    heading: str
    kind: str
    moved: bool
    place: int
    segments: list[Segment] = field(default_factory=list)

    @property
    def name(self) -> str:
        return (
            f"Clause {self.number or self.place}, {self.heading}," if self.heading else f"Clause {self.place}"
        )

    @property
    def changed(self) -> bool:
        return self.kind != "same" or self.moved


@dataclass(frozen=True)
class Comparison:
    """Two texts held against each other, in the order of the newer one; removed clauses where they stood."""

    sentences: list[str]
    clauses: list[ClauseChange]
    counts: dict[str, int]

    @property
    def changed(self) -> bool:
        return any(clause.changed for clause in self.clauses)

    def to_json(self) -> dict[str, Any]:
        """The one serialiser, for the page, the API and mails."""
        return {
            "sentences": self.sentences,
            "counts": self.counts,
            "clauses": [asdict(c) for c in self.clauses],
        }


def compare(old: Sequence[Piece], new: Sequence[Piece]) -> Comparison:
    """Hold two texts against each other. Keys are unique in each of them."""
    before = {piece.key: piece for piece in old}
    after = {piece.key: piece for piece in new}
    moved = _moved(old, new)
    changes = []
    for key, place in _order(old, new):
        changes.append(_change(before.get(key), after.get(key), place, key in moved))
    name_moves(change.segments for change in changes)
    return Comparison(_sentences(changes, before, after), changes, _counts(changes))


def _moved(old: Sequence[Piece], new: Sequence[Piece]) -> set[str]:
    place = {piece.key: number for number, piece in enumerate(new)}
    shared = [(number, place[piece.key]) for number, piece in enumerate(old) if piece.key in place]
    stayed = {old[a].key for a, _ in rising(shared)}
    return {old[a].key for a, _ in shared} - stayed


def _order(old: Sequence[Piece], new: Sequence[Piece]) -> list[tuple[str, int]]:
    """Keys in the newer order; each removed clause after the clause it used to follow. Places count from 1."""
    kept = {piece.key for piece in new}
    gone_after: dict[str, list[tuple[str, int]]] = {}
    anchor = ""
    for number, piece in enumerate(old, 1):
        if piece.key in kept:
            anchor = piece.key
        else:
            gone_after.setdefault(anchor, []).append((piece.key, number))
    out = list(gone_after.get("", []))
    for number, piece in enumerate(new, 1):
        out += [(piece.key, number), *gone_after.get(piece.key, [])]
    return out


def _change(old: Piece | None, new: Piece | None, place: int, moved: bool) -> ClauseChange:
    shown = new or old
    if shown is None:
        raise ValueError("a change needs a clause on one side")
    number, heading = headings.number_of(shown.text), headings.name_of(shown.text)
    if old is None or new is None:
        kind = "added" if old is None else "removed"
        segments: list[Segment] = [{"kind": kind, "text": _plain(shown.text)}]
    elif old.text == new.text:
        kind, segments = "same", []
    else:
        before, after = _plain(old.text), _plain(new.text)
        kind = "reworded" if before.split() != after.split() else "reformatted"
        segments = redline(before, after) if kind == "reworded" else []
    return ClauseChange(shown.key, number, heading, kind, moved, place, segments)


def _plain(text: str) -> str:
    return markup.plain(markup.tree(text))


def _sentences(changes: Sequence[ClauseChange], before: dict[str, Piece], after: dict[str, Piece]) -> list[str]:  # fmt: skip
    out = [sentence for change in changes if (sentence := _sentence(change))]
    for change in changes:
        old, new = before.get(change.key), after.get(change.key)
        if old and new and old.redactable != new.redactable:
            may = (
                "may now be hidden in the public copy"
                if new.redactable
                else "may no longer be hidden in the public copy"
            )
            out.append(f"{change.name} {may}.".replace(",,", ","))
    return out or ["Nothing changed."]


def _sentence(change: ClauseChange) -> str:
    numbers = counts(change.segments)
    match change.kind:
        case "added":
            return f"{change.name} is new."
        case "removed":
            return f"{change.name} was taken out."
        case "reworded":
            words = _amounts(numbers)
            also = "was moved and reworded" if change.moved else "was reworded"
            return f"{change.name} {also}{f' ({words})' if words else ''}."
        case "reformatted":
            also = " and was moved" if change.moved else ""
            return f"{change.name} changed its layout, not its words{also}."
    return f"{change.name} was moved; its words are the same." if change.moved else ""


def _amounts(numbers: dict[str, int]) -> str:
    said = []
    for kind, words in (("removed", "out"), ("added", "in"), ("moved", "moved")):
        if count := numbers[kind]:
            said.append(f"{count} {'word' if count == 1 else 'words'} {words}")
    return ", ".join(said)


def _counts(changes: Sequence[ClauseChange]) -> dict[str, int]:
    kinds = ("same", "reworded", "reformatted", "added", "removed")
    out = {kind: sum(1 for change in changes if change.kind == kind) for kind in kinds}
    out["moved"] = sum(1 for change in changes if change.moved)
    for name, amount in counts(segment for change in changes for segment in change.segments).items():
        out[f"words_{name}"] = amount
    return out
