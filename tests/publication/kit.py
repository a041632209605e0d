"""A published agreement on a real database: signed by software keys, sequenced, printed, sealed."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session

from tests.signing.world import POLICE, World, approve, build, revise
from workflow.adapters.keystore import Keystore
from workflow.adapters.settings import Settings
from workflow.drafting.models import Edition, Mou
from workflow.history.sequencer import sequence
from workflow.publication import actions, queries
from workflow.publication.queries import Published
from workflow.renewal import actions as renewal

__all__ = ["POLICE", "Press"]


@dataclass
class Press:
    """Everything that brings an edition before the public."""

    session: Session
    settings: Settings
    keystore: Keystore
    world: World
    slug: str = ""

    def execute(self, at: datetime) -> None:
        """Freeze, and both sign."""
        event = self.world.freeze(self.session, at)
        self.world.sign(self.session, "chief", event.id, at)
        self.world.sign(self.session, "superintendent", event.id, at + timedelta(minutes=5))

    def checkpoint(self, at: datetime) -> None:
        """The sequencer's turn."""
        sequence(self.session, key=self.keystore.checkpoint_key, beside=self.keystore.beside_key, at=at)

    def publish(self, at: datetime) -> bool:
        return actions.publish(
            self.session, self.world.edition, keystore=self.keystore, settings=self.settings, at=at
        )

    def schedule_review(self, at: datetime) -> None:
        """What follows from a publication: the next review gets its dates."""
        renewal.schedule(self.session, self.world.edition, at=at)

    def whole_life(self, at: datetime) -> Published:
        """From review to a public copy whose publication is in the log."""
        self.execute(at)
        self.checkpoint(at + timedelta(minutes=6))
        assert self.publish(at + timedelta(minutes=7))
        self.checkpoint(at + timedelta(minutes=8))
        return self.published()

    def published(self, number: int | None = None) -> Published:
        return queries.find(self.session, self.slug, number)

    def next_edition(self, text: tuple[str, ...], at: datetime, redactable: tuple[int, ...] = ()) -> None:
        """Another edition of the same agreement, reviewed and ready."""
        first = self.session.get_one(Edition, self.world.edition)
        following = Edition(
            mou_id=first.mou_id,
            number=first.number + 1,
            title=first.title,
            status="in_review",
            months=12,
            route=first.route,
            supersedes_id=first.id,
            created=at,
            changed=at,
        )
        self.session.add(following)
        self.session.flush()
        revise(self.session, following, text, at, redactable)
        self.world.edition = following.id
        approve(self.session, self.world, at)


def press(session: Session, settings: Settings, **world: Any) -> Press:
    """A reviewed edition, and the service's own keys beside the database."""
    settings = replace(settings, public_url="http://localhost:8000")
    made = Press(session, settings, Keystore.of(settings, makes=True), build(session, **world))
    made.keystore.begin()
    made.slug = session.get_one(Mou, made.world.mou).slug
    return made
