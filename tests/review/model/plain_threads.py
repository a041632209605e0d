"""What is said: threads, replies, answers, objections and the ways out of them."""

from datetime import timedelta
from typing import Any

from tests.review.model.plain import FIXED, No, Story
from tests.review.model.plain_people import ABOVE, DESK

Thread = dict[str, Any]
ACCEPTED = ("accepted", "accepted_in_part")


class Talk(Story):
    """The story with its threads."""

    def visible(self, actor: str) -> list[Thread]:
        """What this person may read: nobody of an adopting body anything, internal threads their own side alone."""
        if actor in ("clerk", "stranger"):
            return []
        return [
            one for one in self.threads if one["visibility"] != "party" or one["side"] == self.side(actor)
        ]

    def said(self, actor: str) -> list[tuple[Any, ...]]:
        """The same as plain values."""
        return [
            (one["number"], one["state"], one["kind"], one["blocking"], one["visibility"], one["clause"], tuple(one["words"]),
             one["answers"][-1] if one["answers"] else "", one["suggestion"] and one["suggestion"]["taken"])
            for one in self.visible(actor)
        ]  # fmt: skip

    def page(self, actor: str) -> dict[str, Any]:
        """What the working page tells this person."""
        seen = self.visible(actor)
        everything = seen if actor in ("guest", "clerk") else self.threads
        reviewing = self.status in ("drafting", "in_review") and actor != "clerk"
        heard = self.heard.get(actor) if reviewing else None
        return {
            "text": list(self.texts),
            "threads": {clause: sum(one["clause"] == clause for one in seen) for clause in ["", *self.texts]},
            "open": sum(one["state"] == "open" for one in everything),
            "turns": set(self.turns()) if reviewing or self.status == FIXED else set(),
            "since": None if heard is None else self.changed(heard),
        }

    def _found(self, actor: str, number: int) -> Thread:
        self.reads(actor)
        found = [one for one in self.visible(actor) if one["number"] == number]
        if not found:
            raise No("not found")
        return found[0]

    def _talking(self) -> None:
        if self.status != "in_review":
            raise No("refused")

    def _commenting(self, actor: str) -> None:
        self.reads(actor)
        if actor == "clerk":
            raise No("forbidden")
        self._talking()

    def answers(self, actor: str, one: Thread) -> bool:
        """Who runs the agreement answers; an internal thread is answered on its own side."""
        return actor in DESK and (one["visibility"] != "party" or one["side"] == self.side(actor))

    def open_thread(
        self, actor: str, clause: str, kind: str, blocking: bool, basis: str, visibility: str, words: str, back: int
    ) -> None:  # fmt: skip
        self._commenting(actor)
        wrong = []
        if visibility == "party" and not self.side(actor):
            wrong.append("visibility")
        if (blocking or kind == "critical") and not basis:
            wrong.append("basis")
        if blocking and visibility == "party":
            wrong.append("visibility")
        if blocking and actor == "guest":
            wrong.append("blocking")
        if wrong:
            raise No("invalid", *wrong)
        if not words:
            raise No("invalid", "words")
        if clause and clause not in self.revisions[self._back(back)]["texts"]:
            raise No("invalid", "clause")
        self.threads.append({
            "number": len(self.threads) + 1, "author": actor, "side": self.side(actor), "clause": clause, "kind": kind,
            "blocking": blocking, "visibility": visibility, "state": "open", "at": self.now, "words": [words], "answers": [],
            "suggestion": None, "escalated": None, "overrides": set(),
        })  # fmt: skip

    def reply(self, actor: str, number: int, words: str) -> None:
        one = self._found(actor, number)
        self._commenting(actor)
        if not words:
            raise No("invalid", "words")
        one["words"].append(words)

    def dispose(self, actor: str, number: int, value: str, words: str, twin: int) -> None:
        one = self._found(actor, number)
        if not self.answers(actor, one):
            raise No("forbidden")
        self._talking()
        if one["state"] == "withdrawn":
            raise No("refused")
        if value == "rejected" and not words:
            raise No("invalid", "words")
        others = [other["number"] for other in self.visible(actor) if other is not one]
        if value == "duplicate" and twin not in others:
            raise No("invalid", "duplicate_of")
        self._not_overridden(one)
        if one["blocking"] and not self._clears(actor, one):
            if value not in ACCEPTED:
                raise No("forbidden")
            if self.revisions[-1]["at"] <= one["at"]:
                raise No("refused")
        one["state"] = "answered"
        one["answers"].append(value)

    def _clears(self, actor: str, one: Thread) -> bool:
        return actor == one["author"] or actor in ABOVE.get(one["author"], ())

    def _not_overridden(self, one: Thread) -> None:
        if len(one["overrides"]) == 2:
            raise No("refused")

    def withdraw_thread(self, actor: str, number: int, words: str) -> None:
        one = self._found(actor, number)
        own = actor == one["author"]
        if not own and not (actor in DESK and self.side(actor) == one["side"]):
            raise No("forbidden")
        self._talking()
        if one["state"] == "withdrawn":
            raise No("refused")
        self._not_overridden(one)
        if one["blocking"] and not self._clears(actor, one):
            raise No("forbidden")
        if not own and not words:
            raise No("invalid", "words")
        one["state"] = "withdrawn"
        one["answers"].append("withdrawn")

    def reopen_thread(self, actor: str, number: int, words: str) -> None:
        one = self._found(actor, number)
        self._commenting(actor)
        if one["state"] == "open":
            raise No("refused")
        if one["state"] == "withdrawn" and actor != one["author"]:
            raise No("forbidden")
        self._not_overridden(one)
        if not words:
            raise No("invalid", "words")
        one["state"] = "open"
        one["words"].append(words)

    # --- objections ---

    def _objection(self, actor: str, number: int) -> Thread:
        one = self._found(actor, number)
        self.runs(actor)
        self._talking()
        if not one["blocking"] or one["state"] != "open":
            raise No("refused")
        return one

    def _due(self, one: Thread) -> Any:
        """Two weeks after it was made, and not before its stage is."""
        own = one["at"] + timedelta(days=14)
        return max(own, self.due()) if self.stage else own

    def escalate(self, actor: str, number: int, words: str) -> None:
        one = self._objection(actor, number)
        if not words:
            raise No("invalid", "words")
        if one["escalated"] or self.now < self._due(one):
            raise No("refused")
        one["escalated"] = self.now

    def override(self, actor: str, number: int, words: str) -> None:
        one = self._objection(actor, number)
        if not words:
            raise No("invalid", "words")
        if actor == one["author"]:
            raise No("forbidden")
        if self.side(actor) in one["overrides"]:
            raise No("refused")
        if one["escalated"] is None or self.now < one["escalated"] + timedelta(days=7):
            raise No("refused")
        one["overrides"].add(self.side(actor))
        if len(one["overrides"]) == 2:
            one["state"] = "answered"
            one["answers"].append("rejected")
