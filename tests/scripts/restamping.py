"""A time token written anew by an authority that holds its key: one value in it is otherwise, and every hash and signature fits it.

The token is a tree of DER values. What follows from the rest (the certificate's signature, its hash among the signed
attributes, the hash of what is said, the authority's signature) is made again, except where that is the change itself.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

Place = tuple[int, ...]
OCTETS, SEQUENCE, SET = 0x04, 0x30, 0x31
CERTIFICATE, SAID, SIGNER = (1, 0, 3, 0), (1, 0, 2, 1, 0), (1, 0, 4, 0)
"""Where they stand in a token of one signer (RFC 5652, sections 5.1 and 5.3)."""
RSA = "2a864886f70d0101"
DIGESTS = {"sha256": "608648016503040201", "sha384": "608648016503040202", "sha512": "608648016503040203"}
SIGNATURES = {
    ("ecdsa", "sha256"): "2a8648ce3d040302", ("ecdsa", "sha384"): "2a8648ce3d040303", ("ecdsa", "sha512"): "2a8648ce3d040304",
    ("rsa", "sha256"): RSA + "0b", ("rsa", "sha384"): RSA + "0c", ("rsa", "sha512"): RSA + "0d",
}  # fmt: skip
"""Object identifiers by the names of digests."""
MESSAGE_DIGEST, SIGNING_CERTIFICATE = "2a864886f70d010904", "2a864886f70d010910022f"


@dataclass
class Value:
    """One DER value: its tag, and the values or the bytes in it. `form`: so many bytes more than its length needs, -1 for no length."""

    tag: int
    within: "list[Value]" = field(default_factory=list)
    body: bytes = b""
    form: int = 0

    @property
    def bytes(self) -> bytes:
        """As it stands in a file."""
        body = b"".join(one.bytes for one in self.within) or self.body
        return bytes([self.tag]) + _length(len(body), self.form) + body

    def at(self, place: Place) -> "Value":
        """The value at a place."""
        return self.within[place[0]].at(place[1:]) if place else self

    def places(self, place: Place = ()) -> Iterator[Place]:
        """Every place in it."""
        yield place
        for number, one in enumerate(self.within):
            yield from one.places((*place, number))


def _length(size: int, form: int) -> bytes:
    if form < 0:
        return b"\x80"
    digits = form + ((size.bit_length() + 7) // 8 if size > 0x7F else 0)
    return bytes([0x80 | digits]) + size.to_bytes(digits, "big") if digits else bytes([size])


def opened(data: bytes) -> list[Value]:
    """The values that follow one another in these bytes, which are DER; octets that are one sequence are opened too."""
    found, at = [], 0
    while at < len(data):
        tag, size, start = data[at], data[at + 1], at + 2
        if size > 0x7F:
            start += size & 0x7F
            size = int.from_bytes(data[at + 2 : start], "big")
        body = data[start : start + size]
        inner = opened(body) if tag & 0x20 or (tag == OCTETS and _is_sequence(body)) else []
        found.append(Value(tag, inner, b"" if inner else body))
        at = start + size
    return found


def _is_sequence(body: bytes) -> bool:
    try:
        return body[0] == SEQUENCE and b"".join(one.bytes for one in opened(body)) == body
    except (IndexError, OverflowError):
        return False


@dataclass(frozen=True)
class Authority:
    """A token, and how its authority signs: given the bytes and the name of a digest."""

    token: bytes
    sign: Callable[[bytes, str], bytes]
    digest: str = "sha256"
    certificate_hash: str = "sha256"

    def with_digest(self, digest: str) -> "Authority":
        """The same, but it signs with another digest."""
        [token] = opened(self.token)
        for place in ((1, 0, 1, 0, 0), (*SIGNER, 2, 0)):
            token.at(place).body = bytes.fromhex(DIGESTS[digest])
        algorithm = token.at((*SIGNER, 4, 0))
        kind = "rsa" if algorithm.body.hex().startswith(RSA) else "ecdsa"
        algorithm.body = bytes.fromhex(SIGNATURES[kind, digest])
        return replace(self, digest=digest)._settled(token)

    def with_certificate_hash(self, digest: str) -> "Authority":
        """The same, but it names its certificate by this digest, and says by which (RFC 5035)."""
        [token] = opened(self.token)
        attributes = token.at((*SIGNER, 3)).within
        [named] = [one for one in attributes if one.within[0].body.hex() == SIGNING_CERTIFICATE]
        algorithm = Value(SEQUENCE, [Value(0x06, body=bytes.fromhex(DIGESTS[digest]))])
        named.at((1, 0, 0, 0)).within.insert(0, algorithm)
        return replace(self, certificate_hash=digest)._settled(token)

    def _settled(self, token: Value) -> "Authority":
        """With this token, closed once more: the order of a set's items depends on what is in them."""
        self._closed(token, ())
        token.at((*SIGNER, 3)).within.sort(key=lambda one: one.bytes)
        return replace(self, token=self._closed(token, ()))

    def with_change(self, place: Place, change: "Change") -> bytes:
        """The token with a change to the value at a place, given with its neighbours."""
        [token] = opened(self.token)
        holder = token.at(place[:-1])
        change(holder.within, place[-1])
        return self._closed(token, place)

    def _closed(self, token: Value, changed: Place) -> bytes:
        certificate, signer = token.at(CERTIFICATE), token.at(SIGNER)

        def put(place: Place, made: Callable[[], bytes]) -> None:
            if changed[: len(place)] != place:
                value = token.at(place)
                value.within, value.body = [], made()

        put((*CERTIFICATE, 2), lambda: b"\0" + self.sign(certificate.within[0].bytes, "sha256"))
        for number, attribute in enumerate(signer.within[3].within):
            kind = attribute.within[0].body.hex() if attribute.within else ""
            place = (*SIGNER, 3, number, 1, 0)
            if kind == MESSAGE_DIGEST:
                put(place, lambda: hashlib.new(self.digest, token.at(SAID).within[0].bytes).digest())
            elif kind == SIGNING_CERTIFICATE:
                own = (*place, 0, 0)
                put(
                    (*own, len(token.at(own).within) - 1),
                    lambda: hashlib.new(self.certificate_hash, certificate.bytes).digest(),
                )
        attributes = signer.within[3].bytes
        put((*SIGNER, 5), lambda: self.sign(bytes([SET]) + attributes[1:], self.digest))
        return token.bytes


