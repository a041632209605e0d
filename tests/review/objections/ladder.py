"""An objection by an officer of the agency, and what people do about it, in one line each."""

from dataclasses import dataclass
from datetime import timedelta

from sqlmodel import select

from tests.review.world import World
from workflow.review import actions as review
from workflow.review.facts import review_facts
from workflow.review.models import Disposition, Thread
from workflow.review.objections import actions
from workflow.review.objections.models import Escalation, Override

DAY = timedelta(days=1)


@dataclass
class Ladder:
    world: World
    number: int

    @classmethod
    def of(cls, world: World, author: str = "lawyer") -> "Ladder":
        thread = review.open_thread(
            world.session, world.actor(author), world.edition.id, words="Not like this.", clause="duties", blocking=True,
            basis="Penal Code 26.1", at=world.now,
        )  # fmt: skip
        return cls(world, thread.number)

    @property
    def thread(self) -> Thread:
        query = select(Thread).where(Thread.edition_id == self.world.edition.id, Thread.number == self.number)
        return self.world.session.exec(query).one()

    def escalates(
        self, name: str = "dana", day: int = 14, words: str = "Three weeks to the board meeting."
    ) -> Escalation:
        return actions.escalate(
            self.world.session, self.world.actor(name), self.world.edition.id, self.number, words=words,
            at=self.world.now + day * DAY,
        )  # fmt: skip

    def overrides(self, name: str, day: int = 21, words: str = "The statute does not say that.") -> Override:
        return actions.override(
            self.world.session, self.world.actor(name), self.world.edition.id, self.number, words=words,
            at=self.world.now + day * DAY,
        )  # fmt: skip

    def withdraws(self, name: str, words: str = "Settled by telephone.") -> Disposition:
        return review.withdraw(
            self.world.session,
            self.world.actor(name),
            self.world.edition.id,
            self.number,
            words=words,
            at=self.world.now + DAY,
        )

    @property
    def blocks(self) -> bool:
        return review_facts(self.world.session, self.world.edition.id, self.world.now).blocking == (
            self.number,
        )
