"""A person judges a point of the guidance. The rules stand at the top of `requirements`.

What was said of a point stays: a new mark is a new row. *Not met* and *not applicable* need words; so does *met* where no
clause is named for it.
"""

from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from workflow.core.errors import Invalid, Issue, NotFound, Refused
from workflow.core.events import EventKind
from workflow.core.lifecycle import IN_WORDS
from workflow.core.people import Actor
from workflow.core.permissions import require
from workflow.drafting import queries, requirements
from workflow.drafting.importing.characters import clean
from workflow.drafting.models import Edition, Mark
from workflow.drafting.queries import Subject
from workflow.history import actions as history
from workflow.history.sayings import commit, new_salt

MOST_WORDS = 2_000


def mark(
    session: Session, actor: Actor, edition_id: str, requirement: str, *, value: str, words: str = "", clause: str = "",
    pack: str = "cops", at: datetime,
) -> Mark:  # fmt: skip
    """Say whether a requirement is met by the current text. `clause`: the key of the clause this rests on."""
    subject = _open(session, actor, edition_id)
    asked = {(one.id, row.id) for one in requirements.packs(subject.parties) for row in one.requirements}
    if (pack, requirement) not in asked:
        raise NotFound("requirement")
    plain = clean(words, "words").strip()
    keys = {one.key for one in queries.clauses_of(session, subject.edition.revision_id)}
    if issues := _issues(value, plain, clause, keys):
        raise Invalid(issues)
    revision = queries.revision_of(session, subject.edition)
    row = Mark(
        edition_id=edition_id, pack=pack, requirement=requirement, value=value, words=plain, salt=new_salt(), clause_key=clause,
        revision_id=revision.id, person_id=actor.person_id, person_name=actor.name, person_office=actor.office_title,
        person_party=actor.party_name, created=_after_the_last(session, subject.edition, at),
    )  # fmt: skip
    session.add(row)
    session.flush()
    history.record(
        session, EventKind.FINDING_MARKED, actor=actor, at=at, mou_id=subject.mou.id, edition_id=edition_id, subject_id=row.id,
        detail={"pack": pack, "requirement": requirement, "value": value, **commit(mark=[row])},
    )  # fmt: skip
    return row


def _open(session: Session, actor: Actor, edition_id: str) -> Subject:
    subject = queries.find(session, actor, edition_id, lock=True)
    require("edition:edit", actor, subject.case())
    if subject.status not in requirements.MARKABLE:
        raise Refused(
            f"Points of the guidance are judged before the freeze, and this edition is {IN_WORDS[subject.status]}.",
            "Reopen it with a reason, or wait for its next edition.",
        )
    return subject


def _issues(value: str, words: str, clause: str, keys: set[str]) -> list[Issue]:
    issues = []
    if value not in requirements.VALUES:
        issues.append(Issue("mark.value", "Say whether it is met, not met or not applicable.", field="value"))
    if clause and clause not in keys:
        issues.append(
            Issue("mark.clause", "That clause is no longer in the text. Choose another.", field="clause")
        )
    if not words and value in ("not_met", "not_applicable"):
        issues.append(Issue("mark.words", "Say why, in a few words.", field="words"))
    if not words and value == "met" and not clause:
        issues.append(
            Issue("mark.words", "Name the clause that answers it, or say what does.", field="words")
        )
    if len(words) > MOST_WORDS:
        issues.append(Issue("mark.words", f"At most {MOST_WORDS:,} characters, please.", field="words"))
    return issues


def _after_the_last(session: Session, edition: Edition, at: datetime) -> datetime:
    """An instant after the last mark of this edition, so that the newest is never in doubt."""
    last = session.exec(
        select(Mark.created).where(Mark.edition_id == edition.id).order_by(col(Mark.created).desc())
    ).first()
    return at if last is None or at > last else last + timedelta(microseconds=1)
