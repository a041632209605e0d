"""What an agreement is called, at which address it will stand, what it is about, and between whom it is made.

1. The title and the summary may be mended while the text may still change; from the freeze on the title stands in the manifest.
2. The public address is for ever, so it may change only until an edition of the agreement was published there.
3. The parties may change only while the first edition is being drafted: whoever reviews it was asked as somebody of a party.
4. A form says what it was filled in against (`base`). When somebody else mended it since, nothing is written.
5. Saying what stands already records nothing.
6. Title and summary are public at once where an edition is, so they repeat nothing that is hidden from the public today.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from workflow.core.errors import Conflict, Forbidden, Invalid, Issue
from workflow.core.events import EventKind
from workflow.core.lifecycle import EDITABLE, WAS_PUBLISHED, Status
from workflow.core.people import Actor
from workflow.core.permissions import ACTS, Case, may
from workflow.drafting import starting
from workflow.drafting.hidden.today import REPEATS, today
from workflow.drafting.importing.characters import clean
from workflow.drafting.models import Edition, Mou, MouParty
from workflow.drafting.queries import Subject, find
from workflow.drafting.revising import open_text
from workflow.history import actions as history
from workflow.parties.models import Party


@dataclass(frozen=True)
class Names:
    """As a form sends them, and as the rows keep them. `parties`: ids, in the agreement's order."""

    title: str
    slug: str
    summary: str
    parties: tuple[str, ...]

    @property
    def base(self) -> str:
        """What a form sends back to say what it was filled in against."""
        return json.dumps([self.title, self.slug, self.summary, *self.parties], separators=(",", ":"))

    def told(self) -> str:
        return f"Title: {self.title}\nAddress: /mou/{self.slug}\nAbout: {self.summary}"


def names_of(session: Session, subject: Subject) -> Names:
    rows = session.exec(
        select(MouParty.party_id).where(MouParty.mou_id == subject.mou.id).order_by(col(MouParty.position))
    )
    return Names(subject.edition.title, subject.mou.slug, subject.mou.summary, tuple(rows))


def names_page(session: Session, actor: Actor, edition_id: str) -> dict[str, Any]:
    """What stands, what of it this actor may change now, and the parties there are. Raises NotFound."""
    subject = find(session, actor, edition_id)
    names = names_of(session, subject)
    parties = session.exec(select(Party).order_by(col(Party.legal_name))).all()
    return {
        "edition": subject.to_json(),
        "names": {**vars(names), "base": names.base},
        "may_change": subject.status in EDITABLE and may("edition:edit", actor, subject.case()),
        "may_move": not _was_published(session, subject),
        "may_choose": _may_choose(subject),
        "parties": [
            {"id": one.id, "legal_name": one.legal_name, "kind": one.kind, "place": one.place}
            for one in parties
        ],
    }


def rename(
    session: Session, actor: Actor, edition_id: str, *, names: Names, base: str = "", at: datetime
) -> Edition:
    """Mend what an agreement is called. Raises Invalid with every Issue, Conflict when others mended it since `base`.

    Refused once frozen. An address or parties that can no longer change are taken as they stand.
    """
    subject = open_text(session, actor, edition_id)
    mou, edition = subject.mou, subject.edition
    session.refresh(mou)  # read again behind the lock
    now = names_of(session, subject)
    wanted = _checked(session, actor, subject, names, now)
    if wanted == now:
        return edition
    if base and base != now.base:
        raise Conflict(
            "Somebody else changed this while you were looking at the page. Open it again, look at what stands there now, "
            "and make your change anew.",
            mine=wanted.told(), theirs=now.told(),
        )  # fmt: skip
    edition.title, edition.changed, edition.lock_version = wanted.title, at, edition.lock_version + 1
    mou.title, mou.slug, mou.summary = wanted.title, wanted.slug, wanted.summary
    session.add_all([edition, mou])
    _flush(session, wanted.slug)
    if wanted.parties != now.parties:
        session.connection().execute(delete(MouParty).where(col(MouParty.mou_id) == mou.id))
        session.add_all(
            MouParty(mou_id=mou.id, party_id=party, position=n) for n, party in enumerate(wanted.parties)
        )
    changed = [name for name, value in vars(wanted).items() if value != vars(now)[name]]
    history.record(
        session, EventKind.MOU_RENAMED, actor=actor, at=at, mou_id=mou.id, edition_id=edition.id, subject_id=edition.id,
        detail={"changed": changed, "slug": mou.slug, "parties": list(wanted.parties)},
    )  # fmt: skip
    return edition


def _flush(session: Session, slug: str) -> None:
    try:
        session.flush()
    except IntegrityError:  # somebody took the address between our look and now
        raise Invalid([starting.taken(slug)]) from None


def _checked(session: Session, actor: Actor, subject: Subject, names: Names, now: Names) -> Names:
    title, issues = starting.check_title(names.title)
    slug, parties = now.slug, now.parties
    if not _was_published(session, subject) and names.slug.strip():
        slug = names.slug.strip().lower()
        issues += starting.check_slug(slug)
        if slug != now.slug and session.exec(select(Mou.id).where(Mou.slug == slug)).first():
            issues.append(starting.taken(slug))
    if _may_choose(subject) and names.parties:
        parties = tuple(dict.fromkeys(names.parties))
        kinds = session.exec(select(Party.id, Party.kind).where(col(Party.id).in_(parties)))
        issues += starting.check_parties(parties, dict(kinds.all()))
        _insist_on_a_place(actor, parties)
    hidden = today(session, subject.mou)
    issues += [
        Issue("text.hidden", REPEATS, field)
        for field, words in (("title", title), ("summary", names.summary))
        if hidden.quoted(words)
    ]
    if issues:
        raise Invalid(issues)
    return Names(title, slug, clean(names.summary, "summary"), parties)


def _insist_on_a_place(actor: Actor, parties: Sequence[str]) -> None:
    """Nobody writes himself out of an agreement, or draws up one between others."""
    if not may("edition:edit", actor, Case(frozenset(parties))):
        raise Forbidden(ACTS["edition:edit"].otherwise, "Choose a party that you hold an office at.")


def _may_choose(subject: Subject) -> bool:
    return subject.edition.number == 1 and subject.status is Status.DRAFTING


def _was_published(session: Session, subject: Subject) -> bool:
    query = select(Edition.id).where(
        Edition.mou_id == subject.mou.id, col(Edition.status).in_([*WAS_PUBLISHED, Status.EXECUTED])
    )
    return session.exec(query.limit(1)).first() is not None
