import smtplib
import socket
import ssl
import threading
from dataclasses import replace
from datetime import datetime, timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from tests.rig.smtp import Sink
from workflow.adapters.mail import Attached, FolderPost, Letter, SmtpPost, compose, is_passing, post_for

SENDER, HOST = "Countersign <countersign@example.gov>", "mou.example.gov"


@pytest.fixture
def letter(now: datetime) -> Letter:
    return Letter(
        "letter.your_turn.7.abc",
        "chief@example.gov",
        "Your turn: Señor & Söhne",
        "Grüße\n",
        "<p>Grüße</p>",
        now,
    )


def test_a_message_is_text_and_html_and_can_be_recognised(letter: Letter) -> None:
    message = message_from_bytes(compose(letter, SENDER, HOST).as_bytes(), policy=default)
    assert (message["From"], message["To"], message["Subject"]) == (SENDER, letter.to, letter.subject)
    assert message["Message-ID"] == "<letter.your.turn.7.abc@mou.example.gov>"
    assert message["Date"] == "Tue, 12 May 2026 17:00:00 +0000"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message.get_body(("plain",)).get_content().strip() == "Grüße"
    assert message.get_body(("html",)).get_content().strip() == "<p>Grüße</p>"


def test_a_file_goes_with_a_letter_byte_for_byte(letter: Letter) -> None:
    content = '{"a": "é\r\n.\r\n"}'.encode()
    sent = compose(
        replace(letter, attached=(Attached("päckage-1.json", "application/json", content),)), SENDER, HOST
    )
    message = message_from_bytes(sent.as_bytes(), policy=default)
    (part,) = message.iter_attachments()
    assert (part.get_filename(), part.get_content_type()) == ("päckage-1.json", "application/json")
    assert part.get_content() == content and message.get_body(("plain",)).get_content().strip() == "Grüße"


@pytest.mark.parametrize("field", ["to", "subject"])
@pytest.mark.parametrize("break_", ["\n", "\r\n", "\r"])
def test_a_line_break_in_a_header_is_refused(letter: Letter, field: str, break_: str) -> None:
    with pytest.raises(ValueError):
        compose(replace(letter, **{field: f"x{break_}Bcc: all@example.org"}), SENDER, HOST)


def test_the_folder_keeps_one_file_a_letter_even_after_a_crash(tmp_path: Path, letter: Letter) -> None:
    post = FolderPost(tmp_path / "mailbox", SENDER, HOST)
    post.send(letter)
    post.send(replace(letter, key="another"))
    post.send(replace(letter, at=letter.at + timedelta(minutes=2)))
    files = sorted((tmp_path / "mailbox").iterdir())
    assert len(files) == 2 and all(file.suffix == ".eml" for file in files)
    assert {message_from_bytes(file.read_bytes())["Message-ID"] for file in files} == {
        "<letter.your.turn.7.abc@mou.example.gov>", "<another@mou.example.gov>",
    }  # fmt: skip


def test_a_server_takes_it(letter: Letter, mail: Sink) -> None:
    SmtpPost(mail.url, SENDER, HOST).send(letter)
    (message,) = mail.messages
    assert message["Subject"] == letter.subject


@pytest.mark.parametrize(
    ("answer", "passing"), [("451 Later", True), ("550 No", False), ("554 Never", False)]
)
def test_what_a_server_answers_decides_whether_it_is_asked_again(
    letter: Letter, mail: Sink, answer: str, passing: bool
) -> None:
    mail.refuse = answer
    with pytest.raises(OSError) as refusal:
        SmtpPost(mail.url, SENDER, HOST).send(letter)
    assert is_passing(refusal.value) is passing
    mail.refuse = ""
    SmtpPost(mail.url, SENDER, HOST).send(letter)
    assert len(mail.messages) == 1


def test_what_passes_and_what_does_not() -> None:
    refused = smtplib.SMTPRecipientsRefused
    assert (
        is_passing(ConnectionRefusedError())
        and is_passing(TimeoutError())
        and is_passing(smtplib.SMTPServerDisconnected())
    )
    assert is_passing(refused({"a": (450, b"greylisted")})) and not is_passing(
        refused({"a": (550, b"unknown")})
    )
    assert is_passing(smtplib.SMTPConnectError(421, "busy")) and is_passing(
        smtplib.SMTPConnectError(-1, "nothing")
    )
    assert not is_passing(smtplib.SMTPAuthenticationError(535, b"no"))
    assert not is_passing(smtplib.SMTPNotSupportedError()) and not is_passing(ssl.SSLCertVerificationError())


def answering(lines: dict[str, str]) -> tuple[int, list[str]]:
    """A mail server that knows a few lines by heart, for one visit. Returns its port and what it was told."""
    told: list[str] = []
    listening = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        with listening, listening.accept()[0] as visitor:
            visitor.settimeout(10)
            visitor.sendall(b"220 hello\r\n")
            with visitor.makefile("rb") as said:
                for line in said:
                    told.append(line.decode().strip())
                    visitor.sendall(lines.get(told[-1].split()[0].upper(), "250 ok").encode() + b"\r\n")

    threading.Thread(target=serve, daemon=True).start()
    return listening.getsockname()[1], told


def test_encryption_is_begun_wherever_it_is_offered(letter: Letter) -> None:
    port, told = answering({"EHLO": "250-me\r\n250 STARTTLS", "STARTTLS": "454 TLS not available"})
    with pytest.raises(OSError):
        SmtpPost(f"smtp://127.0.0.1:{port}", SENDER, HOST).send(letter)
    assert "STARTTLS" in told and not any(line.startswith("MAIL") for line in told)


def test_a_password_is_never_sent_in_clear_to_another_machine(letter: Letter) -> None:
    port, told = answering({"EHLO": "250-me\r\n250 AUTH PLAIN"})
    with pytest.raises(smtplib.SMTPNotSupportedError, match="the password is not sent"):
        SmtpPost(f"smtp://user:secret@0.0.0.0:{port}", SENDER, HOST).send(letter)
    assert not any(line.startswith("AUTH") for line in told)


def test_the_way_out_follows_the_settings(tmp_path: Path) -> None:
    assert isinstance(post_for("", tmp_path, SENDER, HOST), FolderPost)
    assert isinstance(post_for("smtp://localhost", tmp_path, SENDER, HOST), SmtpPost)
