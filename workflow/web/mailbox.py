"""The development mailbox: what the embedded default has instead of a mail server, on this machine alone.

It shows letters with their sign-in links, so it exists only where no mail server is set and the service is reached as
localhost. Anywhere else the page is not found.
"""

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from workflow.adapters.doors import Desk, Doors, Page
from workflow.core.errors import NotFound

doors = Doors("web")
NEWEST = 200
PAGE = 20
LOOPBACK = ("localhost", "127.0.0.1", "::1")


@doors.get("/mailbox", act="mailbox:read")
def mailbox(desk: Desk, to: str = "", page: int = 1) -> Page:
    settings = desk.settings
    if settings.smtp_url or (urlsplit(settings.public_url).hostname or "localhost") not in LOOPBACK:
        raise NotFound()
    found, first = letters(settings.data / "mailbox", to), (max(page, 1) - 1) * PAGE
    value = {"letters": found[first : first + PAGE], "to": to, "page": max(page, 1)}
    return Page("web/mailbox.html", {**value, "more": len(found) > first + PAGE})


def letters(folder: Path, to: str = "") -> list[dict[str, Any]]:
    """The newest 200 letters, newest first; only those to one address when it is given."""
    files = sorted(folder.glob("*.eml"), reverse=True) if folder.is_dir() else []
    found = (_letter(file) for file in files)
    return [letter for letter in found if not to or letter["to"] == to][:NEWEST]


def _letter(file: Path) -> dict[str, Any]:
    message = message_from_bytes(file.read_bytes(), policy=default)
    body = message.get_body(("plain",)) if isinstance(message, EmailMessage) else None
    text = body.get_content() if body else ""
    return {
        "name": file.stem,
        "to": str(message["To"]),
        "subject": str(message["Subject"]),
        "sent": parsedate_to_datetime(message["Date"]) if message["Date"] else None,
        "text": text,
        "attached": [part.get_filename() or "" for part in message.iter_attachments()] if body else [],
        "links": [word for word in text.split() if word.startswith(("http://", "https://"))],
    }
