"""The bytes of a form, read: url-encoded, multipart or JSON. Whatever cannot be read is refused in words."""

from io import BytesIO
from urllib.parse import parse_qsl

import msgspec
from multipart import MultipartError, MultipartParser, parse_options_header

from workflow.adapters.doors import Upload
from workflow.web.binding import Field

MOST_FIELDS = 2_000


class Unreadable(Exception):
    """The body is not what its content type says; `status` is 400, or 415 for a type nobody here reads."""

    def __init__(self, words: str, status: int = 400) -> None:
        super().__init__(words)
        self.status = status


def read_form(body: bytes, content_type: str) -> dict[str, list[Field]]:
    """Fields by name, each with everything sent under it. An empty body is an empty form."""
    kind, options = parse_options_header(content_type)
    if not body:
        return {}
    if kind == "multipart/form-data":
        return _multipart(body, options.get("boundary", ""))
    if kind not in ("application/x-www-form-urlencoded", ""):
        raise Unreadable(f"A form cannot be sent as {kind[:60]}.", 415)
    try:
        pairs = parse_qsl(
            body.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS
        )
    except ValueError:
        raise Unreadable(
            "The form could not be read: it is not UTF-8 text, or has too many fields."
        ) from None
    return _gather(pairs)


def read_json(body: bytes, content_type: str) -> object:
    """A JSON value; nothing at all counts as an empty object."""
    if not body.strip():
        return {}
    kind, _ = parse_options_header(content_type)
    if kind != "application/json":
        raise Unreadable("Send the body as application/json.", 415)
    try:
        return msgspec.json.decode(body)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        raise Unreadable("The body is not JSON text that can be read.") from None


def _multipart(body: bytes, boundary: str) -> dict[str, list[Field]]:
    if not boundary:
        raise Unreadable("The form names no boundary between its parts.")
    pairs: list[tuple[str, Field]] = []
    try:
        # The whole body is already in memory and under the door's limit, so no part needs the disk.
        parser = MultipartParser(
            BytesIO(body), boundary, len(body), strict=False, part_limit=MOST_FIELDS,
            memory_limit=len(body) + 1, spool_limit=len(body) + 1,
        )  # fmt: skip
        for part in parser:
            if part.filename is None:
                pairs.append((part.name, part.raw.decode("utf-8")))
            else:
                pairs.append((part.name, Upload(_leaf(part.filename), part.raw)))
            part.close()
    except (MultipartError, UnicodeDecodeError, ValueError, LookupError):
        raise Unreadable(
            "The form could not be read: its parts are broken off or are not UTF-8 text."
        ) from None
    return _gather(pairs)


def _leaf(filename: str) -> str:
    """The last part of a file's name: some browsers once sent the whole path."""
    return filename.replace("\\", "/").rsplit("/", 1)[-1].replace("\x00", "")[:200]


def _gather(pairs: list[tuple[str, str]] | list[tuple[str, Field]]) -> dict[str, list[Field]]:
    found: dict[str, list[Field]] = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return found
