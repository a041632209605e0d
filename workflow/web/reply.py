"""What goes back to the visitor, before Litestar turns it into bytes on a wire."""

from dataclasses import dataclass, field
from typing import Any

import msgspec
from litestar import Response

HTML = "text/html; charset=utf-8"
JSON = "application/json"
PROBLEM = "application/problem+json"


@dataclass
class Reply:
    """Status, bytes and headers. `cookie` is a whole Set-Cookie value, empty for none.

    `shared`: every stranger may be sent the same.
    """

    status: int
    body: bytes = b""
    media_type: str = HTML
    headers: dict[str, str] = field(default_factory=dict)
    cookie: str = ""
    shared: bool = False

    @classmethod
    def of_json(cls, value: Any, status: int = 200, *, media_type: str = JSON, **headers: str) -> "Reply":
        """A JSON answer. Keyword arguments are headers: `retry_after` becomes `retry-after`."""
        named = {name.replace("_", "-"): text for name, text in headers.items()}
        return cls(status, msgspec.json.encode(value), media_type, named)

    @classmethod
    def elsewhere(cls, location: str, status: int = 303) -> "Reply":
        """Look there. 303 after a form, so that the browser asks with GET."""
        return cls(status, b"", headers={"location": location, "cache-control": "no-store"})

    def response(self) -> Response[bytes]:
        """The same as Litestar's own response."""
        headers = dict(self.headers)
        if self.cookie:
            headers["set-cookie"] = self.cookie
        # Litestar adds the charset to text by itself.
        kind = (
            self.media_type.removesuffix("; charset=utf-8")
            if self.media_type.startswith("text/")
            else self.media_type
        )
        return Response(self.body, status_code=self.status, media_type=kind, headers=headers)
