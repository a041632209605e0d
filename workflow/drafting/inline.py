"""Inside a line: strong words, emphasis and footnote references; everything else is text (rule 6 of `markup`).

A pair of stars must hug its words: the opening one stands at a beginning (line, blank, bracket, quotation mark) and
before a character, the closing one after a character and at an end. So `Revisions*` with its `*note` below, `5 * 3`
and `***` stay what they are. There are no escapes, because an escape is a character that is signed but not shown.
"""

import re
from bisect import bisect_right
from collections.abc import Callable
from typing import Any

Node = dict[str, Any]

STARS = re.compile(r"\*+")
REFERENCE = re.compile(r"\[\^([0-9A-Za-z]{1,8})\]")
OPENING = frozenset(" \t([{\"'“‘—–-/|")
CLOSING = frozenset(" \t)]}\"'”’—–-/|.,;:!?")


def inline(line: str) -> list[Node]:
    """The nodes of one line. Linear but for a search over the closing stars."""
    return _pairs(line, 2, "strong", lambda part: _pairs(part, 1, "em", _references))


def _pairs(line: str, width: int, kind: str, within: Callable[[str], list[Node]]) -> list[Node]:
    runs = [found for found in STARS.finditer(line) if len(found[0]) == width]
    closers = [run.start() for run in runs if _closes(line, run.start(), run.end())]
    nodes: list[Node] = []
    done = 0
    for run in runs:
        if run.start() < done or not _opens(line, run.start(), run.end()):
            continue
        place = bisect_right(closers, run.end())
        if place == len(closers):
            break
        nodes += within(line[done : run.start()])
        nodes.append({"type": kind, "children": within(line[run.end() : closers[place]])})
        done = closers[place] + width
    return nodes + within(line[done:])


def _opens(line: str, start: int, end: int) -> bool:
    return (not start or line[start - 1] in OPENING) and end < len(line) and not line[end].isspace()


def _closes(line: str, start: int, end: int) -> bool:
    return (end == len(line) or line[end] in CLOSING) and start > 0 and not line[start - 1].isspace()


def _references(text: str) -> list[Node]:
    nodes: list[Node] = []
    done = 0
    for found in REFERENCE.finditer(text):
        nodes += _text(text[done : found.start()])
        nodes.append({"type": "footnote_ref", "label": found[1]})
        done = found.end()
    return nodes + _text(text[done:])


def _text(text: str) -> list[Node]:
    return [{"type": "text", "text": text}] if text else []
