"""A form posted twice takes effect once.

Every form carries a random key, an API call may bring one (`Idempotency-Key`). The key is claimed in the same
transaction as the act, so either both stand or neither: if we crash in between, nothing was claimed and the same form
works again. A second sender of the same key waits for the first one's commit and then gets the first one's answer.

A page's key counts together with what was sent: who goes back, mends the text and sends again means a new act. An API
key stands for one request alone, and another body under it is refused. Who calls without a session has no name that the
key could belong to: there it counts together with what was sent and with the address it came from. No API key hands a
session out twice, because a key that a program chose is no secret.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

import msgspec
from sqlalchemy import delete, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from workflow.adapters.doors import Done, Upload
from workflow.core.errors import Invalid
from workflow.parties.models import Once
from workflow.web.binding import Field
from workflow.web.secret import stamp

KEPT = timedelta(hours=24)
_CARRIERS = frozenset({"csrf", "once"})


@dataclass(frozen=True)
class Key:
    """`raw` is the key as sent and is never stored: a form's, which `seals`, also seals the token of a sign-in (see `keep`)."""

    raw: str
    row: str
    owner: str
    request: str
    seals: bool = False


def page_key(raw: str, path: str, sent: Mapping[str, list[Field]]) -> Key | None:
    """The key of a form. None when the form carries none."""
    if not raw:
        return None
    request = fingerprint(path, sent)
    return Key(raw, _hash(f"page\x00{raw}\x00{request}"), "", request, seals=True)


def api_key(raw: str, path: str, body: bytes, owner: str, address: str = "") -> Key | None:
    """The key of an API call, its owner's own; without an owner, this very request's from this address. Raises Invalid for
    one that is too long to be meant."""
    if not raw:
        return None
    if len(raw) > 200:
        raise Invalid.one("Idempotency-Key", "An Idempotency-Key has at most 200 characters.")
    request = sha256(path.encode() + b"\x00" + body).hexdigest()
    if not owner:
        return Key(raw, _hash(f"stranger\x00{raw}\x00{address}\x00{request}"), "", request)
    return Key(raw, _hash(f"api\x00{raw}"), owner, request)


def fingerprint(path: str, sent: Mapping[str, list[Field]]) -> str:
    """What a form says, whatever boundary its parts were sent with."""
    said = [
        [
            name,
            *(
                ["", one.name, sha256(one.content).hexdigest()] if isinstance(one, Upload) else one
                for one in given
            ),
        ]
        for name, given in sorted(sent.items())
        if name not in _CARRIERS
    ]
    return sha256(path.encode() + msgspec.json.encode(said)).hexdigest()


def claim(session: Session, secret: bytes, key: Key, at: datetime) -> Done | None:
    """None: the key is ours now, act. A Done: somebody acted under it, and this is what they were told.

    Raises Invalid when the key stood for something else.
    """
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    taken = session.execute(
        insert(Once)
        .values(
            key=key.row, person_id=key.owner, request_hash=key.request, status=0, location="", value={}, at=at
        )
        .on_conflict_do_nothing()
        .returning(col(Once.key))
    ).first()
    if taken:
        return None
    row = session.exec(select(Once).where(Once.key == key.row, Once.person_id == key.owner)).one()
    if row.request_hash != key.request:
        raise Invalid.one(
            "Idempotency-Key",
            "This key was already used for another request. Use a new key for a new act.",
            "reused",
        )
    token = _seal(secret, key, bytes.fromhex(row.value["token"])).decode() if row.value.get("token") else None
    return Done(row.location, row.value.get("value", {}), "" if row.value.get("ended") else token)


def keep(session: Session, secret: bytes, key: Key, done: Done) -> None:
    """Store the answer beside the act. A sign-in's token is sealed with the form's own key, which is not stored:
    the person who pressed the button twice gets in, and the table gives nobody a session. Under a key that is no secret
    nothing is kept of it: sending it again is trying a used link.
    """
    if done.session_token and not key.seals:
        release(session, key)
        return
    value: dict[str, Any] = {"value": msgspec.to_builtins(done.value, str_keys=True)}
    if done.session_token:
        value["token"] = _seal(secret, key, done.session_token.encode()).hex()
    elif done.session_token == "":
        value["ended"] = True
    session.execute(
        update(Once)
        .where(col(Once.key) == key.row, col(Once.person_id) == key.owner)
        .values(status=303, location=done.location, value=value)
    )


def release(session: Session, key: Key) -> None:
    """Nothing lasting was done under this key (a form answered with a page): it may be sent again."""
    session.execute(delete(Once).where(col(Once.key) == key.row, col(Once.person_id) == key.owner))


def forget(session: Session, at: datetime) -> None:
    """Drop what is too old for anybody to send again."""
    session.execute(delete(Once).where(col(Once.at) < at - KEPT))


def _seal(secret: bytes, key: Key, text: bytes) -> bytes:
    """XOR with a pad that only the secret and the unstored key give; the same call opens it again."""
    pad = b"".join(bytes.fromhex(stamp(secret, f"once-{n}", key.raw)) for n in range(len(text) // 32 + 1))
    return bytes(a ^ b for a, b in zip(text, pad, strict=False))


def _hash(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
