"""The mail sink speaks SMTP and keeps what it is sent."""

import smtplib
from email.message import EmailMessage
from urllib.parse import urlsplit

import pytest


def send(url: str, words: str) -> None:
    message = EmailMessage()
    message["To"], message["From"], message["Subject"] = "dana@example.org", "service@example.org", words
    message.set_content("Your turn: read clause 3 \u2013 and say so.")
    address = urlsplit(url)
    with smtplib.SMTP(address.hostname, address.port) as server:
        server.send_message(message)


def test_a_sent_mail_is_kept_whole(mail):
    send(mail.url, "Your turn")
    (kept,) = mail.wait_for("dana@example.org")
    assert kept["Subject"] == "Your turn"
    assert "clause 3 \u2013 and" in kept.get_content()


def test_the_sink_can_turn_mail_away(mail):
    mail.refuse = "451 Later"
    with pytest.raises(smtplib.SMTPDataError, match="Later"):
        send(mail.url, "Not now")
    assert mail.messages == []
