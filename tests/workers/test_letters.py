from dataclasses import replace
from datetime import date, datetime, timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from sqlalchemy import delete
from sqlmodel import select

from tests.publication.kit import Press
from tests.publication.kit import press as make_press
from tests.publication.test_reported import revoke
from tests.workers.village import Village
from workers import dispatch, letters, schedule
from workers.kit import Kit
from workflow.adapters.clock import FixedClock
from workflow.adapters.mail import Letter, compose
from workflow.drafting.models import Edition, Mou
from workflow.history import actions as history
from workflow.history.models import Event, Undispatched, Work
from workflow.parties.models import Appointment, Person
from workflow.renewal import actions as renewal
from workflow.review import actions as review
from workflow.signing import actions as signing
from workflow.web.mailbox import letters as in_the_mailbox

pytestmark = pytest.mark.both_databases


def write(village: Village, event: Event, name: str, who: str, at: datetime | None = None) -> Letter | None:
    return letters.write(
        village.world.session, village.kit.templates, name, event.id, village.world.who[who], key="k",
        at=at or village.world.now,
    )  # fmt: skip


@pytest.fixture
def inside(village: Village) -> Village:
    with village.acting() as session:
        review.circulate(session, village.actor("dana"), village.world.edition.id, at=village.world.now)
        yield village


def thread(village: Village, **more: Any) -> Event:
    review.open_thread(
        village.world.session, village.actor("principal"), village.world.edition.id, at=village.world.now,
        words="Who's told <first> & when?", **more,
    )  # fmt: skip
    return village.world.events("edition:thread:opened")[-1]


def test_a_turn_says_what_to_do_where_and_until_when_in_the_agreements_zone(inside: Village) -> None:
    letter = write(inside, inside.world.events("edition:stage:opened")[0], "your_turn", "principal")
    assert letter.subject == "Your turn: Springfield SRO agreement"
    assert "Due: Tuesday 26 May 2026, 10:00 Pacific" in letter.text
    assert "https://mou.example.gov/editions/" in letter.text
    assert "Why you get this: it is your turn on this agreement." in letter.text


def test_a_turn_that_has_passed_is_not_written_about(inside: Village) -> None:
    event = inside.world.events("edition:stage:opened")[0]
    assert write(inside, event, "your_turn", "chief") is None


def test_a_comment_is_quoted_as_typed_in_text_and_escaped_in_html(inside: Village) -> None:
    letter = write(inside, thread(inside), "thread_opened", "dana")
    assert "Principal made a comment." in letter.text
    assert "Who's told <first> & when?" in letter.text
    assert "Who&#39;s told &lt;first&gt; &amp; when?" in letter.html and "<first>" not in letter.html
    assert "/threads/1" in letter.text and letter.text.count("\n\n\n") == 0


def test_an_internal_comment_is_never_mailed_to_the_other_side(inside: Village) -> None:
    event = thread(inside, visibility="party")
    for name in ("thread_opened", "comment", "answered"):
        for who in ("chief", "sergeant", "lawyer", "officer"):
            assert write(inside, event, name, who) is None
    assert "Only your own side can read this comment." in write(inside, event, "thread_opened", "dana").text


def test_a_reply_quotes_the_one_who_replied(inside: Village) -> None:
    thread(inside)
    world, at = inside.world, inside.world.now + timedelta(minutes=5)
    review.reply(world.session, inside.actor("dana"), world.edition.id, 1, words="The principal.", at=at)
    event = world.events("edition:comment:posted")[0]
    review.reply(
        world.session,
        inside.actor("officer"),
        world.edition.id,
        1,
        words="Noted.",
        at=at + timedelta(minutes=1),
    )
    letter = write(inside, event, "comment", "principal")
    assert "Dana replied to comment 1." in letter.text
    assert "The principal." in letter.text and "Noted." not in letter.text


