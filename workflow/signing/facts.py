"""What stands between an edition and its freeze or its signatures, collected from the rows of every earlier room."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from workflow.adapters.templates import moment
from workflow.core.errors import Issue
from workflow.core.readiness import FreezeFacts, KeyFact, SignFacts, to_freeze, to_sign
from workflow.core.term import EffectiveRule
from workflow.core.window import before_freeze
from workflow.drafting import queries as drafting
from workflow.drafting import requirements
from workflow.drafting.models import Clause, Edition, Revision
from workflow.evidence import canonical
from workflow.history.queries import installation
from workflow.parties.models import Party, PartyLink, SigningKey
from workflow.parties.objections import queries as objections
from workflow.parties.queries import holders
from workflow.review.acknowledgements.queries import unread
from workflow.review.route.queries import review
from workflow.review.threads.queries import open_threads
from workflow.review.window.queries import window_facts
from workflow.signing import frozen, keys, queries, slots, wording
from workflow.signing.corrections import queries as corrections
from workflow.signing.delegations import queries as delegations
from workflow.signing.matter import Matter
from workflow.signing.models import Signature, SigningEvent
from workflow.signing.order.queries import chosen
from workflow.signing.paper.queries import allowed, allowed_parties, distrusted
from workflow.signing.votes import queries as votes


def freeze_facts(session: Session, case: Matter, hours: int, at: datetime) -> FreezeFacts:
    """Everything `to_freeze` looks at; `hours` is the waiting time of keys. About sixteen statements."""
    edition = case.edition
    clauses = drafting.clauses_of(session, edition.revision_id)
    threads = open_threads(session, edition.id)
    state = review(session, case.ground, at)
    return FreezeFacts(
        edition_link=case.ground.link,
        review_complete=state.complete,
        empty_lanes=tuple(f"{stage.title}: {lane.title}" for stage, lane in state.unasked()),
        placeholders=drafting.blanks_of(session, edition),
        unanswered=threads.numbers,
        blocking=threads.blocking,
        unnamed_parties=tuple(_unnamed(case, clauses)),
        gates=requirements.gates_of(session, case.mou, edition),
        missing_exhibits=drafting.missing_exhibits(session, edition),
        has_effective_rule=EffectiveRule(edition.effective_rule) not in frozen.DATED
        or edition.starts is not None,
        slots=tuple(slots.slots(case.parties)),
        unfounded_parties=tuple((p.id, p.legal_name) for p in unfounded(session, _concerned(case))),
        objections=tuple((p.id, p.legal_name) for p in objected(session, case, hours, at)),
        unread=tuple(unread(session, case.ground, "freeze", at)),
    )


def freeze_issues(session: Session, case: Matter, hours: int, at: datetime) -> list[Issue]:
    """What must be mended before this text can be frozen, the signed bytes' own rules included."""
    issues = to_freeze(freeze_facts(session, case, hours, at))
    asked = requirements.asks_for_comment(case.parties)
    issues += before_freeze(window_facts(session, case.edition, at, asked))
    clauses = drafting.clauses_of(session, case.edition.revision_id)
    return issues + wording.issues(session, case, clauses, at)


def _concerned(case: Matter) -> list[Party]:
    """The parties that sign or adopt: those that stand in the manifest."""
    return [*slots.signing_parties(case.parties), *slots.bodies(case.parties)]


def _plain(text: str) -> str:
    """Words alone, for looking a name up: no emphasis, no line ends, no case, one kind of apostrophe."""
    return " ".join(text.replace("*", "").replace("’", "'").split()).casefold()


def _unnamed(case: Matter, clauses: Sequence[Clause]) -> Iterable[str]:
    """Requirement 61: each party that signs stands in the text by its full legal name, or in its title."""
    words = _plain("\n".join([case.edition.title, *(clause.text for clause in clauses)]))
    return (p.legal_name for p in slots.signing_parties(case.parties) if _plain(p.legal_name) not in words)


def unfounded(session: Session, parties: Sequence[Party]) -> list[Party]:
    """Parties without a founding statement that another of these parties has accepted."""
    public = {party.public_id for party in parties if party.public_id}
    rows = session.exec(
        select(PartyLink).where(
            PartyLink.kind == "acceptance", col(PartyLink.party_id).in_([party.id for party in parties])
        )
    )
    accepted = {
        row.party_id
        for row in rows
        if canonical.loads(canonical.unb64u(row.content["statement"]))["party"] in public
    }
    return [party for party in parties if not party.public_id or party.id not in accepted]


