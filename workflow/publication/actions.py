"""Publishing: the one act of this room, done by the service once a checkpoint covers the execution.

The public copy is made once, and again only when what is hidden has changed, or when a key that signed for it was reported: package, printed page, seal, and the hashes of
both in the edition's public chain. If we crash before the commit nothing of it exists and the work comes back; after it, all of it does.
While parts may be hidden and nobody has said which, nothing is published at all.
"""

from datetime import datetime

from sqlmodel import Session

from workflow.adapters.keystore import Keystore
from workflow.adapters.pdf_text import page_words, says_in_order
from workflow.adapters.seal import seal
from workflow.adapters.settings import Settings
from workflow.adapters.timestamp import LocalTimeAuthority
from workflow.core import lifecycle
from workflow.core.errors import Refused
from workflow.core.events import EventKind
from workflow.core.lifecycle import SIGNED, Move, Status
from workflow.core.people import SERVICE
from workflow.core.permissions import require
from workflow.drafting import queries as drafting
from workflow.drafting.queries import Subject
from workflow.evidence.canonical import b64u, sha256
from workflow.evidence.envelope import envelope_hash
from workflow.evidence.verdict import Verdict
from workflow.history import actions as history
from workflow.publication import anew, core, custody, facts, printing, queries, reported, statements
from workflow.publication.core import Core
from workflow.publication.hiding import actions as hiding
from workflow.publication.hiding import queries as hidden
from workflow.publication.models import FormerCopy, PublicCopy, Tombstone
from workflow.publication.rendering import Beside, pressed
from workflow.signing import stamping
from workflow.signing.models import SigningEvent


class Unfit(Exception):
    """The public copy as it would be made does not hold by itself: whoever checks it would not find it verified.

    Nothing was written. `codes` are the reasons that a verifier gives.
    """

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(f"the public copy would not verify: {'; '.join(verdict.missing)}")
        self.codes = [code for code in verdict.codes if code not in core.BY_THEMSELVES]


def publish(
    session: Session, edition_id: str, *, keystore: Keystore, settings: Settings, at: datetime
) -> bool:
    """Bring the public copy of an executed edition up to date; True when there is nothing left to do here.

    False while no checkpoint covers the execution or a time token is still awaited: ask again later. Raises Refused for an edition that is not executed,
    Unready when a key that publishes is gone, TypesettingFault when the text cannot be printed, Unfit when what would be published does not verify.
    """
    subject = drafting.find(session, SERVICE, edition_id, lock=True)
    require("edition:publish", SERVICE, subject.case())
    if subject.status not in SIGNED:
        raise Refused(f"This edition is {lifecycle.IN_WORDS[subject.status]}, so it cannot be published.")
    event = queries.executed_event(session, edition_id)
    causes = anew.causes(session, edition_id, event)
    why = anew.unsaid(session, edition_id, causes)
    if why is None:
        return True
    if hidden.waits(session, subject.edition, event):
        hiding.ask_before_publication(session, edition_id, at=at)
        return True
    checkpoint = anew.checkpoint_over(session, edition_id, causes)
    if checkpoint is None or stamping.pending(session, event):
        return False
    custody.insist(session, keystore, custody.PUBLISHING)
    made = core.build(session, subject.edition, event, keystore, checkpoint)
    if no := core.unfit(made.data):
        raise Unfit(no)
    pdf = print_and_seal(session, subject, event, made, keystore, settings, at)
    _keep(session, subject, event, made, pdf, keystore, why, at)
    return True


def print_and_seal(
    session: Session, subject: Subject, event: SigningEvent, made: Core, keystore: Keystore, settings: Settings, at: datetime
) -> bytes:  # fmt: skip
    """The sealed PDF with the core package attached. What the page says is read back and held against the package."""
    late = [one for one in reported.of(session, event) if one.late]
    beside = Beside(
        facts=[
            *(("Warning", one.words(subject.mou.timezone)) for one in late),
            *facts.facts(session, subject, made.parcel["manifest"]),
        ],
        sides=[one["legal_name"] for one in facts.signed_parties(made.parcel["manifest"])],
        signers=[printing.signature(one) for one in queries.signers(session, subject, event)],
        origin=queries.origin(session, settings),
        slug=subject.mou.slug,
        made_at=event.closed or at,
    )
    page = pressed(made, beside, settings.typst_fonts)
    unsaid = says_in_order(page_words(page), printing.must_be_said(made))
    if unsaid:
        raise ValueError(f"the printed page does not say clauses {unsaid} as they were signed")
    reason = f"Publication of edition {subject.edition.number} of {subject.mou.title}"
    keystore.note_seal(at)
    return seal(page, keystore.seal, LocalTimeAuthority(keystore.time), at=at, reason=reason)


def _keep(
    session: Session, subject: Subject, event: SigningEvent, made: Core, pdf: bytes, keystore: Keystore, why: list[str], at: datetime
) -> None:  # fmt: skip
    """Bytes, event and state in one transaction: what the log says was published is what is there, and the record why again."""
    edition, digest = subject.edition, sha256(pdf)
    if subject.status is Status.EXECUTED:
        edition.status = lifecycle.after(Move.PUBLISH, subject.status)
    edition.changed, edition.lock_version = at, edition.lock_version + 1
    said = statements.sign(
        session, keystore, mou=subject.mou.id, edition=edition.number, head=event.head, core=made.hash, pdf=digest, at=at
    )  # fmt: skip
    published = history.record(
        session, EventKind.EDITION_PUBLISHED, actor=SERVICE, at=at, mou_id=subject.mou.id, edition_id=edition.id,
        subject_id=event.id, detail={"why": why} if why else {},
        chain=history.EditionFact(
            mou=subject.mou.id, edition=edition.number, head=event.head, subject=envelope_hash(said)
        ),
    )  # fmt: skip
    statements.keep(session, published, said)
    _replace(session, edition.id, published.at)
    session.merge(
        PublicCopy(
            edition_id=edition.id,
            core=made.data,
            pdf=pdf,
            core_hash=b64u(made.hash),
            pdf_hash=b64u(digest),
            checkpoint_size=made.checkpoint_size,
            event_id=published.id,
            published=published.at,
        )
    )
    session.flush()


def _replace(session: Session, edition_id: str, at: datetime) -> None:
    """Of the copy before, only its hashes stay. What stood in its place meanwhile goes."""
    before = session.get(PublicCopy, edition_id)
    if before is not None:
        session.add(
            FormerCopy(
                event_id=before.event_id or 0, edition_id=edition_id, core_hash=before.core_hash, pdf_hash=before.pdf_hash,
                published=before.published, replaced=at,
            )
        )  # fmt: skip
    stone = session.get(Tombstone, edition_id)
    if stone is not None:
        session.delete(stone)
