"""What the public can read. No query here takes an actor: everybody sees the same, and what is not public is not found."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from sqlmodel import Session, col, func, select

from workflow.adapters.settings import Settings
from workflow.core.errors import Gone, NotFound
from workflow.core.hiding import part_in_words
from workflow.drafting import queries as drafting
from workflow.drafting.compare import Piece, compare
from workflow.drafting.models import Edition, Mou, Revision
from workflow.drafting.queries import Subject
from workflow.drafting.term import current_of
from workflow.evidence import canonical, package
from workflow.history import queries as history
from workflow.history.models import Cosignature, Stream
from workflow.parties.models import Party, SigningKey
from workflow.parties.queries import local_day
from workflow.publication import adoptions, standing
from workflow.publication.adoptions import Vote
from workflow.publication.facts import signed_parties
from workflow.publication.models import FormerCopy, PublicCopy, Tombstone
from workflow.publication.standing import Signer
from workflow.signing.models import Adoption, Signature, SigningEvent
from workflow.signing.paper.queries import by_whose_word


@dataclass(frozen=True)
class Published:
    """One published edition with its agreement, its parties and its bytes; `editions` are all published ones, by number."""

    subject: Subject
    copy: PublicCopy
    editions: tuple[Edition, ...]

    @property
    def number(self) -> int:
        return self.subject.edition.number

    @property
    def numbers(self) -> list[int]:
        return [one.number for one in self.editions]

    def day(self, now: datetime) -> date:
        """The day where the agreement lives: it begins and ends at that place's midnight."""
        return local_day(self.subject.mou.timezone, now)

    @cached_property
    def parcel(self) -> dict[str, Any]:
        """What was signed, as the public has it."""
        return package.parse(self.copy.core)

    @property
    def sides(self) -> list[str]:
        """The names of those who contract, as they were signed."""
        return [one["legal_name"] for one in signed_parties(self.parcel["manifest"])]

    @property
    def address(self) -> str:
        return f"/mou/{self.subject.mou.slug}/{self.number}"


def version(session: Session, now: datetime) -> str:
    """The state of everything public, for `Door.version`: one statement over three small tables and the end of an index.

    Every act makes its stream longer by one; what follows from an act without one of its own (a review's dates) makes an
    edition's `lock_version` grow; a withdrawal leaves its stone; a witness signs a larger log. Days begin at a quarter of an hour everywhere on earth, so
    nothing that depends on the day outlives it. Acts nobody may read about count as well: an answer is then made once more.
    """
    row = session.connection().execute(_STATE).one()
    return f"{row[0]}.{row[1]}.{row[2]}.{row[3]}.{int(now.timestamp()) // 900}"


_STATE = select(
    select(func.sum(Stream.length)).scalar_subquery(),
    select(func.sum(Edition.lock_version)).scalar_subquery(),
    select(func.count()).select_from(Tombstone).scalar_subquery(),
    select(func.max(Cosignature.size)).scalar_subquery(),
)


def find(session: Session, slug: str, number: int | None = None) -> Published:
    """A published edition, the newest unless said. Raises NotFound, or Gone where it was withdrawn."""
    mou = session.exec(select(Mou).where(Mou.slug == slug)).first()
    if mou is None:
        raise NotFound("agreement")
    rows = session.exec(
        select(Edition, Tombstone)
        .join(PublicCopy, col(PublicCopy.edition_id) == col(Edition.id))
        .join(Tombstone, col(Tombstone.edition_id) == col(Edition.id), isouter=True)
        .where(Edition.mou_id == mou.id)
        .order_by(col(Edition.number))
    ).all()
    wanted = [row for row in rows if row[0].number == number] if number is not None else list(rows[-1:])
    standing_ones = tuple(edition for edition, stone in rows if stone is None)
    if number is None and standing_ones:
        wanted = [(standing_ones[-1], None)]
    if not wanted:
        raise NotFound("agreement")
    edition, stone = wanted[0]
    if stone is not None:
        raise Gone(stone.words)
    subject = Subject(edition, mou, drafting.parties_of(session, mou.id))
    return Published(subject, session.get_one(PublicCopy, edition.id), standing_ones)


