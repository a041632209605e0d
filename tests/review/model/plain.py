"""The review as plain dicts and lists: what every act does, and whom it refuses. It knows nothing of the product.

Each act either changes the story or raises `No` with the kind of refusal. Whose turn it is, what stands and who sees what are
worked out from the story whenever they are asked for. `plain_threads` adds what is said, `plain_text` what is written.
"""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tests.review.model.plain_people import (
    CALLED_FIRST,
    DEPUTIES_FROM,
    DESK,
    PEOPLE,
    PLACES,
    ROUTES,
    SIDES,
    WORDS,
    weekdays_later,
)

ZONE = "America/Los_Angeles"
FIXED = "adoption"


class No(Exception):
    """The act is refused: the kind, and for what cannot be taken as it is the fields or codes."""

    def __init__(self, kind: str, *fields: str) -> None:
        super().__init__(" ".join([kind, *sorted(set(fields))]))


class Story:
    """One edition, from its draft on."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.status, self.route, self.stage, self.opened = "drafting", "", None, None
        self.revisions: list[dict[str, Any]] = [
            {"at": now, "texts": dict.fromkeys("abc", (WORDS[0],) * PLACES), "hidden": frozenset()}
        ]
        self.verdicts: dict[tuple[str, str], tuple[str, int]] = {}
        self.heard: dict[str, int] = {}
        self.passed: set[tuple[str, str]] = set()
        self.threads: list[dict[str, Any]] = []
        self.deputies: list[dict[str, Any]] = []
        self.added = 0

    # --- what is so ---

    @property
    def texts(self) -> dict[str, tuple[str, ...]]:
        return self.revisions[-1]["texts"]

    @property
    def stages(self) -> list[Any]:
        return ROUTES.get(self.route, [])

    def lanes(self, stage: str) -> list[Any]:
        return next(lanes for name, _, lanes in self.stages if name == stage)

    def sits(self, stage: str) -> set[str]:
        return {one for _, people, _ in self.lanes(stage) for one in people}

    def changed(self, revision: int) -> set[str]:
        """Clauses that read otherwise now than in that revision; added and removed ones too."""
        then, now = self.revisions[revision]["texts"], self.texts
        return {key for key in then | now if then.get(key) != now.get(key)}

    def stands(self, stage: str, person: str) -> str:
        value, revision = self.verdicts.get((stage, person), ("", 0))
        if value == "request_changes":
            return "objecting"
        return "awaited" if not value else "outdated" if self.changed(revision) else "approved"

    def lane_complete(self, stage: str, lane: Any) -> bool:
        name, people, quorum = lane
        if not people or (stage, name) in self.passed:
            return True
        said = [self.stands(stage, one) for one in people]
        wanted = {"all": len(people), "any": 1}.get(quorum)
        if wanted is None and quorum.endswith("%"):
            wanted = next(n for n in range(len(people) + 1) if n * 100 >= len(people) * int(quorum[:-1]))
        return said.count("approved") >= (wanted or int(quorum)) and "objecting" not in said

    def stage_complete(self, stage: str) -> bool:
        return all(self.lane_complete(stage, lane) for lane in self.lanes(stage))

    @property
    def last(self) -> str:
        return [name for name, _, _ in self.stages if self.sits(name)][-1]

    @property
    def complete(self) -> bool:
        return self.status == "in_review" and self.stage is None and self.stage_complete(self.last)

    def unasked(self) -> list[tuple[str, str]]:
        """Empty lanes that nobody passed over."""
        return [
            (stage, lane)
            for stage, _, lanes in self.stages
            for lane, people, _ in lanes
            if not people and (stage, lane) not in self.passed
        ]

    def due(self) -> datetime:
        days = next(days for name, days, _ in self.stages if name == self.stage)
        return weekdays_later(self.opened, days, ZONE)

    def deputy(self, person: str) -> str:
        for one in self.deputies:
            if one["for"] == person and one["from"] <= self.now < one["until"]:
                return one["deputy"]
        return ""

    def speaks_for(self, actor: str) -> list[str]:
        """In whose seat of the open stage the actor may speak."""
        here = self.sits(self.stage) if self.stage else set()
        return [one for one in sorted(here) if one == actor or self.deputy(one) == actor]

    def stages_now(self) -> dict[str, Any]:
        """Where the review stands, and which verdict stands for which clauses."""
        return {
            "stage": self.stage,
            "complete": bool(self.route) and self.complete,
            "passed": self.passed,
            "seats": {
                (stage, lane, one): self.stands(stage, one)
                for stage, _, lanes in self.stages
                for lane, people, _ in lanes
                for one in people
            },
            "deputies": {one: self.deputy(one) for one in (self.sits(self.stage) if self.stage else ())},
            "verdicts": {
                key: (value, read, self.changed(read)) for key, (value, read) in self.verdicts.items()
            },
        }

    # --- whose turn ---

    def turns(self) -> dict[str, set[str]]:
        """Person -> reasons, any of which may be the one that is told."""
        if self.status == "withdrawn":
            return {}
        if self.status == FIXED:
            return {"clerk": {"vote"}}
        if self.status == "drafting":
            return {one: {"draft"} for one in CALLED_FIRST}
        still = sum(1 for one in self.threads if one["state"] == "open")
        if self.stage is None:
            return {one: {f"answer {still}" if still else "freeze"} for one in CALLED_FIRST}
        found: dict[str, set[str]] = {}
        for lane in self.lanes(self.stage):
            for person in lane[1]:
                if why := self._reviewer(lane, person):
                    found.setdefault(self.deputy(person) or person, set()).add(why)
        if why := self._editors():
            for person in CALLED_FIRST:
                found.setdefault(person, {why})
        return found

    def _reviewer(self, lane: Any, person: str) -> str:
        if (self.stage, lane[0]) in self.passed:
            return ""
        stands = self.stands(self.stage, person)
        changed = self.changed(self.verdicts.get((self.stage, person), ("", -1))[1])
        if stands == "objecting":
            return "look again" if changed else ""
        if stands == "approved" or self.lane_complete(self.stage, lane):
            return ""
        return f"look again {len(changed)}" if stands == "outdated" else "review"

    def _editors(self) -> str:
        for lane, people, _ in self.lanes(self.stage):
            for person in people:
                objects = (self.stage, lane) not in self.passed and self.stands(
                    self.stage, person
                ) == "objecting"
                if objects and not self.changed(self.verdicts[self.stage, person][1]):
                    return "request"
        blocking = [one["number"] for one in self.threads if one["blocking"] and one["state"] == "open"]
        return f"blocking {blocking[0]}" if blocking else ""

    # --- who may ---

    def reads(self, actor: str) -> None:
        if actor == "stranger":
            raise No("not found")

    def runs(self, actor: str) -> None:
        self.reads(actor)
        if actor not in DESK:
            raise No("forbidden")

    def side(self, actor: str) -> str:
        return SIDES.get(PEOPLE[actor][0], "")

    # --- acts of the route ---

    def circulate(self, actor: str, route: str) -> None:
        self.runs(actor)
        if self.status != "drafting":
            raise No("refused")
        if route not in ROUTES:
            raise No("invalid", "route")
        self.status, self.route = "in_review", route
        self._open(next(name for name, _, _ in self.stages if self.sits(name)))
        self.settle()

    def _open(self, stage: str) -> None:
        self.stage, self.opened = stage, self.now

    def settle(self) -> None:
        if self.status != "in_review":
            return
        if self.stage is None and not self.stage_complete(self.last):
            self._open(self.last)
        while self.stage is not None and self.stage_complete(self.stage):
            names = [name for name, _, _ in self.stages]
            later = [name for name in names[names.index(self.stage) + 1 :] if self.sits(name)]
            self.stage = None
            if later:
                self._open(later[0])

    def verdict(self, actor: str, value: str, words: str, back: int, seat: str) -> None:
        self.reads(actor)
        over = self.status != "in_review" or self.stage is None
        mine = [] if over else self.speaks_for(actor)
        if not mine:
            elsewhere = any(actor in self.sits(name) for name, _, _ in self.stages)
            raise No("refused" if over and elsewhere else "forbidden")
        able = [one for one in mine if one == seat] if seat else [actor] if actor in mine else mine
        if len(able) != 1:
            raise No("invalid", "seat")
        if value == "request_changes" and not words:
            raise No("invalid", "words")
        read = self._back(back)
        if read != len(self.revisions) - 1:
            raise No("conflict")
        self.verdicts[self.stage, able[0]] = (value, read)
        self.heard[able[0]] = read
        self.settle()

    def _back(self, back: int) -> int:
        return max(0, len(self.revisions) - 1 - back)

    def advance(self, actor: str, lane: str, words: str) -> None:
        self.runs(actor)
        if not words:
            raise No("invalid", "words")
        if self.status != "in_review":
            raise No("refused")
        named = next((one for one in self.unasked() if lane in (one[1], "/".join(one))), None)
        if named is None:
            named = self._given_up(actor, lane)
        self.passed.add(named)
        self.settle()

    def _given_up(self, actor: str, name: str) -> tuple[str, str]:
        if self.stage is None:
            raise No("refused")
        lane = next((one for one in self.lanes(self.stage) if one[0] == name), None)
        if lane is None or self.lane_complete(self.stage, lane):
            raise No("invalid", "lane")
        said = {one: self.stands(self.stage, one) for one in lane[1]}
        if "objecting" in said.values():
            raise No("refused")
        waiting = {self.side(one) for one, how in said.items() if how in ("awaited", "outdated")}
        if self.now < self.due() and waiting != {self.side(actor)}:
            raise No("forbidden")
        return self.stage, name

    # --- acts beside it ---

    def name_deputy(self, actor: str, person: str, deputy: str, days: int) -> None:
        if actor != person:
            raise No("forbidden")
        wrong = []
        if PEOPLE[deputy][0] not in DEPUTIES_FROM[PEOPLE[person][0]] or deputy == person:
            wrong.append("deputy_id")
        ends = self._midnight(days + 1)
        if any(
            one["for"] == person and not one["ended"] and one["planned"] > self.now for one in self.deputies
        ):
            wrong.append("from_date")
        if wrong:
            raise No("invalid", *wrong)
        self.deputies.append(
            {
                "for": person,
                "deputy": deputy,
                "from": self.now,
                "until": ends,
                "planned": ends,
                "ended": False,
            }
        )

    def _midnight(self, days: int) -> datetime:
        day = self.now.astimezone(ZoneInfo(ZONE)).replace(hour=0, minute=0, second=0, microsecond=0)
        return (day + timedelta(days=days)).astimezone(UTC)

    def end_deputy(self, actor: str, which: int) -> None:
        one = self.deputies[which]
        if actor != one["for"]:
            raise No("forbidden")
        if one["ended"] or one["planned"] <= self.now:
            raise No("refused")
        one["ended"], one["until"] = True, self.now

    def wait(self) -> None:
        """Days have passed, and nobody did anything."""

    def freeze(self, actor: str) -> None:
        self.runs(actor)
        if self.status != "in_review":
            raise No("refused")
        wrong = [] if self.complete else ["review.open"]
        wrong += ["review.lane"] if self.unasked() else []
        for one in self.threads:
            if one["state"] == "open":
                wrong.append("thread.blocking" if one["blocking"] else "thread.unanswered")
        if wrong:
            raise No("invalid", *wrong)
        self.status = FIXED

    def reopen(self, actor: str, words: str) -> None:
        self.runs(actor)
        if not words:
            raise No("invalid", "reason")
        if self.status != FIXED:
            raise No("refused")
        self.status = "in_review"
        self.settle()

    def withdraw(self, actor: str, words: str) -> None:
        self.runs(actor)
        if not words:
            raise No("invalid", "reason")
        if self.status == "withdrawn":
            raise No("refused")
        self.status = "withdrawn"
