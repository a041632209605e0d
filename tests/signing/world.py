"""An agreement between a police department and a school district, reviewed and ready to be frozen, on a real database.

Every party is founded, accepted and enrolled by real statements of software keys on its own chain, so what is signed
here can be verified by anybody.
"""

import json
import secrets
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlmodel import Session, select

from workflow.core.events import EventKind
from workflow.core.people import SERVICE, Actor, Office
from workflow.drafting.models import Clause, Edition, Mou, MouParty, Revision
from workflow.evidence import statement
from workflow.evidence.canonical import b64u
from workflow.evidence.envelope import Assertion, challenge, envelope
from workflow.evidence.party_chain import party_id
from workflow.evidence.software_key import SoftwareKey
from workflow.evidence.statement import MEDIA
from workflow.guidance.itineraries import default
from workflow.history import actions as history
from workflow.history.queries import installation
from workflow.parties import ceremony, chain
from workflow.parties.models import Appointment, Party, Person, SigningKey
from workflow.parties.queries import actor_of
from workflow.review.models import Advance, Verdict
from workflow.signing import actions
from workflow.signing.models import SigningEvent

BEGUN = datetime(2026, 4, 1, 17, 0, tzinfo=UTC)
ORIGIN = "http://localhost:8000"
POLICE, DISTRICT = "Springfield Police Department", "Springfield Unified School District"
TEXT = (
    "# 1. Parties\n\nThis agreement is between the **Springfield Police Department** and the\nSpringfield Unified School District.",
    "# 2. Duties\n\n- An officer does not enforce school discipline.\n- Body cameras are on from 7:30 to 3:30.[^1]\n\n[^1]: Policy 12-4.",
    "2.1 | Costs\n\n| Item | Share |\n|---|---|\n| Salary | 50-50 |",
    "# 3. Term\n\n1. Twelve months from the last signature.",
)
AUTHORITY = {"date": "2026-03-02", "kind": "minute", "reference": "Minutes of 2 March 2026, item 4"}


@dataclass
class World:
    """Rows by their ids; people and keys by short names: chief, superintendent, counsel, the registrars a1 a2 d1 d2."""

    edition: str = ""
    mou: str = ""
    parties: dict[str, str] = field(default_factory=dict)
    people: dict[str, str] = field(default_factory=dict)
    keys: dict[str, SoftwareKey] = field(default_factory=dict)
    slots: dict[str, str] = field(default_factory=dict)

    def actor(self, session: Session, name: str, at: datetime) -> Actor:
        """Who this is today."""
        return actor_of(session, session.get_one(Person, self.people[name]), at, by_passkey=True)

    def freeze(
        self, session: Session, at: datetime, *, by: str = "counsel", hours: int = 72, days: int = 30
    ) -> SigningEvent:
        return actions.freeze(
            session, self.actor(session, by, at), self.edition, waiting_hours=hours, signing_days=days, at=at
        )

    def offer(
        self,
        session: Session,
        name: str,
        event_id: str,
        at: datetime,
        decision: str = "approval",
        reason: str = "",
    ) -> dict[str, Any]:
        """What the person's browser is given."""
        return actions.offer(
            session,
            self.actor(session, name, at),
            event_id,
            decision=decision,
            place=self.slots[name],
            reason=reason,
            at=at,
        )

    def sign(self, session: Session, name: str, event_id: str, at: datetime, **twists: Any) -> Any:
        """Offer, answer with the person's own key, hand it in."""
        offered = self.offer(session, name, event_id, at)
        credential = answer(self.keys[name], offered["options"], **twists)
        return self.hand_in(session, name, event_id, credential, at)

    def hand_in(self, session: Session, name: str, event_id: str, credential: str, at: datetime) -> Any:
        return actions.sign(
            session,
            self.actor(session, name, at),
            event_id,
            slot=self.slots[name],
            credential=credential,
            at=at,
        )

    def decline(
        self, session: Session, name: str, event_id: str, at: datetime, reason: str = "Section 2 is not ours."
    ) -> Any:
        offered = self.offer(session, name, event_id, at, "decline", reason)
        credential = answer(self.keys[name], offered["options"])
        return actions.decline(
            session,
            self.actor(session, name, at),
            event_id,
            slot=self.slots[name],
            credential=credential,
            at=at,
        )


def answer(
    key: SoftwareKey,
    options: dict[str, Any],
    *,
    origin: str = ORIGIN,
    flags: int | None = None,
    statement_of: bytes | None = None,
) -> str:
    """What navigator.credentials.get() returns, as the page sends it. `flags` and `statement_of` are for attacks."""
    asked = from_b64u(options["challenge"]) if statement_of is None else statement_of
    made = key.sign(asked, rp_id=options["rpId"], origin=origin)
    data, signature = made.authenticator_data, made.signature
    if flags is not None:
        from workflow.evidence.canonical import sha256

        data = data[:32] + bytes([flags]) + data[33:]
        signature = key.sign_bytes(data + sha256(made.client_data))
    return credential_json(key, data, made.client_data, signature)


