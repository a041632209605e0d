"""What the pages about paper say to whom, at each step."""

import pytest

from tests.signing.paper.kit import OTHER, SLOT, allow, attest, file, frozen, papered
from workflow.core.errors import NotFound
from workflow.core.people import NOBODY
from workflow.signing import page as signing
from workflow.signing import ready
from workflow.signing.paper import page


def seen(session, world, event, now, name, slot=SLOT):
    return page.sheet_page(session, world.actor(session, name, now), event.id, slot, now)


def can(value):
    return {name for name in ("may_file", "may_attest", "may_withdraw", "may_read") if value[name]}


def test_each_step_is_said_and_offered_to_whose_it_is(session, world, now):
    event = frozen(session, world, now)
    assert can(seen(session, world, event, now, "a1")) == {"may_file", "may_read"}
    assert can(seen(session, world, event, now, "d1")) == {"may_read"}
    assert "Nothing is signed here yet" in seen(session, world, event, now, "chief")["sentence"]
    file(session, world, event.id, now)
    assert can(seen(session, world, event, now, "a1")) == {"may_attest", "may_withdraw", "may_read"}
    other = seen(session, world, event, now, "d1")
    assert can(other) == {"may_withdraw", "may_read"} and "of the party that signs" in other["why_not"]
    attest(session, world, "a1", event.id, now)
    assert can(seen(session, world, event, now, "d1")) == {"may_attest", "may_withdraw", "may_read"}
    assert "attested this sheet already" in seen(session, world, event, now, "a1")["why_not"]
    assert "counts for nothing" in seen(session, world, event, now, "counsel")["sentence"]
    attest(session, world, "d1", event.id, now)
    done = seen(session, world, event, now, "chief")
    assert can(done) == {"may_read"} and done["step"] == "done"
    assert [one["name"] for one in done["attested"]] == ["A1 Example", "D1 Example"]
    assert "not a signature by an own key" in done["sentence"]


def test_a_place_that_is_signed_with_a_key_says_so(session, world, now):
    event = frozen(session, world, now)
    assert "does not allow paper here" in seen(session, world, event, now, "d1", OTHER)["sentence"]
    assert can(seen(session, world, event, now, "d1", OTHER)) == {"may_read"}
    with pytest.raises(NotFound):
        seen(session, world, event, now, "d1", "nowhere")
    with pytest.raises(NotFound):
        page.sheet_page(session, NOBODY, event.id, SLOT, now)


def test_a_key_that_signed_meanwhile_ends_it(session, world, now):
    event = frozen(session, world, now)
    file(session, world, event.id, now)
    world.sign(session, "chief", event.id, now)
    value = seen(session, world, event, now, "a1")
    assert value["step"] == "by_key" and can(value) == {"may_withdraw", "may_read"}


def test_the_attester_without_a_key_that_counts_reads_why(session, world, now):
    event = frozen(session, world, now)
    file(session, world, event.id, now)
    for key in session.exec(_keys(world, "a1")):
        key.state = "revoked"
    session.flush()
    assert "revoked" in seen(session, world, event, now, "a1")["why_not"]
    attest(session, world, "a2", event.id, now)
    for key in session.exec(_keys(world, "a2")):
        key.state = "revoked"
    session.flush()
    assert "no longer counts" in seen(session, world, event, now, "d1")["why_not"]


def _keys(world, name):
    from sqlmodel import select

    from workflow.parties.models import SigningKey

    return select(SigningKey).where(SigningKey.key_id == world.keys[name].id)


def test_the_signing_page_says_on_paper_and_never_by_a_key(session, world, now):
    event = papered(session, world, now)
    value = signing.event_page(session, world.actor(session, "chief", now), event.id, now)
    one = value["signatories"][0]
    assert one["by_hand"] and one["how"] == (
        "by hand on paper, attested by A1 Example (Registrar, Springfield Police Department) and D1 Example (Registrar, "
        "Springfield Unified School District)"
    )
    assert value["sentence"].endswith(
        "signed for Springfield Police Department as Chief of Police, by hand on paper."
    )
    assert one["paper"]["link"] == f"/signing-events/{event.id}/paper/{SLOT}"
    assert value["signatories"][1]["paper"] is None


def test_who_may_sign_on_paper_is_read_before_and_after_the_freeze(session, world, now):
    allow(session, world, now, "agency")
    counsel = world.actor(session, "counsel", now)
    value = page.allowing(session, counsel, world.edition)
    assert (value["may_choose"], value["chosen"]) == (True, [world.parties["agency"]])
    assert "proves by itself" in value["what_is_lost"]
    readiness = ready.readiness_page(session, counsel, world.edition, 72, now)
    assert readiness["on_paper"] == ["Springfield Police Department (Chief of Police or Sheriff)"]
    assert not page.allowing(session, world.actor(session, "a1", now), world.edition)["may_choose"]
    world.freeze(session, now)
    value = page.allowing(session, counsel, world.edition)
    assert (value["may_choose"], value["frozen"], value["chosen"]) == (False, True, [world.parties["agency"]])
    assert ready.readiness_page(session, counsel, world.edition, 72, now)["on_paper"] == readiness["on_paper"]
