"""The Word copy of a published edition: the words of the printed one, and a text from which the next draft can begin."""

import re
from datetime import datetime, timedelta

from tests.adapters.documents import opened_docx, words_in
from tests.publication.kit import Press
from workflow.drafting import markup
from workflow.drafting.importing.door import import_file
from workflow.publication.word_copy import _made, word_copy


def letters(text: str) -> str:
    """Letters and digits alone: how a list is drawn is each format's own."""
    return re.sub(r"\W", "", text)


def test_it_says_what_the_sealed_copy_says_and_that_it_proves_nothing(press: Press, now: datetime) -> None:
    published = press.whole_life(now)
    made = opened_docx(word_copy(published))
    said = words_in(made)
    for clause in published.parcel["clauses"]:
        assert letters(markup.plain(markup.tree(clause["text"]))) in letters(said)
    assert "Parties: " in said and published.sides[0] in said
    assert "attached to this PDF" not in said and "published beside this copy" in said
    assert "Anybody can change a word in it, so it proves nothing" in said
    address = f"http://localhost:8000{published.address}"
    assert f"{address}.pdf and {address}.json" in said and "http://localhost:8000/verify" in said
    assert [row.cells[0].text for row in made.tables[-1].rows] == [
        "Name",
        "Chief Example",
        "Superintendent Example",
    ]


def test_it_is_the_same_file_tomorrow(press: Press, now: datetime) -> None:
    first = word_copy(press.whole_life(now))
    press.checkpoint(now + timedelta(days=1))
    assert word_copy(press.published()) is first, "it is kept"
    _made.cache_clear()
    assert word_copy(press.published()) == first


def test_next_years_draft_can_begin_with_it(press: Press, now: datetime) -> None:
    published = press.whole_life(now)
    taken = import_file(word_copy(published), "springfield-1.docx")
    words = letters("\n".join(markup.plain(markup.tree(clause.text)) for clause in taken.clauses))
    for clause in published.parcel["clauses"]:
        assert letters(markup.plain(markup.tree(clause["text"]))) in words
