"""What stands beside the text on its page: its exhibits, who reads along, and whether the reader is asked to confirm reading it.

One statement for all three, so that the page costs no more than without them.
"""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Select, literal, union_all
from sqlalchemy import select as sql
from sqlmodel import Session, col

from workflow.core.people import Actor
from workflow.drafting.models import Attachment
from workflow.parties.models import Person
from workflow.parties.observers.models import Observer
from workflow.review.ground import Ground


@dataclass
class Beside:
    """The values of the page."""

    exhibits: list[dict[str, Any]] = field(default_factory=list)
    observers: list[str] = field(default_factory=list)


def beside(session: Session, ground: Ground, actor: Actor) -> Beside:
    """Everything of it that this actor may see; the actor has found the edition already."""
    found = Beside()
    asked = union_all(_exhibits(ground), _observers(ground)).subquery()
    rows = session.execute(sql(asked).order_by(asked.c.kind, asked.c.place, asked.c.name))
    for kind, name, more, place, flag in rows:
        if kind == "exhibit":
            found.exhibits.append(
                {"name": name, "media_type": more, "position": place, "redactable": bool(flag)}
            )
        else:
            found.observers.append(f"{name}, {more}")
    return found


def _row(kind: str, name: Any, more: Any, place: Any, flag: Any) -> Select[Any]:
    """One question: the columns that every question answers with."""
    return sql(
        literal(kind).label("kind"), name.label("name"), more.label("more"), place.label("place"), flag.label("flag")
    )  # fmt: skip


def _exhibits(ground: Ground) -> Select[Any]:
    own = col(Attachment.revision_id) == (ground.edition.revision_id or "")
    at = Attachment
    return _row("exhibit", col(at.name), col(at.media_type), col(at.position), col(at.redactable)).where(own)


def _observers(ground: Ground) -> Select[Any]:
    here = (col(Observer.edition_id) == ground.edition.id) & col(Observer.removed).is_(None)
    return (
        _row("observer", col(Person.name), col(Observer.speaks_for), literal(0), literal(False))
        .join(Observer, col(Observer.person_id) == col(Person.id))
        .where(here)
    )
