"""What stands at the top of the printed copy and beside the public page: what was signed, and apart from it what our rows say."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from workflow.core.people import PartyKind
from workflow.drafting.queries import Subject
from workflow.drafting.starting import Award
from workflow.drafting.term import award_of, force_of
from workflow.evidence.canonical import unb64u
from workflow.evidence.fingerprint import fingerprint
from workflow.parties.models import Party
from workflow.publication import standing

Manifest = Mapping[str, Any]


def signed_parties(manifest: Manifest) -> list[dict[str, str]]:
    """Who contracts, by the manifest that everybody signed: without the bodies that adopt."""
    return [one for one in manifest["parties"] if one["kind"] != PartyKind.BODY]


def records(manifest: Manifest) -> list[dict[str, str]]:
    """Each party whose record stands behind the signatures, with the twelve words by which its minutes and its own site know that."""
    return [
        {"party": one["legal_name"], "id": one["id"], "fingerprint": fingerprint(unb64u(one["id"]))}
        for one in manifest["parties"]
    ]


def facts(
    session: Session, subject: Subject, manifest: Manifest, today: date | None = None
) -> list[tuple[str, str]]:
    """What stands at the top of the printed copy and beside the page: name and words.

    Parties, bodies and schools as they were signed, whatever our rows say by now. What nobody signed is named as of today, or,
    in print, as of the publication; and so is what reads otherwise now.
    """
    state = force_of(subject.mou, subject.edition, today or date.max)
    signed = signed_parties(manifest)
    schools = [one["legal_name"] for one in signed if one["kind"] == PartyKind.SCHOOL]
    rows = [
        ("Period", standing.period_in_words(state)),
        ("Parties", "; ".join(one["legal_name"] for one in signed)),
        ("Adopting bodies", "; ".join(one["name"] for one in manifest["adopting_bodies"])),
        ("Schools", "; ".join(schools) or "Those named in the text"),
        *_beside(session, subject, manifest, "today" if today else "when this was published"),
    ]
    return [(name, words) for name, words in rows if words]


def _beside(session: Session, subject: Subject, manifest: Manifest, when: str) -> list[tuple[str, str]]:
    """What our rows say of the signed parties, and no signature covers."""
    named = {one["id"]: one["legal_name"] for one in signed_parties(manifest)}
    parties = session.exec(select(Party).where(col(Party.public_id).in_(list(named)))).all()
    schools = session.exec(
        select(Party.legal_name)
        .where(Party.kind == PartyKind.SCHOOL, col(Party.parent_id).in_([one.id for one in parties]))
        .order_by(col(Party.legal_name))
    )
    other = sorted(one.legal_name for one in parties if named[one.public_id or ""] != one.legal_name)
    places = sorted({one.place for one in parties if one.place})
    return [
        (f"Called otherwise {when}", "; ".join(other)),
        (f"Schools of the district {when}", "; ".join(schools)),
        (f"Place {when}", "; ".join(places)),
        (f"Award {when}", _award(award_of(subject.mou))),
    ]


def _award(award: Award) -> str:
    if not award.pays:
        return "No federal award recorded"
    return f"Under a federal award: {award.name}" if award.name else "Under a federal award"
