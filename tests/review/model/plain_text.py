"""What is written: revisions of clauses, and suggestions put together with them, place by place."""

from typing import Any

from tests.review.model.plain import No
from tests.review.model.plain_people import PLACES, WORDS, worded
from tests.review.model.plain_threads import Talk

Places = tuple[str, ...]


def together(base: Places, one: Places, other: Places) -> list[tuple[str, str] | str]:
    """Place by place what two changes make of it; where both changed it to different words, a pair."""
    return [
        b if a == was else a if b in (was, a) else (a, b) for was, a, b in zip(base, one, other, strict=True)
    ]


class Full(Talk):
    """The whole story: the route, what is said, and what is written."""

    def _writes(self, actor: str) -> None:
        self.runs(actor)
        if self.status not in ("drafting", "in_review"):
            raise No("refused")

    def _revise(self, texts: dict[str, Places], hidden: frozenset[str] | None = None) -> None:
        """A revision, unless nothing changed; the route follows."""
        now = self.revisions[-1]
        hidden = (now["hidden"] if hidden is None else hidden) & texts.keys()
        if list(texts.items()) != list(now["texts"].items()) or hidden != now["hidden"]:
            self.revisions.append({"at": self.now, "texts": texts, "hidden": hidden})
            self.settle()

    def _unchanged(self, key: str, read: int, mine: Places | None) -> None:
        then, now = self.revisions[read]["texts"].get(key), self.texts.get(key)
        if then is None and now is None:
            raise No("not found")
        if now is None or then is None or (then != now and now != mine):
            raise No("conflict")

    def edit(self, actor: str, key: str, place: int, word: str, back: int) -> None:
        """One word of the clause as it was read, so many revisions ago."""
        read = self._back(back)
        wanted = self.reworded(key, place, word, read)
        self._writes(actor)
        self._unchanged(key, read, wanted)
        self._revise({**self.texts, key: wanted})

    def reworded(self, key: str, place: int, word: str, read: int) -> Places:
        was = self.revisions[read]["texts"].get(key) or (WORDS[0],) * PLACES
        return (*was[:place], word, *was[place + 1 :])

    def add(self, actor: str, after: str) -> str:
        self._writes(actor)
        key = f"n{self.added + 1}"
        texts = self._placed(key, (WORDS[0],) * PLACES, list(self.texts.items()), after)
        self.added += 1
        self._revise(texts)
        return key

    def move(self, actor: str, key: str, after: str) -> None:
        self._writes(actor)
        if key not in self.texts:
            raise No("not found")
        rest = [pair for pair in self.texts.items() if pair[0] != key]
        self._revise(self._placed(key, self.texts[key], rest, after))

    def _placed(
        self, key: str, words: Places, rest: list[tuple[str, Places]], after: str
    ) -> dict[str, Places]:
        keys = [one for one, _ in rest]
        if after not in ("", "first", *keys):
            raise No("invalid", "after")
        at = len(rest) if not after else 0 if after == "first" else keys.index(after) + 1
        return dict([*rest[:at], (key, words), *rest[at:]])

    def remove(self, actor: str, key: str, back: int) -> None:
        self._writes(actor)
        self._unchanged(key, self._back(back), None)
        if len(self.texts) == 1:
            raise No("refused")
        self._revise({one: words for one, words in self.texts.items() if one != key})

    def hide(self, actor: str, key: str, hidden: bool) -> None:
        self._writes(actor)
        if key not in self.texts:
            raise No("not found")
        now = self.revisions[-1]["hidden"]
        self._revise(dict(self.texts), now | {key} if hidden else now - {key})

    # --- suggestions ---

    def suggest(
        self, actor: str, key: str, changes: dict[int, str], words: str, visibility: str, back: int
    ) -> None:
        self._commenting(actor)
        read = self._back(back)
        base = self.revisions[read]["texts"].get(key)
        if base is None:
            raise No("invalid", "clause")
        wanted = tuple(changes.get(place, word) for place, word in enumerate(base))
        if wanted == base:
            raise No("invalid", "text")
        self.open_thread(actor, key, "substantive", False, "", visibility, words, back)
        self.threads[-1]["suggestion"] = {"base": base, "text": wanted, "taken": None}

    def how(self, one: dict[str, Any]) -> str:
        """Where a suggestion stands towards the text of today."""
        made, today = one["suggestion"], self.texts.get(one["clause"])
        if made["taken"] is not None:
            return "taken"
        if one["state"] != "open":
            return "withdrawn" if one["state"] == "withdrawn" else "answered"
        if today is None:
            return "gone"
        both = together(made["base"], made["text"], today)
        if any(isinstance(place, tuple) for place in both):
            return "conflict"
        if tuple(both) == today:
            return "already"
        return "as_is" if today == made["base"] else "merged"

    def accept(self, actor: str, numbers: list[int], back: int, choices: list[str]) -> None:
        self.runs(actor)
        chosen = self._chosen(actor, numbers)
        for one in chosen:
            self._undecided(actor, one)
        if self.status not in ("drafting", "in_review"):
            raise No("refused")
        seen = self.revisions[self._back(back)]["texts"]
        if any(seen.get(one["clause"]) != self.texts.get(one["clause"]) for one in chosen):
            raise No("invalid", "text.changed")
        kept = False
        if len(chosen) == 1 and self.how(chosen[0]) == "conflict":
            texts, kept = self._settled(chosen[0], choices)
        else:
            texts = self._all(chosen)
        self._revise({**self.texts, **texts})
        for one in chosen:
            one["suggestion"]["taken"] = len(self.revisions)
            one["state"] = "answered"
            one["answers"].append("accepted_in_part" if kept else "accepted")
        self.settle()

    def _chosen(self, actor: str, numbers: list[int]) -> list[dict[str, Any]]:
        wanted = sorted(set(numbers))
        found = [one for one in self.visible(actor) if one["number"] in wanted and one["suggestion"]]
        if not wanted or len(found) != len(wanted):
            raise No("not found")
        return found

    def _undecided(self, actor: str, one: dict[str, Any]) -> None:
        if not self.answers(actor, one):
            raise No("forbidden")
        if one["suggestion"]["taken"] is not None or one["state"] != "open":
            raise No("refused")

    def _settled(self, one: dict[str, Any], choices: list[str]) -> tuple[dict[str, Places], bool]:
        """A single one that meets words of today: a person chose for every place."""
        today = self.texts[one["clause"]]
        both = together(one["suggestion"]["base"], one["suggestion"]["text"], today)
        if len(choices) != sum(isinstance(place, tuple) for place in both):
            raise No("invalid", "choice")
        left = iter(choices)
        result = tuple(
            place[0 if next(left) == "suggested" else 1] if isinstance(place, tuple) else place
            for place in both
        )
        if result == today:
            raise No("invalid", "suggestion.already")
        return {one["clause"]: result}, "today" in choices

    def _all(self, chosen: list[dict[str, Any]]) -> dict[str, Places]:
        """All of them on the text of today, or what keeps them from it."""
        wrong = {f"suggestion.{how}" for one in chosen if (how := self.how(one)) not in ("as_is", "merged")}
        able = [one for one in chosen if self.how(one) in ("as_is", "merged")]
        texts: dict[str, Places] = {}
        for key in {one["clause"] for one in able}:
            today = self.texts[key]
            wanted = [
                tuple(together(one["suggestion"]["base"], one["suggestion"]["text"], today))
                for one in able
                if one["clause"] == key
            ]
            places = []
            for place, now in enumerate(today):
                says = {text[place] for text in wanted} - {now}
                wrong |= {"suggestion.pair"} if len(says) > 1 else set()
                places.append(says.pop() if says else now)
            texts[key] = tuple(places)
        if wrong:
            raise No("invalid", *wrong)
        return texts

    def reject(self, actor: str, number: int, words: str) -> None:
        self.reads(actor)
        (one,) = self._chosen(actor, [number])
        if not self.answers(actor, one):
            raise No("forbidden")
        self._talking()
        self._undecided(actor, one)
        if not words:
            raise No("invalid", "words")
        one["state"] = "answered"
        one["answers"].append("rejected")

    def printed(self) -> list[tuple[str, str]]:
        """The text of today, as it is read."""
        return [(key, worded(key, places)) for key, places in self.texts.items()]
