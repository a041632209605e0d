"""Who approves what they wrote: every combination of three approvals, with and without deputies."""

import itertools

import pytest

from workflow.core.approvals import Seat, Standing
from workflow.core.separation import Word, approved_by_its_author_alone, without_the_author

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


def test_where_the_author_has_no_seat_the_others_sit_as_before() -> None:
    ana, ben, cleo = (
        Seat("counsel", name, name.title(), "district", "counsel", Standing.APPROVED)
        for name in ("ana", "ben", "cleo")
    )
    dora = Seat("officers", "dora", "Dora", "agency", "sro", deputy_id="ana", deputy_name="Ana")
    found = list(without_the_author([ana, ben, cleo, dora], "ana", {"cleo": "ana", "ben": ""}))
    assert [seat.person_id for seat in found] == ["ben", "cleo", "dora"]
    assert [seat.standing for seat in found] == [Standing.APPROVED, Standing.AWAITED, Standing.AWAITED]
    assert found[2].deputy_id == found[2].deputy_name == ""
