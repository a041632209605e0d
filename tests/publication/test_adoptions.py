"""A board adopted the very text that was signed: the public page, its JSON, the history, the print and the exhibit say so alike."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session

from tests.publication import kit, sheets
from tests.publication.kit import Press
from tests.review.test_pages import html
from tests.signing.corrections import amending
from tests.vectors.honest import adopted
from workflow.adapters.doors import Page
from workflow.adapters.keystore import Keystore
from workflow.adapters.pdf_text import page_words, squeezed
from workflow.adapters.seal import attachments
from workflow.adapters.settings import Settings
from workflow.core.people import NOBODY
from workflow.evidence import package
from workflow.evidence.verify import verify
from workflow.publication import adoptions, exhibit, queries, reading
from workflow.publication.exhibit import Brief
from workflow.publication.register import register
from workflow.publication.rendering import compared
from workflow.signing.actions import reopen

BOARD = "Springfield School Board"
SAID = (
    "Adopted by Springfield School Board on Tuesday 12 May 2026, 7 to 0, Resolution 2026-14, Item 7.2, recorded by "
    "Clerk Example, Clerk."
)


@pytest.fixture
def press(session: Session, settings: Settings) -> Press:
    return kit.press(session, settings, body=True)


def finish(press: Press, now: datetime) -> None:
    """Adopted, signed by both, in the log, published."""
    event = press.world.freeze(press.session, now)
    amending.adopt(press.session, press.world, event, now, gave="")
    for name in ("chief", "superintendent"):
        press.world.sign(press.session, name, event.id, now + timedelta(minutes=5))
    press.checkpoint(now + timedelta(minutes=6))
    assert press.publish(now + timedelta(minutes=7))


def page(press: Press, now: datetime) -> dict[str, Any]:
    return reading.page(press.session, press.published(), press.settings, now)


def test_the_public_page_and_its_json_say_who_adopted_the_text(press: Press, now: datetime) -> None:
    finish(press, now)
    value = page(press, now)
    assert value["adoptions"] == [
        {
            "body": BOARD, "meeting": "2026-05-12", "yes": 7, "no": 0, "abstain": 0, "resolution": "Resolution 2026-14",
            "item": "Item 7.2", "name": "Clerk Example", "office": "Clerk", "words": SAID,
        }
    ]  # fmt: skip
    assert f"<p>{SAID}</p>" in html(Page("publication/mou.html", value, public=True), NOBODY)
    assert f"\n{SAID}\n" in reading.plain_text(package.parse(press.published().copy.core), "x", "y")


def test_the_body_stands_apart_from_those_who_contract(press: Press, now: datetime) -> None:
    finish(press, now)
    facts = dict(page(press, now)["facts"])
    assert facts["Parties"] == f"{kit.POLICE}; Springfield Unified School District"
    assert facts["Adopting bodies"] == BOARD
    (entry,) = register(press.session, now, q=BOARD)["entries"]
    assert entry["sides"] == [kit.POLICE, "Springfield Unified School District"]


def test_an_agreement_that_nobody_adopts_names_no_body(
    session: Session, settings: Settings, now: datetime
) -> None:
    made = kit.press(session, settings)
    made.whole_life(now)
    value = page(made, now)
    assert value["adoptions"] == [] and "Adopting bodies" not in dict(value["facts"])
    assert "adopted" not in html(Page("publication/mou.html", value, public=True), NOBODY).casefold()


def test_the_sealed_pdf_says_it_from_the_package_and_is_made_anew_the_same(
    press: Press, now: datetime
) -> None:
    finish(press, now)
    pdf = press.published().copy.pdf
    assert compared(pdf, None).answer == "same"
    assert squeezed(SAID) in squeezed(page_words(pdf))


def test_a_page_that_keeps_a_vote_of_its_package_back_differs(settings: Settings) -> None:
    data, keys = adopted()[0], Keystore(settings.keys_folder)
    beside = attachments(sheets.page(data))["page.json"]
    pages = sheets.page(data), sheets.forged(beside, data, data, adopted=[])
    assert [compared(sheets.sealed(one, keys), None).answer for one in pages] == ["same", "differs"]


def test_the_history_says_how_the_body_voted_on_each_text(press: Press, now: datetime) -> None:
    world, session = press.world, press.session
    first = world.freeze(session, now)
    amending.adopt(session, world, first, now, gave="")
    reopen(session, world.actor(session, "counsel", now), world.edition, reason="Another wording.", at=now)
    finish(press, now + timedelta(minutes=1))
    told = [
        one
        for one in reading.history_of(session, press.slug, now)["events"]
        if one["kind"] == "edition:adopted"
    ]
    assert [(one["words"], one["who"]) for one in told] == [
        (
            "Edition 1: adopted by Springfield School Board on Tuesday 12 May 2026, 7 to 0, Resolution 2026-14, Item 7.2.",
            f"Clerk Example, Clerk, {BOARD}",
        )
    ] * 2
    assert [one.name for one in queries.votes(session, [world.edition]).values()] == ["Clerk Example"] * 2
    assert len(page(press, now)["adoptions"]) == 1


def test_an_exhibit_tells_the_vote_and_between_whom_the_agreement_is_made(now: datetime) -> None:
    data, policy = adopted()
    told = exhibit.document(Brief(data, policy, verify(data, policy), now))
    assert (
        "Adopted by Board of Education on Thursday 14 May 2026, 7 to 0, resolution 2026-31, item 7b, recorded by "
        "Gil Gray, Clerk of the Board." in told["narrative"]
    )
    assert dict(told["facts"])["Adopting bodies"] == "Board of Education"


def test_an_exhibit_names_no_body_as_a_side_that_only_adopts(press: Press, now: datetime) -> None:
    finish(press, now)
    core = press.published().copy.core
    told = exhibit.document(Brief(core, None, verify(core, None), now))
    assert told["sides"] == [kit.POLICE, "Springfield Unified School District"]
    assert [one["party"] for one in told["records"]] == [*told["sides"], BOARD]


def test_who_abstained_is_counted_and_what_names_itself_is_not_named_twice() -> None:
    vote = adoptions.Vote("The Council", "2026-05-14", 5, 1, 1, "Ordinance 12", "7b", "Gil Gray", "Clerk")
    assert (
        vote.decided == "The Council on Thursday 14 May 2026, 5 to 1 with 1 abstaining, Ordinance 12, item 7b"
    )


def test_what_is_no_vote_of_a_body_of_this_text_says_nothing() -> None:
    parcel = package.parse(adopted()[0])
    (entry,) = [one for one in parcel["edition_chain"] if one["leaf"].get("event") == "adopted"]
    assert adoptions.vote(entry["envelope"], {"adopting_bodies": []}) is None
    for statement in ("", "e30", "not base64url"):
        assert adoptions.vote({"statement": statement}, parcel["manifest"]) is None
    assert adoptions.of_chain([{"leaf": entry["leaf"]}, {"leaf": {}}], parcel["manifest"]) == []
