"""Who changed each clause last: what an open page tells a reader whose text has moved.

Looked for in the newest revisions alone. A clause that none of them changed is not in the answer: it is old news.
"""

from typing import Any

from sqlalchemy import Select, func
from sqlmodel import Session, col, select

from workflow.drafting.models import Clause, Revision

BACK = 12


def latest_of(session: Session, edition_id: str, key: str) -> dict[str, Any] | None:
    """Who changed this clause last, when, and in which revision. One statement."""
    found = latest(edition_id).subquery()
    row = session.execute(
        select(found.c.author, found.c.number, found.c.at).where(found.c.key == key)
    ).first()
    return {"author": row[0], "revision": row[1], "at": row[2]} if row else None


def latest(edition_id: str) -> Select[Any]:
    """Rows of (key, number, author, at): of each clause the newest revision in which it reads otherwise than in the one before,
    of the last dozen. A clause that is new there counts; one that was always there does not."""
    newest = select(func.max(Revision.number)).where(Revision.edition_id == edition_id).scalar_subquery()
    before = func.lag(col(Clause.text)).over(partition_by=col(Clause.key), order_by=col(Revision.number))
    read = (
        select(
            col(Clause.key).label("key"), col(Clause.text).label("text"), before.label("before"), col(Revision.number).label("number"),
            col(Revision.author_name).label("author"), col(Revision.created).label("at"),
            func.min(col(Revision.number)).over().label("first"),
        )
        .join(Revision, col(Revision.id) == col(Clause.revision_id))
        .where(col(Revision.edition_id) == edition_id, col(Revision.number) >= newest - BACK)
        .subquery()
    )  # fmt: skip
    rank = func.row_number().over(partition_by=read.c.key, order_by=read.c.number.desc())
    made = (
        select(read.c.key, read.c.number, read.c.author, read.c.at, rank.label("rank"))
        .where(read.c.number > read.c.first, func.coalesce(read.c.before, "") != read.c.text)
        .subquery()
    )
    return select(made.c.key, made.c.number, made.c.author, made.c.at).where(made.c.rank == 1)
