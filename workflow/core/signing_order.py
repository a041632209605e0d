"""In which order the parties of an agreement sign. Plain rules.

1. Any order, unless those who run the agreement set one before the freeze: from then on it stands in what everybody signs.
2. A set order names every party that signs, each once. A party that joins later stands last until it is set anew; one that
   has left is passed over.
3. Nobody signs at a place, by key or on paper, before every required place ahead of it is signed. To decline nobody waits.
"""

from collections.abc import Collection, Sequence
from enum import StrEnum
from itertools import takewhile

from workflow.core.threshold import Slot


class Order(StrEnum):
    """What the manifest says of it."""

    ANY = "any"
    SET = "set"


def arranged(parties: Sequence[str], chosen: Sequence[str]) -> list[str]:
    """Rule 2: the parties that sign, in the order that was chosen; as they came where none was."""
    first = [one for one in dict.fromkeys(chosen) if one in parties]
    return first + [one for one in parties if one not in first]


def mistakes(parties: Sequence[str], chosen: Sequence[str]) -> dict[int, str]:
    """What keeps an order from being one, by its place (from 1): `missing`, `unknown`, `twice`, or `more` than there are."""
    found = {}
    for place in range(1, max(len(parties), len(chosen)) + 1):
        said = chosen[place - 1] if place <= len(chosen) else ""
        if place > len(parties):
            found[place] = "more"
        elif not said:
            found[place] = "missing"
        elif said not in parties:
            found[place] = "unknown"
        elif said in chosen[: place - 1]:
            found[place] = "twice"
    return found


def ahead(slots: Sequence[Slot], signed: Collection[str], place: str) -> list[Slot]:
    """Rule 3: for which places this one still waits. `slots` in the set order, `signed` by their ids."""
    before = takewhile(lambda slot: slot.id != place, slots)
    return [slot for slot in before if slot.required and slot.id not in signed]
