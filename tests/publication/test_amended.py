"""What is said of a text that was corrected after its adoption: on the page, in print, and of what is not public."""

import pytest

from tests.evidence.amended import answered
from tests.publication import sheets
from tests.publication.test_earlier import finish, press
from tests.vectors.correction import hidden
from workflow.adapters.seal import attachments
from workflow.adapters.typesetter import words_of
from workflow.evidence import package
from workflow.evidence.canonical import dumps, loads
from workflow.evidence.verify import verify
from workflow.publication import amended, exhibit, printing, reading, standing
from workflow.publication.exhibit import Brief
from workflow.publication.sealed import examine

__all__ = ["press"]


def test_page_and_print_say_who_adopted_what_was_changed_and_who_answers(press, now):
    finish(press, now)
    page = reading.page(press.session, press.published(), press.settings, now)
    said = page["amended"]
    assert said["votes"] == [
        "An earlier text was adopted by Springfield School Board on Tuesday 12 May 2026, 7 to 0, Resolution 2026-14, Item 7.2, "
        "recorded by Clerk Example, Clerk."
    ]
    assert said["authority"][0].startswith(
        "the Superintendent of Springfield Unified School District, to mend errors of writing"
    )
    assert [one["name"] for one in said["answers"]] == [
        "Superintendent Example", "Counsel Example", "Police_counsel Example",
    ]  # fmt: skip
    (clause,) = said["changes"]["clauses"]
    assert {"kind": "added", "text": " p.m"} in clause["segments"] or any(
        "p.m" in one["text"] for one in clause["segments"] if one["kind"] == "added"
    )
    assert said["reason"] == "“p.m.” was missing." and said["closed"] == []


def test_a_package_in_which_nothing_was_changed_says_nothing():
    from tests.evidence import factory

    parcel = package.parse(factory.signed().world.package())
    assert amended.value(parcel) is None and amended.lines(parcel) == []


def test_what_was_changed_and_is_not_public_is_named_and_not_shown():
    parcel = package.parse(hidden().out()[0])
    said = amended.value(parcel)
    assert said["closed"] == ["Part 2.1 of the text"] and [name for name, _, _ in said["texts"]] == [
        "Part 3 of the text"
    ]
    assert "Records stay" not in str(said)
    assert "Part 2.1 of the text was changed and is not public." in amended.lines(parcel)


def test_an_exhibit_tells_it_in_its_narrative(now):
    data, policy = answered().signed().out()
    told = exhibit.document(Brief(data, policy, verify(data, policy), now))
    assert any("An earlier text was adopted by" in line for line in told["narrative"])
    assert any("answered for a correction" in row[2] for row in told["trail"])
    assert words_of and printing and standing


def _unanswered(parcel):
    parcel["edition_chain"] = [one for one in parcel["edition_chain"] if one["leaf"]["event"] != "corrected"]


def _without_statements(parcel):
    for entry in parcel["adoptions"][0]["chain"]:
        entry.pop("envelope", None)


def _saying_nothing(parcel):
    for entry in (*parcel["edition_chain"], *parcel["adoptions"][0]["chain"]):
        if "envelope" in entry:
            entry["envelope"]["statement"] = "e30"


def _of_a_clause_there_is_not(parcel):
    parcel["adoptions"][0]["changed"][0]["path"] = "99"


@pytest.mark.parametrize(
    "twist", [_unanswered, _without_statements, _saying_nothing, _of_a_clause_there_is_not]
)
def test_a_strangers_package_that_tells_no_correction_is_judged_and_printed_all_the_same(twist, now):
    data, policy = answered().signed().out()
    parcel = loads(data)
    twist(parcel)
    bent = dumps(parcel)
    pdf = sheets.forged(attachments(sheets.page())["page.json"], bent)
    assert examine(pdf, policy)[0].verdict == "not_verified"
    assert exhibit.document(Brief(bent, policy, verify(bent, policy), now))["verified"] is False
