"""The current text against the packs, and which of its points are open."""

from collections.abc import Callable
from datetime import datetime

import pytest
from sqlmodel import Session

from tests.drafting.conftest import Sides
from workflow.core.people import Actor, Hold, Office, PartyKind
from workflow.drafting import actions, marking, queries, requirements
from workflow.drafting.models import Edition, Mou, MouParty
from workflow.parties.models import Party


@pytest.fixture
def award(session: Session, edition: Edition) -> Mou:
    mou = session.get_one(Mou, edition.mou_id)
    mou.award = True
    session.flush()
    return mou


def open_gates(session: Session, edition: Edition) -> dict[str, str]:
    return dict(requirements.gates_of(session, session.get_one(Mou, edition.mou_id), edition))


def state(session: Session, edition: Edition, requirement: str) -> str:
    mou = session.get_one(Mou, edition.mou_id)
    found = requirements.findings_of(session, mou, edition)
    return next(one.state for one in found if one.finding.requirement == requirement)


def test_without_an_award_nothing_holds_up_a_freeze(session: Session, edition: Edition) -> None:
    assert open_gates(session, edition) == {}


def test_a_passage_alone_opens_no_gate(
    session: Session, sides: Sides, edition: Edition, award: Mou, now: datetime
) -> None:
    assert "No passage was found" in open_gates(session, edition)["6"]
    text = "# 4. Information Sharing\n\nThe Superintendent and the Chief decide on exchange of information."
    actions.add_clause(session, sides.dana, edition.id, text=text, at=now)
    assert "A passage was found" in open_gates(session, edition)["6"]


def test_a_gate_opens_by_a_persons_judgement_and_shuts_when_the_clause_changes(
    session: Session, sides: Sides, edition: Edition, award: Mou, keys: list[str], now: datetime
) -> None:
    marking.mark(session, sides.dana, edition.id, "7", value="met", clause=keys[2], at=now)
    assert "7" not in open_gates(session, edition)
    actions.edit_clause(session, sides.lee, edition.id, keys[1], text="# 2. Hours\n\nEight.", base=1, at=now)
    assert "7" not in open_gates(session, edition)
    actions.edit_clause(
        session, sides.lee, edition.id, keys[2], text="# 3. Pay\n\nHalf each.", base=1, at=now
    )
    assert state(session, edition, "7") == "outdated"
    assert "judge it again" in open_gates(session, edition)["7"]


def test_a_clause_put_back_as_it_was_makes_the_mark_stand_again(
    session: Session, sides: Sides, edition: Edition, keys: list[str], now: datetime
) -> None:
    before = queries.clauses_of(session, edition.revision_id)[2].text
    marking.mark(session, sides.dana, edition.id, "7", value="met", clause=keys[2], at=now)
    for base, text in ((1, "# 3. Other"), (2, before)):
        actions.edit_clause(session, sides.lee, edition.id, keys[2], text=text, base=base, at=now)
    assert state(session, edition, "7") == "met"


def test_a_mark_on_a_clause_that_was_taken_out_is_outdated(
    session: Session, sides: Sides, edition: Edition, keys: list[str], now: datetime
) -> None:
    marking.mark(session, sides.dana, edition.id, "7", value="met", clause=keys[2], at=now)
    actions.remove_clause(session, sides.dana, edition.id, keys[2], base=1, at=now)
    assert state(session, edition, "7") == "outdated"


def test_a_mark_that_rests_on_no_clause(
    session: Session, sides: Sides, edition: Edition, award: Mou, keys: list[str], now: datetime
) -> None:
    marking.mark(session, sides.dana, edition.id, "6", value="met", words="Read as a whole.", at=now)
    marking.mark(session, sides.dana, edition.id, "7", value="not_applicable", words="No officer.", at=now)
    assert {"6", "7"}.isdisjoint(open_gates(session, edition))
    actions.move_clause(session, sides.dana, edition.id, keys[0], after=keys[1], at=now)
    assert state(session, edition, "6") == "outdated"
    assert state(session, edition, "7") == "not_applicable"


def test_what_is_found_not_met_stays_shut(
    session: Session, sides: Sides, edition: Edition, award: Mou, now: datetime
) -> None:
    marking.mark(session, sides.lee, edition.id, "7", value="not_met", words="Two chains.", at=now)
    assert "Lee Ortiz found it not met" in open_gates(session, edition)["7"]


def test_the_page_shows_what_holds_up_the_freeze_first_and_what_is_settled_last(
    session: Session, sides: Sides, edition: Edition, award: Mou, keys: list[str], now: datetime
) -> None:
    marking.mark(session, sides.dana, edition.id, "7", value="met", clause=keys[2], words="Yes.", at=now)
    shown = requirements.findings_page(session, sides.dana, edition.id, "5")
    holding = [one["holds_up"] for one in shown["findings"]]
    assert holding == sorted(holding, reverse=True) and shown["holding_up"] == sum(holding) > 3
    last = shown["findings"][-1]
    assert (
        last["requirement"] == "7" and last["mark"]["by"] == "Dana Cole" and last["mark"]["words"] == "Yes."
    )
    assert (shown["settled"], shown["row"], shown["may_mark"]) == (1, "5", True)
    assert shown["clauses"][0] == [keys[0], "1. Purpose"]
    assert not requirements.findings_page(session, sides.sam, edition.id)["may_mark"]


def test_finding_costs_three_statements(
    session: Session, sides: Sides, edition: Edition, award: Mou, counted: Callable[[], int], now: datetime
) -> None:
    marking.mark(session, sides.dana, edition.id, "6", value="not_met", words="No.", at=now)
    counted()
    requirements.findings_of(session, award, edition)
    assert counted() == 3


def test_members_of_a_body_see_findings_and_no_judgement_before_their_meeting(
    session: Session, sides: Sides, edition: Edition, now: datetime
) -> None:
    board = Party(kind="body", legal_name="Springfield Board of Education", created=now)
    session.add(board)
    session.flush()
    session.add(MouParty(mou_id=edition.mou_id, party_id=board.id, position=9))
    session.flush()
    marking.mark(session, sides.dana, edition.id, "7", value="not_met", words="Inner words.", at=now)
    member = Actor("m", "Max", (Hold(board.id, PartyKind.BODY, Office.MEMBER),))
    shown = requirements.findings_page(session, member, edition.id)
    assert {one["state"] for one in shown["findings"]} == {"unmarked"} and "Inner words" not in str(shown)
    assert "Inner words" in str(requirements.findings_page(session, sides.sam, edition.id))


def test_a_party_in_virginia_brings_its_pack_and_asks_for_public_comment(
    session: Session, sides: Sides, edition: Edition, now: datetime
) -> None:
    assert {
        one["pack"] for one in requirements.findings_page(session, sides.dana, edition.id)["findings"]
    } == {"cops"}
    assert requirements.asks_for_comment(queries.parties_of(session, edition.mou_id)) == ""
    queries.parties_of(session, edition.mou_id)[0].place = "Richmond, VA"
    session.flush()
    shown = requirements.findings_page(session, sides.dana, edition.id)
    assert [pack["id"] for pack in shown["packs"]] == ["cops", "va"]
    assert {one["pack"] for one in shown["findings"]} == {"cops", "va"}
    marking.mark(
        session, sides.dana, edition.id, "VA-1", pack="va", value="met", words="We began from it.", at=now
    )
    assert state(session, edition, "VA-1") == "met"
    assert (
        requirements.asks_for_comment(queries.parties_of(session, edition.mou_id))
        == "Virginia, Code 22.1-280.2:3"
    )
