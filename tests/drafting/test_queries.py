"""The text as others see it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import msgspec
import pytest
from sqlmodel import Session

from tests.drafting.conftest import Sides
from workflow.core.errors import Forbidden, NotFound
from workflow.core.people import Actor, Hold, Office, PartyKind
from workflow.drafting import actions, forms, queries
from workflow.drafting.importing.door import import_text
from workflow.drafting.models import Edition
from workflow.parties.models import Party


def test_the_text_shows_clauses_with_what_changed_since_a_revision(session: Session, sides: Sides, edition: Edition, keys: list[str], later: datetime) -> None:  # fmt: skip
    first = queries.revision_of(session, edition)
    actions.edit_clause(
        session, sides.dana, edition.id, keys[1], text="# 2. Hours\n\nFrom ____ on.", base=1, at=later
    )
    shown = queries.text_of(session, edition, since=first)
    assert [clause["changed"] for clause in shown["clauses"]] == [False, True, False]
    assert shown["clauses"][1]["blanks"] == ["____"]
    assert shown["clauses"][0]["number"] == "1" and shown["clauses"][0]["heading"] == "Purpose"
    assert "<h3>2. Hours</h3>" in shown["clauses"][1]["html"]
    assert shown["revision"]["number"] == 2 and shown["revision"]["current"]
    msgspec.json.encode(shown)


def test_a_guest_of_another_edition_finds_nothing(session: Session, sides: Sides, edition: Edition) -> None:
    guest = Actor("p", "Guest", guest_of=edition.id)
    assert queries.find(session, guest, edition.id).edition.id == edition.id
    for nobody in (replace(guest, guest_of="elsewhere"), sides.pat):
        for ask in (queries.revisions, queries.edition_text):
            with pytest.raises(NotFound):
                ask(session, nobody, edition.id)
        with pytest.raises(NotFound):
            queries.comparison(session, nobody, edition.id, 1, 1)


def test_a_principal_reads_what_the_district_above_agreed(session: Session, sides: Sides, edition: Edition, now: datetime) -> None:  # fmt: skip
    school = Party(
        kind="school", legal_name="Springfield High School", parent_id=sides.district.id, created=now
    )
    session.add(school)
    session.flush()
    principal = Actor("p", "Ruth", (Hold(school.id, PartyKind.SCHOOL, Office.PRINCIPAL),))
    assert queries.find(session, principal, edition.id).edition.id == edition.id
    with pytest.raises(Forbidden):
        actions.edit_clause(session, principal, edition.id, "x", text="# Mine", base=1, at=now)


def test_a_reader_sees_no_form_for_writers(
    session: Session, sides: Sides, edition: Edition, keys: list[str]
) -> None:
    with pytest.raises(Forbidden):
        forms.clause_form(session, sides.sam, edition.id, keys[0])
    assert queries.revisions(session, sides.sam, edition.id)["revisions"][0]["number"] == 1


def test_two_revisions_are_compared_in_words(session: Session, sides: Sides, edition: Edition, keys: list[str], later: datetime) -> None:  # fmt: skip
    actions.edit_clause(session, sides.dana, edition.id, keys[1], text="# 2. Hours\n\nThe officer is at school from 7:30 to 16:00.", base=1, at=later)  # fmt: skip
    found = queries.comparison(session, sides.lee, edition.id, 1, 2)
    assert found["sentences"] == ["Clause 2, Hours, was reworded (1 word out, 1 word in)."]
    with pytest.raises(NotFound):
        queries.comparison(session, sides.lee, edition.id, 1, 9)
    msgspec.json.encode(found)


def test_a_text_exported_and_imported_again_is_the_same(
    session: Session, sides: Sides, edition: Edition
) -> None:
    clauses = queries.text_of(session, edition)["clauses"]
    again = import_text(queries.as_markdown(clauses), markdown=True)
    assert [clause.text for clause in again.clauses] == [clause["text"] for clause in clauses]
    assert queries.as_text("T", clauses).startswith("T\n\n1. Purpose\n\nTo keep schools safe")


def test_pages_cost_a_fixed_number_of_statements(session: Session, sides: Sides, edition: Edition, keys: list[str], counted: Callable[[], int]) -> None:  # fmt: skip
    session.flush()
    for ask, most in (
        (lambda: queries.edition_text(session, sides.lee, edition.id), 5),
        (lambda: queries.revisions(session, sides.lee, edition.id), 3),
        (lambda: queries.comparison(session, sides.lee, edition.id, 1, 1), 6),
        (lambda: forms.clause_form(session, sides.lee, edition.id, keys[0]), 6),
        (lambda: forms.exhibit_form(session, sides.lee, edition.id), 7),
    ):
        counted()
        ask()
        assert counted() <= most
