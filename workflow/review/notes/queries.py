"""Reading notes: a member reads the own ones, the clerk those of the body. There is no third reader, and no count for one."""

from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from workflow.core.bodies import WRITABLE, clerk_of, sits_at
from workflow.core.cells import as_csv
from workflow.core.errors import NotFound
from workflow.core.lifecycle import COMMENTABLE
from workflow.core.people import Actor, Office
from workflow.core.permissions import require
from workflow.drafting.models import Revision
from workflow.parties.queries import Holder
from workflow.review.ground import Ground, find, officers, texts
from workflow.review.models import Disposition, Thread
from workflow.review.notes.models import Carrying, MemberNote
from workflow.review.threads.queries import VALUES
from workflow.review.threads.talk import said
from workflow.review.verdicts.queries import clause_name

COLUMNS = ("Member", "Written on", "Body", "Revision", "Clause", "Words", "May be named", "Comment", "Answer")


def notes_page(session: Session, actor: Actor, edition_id: str, *, clause: str = "", at: datetime) -> dict[str, Any]:  # fmt: skip
    """A member's own notes with the form for another one; for the clerk, those of the body. Raises NotFound, Forbidden."""
    ground = find(session, actor, edition_id)
    require("edition:note:read", actor, ground.chamber())
    member, bodies = sits_at(actor, ground.bodies), clerk_of(actor, ground.bodies)
    now = texts(session, [ground.edition.revision_id or ""]).get(ground.edition.revision_id or "", {})
    people = officers(session, ground, at, parties=ground.bodies)
    return {
        "edition": {"id": edition_id, "title": ground.edition.title, "number": ground.edition.number},
        "mou": {"title": ground.mou.title},
        "timezone": ground.mou.timezone,
        "revision": {"id": ground.revision.id, "number": ground.revision.number} if ground.revision else None,
        "member": bool(member),
        "bodies": [
            {
                "id": one,
                "name": ground.name(one),
                "clerk": ", ".join(clerk.name for clerk in readers(people, one)),
                "asked_not_to": not _takes(ground, one),
            }
            for one in sorted(member or bodies)
        ],
        "clauses": [[key, clause_name(found)] for key, found in now.items()],
        "clause": clause if clause in now else "",
        "notes": listed(session, ground, actor),
        "open": ground.status in WRITABLE,
        "may_carry": bool(bodies) and ground.status in COMMENTABLE,
    }


def readers(people: list[Holder], body_id: str) -> list[Holder]:
    """Who reads for a body today: its clerk, unless the clerk votes there (or in another body) too."""
    clerks = [one for one in people if one.party_id == body_id and one.office is Office.CLERK]
    voting = {one.person_id for one in people if one.office in (Office.MEMBER, Office.BOARD_CHAIR)}
    return [one for one in clerks if one.person_id not in voting]


def _takes(ground: Ground, body_id: str) -> bool:
    return next(party.members_write for party in ground.parties if party.id == body_id)


def listed(session: Session, ground: Ground, actor: Actor) -> list[dict[str, Any]]:
    """The notes this actor may see, the newest first, each with what became of it. Four statements."""
    bodies = clerk_of(actor, ground.bodies)
    mine = col(MemberNote.body_id).in_(sorted(bodies)) if bodies else MemberNote.author_id == actor.person_id
    rows = session.exec(
        select(MemberNote, Revision.number, Carrying, Thread)
        .join(Revision, col(Revision.id) == col(MemberNote.revision_id))
        .join(Carrying, col(Carrying.note_id) == col(MemberNote.id), isouter=True)
        .join(Thread, col(Thread.id) == col(Carrying.thread_id), isouter=True)
        .where(MemberNote.edition_id == ground.edition.id, mine)
        .order_by(col(MemberNote.created).desc(), MemberNote.id)
    ).all()
    known = texts(session, [note.revision_id for note, *_ in rows])
    talk = said(session, [thread for *_, thread in rows if thread and bodies])
    return [
        {
            "id": note.id,
            "body": ground.name(note.body_id),
            "author": note.author_name,
            "mine": note.author_id == actor.person_id,
            "words": note.words,
            "may_name": note.may_name,
            "created": note.created,
            "revision": number,
            "clause": clause_name(known[note.revision_id][note.clause_key]) if note.clause_key else "",
            "carried": _carried(ground, carrying, thread, talk[thread.id][1]) if bodies and thread else None,
        }
        for note, number, carrying, thread in rows
    ]


def _carried(
    ground: Ground, carrying: Carrying, thread: Thread, answer: tuple[Disposition, int | None] | None
) -> dict[str, Any]:
    """The thread a point became, and its answer. The clerk's to see, not the member's: others may have been first with it."""
    given = answer[0] if answer and thread.state != "open" else None
    return {
        "number": thread.number,
        "link": f"{ground.link}/threads/{thread.number}",
        "named": carrying.named,
        "state": thread.state,
        "answer": VALUES[given.value] if given else "",
        "words": given.words if given else "",
    }


def notes_file(session: Session, actor: Actor, edition_id: str) -> bytes:
    """What the clerk keeps of it, as a body's own record. Raises NotFound, Forbidden."""
    ground = find(session, actor, edition_id)
    require("edition:note:carry", actor, ground.chamber())
    rows = [
        (
            one["author"], one["created"].isoformat(), one["body"], str(one["revision"]), one["clause"] or "The whole text",
            one["words"], "yes" if one["may_name"] else "no", str(one["carried"]["number"]) if one["carried"] else "",
            one["carried"]["answer"] if one["carried"] else "",
        )
        for one in listed(session, ground, actor)
    ]  # fmt: skip
    return as_csv([COLUMNS, *rows]).encode()


def carryable(session: Session, ground: Ground, actor: Actor, note_id: str) -> MemberNote:
    """A note of a body the actor reads for. Raises NotFound."""
    note = session.get(MemberNote, note_id)
    if (
        note is None
        or note.edition_id != ground.edition.id
        or note.body_id not in clerk_of(actor, ground.bodies)
    ):
        raise NotFound("note")
    return note
