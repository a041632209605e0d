"""An operator changes what somebody said: `log check` sees it, whatever was said and whichever way it is done."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import Table, delete, insert, select, text, update
from sqlmodel import Session

from tests.audit.spoken import SPOKEN, everything
from tests.review.window.hall import spoken as written_in_public
from tests.review.world import World
from workflow.audit import said
from workflow.core.events import EventKind
from workflow.core.people import SERVICE
from workflow.history import actions as history
from workflow.history.sayings import SAYINGS, Saying
from workflow.parties.models import Person
from workflow.review import actions as review
from workflow.review.models import Comment
from workflow.tables import metadata

UNFIT = {
    "sqlite": "UPDATE comment SET words = x'00ff', salt = 'salt' WHERE words = 'Daily?'",
    "postgresql": "UPDATE comment SET salt = ''::bytea WHERE words = 'Daily?'",
}
"""What each database lets an operator write where words and salts belong."""


@pytest.fixture
def talk(session: Session, now) -> World:
    return everything(session, now)


def codes(session: Session) -> list[str]:
    return [one.code for one in said.look(session)[0]]


def place(which: str) -> tuple[str, Saying, Table, str, str]:
    """The noun, its place in the table of all that is said, the rows, and where in them the words stand."""
    name, column, words = SPOKEN[which]
    noun, saying = next(
        (noun, one) for noun, one in SAYINGS.items() if one.table == name and column in one.words
    )
    return noun, saying, metadata.tables[name], column, words


def change(session: Session, which: str, **values: object) -> str:
    """An operator with full database access writes into the row. Returns the noun."""
    noun, _, table, column, words = place(which)
    assert session.connection().execute(update(table).where(table.c[column] == words).values(values)).rowcount
    return noun


@contextmanager
def undone(session: Session) -> Iterator[None]:
    """What is done in here never happened."""
    with session.begin_nested() as meanwhile:
        yield
        meanwhile.rollback()


@pytest.mark.both_databases
def test_honest_talk_holds_and_everything_is_said_in_it(talk: World) -> None:
    assert said.look(talk.session) == ([], [])
    found = {noun for noun, rows in said._named(talk.session).items() if rows}
    assert found == set(SAYINGS) == {place(which)[0] for which in SPOKEN}


def rewritten(session: Session, *several: str) -> None:
    """An operator with full database access changes these words, each in every way; `log check` blames each."""
    for which in several:
        _, saying, table, column, words = place(which)
        salt = select(table.c[saying.salt]).where(table.c[column] == words)
        kept = session.connection().execute(salt).scalar_one()
        for values in (
            {column: "No, never."},
            {column: "No, never.", saying.salt: None},
            {column: words, saying.salt: bytes(32)},
            {saying.words[0]: "", saying.salt: kept},
        ):
            with undone(session):
                noun = change(session, which, **values)
                assert codes(session) == [f"{noun}.words"], (which, values)


def test_an_operator_with_full_database_access_changes_a_comment(talk: World) -> None:
    rewritten(talk.session, "comment", "reply", "reopening", "unsent", "basis", "unsent basis", "suggestion")


def test_an_operator_with_full_database_access_changes_an_answer(talk: World) -> None:
    rewritten(talk.session, "answer", "rejection", "withdrawal")


def test_an_operator_with_full_database_access_changes_a_members_note(talk: World) -> None:
    rewritten(talk.session, "note")


def test_an_operator_with_full_database_access_changes_a_public_comment(talk: World) -> None:
    rewritten(talk.session, "public comment", "public name", "public answer", "moderation")


def test_an_operator_with_full_database_access_changes_what_was_decided_and_why(talk: World) -> None:
    rewritten(talk.session, "verdict", "reason to pass", "escalation", "override", "mark")


def test_an_operator_with_full_database_access_changes_an_objection_to_a_party(talk: World) -> None:
    rewritten(talk.session, "objection", "objection answer")


def test_an_operator_with_full_database_access_changes_the_evidence_of_an_appointment(talk: World) -> None:
    rewritten(talk.session, "evidence")
    change(talk.session, "evidence", evidence="", salt=None)
    assert codes(talk.session) == []  # erased by law, and noted


def test_an_operator_turns_what_was_decided_into_its_contrary(talk: World) -> None:
    for which, column, other in (
        ("answer", "value", "accepted"),
        ("verdict", "value", "approve"),
        ("public answer", "value", "rejected"),
        ("public comment", "clause_key", "term"),
        ("moderation", "reason", "obscene"),
        ("mark", "value", "met"),
    ):
        with undone(talk.session):
            noun = change(talk.session, which, **{column: other})
            (found,) = said.look(talk.session)[0]
            assert found.code == f"{noun}.{column}" and f"says “{other}”" in found.words


def test_an_operator_puts_words_into_somebody_elses_mouth(talk: World) -> None:
    for which, column in (("comment", "author_name"), ("note", "author_name"), ("answer", "person_name")):
        noun = change(talk.session, which, **{column: "Erin"})
        assert f"{noun}.author" in codes(talk.session)


def test_an_operator_gives_words_to_somebody_else_and_a_verdict_to_another_text(talk: World) -> None:
    other = select(Person.id).where(Person.name == "Sergeant").scalar_subquery()
    for which, column in (
        ("comment", "author_id"),
        ("note", "author_id"),
        ("verdict", "person_id"),
        ("mark", "person_id"),
    ):
        with undone(talk.session):
            noun = change(talk.session, which, **{column: other})
            assert codes(talk.session) == [f"{noun}.author"]
    another = talk.revise(talk.now, duties="The officer patrols.").id
    for column, value in (("stage", "other"), ("revision_id", another)):
        with undone(talk.session):
            change(talk.session, "verdict", **{column: value})
            assert codes(talk.session) == [f"verdict.{column}"]


def test_an_operator_takes_words_away(talk: World) -> None:
    for which in ("unsent", "answer", "note", "mark", "escalation"):
        noun, _, table, column, words = place(which)
        with undone(talk.session):
            talk.session.connection().execute(delete(table).where(table.c[column] == words))
            (found,) = said.look(talk.session)[0]
            assert found.code == f"{noun}.missing" and "is gone" in found.words


@pytest.mark.parametrize("salt", [None, bytes(32)], ids=["without a salt", "with one"])
def test_an_operator_slips_words_in(talk: World, salt: bytes | None) -> None:
    """Dated back before anybody spoke, so that they look older than the hashes: there was nothing then that had none."""
    for which in ("comment", "answer", "note", "public answer", "verdict"):
        noun, _, table, column, words = place(which)
        with undone(talk.session):
            one = select(table).where(table.c[column] == words)
            row = talk.session.connection().execute(one).mappings().one()
            more = {
                "id": "slipped", column: "I agree.", "salt": salt, "created": talk.now - timedelta(days=90),
            }  # fmt: skip
            talk.session.connection().execute(insert(table).values({**row, **more}))
            assert codes(talk.session) == [f"{noun}.unlogged"]


def test_an_operator_gives_a_comment_another_basis_that_had_none(talk: World) -> None:
    change(talk.session, "basis", basis="")
    assert codes(talk.session) == ["basis.words"]
    change(talk.session, "unsent basis", basis="", salt=None)
    talk.session.connection().execute(text("UPDATE thread SET basis = 'None' WHERE number = 1"))
    assert codes(talk.session) == ["basis.words", "basis.unlogged"]


def test_every_kind_of_words_is_tried_here() -> None:
    assert {place(which)[0] for which in SPOKEN} == set(SAYINGS)


@pytest.mark.both_databases
def test_an_event_that_spells_it_otherwise_in_json_still_commits(talk: World) -> None:
    for more in ({"public": "words"}, {"escaped": "\\"}):
        history.record(
            talk.session, EventKind.COMMENT_POSTED, actor=SERVICE, at=talk.now, mou_id=talk.mou.id, detail=more
        )  # fmt: skip
    talk.session.flush()
    may = select(said._detail()).where(said._may())
    read = list(talk.session.connection().execute(may).scalars())
    assert any("escaped" in one for one in read) and not any('"words"' in one for one in read)
    assert said._read('{"sa\\u0069d":{"comment":{}}}') == {"said": {"comment": {}}}


@pytest.mark.parametrize("detail", ["", "[]", None, "{", "[" * 100_000])
def test_a_detail_that_cannot_be_read_commits_to_nothing(detail: str | None) -> None:
    assert said._read(detail) == {}


@pytest.mark.both_databases
def test_what_is_no_words_and_no_salt_is_seen_too(talk: World, database_kind: str) -> None:
    talk.session.connection().execute(text(UNFIT[database_kind]))
    assert codes(talk.session) == ["comment.words"]


def test_what_a_law_erases_is_noted_and_tells_nothing(talk: World) -> None:
    for which in ("comment", "reply", "answer"):
        change(talk.session, which, words="", salt=None)
    change(talk.session, "public comment", words="", name="", salt=None)
    found, notes = said.look(talk.session)
    assert found == []
    assert notes == [
        "Words were erased with their salt, as a law may ask: 2 × comment, 1 × answer, 1 × public comment. That they were said "
        "stands in the log."
    ]


def test_erasing_is_no_way_to_turn_an_answer_round(talk: World) -> None:
    change(talk.session, "answer", words="", salt=None, value="accepted")
    assert codes(talk.session) == ["answer.value"]


def test_what_is_older_than_the_hashes_is_passed_over_and_nothing_younger(talk: World) -> None:
    """As it is after the migration: rows without a salt, and events that say nothing of them."""
    author = Comment(thread_id="", author_id="", author_name="Erin", words="Old.", created=talk.now)
    thread = talk.session.connection().execute(select(metadata.tables["thread"].c.id)).first()
    assert thread
    history.record(
        talk.session, EventKind.COMMENT_POSTED, actor=SERVICE, at=talk.now, mou_id=talk.mou.id, detail={"thread": 1}
    )  # fmt: skip
    author.thread_id, author.author_id = thread.id, talk.who["dana"]
    talk.session.add(author)
    talk.session.flush()
    assert codes(talk.session) == []
    author.created = talk.now + timedelta(minutes=1)
    talk.session.add(author)
    talk.session.flush()
    assert codes(talk.session) == ["comment.unlogged"]


def test_what_the_public_has_not_confirmed_is_not_said_yet(talk: World) -> None:
    written_in_public(talk, "More trees.", email="sam@example.org")
    assert codes(talk.session) == []
    talk.session.connection().execute(
        text("UPDATE public_comment SET state = 'shown' WHERE words = 'More trees.'")
    )
    assert codes(talk.session) == ["public_comment.unlogged"]


def test_what_is_said_anew_counts_from_its_newest_event(talk: World) -> None:
    review.reopen(talk.session, talk.actor("officer"), talk.edition.id, 1, words="Daily?", at=talk.now)
    assert codes(talk.session) == []