def test_an_answer_and_a_reopening_are_told_and_a_withdrawn_comment_is_not(inside: Village) -> None:
    thread(inside)
    world, later = inside.world, inside.world.now + timedelta(hours=1)
    review.dispose(
        world.session,
        inside.actor("dana"),
        world.edition.id,
        1,
        value="accepted_in_part",
        words="Half.",
        at=later,
    )
    answered = write(inside, world.events("edition:thread:disposed")[0], "answered", "principal")
    assert "accepted in part" in answered.subject and "Half." in answered.text
    review.reopen(
        world.session,
        inside.actor("officer"),
        world.edition.id,
        1,
        words="Not for me.",
        at=later + timedelta(hours=1),
    )
    reopened = write(inside, world.events("edition:thread:reopened")[0], "comment", "principal")
    assert "Officer reopened comment 1." in reopened.text and "Not for me." in reopened.text
    review.withdraw(
        world.session, inside.actor("principal"), world.edition.id, 1, at=later + timedelta(hours=2)
    )
    assert write(inside, world.events("edition:thread:opened")[0], "thread_opened", "dana") is None


def test_who_has_left_or_has_no_address_gets_nothing(inside: Village) -> None:
    world, event = inside.world, inside.world.events("edition:stage:opened")[0]
    held = world.session.exec(
        select(Appointment).where(Appointment.person_id == world.who["principal"])
    ).one()
    held.until_date = date(2026, 5, 10)
    world.session.add(held)
    person = world.session.get_one(Person, world.who["officer"])
    assert write(inside, event, "your_turn", "officer") is not None
    person.email = ""
    world.session.add(person)
    world.session.flush()
    assert write(inside, event, "your_turn", "principal") is None
    assert write(inside, event, "your_turn", "officer") is None


def test_no_title_can_add_a_header(inside: Village) -> None:
    mou = inside.world.session.get_one(Mou, inside.world.mou.id)
    mou.title = "Officers\r\nBcc: everybody@example.org"
    letter = write(inside, inside.world.events("edition:stage:opened")[0], "your_turn", "principal")
    message = compose(letter, "Countersign <c@example.gov>", "mou.example.gov")
    assert isinstance(message, EmailMessage) and message["Bcc"] is None
    assert message["Subject"] == "Your turn: Officers Bcc: everybody@example.org"


def test_letters_of_the_signing_and_the_yearly_review(kit: Kit, clock: FixedClock) -> None:
    """A decline, a reopening, two signatures, the publication, a review that is late and ends: each said in words."""
    life = Life(kit, clock)
    life.decline_and_reopen()
    assert "Declined: School Resource Officers" in life.got("supervisor")
    assert "The reason given: Section 2 is not ours." in life.text("supervisor", "Declined")
    assert "The reason given: A wrong date." in life.text("supervisor", "Reopened")
    life.sign_and_publish()
    assert "Fingerprint of the text: " in life.text("chief", "You signed")
    assert life.got("superintendent").count("Signed and published: School Resource Officers") == 1
    assert "/mou/springfield-" in life.text("a1", "Signed and published")
    life.revoke_the_key_of_the_chief("2026-05-12")
    assert "after that time: its public page warns of it" in life.text("d1", "Revoked")
    assert life.got("superintendent").count("A new public copy: School Resource Officers") == 1
    assert "because a key that signed for it was reported since as not to be trusted" in life.text(
        "counsel", "A new public copy"
    )
    life.review_a_year_later()
    assert "It is due on Wednesday 12 May 2027." in life.text("counsel", "Review due")
    assert "It ended on Tuesday 11 May 2027, and nothing has taken its place." in life.text(
        "counsel", "Lapsed"
    )
    assert "The review is closed. The agreement is reviewed and affirmed" in life.text(
        "counsel", "Review outcome"
    )
    with kit.database.reading() as session:
        assert {row.state for row in session.exec(select(Work))} == {"done"}


