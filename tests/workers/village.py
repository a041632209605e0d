"""An agreement in review, the outbox beside it, and the post in a folder: what the tests of the workers stand on."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from tests.review.world import World, build
from workers import dispatch
from workers.kit import Kit
from workers.outbox import enqueue
from workflow.core.people import SERVICE
from workflow.history import actions as history
from workflow.history.models import Event, Undispatched, Work
from workflow.parties.models import Person
from workflow.web.mailbox import letters

ORIGIN = "https://mou.example.gov"


@dataclass
class Village:
    """Acts are done inside `acting()`, one transaction each, and followed by `settle()`."""

    kit: Kit
    world: World

    @contextmanager
    def acting(self) -> Iterator[Session]:
        with self.kit.database.writing() as session:
            self.world.session = session
            yield session

    def actor(self, name: str) -> Any:
        return self.world.actor(name)

    def settle(self) -> None:
        dispatch.run_until_quiet(self.kit)

    def email(self, name: str) -> str:
        with self.kit.database.reading() as session:
            return session.get_one(Person, self.world.who[name]).email

    def letters(self, name: str) -> list[dict[str, Any]]:
        return letters(self.kit.settings.data / "mailbox", self.email(name))

    def subjects(self, name: str) -> list[str]:
        return [letter["subject"] for letter in self.letters(name)]

    def forget_letters(self) -> None:
        for file in (self.kit.settings.data / "mailbox").glob("*.eml"):
            file.unlink()

    def event(self, kind: str, **more: Any) -> Event:
        """An event as it would be read from the record, without being in it."""
        ids = {"mou_id": self.world.mou.id, "edition_id": self.world.edition.id}
        return Event(
            **{
                "id": 7,
                "stream": "s",
                "seq": 0,
                "kind": kind,
                "at": self.world.now,
                "leaf": b"x",
                **ids,
                **more,
            }
        )


def begin(session: Session, at: datetime, origin: str = ORIGIN) -> None:
    history.begin(
        session, deployment="d0" * 10, rp_id="mou.example.gov", origin=origin, log_origin="mou.example.gov/log",
        actor=SERVICE, at=at,
    )  # fmt: skip


def village(kit: Kit) -> Village:
    now = kit.clock.now()
    with kit.database.writing() as session:
        begin(session, now)
        world = build(session, now)
    return Village(kit, world)


def ask(kit: Kit, key: str, task: str, **payload: str) -> int:
    """A due row of work; its number."""
    now = kit.clock.now()
    with kit.database.writing() as session:
        enqueue(session, key, task, payload, due=now, now=now)
        return session.exec(select(Work.id).where(Work.key == key)).one()


def work(kit: Kit, key: str) -> Work:
    with kit.database.reading() as session:
        return session.exec(select(Work).where(Work.key == key)).one()


def keys(kit: Kit) -> list[str]:
    with kit.database.reading() as session:
        return list(session.exec(select(Work.key).order_by(col(Work.id))))


def undispatched(kit: Kit) -> int:
    with kit.database.reading() as session:
        return len(session.exec(select(Undispatched)).all())
