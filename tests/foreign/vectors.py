"""The vectors of `tests/vectors`, taken apart by hands that know `docs/format.md` and none of our code."""

import base64
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

Said = dict[str, Any]
FOLDER = Path(__file__).parents[1] / "vectors"
INDEX: list[Said] = json.loads((FOLDER / "index.json").read_bytes())["vectors"]
GOOD = [one["name"] for one in INDEX if one["verdict"] == "verified"]
READABLE = [
    one["name"]
    for one in INDEX
    if one["verdict"] == "not_verified" or (one["name"] in GOOD and one["policy"])
]
"""What is a package at all, under a policy or without one."""


def unb64u(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def b64u(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def expected(name: str) -> Said:
    return next(one for one in INDEX if one["name"] == name)


@cache
def package(name: str) -> Said:
    found: Said = json.loads((FOLDER / expected(name)["package"]).read_bytes())
    return found


@cache
def policy(name: str) -> Said:
    """The policy of a vector; that of a good one where it has none."""
    path = expected(name)["policy"] or expected("good-published")["policy"]
    found: Said = json.loads((FOLDER / path).read_bytes())
    return found


def entries(parcel: Said) -> list[Said]:
    """Every link that the package's checkpoint covers."""
    told = (*parcel["parties"], *parcel.get("adoptions", []))
    return [*parcel["edition_chain"], *(one for part in told for one in part["chain"])]


def envelopes(parcel: Said) -> list[Said]:
    return [entry["envelope"] for entry in entries(parcel) if "envelope" in entry]


def statement(envelope: Said) -> Said:
    said: Said = json.loads(unb64u(envelope["statement"]))
    return said


def pae(envelope: Said) -> bytes:
    """What a challenge is the SHA-256 of (DSSE pre-authentication encoding)."""
    kind, body = envelope["type"].encode(), unb64u(envelope["statement"])
    return b"DSSEv1 %d %s %d %s" % (len(kind), kind, len(body), body)


def key_records(value: Any) -> Iterator[dict[str, str]]:
    """Every key record in a statement, wherever it stands."""
    if isinstance(value, dict):
        if {"spki", "alg", "id"} <= set(value):
            yield value
        for inner in value.values():
            yield from key_records(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from key_records(inner)


def keys(parcel: Said) -> dict[str, dict[str, str]]:
    """Every key of the package by its id."""
    return {key["id"]: key for each in envelopes(parcel) for key in key_records(statement(each))}


def leaf_data(leaf: Said) -> bytes:
    """What the log holds: its domain, a length, canonical JSON (members are ASCII, so sorting is sorting)."""
    body = json.dumps(leaf, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
    return b"sro-mou/log-leaf/v1\0" + len(body).to_bytes(4, "big") + body
