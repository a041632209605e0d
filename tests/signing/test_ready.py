"""The readiness page: what is to do, with links, and the freeze only when nothing is left."""

import pytest

from workflow.core.errors import NotFound
from workflow.drafting.models import Edition
from workflow.drafting.queries import parties_of
from workflow.review.window import actions
from workflow.signing import ready


def test_an_edition_that_is_ready_offers_the_freeze_to_those_who_run_it(session, world, now):
    value = ready.readiness_page(session, world.actor(session, "counsel", now), world.edition, 72, now)
    assert (value["move"], value["ready"], value["can_freeze"], value["issues"]) == ("freeze", True, True, [])
    assert [title.split(" (")[0] for title in value["will_sign"]] == [
        "Springfield Police Department", "Springfield Unified School District",
    ]  # fmt: skip
    assert not ready.readiness_page(session, world.actor(session, "a1", now), world.edition, 72, now)[
        "can_freeze"
    ]


def test_after_the_freeze_it_says_what_stands_before_the_signatures(session, world, now):
    event = world.freeze(session, now)
    value = ready.readiness_page(session, world.actor(session, "chief", now), world.edition, 72, now)
    assert (value["move"], value["ready"], value["event"]) == ("sign", True, f"/signing-events/{event.id}")


def test_after_a_decline_it_is_not_ready_and_says_who_declined_when_why_and_what_can_be_done(
    session, world, now
):
    event = world.freeze(session, now)
    world.decline(session, "chief", event.id, now)
    value = ready.readiness_page(session, world.actor(session, "counsel", now), world.edition, 72, now)
    assert (value["move"], value["ready"], value["may_run"]) == ("sign", False, True)
    (issue,) = value["issues"]
    assert (issue["code"], issue["link"]) == ("signature.declined", f"/signing-events/{event.id}")
    assert issue["words"].startswith(
        "Chief Example declined to sign on Tuesday 12 May 2026, 10:00 Pacific. The reason given: “Section 2 is not ours.”"
    )
    assert "reopening the text, or withdraw the edition" in issue["words"]


def test_a_withdrawn_edition_has_no_next_move(session, world, now):
    session.get_one(Edition, world.edition).status = "withdrawn"
    value = ready.readiness_page(session, world.actor(session, "counsel", now), world.edition, 72, now)
    assert (value["move"], value["ready"], value["can_freeze"]) == ("", False, False)


def test_stepping_back_is_asked_of_those_who_run_it_and_names_who_signed(session, world, now):
    event = world.freeze(session, now)
    world.sign(session, "chief", event.id, now)
    value = ready.confirm_page(session, world.actor(session, "counsel", now), world.edition, "reopen")
    assert value["signed"] == ["Chief Example, Chief of Police"]
    assert len(value["fingerprint"].split()) == 12
    with pytest.raises(NotFound):
        ready.confirm_page(session, world.actor(session, "a1", now), world.edition, "withdraw")


def test_where_the_law_asks_for_public_comment_a_window_must_have_been_held(session, world, now):
    edition, actor = session.get_one(Edition, world.edition), world.actor(session, "counsel", now)
    parties_of(session, edition.mou_id)[0].place = "Fairfax, Virginia"
    session.flush()
    value = ready.readiness_page(session, actor, world.edition, 72, now)
    assert [issue["code"] for issue in value["issues"]] == ["window.required"] and not value["can_freeze"]
    row = actions.announce(
        session, actor, world.edition, notice="Tell us.", closes="2026-06-12T17:00", at=now
    )
    value = ready.readiness_page(session, actor, world.edition, 72, now)
    assert "window.live" in [issue["code"] for issue in value["issues"]] and not value["can_freeze"]
    actions.close_when_due(session, row.id, at=row.closes)
    value = ready.readiness_page(session, actor, world.edition, 72, row.closes)
    assert not [issue for issue in value["issues"] if issue["code"].startswith("window")]