def find_current(session: Session, slug: str, now: datetime) -> Published:
    """The edition in force where the agreement lives, the newest where none is. Raises NotFound or Gone."""
    newest = find(session, slug)
    number = current_of(newest.subject.mou, newest.editions, newest.day(now)).number
    return newest if number == newest.number else find(session, slug, number)


def executed_event(session: Session, edition_id: str) -> SigningEvent:
    """The signing event that executed the edition. Raises NotFound."""
    found = session.exec(
        select(SigningEvent).where(SigningEvent.edition_id == edition_id, SigningEvent.state == "executed")
    ).first()
    if found is None:
        raise NotFound("signing event")
    return found


def signers(session: Session, subject: Subject, event: SigningEvent) -> list[Signer]:
    """Who approved the text, in the order in which they signed; their parties by the names that were signed."""
    named = {one["id"]: one["legal_name"] for one in canonical.loads(event.manifest)["parties"]}
    rows = session.exec(
        select(Signature, Party, SigningKey.attested_format)
        .join(Party, col(Party.id) == col(Signature.party_id))
        .join(SigningKey, col(SigningKey.key_id) == col(Signature.key_id), isouter=True)
        .where(Signature.signing_event_id == event.id, Signature.decision == "approval")
        .order_by(col(Signature.at), col(Signature.slot))
    )
    words = by_whose_word(session, {one.id: one.legal_name for one in subject.parties}, event.id)
    return [
        standing.signer(row, named[party.public_id or ""], subject.mou, words.get(row.slot, ()), maker or "")
        for row, party, maker in rows
    ]


def votes(session: Session, edition_ids: Sequence[str]) -> dict[int, Vote]:
    """Every vote that these editions' records have, by the event that recorded it; one on an earlier text that was reopened, too."""
    rows = session.exec(
        select(Adoption.event_id, Adoption.envelope, SigningEvent.manifest)
        .join(SigningEvent, col(SigningEvent.id) == col(Adoption.signing_event_id))
        .where(col(SigningEvent.edition_id).in_(edition_ids))
    )
    found = {event: adoptions.vote(envelope, canonical.loads(manifest)) for event, envelope, manifest in rows}
    return {event: vote for event, vote in found.items() if event and vote}


def origin(session: Session, settings: Settings) -> str:
    """The address under which the public reads, without a slash at the end."""
    return (settings.public_url or history.installation(session).origin).rstrip("/")


def revision(session: Session, edition_id: str) -> Revision:
    """The revision that was signed. Raises NotFound."""
    return session.get_one(Revision, executed_event(session, edition_id).revision_id)


def by_number(session: Session, mou_id: str, number: int) -> Edition:
    """An edition of an agreement. Raises NotFound."""
    found = session.exec(select(Edition).where(Edition.mou_id == mou_id, Edition.number == number)).first()
    if found is None:
        raise NotFound("edition")
    return found


def changes(session: Session, published: Published, older: int) -> dict[str, Any]:
    """What changed from an older published edition to this one: sentences, and the redline clause by clause.

    Both texts are those of the public copies: what is hidden in either is not in the comparison.
    """
    before = by_number(session, published.subject.mou.id, older)
    texts = [_public_text(session, before.id), _public_text(session, published.subject.edition.id)]
    return compare(*texts).to_json()


def _public_text(session: Session, edition_id: str) -> list[Piece]:
    """The clauses as the public has them, under the keys by which they are followed from edition to edition."""
    shown = {
        item["path"]: item.get("text", "")
        for item in package.parse(session.get_one(PublicCopy, edition_id).core)["clauses"]
    }
    rows = drafting.clauses_of(session, revision(session, edition_id).id)
    return [Piece(row.key, shown[row.path] or f"{part_in_words(row.path)} is not public.") for row in rows]


def previous(published: Published) -> int | None:
    """The number of the published edition before this one."""
    earlier = [number for number in published.numbers if number < published.number]
    return earlier[-1] if earlier else None


def former_by_hash(session: Session, pdf_hash: str) -> FormerCopy | None:
    """The public copy with this PDF that a later one replaced."""
    return session.exec(select(FormerCopy).where(FormerCopy.pdf_hash == pdf_hash)).first()


def copy_by_hash(session: Session, pdf_hash: str) -> PublicCopy | None:
    """The published copy with this PDF (base64url of its SHA-256), withdrawn or not."""
    return session.exec(select(PublicCopy).where(PublicCopy.pdf_hash == pdf_hash)).first()
