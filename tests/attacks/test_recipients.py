"""One letter goes to one person, whatever the address of that person says: seen at a mail server."""

from datetime import datetime

import pytest

from tests.rig.smtp import Sink
from workflow.adapters.mail import Letter, SmtpPost
from workflow.parties.emails import is_email

SEVERAL = (
    "=?utf-8?q?eve=40evil.example=2C?=@example.org",
    "=?utf-8?q?v=40victim=2Eexample=2Cw=40two=2Eexample=2Cx=40three=2Eexample=2C?=@example.org",
    "=?utf-8?b?ZXZlQGV2aWwuZXhhbXBsZSw=?=@example.org",
    "=?utf-8?q?=0D=0ABcc=3A_all=40example=2Eorg?=@example.org",
    "a@example.org,b@example.org",
    "Eve <eve@evil.example>, a@example.org",
    "a@example.org\r\nBcc: b@example.org",
    "group:a@example.org,b@example.org;",
    "a@example.org>",
    "<a@example.org",
)


def post(mail: Sink, to: str, now: datetime) -> None:
    letter = Letter("key", to, "Subject", "Text", "<p>Text</p>", now)
    SmtpPost(mail.url, "Countersign <c@localhost>", "localhost").send(letter)


@pytest.mark.parametrize("address", SEVERAL)
def test_no_address_holds_other_peoples_addresses(mail: Sink, now: datetime, address: str) -> None:
    assert not is_email(address)
    with pytest.raises(ValueError):
        post(mail, address, now)
    assert mail.recipients == []


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("chief@example.gov", "chief@example.gov"),
        ("o'neil+mou=x?y@example.gov", "o'neil+mou=x?y@example.gov"),
        ("chief@exämple.org", "chief@xn--exmple-cua.org"),
    ],
)
def test_a_letter_goes_to_the_one_address_it_names(
    mail: Sink, now: datetime, address: str, told: str
) -> None:
    """Also at a domain in other letters, to a server that offers nothing for them."""
    post(mail, address, now)
    assert mail.recipients == [[told]] and mail.messages[0]["To"] == told
