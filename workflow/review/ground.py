"""The ground every act of the review stands on: one edition, its agreement, its parties, and what the actor is to them.

1. The parties of an agreement are those listed in it; the schools of a listed district are in scope with it.
2. Those who run it belong to a listed party that is not an adopting body. Reviewers belong to any party but a body: what
   members of a body think before their meeting is theirs (`core.bodies`), and they see no comments here, whatever else
   they hold at a party of the agreement.
3. A *side* is a party with the schools below it. Internal threads belong to a side, and no other side ever sees them.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from sqlalchemy import bindparam
from sqlmodel import Session, col, or_, select

from workflow.core.bodies import MEMBERS, sits_at
from workflow.core.errors import NotFound
from workflow.core.lifecycle import Status
from workflow.core.people import Actor, Office, PartyKind
from workflow.core.permissions import Case, may
from workflow.drafting.models import Clause, Edition, Mou, MouParty, Revision
from workflow.history import actions as history
from workflow.parties.models import Party
from workflow.parties.queries import Holder, holders

# Asked at every act and every page, so they are put together once: that takes longer than asking SQLite.
AGREEMENT = select(Edition.mou_id).where(Edition.id == bindparam("edition"))
EDITION = (
    select(Edition, Mou, Revision)
    .join(Mou, col(Mou.id) == col(Edition.mou_id))
    .join(Revision, col(Revision.id) == col(Edition.revision_id), isouter=True)
    .where(Edition.id == bindparam("edition"))
    .execution_options(populate_existing=True)
)
_LISTED = select(MouParty.party_id).where(MouParty.mou_id == bindparam("mou"))
PARTIES = (
    select(Party, MouParty)
    .join(
        MouParty,
        (col(MouParty.party_id) == col(Party.id)) & (col(MouParty.mou_id) == bindparam("mou")),
        isouter=True,
    )
    .where(
        or_(
            col(Party.id).in_(_LISTED),
            (col(Party.kind) == PartyKind.SCHOOL) & col(Party.parent_id).in_(_LISTED),
        )
    )
)


@dataclass(frozen=True)
class Ground:
    """An edition with everything that permission and routing ask about. `listed` are the ids of the agreement's own parties."""

    edition: Edition
    mou: Mou
    revision: Revision | None
    parties: tuple[Party, ...]
    listed: frozenset[str]

    @property
    def status(self) -> Status:
        return Status(self.edition.status)

    @property
    def link(self) -> str:
        return f"/editions/{self.edition.id}"

    def of_kinds(self, kinds: Iterable[PartyKind]) -> frozenset[str]:
        wanted = set(kinds)
        return frozenset(party.id for party in self.parties if PartyKind(party.kind) in wanted)

    @cached_property
    def reviewing(self) -> frozenset[str]:
        """Every party but the adopting bodies (rule 2)."""
        return frozenset(party.id for party in self.parties if party.kind != PartyKind.BODY)

    @property
    def bodies(self) -> frozenset[str]:
        """The adopting bodies."""
        return self.of_kinds((PartyKind.BODY,))

    @cached_property
    def running(self) -> frozenset[str]:
        return self.reviewing & self.listed

    def name(self, party_id: str) -> str:
        return next((party.legal_name for party in self.parties if party.id == party_id), "")

    def side(self, party_id: str) -> str:
        """Rule 3: the party itself, or the listed district above a school."""
        party = next((one for one in self.parties if one.id == party_id), None)
        if party is None:
            return ""
        return party.parent_id if party.parent_id in self.listed else party.id

    def sides_of(self, actor: Actor) -> frozenset[str]:
        """The sides whose internal threads the actor reads: none for a member of a body (rule 2)."""
        if sits_at(actor, self.bodies):
            return frozenset()
        return frozenset(self.side(one) for one in actor.party_ids & self.reviewing)

    def side_of(self, actor: Actor) -> str:
        """The side the actor writes for; empty for a guest. Of several, the one of the highest office."""
        return next((self.side(hold.party_id) for hold in actor.holds if hold.party_id in self.reviewing), "")

    def follows(self, actor: Actor) -> bool:
        """Whether the actor may follow the review. Who sits in an adopting body sees text and state (rule 2)."""
        return actor.service or bool(actor.guest_of) or bool(self.sides_of(actor))

    def apart(self, people: Iterable[Holder]) -> list[Holder]:
        """The same people, members of adopting bodies in no other office than that one (rule 2)."""
        people = list(people)
        sitting = {one.person_id for one in people if one.party_id in self.bodies and one.office in MEMBERS}
        return [one for one in people if one.person_id not in sitting or one.party_id in self.bodies]

    def members(self, side: str) -> frozenset[str]:
        """The parties of one side."""
        return frozenset(one for one in self.reviewing if self.side(one) == side)

    def readers(self) -> Case:
        return Case(parties=frozenset(party.id for party in self.parties), edition_id=self.edition.id)

    def commenters(self, body: str = "") -> Case:
        """Who may say something; in a thread that a body's clerk opened, that body too."""
        return Case(
            parties=self.reviewing | (self.bodies & {body}), edition_id=self.edition.id, bodies=self.bodies
        )

    def desk(self) -> Case:
        return Case(parties=self.running, edition_id=self.edition.id, bodies=self.bodies)

    def chamber(self) -> Case:
        """Between the members of adopting bodies and their clerks."""
        return Case(parties=self.bodies, edition_id=self.edition.id, bodies=self.bodies)


