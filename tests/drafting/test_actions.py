"""Making the text, as the people of two sides do it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier

import pytest
from sqlmodel import Session, select

from tests.drafting.conftest import TEXT, Sides, make_sides, start_agreement
from workflow.adapters.database import Database
from workflow.core.errors import Conflict, Forbidden, Invalid, NotFound, Refused
from workflow.core.events import EventKind
from workflow.core.lifecycle import EDITABLE, Status
from workflow.core.people import NOBODY
from workflow.drafting import actions, exhibits, queries
from workflow.drafting.importing.door import incoming
from workflow.drafting.models import Edition, Mou, Revision
from workflow.drafting.starting import TermWords
from workflow.history.models import Event

HOURS = "# 2. Hours\n\nThe officer is at school from 7:30 to 16:00."


def texts(session: Session, edition: Edition) -> list[str]:
    return [clause.text for clause in queries.clauses_of(session, edition.revision_id)]


def kinds(session: Session) -> list[str]:
    return [row.kind for row in session.exec(select(Event).order_by(Event.id))]


def count_revisions(session: Session) -> int:
    return len(session.exec(select(Revision)).all())


@pytest.mark.both_databases
def test_an_agreement_starts_with_edition_1_and_revision_1(
    session: Session, sides: Sides, edition: Edition
) -> None:
    mou = session.get(Mou, edition.mou_id)
    assert mou and mou.slug == "school-resource-officers"
    assert edition.number == 1 and edition.status == "drafting"
    revision = queries.revision_of(session, edition)
    assert (revision.number, revision.author_name) == (1, "Dana Cole")
    assert texts(session, edition)[0].startswith("# 1. Purpose")
    assert [clause.path for clause in queries.clauses_of(session, edition.revision_id)] == ["1", "2", "3"]
    assert kinds(session) == [EventKind.MOU_STARTED]


def test_a_second_agreement_of_the_same_title_gets_an_address_of_its_own(session: Session, sides: Sides, edition: Edition, now: datetime) -> None:  # fmt: skip
    second = start_agreement(session, sides, now)
    mou = session.get(Mou, second.mou_id)
    assert mou and mou.slug == "school-resource-officers-2"


def test_it_starts_from_the_outline_when_there_is_no_text(
    session: Session, sides: Sides, now: datetime
) -> None:
    edition = actions.start(
        session, sides.lee, title="New", slug="new-one", parties=[sides.district.id, sides.agency.id],
        text=incoming(None, "", outline=True), at=now,
    )  # fmt: skip
    assert len(texts(session, edition)) == 13
    assert queries.blanks_of(session, edition)


def test_every_issue_of_a_start_is_told_at_once(session: Session, sides: Sides, now: datetime) -> None:
    with pytest.raises(Invalid) as refusal:
        actions.start(
            session, sides.dana, title=" ", slug="No Good!", parties=[sides.district.id], text=incoming(None, TEXT),
            timezone="Mars/Olympus", at=now,
        )  # fmt: skip
    assert {issue.field for issue in refusal.value.issues} == {"title", "slug", "timezone", "parties"}


@pytest.mark.parametrize(
    ("term", "field"),
    [
        (TermWords("fixed"), "starts"),
        (TermWords("whenever"), "effective_rule"),
        (TermWords(starts="2026-08-31", ends="2026-08-01"), "ends"),
        (TermWords(ends="2026-08-01", months="12"), "months"),
        (TermWords(ends="31 August"), "ends"),
        (TermWords(review_months="0"), "review_months"),
    ],
)
def test_a_term_that_makes_no_sense_is_refused(session: Session, sides: Sides, now: datetime, term: TermWords, field: str) -> None:  # fmt: skip
    with pytest.raises(Invalid) as refusal:
        actions.start(
            session, sides.dana, title="T", slug="t-t", parties=[sides.district.id, sides.agency.id],
            text=incoming(None, TEXT), term=term, at=now,
        )  # fmt: skip
    assert [issue.field for issue in refusal.value.issues] == [field]


def test_a_stranger_to_the_parties_cannot_start_their_agreement(
    session: Session, sides: Sides, now: datetime
) -> None:
    with pytest.raises(Forbidden):
        actions.start(session, sides.pat, title="T", parties=[sides.district.id, sides.agency.id], text=incoming(None, TEXT), at=now)  # fmt: skip


def test_an_address_that_is_taken_is_refused(
    session: Session, sides: Sides, edition: Edition, now: datetime
) -> None:
    with pytest.raises(Invalid, match="Another agreement has the address"):
        actions.start(
            session, sides.dana, title="T", slug="school-resource-officers", text=incoming(None, TEXT), at=now,
            parties=[sides.district.id, sides.agency.id],
        )  # fmt: skip


@pytest.mark.both_databases
def test_editing_a_clause_makes_a_revision_and_leaves_the_old_one(
    session: Session, sides: Sides, edition: Edition, keys: list[str], later: datetime
) -> None:
    before = edition.revision_id
    revision = actions.edit_clause(session, sides.lee, edition.id, keys[1], text=HOURS + "  \r\n", base=1, note="Later end", at=later)  # fmt: skip
    assert revision.number == 2 and revision.author_name == "Lee Ortiz" and edition.revision_id == revision.id
    assert texts(session, edition)[1] == HOURS
    assert "15:30" in queries.clauses_of(session, before)[1].text
    assert [clause.key for clause in queries.clauses_of(session, revision.id)] == keys
    assert kinds(session)[-1] == EventKind.REVISION_MADE
    made = session.exec(select(Event).order_by(Event.id)).all()[-1]
    assert made.detail == {"number": 2, "changed": [keys[1]], "removed": []}


def test_the_same_text_makes_no_revision(session: Session, sides: Sides, edition: Edition, keys: list[str], later: datetime) -> None:  # fmt: skip
    same = texts(session, edition)[1]
    assert (
        actions.edit_clause(session, sides.lee, edition.id, keys[1], text=same, base=1, at=later).number == 1
    )
    assert count_revisions(session) == 1 and len(kinds(session)) == 1


def test_a_stale_form_shows_both_texts_and_writes_nothing(session: Session, sides: Sides, edition: Edition, keys: list[str], later: datetime) -> None:  # fmt: skip
    actions.edit_clause(session, sides.dana, edition.id, keys[1], text=HOURS, base=1, at=later)
    with pytest.raises(Conflict) as conflict:
        actions.edit_clause(
            session, sides.lee, edition.id, keys[1], text="# 2. Hours\n\nAlways.", base=1, at=later
        )
    assert conflict.value.mine == "# 2. Hours\n\nAlways." and conflict.value.theirs == HOURS
    assert "Dana Cole" in conflict.value.reason
    assert count_revisions(session) == 2
    actions.edit_clause(
        session, sides.lee, edition.id, keys[1], text="# 2. Hours\n\nAlways.", base=2, at=later
    )
    assert texts(session, edition)[1] == "# 2. Hours\n\nAlways."


def test_another_clause_changed_meanwhile_is_no_conflict(session: Session, sides: Sides, edition: Edition, keys: list[str], later: datetime) -> None:  # fmt: skip
    actions.edit_clause(session, sides.dana, edition.id, keys[1], text=HOURS, base=1, at=later)
    actions.edit_clause(
        session, sides.lee, edition.id, keys[2], text="# 3. Supervision\n\nA sergeant.", base=1, at=later
    )
    assert texts(session, edition)[1:] == [HOURS, "# 3. Supervision\n\nA sergeant."]


def test_a_clause_taken_out_meanwhile_is_a_conflict_that_keeps_what_was_typed(session: Session, sides: Sides, edition: Edition, keys: list[str], later: datetime) -> None:  # fmt: skip
    actions.remove_clause(session, sides.dana, edition.id, keys[1], base=1, at=later)
    with pytest.raises(Conflict) as conflict:
        actions.edit_clause(session, sides.lee, edition.id, keys[1], text=HOURS, base=1, at=later)
    assert conflict.value.mine == HOURS


def test_a_clause_changed_meanwhile_is_not_removed(session: Session, sides: Sides, edition: Edition, keys: list[str], later: datetime) -> None:  # fmt: skip
    actions.edit_clause(session, sides.dana, edition.id, keys[1], text=HOURS, base=1, at=later)
    with pytest.raises(Conflict):
        actions.remove_clause(session, sides.lee, edition.id, keys[1], base=1, at=later)


def test_clauses_are_added_moved_removed_and_marked(session: Session, sides: Sides, edition: Edition, keys: list[str], later: datetime) -> None:  # fmt: skip
    actions.add_clause(session, sides.dana, edition.id, text="# 4. Training", after="first", at=later)
    actions.move_clause(session, sides.dana, edition.id, keys[0], after=keys[2], at=later)
    actions.remove_clause(session, sides.dana, edition.id, keys[1], base=1, at=later)
    actions.mark_redactable(session, sides.dana, edition.id, keys[2], redactable=True, at=later)
    clauses = queries.clauses_of(session, edition.revision_id)
    assert [clause.text.split("\n")[0] for clause in clauses] == [
        "# 4. Training",
        "# 3. Supervision",
        "# 1. Purpose",
    ]
    assert [clause.redactable for clause in clauses] == [False, True, False]
    assert [clause.path for clause in clauses] == ["1", "2", "3"]
    assert queries.revision_of(session, edition).number == 5


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "needs words"),
        ("a\u202eb", "reorders what is shown"),
        ("x" * 100_001, "at most 100,000"),
        ("a\u200bb", "zero-width"),
    ],
)
def test_a_text_that_cannot_be_signed_is_refused(session: Session, sides: Sides, edition: Edition, keys: list[str], later: datetime, text: str, words: str) -> None:  # fmt: skip
    with pytest.raises(Invalid, match=words):
        actions.edit_clause(session, sides.dana, edition.id, keys[0], text=text, base=1, at=later)
    assert count_revisions(session) == 1


@pytest.mark.parametrize("status", [status for status in Status if status not in EDITABLE])
def test_a_text_that_is_fixed_cannot_change(session: Session, sides: Sides, edition: Edition, keys: list[str], later: datetime, status: Status) -> None:  # fmt: skip
    edition.status = status
    session.add(edition)
    session.flush()
    with pytest.raises(Refused, match="cannot change now"):
        actions.edit_clause(session, sides.dana, edition.id, keys[0], text="# New", base=1, at=later)
    with pytest.raises(Refused):
        exhibits.attach(session, sides.dana, edition.id, name="Exhibit A", content=b"%PDF-1.7", at=later)


def test_who_takes_no_part_finds_nothing_and_who_only_reads_may_not_write(session: Session, sides: Sides, edition: Edition, keys: list[str], later: datetime) -> None:  # fmt: skip
    for stranger in (sides.pat, NOBODY):
        with pytest.raises(NotFound):
            actions.edit_clause(session, stranger, edition.id, keys[0], text="# New", base=1, at=later)
    with pytest.raises(Forbidden):
        actions.edit_clause(session, sides.sam, edition.id, keys[0], text="# New", base=1, at=later)


def test_a_rival_draft_keeps_the_keys_of_the_clauses_it_continues(session: Session, sides: Sides, edition: Edition, keys: list[str], later: datetime) -> None:  # fmt: skip
    actions.mark_redactable(session, sides.dana, edition.id, keys[2], redactable=True, at=later)
    rival = [
        "# I. SUPERVISION\n\nThe Sheriff decides.",
        "# II. Money\n\nHalf each.",
        texts(session, edition)[0],
    ]
    actions.import_revision(
        session, sides.lee, edition.id, texts=rival, base=2, note="The sheriff's draft", at=later
    )
    clauses = queries.clauses_of(session, edition.revision_id)
    assert [clause.key in keys for clause in clauses] == [True, False, True]
    assert clauses[0].key == keys[2] and clauses[0].redactable
    with pytest.raises(Conflict):
        actions.import_revision(session, sides.lee, edition.id, texts=rival[:1], base=2, at=later)


def test_exhibits_are_carried_from_revision_to_revision(session: Session, sides: Sides, edition: Edition, keys: list[str], later: datetime) -> None:  # fmt: skip
    actions.edit_clause(session, sides.dana, edition.id, keys[0], text="# 1. Purpose\n\nSee Exhibit A and Schedule 2.", base=1, at=later)  # fmt: skip
    assert queries.missing_exhibits(session, edition) == ("Exhibit A", "Schedule 2")
    exhibits.attach(session, sides.dana, edition.id, name=" Exhibit  A", content=b"%PDF-1.7 map", at=later)
    actions.edit_clause(session, sides.dana, edition.id, keys[1], text=HOURS, base=1, at=later)
    assert queries.missing_exhibits(session, edition) == ("Schedule 2",)
    assert exhibits.content_of(session, edition.revision_id, "Exhibit A") == (
        b"%PDF-1.7 map",
        "application/pdf",
    )
    with pytest.raises(Invalid, match="already"):
        exhibits.attach(session, sides.dana, edition.id, name="exhibit a", content=b"x", at=later)
    with pytest.raises(Invalid, match="PDF"):
        exhibits.attach(session, sides.dana, edition.id, name="Exhibit B", content=b"MZ\x90\xff", at=later)
    exhibits.detach(session, sides.dana, edition.id, name="Exhibit A", at=later)
    assert queries.attachments_of(session, edition.revision_id) == []


def test_an_edit_costs_the_same_statements_however_long_the_text_is(session: Session, sides: Sides, now: datetime, counted: Callable[[], int]) -> None:  # fmt: skip
    costs = []
    for size in (3, 60):
        edition = start_agreement(
            session, sides, now, "\n\n".join(f"# {n}. Clause {n}\n\nWords {n}." for n in range(1, size))
        )
        key = queries.clauses_of(session, edition.revision_id)[0].key
        session.flush()
        counted()
        actions.edit_clause(session, sides.dana, edition.id, key, text="# 1. Other", base=1, at=now)
        costs.append(counted())
    assert costs[0] == costs[1] <= 24


@pytest.mark.both_databases
def test_two_editors_of_one_clause_at_once_never_overwrite_each_other(
    database: Database, now: datetime
) -> None:
    with database.writing() as session:
        sides = make_sides(session, now)
        edition = start_agreement(session, sides, now)
        key = queries.clauses_of(session, edition.revision_id)[1].key
    rounds, writers = 5, 4
    won = []
    for number in range(rounds):
        with database.reading() as session:
            base = queries.revision_of(session, queries.find(session, sides.dana, edition.id).edition).number
        gate = Barrier(writers)

        def write(name: str, base: int = base, gate: Barrier = gate) -> str:
            gate.wait()
            try:
                with database.writing() as own:
                    actions.edit_clause(
                        own, sides.dana, edition.id, key, text=f"# 2. Hours of {name}", base=base, at=now
                    )
            except Conflict:
                return ""
            return name

        with ThreadPoolExecutor(writers) as pool:
            results = list(pool.map(write, [f"{number}-{writer}" for writer in range(writers)]))
        won.append([name for name in results if name])
    assert [len(names) for names in won] == [1] * rounds
    with database.reading() as session:
        found = queries.find(session, sides.dana, edition.id).edition
        assert queries.revision_of(session, found).number == rounds + 1
        assert queries.clauses_of(session, found.revision_id)[1].text == f"# 2. Hours of {won[-1][0]}"
