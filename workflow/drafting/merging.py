"""Several changes of one clause put together, word by word: pure, and never guessing.

1. A change is what the redline says of it: stretches of the text as it was, each with what stands there instead. Stretches
   of one change with nothing but blanks between them are one.
2. Changes by different people conflict where their stretches overlap, touch, or have nothing but blanks between them. Two
   people who say the very same do not conflict: it is done once.
3. Without a conflict every change stands in the result, in whatever order they are put together. With one there is no
   result, only the places with what each of them says: a person decides, and nothing is lost silently.
"""

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from workflow.drafting.redline import redline


class Edit(NamedTuple):
    """From `start` to `end` of the text as it was, `text` stands instead."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Part:
    """A stretch of the text: as it `was`, and what each change (by its place in the call) `says` there, if it says anything.

    `settled` is what stands there now; None where the changes conflict.
    """

    was: str
    settled: str | None
    says: Mapping[int, str]


@dataclass(frozen=True)
class Merged:
    """The text in parts, in their order, and which changes conflict with which."""

    parts: tuple[Part, ...]
    pairs: frozenset[tuple[int, int]]

    @property
    def conflicts(self) -> tuple[Part, ...]:
        return tuple(part for part in self.parts if part.settled is None)

    @property
    def text(self) -> str | None:
        """The result; None as long as there is a conflict."""
        return None if self.conflicts else self.settle(())

    def settle(self, choices: Sequence[str]) -> str:
        """The text with these words where the changes conflict, in their order. Raises ValueError for too few or too many."""
        if len(choices) != len(self.conflicts):
            raise ValueError(f"{len(self.conflicts)} places are to be settled, not {len(choices)}")
        chosen = iter(choices)
        return "".join(next(chosen) if part.settled is None else part.settled for part in self.parts)


def edits(base: str, new: str) -> list[Edit]:
    """What changed from one text to another (rule 1), in order."""
    found: list[Edit] = []
    at = 0
    for segment in redline(base, new):
        words = segment["text"]
        if segment["kind"] == "added":
            found.append(Edit(at, at, words))
        else:
            found += [Edit(at, at + len(words), "")] if segment["kind"] == "removed" else []
            at += len(words)
    whole: list[Edit] = []
    for edit in found:
        if whole and close(base, whole[-1].end, edit.start):
            last = whole.pop()
            edit = Edit(last.start, edit.end, last.text + base[last.end : edit.start] + edit.text)
        whole.append(edit)
    return [_trimmed(base, edit) for edit in whole]


def _trimmed(base: str, edit: Edit) -> Edit:
    """Without the blanks that both texts begin and end with: they did not change."""
    start, end, text = edit
    while start < end and text and text[0].isspace() and base[start] == text[0]:
        start, text = start + 1, text[1:]
    while start < end and text and text[-1].isspace() and base[end - 1] == text[-1]:
        end, text = end - 1, text[:-1]
    return Edit(start, end, text)


def close(base: str, end: int, start: int) -> bool:
    """Whether nothing but blanks of one line lies between two places."""
    between = base[end:start]
    return start <= end or (not between.strip() and "\n" not in between)


def merge(base: str, texts: Sequence[str]) -> Merged:
    """Every one of these changes of the base, put together."""
    changes = [edits(base, text) for text in texts]
    everything = sorted({edit for change in changes for edit in change})
    parts: list[Part] = []
    pairs: set[tuple[int, int]] = set()
    at = 0
    for group in _groups(base, everything):
        start, end = group[0].start, max(edit.end for edit in group)
        parts += [Part(base[at:start], base[at:start], {})] if at < start else []
        says = {
            one: _within(base, change, start, end)
            for one, change in enumerate(changes)
            if not set(change).isdisjoint(group)
        }
        agreed = set(says.values())
        parts.append(Part(base[start:end], agreed.pop() if len(agreed) == 1 else None, says))
        if parts[-1].settled is None:
            pairs |= _at_odds(base, changes, group, says)
        at = end
    parts += [Part(base[at:], base[at:], {})] if at < len(base) else []
    return Merged(tuple(parts), frozenset(pairs))


def _groups(base: str, everything: Iterable[Edit]) -> list[list[Edit]]:
    """Edits in order, those that are close to one another together."""
    groups: list[list[Edit]] = []
    reach = 0
    for edit in everything:
        if groups and close(base, reach, edit.start):
            groups[-1].append(edit)
            reach = max(reach, edit.end)
        else:
            groups.append([edit])
            reach = edit.end
    return groups


def _within(base: str, change: Sequence[Edit], start: int, end: int) -> str:
    """What one change makes of a stretch of the base."""
    out, at = "", start
    for edit in change:
        if start <= edit.start and edit.end <= end:
            out += base[at : edit.start] + edit.text
            at = edit.end
    return out + base[at:end]


def _at_odds(
    base: str, changes: Sequence[Sequence[Edit]], group: Sequence[Edit], says: Mapping[int, str]
) -> set[tuple[int, int]]:
    """The pairs of changes that cannot both stand in this place (rule 2)."""
    mine = {one: [edit for edit in changes[one] if edit in group] for one in says}
    return {
        (a, b)
        for a, b in itertools.combinations(sorted(says), 2)
        if says[a] != says[b]
        and any(
            one != other and close(base, min(one.end, other.end), max(one.start, other.start))
            for one in mine[a]
            for other in mine[b]
        )
    }