def credential_json(key: SoftwareKey, data: bytes, client_data: bytes, signature: bytes) -> str:
    return json.dumps({
        "id": b64u(key.credential_id), "rawId": b64u(key.credential_id), "type": "public-key", "clientExtensionResults": {},
        "response": {"authenticatorData": b64u(data), "clientDataJSON": b64u(client_data), "signature": b64u(signature)},
    })  # fmt: skip


def from_b64u(text: str) -> bytes:
    from workflow.evidence.canonical import unb64u

    return unb64u(text)


def build(
    session: Session,
    *,
    origin: str = ORIGIN,
    body: bool = False,
    text: tuple[str, ...] = TEXT,
    at: datetime = BEGUN,
    redactable: tuple[int, ...] = (),
) -> World:
    """Two parties with their people and keys, and an edition whose review is complete."""
    world = World()
    history.begin(
        session,
        deployment="d0" * 10,
        rp_id="localhost",
        origin=origin,
        log_origin="countersign.example/log",
        actor=SERVICE,
        at=at,
    )
    party(session, world, "agency", POLICE, ("a1", "a2"), at)
    party(session, world, "district", DISTRICT, ("d1", "d2"), at)
    if body:
        party(session, world, "body", "Springfield School Board", ("b1", "b2"), at)
    accept(session, world, "a1", "agency", "district", at)
    accept(session, world, "d1", "district", "agency", at)
    if body:
        accept(session, world, "d1", "district", "body", at)
        enrol(session, world, "clerk", "body", Office.CLERK, "b1", at)
    enrol(session, world, "chief", "agency", Office.CHIEF, "a1", at)
    enrol(session, world, "superintendent", "district", Office.SUPERINTENDENT, "d1", at)
    person(session, world, "counsel", "district", Office.COUNSEL, at)
    person(session, world, "supervisor", "agency", Office.SRO_SUPERVISOR, at)
    world.slots = {"chief": "agency-1", "superintendent": "district-2", "clerk": "body-1"}
    draft(session, world, text, at, redactable)
    return world


def person(
    session: Session, world: World, name: str, party_name: str, office: Office, at: datetime
) -> Appointment:
    if name not in world.people:
        row = Person(name=f"{name.capitalize()} Example", email=f"{name}@example.org", created=at)
        session.add(row)
        session.flush()
        world.people[name] = row.id
    held = Appointment(
        person_id=world.people[name],
        party_id=world.parties[party_name],
        office=office.value,
        from_date=date(2026, 1, 1),
        recorded=at,
    )
    session.add(held)
    session.flush()
    return held


def party(
    session: Session, world: World, kind: str, legal_name: str, registrars: tuple[str, str], at: datetime
) -> None:
    """A party, founded by two registrars with their keys."""
    row = Party(kind=kind, legal_name=legal_name, created=at)
    session.add(row)
    session.flush()
    world.parties[kind] = row.id
    here = installation(session)
    posts = {name: person(session, world, name, kind, Office.REGISTRAR, at) for name in registrars}
    for name in registrars:
        world.keys[name] = SoftwareKey()
    said = statement.genesis(
        deployment=here.deployment, rp_id=here.rp_id, nonce=secrets.token_bytes(32), issued=at, expires=at + timedelta(hours=1),
        kind=kind, legal_name=legal_name, authority="Its head binds it.", resolution="We deal electronically.",
        contact="records@example.org",
        registrars=[
            {"key": world.keys[n].record, "name": f"{n.capitalize()} Example", "person": world.people[n], "title": "Registrar"}
            for n in registrars
        ],
    )  # fmt: skip
    row.public_id = party_id(said)
    leaf = link(
        session, row, "genesis", EventKind.PARTY_FOUNDED, said, [world.keys[name] for name in registrars], at
    )
    for name in registrars:
        key_row(
            session,
            world,
            name,
            posts[name],
            at,
            state="vouched",
            enrolment=leaf,
            claim_leaf=leaf,
            claimed=at,
            vouched=at,
        )


