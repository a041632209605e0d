"""What the page about the order says, and where the pages of signing say whose turn it is not."""

from tests.signing.order.kit import SUPERINTENDENT, choose, frozen
from tests.signing.paper import kit as paper
from workflow.core.errors import Issue
from workflow.review.queries import edition_page
from workflow.review.turns.inbox import inbox
from workflow.signing import page as signing
from workflow.signing import ready
from workflow.signing.order import page
from workflow.signing.paper import page as sheets

AFTER = "after Chief Example (Chief of Police, Springfield Police Department) has signed"
POLICE = "Springfield Police Department (Chief of Police or Sheriff)"
DISTRICT = "Springfield Unified School District (Superintendent or Board Chair)"


def test_those_who_run_it_choose_and_others_read(session, world, now):
    counsel, registrar = world.actor(session, "counsel", now), world.actor(session, "a1", now)
    value = page.ordering(session, counsel, world.edition)
    assert (value["order"], value["may_choose"], value["frozen"]) == ("any", True, False)
    assert [title for _, title in value["places"]] == [POLICE, DISTRICT]
    choose(session, world, now, "district", "agency")
    value = page.ordering(session, registrar, world.edition)
    assert (value["order"], value["may_choose"]) == ("set", False)
    assert [title for _, title in value["places"]] == [DISTRICT, POLICE]
    assert value["shown"] == [world.parties["district"], world.parties["agency"]]
    world.freeze(session, now)
    value = page.ordering(session, counsel, world.edition)
    assert (value["order"], value["may_choose"], value["frozen"]) == ("set", False, True)
    assert [title for _, title in value["places"]] == [DISTRICT, POLICE]


def test_what_was_sent_wrong_is_shown_again(session, world, now):
    counsel, twice = world.actor(session, "counsel", now), [world.parties["agency"]] * 2
    wrong = Issue("twice", "Once.", field="place-2")
    value = page.ordering(session, counsel, world.edition, typed=twice, issues=[wrong])
    assert (value["shown"], value["order"]) == (twice, "any")
    assert value["issues"] == [{"code": "twice", "words": "Once.", "field": "place-2", "link": ""}]
    assert page.ordering(session, counsel, world.edition, typed=twice[:1])["shown"] == [twice[0], ""]


def test_the_signing_page_says_whom_to_wait_for_and_lets_decline(session, world, now):
    event = frozen(session, world, now)
    value = signing.event_page(session, world.actor(session, "superintendent", now), event.id, now)
    assert (
        value["sentence"] == f"You sign for Springfield Unified School District as Superintendent, {AFTER}."
    )
    mine = value["mine"]
    assert (mine["can"], mine["may_decline"], len(mine["keys"])) == (False, True, 1)
    assert value["signing"]["place"] == "district-2" and "A letter says when" in mine["remedy"]
    chief = signing.event_page(session, world.actor(session, "chief", now), event.id, now)
    assert chief["in_order"] and (chief["mine"]["can"], chief["mine"]["may_decline"]) == (True, False)
    assert [one["after"] for one in chief["signatories"]] == ["", AFTER]
    counsel = signing.event_page(session, world.actor(session, "counsel", now), event.id, now)
    assert counsel["sentence"].endswith(
        "Waiting for Springfield Police Department, then Springfield Unified School District."
    )
    world.sign(session, "chief", event.id, now)
    value = signing.event_page(session, world.actor(session, "superintendent", now), event.id, now)
    assert value["mine"]["can"] and [one["after"] for one in value["signatories"]] == ["", ""]


def test_whoever_cannot_sign_for_another_reason_is_offered_no_decline(session, world, now):
    event = frozen(session, world, now)
    world.decline(session, "superintendent", event.id, now)
    value = signing.event_page(session, world.actor(session, "superintendent", now), event.id, now)
    assert (value["mine"]["can"], value["mine"]["may_decline"], value["signing"]) == (False, False, None)


def test_readiness_says_the_order_and_who_waits(session, world, now):
    counsel = world.actor(session, "counsel", now)
    assert not ready.readiness_page(session, counsel, world.edition, 72, now)["in_order"]
    choose(session, world, now, "agency", "district")
    value = ready.readiness_page(session, counsel, world.edition, 72, now)
    assert (value["in_order"], value["will_sign"], value["after"]) == (True, [POLICE, DISTRICT], {})
    event = world.freeze(session, now)
    value = ready.readiness_page(session, counsel, world.edition, 72, now)
    assert (value["in_order"], value["after"]) == (True, {DISTRICT: AFTER})
    world.sign(session, "chief", event.id, now)
    assert ready.readiness_page(session, counsel, world.edition, 72, now)["after"] == {}


def test_inbox_and_working_page_say_that_it_is_not_yet_her_turn(session, world, now):
    event = frozen(session, world, now)
    words = f"You sign for Springfield Unified School District {AFTER}"
    superintendent = world.actor(session, "superintendent", now)
    found = inbox(session, superintendent, now=now)
    assert found["yours"] == [] and [one["later"] for one in found["others"]] == [words]
    assert edition_page(session, superintendent, world.edition, at=now)["later"] == words
    for name in ("counsel", "chief"):
        actor = world.actor(session, name, now)
        assert [one["later"] for one in inbox(session, actor, now=now)["others"] if one["later"]] == []
        assert edition_page(session, actor, world.edition, at=now)["later"] == ""
    world.sign(session, "chief", event.id, now)
    found = inbox(session, superintendent, now=now)
    assert [one["reason"] for one in found["yours"]] == ["Sign for Springfield Unified School District"]
    assert edition_page(session, superintendent, world.edition, at=now)["later"] == ""


def test_the_page_of_a_sheet_says_that_it_is_not_to_be_signed_yet(session, world, now):
    paper.allow(session, world, now, "district")
    event = frozen(session, world, now)
    registrar = world.actor(session, "d1", now)
    value = sheets.sheet_page(session, registrar, event.id, SUPERINTENDENT, now)
    assert f"signs {AFTER}. A sheet that is signed by hand before that" in value["sentence"]
    assert not value["may_file"]
    world.sign(session, "chief", event.id, now)
    value = sheets.sheet_page(session, registrar, event.id, SUPERINTENDENT, now)
    assert value["may_file"] and value["sentence"].startswith("Print the signature sheet")
