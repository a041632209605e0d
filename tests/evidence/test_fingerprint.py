import hashlib

import pytest

from workflow.evidence.fingerprint import WORDS, fingerprint


def test_a_fingerprint_is_twelve_words_of_the_first_twelve_bytes():
    assert fingerprint(bytes(range(32))) == " ".join(WORDS[:12])
    assert fingerprint(b"\xff" * 32).split() == [WORDS[255]] * 12


def test_the_list_has_a_word_for_every_byte_and_none_twice():
    assert len(WORDS) == len(set(WORDS)) == 256
    assert all(word.isascii() and word.islower() and 3 <= len(word) <= 8 for word in WORDS)


def test_the_list_never_changes():
    """Fingerprints stand in minutes on paper: the list is part of the format."""
    assert hashlib.sha256(" ".join(WORDS).encode()).hexdigest()[:16] == "9c70ccd2d42f72c8"


def test_only_a_whole_hash_has_a_fingerprint():
    with pytest.raises(ValueError, match="32-byte"):
        fingerprint(b"short")