def key_row(
    session: Session, world: World, name: str, held: Appointment, at: datetime, **more: Any
) -> SigningKey:
    key = world.keys[name]
    row = SigningKey(
        person_id=held.person_id, party_id=held.party_id, appointment_id=held.id, office=held.office, key_id=key.id,
        credential_id=key.credential_id, cose_key=key._cose(), algorithm=key.alg, aaguid=key.record["aaguid"],
        key_kind=key.record["kind"], backup_eligible=bool(key.record["backup_eligible"]),
        registrar=held.office == Office.REGISTRAR, created=at, **more,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def link(
    session: Session,
    row: Party,
    act: str,
    kind: EventKind,
    said: bytes,
    keys: list[SoftwareKey],
    at: datetime,
) -> str:
    asked = challenge(MEDIA[act], said)
    sealed = envelope(MEDIA[act], said, *(sign(key, asked) for key in keys))
    return chain.append(session, row, kind, sealed, actor=SERVICE, subject_id=row.id, at=at)


def sign(key: SoftwareKey, asked: bytes) -> Assertion:
    return key.sign(asked, rp_id="localhost", origin=ORIGIN)


def common(session: Session, world: World, name: str, key: SigningKey, at: datetime) -> statement.Common:
    return ceremony.common(
        session, party=session.get_one(Party, key.party_id), person=session.get_one(Person, key.person_id),
        appointment=session.get_one(Appointment, key.appointment_id), key=key, at=at,
    )  # fmt: skip


def registrar_key(session: Session, world: World, name: str) -> SigningKey:
    from sqlmodel import select

    return session.exec(select(SigningKey).where(SigningKey.key_id == world.keys[name].id)).one()


def accept(session: Session, world: World, by: str, by_party: str, whom: str, at: datetime) -> None:
    """A registrar of one party accepts another's record."""
    accepted = session.get_one(Party, world.parties[whom])
    said = statement.acceptance(
        common(session, world, by, registrar_key(session, world, by), at),
        accepted=accepted.public_id or "",
        checked="Met in person.",
    )
    link(session, accepted, "acceptance", EventKind.PARTY_ACCEPTED, said, [world.keys[by]], at)


def enrol(
    session: Session, world: World, name: str, party_name: str, office: Office, by: str, at: datetime, held: Appointment | None = None
) -> SigningKey:  # fmt: skip
    """A person in an office with a key that claims it, and a registrar's vouch."""
    held = held or person(session, world, name, party_name, office, at)
    world.keys[name] = SoftwareKey()
    row = key_row(session, world, name, held, at)
    party_row = session.get_one(Party, held.party_id)
    said = statement.enrolment_claim(
        common(session, world, name, row, at), from_=held.from_date, new_key=world.keys[name].record
    )
    row.claim_leaf = link(
        session, party_row, "enrolment-claim", EventKind.KEY_CLAIMED, said, [world.keys[name]], at
    )
    vouch = statement.enrolment_vouch(
        common(session, world, by, registrar_key(session, world, by), at),
        claim=row.claim_leaf,
        subject=held.person_id,
        authority=AUTHORITY,
    )
    row.enrolment = link(
        session, party_row, "enrolment-vouch", EventKind.KEY_VOUCHED, vouch, [world.keys[by]], at
    )
    row.state, row.claimed, row.vouched = "vouched", at, at
    session.flush()
    return row


def draft(
    session: Session, world: World, text: tuple[str, ...], at: datetime, redactable: tuple[int, ...] = ()
) -> None:
    """The agreement, its text, and a review that both sides have approved."""
    mou = Mou(
        slug=f"springfield-{secrets.token_hex(3)}",
        title="School Resource Officers",
        timezone="America/Los_Angeles",
        created=at,
    )
    session.add(mou)
    session.flush()
    session.add_all(
        MouParty(mou_id=mou.id, party_id=one, position=n) for n, one in enumerate(world.parties.values())
    )
    edition = Edition(
        mou_id=mou.id, number=1, title="School Resource Officers 2026", status="in_review", months=12,
        route=default().to_json(), created=at, changed=at,
    )  # fmt: skip
    session.add(edition)
    session.flush()
    revise(session, edition, text, at, redactable)
    world.mou, world.edition = mou.id, edition.id
    approve(session, world, at)


def revise(
    session: Session, edition: Edition, text: tuple[str, ...], at: datetime, redactable: tuple[int, ...] = ()
) -> Revision:
    number = 1 + len(session.exec(_revisions(edition.id)).all())
    revision = Revision(edition_id=edition.id, number=number, created=at)
    session.add(revision)
    session.flush()
    session.add_all(
        Clause(
            revision_id=revision.id,
            position=n,
            key=f"k{n}",
            path=str(n),
            text=words,
            redactable=n in redactable,
        )
        for n, words in enumerate(text, start=1)
    )
    edition.revision_id = revision.id
    session.flush()
    return revision


def _revisions(edition_id: str) -> Any:
    return select(Revision).where(Revision.edition_id == edition_id)


def approve(session: Session, world: World, at: datetime) -> None:
    """Nobody sits in the first stage, which counsel has said; both sides approve the text as it is now, in the last one."""
    edition = session.get_one(Edition, world.edition)
    passed = set(session.exec(select(Advance.lane).where(Advance.edition_id == edition.id)))
    session.add_all(
        Advance(
            edition_id=edition.id, revision_id=edition.revision_id or "", stage="schools", lane=lane,
            person_id=world.people["counsel"], person_name="Counsel", words="No school is in scope.", created=at,
        )
        for lane in ("school", "officers") if lane not in passed
    )  # fmt: skip
    for name in ("counsel", "supervisor"):
        session.add(
            Verdict(
                edition_id=edition.id, revision_id=edition.revision_id or "", stage="sides", person_id=world.people[name],
                value="approve", created=at,
            )
        )  # fmt: skip
    session.flush()
