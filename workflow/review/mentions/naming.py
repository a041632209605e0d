"""Naming people in a comment: who is meant is settled before the comment is written, and kept beside it.

The words stay as typed, and a name chosen from the list is written before them: a mention can be read wherever the comment
can. What cannot be settled refuses the comment, with every reason at once.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from workflow.core.errors import Invalid, Issue
from workflow.core.mentions import Meant, Named, meant, mentions, unique
from workflow.core.people import Actor
from workflow.core.permissions import may
from workflow.review.ground import Ground
from workflow.review.mentions.models import Mention
from workflow.review.mentions.queries import nameable
from workflow.review.models import Comment, Thread

MOST = 20


def addressed(words: str, mention: str) -> str:
    """The words with the name that was chosen from the list, if one was."""
    name = mention.strip().removeprefix("@")
    return f"@{name}\n\n{words}" if name and words.strip() else words


def settle(
    session: Session,
    ground: Ground,
    actor: Actor,
    words: str,
    at: datetime,
    *,
    visibility: str,
    party_id: str,
) -> list[Named]:
    """Who is named in these words. No statement when nobody is. Raises Invalid."""
    if not mentions(words):
        return []
    people = nameable(session, ground, actor, visibility, party_id, at)
    found = meant(words, people)
    issues = _issues(found, people, visibility)
    if len(found.people) > MOST:
        issues.append(Issue("mention.many", f"Name at most {MOST} people in one comment.", "words"))
    if issues:
        raise Invalid(issues)
    return list(found.people)


def _issues(found: Meant, people: Sequence[Named], visibility: str) -> list[Issue]:
    inside = ", which is for your own side only" if visibility == "party" else ""
    unknown = [
        Issue(
            "mention.unknown",
            f"Nobody called “{name}” can read this comment{inside}. Write the name as it stands in the list of people, or leave out the @.",
            "words",
        )
        for name in found.unknown
    ]  # fmt: skip
    several = [
        Issue(
            "mention.several",
            f"“@{name}” may be {_either([one.whole for one in bearers])}. Write for example “@{unique(bearers[0], people)}”.",
            "words",
        )
        for name, bearers in found.several
    ]
    return unknown + several


def _either(names: Sequence[str]) -> str:
    return f"{', '.join(names[:-1])} or {names[-1]}"


def note(session: Session, thread: Thread, comment: Comment, people: Sequence[Named], at: datetime) -> None:
    """Who is named in it, by person. Nobody asks himself."""
    session.add_all(
        Mention(comment_id=comment.id, person_id=one.id, thread_id=thread.id, at=at)
        for one in people
        if one.id != comment.author_id
    )
    session.flush()


def choices(
    session: Session, ground: Ground, actor: Actor, visibility: str, party_id: str, at: datetime
) -> list[list[str]]:
    """The list of people to choose from, as a form offers it: what is written after the @, and who that is. Nobody for who may
    not comment: a member of an adopting body or an observer does not learn here who reviews."""
    if not may("edition:comment", actor, ground.commenters(party_id)):
        return []
    people = nameable(session, ground, actor, visibility, party_id, at)
    return [[unique(one, people), one.name, one.about] for one in people if one.id != actor.person_id]
