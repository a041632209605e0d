"""Reading what a body may allow: as rows while the text is drafted, from the manifest once it is frozen."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlmodel import Session, col, select

from workflow.core.correcting import Authority, Change
from workflow.core.people import Office
from workflow.parties.models import Party
from workflow.signing.delegations.models import Delegation


def of_edition(session: Session, edition_id: str) -> list[Delegation]:
    """What was agreed so far, oldest first."""
    return list(
        session.exec(
            select(Delegation)
            .where(Delegation.edition_id == edition_id)
            .order_by(col(Delegation.at), col(Delegation.id))
        )
    )


def authority_of(row: Delegation) -> Authority:
    return Authority(row.body_id, row.party_id, Office(row.office), Change(row.kind), row.words)


def in_manifest(
    rows: Iterable[Delegation], bodies: Mapping[str, str], public: Mapping[str, str]
) -> list[dict[str, str]]:
    """The manifest's `delegated_change`. bodies: the place of each adopting body; public: public ids of the parties in it.

    A row about a party that no longer takes part is left out."""
    return [
        {"body": bodies[row.body_id], "kind": row.kind, "limit": row.words, "office": row.office, "party": public[row.party_id]}
        for row in rows if row.body_id in bodies and row.party_id in public
    ]  # fmt: skip


def from_manifest(manifest: Mapping[str, Any], parties: Iterable[Party]) -> list[Authority]:
    """What the bodies of a frozen text may allow. Bodies by their place in the manifest, parties by our ids."""
    ours = {party.public_id: party.id for party in parties}
    return [
        Authority(one["body"], ours[one["party"]], Office(one["office"]), Change(one["kind"]), one["limit"])
        for one in manifest["delegated_change"]
    ]


def statement_of(manifest: Mapping[str, Any], body: str) -> list[dict[str, str]]:
    """What the statement of adoption says where a body gives all that the frozen text lets it give."""
    return [
        {name: value for name, value in one.items() if name != "body"}
        for one in manifest["delegated_change"]
        if one["body"] == body
    ]
