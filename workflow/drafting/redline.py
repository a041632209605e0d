"""The redline of one clause: sentences first, then the words inside sentences that changed.

Segments are `{"kind", "text"}`, kind one of same, removed, added, moved_from, moved_to. The same and removed ones, joined,
are the old words; the same and added ones the new. A sentence of four words or more that vanished in one place and stands
unchanged, once, in another is named as moved.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from workflow.drafting.sequences import common, pieces

Segment = dict[str, Any]

SENTENCE = re.compile(r"[^\n.;:!?]*(?:[.;:!?](?!\s)[^\n.;:!?]*)*[.;:!?]*\s*|\n+")
WORD = re.compile(r"\s+|\w+(?:[:.'’/-]\w+)*|[^\w\s]")
MOST_WORDS = 200_000
MOVED_WORDS = 4


def sentences(text: str) -> list[str]:
    """The text in stretches that end at a full stop or a line; joined they are the text."""
    return [found for found in SENTENCE.findall(text) if found]


def redline(old: str, new: str) -> list[Segment]:
    """What happened between two plain texts."""
    before, after = sentences(old), sentences(new)
    out: list[Segment] = []
    for kind, a, a_end, b, b_end in pieces(len(before), len(after), common(before, after)):
        if kind == "same":
            out.append({"kind": "same", "text": "".join(before[a:a_end])})
        else:
            out += _words("".join(before[a:a_end]), "".join(after[b:b_end]))
    return merged(out)


def _words(old: str, new: str) -> list[Segment]:
    if not old or not new:
        return [{"kind": "removed" if old else "added", "text": old or new}]
    before, after = WORD.findall(old), WORD.findall(new)
    if len(before) + len(after) > MOST_WORDS:
        return [{"kind": "removed", "text": old}, {"kind": "added", "text": new}]
    pairs = common(before, after, 400_000)
    kept = sum(1 for a, _ in pairs if before[a].strip())
    if kept * 4 < max(_real(before), _real(after)):
        return [{"kind": "removed", "text": old}, {"kind": "added", "text": new}]
    out: list[Segment] = []
    for kind, a, a_end, b, b_end in pieces(len(before), len(after), pairs):
        if kind == "same":
            out.append({"kind": "same", "text": "".join(before[a:a_end])})
            continue
        out += [{"kind": "removed", "text": "".join(before[a:a_end])}] if a < a_end else []
        out += [{"kind": "added", "text": "".join(after[b:b_end])}] if b < b_end else []
    return out


def _real(words: Iterable[str]) -> int:
    return sum(1 for word in words if word.strip())


def merged(segments: Iterable[Segment]) -> list[Segment]:
    """Neighbours of one kind as one, and a lone blank between two changes drawn into them."""
    out: list[Segment] = []
    for segment in segments:
        if out and out[-1]["kind"] == segment["kind"]:
            out[-1] = {**segment, "text": out[-1]["text"] + segment["text"]}
        elif segment["text"]:
            out.append(segment)
    return out


def excerpt(segments: Sequence[Segment], around: int = 140) -> list[Segment]:
    """The changes with some words around each; what is left out is an ellipsis. For lists; a result is shown whole."""
    out = []
    for place, segment in enumerate(segments):
        text, first, last = segment["text"], place == 0, place == len(segments) - 1
        if segment["kind"] == "same" and len(text) > (around if first or last else 2 * around):
            before = "" if first else _whole_words(text[:around], "end") + " "
            after = "" if last else " " + _whole_words(text[-around:], "start")
            text = f"{before}…{after}"
        out.append({**segment, "text": text})
    return out


def _whole_words(text: str, cut: str) -> str:
    """Without the part of a word at the end that was cut off."""
    if " " not in text.strip():
        return text
    return (
        text[: text.rstrip().rfind(" ")]
        if cut == "end"
        else text[len(text) - len(text.lstrip()) + text.lstrip().find(" ") + 1 :]
    )


def name_moves(clauses: Iterable[list[Segment]]) -> None:
    """Mark, across all clauses, a removed stretch that was added unchanged exactly once elsewhere as moved."""
    segments = [segment for clause in clauses for segment in clause]
    removed = Counter(_key(s) for s in segments if s["kind"] == "removed")
    added = Counter(_key(s) for s in segments if s["kind"] == "added")
    for segment in segments:
        key = _key(segment)
        if removed[key] == added[key] == 1 and len(key.split()) >= MOVED_WORDS:
            segment["kind"] = {"removed": "moved_from", "added": "moved_to"}[segment["kind"]]


def _key(segment: Segment) -> str:
    return " ".join(segment["text"].split()) if segment["kind"] in ("removed", "added") else ""


def counts(segments: Iterable[Segment]) -> dict[str, int]:
    """Words by what happened to them: removed, added, moved."""
    out = {"removed": 0, "added": 0, "moved": 0}
    for segment in segments:
        words = len(segment["text"].split())
        if segment["kind"] in ("removed", "added"):
            out[segment["kind"]] += words
        elif segment["kind"] == "moved_to":
            out["moved"] += words
    return out
