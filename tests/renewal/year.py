"""A year of one agreement, without printing anything: signed for real, published by its rows."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from tests.signing.world import World, approve
from workflow.core.lifecycle import Status
from workflow.core.people import Actor
from workflow.drafting.models import Edition
from workflow.renewal import actions


@dataclass
class Year:
    session: Session
    world: World
    signed: datetime

    @property
    def edition(self) -> Edition:
        return self.session.get_one(Edition, self.world.edition)

    def actor(self, name: str, at: datetime) -> Actor:
        return self.world.actor(self.session, name, at)

    def sign(self, at: datetime) -> None:
        event = self.world.freeze(self.session, at)
        self.world.sign(self.session, "chief", event.id, at)
        self.world.sign(self.session, "superintendent", event.id, at)

    def published(self, at: datetime) -> None:
        """What publication does to the row, and the reaction that follows."""
        self.edition.status = Status.PUBLISHED
        self.session.flush()
        actions.schedule(self.session, self.world.edition, at=at)

    def opens(self, at: datetime) -> Edition:
        """The service opens the next edition."""
        opened = actions.open_when_due(self.session, self.world.edition, at=at)
        assert opened is not None
        return opened

    def says(self, name: str, value: str, at: datetime, edition: str = "", words: str = "") -> Edition:
        return actions.record_outcome(
            self.session, self.actor(name, at), edition or self.world.edition, value=value, words=words, at=at
        )

    def signs_next(self, following: Edition, at: datetime) -> Edition:
        """The next edition goes through review and is signed; the world's own edition is that one from then on."""
        first = self.edition
        following.status, following.route = Status.IN_REVIEW, first.route
        self.world.edition = following.id
        self.session.flush()
        approve(self.session, self.world, at)
        self.sign(at + timedelta(minutes=1))
        return first
