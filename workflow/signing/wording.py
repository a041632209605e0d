"""What stands against signing these very words: what reads like other words, what could be signed and never printed."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlmodel import Session

from workflow.adapters.typesetter import printable, trial
from workflow.core.errors import Issue, Refused
from workflow.core.lookalikes import lookalikes
from workflow.drafting import markup
from workflow.drafting import queries as drafting
from workflow.drafting.models import Clause
from workflow.evidence import text as door
from workflow.parties.queries import holders
from workflow.signing import slots
from workflow.signing.matter import Matter

NAME = "The name “{}” holds a sign that cannot be printed, and the public copy prints who signed."
FONT = "Whoever runs the service can have it written with other letters."


def issues(session: Session, case: Matter, clauses: Sequence[Clause], at: datetime) -> list[Issue]:
    """Everything in the text, its title, its exhibits' names and the names that would be printed under it."""
    return [
        *_unprintable(case, clauses),
        *_unprintable_names(session, case, at),
        *_confusable(session, case, clauses),
        *_refused_at_the_door(case, clauses),
    ]


def insist_printable(name: str) -> None:
    """Whoever came into office after the freeze. Raises Refused."""
    if not printable(name):
        raise Refused(NAME.format(name), FONT)


def _unprintable(case: Matter, clauses: Sequence[Clause]) -> Iterable[Issue]:
    """What could be signed but never published, because no page can be printed of it."""
    if fault := trial(case.edition.title, [markup.tree(clause.text)["children"] for clause in clauses]):
        words = f"This text cannot be printed, so it could be signed but never published: {fault}."
        yield Issue("text.unprintable", words, link=case.ground.link)


def _unprintable_names(session: Session, case: Matter, at: datetime) -> Iterable[Issue]:
    """The parties, and whoever could sign for them today."""
    names = {party.legal_name: f"/parties/{party.id}" for party in case.parties}
    for slot in slots.slots(case.parties):
        for one in holders(session, [slot.party_id], at, offices=slot.offices):
            names.setdefault(one.name, f"/parties/{slot.party_id}")
    for name, link in names.items():
        if not printable(name):
            yield Issue("name.unprintable", f"{NAME.format(name)} {FONT}", link=link)


def _confusable(session: Session, case: Matter, clauses: Sequence[Clause]) -> Iterable[Issue]:
    """Words that read like others and are not the same: told, one a clause, title and exhibit, before they could be signed."""
    attached = drafting.attachments_of(session, case.edition.revision_id)
    parts = [
        *((f"Clause {one.path}. ", one.text, f"/clauses/{one.key}/edit") for one in clauses),
        ("The title. ", case.edition.title, ""),
        *(("The name of an exhibit. ", one["name"], "") for one in attached),
    ]
    for where, words, link in parts:
        if found := lookalikes(words):
            yield Issue("text.confusable", f"{where}{found[0].words}", link=f"{case.ground.link}{link}")


def _refused_at_the_door(case: Matter, clauses: Sequence[Clause]) -> Iterable[Issue]:
    for clause in clauses:
        for found in door.problems(clause.text)[:1]:
            words = f"Clause {clause.path}, line {found.line}, holds {found.words} ({found.code}), which cannot be signed."
            yield Issue("text.characters", words, link=f"{case.ground.link}/clauses/{clause.key}/edit")
