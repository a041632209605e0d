"""Allowing paper before the freeze, handing in a scan, and withdrawing a wrong one."""

import pytest
from sqlmodel import select

from tests.signing import world as worlds
from tests.signing.paper.kit import JPEG, OTHER, PDF, SLOT, allow, attest, file, frozen, papered
from tests.signing.test_actions import turns
from workflow.core.errors import Forbidden, Invalid, Refused
from workflow.core.events import EventKind
from workflow.core.people import Office
from workflow.evidence import canonical
from workflow.history.models import Event
from workflow.signing import actions as signing
from workflow.signing.paper import actions, queries
from workflow.signing.paper.models import PaperAllowance, Scan, ScanFile


def told(session, kind):
    return [row.detail for row in session.exec(select(Event).where(Event.kind == kind).order_by(Event.id))]


def test_what_was_allowed_stands_in_what_everybody_signs(session, world, now):
    event = frozen(session, world, now, "agency")
    slots = {slot["id"]: slot["paper"] for slot in canonical.loads(event.manifest)["slots"]}
    assert slots == {SLOT: True, OTHER: False}


def test_without_a_word_about_it_nobody_signs_on_paper(session, world, now):
    event = world.freeze(session, now)
    assert [slot["paper"] for slot in canonical.loads(event.manifest)["slots"]] == [False, False]


def test_it_is_said_again_and_only_what_changed_is_recorded(session, world, now):
    for parties in (("agency",), ("agency",), ("agency", "district"), ()):
        allow(session, world, now, *parties)
    assert [len(one["parties"]) for one in told(session, EventKind.PAPER_ALLOWED)] == [1, 2, 0]
    assert session.exec(select(PaperAllowance)).all() == []


def test_only_those_who_run_it_allow_paper_and_only_before_the_freeze(session, world, now):
    with pytest.raises(Forbidden):
        allow(session, world, now, "agency", by="a1")
    world.freeze(session, now)
    with pytest.raises(Refused, match="how it may be signed stands in it"):
        allow(session, world, now, "agency")


def test_a_scan_is_kept_as_it_came_and_counts_for_nothing(session, world, now):
    event = frozen(session, world, now)
    row = file(session, world, event.id, now, content=JPEG)
    assert (row.state, row.media_type, row.signatory_name) == ("waiting", "image/jpeg", "Chief Example")
    assert session.get_one(ScanFile, row.id).content == JPEG
    assert row.digest == canonical.b64u(canonical.sha256(JPEG))
    assert told(session, EventKind.PAPER_FILED) == [{"slot": SLOT}]


def test_a_form_names_everything_that_is_wrong_at_once(session, world, now):
    event = frozen(session, world, now)
    with pytest.raises(Invalid) as no, session.begin_nested():
        file(session, world, event.id, now, content=b"<html>", signed="2026-01-01", signatory="nobody")
    assert {issue.field for issue in no.value.issues} == {"upload", "signed", "signatory"}
    with pytest.raises(Invalid) as no, session.begin_nested():
        file(session, world, event.id, now, content=b"", signed="")
    assert {issue.field for issue in no.value.issues} == {"upload", "signed"}


def test_of_two_holders_of_the_office_the_one_who_signed_is_named(session, world, now):
    worlds.person(session, world, "sheriff", "agency", Office.SHERIFF, now)
    event = frozen(session, world, now)
    with pytest.raises(Invalid, match="Say who signed"), session.begin_nested():
        file(session, world, event.id, now)
    row = file(session, world, event.id, now, signatory=world.people["sheriff"])
    assert (row.signatory_name, row.office) == ("Sheriff Example", "sheriff")


def test_a_vacant_office_has_nobody_who_could_have_signed(session, world, now):
    event = frozen(session, world, now)
    for row in session.exec(
        select(worlds.Appointment).where(worlds.Appointment.person_id == world.people["chief"])
    ):
        row.until_date = row.from_date
    session.flush()
    with pytest.raises(Invalid, match="Nobody holds the office"):
        file(session, world, event.id, now)


def test_who_decided_elsewhere_did_not_sign_here_as_well(session, world, now):
    """The superintendent, who signed with a key, is also recorded as the agency's sheriff."""
    worlds.person(session, world, "superintendent", "agency", Office.SHERIFF, now)
    event = frozen(session, world, now)
    world.sign(session, "superintendent", event.id, now)
    with pytest.raises(Invalid, match="one person fills one place"):
        file(session, world, event.id, now, signatory=world.people["superintendent"])


def test_a_wrong_scan_is_withdrawn_before_the_second_attestation_and_another_handed_in(session, world, now):
    event = frozen(session, world, now)
    wrong = file(session, world, event.id, now)
    attest(session, world, "a1", event.id, now)
    gone = actions.withdraw(
        session, world.actor(session, "d1", now), event.id, SLOT, reason="It is the wrong page.", at=now
    )
    assert (wrong.state, gone.person_name) == ("withdrawn", "D1 Example")
    assert session.get_one(ScanFile, wrong.id).content == PDF
    assert "chief" in turns(session, world)
    right = file(session, world, event.id, now, content=JPEG)
    attest(session, world, "a1", event.id, now)
    attest(session, world, "d1", event.id, now)
    assert queries.live(session, event.id)[SLOT].id == right.id and right.state == "filled"
    assert [one.reason for _, one in queries.withdrawn(session, event.id, SLOT)] == ["It is the wrong page."]


def test_what_counts_is_not_withdrawn_and_a_reason_is_needed(session, world, now):
    event = frozen(session, world, now)
    registrar = world.actor(session, "a1", now)
    with pytest.raises(Refused, match="no scan here"):
        actions.withdraw(session, registrar, event.id, SLOT, reason="Wrong.", at=now)
    file(session, world, event.id, now)
    with pytest.raises(Invalid), session.begin_nested():
        actions.withdraw(session, registrar, event.id, SLOT, reason=" ", at=now)
    attest(session, world, "a1", event.id, now)
    attest(session, world, "d1", event.id, now)
    with pytest.raises(Refused, match="no scan here"):
        actions.withdraw(session, registrar, event.id, SLOT, reason="Wrong.", at=now)


def test_after_a_reopening_the_scan_stays_with_its_text_and_can_still_be_withdrawn(session, world, now):
    event = frozen(session, world, now)
    row = file(session, world, event.id, now)
    signing.reopen(
        session, world.actor(session, "supervisor", now), world.edition, reason="A wrong date.", at=now
    )
    assert (row.state, row.signing_event_id) == ("waiting", event.id)
    actions.withdraw(session, world.actor(session, "a1", now), event.id, SLOT, reason="Reopened.", at=now)
    assert row.state == "withdrawn"


def test_the_scan_of_a_filled_slot_is_one(session, world, now):
    event = papered(session, world, now)
    with pytest.raises(Refused, match="has already signed here"):
        file(session, world, event.id, now)
    assert len(session.exec(select(Scan)).all()) == 1
