"""Mail: SMTP in production, a folder of files in the embedded default. A message is rendered before it comes here."""

import re
import smtplib
import ssl
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from hashlib import sha256
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit


@dataclass(frozen=True)
class Attached:
    """A file that goes with a letter."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True)
class Letter:
    """One message to one person. `key` is the work row's: the Message-ID follows from it, so a repeat is recognisable."""

    key: str
    to: str
    subject: str
    text: str
    html: str
    at: datetime
    attached: tuple[Attached, ...] = ()


class Post(Protocol):
    def send(self, letter: Letter) -> None:
        """Hand the letter over. Raises OSError (every smtplib.SMTPException is one) when it could not be: see `is_passing`."""


def is_passing(failure: OSError) -> bool:
    """Whether the same letter may well be taken later: no answer, or a 4xx. A 5xx is an answer, and it is no."""
    if isinstance(failure, smtplib.SMTPRecipientsRefused):
        return all(400 <= code < 500 for code, _ in failure.recipients.values())
    if isinstance(failure, smtplib.SMTPResponseException):
        return 400 <= failure.smtp_code < 500 or failure.smtp_code < 0
    if isinstance(failure, smtplib.SMTPException):
        return isinstance(failure, smtplib.SMTPServerDisconnected)
    return not isinstance(failure, ssl.SSLCertVerificationError)


_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LOCAL = re.compile(rf"{_ATOM}(?:\.{_ATOM})*")
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_DOMAIN = re.compile(rf"{_LABEL}(?:\.{_LABEL})*")


def deliverable(address: str) -> str:
    """The address as every mail server takes it: a plain local part at a domain in ASCII. Raises ValueError for any other.

    `=?` begins an encoded word, which the library would decode: to a comma and other people's addresses, for example.
    Signs of a domain that say nothing are refused, so that a mailbox has one spelling, or two with that in ASCII.
    """
    local, _, domain = address.partition("@")
    if len(local) > 64 or "=?" in local or not _LOCAL.fullmatch(local) or len(domain) > 253:
        raise ValueError("the part before the @ is not plain")
    plain = domain.encode("idna").decode()
    if not _DOMAIN.fullmatch(plain) or (plain != domain and plain.encode().decode("idna") != domain):
        raise ValueError("what follows the @ is no domain")
    return f"{local}@{plain}"


def compose(letter: Letter, sender: str, host: str) -> EmailMessage:
    """The message as it travels: text and HTML, a stable Message-ID, no reply loops.

    Raises ValueError when a header holds a line break (the library refuses it: header injection ends here), and when it
    would not go to the one address that the letter names.
    """
    message, to = EmailMessage(policy=SMTP), deliverable(letter.to)
    message["From"], message["To"], message["Subject"] = sender, Address(addr_spec=to), letter.subject
    if [one.addr_spec for one in message["To"].addresses] != [to]:
        raise ValueError("the letter would go to somebody else")
    message["Date"] = format_datetime(letter.at)
    message["Message-ID"] = f"<{re.sub(r'[^A-Za-z0-9.-]', '.', letter.key)}@{host}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text)
    message.add_alternative(letter.html, subtype="html")
    for one in letter.attached:
        kind, _, sub = one.media_type.partition("/")
        message.add_attachment(one.content, maintype=kind, subtype=sub, filename=one.name)
    return message


class SmtpPost:
    """A mail server by address `smtp://user:password@host:port` or `smtps://...`.

    STARTTLS is used wherever it is offered. A password is never sent in clear, except on this machine itself.
    """

    def __init__(self, url: str, sender: str, host: str) -> None:
        self.parts, self.sender, self.host = urlsplit(url), sender, host

    def send(self, letter: Letter) -> None:
        message = compose(letter, self.sender, self.host)
        with self._connected() as server:
            if self.parts.username:
                server.login(unquote(self.parts.username), unquote(self.parts.password or ""))
            server.send_message(message, to_addrs=[deliverable(letter.to)])

    def _connected(self) -> smtplib.SMTP:
        host, trust = self.parts.hostname or "localhost", ssl.create_default_context()
        if self.parts.scheme == "smtps":
            return smtplib.SMTP_SSL(host, self.parts.port or 465, timeout=15, context=trust)
        server = smtplib.SMTP(host, self.parts.port or 25, timeout=15)
        try:
            server.ehlo_or_helo_if_needed()  # before it, no server seems to offer anything
            if server.has_extn("starttls"):
                server.starttls(context=trust)
            elif self.parts.username and host not in ("localhost", "127.0.0.1", "::1"):
                raise smtplib.SMTPNotSupportedError(
                    f"{host} offers no STARTTLS, so the password is not sent to it"
                )
        except BaseException:
            server.close()
            raise
        return server


class FolderPost:
    """A folder of `.eml` files: what the embedded default has instead of a mail server. Shown at /mailbox."""

    def __init__(self, folder: Path, sender: str, host: str) -> None:
        self.folder, self.sender, self.host = folder, sender, host

    def send(self, letter: Letter) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        message = compose(letter, self.sender, self.host)
        mark = sha256(letter.key.encode()).hexdigest()[:16]
        before = list(self.folder.glob(f"*-{mark}.eml"))
        file = self.folder / f"{letter.at:%Y%m%dT%H%M%S.%f}-{mark}.eml"
        temporary = file.with_suffix(".part")
        temporary.write_bytes(message.as_bytes())
        temporary.replace(file)
        for old in before:  # the same letter before a crash: its repeat takes its place
            if old != file:
                old.unlink(missing_ok=True)


def post_for(smtp_url: str, mailbox: Path, sender: str, host: str) -> Post:
    """The way letters leave this deployment."""
    return SmtpPost(smtp_url, sender, host) if smtp_url else FolderPost(mailbox, sender, host)
