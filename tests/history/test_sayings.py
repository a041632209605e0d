"""The one table of what people say, and what an event says of it."""

from types import SimpleNamespace

import pytest

from workflow.core.events import EventKind, is_public
from workflow.evidence.said import said_hash
from workflow.history.sayings import SAYINGS, commit, new_salt
from workflow.tables import metadata

SALT = b"s" * 32


def row(**columns: object) -> SimpleNamespace:
    return SimpleNamespace(**{"id": "r1", "salt": SALT, "words": "No."} | columns)


def test_an_event_names_the_words_by_noun_and_row() -> None:
    two = commit(comment=[row(), row(id="r2")], answer=[row(id="a1", words="")])
    assert two == {
        "said": {
            "comment": {"r1": said_hash(SALT, "r1", "No."), "r2": said_hash(SALT, "r2", "No.")},
            "answer": {"a1": said_hash(SALT, "a1", "")},
        }
    }
    public = commit(public_comment=[row(name="Pat")])
    assert public["said"]["public_comment"]["r1"] == said_hash(SALT, "r1", "No.", "Pat")
    objection = commit(objection_answer=[row(answer="Yes.", answer_salt=b"t" * 32)])
    assert objection["said"]["objection_answer"]["r1"] == said_hash(b"t" * 32, "r1", "Yes.")


def test_what_has_no_words_and_no_salt_says_nothing() -> None:
    assert commit(comment=[], basis=[row(basis="", salt=None)]) == {}


def test_words_without_a_salt_are_a_fault() -> None:
    with pytest.raises(ValueError, match="nothing commits"):
        commit(comment=[row(salt=None)])


def test_salts_are_long_and_never_the_same() -> None:
    assert len({new_salt() for _ in range(100)}) == 100 and len(new_salt()) == 32


@pytest.mark.parametrize("noun", SAYINGS)
def test_its_columns_are_there_and_its_events_are_private(noun: str) -> None:
    one = SAYINGS[noun]
    table = metadata.tables[one.table].c
    names = [*one.words, *one.plain, one.key, one.salt, *one.who, *filter(None, [one.by, one.since])]
    assert [name for name in names if name not in table] == []
    assert set(one.named) <= set(one.plain)
    assert table[one.salt].nullable and ("state" in table or not one.unsaid)
    assert one.kinds and not any(is_public(EventKind(kind)) for kind in one.kinds)
