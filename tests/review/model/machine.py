"""The machine that tells one story to both sides, the product and the plain one, and compares them after every act.

What is drawn leans towards acts that make sense, so that stories come far; each may be refused, and both must refuse alike.
"""

from collections import Counter
from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests.review.model.founded import Founded
from tests.review.model.plain import FIXED, No
from tests.review.model.plain_people import DESK, PEOPLE, PLACES, ROUTES, WORDS
from tests.review.model.plain_text import Full
from tests.review.model.real import Real
from workflow.review.ground import Ground

ENOUGH = 60
"""Acts of a whole story."""
RUNNING = st.sampled_from(sorted(DESK))
WHO = RUNNING | st.sampled_from(list(PEOPLE))
SAID = st.sampled_from(["Because.", "Because.", "Because.", "Because.", ""])
BACK = st.sampled_from([0, 0, 0, 0, 1, 1, 2, 4])
NUMBER = st.integers(0, 40)
VISIBLE = st.sampled_from(["parties", "parties", "party"])
LANES = sorted({lane for stages in ROUTES.values() for _, _, lanes in stages for lane, _, _ in lanes})
AFTER = st.sampled_from(["", "first", "a", "b", "c", "n1", "n2"])
KEY = st.sampled_from(["a", "a", "a", "b", "b", "c", "n1"])
PLACE = st.integers(0, PLACES - 1)
WORD = st.sampled_from(WORDS)
SPOKEN = {"open_thread", "reply", "dispose", "withdraw_thread", "reopen_thread", "escalate", "override", "suggest", "reject"}  # fmt: skip
"""Acts after which no verdict can stand otherwise: the stages are compared after the next other act."""


class Difference(AssertionError):
    """The product and the plain story do not say the same."""


