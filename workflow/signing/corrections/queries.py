"""Reading corrections: what a body adopted and allowed, what changed since, and who has answered for it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select

from workflow.core import correcting
from workflow.core.correcting import Authority, Place, Standing
from workflow.core.people import OFFICE_TITLES, Office
from workflow.core.threshold import Slot
from workflow.evidence import canonical, correction, statement
from workflow.evidence.errors import Bad
from workflow.signing import frozen, slots
from workflow.signing.corrections.models import Answer, Correction
from workflow.signing.delegations import queries as delegations
from workflow.signing.frozen import Frozen
from workflow.signing.matter import Matter
from workflow.signing.models import Adoption, SigningEvent


@dataclass(frozen=True)
class Basis:
    """The newest text of an edition that a body adopted: who voted on it, and what they allowed."""

    event: SigningEvent
    votes: tuple[Adoption, ...]
    given: tuple[Authority, ...]

    def carries(self, kind: str) -> list[str]:
        """The bodies (by their place) whose vote a correction of this kind carries over."""
        return [
            body
            for body in dict.fromkeys(one.body for one in self.given)
            if correcting.fitting(self.given, body, kind)
        ]


def of_event(session: Session, event_id: str) -> Correction | None:
    return session.get(Correction, event_id)


def answers(session: Session, event_id: str) -> list[Answer]:
    """Who has answered for a correction, oldest first."""
    return list(
        session.exec(
            select(Answer).where(Answer.signing_event_id == event_id).order_by(col(Answer.at), col(Answer.id))
        )
    )


def basis(session: Session, case: Matter) -> Basis | None:
    """What a correction of this edition starts from; None where no body has adopted any text of it. Two statements."""
    row = session.exec(
        select(SigningEvent)
        .join(Adoption, col(Adoption.signing_event_id) == col(SigningEvent.id))
        .where(SigningEvent.edition_id == case.edition.id)
        .order_by(col(Adoption.event_id).desc())
        .limit(1)
    ).first()
    return basis_of(session, case, row) if row else None


def basis_of(session: Session, case: Matter, event: SigningEvent) -> Basis:
    votes = tuple(
        session.exec(select(Adoption).where(Adoption.signing_event_id == event.id).order_by(col(Adoption.at)))
    )
    return Basis(event, votes, tuple(_given(case, canonical.loads(event.manifest), votes)))


def _given(case: Matter, manifest: dict[str, Any], votes: Iterable[Adoption]) -> Iterable[Authority]:
    """What each body allowed: what its clerk signed, as far as the frozen text provided for it."""
    said = [statement.read("adoption", canonical.unb64u(row.envelope["statement"])) for row in votes]
    gave = [one | {"body": vote["body"]} for vote in said for one in vote["delegated"]]
    return (
        authority
        for authority, one in zip(
            delegations.from_manifest(manifest, case.ground.parties),
            manifest["delegated_change"],
            strict=True,
        )
        if one in gave
    )


def adopted_text(session: Session, row: Correction) -> Frozen:
    """The text that was adopted, with its salts."""
    return frozen.read(session, session.get_one(SigningEvent, row.adopted_id))


def differences(before: Frozen, after: Frozen) -> list[dict[str, str]]:
    """What changed between two frozen texts, leaf by leaf. Raises Bad where more than words of clauses did."""
    correction.same_terms(before.manifest, after.manifest)
    old, attachments = before.opened
    new, files = after.opened
    if attachments != files or [(one["path"], one["redactable"]) for one in old] != [
        (one["path"], one["redactable"]) for one in new
    ]:
        raise Bad("correction.terms", "clauses or exhibits came, went or moved")
    return correction.differences(old, new, files)


def places(session: Session, case: Matter, row: Correction) -> tuple[list[Slot], Standing]:
    """Where people answer for a correction, as places of the signing page, and how far they have."""
    manifest = canonical.loads(case.frozen.manifest)
    found = basis_of(session, case, session.get_one(SigningEvent, row.adopted_id))
    voted = set(
        session.exec(select(Adoption.party_id).where(Adoption.signing_event_id == row.signing_event_id))
    )
    ours = {party.public_id: party.id for party in case.ground.parties}
    bodies = {one["id"]: ours[one["party"]] for one in manifest["adopting_bodies"] if one["required"]}
    needed = [body for body in found.carries(row.kind) if body in bodies and bodies[body] not in voted]
    signing = [slot.party_id for slot in slots.from_manifest(manifest, case.ground.parties) if slot.required]
    done = [Place(one.party_id, Office(one.office)) for one in answers(session, row.signing_event_id)]
    nobody = correcting.standing(found.given, needed, row.kind, signing, [])
    now = correcting.standing(found.given, needed, row.kind, signing, done)
    return [_slot(case, number, place) for number, place in enumerate(nobody.open, start=1)], now


def _slot(case: Matter, number: int, place: Place) -> Slot:
    title = f"{case.party(place.party_id).legal_name} ({OFFICE_TITLES[place.office]})"
    return Slot(f"answer-{number}", place.party_id, frozenset({place.office}), True, title)


def waiting(session: Session, case: Matter) -> list[Slot]:
    """The places in which somebody may still answer for the correction that is open, if one is."""
    row = of_event(session, case.frozen.id)
    if row is None:
        return []
    found, now = places(session, case, row)
    return [
        slot
        for slot in found
        if any(slot.party_id == one.party_id and one.office in slot.offices for one in now.open)
    ]


def carried(session: Session, case: Matter) -> dict[str, bool]:
    """The parties of bodies whose vote on an earlier text is carried over: whether everybody has answered for it yet."""
    row = of_event(session, case.frozen.id)
    if row is None:
        return {}
    found = basis_of(session, case, session.get_one(SigningEvent, row.adopted_id))
    ours = {party.public_id: party.id for party in case.ground.parties}
    manifest = canonical.loads(case.frozen.manifest)
    complete = places(session, case, row)[1].complete
    return {
        ours[one["party"]]: complete
        for one in manifest["adopting_bodies"]
        if one["id"] in found.carries(row.kind)
    }


def named(case: Matter, authorities: Sequence[Authority]) -> list[str]:
    """Authorities in words, once each."""
    names = {party.id: party.legal_name for party in case.ground.parties}
    return list(dict.fromkeys(correcting.in_words(one, names) for one in authorities))


def votes(session: Session, case: Matter) -> list[Adoption]:
    """The votes that count for a frozen text: on itself, and those on an earlier one that are carried over."""
    here = list(session.exec(select(Adoption).where(Adoption.signing_event_id == case.frozen.id)))
    row = of_event(session, case.frozen.id)
    if row is None:
        return here
    over, voted = carried(session, case), {one.party_id for one in here}
    earlier = session.exec(select(Adoption).where(Adoption.signing_event_id == row.adopted_id))
    return here + [one for one in earlier if over.get(one.party_id) and one.party_id not in voted]
