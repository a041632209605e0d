"""A reason, typed by a person."""

import pytest

from workflow.core.errors import Invalid
from workflow.signing.words import reason_of


def test_a_reason_is_taken_as_it_was_meant():
    assert reason_of("  The date\r\nis wrong.  ", "Why?") == "The date\nis wrong."


@pytest.mark.parametrize("text", ["", " \n ", "hidden\u200bsign"])
def test_nothing_and_hidden_characters_are_refused_on_the_field(text):
    with pytest.raises(Invalid) as no:
        reason_of(text, "Please say why.")
    assert [issue.field for issue in no.value.issues] == ["reason"]
