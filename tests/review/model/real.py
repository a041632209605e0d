"""The product's side of the comparison: the same acts through its own actions, on SQLite, and what stands afterwards.

Whatever follows from an event (`workers.reactions`) follows at once here: turns are settled after a text and after a deputy.
"""

import re
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, col, select

from tests.review.model.founded import Founded
from tests.review.model.plain_people import PEOPLE, PLACES, WORDS, where, worded
from tests.signing.world import DISTRICT, POLICE
from workflow.core.errors import Conflict, CountersignError, Forbidden, Invalid, NotFound
from workflow.drafting import actions as drafting
from workflow.drafting.models import Clause, Edition, Mou, MouParty, Revision
from workflow.parties.absences import actions as absences
from workflow.review import actions
from workflow.review.ground import Ground, load
from workflow.review.models import Turns
from workflow.review.objections import actions as objections
from workflow.review.queries import edition_page
from workflow.review.route.queries import review
from workflow.review.suggestions import actions as suggestions
from workflow.review.threads import queries as threads
from workflow.review.threads.talk import said
from workflow.signing import actions as signing

REASONS = (
    (r"Finish the draft", "draft"),
    (r"Review: ", "review"),
    (r"Look again: (?P<n>\d+|one) clauses? changed since .* approved", "look again {n}"),
    (r"Look again: the text changed since .* asked for changes", "look again"),
    (r"Answer the request for changes by ", "request"),
    (r"Answer the blocking comment (?P<n>\d+)", "blocking {n}"),
    (r"Answer the (?:(?P<n>\d+) open comments|open comment), then freeze", "answer {n}"),
    (r"The review is complete: freeze", "freeze"),
    (r"Record the vote of ", "vote"),
)
"""How each reason for a turn reads, and what the plain story calls it."""


def reason(words: str) -> str:
    for pattern, name in REASONS:
        if found := re.match(pattern, words):
            count = found.groupdict().get("n") or "1"
            return name.format(n="1" if count == "one" else count)
    return f"? {words}"


def refusal(no: CountersignError) -> str:
    """What the plain story calls it."""
    if isinstance(no, Invalid):
        return " ".join(["invalid", *sorted({one.field or one.code for one in no.issues})])
    kinds = {NotFound: "not found", Forbidden: "forbidden", Conflict: "conflict"}
    return next((name for kind, name in kinds.items() if isinstance(no, kind)), "refused")


