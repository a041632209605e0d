"""Every door of a deployment as it is opened, and which of its pages stands at an address."""

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property
from urllib.parse import parse_qs, unquote, urlsplit

from workflow.adapters.doors import Door, Doors
from workflow.core.permissions import ACTS
from workflow.web.binding import PARAMETER, plan
from workflow.web.visit import Opening, Visit

_KINDS = {"str": r"[^/]+", "int": r"-?\d+", "path": r".+"}


class Openings:
    """All openings. Raises ValueError for two doors with one address, and KeyError for an act that is not in the table."""

    def __init__(self, rooms: Iterable[Doors], demo: bool) -> None:
        # Elsewhere the demo has no door at all.
        self.all = [one for one in _openings(rooms) if demo or not one.door.act.startswith("demo:")]

    def looking(self, visit: Visit, address: str) -> Visit | None:
        """The same visitor looking at a page of ours instead; None where no page stands at the address."""
        parts = urlsplit(address)
        path = "" if parts.scheme or parts.netloc else unquote(parts.path)
        for pattern, opening in self._pages:
            if found := pattern.fullmatch(path):
                kinds = dict(PARAMETER.findall(opening.plan.shape))
                return replace(
                    visit, method="GET", path=path, raw_query=parts.query, body=b"", opening=opening,
                    path_values={k: int(v) if kinds[k] == "int" else v for k, v in found.groupdict().items()},
                    query=parse_qs(parts.query, keep_blank_values=True),
                    headers={k: v for k, v in visit.headers.items() if k != "if-none-match"},
                )  # fmt: skip
        return None

    @cached_property
    def _pages(self) -> list[tuple[re.Pattern[str], Opening]]:
        """What is written out before what is left open: `/mous/new` is no agreement."""
        pages = [one for one in self.all if one.door.method == "GET" and not one.api]
        pages.sort(key=lambda one: one.plan.shape.count("{"))
        return [(_pattern(one.plan.shape), one) for one in pages]


def bare(path: str) -> str:
    """A route's pattern without the types and a slash at its end: `/editions/{edition_id}`."""
    return re.sub(r":\w+}", "}", path).rstrip("/") or "/"


def _pattern(shape: str) -> re.Pattern[str]:
    parts = PARAMETER.split(shape)
    names = zip(parts[1::3], parts[2::3], parts[3::3], strict=True)
    return re.compile(re.escape(parts[0]) + "".join(
        f"(?P<{name}>{_KINDS[kind]}){re.escape(after)}" for name, kind, after in names
    ))  # fmt: skip


def _openings(rooms: Iterable[Doors]) -> Iterable[Opening]:
    taken: dict[tuple[str, str], Door] = {}
    for door in (door for room in rooms for door in room.all):
        ACTS[door.act]
        how = plan(door)
        if (other := taken.setdefault((door.method, how.shape), door)) is not door:
            raise ValueError(f"{door.method} {door.path} is declared by {other.room} and by {door.room}.")
        yield Opening(door, how)
        if door.api:
            yield Opening(door, how, api=True)
