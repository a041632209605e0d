"""Where unsent comments stand after the text has moved, and what the page says when they cannot be sent."""

from datetime import datetime, timedelta

import pytest

from tests.review.test_pages import desk, html, statements
from tests.review.unsent.test_actions import keep
from tests.review.world import World
from workflow.core.errors import Forbidden, NotFound
from workflow.core.lifecycle import Status
from workflow.review import pages
from workflow.review.unsent import pages as doors
from workflow.review.unsent import shown

HOUR = timedelta(hours=1)


def test_they_are_followed_into_the_text_of_today_or_said_to_be_gone(reviewed: World, now: datetime) -> None:
    keep(reviewed, "counsel", now, quote="visits each campus daily", words="How <b>often</b>?")
    keep(reviewed, "counsel", now, clause="term", words="Two years.")
    keep(reviewed, "counsel", now, clause="", words="All of it.")
    duties = "2. Duties\n\nNew words first. The officer visits each campus each day. The officer does not enforce school rules."
    reviewed.revise(now + HOUR, term=None, duties=duties)
    actor = reviewed.actor("counsel")
    with statements(reviewed.session) as sent:
        value = shown.page(reviewed.session, actor, reviewed.edition.id, at=now + HOUR)
    assert len(sent) <= 15, sent
    first, gone, whole = value["unsent"]
    assert (first["anchor"]["state"], first["anchor"]["text"]) == ("changed", "visits each campus each day")
    assert (gone["anchor"]["state"], gone["clause"]) == ("detached", "")
    assert gone["anchor"]["old_text"].startswith("3. Term") and whole["anchor"]["state"] == "exact"
    seen = html(doors.unsent(desk(reviewed, "counsel"), reviewed.edition.id), actor)
    assert "each campus each day" in seen and "no longer in the text" in seen and "<b>often" not in seen
    assert (
        "Send all 3 comments" in seen and "I approve the text" not in seen
    )  # counsel's stage is not open yet


def test_the_working_page_counts_them_for_their_author_alone(reviewed: World, now: datetime) -> None:
    keep(reviewed, "counsel", now)
    keep(reviewed, "counsel", now, clause="")
    mine = html(pages.edition(desk(reviewed, "counsel"), reviewed.edition.id), reviewed.actor("counsel"))
    assert "2 unsent comments" in mine and "1 unsent comment of yours" in mine
    page = pages.edition(desk(reviewed, "dana"), reviewed.edition.id)
    assert page.value["unsent"] == {} and "unsent" not in html(page, reviewed.actor("dana"))


def test_who_has_a_seat_may_send_a_verdict_along(reviewed: World, now: datetime) -> None:
    keep(reviewed, "principal", now)
    seen = html(doors.unsent(desk(reviewed, "principal"), reviewed.edition.id), reviewed.actor("principal"))
    assert "I approve the text" in seen and "Send it" in seen


@pytest.mark.parametrize(
    ("status", "words"),
    [("drafting", "sent out"), ("frozen", "reopened"), ("signing", "reopened"), ("published", "next edition"), ("withdrawn", "next edition")],
)  # fmt: skip
def test_when_comments_are_closed_it_says_what_to_do(
    reviewed: World, now: datetime, status: str, words: str
) -> None:
    keep(reviewed, "counsel", now, words="Kept all the same.")
    reviewed.edition.status = Status(status)
    reviewed.session.flush()
    seen = html(doors.unsent(desk(reviewed, "counsel"), reviewed.edition.id), reviewed.actor("counsel"))
    assert "Kept all the same." in seen and "comments are closed" in seen and words in seen
    assert "/sendings" not in seen


def test_one_is_shown_to_be_changed_to_nobody_else(reviewed: World, now: datetime) -> None:
    row = keep(reviewed, "counsel", now, quote="visits each campus daily", blocking=True, basis="Policy 12")
    page = doors.unsent_one(desk(reviewed, "counsel"), reviewed.edition.id, row.id)
    assert page.value["unsent"]["basis"] == "Policy 12"
    assert "Policy 12" in html(page, reviewed.actor("counsel"))
    for name in ("dana", "principal", "chief"):
        with pytest.raises(NotFound):
            doors.unsent_one(desk(reviewed, name), reviewed.edition.id, row.id)


def test_an_adopting_body_has_no_such_page(reviewed: World, now: datetime) -> None:
    from workflow.core.people import Office
    from workflow.drafting.models import MouParty

    reviewed.session.add(MouParty(mou_id=reviewed.mou.id, party_id=reviewed.parties["body"].id, position=3))
    reviewed.appoint("clerk", "body", Office.CLERK)
    with pytest.raises(Forbidden):
        doors.unsent(desk(reviewed, "clerk"), reviewed.edition.id)
