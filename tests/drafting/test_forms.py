"""What the pages for writing show."""

from datetime import datetime

import pytest
from sqlmodel import Session

from tests.drafting.conftest import Sides
from workflow.core.errors import Forbidden, NotFound, SignInNeeded
from workflow.core.people import NOBODY
from workflow.drafting import actions, exhibits, forms
from workflow.drafting.models import Edition


def test_a_clause_is_shown_with_the_revision_it_was_read_in_and_the_places_it_could_go(
    session: Session, sides: Sides, edition: Edition, keys: list[str]
) -> None:
    shown = forms.clause_form(session, sides.lee, edition.id, keys[1])
    assert shown["revision"]["number"] == 1 and shown["clause"]["heading"] == "Hours"
    assert [place["value"] for place in shown["places"]] == ["first", keys[0], keys[2]]
    assert shown["places"][1]["words"] == "After 1. Purpose"
    with pytest.raises(NotFound):
        forms.clause_form(session, sides.lee, edition.id, "nosuchkey")


def test_a_new_clause_goes_to_the_end_unless_it_is_said(
    session: Session, sides: Sides, edition: Edition, keys: list[str]
) -> None:
    assert forms.new_clause_form(session, sides.dana, edition.id)["after"] == keys[2]
    assert forms.new_clause_form(session, sides.dana, edition.id, keys[0])["after"] == keys[0]


def test_importing_shows_the_revision_it_is_held_against(
    session: Session, sides: Sides, edition: Edition, keys: list[str], now: datetime
) -> None:
    actions.remove_clause(session, sides.dana, edition.id, keys[0], base=1, at=now)
    assert forms.import_form(session, sides.dana, edition.id)["revision"]["number"] == 2


def test_ones_own_party_is_ticked_and_who_runs_nothing_gets_the_reason(
    session: Session, sides: Sides, now: datetime
) -> None:
    shown = forms.start_form(session, sides.dana, "America/Chicago")
    assert {party["legal_name"] for party in shown["parties"] if party["mine"]} == {sides.district.legal_name}
    assert len(shown["parties"]) == 3 and shown["timezone"] == "America/Chicago"
    with pytest.raises(Forbidden):
        forms.start_form(session, sides.sam, "America/Chicago")
    with pytest.raises(SignInNeeded):
        forms.start_form(session, NOBODY, "America/Chicago")


def test_exhibits_are_shown_with_those_that_are_missing(
    session: Session, sides: Sides, edition: Edition, now: datetime
) -> None:
    actions.add_clause(
        session, sides.dana, edition.id, text="# 4. Maps\n\nSee Exhibit A and Exhibit B.", at=now
    )
    exhibits.attach(session, sides.dana, edition.id, name="Exhibit B", content=b"x", at=now)
    shown = forms.exhibit_form(session, sides.dana, edition.id)
    assert [one["name"] for one in shown["exhibits"]] == ["Exhibit B"] and shown["missing"] == ["Exhibit A"]


def test_only_those_who_may_write_get_a_form(
    session: Session, sides: Sides, edition: Edition, keys: list[str]
) -> None:
    for ask in (
        lambda actor: forms.clause_form(session, actor, edition.id, keys[0]),
        lambda actor: forms.new_clause_form(session, actor, edition.id),
        lambda actor: forms.import_form(session, actor, edition.id),
        lambda actor: forms.exhibit_form(session, actor, edition.id),
    ):
        with pytest.raises(Forbidden):
            ask(sides.sam)
        with pytest.raises(NotFound):
            ask(sides.pat)
