"""Somebody of the public writes and confirms; nobody sees anything before, and the address goes."""

from datetime import timedelta

import pytest
from sqlmodel import Session, col, select

from tests.review.window.hall import CLOSES, DAY, NUMBER, SLUG, confirmed, link_of, spoken
from tests.review.world import World
from workflow.core.errors import Invalid, NotFound, Refused
from workflow.core.lifecycle import Status
from workflow.history.models import Event
from workflow.review.window import actions, public, speaking
from workflow.review.window.models import CommentBand, Commenter, CommentWindow, PublicComment

pytestmark = pytest.mark.both_databases


def rows(session: Session, kind: type) -> list:
    return list(session.exec(select(kind)))


def test_until_it_is_confirmed_nobody_sees_it(open_hall: World) -> None:
    row = spoken(open_hall)
    page = public.window_page(open_hall.session, SLUG, NUMBER, now=open_hall.now)
    assert (row.state, row.number) == ("pending", None)
    assert page["comments"] == [] and page["summary"]["total"] == 0
    assert not any(clause["count"] for clause in page["clauses"])


def test_the_button_works_once_and_looking_uses_nothing_up(open_hall: World) -> None:
    session, secret = open_hall.session, link_of(open_hall, spoken(open_hall, name="Pat Lee"))
    for _ in range(2):
        seen = public.confirmation(session, speaking.secret_hash(secret), now=open_hall.now)
        assert (seen["state"], seen["words"], seen["name"]) == (
            "good",
            "Officers should wear name tags.",
            "Pat Lee",
        )
    row = speaking.confirm(session, secret, at=open_hall.now)
    assert (row.state, row.number, row.confirmed, row.until) == ("shown", 1, open_hall.now, None)
    with pytest.raises(Refused, match="do not know this link"):
        speaking.confirm(session, secret, at=open_hall.now)
    assert public.confirmation(session, speaking.secret_hash(secret), now=open_hall.now)["state"] == "unknown"


def test_the_address_goes_with_the_confirmation_or_stays_for_one_letter(open_hall: World) -> None:
    confirmed(open_hall)
    assert rows(open_hall.session, Commenter) == []
    asked = confirmed(open_hall, "Another opinion.", wants_answer=True)
    (kept,) = rows(open_hall.session, Commenter)
    assert (kept.comment_id, kept.email, kept.secret_hash) == (asked.id, "pat@example.org", None)


def test_no_event_knows_the_address_or_the_name(open_hall: World) -> None:
    confirmed(open_hall, name="Pat Lee", wants_answer=True)
    told = str([event.model_dump() for event in rows(open_hall.session, Event)])
    assert "pat@" not in told and "Pat Lee" not in told and "name tags" not in told


def test_what_is_wrong_is_said_all_at_once(open_hall: World) -> None:
    with pytest.raises(Invalid) as no:
        spoken(open_hall, " ", email="nobody", clause="nowhere", name="\u202eevil")
    assert {issue.field for issue in no.value.issues} == {"words", "email", "clause", "name"}
    assert rows(open_hall.session, PublicComment) == []


@pytest.mark.parametrize("words", ["x" * 5_001, "\u202ereversed", "hid\u200bden", "a\0b"])
def test_words_have_a_measure_and_pass_the_character_door(open_hall: World, words: str) -> None:
    with pytest.raises(Invalid):
        spoken(open_hall, words)


def test_markup_and_addresses_are_words(open_hall: World) -> None:
    assert (
        confirmed(open_hall, "<b>Buy</b> at https://evil.example").words
        == "<b>Buy</b> at https://evil.example"
    )


def test_nobody_writes_before_or_after(open_hall: World) -> None:
    (window,) = rows(open_hall.session, CommentWindow)
    spoken(open_hall, at=window.closes - timedelta(seconds=1))
    with pytest.raises(Refused, match="closed"):
        spoken(open_hall, at=window.closes)  # the clock decides: no job has come by yet


def test_nobody_writes_about_a_draft_that_is_not_public(reviewed: World) -> None:
    with pytest.raises(NotFound):
        spoken(reviewed)
    actions.announce(
        reviewed.session, reviewed.actor("dana"), reviewed.edition.id, notice="x", opens="2026-05-20T09:00", closes=CLOSES, at=reviewed.now,
    )  # fmt: skip
    with pytest.raises(NotFound):
        spoken(reviewed)


@pytest.mark.parametrize("number", ["2", "0", "x", "²", "1" * 9])
def test_an_edition_there_is_none_of_is_not_found(open_hall: World, number: str) -> None:
    with pytest.raises(NotFound):
        public.window_page(open_hall.session, SLUG, number, now=open_hall.now)


def test_a_withdrawn_draft_takes_no_comments(open_hall: World) -> None:
    open_hall.edition.status = Status.WITHDRAWN
    open_hall.session.flush()
    with pytest.raises(Refused):
        spoken(open_hall)


def test_confirming_late_follows_the_stated_rule(open_hall: World) -> None:
    (window,) = rows(open_hall.session, CommentWindow)
    last = window.closes - timedelta(minutes=1)
    kept, lost = spoken(open_hall, "In time.", at=last), spoken(open_hall, "Too late.", at=last)
    secrets = link_of(open_hall, kept, last), link_of(open_hall, lost, last)
    assert (
        speaking.confirm(open_hall.session, secrets[0], at=window.closes + DAY - timedelta(seconds=1)).number
        == 1
    )
    with pytest.raises(Refused, match="too late") as no:
        speaking.confirm(open_hall.session, secrets[1], at=window.closes + DAY)
    assert "within a day" in no.value.remedy
    assert speaking.issue_link(open_hall.session, lost.id, at=window.closes + DAY) == ""


def test_what_was_not_confirmed_is_deleted_a_day_later_with_the_address(open_hall: World) -> None:
    spoken(open_hall)
    confirmed(open_hall, "A confirmed one.", wants_answer=True)
    week = open_hall.now + 7 * DAY
    assert speaking.purge(open_hall.session, at=week + DAY) == 0
    assert speaking.purge(open_hall.session, at=week + DAY + timedelta(seconds=1)) == 1
    assert [row.words for row in rows(open_hall.session, PublicComment)] == ["A confirmed one."]
    assert len(rows(open_hall.session, Commenter)) == 1


def test_letters_that_say_nearly_the_same_are_one_group_and_each_is_kept(open_hall: World) -> None:
    letter = "I ask the board to limit when officers may question children without a parent being in the room at all"
    heads = [confirmed(open_hall, letter), confirmed(open_hall, "Something quite different, thank you.")]
    twins = [confirmed(open_hall, f"{letter.upper()} please!") for _ in range(3)]
    elsewhere = confirmed(open_hall, letter, clause="")
    assert [row.number for row in (*heads, *twins, elsewhere)] == [1, 2, 3, 4, 5, 6]
    assert [row.twin_of for row in twins] == [heads[0].id] * 3
    assert elsewhere.twin_of is None
    of = select(CommentBand.comment_id).where(col(CommentBand.comment_id).in_([row.id for row in twins]))
    assert open_hall.session.exec(of).all() == []