Change = Callable[[list[Value], int], None]


def changes(value: Value, others: Sequence[bytes] = ()) -> Iterator[tuple[str, Change]]:
    """A value otherwise, with what kind of change that is. `others`: what else may stand in it."""
    for tag in {value.tag ^ 1, value.tag | 0x1F, 0x02, 0x04, 0x05, 0x30} - {value.tag}:
        yield "tag", _to(tag=tag)
    for form in (1, 3, 4, -1):
        yield "form", _to(form=form)
    yield "drop", lambda them, at: them.__delitem__(at)
    yield "twice", lambda them, at: them.insert(at, deepcopy(them[at]))
    for tag in (0x05, 0x1F, 0x30):
        yield "beside", partial(_beside, tag)
        yield "within", partial(_within, tag)
    if not value.within:
        body = value.body
        for other in (b"", body + b"\0", b"\0" + body, body[:-1], body[:-1] + b"\1", *others):
            yield "body", _to(body=other)


def _to(**members: Any) -> Change:
    def change(them: list[Value], at: int) -> None:
        them[at] = replace(them[at], **members)

    return change


def _beside(tag: int, them: list[Value], at: int) -> None:
    them.insert(at + 1, Value(tag))


def _within(tag: int, them: list[Value], at: int) -> None:
    them[at].within.append(Value(tag))
