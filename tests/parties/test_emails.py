"""One person, one address."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.parties.emails import is_email, mailbox, normalise_email


@given(st.text())
def test_doing_it_again_changes_nothing(text: str) -> None:
    assert normalise_email(normalise_email(text)) == normalise_email(text)


@given(st.emails())
def test_every_ordinary_address_passes_and_case_does_not_matter(text: str) -> None:
    if (
        all(c not in text for c in '"(),:;<>[\\]')
        and len(text.split("@")[0]) <= 64
        and ".." not in text
        and "=?" not in text
    ):
        assert is_email(normalise_email(text))
    assert normalise_email(text.upper()) == normalise_email(text.lower()) or not text.isascii()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "@",
        "a@",
        "@b",
        "a b@c",
        "a@b@c",
        "a@b\r\nBcc: x@y",
        "a\x00@b.org",
        "<a@b.org>",
        "a@b..org",
        "a@b.org,c@d.org",
        "\u202ea@b.org",
        "=?utf-8?q?eve=40evil.example=2C?=@example.org",
        "=?utf-8?b?ZXZlQGV2aWwuZXhhbXBsZT4=?=@example.org",
        "a@=?utf-8?q?b?=",
        '"x"@example.org',
        "(x)a@b.org",
        ".a@b.org",
        "a.@b.org",
        "a..b@c.org",
        "a@[127.0.0.1]",
        "a@-b.org",
        "a@b_c.org",
        "a@b.org.",
        "a" * 65 + "@b.org",
        "a@" + "b" * 64 + ".org",
        "a@" + "b.org." * 50 + "org",
        "ångström@example.org",
        "a@exam\u200bple.org",
        "a@exämple\ufe0f.org",
        "a@xn--\u00e4.org",
    ],
)
def test_what_could_break_a_header_is_no_address(text: str) -> None:
    assert not is_email(normalise_email(text))


@pytest.mark.parametrize(
    ("typed", "kept"),
    [(" Carl@Example.ORG ", "carl@example.org"), ("Ångström@example.org", "ångström@example.org")],
)
def test_spaces_case_and_composition_are_settled(typed: str, kept: str) -> None:
    assert normalise_email(typed) == kept


@pytest.mark.parametrize(
    ("text", "box"),
    [
        ("chief@example.gov", "chief@example.gov"),
        ("o'neil+mou@a.example.gov", "o'neil+mou@a.example.gov"),
        ("root@localhost", "root@localhost"),
        ("A@EXÄMPLE.org", "a@xn--exmple-cua.org"),
        ("a@xn--exmple-cua.org", "a@xn--exmple-cua.org"),
        ("teſſ@example.org", "tess@example.org"),
        ("no address", ""),
    ],
)
def test_a_mailbox_has_one_spelling(text: str, box: str) -> None:
    assert mailbox(text) == box and is_email(normalise_email(text)) == bool(box)
