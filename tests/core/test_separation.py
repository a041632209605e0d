"""Who approves what they wrote: every combination of three approvals, with and without deputies."""

import itertools

import pytest

from workflow.core.separation import Word, approved_by_its_author_alone

WORDS = [Word(person, deputy) for person in ("ana", "ben") for deputy in ("", "ana", "cleo")]
GIVEN = [words for count in range(3) for words in itertools.combinations_with_replacement(WORDS, count)]


@pytest.mark.parametrize("author", ["ana", "ben", "cleo", "dora", ""])
def test_alone_is_when_no_other_voice_was_heard(author: str) -> None:
    for words in GIVEN:
        voices = {one.said_by if one.said_by else one.person_id for one in words}
        assert approved_by_its_author_alone(words, author) is (voices == {author} and author != "")


def test_a_deputy_speaks_in_the_deputys_own_voice() -> None:
    assert approved_by_its_author_alone([Word("ben", "ana")], "ana")
    assert not approved_by_its_author_alone([Word("ana", "ben")], "ana")
