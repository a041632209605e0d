"""Exhibits: files that are signed with the text."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from sqlmodel import Session

from tests.drafting.conftest import Sides
from workflow.core.errors import Forbidden, Invalid, NotFound, Refused
from workflow.core.lifecycle import Status
from workflow.drafting import actions, exhibits, queries
from workflow.drafting.models import Edition

PDF = b"%PDF-1.7 a map"


@pytest.fixture
def attach(session: Session, sides: Sides, edition: Edition, now: datetime) -> Callable[..., Any]:
    def one(name: str = "Exhibit A", content: bytes = PDF, by: str = "dana") -> Any:
        return exhibits.attach(session, getattr(sides, by), edition.id, name=name, content=content, at=now)

    return one


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PDF, "application/pdf"),
        (b"\x89PNG\r\n\x1a\n....", "image/png"),
        (b"\xff\xd8\xff\xe0....", "image/jpeg"),
        ("Läutezeiten".encode(), "text/plain"),
        (b"<html><script>x</script>", "text/plain"),
    ],
)
def test_the_bytes_decide_what_it_is(
    session: Session, edition: Edition, attach: Callable[..., Any], content: bytes, kind: str
) -> None:
    revision = attach(content=content)
    assert exhibits.content_of(session, revision.id, "Exhibit A") == (content, kind)


@pytest.mark.both_databases
def test_attaching_makes_a_revision_with_the_same_clauses(
    session: Session, edition: Edition, attach: Callable[..., Any]
) -> None:
    before = [clause.text for clause in queries.clauses_of(session, edition.revision_id)]
    revision = attach()
    assert (revision.number, revision.note) == (2, "Attached Exhibit A.")
    assert [clause.text for clause in queries.clauses_of(session, edition.revision_id)] == before


@pytest.mark.parametrize(
    ("name", "content", "field"),
    [
        ("", PDF, "name"),
        ("x" * 121, PDF, "name"),
        ("Exhibit \u202eA", PDF, "name"),
        ("Exhibit A/1", PDF, "name"),
        ("Exhibit A\\1", PDF, "name"),
        (".", PDF, "name"),
        ("..", PDF, "name"),
        (" ... ", PDF, "name"),
        ("Exhibit A", b"", "upload"),
        ("Exhibit A", b"MZ\x90\xff", "upload"),
        ("Exhibit A", b"x" * 10_000_001, "upload"),
    ],
)
def test_what_cannot_be_attached_is_refused_and_leaves_no_revision(
    session: Session, edition: Edition, attach: Callable[..., Any], name: str, content: bytes, field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        attach(name, content)
    assert refusal.value.issues[0].field == field
    assert queries.revision_of(session, edition).number == 1


def test_a_name_is_taken_once_whatever_its_case(attach: Callable[..., Any]) -> None:
    attach("Exhibit A")
    with pytest.raises(Invalid, match="already"):
        attach("exhibit  a")


def test_there_are_no_more_than_fit(attach: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exhibits, "MOST_EXHIBITS", 1)
    attach("Exhibit A")
    with pytest.raises(Refused, match="at most 1"):
        attach("Exhibit B")


def test_a_removed_exhibit_stays_with_the_revisions_that_had_it(
    session: Session, sides: Sides, edition: Edition, attach: Callable[..., Any], now: datetime
) -> None:
    had = attach()
    later = exhibits.detach(session, sides.lee, edition.id, name="Exhibit A", at=now)
    assert exhibits.content_of(session, had.id, "Exhibit A")[0] == PDF
    with pytest.raises(NotFound):
        exhibits.content_of(session, later.id, "Exhibit A")
    with pytest.raises(NotFound):
        exhibits.detach(session, sides.lee, edition.id, name="Exhibit A", at=now)


def test_who_only_reads_attaches_nothing_and_a_frozen_text_takes_nothing(
    edition: Edition, attach: Callable[..., Any]
) -> None:
    with pytest.raises(Forbidden):
        attach(by="sam")
    with pytest.raises(NotFound):
        attach(by="pat")
    edition.status = Status.FROZEN
    with pytest.raises(Refused):
        attach()


def test_an_exhibit_counts_as_there_when_it_is_attached_or_a_clause_of_its_own(
    session: Session, sides: Sides, edition: Edition, attach: Callable[..., Any], keys: list[str], now: datetime
) -> None:  # fmt: skip
    text = "# 1. Purpose\n\nSee Exhibit A, APPENDIX 2 and Schedule 1-B; Exhibit A again."
    actions.edit_clause(session, sides.dana, edition.id, keys[0], text=text, base=1, at=now)
    assert queries.missing_exhibits(session, edition) == ("Exhibit A", "Appendix 2", "Schedule 1")
    attach("exhibit_a-bell-times.pdf")
    actions.add_clause(session, sides.dana, edition.id, text="# APPENDIX 2: Hours\n\nFrom eight.", at=now)
    assert queries.missing_exhibits(session, edition) == ("Schedule 1",)