def objected(session: Session, case: Matter, hours: int, at: datetime) -> list[Party]:
    """Parties to whose whole record another party of this agreement objects, while the objection stands."""
    parties = _concerned(case)
    rows = objections.against(session, [p.id for p in parties], [p.id for p in case.ground.parties])
    against = {row.party_id for row in rows if row.key_id is None and objections.stands(row, hours, at)}
    return [party for party in parties if party.id in against]


def manifest_rows(session: Session, case: Matter) -> frozen.Rows:
    """What the manifest is made from."""
    edition = case.edition
    return frozen.Rows(
        installation(session).deployment,
        case.mou,
        edition,
        session.get_one(Revision, edition.revision_id),
        case.parties,
        [{"id": pack.id, "version": str(pack.version)} for pack in requirements.packs(case.parties)],
        _supersedes(session, edition),
        allowed_parties(session, edition.id),
        delegations.of_edition(session, edition.id),
        chosen(session, edition.id),
    )


def _supersedes(session: Session, edition: Edition) -> list[dict[str, Any]]:
    """The head of the executed edition that this one replaces, if there is one."""
    if not edition.supersedes_id:
        return []
    rows = session.exec(
        select(Edition.number, SigningEvent.head)
        .join(SigningEvent, col(SigningEvent.edition_id) == col(Edition.id))
        .where(Edition.id == edition.supersedes_id, SigningEvent.state == "executed")
    )
    return [{"edition": number, "head": head} for number, head in rows]


def sign_issues(session: Session, case: Matter, at: datetime) -> list[Issue]:
    """What stands between the frozen text and its signatures."""
    if case.event is None or case.event.state != "open":
        return []
    return to_sign(sign_facts(session, case, at))


def sign_facts(session: Session, case: Matter, at: datetime) -> SignFacts:
    """Of an open signing: vacancies, keys missing or held up, votes not recorded, and signatures made with keys that were
    later revoked as not to be trusted at that time."""
    manifest, paper = queries.manifest_of(case), allowed(case)
    vacant, held = [], []
    answering = corrections.waiting(session, case)
    for slot in (*answering, *queries.signing_status(session, case).missing):
        found = holders(session, [slot.party_id], at, offices=slot.offices)
        if not found:
            vacant.append(slot.title)
        for holder in found:
            stands = keys.best(session, case, holder.appointment_id, manifest["waiting_hours"], at)
            when = moment(stands.first, case.mou.timezone)
            by_hand = slot.id in paper and slot not in answering
            link = f"/parties/{slot.party_id}"
            held.append(KeyFact(stands.why, holder.name, slot.title, when, link, by_hand))
    over = corrections.carried(session, case)
    refused = {one.party_id: one for one in votes.not_adopted(session, case)}
    bodies = [body.title for body in queries.unadopted(session, case) if body.party_id not in over | refused]
    return SignFacts(
        f"/signing-events/{case.frozen.id}",
        tuple(vacant),
        tuple(held),
        tuple(bodies),
        tuple(slot.title for slot in answering),
        _distrusted(session, case),
        _declined(session, case),
        tuple(unread(session, case.ground, "signing", at)),
        case.ground.link,
        tuple(one.sentence for one in refused.values()),
    )


def _declined(session: Session, case: Matter) -> tuple[tuple[str, str, str], ...]:
    """Who declined to sign this text, when in words, and why."""
    return tuple(
        (row.person_name, moment(row.at, case.mou.timezone), row.reason)
        for row in queries.signatures_of(session, case.frozen.id)
        if row.decision == "decline"
    )


def _distrusted(session: Session, case: Matter) -> tuple[tuple[str, str], ...]:
    """Who signed this text, or attested a sheet of it, with a key that was not to be trusted any more when he did, and since when, in words."""
    rows = session.exec(
        select(Signature, SigningKey.compromised_since)
        .join(SigningKey, col(SigningKey.key_id) == col(Signature.key_id))
        .where(
            Signature.signing_event_id == case.frozen.id, col(SigningKey.compromised_since) <= col(Signature.at),
            Signature.decision == "approval",
        )
        .order_by(col(Signature.at))
    )  # fmt: skip
    signed = [(row.person_name, since) for row, since in rows]
    attested = distrusted(session, case.frozen.id)
    return tuple((name, moment(since, case.mou.timezone)) for name, since in (*signed, *attested))
