"""What a witness does before it signs, and the request it is asked with (C2SP tlog-witness, `add-checkpoint`).

The rules, in order; each refusal has a code of its own, and the witness's shell turns codes into HTTP:

1. the checkpoint is of a log that the witness knows, and signed by its key;
2. the asker starts from what the witness signed last: nobody else's memory counts;
3. the new tree continues the old one: nothing taken away, nothing changed, at one size one root.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from workflow.evidence import tlog
from workflow.evidence.errors import Bad
from workflow.evidence.merkle import verify_consistency
from workflow.evidence.tlog import Checkpoint

_OLD = re.compile(r"old (0|[1-9][0-9]{0,15})")
MOST_STEPS = 63


@dataclass(frozen=True)
class Seen:
    """The largest tree of one log that a witness has signed; size 0 before the first."""

    size: int = 0
    root: bytes = b""


def request(old: int, proof: Sequence[bytes], note: str) -> str:
    """The body of an `add-checkpoint`."""
    return "\n".join([f"old {old}", *(tlog.b64(step) for step in proof), "", note])


def read_request(text: str) -> tuple[int, list[bytes], str]:
    """(old size, proof, note) of an `add-checkpoint`. Raises Bad("witness.request")."""
    head, gap, note = text.partition("\n\n")
    first, *steps = head.split("\n")
    match = _OLD.fullmatch(first)
    if not match or not gap or len(steps) > MOST_STEPS:
        raise Bad("witness.request", "this is not a request to add a checkpoint")
    proof = [tlog.unb64(step, "witness.request") for step in steps]
    if any(len(step) != 32 for step in proof):
        raise Bad("witness.request", "a proof consists of hashes")
    return int(match[1]), proof, note


def judge(
    note: str, logs: Mapping[str, str], seen: Mapping[str, Seen], old: int, proof: Sequence[bytes]
) -> Checkpoint:
    """The checkpoint, if a witness may sign it. `logs`: vkeys by origin; `seen`: what it signed last, by origin.

    Raises Bad("witness.origin" | "witness.signature" | "witness.old" | "witness.behind" | "witness.forked" | "witness.proof").
    """
    origin = note.partition("\n")[0]
    if origin not in logs:
        raise Bad("witness.origin", f"this witness does not watch the log {origin[:200]!r}")
    try:
        said = tlog.open_checkpoint(tlog.own_lines(note), [logs[origin]])
    except Bad as bad:
        raise Bad("witness.signature", bad.words) from None
    before = seen.get(origin, Seen())
    if old > said.size:
        raise Bad("witness.old", f"from {old} leaves to {said.size}: a log does not shrink")
    if old != before.size:
        raise Bad("witness.behind", f"this witness last signed {before.size} leaves, not {old}")
    continues(before, said, proof)
    return said


def continues(before: Seen, said: Checkpoint, proof: Sequence[bytes]) -> None:
    """The tree that is shown grew out of the tree that was seen.

    Raises Bad("witness.truncated" | "witness.forked" | "witness.proof").
    """
    if said.size < before.size:
        raise Bad(
            "witness.truncated",
            f"the log shows {said.size} leaves where {before.size} were seen before: leaves were taken away",
        )
    if said.size == before.size and before.size and said.root != before.root:
        raise Bad("witness.forked", f"two different logs of {said.size} leaves: the log was forked")
    if before.size == 0 and not proof:
        return
    if not verify_consistency(before.size, said.size, before.root, said.root, proof):
        raise Bad(
            "witness.proof",
            f"the log of {said.size} leaves does not continue the log of {before.size} that was seen before",
        )