class Machine(RuleBasedStateMachine):
    """`here` and `told` are set by who runs it: `told` counts whole stories, and acts with how they ended."""

    here: Founded
    told: "Counter[tuple[str, ...]]"

    def __init__(self) -> None:
        super().__init__()
        self.point = self.here.session.begin_nested()
        self.plain, self.real = Full(self.here.now), Real(self.here, self.here.session, self.here.now)
        self.acts = self.looks = 0

    def teardown(self) -> None:
        self.told["a whole story",] += self.acts >= ENOUGH
        self.point.rollback()
        self.here.session.expunge_all()

    # --- telling both, and comparing ---

    def tell(self, verb: str, *args: object) -> None:
        self.plain.now += timedelta(minutes=1)
        self.real.at = self.plain.now
        try:
            getattr(self.plain, verb)(*args)
            expected = "done"
        except No as no:
            expected = str(no)
        self.same(f"{verb}{args}", self.real.act(verb, *args), expected)
        self.acts += 1
        self.told[verb, expected] += 1
        if expected == "done":
            self.compare(stages=verb not in SPOKEN)

    def same(self, what: str, real: object, plain: object) -> None:
        if real != plain:
            raise Difference(f"{what}: the product says {real!r}, the plain story {plain!r}")

    def compare(self, stages: bool) -> None:
        plain, here = self.plain, self.real.ground()
        self.same("status", here.edition.status, plain.status)
        turns, wanted = self.real.turns(), plain.turns()
        self.same("whose turn", set(turns), set(wanted))
        for person, why in turns.items():
            if why not in wanted[person]:
                raise Difference(f"why it is the turn of {person}: {why!r}, not {wanted[person]!r}")
        if not turns and plain.status != "withdrawn":
            raise Difference("nobody has the turn")
        self.same("text", self.real.text(), plain.printed())
        self.same("number of revisions", here.revision and here.revision.number, len(plain.revisions))
        if stages:
            self.same("stages", self.real.route(here), plain.stages_now())
        self.looks += 1
        self.look(list(PEOPLE)[self.looks % len(PEOPLE)], here)

    def look(self, person: str, here: Ground) -> None:
        self.same(f"what {person} sees", self.real.said(here, person), self.plain.said(person))

    @invariant()
    def look_closely(self) -> None:
        """Now and then everybody looks at everything, and somebody at the whole page."""
        if self.acts % 20 == 19:
            here = self.real.ground()
            self.same("stages", self.real.route(here), self.plain.stages_now())
            for person in PEOPLE:
                self.look(person, here)
            person = list(PEOPLE)[self.looks % (len(PEOPLE) - 1)]
            self.same(f"the page of {person}", self.real.page(person), self.plain.page(person))

    # --- what makes sense now, mostly ---

    def reviewing(self) -> bool:
        return self.plain.status == "in_review" or self.acts % 6 == 0

    def writing(self) -> bool:
        return self.plain.status in ("drafting", "in_review") or self.acts % 6 == 0

    def talking(self) -> bool:
        return bool(self.plain.threads) and self.reviewing()

    def suggesting(self) -> bool:
        return any(one["suggestion"] for one in self.plain.threads) and self.reviewing()

    def blocking(self) -> list[int]:
        """Objections: those still open, where there are any."""
        able = [one for one in self.plain.threads if one["blocking"]]
        return [one["number"] for one in able if one["state"] == "open"] or [one["number"] for one in able]

    def number(self, drawn: int) -> int:
        """One of the threads there are, or now and then one too many."""
        return 1 + drawn % (len(self.plain.threads) + 1)

    def suggestion(self, drawn: int) -> int:
        able = [one["number"] for one in self.plain.threads if one["suggestion"]]
        return able[drawn % len(able)]

    # --- the route ---

    @initialize(route=st.sampled_from(list(ROUTES)), early=st.sampled_from([False, False, False, True]))
    def begin(self, route: str, early: bool) -> None:
        if not early:
            self.tell("circulate", "dana", route)

    @rule(who=WHO, route=st.sampled_from([*ROUTES, "nowhere"]))
    @precondition(lambda self: self.plain.status == "drafting" or self.acts % 12 == 0)
    def circulate(self, who: str, route: str) -> None:
        self.tell("circulate", who, route)

    @rule(who=WHO, value=st.sampled_from(["approve", "approve", "request_changes"]), words=SAID, back=BACK,
          seat=st.sampled_from(["", "", "", "counsel", "sergeant", "principal"]))  # fmt: skip
    @precondition(reviewing)
    def verdict(self, who: str, value: str, words: str, back: int, seat: str) -> None:
        self.tell("verdict", who, value, words, back, seat)

    @rule()
    @precondition(lambda self: self.plain.stage and self.plain.status == "in_review")
    def the_stage_approves(self) -> None:
        self.all_who_are_asked_approve()

    def all_who_are_asked_approve(self) -> None:
        for person in sorted(self.plain.turns()):
            if self.plain.stage and person in self.plain.speaks_for(person):
                self.tell("verdict", person, "approve", "", 0, "")

    @rule(who=RUNNING, lane=st.sampled_from([*LANES, "stage-1/lane-1-2"]), words=SAID)
    @precondition(reviewing)
    def pass_over(self, who: str, lane: str, words: str) -> None:
        self.tell("advance", who, lane, words)

    @rule(days=st.integers(1, 9))
    @precondition(lambda self: self.plain.now.month < 10 and self.acts % 2 == 0)
    def wait(self, days: int) -> None:
        self.plain.now += timedelta(days=days)
        self.tell("wait")

    @rule(person=st.sampled_from(["principal", "officer", "counsel", "sergeant", "lawyer", "dana"]), deputy=RUNNING,
          days=st.integers(0, 5), other=st.sampled_from([None, None, None, "chief"]))  # fmt: skip
    @precondition(lambda self: self.acts % 2 == 0)
    def name_deputy(self, person: str, deputy: str, days: int, other: str | None) -> None:
        self.tell("name_deputy", other or person, person, deputy, days)

    @rule(which=NUMBER, other=st.none() | RUNNING)
    @precondition(lambda self: self.plain.deputies and self.acts % 3 == 0)
    def end_deputy(self, which: int, other: str | None) -> None:
        which %= len(self.plain.deputies)
        self.tell("end_deputy", other or self.plain.deputies[which]["for"], which)

    @rule()
    @precondition(lambda self: self.plain.status == "in_review" and self.acts % 2 == 0)
    def everything_is_settled(self) -> None:
        """Everybody approves, authors take their comments back, and the text is frozen."""
        for _ in self.plain.stages:
            self.all_who_are_asked_approve()
        for one in list(self.plain.threads):
            if one["state"] == "open":
                self.tell("withdraw_thread", one["author"], one["number"], "")
        self.tell("freeze", "dana")

    @rule(who=WHO)
    @precondition(lambda self: self.plain.complete or self.acts % 10 == 0)
    def freeze(self, who: str) -> None:
        self.tell("freeze", who)

    @rule(who=WHO, words=SAID)
    @precondition(lambda self: self.plain.status == FIXED or self.acts % 12 == 0)
    def reopen(self, who: str, words: str) -> None:
        self.tell("reopen", who, words)

    @rule(who=WHO, words=SAID)
    @precondition(lambda self: self.acts > ENOUGH - 8)
    def withdraw(self, who: str, words: str) -> None:
        self.tell("withdraw", who, words)

    # --- what is said ---

    @rule(who=WHO, clause=st.sampled_from(["", "a", "b", "n1"]), kind=st.sampled_from(["question", "substantive", "critical"]),
          basis=st.sampled_from(["The law.", "The law.", ""]), visibility=VISIBLE, words=SAID, back=BACK)  # fmt: skip
    @precondition(reviewing)
    def comment(
        self, who: str, clause: str, kind: str, basis: str, visibility: str, words: str, back: int
    ) -> None:
        self.tell("open_thread", who, clause, kind, False, basis, visibility, words, back)

    @rule(who=WHO, basis=st.sampled_from(["The law.", "The law.", ""]), visibility=VISIBLE)
    @precondition(reviewing)
    def object(self, who: str, basis: str, visibility: str) -> None:
        self.tell("open_thread", who, "a", "critical", True, basis, visibility, "No.", 0)

    @rule(who=WHO, number=NUMBER, words=SAID)
    @precondition(talking)
    def reply(self, who: str, number: int, words: str) -> None:
        self.tell("reply", who, self.number(number), words)

    @rule(who=WHO, number=NUMBER, value=st.sampled_from(["accepted", "accepted_in_part", "rejected", "noted", "duplicate"]),
          words=SAID, twin=NUMBER)  # fmt: skip
    @precondition(talking)
    def dispose(self, who: str, number: int, value: str, words: str, twin: int) -> None:
        self.tell("dispose", who, self.number(number), value, words, self.number(twin))

    @rule(who=RUNNING)
    @precondition(lambda self: self.plain.status == "in_review" and self.plain.stage is None)
    def answer_everything(self, who: str) -> None:
        for one in list(self.plain.threads):
            if one["state"] == "open":
                self.tell("dispose", who, one["number"], "noted", "", 0)

    @rule(who=WHO, number=NUMBER, words=SAID, own=st.booleans())
    @precondition(talking)
    def withdraw_thread(self, who: str, number: int, words: str, own: bool) -> None:
        at = self.number(number)
        if own and at <= len(self.plain.threads):
            who = self.plain.threads[at - 1]["author"]
        self.tell("withdraw_thread", who, at, words)

    @rule(who=WHO, number=NUMBER, words=SAID)
    @precondition(lambda self: any(one["state"] != "open" for one in self.plain.threads))
    def reopen_thread(self, who: str, number: int, words: str) -> None:
        able = [one["number"] for one in self.plain.threads if one["state"] != "open"]
        self.tell("reopen_thread", who, able[number % len(able)], words)

    @rule(who=WHO, which=NUMBER, words=SAID, act=st.sampled_from(["escalate", "override"]))
    @precondition(lambda self: self.blocking() and self.reviewing())
    def press(self, who: str, which: int, words: str, act: str) -> None:
        able = self.blocking()
        self.tell(act, who, able[which % len(able)], words)

    @rule(which=NUMBER, first=RUNNING, second=st.sampled_from(["dana", "superintendent"]),
          third=st.sampled_from(["sergeant", "chief"]), patience=st.sampled_from([15, 15, 3]))  # fmt: skip
    @precondition(
        lambda self: self.blocking() and self.plain.status == "in_review" and self.plain.now.month < 9
    )
    def override_together(self, which: int, first: str, second: str, third: str, patience: int) -> None:
        able = self.blocking()
        number = able[which % len(able)]
        for days, act, who in (
            (patience, "escalate", first),
            (patience // 2, "override", second),
            (0, "override", third),
        ):
            self.plain.now += timedelta(days=days)
            self.tell("wait")
            self.tell(act, who, number, "It has to go on.")

    # --- what is written ---

    @rule(who=WHO, key=KEY, place=PLACE, word=WORD, back=BACK)
    @precondition(writing)
    def edit(self, who: str, key: str, place: int, word: str, back: int) -> None:
        self.tell("edit", who, key, place, word, back)

    @rule(who=WHO, after=AFTER)
    @precondition(lambda self: self.plain.added < 2 and self.acts % 2 == 0)
    def add(self, who: str, after: str) -> None:
        self.tell("add", who, after)

    @rule(who=RUNNING, key=KEY, after=AFTER)
    @precondition(lambda self: self.acts % 3 == 0)
    def move(self, who: str, key: str, after: str) -> None:
        self.tell("move", who, key, after)

    @rule(who=RUNNING, key=KEY, back=BACK)
    @precondition(lambda self: self.acts % 4 == 0)
    def remove(self, who: str, key: str, back: int) -> None:
        self.tell("remove", who, key, back)

    @rule(who=RUNNING, key=KEY, hidden=st.booleans())
    @precondition(lambda self: self.acts % 4 == 0)
    def hide(self, who: str, key: str, hidden: bool) -> None:
        self.tell("hide", who, key, hidden)

    @rule(who=WHO, key=KEY, changes=st.dictionaries(PLACE, WORD, min_size=1, max_size=2), words=SAID, visibility=VISIBLE,
          back=BACK)  # fmt: skip
    @precondition(reviewing)
    def suggest(
        self, who: str, key: str, changes: dict[int, str], words: str, visibility: str, back: int
    ) -> None:
        self.tell("suggest", who, key, changes, words, visibility, back)

    @rule(who=RUNNING, numbers=st.lists(NUMBER, min_size=1, max_size=3), back=BACK,
          choices=st.lists(st.sampled_from(["suggested", "today"]), max_size=2))  # fmt: skip
    @precondition(suggesting)
    def accept(self, who: str, numbers: list[int], back: int, choices: list[str]) -> None:
        self.tell("accept", who, [self.suggestion(one) for one in numbers], back, choices)

    @rule(who=WHO, number=NUMBER, words=SAID)
    @precondition(lambda self: self.suggesting() and self.acts % 2 == 0)
    def reject(self, who: str, number: int, words: str) -> None:
        self.tell("reject", who, self.suggestion(number), words)
