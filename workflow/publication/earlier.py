"""The text that a body adopted, where a correction carries its vote over: what a package shows of it, made from rows."""

from typing import Any

from sqlmodel import Session, select

from workflow.drafting.models import Edition
from workflow.evidence import clause_tree
from workflow.evidence.package import Adopted
from workflow.history import queries as history
from workflow.history.queries import leaf_of
from workflow.publication.proving import Prover
from workflow.signing.corrections import queries as corrections
from workflow.signing.models import Adoption, SigningEvent


def adopted(
    session: Session, edition: Edition, event: SigningEvent, clauses: list[dict[str, Any]], prove: Prover
) -> Adopted | None:
    """Its manifest, the old form of each clause that changed, and the record from its freeze to this one.

    `clauses`: as this package shows them now; what is hidden there is hidden in its old form too. None where nobody
    answered for a correction.
    """
    row = corrections.of_event(session, event.id)
    if row is None or not corrections.answers(session, event.id):
        return None
    before = corrections.adopted_text(session, row)
    agreed = [one["path"] for one in clauses if "commitment" in one and one["redactable"]]
    by_order = [one["path"] for one in clauses if "commitment" in one and not one["redactable"]]
    old, _ = clause_tree.opened(before.text.clauses, before.text.attachments, before.salts, agreed, by_order)
    changed = [was for was, now in zip(old, clauses, strict=True) if was != now]
    links = history.chain(session, edition_id=edition.id)
    heads = [leaf_of(link)["head"] for link, _ in links]
    between = links[heads.index(before.event.head) : heads.index(event.head)]
    votes = session.exec(select(Adoption).where(Adoption.signing_event_id == before.event.id))
    return Adopted(
        before.manifest, changed, list(prove.entries(between, {one.event_id: one.envelope for one in votes}))
    )
