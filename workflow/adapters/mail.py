"""Mail: SMTP in production, a folder of files in the embedded default. A message is rendered before it comes here."""

import re
import smtplib
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit


@dataclass(frozen=True)
class Letter:
    """One message to one person. `key` is the work row's: the Message-ID follows from it, so a repeat is recognisable."""

    key: str
    to: str
    subject: str
    text: str
    html: str
    at: datetime


class Post(Protocol):
    def send(self, letter: Letter) -> None:
        """Hand the letter over. Raises OSError or smtplib.SMTPException when it could not be; the caller tries again."""


def compose(letter: Letter, sender: str, host: str) -> EmailMessage:
    """The message as it travels: text and HTML, a stable Message-ID, no reply loops.

    Raises ValueError when a header holds a line break (the library refuses it: header injection ends here).
    """
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"], message["Subject"] = sender, letter.to, letter.subject
    message["Date"] = format_datetime(letter.at)
    message["Message-ID"] = f"<{re.sub(r'[^A-Za-z0-9.-]', '.', letter.key)}@{host}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text)
    message.add_alternative(letter.html, subtype="html")
    return message


class SmtpPost:
    """A mail server by address `smtp://user:password@host:port` or `smtps://...`."""

    def __init__(self, url: str, sender: str, host: str) -> None:
        self.parts, self.sender, self.host = urlsplit(url), sender, host

    def send(self, letter: Letter) -> None:
        kind = smtplib.SMTP_SSL if self.parts.scheme == "smtps" else smtplib.SMTP
        with kind(self.parts.hostname or "localhost", self.parts.port or 25, timeout=15) as server:
            if self.parts.scheme != "smtps" and server.has_extn("starttls"):
                server.starttls()
            if self.parts.username:
                server.login(unquote(self.parts.username), unquote(self.parts.password or ""))
            server.send_message(compose(letter, self.sender, self.host))


class FolderPost:
    """A folder of `.eml` files: what the embedded default has instead of a mail server. Shown at /mailbox."""

    def __init__(self, folder: Path, sender: str, host: str) -> None:
        self.folder, self.sender, self.host = folder, sender, host

    def send(self, letter: Letter) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        message = compose(letter, self.sender, self.host)
        name = f"{letter.at:%Y%m%dT%H%M%S}-{re.sub(r'[^A-Za-z0-9]+', '-', letter.key)[:80]}.eml"
        # A repeat after a crash overwrites its own file: same key, same time, same name.
        temporary = self.folder / f"{name}.part"
        temporary.write_bytes(message.as_bytes())
        temporary.replace(self.folder / name)


def post_for(smtp_url: str, mailbox: Path, sender: str, host: str) -> Post:
    """The way letters leave this deployment."""
    return SmtpPost(smtp_url, sender, host) if smtp_url else FolderPost(mailbox, sender, host)
