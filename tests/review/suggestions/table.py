"""The world with suggestions: what its people do with them, in one line each."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import select

from tests.review.world import TEXT, World
from workflow.drafting import actions as drafting
from workflow.drafting.models import Revision
from workflow.drafting.queries import clauses_of
from workflow.review.models import Disposition, Thread
from workflow.review.suggestions import actions

HOUR = timedelta(hours=1)
DAILY, WEEKLY = TEXT["duties"], TEXT["duties"].replace("daily", "twice a week")


@dataclass
class Table:
    """The world, and what its people do with suggestions in one line each."""

    world: World
    at: datetime

    def suggests(self, name: str, text: str, clause: str = "duties", **more: Any) -> int:
        made = actions.suggest(
            self.world.session, self.world.actor(name), self.world.edition.id,
            **{"clause": clause, "text": text, "words": f"{name} says why.", "at": self.at} | more,
        )  # fmt: skip
        return self.world.session.get_one(Thread, made.thread_id).number

    def accepts(
        self, name: str, *numbers: int, base: int | None = None, choices: tuple[str, ...] = ()
    ) -> Revision:
        return actions.accept(
            self.world.session, self.world.actor(name), self.world.edition.id, chosen=numbers, base=base or self.revision,
            choices=choices, at=self.at + HOUR,
        )  # fmt: skip

    def rejects(self, name: str, number: int, words: str = "Out of reach.") -> Disposition:
        return actions.reject(
            self.world.session,
            self.world.actor(name),
            self.world.edition.id,
            number,
            words=words,
            at=self.at + HOUR,
        )

    def edits(self, clause: str, text: str) -> None:
        drafting.edit_clause(
            self.world.session, self.world.actor("dana"), self.world.edition.id, clause, text=text, base=self.revision,
            at=self.at + HOUR,
        )  # fmt: skip

    @property
    def revision(self) -> int:
        return self.world.session.get_one(Revision, self.world.edition.revision_id).number

    def reads(self, clause: str = "duties") -> str:
        clauses = clauses_of(self.world.session, self.world.edition.revision_id)
        return next(one.text for one in clauses if one.key == clause)

    def thread(self, number: int) -> Thread:
        query = select(Thread).where(Thread.edition_id == self.world.edition.id, Thread.number == number)
        return self.world.session.exec(query).one()

    def answer(self, number: int) -> tuple[str, str]:
        query = select(Disposition).where(Disposition.thread_id == self.thread(number).id)
        row = self.world.session.exec(query.order_by(Disposition.created.desc())).first()
        assert row
        return row.value, row.words
