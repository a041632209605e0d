"""The core package of an executed edition, made from rows: what is embedded in the PDF and checked by strangers.

It carries the edition's chain from its last freeze to *executed* and each party's chain from its genesis, as far as one
checkpoint covers them; every proof leads to that checkpoint (docs/format.md, section 9).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from sqlmodel import Session, col, select

from workflow.adapters.keystore import Keystore
from workflow.core.events import EventKind
from workflow.drafting.models import Edition
from workflow.evidence import canonical, clause_tree, package, tlog
from workflow.evidence.verdict import Verdict
from workflow.evidence.verify import verify
from workflow.history import queries as history
from workflow.history import witnessing
from workflow.history.models import Checkpoint
from workflow.history.queries import leaf_of
from workflow.parties.models import Party, PartyLink
from workflow.publication import earlier, statements
from workflow.publication.hiding import queries as hiding
from workflow.publication.models import PublicCopy
from workflow.publication.proving import Envelopes, Links, Prover
from workflow.signing import frozen, stamping
from workflow.signing.corrections.models import Answer
from workflow.signing.models import Adoption, Signature, SigningEvent
from workflow.signing.paper import queries as paper


@dataclass(frozen=True)
class Core:
    """The bytes of a core package, what they say, and the size of the checkpoint they lead to."""

    data: bytes
    parcel: dict[str, Any]
    checkpoint_size: int

    @property
    def hash(self) -> bytes:
        return sha256(self.data).digest()


def build(
    session: Session, edition: Edition, event: SigningEvent, keystore: Keystore, checkpoint: Checkpoint, *, private: bool = False
) -> Core:  # fmt: skip
    """The core package under this checkpoint, which covers the edition's execution and every act about its public copy.

    `private`: a party's own, which shows everything.

    Raises Conflict when the rows no longer give the head that was signed, Bad when they give no package.
    """
    kept = frozen.read(session, event)
    frozen.recompute(kept)
    chain, later = _chain(session, edition, event)
    clauses, attachments = _shown(session, kept, edition, private)
    prove = Prover(session, checkpoint.size)
    signed = tlog.open_checkpoint(checkpoint.note, all_log_keys(session, keystore))
    data = package.build(
        manifest=kept.manifest,
        clauses=clauses,
        attachments=attachments,
        edition_chain=list(prove.entries(chain, _decisions(session, event))),
        redactions=list(prove.entries(later, _about_copies(session, edition.id))),
        private=private,
        paper=paper.firsts(session, event.id),
        parties=[list(prove.entries(*_party(session, party["id"]))) for party in kept.manifest["parties"]],
        log_key=signed.signers[0],
        beside=signed.beside,
        checkpoint=checkpoint.note,
        time_tokens=stamping.tokens_of(session, event),
        adopted=earlier.adopted(session, edition, event, clauses, prove),
    )
    return Core(data, package.parse(data), checkpoint.size)


BY_THEMSELVES = {"policy.present", "text.withheld"}
"""Steps that no package passes without a policy, and one that fails where an order has withheld a part: as it should."""


def unfit(data: bytes) -> Verdict | None:
    """What a verifier says of a public copy that does not hold by itself; None of one that does."""
    verdict = verify(data)
    return verdict if set(verdict.codes) - BY_THEMSELVES else None


def log_keys(session: Session, keystore: Keystore) -> list[str]:
    """The verifier keys of this deployment's log, oldest first."""
    origin = history.installation(session).log_origin
    return [tlog.vkey_of(origin, one.public) for one in keystore.log_keys]


def keys_beside(session: Session, keystore: Keystore) -> list[str]:
    """Those for ML-DSA-44, oldest first; none where the log has none."""
    origin = history.installation(session).log_origin
    return [tlog.vkey_of(origin, one.public, tlog.MLDSA44) for one in keystore.keys_beside]


def all_log_keys(session: Session, keystore: Keystore) -> list[str]:
    """Every key that a checkpoint of this log may be signed with."""
    return [*log_keys(session, keystore), *keys_beside(session, keystore)]


