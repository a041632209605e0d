"""The next edition as it opens: the signed text, word for word, and a term that begins where the last one ends."""

from datetime import date, datetime, timedelta

from sqlmodel import Session, col, select

from workflow.core import term
from workflow.core.ids import new_id
from workflow.core.people import SERVICE
from workflow.drafting.models import Attachment, Clause, Edition, Mou, Revision
from workflow.drafting.term import facts_of, term_of
from workflow.signing.order.actions import carry


def next_edition(session: Session, edition: Edition, at: datetime) -> Edition:
    """The next edition, as a draft: the signed text under the same keys, with the dates that follow from the term."""
    last = session.exec(
        select(Edition.number).where(Edition.mou_id == edition.mou_id).order_by(col(Edition.number).desc())
    ).first()
    ended = term.until(term_of(edition), facts_of(session.get_one(Mou, edition.mou_id), edition))
    starts = ended + timedelta(days=1) if edition.starts and ended else None
    following = Edition(
        mou_id=edition.mou_id, number=(last or 0) + 1, title=edition.title, effective_rule=edition.effective_rule,
        starts=starts, ends=next_end(edition, starts), months=edition.months, review_months=edition.review_months,
        supersedes_id=edition.id, source=f"The signed text of edition {edition.number}", created=at, changed=at,
    )  # fmt: skip
    session.add(following)
    session.flush()
    following.revision_id = _copy_text(session, edition, following, at)
    session.add(following)
    carry(session, edition.id, following.id)
    return following


def next_end(edition: Edition, starts: date | None) -> date | None:
    """A term with a fixed end goes on for as long again, in whole months where it was whole months; others stay open."""
    if not edition.ends:
        return None
    if not (edition.starts and starts):
        return term.add_months(edition.ends, 12)
    beyond = edition.ends + timedelta(days=1)
    months = 12 * (beyond.year - edition.starts.year) + beyond.month - edition.starts.month
    if term.add_months(edition.starts, months) == beyond:
        return term.add_months(starts, months) - timedelta(days=1)
    return starts + (edition.ends - edition.starts)


def _copy_text(session: Session, edition: Edition, following: Edition, at: datetime) -> str:
    """The signed text, clause by clause under the same keys, as revision 1 of the next edition."""
    revision = Revision(
        edition_id=following.id, number=1, note=f"The signed text of edition {edition.number}.", author_name=SERVICE.name, created=at
    )  # fmt: skip
    session.add(revision)
    session.flush()
    for clause in session.exec(select(Clause).where(Clause.revision_id == edition.revision_id)).all():
        session.add(Clause(**{**clause.model_dump(), "id": new_id(), "revision_id": revision.id}))
    for attachment in session.exec(
        select(Attachment).where(Attachment.revision_id == edition.revision_id)
    ).all():
        session.add(Attachment(**{**attachment.model_dump(), "id": new_id(), "revision_id": revision.id}))
    return revision.id
