"""A mail server on loopback that keeps what it is sent."""

import contextlib
import email
import email.policy
import time
from collections.abc import Iterator
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


class Sink:
    """`messages` are parsed e-mails in the order of their arrival; `recipients` are those their senders named to the
    server, one list a message; `url` goes into `Settings.smtp_url`.
    """

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []
        self.recipients: list[list[str]] = []
        self.refuse = ""
        self.url = ""

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.refuse:
            return self.refuse
        self.messages.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        self.recipients.append(envelope.rcpt_tos)
        return "250 Kept"

    def to(self, address: str) -> list[EmailMessage]:
        """What was sent to one address."""
        return [message for message in self.messages if address in str(message["To"])]

    def wait_for(self, address: str, count: int = 1, seconds: float = 10) -> list[EmailMessage]:
        """The messages to an address once there are `count`; fails with what did arrive."""
        end = time.monotonic() + seconds
        while len(found := self.to(address)) < count:
            subjects = [f"{message['To']}: {message['Subject']}" for message in self.messages]
            assert time.monotonic() < end, (
                f"{len(found)} of {count} mails to {address} came; there are {subjects}"
            )
            time.sleep(0.02)
        return found


class _Controller(Controller):
    """Listens on a port of the system's choice: the first knock has to be at that one."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextlib.contextmanager
def mail_sink() -> Iterator[Sink]:
    """A sink on a free port. Set `sink.refuse = "451 Later"` to have it turn mail away."""
    sink = Sink()
    controller = _Controller(sink, hostname="127.0.0.1", port=0)
    controller.start()
    try:
        sink.url = f"smtp://127.0.0.1:{controller.port}"
        yield sink
    finally:
        controller.stop()
