"""One change to a value, as data, so that Python and a script in a browser make the same one."""

from collections.abc import Iterator
from typing import Any

Change = dict[str, Any]
"""`at`: the place, member by member; then `to`, a value, or `drop`, or `times`: so many of the list's first item."""

ODD: tuple[Any, ...] = (
    None,
    True,
    False,
    0,
    1,
    2,
    -1,
    1.5,
    2**53,
    "",
    "x",
    [],
    {},
    "A" * 43,
    [{}],
    {"zz": 1},
)
ENDS = (2, 3, 20, 50, 64, 100, 128, 500, 1000, 1200, 8760, 10_000)
NUMBERS = (*ENDS, 100_000, 1_000_000, 2**31, 2**53 - 1)


def changed(value: Any, change: Change) -> Any:
    """The value with that change; what is not on the way is shared."""
    at = change["at"]
    if not at:
        if "times" in change:
            return value[:1] * change["times"]
        return change["to"]
    step, rest = at[0], {**change, "at": at[1:]}
    copy = list(value) if isinstance(value, list) else dict(value)
    if "drop" in change and len(at) == 1:
        del copy[step]
    elif len(at) == 1 and "to" in change:
        if isinstance(copy, list):
            copy[step] = change["to"]
        else:
            copy[step] = change["to"]
    else:
        copy[step] = changed(value[step], rest)
    return copy


def changes(value: Any, at: tuple[Any, ...] = ()) -> Iterator[Change]:
    """Each place of a value in turn: other kinds of value there, none, one more, and the ends of every range."""
    place = list(at)
    for odd in ODD:
        yield {"at": place, "to": odd}
    if isinstance(value, dict):
        yield {"at": place, "to": {**value, "zz": 1}}
        for name, inner in value.items():
            yield {"at": [*place, name], "drop": 1}
            yield from changes(inner, (*at, name))
    elif isinstance(value, list):
        yield {"at": place, "to": dict(enumerate(map(str, value)))}
        if value:
            most = 8_000 // len(str(value[0]))
            yield from (
                {"at": place, "times": n} for end in (1, *ENDS) for n in (end, end + 1) if n <= max(most, 21)
            )
        for number, inner in enumerate(value[:3]):
            yield from changes(inner, (*at, number))
    elif isinstance(value, str):
        yield from ({"at": place, "to": to} for to in spoiled(value))
    elif type(value) is int:
        yield from (
            {"at": place, "to": end + more} for end in NUMBERS for more in (0, 1) if end + more < 2**53
        )


def spoiled(text: str) -> Iterator[str]:
    """A text with a little more, a little less, or something else in it."""
    yield from (text + more for more in ("x", " ", "\n", ".", "A", "=", "/1", "Z"))
    yield from (less + text for less in ("x", " ", "\n", "-", "0", "A"))
    yield from (text[:-1], text[1:], text.upper(), text.swapcase(), text * 2)
