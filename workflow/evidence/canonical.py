"""Canonical bytes: strict RFC 8785 JSON, base64url, and the few length-prefixed forms that everything is hashed from.

The rules, so that one meaning has one sequence of bytes (docs/format.md, section 1):

- objects, arrays, strings, booleans and integers up to 2^53 - 1; no float, no null; member names are ASCII, so that
  sorting by code point and by UTF-16 unit are the same;
- what is read must serialise to the same bytes again, which refuses duplicate members, spaces and odd escapes at once;
- base64url has no padding and no spare bits: Python's decoder alone takes `QQ` and `QR` for the same byte.
"""

import binascii
import hashlib
import json
from typing import Any, NoReturn

from workflow.evidence.errors import Bad

MAX_INT = 2**53 - 1
MAX_DEPTH = 16
MAX_BYTES = 64 * 1024 * 1024

_encode = json.JSONEncoder(
    ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"), check_circular=False
).encode


def dumps(value: Any) -> bytes:
    """RFC 8785 bytes of a plain value. Raises Bad("json.value") for what the rules above do not admit."""
    _admit(value, MAX_DEPTH)
    try:
        return _encode(value).encode("utf-8")
    except UnicodeEncodeError:
        raise Bad("json.value", "a lone surrogate is not a character") from None


def loads(data: bytes) -> Any:
    """The value of canonical bytes, so that `dumps(loads(b)) == b`. Raises Bad("json.canonical") otherwise."""
    if len(data) > MAX_BYTES:
        raise Bad("json.canonical", "longer than 64 MiB")
    try:
        text = data.decode("utf-8")
        value = _decode(text)
        _admit(value, MAX_DEPTH)
    except (ValueError, RecursionError):
        raise Bad("json.canonical", "this is not JSON in UTF-8") from None
    except Bad as bad:
        raise Bad("json.canonical", bad.words) from None
    if _encode(value) != text:
        raise Bad("json.canonical", "the JSON is not in its canonical form (RFC 8785)")
    return value


def _refuse(text: str) -> NoReturn:
    raise Bad("json.value", f"{text[:20]} is not an integer")


def _small(text: str) -> int:
    if len(text) > 17:
        raise Bad("json.value", "an integer is beyond 2^53 - 1")
    return int(text)


_decode = json.JSONDecoder(parse_float=_refuse, parse_constant=_refuse, parse_int=_small).decode


def _admit(value: Any, depth: int) -> None:
    kind = type(value)
    if kind is str or kind is bool:
        return
    if kind is int:
        if not -MAX_INT <= value <= MAX_INT:
            raise Bad("json.value", "an integer is beyond 2^53 - 1")
    elif depth == 0:
        raise Bad("json.value", "nested too deeply")
    elif kind is dict:
        for name, member in value.items():
            if type(name) is not str or not name.isascii():
                raise Bad("json.value", "a member name is not ASCII")
            _admit(member, depth - 1)
    elif kind is list:
        for member in value:
            _admit(member, depth - 1)
    else:
        raise Bad("json.value", f"{kind.__name__} has no canonical form here")


_TO_URL = bytes.maketrans(b"+/", b"-_")
_FROM_URL = bytes.maketrans(b"-_+/=", b"+/***")
"""What is not of the alphabet becomes a star, which the decoder passes over, so that it is missed afterwards."""
_PADDING = (b"", b"===", b"==", b"=")


def b64u(data: bytes) -> str:
    """base64url without padding (RFC 4648, section 5)."""
    return binascii.b2a_base64(data, newline=False).translate(_TO_URL).rstrip(b"=").decode("ascii")


def unb64u(text: object, length: int | None = None) -> bytes:
    """The bytes of strict base64url, of `length` bytes where given. Raises Bad("base64") otherwise."""
    if not isinstance(text, str) or not text.isascii():
        raise Bad("base64", "base64url is an ASCII string")
    padded = text.encode("ascii").translate(_FROM_URL) + _PADDING[len(text) % 4]
    try:
        data = binascii.a2b_base64(padded)
    except binascii.Error:
        raise Bad("base64", "not base64url") from None
    if binascii.b2a_base64(data, newline=False) != padded:
        raise Bad("base64", "the base64url has spare bits, padding or foreign characters")
    if length is not None and len(data) != length:
        raise Bad("base64", f"{length} bytes were expected, not {len(data)}")
    return data


def sha256(*parts: bytes) -> bytes:
    """SHA-256 over the concatenation of the parts, 32 bytes."""
    return hashlib.sha256(b"".join(parts)).digest()


def u32(number: int) -> bytes:
    """Four bytes, big-endian."""
    return number.to_bytes(4, "big")


def u64(number: int) -> bytes:
    """Eight bytes, big-endian."""
    return number.to_bytes(8, "big")


def lp(data: bytes) -> bytes:
    """The bytes behind their own length (u32), so that a concatenation can be read in one way only."""
    return u32(len(data)) + data


def hash_of(domain: str, value: Any) -> str:
    """`b64u(H(domain \\0 JCS(value)))`: how heads, envelopes and publications are named."""
    return b64u(sha256(domain.encode("ascii"), b"\0", dumps(value)))