class Real:
    """One edition of the product, with three clauses."""

    def __init__(self, here: Founded, session: Session, at: datetime) -> None:
        self.here, self.session, self.at = here, session, at
        mou = Mou(slug="story", title="A story", timezone="America/Los_Angeles", created=at)
        session.add(mou)
        session.flush()
        for place, party in enumerate(("agency", "district", "body")):
            session.add(MouParty(mou_id=mou.id, party_id=here.world.parties[party], position=place))
        title = f"{POLICE} and {DISTRICT}"
        edition = Edition(mou_id=mou.id, number=1, title=title, months=12, created=at, changed=at)
        session.add(edition)
        session.flush()
        self.id = edition.id
        revision = Revision(edition_id=edition.id, number=1, author_name="Dana", created=at)
        session.add(revision)
        session.flush()
        for place, key in enumerate("abc", start=1):
            words = worded(key, (WORDS[0],) * PLACES)
            session.add(Clause(revision_id=revision.id, position=place, key=key, path=str(place), text=words))
        edition.revision_id = revision.id
        session.flush()
        self.revisions = [revision.id]
        self.keys = {key: key for key in "abc"}
        self.deputies: list[str] = []
        self.actor = here.actors(edition.id)
        actions.after_revision(session, self.id, at=at)

    def act(self, verb: str, *args: Any) -> str:
        """Do it, or leave everything as it was and say why not."""
        with self.session.begin_nested() as point:
            try:
                getattr(self, verb)(*args)
            except CountersignError as no:
                point.rollback()
                return refusal(no)
        return "done"

    def who(self, name: str) -> Any:
        return self.actor[name]

    def key(self, name: str) -> str:
        return self.keys.get(name, name)

    def read(self, back: int) -> tuple[str, int]:
        """The id and the number of the revision that was read, so many before the last."""
        at = max(0, len(self.revisions) - 1 - back)
        return self.revisions[at], at + 1

    def _text(self, key: str, back: int) -> str:
        wanted = select(Clause.text).where(
            Clause.revision_id == self.read(back)[0], Clause.key == self.key(key)
        )
        return self.session.exec(wanted).first() or ""

    def _revised(self, revision: Revision) -> None:
        if revision.id != self.revisions[-1]:
            self.revisions.append(revision.id)
            actions.after_revision(self.session, self.id, at=self.at)

    # --- the route ---

    def circulate(self, actor: str, route: str) -> None:
        actions.circulate(self.session, self.who(actor), self.id, route=self.here.routes[route], at=self.at)

    def verdict(self, actor: str, value: str, words: str, back: int, seat: str) -> None:
        actions.give_verdict(
            self.session, self.who(actor), self.id, value=value, words=words, revision=self.read(back)[0],
            seat=self.here.who[seat] if seat else "", at=self.at,
        )  # fmt: skip

    def advance(self, actor: str, lane: str, words: str) -> None:
        actions.advance(self.session, self.who(actor), self.id, lane, words=words, at=self.at)

    def name_deputy(self, actor: str, person: str, deputy: str, days: int) -> None:
        party = self.here.world.parties[PEOPLE[person][0]]
        row = absences.name_deputy(
            self.session, self.who(actor), party, person_id=self.here.who[person], deputy_id=self.here.who[deputy],
            until_date=str((self.at + timedelta(days=days)).date()), at=self.at,
        )  # fmt: skip
        self.deputies.append(row.id)
        actions.after_appointment(self.session, party, at=self.at)

    def end_deputy(self, actor: str, which: int) -> None:
        row = absences.end_deputy(self.session, self.who(actor), self.deputies[which], at=self.at)
        actions.after_appointment(self.session, row.party_id, at=self.at)

    def wait(self) -> None:
        """Days have passed: what begins and ends by itself is looked at."""
        actions.refresh_seats(self.session, self.id, at=self.at)

    def freeze(self, actor: str) -> None:
        signing.freeze(self.session, self.who(actor), self.id, waiting_hours=0, signing_days=30, at=self.at)

    def reopen(self, actor: str, words: str) -> None:
        signing.reopen(self.session, self.who(actor), self.id, reason=words, at=self.at)
        actions.after_revision(self.session, self.id, at=self.at)

    def withdraw(self, actor: str, words: str) -> None:
        signing.withdraw(self.session, self.who(actor), self.id, reason=words, at=self.at)

    # --- what is said ---

    def open_thread(
        self, actor: str, clause: str, kind: str, blocking: bool, basis: str, visibility: str, words: str, back: int
    ) -> None:  # fmt: skip
        actions.open_thread(
            self.session, self.who(actor), self.id, words=words, clause=self.key(clause), kind=kind, blocking=blocking,
            basis=basis, visibility=visibility, revision=self.read(back)[0], at=self.at,
        )  # fmt: skip

    def reply(self, actor: str, number: int, words: str) -> None:
        actions.reply(self.session, self.who(actor), self.id, number, words=words, at=self.at)

    def dispose(self, actor: str, number: int, value: str, words: str, twin: int) -> None:
        actions.dispose(
            self.session, self.who(actor), self.id, number, value=value, words=words, duplicate_of=str(twin), at=self.at
        )  # fmt: skip

    def withdraw_thread(self, actor: str, number: int, words: str) -> None:
        actions.withdraw(self.session, self.who(actor), self.id, number, words=words, at=self.at)

    def reopen_thread(self, actor: str, number: int, words: str) -> None:
        actions.reopen(self.session, self.who(actor), self.id, number, words=words, at=self.at)

    def escalate(self, actor: str, number: int, words: str) -> None:
        objections.escalate(self.session, self.who(actor), self.id, number, words=words, at=self.at)

    def override(self, actor: str, number: int, words: str) -> None:
        objections.override(self.session, self.who(actor), self.id, number, words=words, at=self.at)

    # --- what is written ---

    def edit(self, actor: str, key: str, place: int, word: str, back: int) -> None:
        text = self._reworded(key, {place: word}, back) or worded(key, (word,) * PLACES)
        self._revised(
            drafting.edit_clause(
                self.session, self.who(actor), self.id, self.key(key), text=text, base=self.read(back)[1], at=self.at
            )
        )  # fmt: skip

    def _reworded(self, key: str, changes: dict[int, str], back: int) -> str:
        """The clause as it was read, with other words in some places."""
        text = self._text(key, back)
        places = _places(key, text) if text else ()
        return worded(key, tuple(changes.get(n, word) for n, word in enumerate(places))) if text else ""

    def add(self, actor: str, after: str) -> None:
        name = f"n{len(self.keys) - 2}"
        text, place = worded(name, (WORDS[0],) * PLACES), after if after in ("", "first") else self.key(after)
        made = drafting.add_clause(self.session, self.who(actor), self.id, text=text, after=place, at=self.at)
        wanted = select(Clause.key).where(Clause.revision_id == made.id, Clause.text == text)
        self.keys[name] = self.session.exec(wanted).one()
        self._revised(made)

    def move(self, actor: str, key: str, after: str) -> None:
        place = after if after in ("", "first") else self.key(after)
        self._revised(
            drafting.move_clause(
                self.session, self.who(actor), self.id, self.key(key), after=place, at=self.at
            )
        )

    def remove(self, actor: str, key: str, back: int) -> None:
        base = self.read(back)[1]
        self._revised(
            drafting.remove_clause(
                self.session, self.who(actor), self.id, self.key(key), base=base, at=self.at
            )
        )

    def hide(self, actor: str, key: str, hidden: bool) -> None:
        self._revised(
            drafting.mark_redactable(
                self.session, self.who(actor), self.id, self.key(key), redactable=hidden, at=self.at
            )
        )

    def suggest(
        self, actor: str, key: str, changes: dict[int, str], words: str, visibility: str, back: int
    ) -> None:
        base = self._text(key, back)
        said = {"text": self._reworded(key, changes, back) or "Another text."}
        if base and len(changes) == 1:  # a passage alone, as a phone sends it
            ((place, word),) = changes.items()
            start, end = where(key, _places(key, base), place)
            said = {"text": word, "passage": f"{start}-{end}"}
        suggestions.suggest(
            self.session, self.who(actor), self.id, clause=self.key(key), words=words, visibility=visibility,
            revision=self.read(back)[0], at=self.at, **said,
        )  # fmt: skip

    def accept(self, actor: str, numbers: list[int], back: int, choices: list[str]) -> None:
        self._revised(
            suggestions.accept(
                self.session, self.who(actor), self.id, chosen=numbers, base=self.read(back)[1], choices=choices, at=self.at
            )
        )  # fmt: skip

    def reject(self, actor: str, number: int, words: str) -> None:
        suggestions.reject(self.session, self.who(actor), self.id, number, words=words, at=self.at)

    # --- what stands afterwards ---

    def ground(self) -> Ground:
        return load(self.session, self.id)

    def turns(self) -> dict[str, str]:
        """As they are written down."""
        rows = self.session.exec(select(Turns.person_id, Turns.reason).where(Turns.edition_id == self.id))
        return {self.here.names[person]: reason(words) for person, words in rows}

    def text(self) -> list[tuple[str, str]]:
        rows = self.session.exec(
            select(Clause.key, Clause.text)
            .join(Edition, col(Edition.revision_id) == col(Clause.revision_id))
            .where(Edition.id == self.id)
            .order_by(col(Clause.position))
        )
        names = {key: name for name, key in self.keys.items()}
        return [(names[key], text) for key, text in rows]

    def route(self, here: Ground) -> dict[str, Any]:
        """Where the review stands, and which verdict stands for which clauses."""
        state = review(self.session, here, self.at)
        names, numbers = self.here.names, {one: n for n, one in enumerate(self.revisions)}
        keys = {key: name for name, key in self.keys.items()}
        return {
            "stage": state.stage.id if state.stage else None,
            "complete": here.edition.status == "in_review" and state.complete,
            "passed": {(one.stage, one.lane) for one in state.passed},
            "seats": {
                (stage, seat.lane, names[seat.person_id]): str(seat.standing)
                for stage, seats in state.seats.items()
                for seat in seats
            },
            "deputies": {
                names[seat.person_id]: names.get(seat.deputy_id, "")
                for seat in (state.seats[state.stage.id] if state.stage else ())
            },
            "verdicts": {
                (stage, names[person]): (one.value, numbers[one.revision_id], {keys[key] for key in state.changed[one.revision_id]})
                for (stage, person), one in state.verdicts.items()
            },
        }  # fmt: skip

    def said(self, here: Ground, actor: str) -> list[tuple[Any, ...]]:
        """What this person sees of the threads."""
        if actor == "stranger":
            return []
        rows = threads.listed(self.session, here, self.who(actor))
        words = said(self.session, [row.thread for row in rows], 1_000)
        keys = {key: name for name, key in self.keys.items()} | {"": ""}
        return [
            (row.thread.number, row.thread.state, row.thread.kind, row.thread.blocking, row.thread.visibility,
             keys[row.thread.clause_key], tuple(one.words for one, _ in words[row.thread.id][0]),
             answer[0].value if (answer := words[row.thread.id][1]) else "", row.suggestion and row.taken_in)
            for row in rows
        ]  # fmt: skip

    def page(self, actor: str) -> dict[str, Any]:
        """What the working page tells this person."""
        page = edition_page(self.session, self.who(actor), self.id, at=self.at)
        keys = {key: name for name, key in self.keys.items()}
        since = page["since_yours"]
        return {
            "text": [keys[one["key"]] for one in page["clauses"]],
            "threads": {"": page["general_count"]}
            | {keys[one["key"]]: one["thread_count"] for one in page["clauses"]},
            "open": page["open"],
            "turns": {self.here.names[one["person"]] for one in page["turns"]},
            "since": since and {keys[key] for key in (*since["changed"], *since["removed"])},
        }


def _places(key: str, text: str) -> tuple[str, ...]:
    """The words that stand in the places of a clause."""
    pattern = re.escape(worded(key, ("<>",) * PLACES)).replace("<>", "(.*?)")
    found = re.fullmatch(pattern, text)
    assert found, (key, text)
    return found.groups()
