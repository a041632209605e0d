"""While a neighbour is slow nobody else waits, and what happens meanwhile is not lost."""

from collections.abc import Callable
from datetime import timedelta
from threading import Event as Signal
from threading import Thread

import pytest
from sqlmodel import col, select

from tests.workers.village import Village, ask, keys, work
from workers import dispatch
from workflow.adapters.clock import FixedClock
from workflow.adapters.mail import Letter
from workflow.evidence.verify import verify
from workflow.history import alarms
from workflow.history.models import Notice
from workflow.parties.models import Person
from workflow.publication import actions as publication
from workflow.review import actions as review

pytestmark = pytest.mark.both_databases


class Slow:
    """A mail server that has taken a letter and says nothing until it is `released`; `asked` once it has one."""

    def __init__(self) -> None:
        self.asked, self.released = Signal(), Signal()
        self.sent: list[Letter] = []

    def send(self, letter: Letter) -> None:
        self.asked.set()
        assert self.released.wait(30)
        self.sent.append(letter)


@pytest.fixture
def slow(village: Village) -> Slow:
    post = Slow()
    vars(village.kit)["post"] = post
    return post


def circulate(village: Village) -> str:
    """The review begins; the key of the letter to the principal, which is due."""
    with village.acting() as session:
        review.circulate(session, village.actor("dana"), village.world.edition.id, at=village.kit.clock.now())
    dispatch.dispatch_events(village.kit)
    while any(not key.startswith("digest.") for key in due(village)):
        for key in due(village):
            if not key.startswith("digest."):
                dispatch.perform(village.kit, work(village.kit, key).id)
    return next(key for key in due(village) if village.world.who["principal"] in key)


def due(village: Village) -> list[str]:
    return [key for key in keys(village.kit) if work(village.kit, key).state in ("ready", "sent")]


def meanwhile(village: Village, slow: Slow, key: str, act: Callable[[], None]) -> None:
    """`act`, while the letter of this key is with the mail server."""
    sending = Thread(target=dispatch.perform, args=(village.kit, work(village.kit, key).id))
    sending.start()
    try:
        assert slow.asked.wait(30)
        act()
        assert not slow.sent and sending.is_alive()
    finally:
        slow.released.set()
        sending.join()


def test_a_mail_server_that_hangs_keeps_nobody_from_writing(village: Village, slow: Slow) -> None:
    key = circulate(village)

    def somebody_moves() -> None:
        with village.kit.database.writing() as session:
            person = session.get_one(Person, village.world.who["chief"])
            person.name = "Chief Flo Foster"
            session.add(person)

    meanwhile(village, slow, key, somebody_moves)
    assert [letter.key for letter in slow.sent] == [key]
    assert work(village.kit, key).state == "done"
    with village.kit.database.reading() as session:
        assert session.get_one(Person, village.world.who["chief"]).name == "Chief Flo Foster"


def test_what_comes_while_the_days_letter_is_sent_is_told_in_the_next(
    village: Village, slow: Slow, clock: FixedClock
) -> None:
    key = circulate(village)
    principal = village.world.who["principal"]
    late = f"late.{principal}"

    def one_more() -> None:
        with village.kit.database.writing() as session:
            told = session.exec(select(Notice).where(Notice.person_id == principal)).first()
            session.add(Notice(**told.model_dump(exclude={"key", "sent"}), key=late))

    meanwhile(village, slow, key, one_more)
    with village.kit.database.reading() as session:
        untold = session.exec(
            select(Notice.key).where(Notice.person_id == principal, col(Notice.sent).is_(None))
        ).all()
    assert untold == [late] and work(village.kit, key).state == "done"
    (following,) = [one for one in due(village) if principal in one]
    assert following.startswith("digest.") and following != key
    clock.move(timedelta(days=1))
    village.settle()
    with village.kit.database.reading() as session:
        assert session.get_one(Notice, late).sent is not None
    assert work(village.kit, following).state == "done"


def test_a_public_copy_that_would_not_verify_is_an_alarm_until_one_is_published(
    village: Village, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    unfit = publication.Unfit(verify(b"{}"))

    def refusing(*_: object, **__: object) -> bool:
        raise unfit

    edition = village.world.edition.id
    monkeypatch.setattr(publication, "publish", refusing)
    asked = ask(village.kit, "publish.1", "publish", edition=edition)
    assert not dispatch.perform(village.kit, asked)
    with village.kit.database.reading() as session:
        said = alarms.ringing(session)[f"publication {edition}"]
    assert said.endswith("it would not verify, so it was not published: package.members"), said
    assert work(village.kit, "publish.1").error.startswith("Unfit: the public copy would not verify")
    monkeypatch.setattr(publication, "publish", lambda *_, **__: True)
    clock.move(timedelta(hours=1))
    assert dispatch.perform(village.kit, asked)
    with village.kit.database.reading() as session:
        assert alarms.ringing(session) == {}
