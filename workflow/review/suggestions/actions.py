"""Suggesting a text, accepting some suggestions in one revision, rejecting one. Rules of merging stand in `planning`.

1. Whoever may comment may suggest how a clause, or a passage of it, should read, and says why. It stands with its thread.
2. Those who run the agreement and may answer the thread accept or reject it, once: under the agreement's lock the thread
   is either open or it is not, so that of two at the same moment one finds it answered.
3. Accepting makes one revision, credits every suggestion in it, and answers their threads. Who accepts has seen the
   result: a clause that reads otherwise since then is shown again first.
4. Rejecting needs a reason.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlmodel import Session, select

from workflow.core.errors import Forbidden, Invalid, Issue, Refused
from workflow.core.events import EventKind
from workflow.core.people import Actor
from workflow.core.permissions import ACTS, may, require
from workflow.drafting import headings
from workflow.drafting.merging import edits
from workflow.drafting.models import Clause, Revision
from workflow.drafting.queries import clauses_of, pieces, revision_of
from workflow.drafting.revising import clause_text, open_text, revise
from workflow.history.sayings import commit, new_salt
from workflow.review.ground import Ground, load, lock
from workflow.review.models import Disposition
from workflow.review.route.actions import settle
from workflow.review.suggestions import queries
from workflow.review.suggestions.models import Credit, Suggestion
from workflow.review.suggestions.planning import Made, Plan, plan
from workflow.review.threads import writing
from workflow.review.threads.actions import answerers, begin, insist_commentable, revision_read
from workflow.review.threads.talk import comments
from workflow.review.turns.actions import refresh
from workflow.review.words import is_number, written


def suggest(
    session: Session, actor: Actor, edition_id: str, *, clause: str, text: str, words: str, at: datetime, passage: str = "",
    kind: str = "substantive", visibility: str = "parties", revision: str = "",
) -> Suggestion:  # fmt: skip
    """How a clause should read. `passage` ("start-end", code points) means that `text` stands instead of that stretch alone.

    `revision` is the id of the text that was read, today's when empty.
    """
    ground = lock(session, actor, edition_id)
    require("edition:comment", actor, ground.commenters())
    insist_commentable(ground)
    read = revision_read(session, ground, revision)
    base = session.exec(
        select(Clause.text).where(Clause.revision_id == read.id, Clause.key == clause)
    ).first()
    if base is None:
        raise Invalid.one("clause", "There is no such clause in this text.")
    wanted = clause_text(_with_passage(base, passage, text))
    changed = edits(base, wanted)
    if not changed:
        raise Invalid.one("text", "It reads like this already. Change the words that should read otherwise.")
    start, end = changed[0].start, changed[-1].end
    ground, thread, comment = begin(
        session, actor, edition_id, words=words, clause=clause, sentence=f"{start}-{end}" if end > start else "", kind=kind,
        visibility=visibility, revision=read.id, at=at,
    )  # fmt: skip
    made = Suggestion(
        thread_id=thread.id,
        edition_id=edition_id,
        revision_id=read.id,
        clause_key=clause,
        text=wanted,
        salt=new_salt(),
        created=at,
    )
    session.add(made)
    session.flush()
    said = commit(comment=[comment], suggestion=[made])
    writing.record(session, ground, EventKind.THREAD_OPENED, actor, thread, at, **said)
    refresh(session, ground, at)
    return made


def _with_passage(base: str, passage: str, text: str) -> str:
    """The clause with other words in one place. Raises Invalid for a place that is not in it."""
    if not passage:
        return text
    start, _, end = passage.partition("-")
    if not (is_number(start) and is_number(end) and int(start) < int(end) <= len(base)):
        raise Invalid.one("passage", "Choose the passage again: it is not clear which words are meant.")
    return base[: int(start)] + text.strip() + base[int(end) :]


def accept(
    session: Session, actor: Actor, edition_id: str, *, chosen: Sequence[int], base: int, at: datetime, choices: Sequence[str] = (),
) -> Revision:  # fmt: skip
    """Take these into the text: one revision, with credit to everybody. `base` is the number of the revision whose result
    was looked at; `choices` settles a single one (see `plan`). Raises Refused for one that is answered already, Invalid
    with the way on for what cannot be put together."""
    ground = lock(session, actor, edition_id)
    require("edition:suggestion:accept", actor, ground.desk())
    found = queries.chosen(session, ground, actor, chosen)
    _insist_open(ground, actor, found)
    subject = open_text(session, actor, edition_id)
    clauses = clauses_of(session, subject.edition.revision_id)
    now = {clause.key: clause.text for clause in clauses}
    _insist_seen(session, ground, found, base, now)
    ways = plan(found, now, choices)
    if not ways.ready:
        raise Invalid(obstacles(ground, ways))
    after = [
        replace(piece, text=clause_text(ways.texts.get(piece.key, piece.text))) for piece in pieces(clauses)
    ]
    revision = revise(session, actor, subject, clauses, after, note=_note(session, found), at=at)
    _credit(session, load(session, edition_id), actor, found, ways, revision, at)
    settle(session, load(session, edition_id), actor, at)
    return revision


def _insist_open(ground: Ground, actor: Actor, found: Sequence[Made]) -> None:
    """Rule 2."""
    for one in found:
        if not may("edition:dispose", actor, answerers(ground, one.thread)):
            raise Forbidden(ACTS["edition:dispose"].otherwise)
        if one.credit:
            raise Refused(
                f"Suggestion {one.number} was taken into revision {one.taken_in} already.",
                "See it in the text.",
            )
        if one.thread.state != "open":
            raise Refused(
                f"Suggestion {one.number} has its answer already.",
                "Open its comment again to take it up once more.",
            )


def _insist_seen(
    session: Session, ground: Ground, found: Sequence[Made], base: int, now: dict[str, str]
) -> None:
    """Rule 3: the clauses concerned still read as they did when the result was looked at."""
    keys = {one.key for one in found}
    seen = {
        clause.key: clause.text for clause in clauses_of(session, revision_of(session, ground.edition, base).id) if clause.key in keys
    }  # fmt: skip
    moved = [key for key in sorted(keys) if seen.get(key) != now.get(key)]
    if moved and ground.revision:
        name = headings.label_of(now.get(moved[0]) or seen.get(moved[0]) or found[0].base)
        raise Invalid([
            Issue(
                "text.changed",
                f"{ground.revision.author_name or 'Somebody'} changed the clause “{name}” while you were looking; the text is at revision "
                f"{ground.revision.number} now. Look at the new result before you accept it.",
                link=result_link(ground, [one.number for one in found]),
            )
        ])  # fmt: skip


def result_link(ground: Ground, numbers: Sequence[int]) -> str:
    return f"{ground.link}/suggestions/result?" + "&".join(f"chosen={number}" for number in numbers)


def obstacles(ground: Ground, ways: Plan) -> list[Issue]:
    """Why it cannot be done like this, each with the page that helps on."""
    found = [
        Issue("suggestion.pair", f"Suggestions {a} and {b} change the same words. Accept one of them first, then settle the other.",
              link=result_link(ground, [a]))
        for a, b in ways.pairs
    ]  # fmt: skip
    found += [
        Issue(f"suggestion.{how}", f"Suggestion {number}: {queries.IN_WORDS[how][0].lower()}{queries.IN_WORDS[how][1:]}.",
              link=f"{ground.link}/threads/{number}")
        for number, how in ways.stuck.items()
    ]  # fmt: skip
    if ways.places:
        found.append(
            Issue("suggestion.places", "Choose the words for every place where both texts changed.", "choice")
        )
    return found or [Issue("suggestion.nothing", "Choose a suggestion.", "chosen")]


def _note(session: Session, found: Sequence[Made]) -> str:
    """The credits, where everybody reads them. What one side suggested to itself is not told to the other."""
    openly = [one for one in found if one.thread.visibility != "party"]
    said = comments(session, [one.thread for one in openly], 1)
    names = [f"{said[one.thread.id][0][0].author_name} (comment {one.number})" for one in openly]
    if not names:
        return ""
    shown = ", ".join(names[:6]) + (f" and {len(names) - 6} more" if len(names) > 6 else "")
    return f"As suggested by {shown}."[:500]


def _credit(
    session: Session,
    ground: Ground,
    actor: Actor,
    found: Sequence[Made],
    ways: Plan,
    revision: Revision,
    at: datetime,
) -> None:
    """Rule 3: a row of credit and an answered thread each."""
    for one in found:
        merged = one.number in ways.merged
        session.add(
            Credit(
                suggestion_id=one.suggestion.id, revision_id=revision.id, merged=merged, person_id=actor.person_id,
                person_name=actor.name, created=at,
            )
        )  # fmt: skip
        how = "put together with other changes of the clause" if merged else "as suggested"
        answer = "accepted_in_part" if ways.kept else "accepted"
        words = f"Taken into revision {revision.number}, {how}."
        row = writing.answer(session, ground, actor, one.thread, answer, words, at)
        writing.record(
            session, ground, EventKind.THREAD_DISPOSED, actor, one.thread, at, value=answer, revision=revision.number,
            **commit(answer=[row]),
        )  # fmt: skip


def reject(
    session: Session, actor: Actor, edition_id: str, number: int, *, words: str, at: datetime
) -> Disposition:
    """Not into the text, for this reason (rule 4)."""
    ground = lock(session, actor, edition_id)
    (one,) = queries.chosen(session, ground, actor, [number])
    require("edition:dispose", actor, answerers(ground, one.thread))
    insist_commentable(ground)
    _insist_open(ground, actor, [one])
    words = written(words, "words", "Say why it is rejected: who suggested it will read this.")
    row = writing.answer(session, ground, actor, one.thread, "rejected", words, at)
    writing.record(
        session, ground, EventKind.THREAD_DISPOSED, actor, one.thread, at, value="rejected", **commit(answer=[row])
    )  # fmt: skip
    refresh(session, ground, at)
    return row
