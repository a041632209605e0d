"""What a comment's event says of its words."""

from hashlib import sha256

from workflow.evidence.canonical import b64u
from workflow.evidence.said import said_hash


def test_the_hash_is_as_the_page_of_the_format_says() -> None:
    salt, words = b"s" * 32, "Not like this, señor."
    plain = (
        b"sro-mou/said/v1\0" + salt + b"\0\0\0\x02c1" + bytes([0, 0, 0, len(words.encode())]) + words.encode()
    )
    assert said_hash(salt, "c1", words) == b64u(sha256(plain).digest())


def test_other_words_another_salt_or_another_comment_give_another_hash() -> None:
    told = {
        said_hash(b"s" * 32, "c1", "Yes."), said_hash(b"s" * 32, "c1", "Yes"), said_hash(b"t" * 32, "c1", "Yes."),
        said_hash(b"s" * 32, "c", "1Yes."), said_hash(b"s" * 32, "c2", "Yes."), said_hash(b"s" * 32, "c1", "\ud800"),
    }  # fmt: skip
    assert len(told) == 6
