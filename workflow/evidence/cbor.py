"""The little CBOR that WebAuthn needs: integers, bytes, text, arrays and maps, minimal lengths only (RFC 8949)."""

from typing import Any

from workflow.evidence.errors import Bad

MAX_DEPTH = 8


def loads(data: bytes) -> Any:
    """The one value that is exactly these bytes. Raises Bad("signature.cbor")."""
    value, end = read(data, 0)
    if end != len(data):
        raise Bad("signature.cbor", "bytes follow the CBOR value")
    return value


def read(data: bytes, start: int, depth: int = MAX_DEPTH) -> tuple[Any, int]:
    """(value, where it ends), for values that something else follows. Raises Bad("signature.cbor")."""
    if depth == 0:
        raise Bad("signature.cbor", "nested too deeply")
    kind, number, at = _head(data, start)
    if kind == 0:
        return number, at
    if kind == 1:
        return -1 - number, at
    if kind in (2, 3):
        raw = data[at : at + number]
        if len(raw) != number:
            raise Bad("signature.cbor", "the CBOR ends early")
        return (raw if kind == 2 else _text(raw)), at + number
    if kind == 4:
        items = []
        for _ in range(number):
            item, at = read(data, at, depth - 1)
            items.append(item)
        return items, at
    if kind == 5:
        return _map(data, number, at, depth)
    raise Bad("signature.cbor", "a kind of CBOR that no key needs")


def _head(data: bytes, start: int) -> tuple[int, int, int]:
    if start >= len(data):
        raise Bad("signature.cbor", "the CBOR ends early")
    kind, small, at = data[start] >> 5, data[start] & 31, start + 1
    if small < 24:
        return kind, small, at
    if small > 27:
        raise Bad("signature.cbor", "a CBOR length that is not definite")
    width = 1 << (small - 24)
    raw = data[at : at + width]
    number = int.from_bytes(raw, "big")
    if len(raw) != width or number < (24, 1 << 8, 1 << 16, 1 << 32)[small - 24]:
        raise Bad("signature.cbor", "a CBOR length that is cut or not minimal")
    return kind, number, at + width


def _text(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        raise Bad("signature.cbor", "text that is not UTF-8") from None


def _map(data: bytes, count: int, at: int, depth: int) -> tuple[dict[Any, Any], int]:
    found: dict[Any, Any] = {}
    for _ in range(count):
        key, at = read(data, at, depth - 1)
        if not isinstance(key, int | str | bytes) or key in found:
            raise Bad("signature.cbor", "a map key that is twice there, or is none")
        found[key], at = read(data, at, depth - 1)
    return found, at


def dumps(value: Any) -> bytes:
    """Canonical bytes of integers, bytes, text, lists and dicts (in the order given)."""
    if isinstance(value, int):
        return _write(0, value) if value >= 0 else _write(1, -1 - value)
    if isinstance(value, bytes):
        return _write(2, len(value)) + value
    if isinstance(value, str):
        return _write(3, len(value.encode())) + value.encode()
    if isinstance(value, list):
        return _write(4, len(value)) + b"".join(dumps(item) for item in value)
    if isinstance(value, dict):
        return _write(5, len(value)) + b"".join(dumps(k) + dumps(v) for k, v in value.items())
    raise TypeError(type(value).__name__)


def _write(kind: int, number: int) -> bytes:
    if number < 24:
        return bytes([kind << 5 | number])
    for small, width in ((24, 1), (25, 2), (26, 4), (27, 8)):
        if number < 1 << (8 * width):
            return bytes([kind << 5 | small]) + number.to_bytes(width, "big")
    raise ValueError("an integer beyond 64 bits")