class Life:
    """The signing room's world, lived through the dispatcher."""

    def __init__(self, kit: Kit, clock: FixedClock) -> None:
        self.kit, self.clock = (
            replace(kit, settings=replace(kit.settings, public_url="http://localhost:8000")),
            clock,
        )
        with kit.database.writing() as session:
            self.press: Press = make_press(session, kit.settings)
            session.connection().execute(delete(Undispatched))  # the world's own making is no news
        self.world = self.press.world

    def act(self, deed: Any, wait: timedelta = timedelta(minutes=1)) -> Any:
        with self.kit.database.writing() as session:
            self.press.session = session
            result = deed(session)
        dispatch.run_until_quiet(self.kit)
        self.clock.move(wait)
        return result

    def decline_and_reopen(self) -> None:
        event = self.act(lambda s: self.world.freeze(s, self.clock.now()).id)
        self.act(lambda s: self.world.decline(s, "chief", event, self.clock.now()))
        self.act(lambda s: signing.reopen(
            s, self.world.actor(s, "counsel", self.clock.now()), self.world.edition, reason="A wrong date.", at=self.clock.now()
        ))  # fmt: skip

    def sign_and_publish(self) -> None:
        event = self.act(lambda s: self.world.freeze(s, self.clock.now()).id)
        for name in ("chief", "superintendent"):
            self.act(lambda s, name=name: self.world.sign(s, name, event, self.clock.now()))

    def revoke_the_key_of_the_chief(self, since: str) -> None:
        """Nothing is told the publisher but by the record: the dispatcher finds the revocation there, also after a crash."""
        self.act(lambda s: revoke(self.press, self.clock.now(), since=since))

    def review_a_year_later(self) -> None:
        for days in (280, 58, 40):
            self.clock.move(timedelta(days=days))
            schedule.sweep(self.kit)
            dispatch.run_until_quiet(self.kit)
        for name in ("counsel", "supervisor"):
            self.act(lambda s, name=name: renewal.record_outcome(
                s, self.world.actor(s, name, self.clock.now()), self.world.edition, value="affirmed", words="", at=self.clock.now()
            ), timedelta(days=1))  # fmt: skip
        dispatch.run_until_quiet(self.kit)
        with self.kit.database.reading() as session:
            assert session.get_one(Edition, self.world.edition).status == "affirmed"

    def got(self, name: str) -> list[str]:
        return [
            one["subject"]
            for one in in_the_mailbox(self.kit.settings.data / "mailbox", f"{name}@example.org")
        ]

    def text(self, name: str, subject: str) -> str:
        found = in_the_mailbox(self.kit.settings.data / "mailbox", f"{name}@example.org")
        return " ".join(one["text"] for one in found if one["subject"].startswith(subject))


def test_a_reader_is_told_why_an_expired_or_withdrawn_text_is_open_again(kit: Kit, clock: FixedClock) -> None:
    life = Life(kit, clock)
    life.act(lambda s: life.world.freeze(s, clock.now()).id, wait=timedelta(days=31))
    schedule.sweep(kit)
    dispatch.run_until_quiet(life.kit)
    assert "The time for signing ended before everyone had signed." in life.text("supervisor", "Reopened")
    life.act(lambda s: life.world.freeze(s, clock.now()).id)
    life.act(lambda s: signing.withdraw(
        s, life.world.actor(s, "counsel", clock.now()), life.world.edition, reason="No longer needed.", at=clock.now()
    ))  # fmt: skip
    assert "No longer needed." in life.text("supervisor", "Withdrawn")
    assert life.got("supervisor").count("Reopened: School Resource Officers") == 1


def test_every_letter_renders_with_a_full_record_behind_it(inside: Village) -> None:
    """Those that need no rows of their own, each as text and as HTML with the one link."""
    world = inside.world
    event = history.record(
        world.session, "edition:opened", actor=inside.actor("dana"), at=world.now, mou_id=world.mou.id, edition_id=world.edition.id
    )  # fmt: skip
    for name in ("adopted", "review_begun", "outcome", "withdrawn"):
        letter = write(inside, event, name, "chief")
        assert letter is not None and letter.text.strip().endswith("https://mou.example.gov")
        assert letter.html.startswith("<!doctype html>") and "href=" in letter.html
        assert "{{" not in letter.text + letter.html and "None" not in letter.text
