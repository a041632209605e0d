"""What `countersign keys` shows: every key of the service by its public half, since when, until when, and where it lies."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from workflow.adapters.keystore import KINDS, Keystore, spki
from workflow.adapters.rotations import Rotation, name_of
from workflow.evidence.canonical import unb64u
from workflow.evidence.fields import write_moment
from workflow.evidence.keyrecord import key_id


@dataclass(frozen=True)
class Listed:
    """One key as the command shows it. `state` is in use, announced or replaced."""

    kind: str
    fingerprint: str
    state: str
    since: str
    until: str
    where: str


def listed(keys: Keystore) -> list[Listed]:
    """Every key, in use, announced or replaced. Nothing is made."""
    found: list[Listed] = []
    if keys.seal_elsewhere:
        own = keys.seal.certificate
        dates = own.not_valid_before_utc, own.not_valid_after_utc
        found.append(
            Listed("seal", key_id(spki(own)), "in use", *map(write_moment, dates), keys.seal_elsewhere)
        )
    for kind in (*KINDS, "authority"):
        turns = keys.rotated(kind)
        first = keys.folder / name_of(kind, 1)
        if (turns or first.exists()) and not (kind == "seal" and keys.seal_elsewhere):
            found += _of_kind(keys, kind, first, turns)
    return found


def _of_kind(keys: Keystore, kind: str, first: Path, turns: list[Rotation]) -> Iterator[Listed]:
    """The keys of one kind in their order: each begins when its predecessor is replaced."""
    publics = (
        [unb64u(turns[0].old), *(unb64u(one.new) for one in turns)] if turns else [keys.public(first.name)]
    )
    since = [_made(first), *(one.due for one in turns)]
    for number, public in enumerate(publics, start=1):
        after = turns[number - 1] if number <= len(turns) else None
        before = turns[number - 2] if number > 1 else None
        state = (
            "replaced"
            if after and after.done >= 0
            else "announced"
            if before and before.done < 0
            else "in use"
        )
        where = "" if state == "replaced" else str(keys.folder / name_of(kind, number))
        yield Listed(kind, key_id(public), state, since[number - 1], after.due if after else "", where)


def _made(first: Path) -> str:
    """When the first key was made; empty once its file is gone."""
    return write_moment(datetime.fromtimestamp(first.stat().st_mtime, UTC)) if first.exists() else ""
