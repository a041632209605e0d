"""The check reads the days' stamps: of this tree, of their time, and by whose word."""

from datetime import timedelta

import pytest

from tests.audit.conftest import Record
from tests.conftest import NOW
from workflow.adapters.certificates import new_authority
from workflow.adapters.timestamp import LocalTimeAuthority
from workflow.audit import stamped
from workflow.audit.events import read_leaf
from workflow.audit.tree import Tree
from workflow.core.events import EventKind
from workflow.core.people import SERVICE
from workflow.evidence import merkle
from workflow.evidence.canonical import b64u
from workflow.history import actions, daily_stamp, queries
from workflow.history.daily_stamp import Question
from workflow.history.sequencer import sequence

AT = NOW + timedelta(days=3)


def stamp(record: Record, *, minutes: int = 0, answers: bool = True, **otherwise: object) -> Question:
    """The day's stamp, with a token of so many minutes later, or none; `otherwise`: what it says that is not so."""
    with record.database.writing() as session:
        asked = daily_stamp.question(session)
        assert asked
        at = AT + timedelta(minutes=minutes)
        token = LocalTimeAuthority(record.keystore.time).token(asked.imprint, at)
        if otherwise or abs(minutes) > 60:
            said = {"leaves": asked.leaves, "root": b64u(asked.root), "token": b64u(token), **otherwise}
            fact = actions.ServiceFact(said)
            actions.record(session, EventKind.SERVICE_STAMPED, actor=SERVICE, at=AT, chain=fact)
        elif answers:
            daily_stamp.keep(session, asked, token, at=AT)
        else:
            daily_stamp.give_up(session, asked, at=AT)
        sequence(session, key=record.keystore.checkpoint_key, beside=record.keystore.beside_key, at=AT)
    return asked


def test_a_stamp_says_since_when_the_log_was_so(record: Record) -> None:
    asked = stamp(record)
    report = record.check()
    assert report.findings == []
    assert report.sentences()[-1] == (
        f"Stamped from outside 1 time since 2026-05-15, last on 2026-05-15, when it held {asked.leaves} leaves; nobody vouched"
        " for who stamped it, so only a witness can tell when."
    )


def test_an_authority_confirms_only_where_it_is_the_one_that_is_configured(record: Record) -> None:
    asked = stamp(record)
    with record.database.reading() as session:
        origin = queries.installation(session).log_origin
        size = queries.newest_checkpoint(session).size
        leaves = queries.leaves(session, 0, size)
    assert asked.imprint == daily_stamp.imprint(origin, asked.leaves, asked.root)
    tree = Tree(bytearray(b"".join(map(merkle.leaf_hash, leaves))))
    said = [read_leaf(leaf) for leaf in leaves if b'"stamped"' in leaf]
    own, other = record.keystore.authority, new_authority("elsewhere")[1]
    assert stamped.look([], tree, origin) == ([], [])
    assert stamped.look(said, tree, origin, [other, own])[1][0].endswith(" confirms all of these times.")
    assert "nobody vouched" in stamped.look(said, tree, origin, [other])[1][0]
    assert [one.code for one in stamped.look(said, tree, "another/log", [own])[0]] == ["stamp.token"]


def test_a_day_without_an_answer_is_told(record: Record) -> None:
    stamp(record, answers=False)
    report = record.check()
    assert report.findings == []
    assert report.sentences()[-1] == (
        "The time authority gave no time for the log on 1 day, last on 2026-05-15."
    )


@pytest.mark.parametrize(
    ("otherwise", "codes"),
    [
        ({"root": "A" * 43}, ["stamp.root", "stamp.token"]),
        ({"leaves": 1}, ["stamp.root", "stamp.token"]),
        ({"leaves": 10_000}, ["stamp.root", "stamp.token"]),
        ({"token": b64u(b"no token")}, ["stamp.token"]),
        ({"minutes": 61}, ["stamp.token"]),
        ({"minutes": -61}, ["stamp.token"]),
    ],
)
def test_a_stamp_that_does_not_fit_is_found(
    record: Record, otherwise: dict[str, object], codes: list[str]
) -> None:
    stamp(record, **otherwise)
    found = record.check().findings
    assert [one.code for one in found] == codes
    assert all(one.words.startswith("the stamp of 2026-05-15T17:00:00Z: ") for one in found)


def test_a_log_made_anew_has_lost_its_old_stamps(record: Record) -> None:
    """Whoever changes what was stamped has to take the stamp away, or it is found."""
    stamp(record)
    record.falsify("UPDATE event SET leaf = substr(leaf, 2) WHERE kind = 'edition:signed'")
    assert "stamp.root" in record.codes()