def find(session: Session, actor: Actor, edition_id: str) -> Ground:
    """The edition, for somebody who may see it: two statements. Raises NotFound."""
    ground = load(session, edition_id)
    if not may("edition:read", actor, ground.readers()):
        raise NotFound("edition")
    return ground


def load(session: Session, edition_id: str) -> Ground:
    """The edition, for the service itself. Raises NotFound when there is none."""
    row = session.exec(EDITION, params={"edition": edition_id}).first()
    if row is None:
        raise NotFound("edition")
    edition, mou, revision = row
    parties = _parties(session, mou.id)
    return Ground(
        edition, mou, revision, tuple(p for p, _ in parties), frozenset(p.id for p, at in parties if at)
    )


def officers(
    session: Session, ground: Ground, at: datetime, *, parties: Collection[str] | None = None, offices: Collection[Office] | None = None
) -> list[Holder]:  # fmt: skip
    """Who holds an office today at the parties of the agreement, or at some of them; members of bodies as rule 2 says."""
    found = ground.apart(holders(session, [party.id for party in ground.parties], at))
    return [
        one for one in found
        if (parties is None or one.party_id in parties) and (offices is None or one.office in offices)
    ]  # fmt: skip


def _parties(session: Session, mou_id: str) -> list[tuple[Party, bool]]:
    """The listed parties in their order, then the schools of the listed districts; each with whether it is listed."""
    rows = session.exec(PARTIES, params={"mou": mou_id})
    found = [(party, listed) for party, listed in rows]
    found.sort(key=lambda row: (row[1] is None, row[1].position if row[1] else 0, row[0].legal_name))
    return [(party, listed is not None) for party, listed in found]


def lock(session: Session, actor: Actor, edition_id: str) -> Ground:
    """The edition for an act: its agreement's stream is locked first, then everything is read anew. Raises NotFound."""
    mou_id = session.exec(AGREEMENT, params={"edition": edition_id}).first()
    if mou_id is None:
        raise NotFound("edition")
    history.lock(session, mou_id=mou_id)
    return load(session, edition_id) if actor.service else find(session, actor, edition_id)


def texts(session: Session, revision_ids: Iterable[str]) -> dict[str, dict[str, Clause]]:
    """The clauses of these revisions by key, in their order. One statement, none when nothing is asked."""
    wanted = sorted(set(revision_ids))
    found: dict[str, dict[str, Clause]] = {one: {} for one in wanted}
    if wanted:
        rows = session.exec(
            select(Clause)
            .where(col(Clause.revision_id).in_(wanted))
            .order_by(col(Clause.revision_id), col(Clause.position))
        )
        for clause in rows:
            found[clause.revision_id][clause.key] = clause
    return found


def touch(edition: Edition, at: datetime) -> None:
    """The edition's row changes."""
    edition.changed = at
    edition.lock_version += 1


def later(at: datetime, last: datetime | None) -> datetime:
    """An instant after the last one, so that rows of the same instant keep their order."""
    return at if last is None or at > last else last + timedelta(microseconds=1)
