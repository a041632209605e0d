"""The letters to somebody of the public: the link is nowhere else, the address is in no payload and goes with the last letter."""

import re

import pytest
from sqlmodel import select

from tests.review.window.hall import NUMBER, SLUG, announced, spoken
from tests.workers.village import Village
from workflow.history.models import Event, Work
from workflow.review import actions as review
from workflow.review.window import judging, speaking
from workflow.review.window.models import Commenter, CommentWindow, PublicComment
from workflow.web.mailbox import letters

pytestmark = pytest.mark.both_databases
PAT = "pat@example.org"


@pytest.fixture
def hall(village: Village) -> Village:
    with village.acting() as session:
        review.circulate(session, village.actor("dana"), village.world.edition.id, at=village.world.now)
    with village.acting():
        village.world.session.add(village.world.edition)
        announced(village.world)
    village.settle()
    return village


def mailed(village: Village) -> list[dict]:
    return letters(village.kit.settings.data / "mailbox", PAT)


def secret_in(letter: dict) -> str:
    (secret,) = set(re.findall(r"https://mou\.example\.gov/confirmations/([\w-]{22})\b", letter["text"]))
    return secret


def says(village: Village, **more: object) -> None:
    with village.acting():
        spoken(village.world, **more)
    village.settle()


def test_a_comment_is_confirmed_by_the_link_in_a_letter(hall: Village) -> None:
    says(hall, wants_answer=True)
    (letter,) = mailed(hall)
    assert letter["subject"] == "Confirm your comment on Edition 1"
    assert "Officers should wear name tags." in letter["text"] and "shown to nobody" in letter["text"]
    secret = secret_in(letter)
    with hall.acting() as session:
        assert secret not in str([row.model_dump() for row in session.exec(select(Commenter))])
        assert speaking.confirm(session, secret, at=hall.world.now).number == 1


def test_the_answer_is_sent_once_and_then_the_address_is_gone(hall: Village) -> None:
    says(hall, wants_answer=True)
    with hall.acting() as session:
        speaking.confirm(session, secret_in(mailed(hall)[0]), at=hall.world.now)
    for words in ("Yes, from autumn on.", "Rather from spring on."):
        with hall.acting() as session:
            judging.answer(
                session,
                hall.actor("dana"),
                hall.world.edition.id,
                1,
                value="accepted",
                words=words,
                at=hall.world.now,
            )
        hall.settle()
    (newest,) = [one for one in mailed(hall) if "was answered" in one["subject"]]
    assert "answered: Accepted" in newest["text"] and "Yes, from autumn on." in newest["text"]
    assert f"/mou/{SLUG}/{NUMBER}/comment?after=0" in newest["text"]
    with hall.acting() as session:
        assert session.exec(select(Commenter)).all() == []


def test_no_event_and_no_work_knows_the_address(hall: Village) -> None:
    says(hall, wants_answer=True)
    with hall.acting() as session:
        told = str([row.model_dump() for kind in (Event, Work) for row in session.exec(select(kind))])
        assert session.exec(select(Work).where(Work.task == "commenter_letter")).one().state == "done"
    assert PAT not in told


def test_what_was_deleted_meanwhile_gets_no_letter(hall: Village) -> None:
    with hall.acting() as session:
        row = spoken(hall.world)
        session.delete(session.get_one(Commenter, row.id))
        session.flush()
        session.delete(session.get_one(PublicComment, row.id))
    hall.settle()
    assert mailed(hall) == []


def test_the_window_and_its_jobs_come_by_themselves(hall: Village) -> None:
    with hall.acting() as session:
        (window,) = session.exec(select(CommentWindow))
        found = {one.task: one for one in session.exec(select(Work)) if one.task.endswith("_window")}
    assert (found["open_window"].state, found["close_window"].state) == ("done", "ready")
    assert found["close_window"].due == window.closes
    assert "Open for public comment: Springfield SRO agreement" in hall.subjects("principal")