def log_key(session: Session, keystore: Keystore) -> str:
    """The one that signs now."""
    return tlog.vkey(history.installation(session).log_origin, keystore.checkpoint_key)


def on_the_web(session: Session, copy: PublicCopy, witnesses: Sequence[str] = ()) -> bytes:
    """The package as it is served: with the proof of its publication, as soon as a checkpoint covers that.

    The first checkpoint that covers it and that one of the witnesses (vkeys) has signed is taken, or else the first that
    covers it: once a witness has signed, these bytes stay what they are.
    """
    published = _publications(session, copy)
    last = published[-1][1] if published else None
    if last is None:
        return copy.core
    later = witnessing.first_over(session, last, witnesses) or _first_covering(session, last)
    if later is None:
        return copy.core
    return package.with_publication(
        copy.core,
        package.Publication(
            chain=list(
                Prover(session, later.size).entries(published, statements.envelopes(session, copy.edition_id))
            ),
            checkpoint=later.note,
            consistency=history.consistency_proof(session, copy.checkpoint_size, later.size),
            pdf=canonical.unb64u(copy.pdf_hash, 32),
        ),
        witnessing.of(session, later.size, witnesses),
    )


def _publications(session: Session, copy: PublicCopy) -> Links:
    """The publication of this copy, and before it those that follow on what the core package carries: a copy that was made anew because
    of a key has no act about the edition in front of it."""
    links = history.chain(session, edition_id=copy.edition_id)
    ours = [place for place, (event, _) in enumerate(links) if event.id == copy.event_id]
    if not ours:
        return []
    after = [place for place in range(ours[0]) if links[place][0].kind != EventKind.EDITION_PUBLISHED]
    return links[after[-1] + 1 : ours[0] + 1]


def _chain(session: Session, edition: Edition, event: SigningEvent) -> tuple[Links, Links]:
    """The events of this very freeze, to *executed*, and what follows up to the last act about the public copy.

    An earlier freeze that was reopened named another head.
    """
    links = [
        link
        for link in history.chain(session, edition_id=edition.id)
        if leaf_of(link[0])["head"] == event.head
    ]
    kinds = [link.kind for link, _ in links]
    done = kinds.index(EventKind.EDITION_EXECUTED) + 1
    acts = [place for place, kind in enumerate(kinds) if kind in hiding.HIDING_EVENTS]
    return links[:done], links[done : acts[-1] + 1] if acts else []


Parts = list[dict[str, Any]]


def _shown(session: Session, kept: frozen.Frozen, edition: Edition, private: bool) -> tuple[Parts, Parts]:
    """Clauses and attachments: open, or as a commitment where they are hidden."""
    parts = {clause_tree.name_of(one): one.redactable for one in (*kept.text.clauses, *kept.text.attachments)}
    found = hiding.hidden(hiding.proposals(session, edition.id), parts)
    agreed, by_order = ((), ()) if private else (found.agreed, found.by_order)
    return clause_tree.opened(kept.text.clauses, kept.text.attachments, kept.salts, agreed, by_order)


def _decisions(session: Session, event: SigningEvent) -> Envelopes:
    signed = session.exec(select(Signature).where(Signature.signing_event_id == event.id)).all()
    adopted = session.exec(select(Adoption).where(Adoption.signing_event_id == event.id)).all()
    answered = session.exec(select(Answer).where(Answer.signing_event_id == event.id)).all()
    return {row.event_id: row.envelope for row in (*signed, *adopted, *answered)}


def _about_copies(session: Session, edition_id: str) -> Envelopes:
    return {**hiding.envelopes(session, edition_id), **statements.envelopes(session, edition_id)}


def _party(session: Session, public_id: str) -> tuple[Links, Envelopes]:
    party_id = session.exec(select(Party.id).where(Party.public_id == public_id)).one()
    links = session.exec(select(PartyLink).where(PartyLink.party_id == party_id))
    return history.chain(session, party_id=party_id), {link.event_id: link.content for link in links}


def _first_covering(session: Session, index: int) -> Checkpoint | None:
    return session.exec(
        select(Checkpoint).where(col(Checkpoint.size) > index).order_by(col(Checkpoint.size)).limit(1)
    ).first()
