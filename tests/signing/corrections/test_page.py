"""What the pages say: the ceremony's first line, the differences, who answers, and the form that proposes one."""

from tests.signing.corrections import amending
from tests.signing.corrections.amending import SLIP, adopted, answer, corrected, propose
from workflow.signing import page as signing
from workflow.signing.corrections import page


def shown(session, world, event, now, name="chief"):
    return signing.event_page(session, world.actor(session, name, now), event.id, now)


def test_the_first_line_says_what_differs_and_what_allows_it(session, world, now):
    event = corrected(session, world, now)
    value = shown(session, world, event, now)
    assert value["correction"]["differs"] == [
        "This differs from the text that Springfield School Board adopted on Tuesday 12 May 2026, 7 to 0, 0 abstaining: 1 clause, allowed "
        "by the authority it gave to the Superintendent of Springfield Unified School District."
    ]  # fmt: skip
    assert (
        value["correction"]["authority"][0].endswith(f"within this limit: {amending.LIMIT}")
        and value["stale"] == []
    )
    assert value["sentence"].startswith("You are about to sign for Springfield Police Department")
    assert value["bodies"][0]["words"].startswith("Adopted an earlier text, and is carried over")


def test_the_same_text_says_that_it_is_the_same(session, world, now):
    value = shown(session, world, adopted(session, world, now), now)
    assert value["correction"] is None
    assert value["bodies"][0]["same_text"].startswith(
        "This is the same text that Springfield School Board adopted"
    )


def test_counsel_is_asked_to_answer_and_sees_what_changed(session, world, now):
    event = propose(session, world, adopted(session, world, now), now)
    value = shown(session, world, event, now, "counsel")
    assert value["sentence"].startswith("You are about to answer for this correction for Springfield Unified")
    assert (value["mine"]["decision"], value["mine"]["can"]) == ("correction", True)
    changed = [one for one in value["correction"]["changes"]["clauses"] if one["kind"] != "same"]
    assert [one["kind"] for one in changed] == ["reworded"]
    assert value["signing"]["correction"]["kind"] == "scrivener"
    codes = [issue["code"] for issue in value["issues"]]
    assert codes.count("correction.open") == 3 and "adoption.open" not in codes


def test_who_answered_stands_beside_who_still_must(session, world, now):
    event = propose(session, world, adopted(session, world, now), now)
    answer(session, world, "counsel", event, now)
    answers = shown(session, world, event, now)["correction"]["answers"]
    assert [(one["name"], bool(one["at"])) for one in answers] == [
        ("Counsel Example", True), ("Superintendent Example", False), ("Police_counsel Example", False),
    ]  # fmt: skip


def test_the_form_has_every_clause_and_only_the_kinds_that_were_allowed(session, world, now):
    event = adopted(session, world, now)
    counsel = world.actor(session, "counsel", now)
    value = page.form(session, counsel, event.id)
    assert value["can"] and [kind for kind, _ in value["kinds"]] == ["scrivener"]
    assert any(SLIP[0] in one["text"] for one in value["clauses"])
    assert page.offered(session, counsel, signing.matter.of_event(session, counsel, event.id))


def test_before_a_vote_the_form_says_why_there_is_none(session, world, now):
    event = world.freeze(session, now)
    counsel = world.actor(session, "counsel", now)
    value = page.form(session, counsel, event.id)
    assert not value["can"] and "No body has adopted" in value["why_not"] and value["remedy"]
    assert not page.offered(session, counsel, signing.matter.of_event(session, counsel, event.id))
