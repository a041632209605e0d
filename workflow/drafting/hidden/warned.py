"""What the parties are told of a draft before anybody else reads it: which of it is hidden from the public today, and what becomes of that."""

from dataclasses import dataclass

from sqlmodel import Session

from workflow.core.errors import Issue
from workflow.drafting import headings
from workflow.drafting.hidden.today import Today, Why, today
from workflow.drafting.models import Clause, Edition, Mou
from workflow.drafting.queries import attachments_of, clauses_of

AGAIN = "It may be hidden again: that is decided once everyone has signed."
IN_CLEAR = "In this text it is not marked as something that may be hidden, so its words are public as soon as this edition is published."


@dataclass(frozen=True)
class Marked:
    """A clause or an exhibit of a draft that is hidden from the public today. `redactable`: it may be hidden again."""

    key: str
    name: str
    why: Why
    redactable: bool

    @property
    def words(self) -> str:
        """Where it is hidden, and what becomes of it."""
        how = (
            "was taken down with the whole copy"
            if self.why.gone
            else "is withheld by order"
            if self.why.order
            else "is hidden"
        )
        again = f", to be looked at again by {self.why.review}" if self.why.review else ""
        return f"{self.name} {how} in edition {self.why.edition}{again}. {AGAIN if self.redactable else IN_CLEAR}"

    def to_json(self) -> dict[str, object]:
        return {
            "key": self.key,
            "name": self.name,
            "words": self.words,
            "redactable": self.redactable,
            "why": self.why.to_json(),
        }


def of_draft(
    session: Session,
    mou: Mou,
    edition: Edition,
    revision_id: str | None = None,
    *,
    hidden: Today | None = None,
) -> list[Marked]:
    """Everything of a draft's text that the public may not read today, in the order of the text."""
    hidden, revision = hidden or today(session, mou, edition), revision_id or edition.revision_id
    if not any(one.closed or any(one.exhibits.values()) for one in hidden.copies):
        return []
    clauses = [found for one in clauses_of(session, revision) if (found := of_clause(hidden, one))]
    exhibits = [
        Marked("", one["name"], why, one["redactable"])
        for one in attachments_of(session, revision)
        if (why := hidden.exhibit(one["name"]))
    ]
    return clauses + exhibits


def of_clause(hidden: Today, clause: Clause) -> Marked | None:
    """One clause, if the public may not read it today."""
    why = hidden.why(clause.key, clause.text)
    return Marked(clause.key, headings.label_of(clause.text), why, clause.redactable) if why else None


def in_clear(session: Session, mou: Mou, edition: Edition, revision_id: str | None = None) -> list[Issue]:
    """Nothing to mend, but good to know before the text is frozen and signed: what becomes public with it."""
    return [
        Issue(
            "text.public",
            one.words,
            link=f"/editions/{edition.id}/{f'clauses/{one.key}/edit' if one.key else 'exhibits'}",
        )
        for one in of_draft(session, mou, edition, revision_id)
        if not one.redactable
    ]
