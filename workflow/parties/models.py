"""Rows of people and parties. What was once true stays: appointments and keys get an end, they are never removed."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Column, Index, LargeBinary, UniqueConstraint, true
from sqlmodel import Field, SQLModel

from workflow.adapters.database import UTCDateTime
from workflow.core.ids import new_id


class Party(SQLModel, table=True):
    """A school, district, agency or adopting body. `public_id` is the hash of its genesis statement once it is founded.

    `members_write`, of a body: its members may write to its clerk before they meet (`core.bodies`).
    """

    __tablename__ = "party"
    __table_args__ = (CheckConstraint("kind IN ('school', 'district', 'agency', 'body')", name="kind"),)
    id: str = Field(default_factory=new_id, primary_key=True)
    kind: str
    legal_name: str = Field(unique=True)
    short_name: str = ""
    place: str = ""
    timezone: str = "America/Los_Angeles"
    contact: str = ""
    members_write: bool = Field(default=True, sa_column_kwargs={"server_default": true()})
    parent_id: str | None = Field(default=None, foreign_key="party.id")
    public_id: str | None = Field(default=None, unique=True)
    created: datetime = Field(sa_type=UTCDateTime)


class Person(SQLModel, table=True):
    """A person. `email` is stored normalised (`core` of one function: normalise_email) and is never public.

    `entered`: when he first came in by a link; until then an invitation is open.
    """

    __tablename__ = "person"
    id: str = Field(default_factory=new_id, primary_key=True)
    name: str
    email: str = Field(unique=True)
    created: datetime = Field(sa_type=UTCDateTime)
    entered: datetime | None = Field(default=None, sa_type=UTCDateTime)


class Appointment(SQLModel, table=True):
    """Who holds which office at which party, from when to when, and on what evidence."""

    __tablename__ = "appointment"
    __table_args__ = (
        Index("ix_appointment_person", "person_id"),
        Index("ix_appointment_party", "party_id", "office"),
        CheckConstraint("until_date IS NULL OR until_date >= from_date", name="dates"),
        CheckConstraint("capacity IN ('holder', 'acting', 'interim')", name="capacity"),
    )
    id: str = Field(default_factory=new_id, primary_key=True)
    person_id: str = Field(foreign_key="person.id")
    party_id: str = Field(foreign_key="party.id")
    office: str
    capacity: str = "holder"
    from_date: date
    until_date: date | None = None
    evidence: str = ""
    salt: bytes | None = None
    """Of the hash of the evidence, as a comment's is of its words (history/sayings)."""
    recorded: datetime = Field(sa_type=UTCDateTime)
    recorded_by: str = ""

    @property
    def facts(self) -> dict[str, str]:
        """What the event of an appointment says of it, and what `countersign log check` holds this row against."""
        return {
            "office": str(self.office), "capacity": str(self.capacity), "from": str(self.from_date),
            "until": str(self.until_date or ""),
        }  # fmt: skip


class Closure(SQLModel, table=True):
    """Days on which a party is closed: they do not count as business days. Due dates already promised stay as they are."""

    __tablename__ = "closure"
    __table_args__ = (
        Index("ix_closure_party", "party_id", "last_date"),
        CheckConstraint("last_date >= first_date", name="dates"),
    )
    id: str = Field(default_factory=new_id, primary_key=True)
    party_id: str = Field(foreign_key="party.id")
    first_date: date
    last_date: date
    words: str = ""
    recorded: datetime = Field(sa_type=UTCDateTime)
    recorded_by: str = ""
    removed: datetime | None = Field(default=None, sa_type=UTCDateTime)


class Deputy(SQLModel, table=True):
    """Who reviews for somebody at a party, from which day to which. Ends by itself; `ended` when it was ended earlier."""

    __tablename__ = "deputy"
    __table_args__ = (
        Index("ix_deputy_person", "person_id", "until_date"),
        Index("ix_deputy_deputy", "deputy_id"),
        CheckConstraint("until_date >= from_date", name="dates"),
    )
    id: str = Field(default_factory=new_id, primary_key=True)
    person_id: str = Field(foreign_key="person.id")
    deputy_id: str = Field(foreign_key="person.id")
    party_id: str = Field(foreign_key="party.id")
    from_date: date
    until_date: date
    words: str = ""
    recorded: datetime = Field(sa_type=UTCDateTime)
    recorded_by: str = ""
    ended: datetime | None = Field(default=None, sa_type=UTCDateTime)


class Passkey(SQLModel, table=True):
    """A credential for signing IN. It can never sign an agreement: those keys are `SigningKey` rows of their own."""

    __tablename__ = "passkey"
    __table_args__ = (Index("ix_passkey_person", "person_id"),)
    id: str = Field(default_factory=new_id, primary_key=True)
    person_id: str = Field(foreign_key="person.id")
    credential_id: bytes = Field(sa_column=Column(LargeBinary, nullable=False, unique=True))
    cose_key: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    sign_count: int = 0
    label: str = ""
    key_kind: str = "claimed"
    backed_up: bool = False
    created: datetime = Field(sa_type=UTCDateTime)
    used: datetime | None = Field(default=None, sa_type=UTCDateTime)
    removed: datetime | None = Field(default=None, sa_type=UTCDateTime)


class SigningKey(SQLModel, table=True):
    """A passkey that signs, claimed by its holder for one office and vouched for by a registrar (docs/format.md, sections 4 to 6).

    `key_id` is the public name of the key (hash of its public key); the credential id itself is never published.
    created -> claimed (its own statement) -> vouched (a registrar's) -> revoked. `claim_leaf` and `enrolment` are the leaf
    hashes of the two links that say so; for the two founders both are the genesis link. `lost`: its holder reported it, so
    this service asks it for nothing more; `compromised_since` stands in the revocation. `attested_format` and `attested_root`: the
    maker's statement that was verified when the key was made; empty where none was.
    """

    __tablename__ = "signing_key"
    __table_args__ = (
        Index("ix_signing_key_person", "person_id"),
        Index("ix_signing_key_party", "party_id"),
        CheckConstraint("state IN ('created', 'claimed', 'vouched', 'revoked')", name="state"),
    )
    id: str = Field(default_factory=new_id, primary_key=True)
    person_id: str = Field(foreign_key="person.id")
    party_id: str = Field(foreign_key="party.id")
    appointment_id: str | None = Field(default=None, foreign_key="appointment.id")
    office: str
    key_id: str = Field(unique=True)
    credential_id: bytes = Field(sa_column=Column(LargeBinary, nullable=False, unique=True))
    cose_key: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    algorithm: str
    aaguid: str = ""
    key_kind: str = "claimed"
    backup_eligible: bool = False
    attested_format: str = Field(default="", sa_column_kwargs={"server_default": ""})
    attested_root: str = Field(default="", sa_column_kwargs={"server_default": ""})
    state: str = "created"
    label: str = ""
    claim_leaf: str = ""
    enrolment: str = ""
    created: datetime = Field(sa_type=UTCDateTime)
    claimed: datetime | None = Field(default=None, sa_type=UTCDateTime)
    vouched: datetime | None = Field(default=None, sa_type=UTCDateTime)
    revoked: datetime | None = Field(default=None, sa_type=UTCDateTime)
    registrar: bool = False
    lost: datetime | None = Field(default=None, sa_type=UTCDateTime)
    compromised_since: datetime | None = Field(default=None, sa_type=UTCDateTime)


class Founding(SQLModel, table=True):
    """A founding statement that its first registrar has signed and its second has not: half done, and shown so.

    `first` is the first registrar's assertion as it stands in an envelope. The row goes when the party is founded or
    when the first registrar begins anew.
    """

    __tablename__ = "founding"
    party_id: str = Field(primary_key=True, foreign_key="party.id")
    statement: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    first_key_id: str = Field(foreign_key="signing_key.id")
    second_key_id: str = Field(foreign_key="signing_key.id")
    first: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    begun: datetime = Field(sa_type=UTCDateTime)
    expires: datetime = Field(sa_type=UTCDateTime)


class PartyLink(SQLModel, table=True):
    """One link of a party's public chain: a statement with its envelope(s), exactly as signed."""

    __tablename__ = "party_link"
    __table_args__ = (UniqueConstraint("party_id", "seq"),)
    id: str = Field(default_factory=new_id, primary_key=True)
    party_id: str = Field(foreign_key="party.id")
    seq: int
    kind: str
    content: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    hash: str
    event_id: int | None = Field(default=None, foreign_key="event.id")
    at: datetime = Field(sa_type=UTCDateTime)


class LinkToken(SQLModel, table=True):
    """A mailed or printed link. Only the hash of its secret is kept; using it is one UPDATE that wins once."""

    __tablename__ = "link_token"
    __table_args__ = (
        CheckConstraint("purpose IN ('first_admin', 'sign_in', 'invitation', 'guest')", name="purpose"),
    )
    secret_hash: str = Field(primary_key=True)
    purpose: str
    person_id: str | None = Field(default=None, foreign_key="person.id")
    edition_id: str | None = None
    created: datetime = Field(sa_type=UTCDateTime)
    expires: datetime = Field(sa_type=UTCDateTime)
    used: datetime | None = Field(default=None, sa_type=UTCDateTime)


class WebSession(SQLModel, table=True):
    """A signed-in browser. Only the hash of its token is kept. `edition_id` limits a guest to that edition."""

    __tablename__ = "web_session"
    __table_args__ = (Index("ix_web_session_person", "person_id"), Index("ix_web_session_expires", "expires"))
    token_hash: str = Field(primary_key=True)
    person_id: str = Field(foreign_key="person.id")
    edition_id: str | None = None
    by_passkey: bool = False
    created: datetime = Field(sa_type=UTCDateTime)
    seen: datetime = Field(sa_type=UTCDateTime)
    expires: datetime = Field(sa_type=UTCDateTime)


class Challenge(SQLModel, table=True):
    """A challenge offered to an authenticator: typed, used once (`DELETE ... RETURNING`), and short-lived."""

    __tablename__ = "challenge"
    __table_args__ = (Index("ix_challenge_expires", "expires"),)
    challenge: bytes = Field(sa_column=Column(LargeBinary, primary_key=True))
    purpose: str
    person_id: str = ""
    statement: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    detail: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    expires: datetime = Field(sa_type=UTCDateTime)


class Throttle(SQLModel, table=True):
    """How often something was tried in a window: counted in one atomic statement."""

    __tablename__ = "throttle"
    key: str = Field(primary_key=True)
    window_start: datetime = Field(sa_type=UTCDateTime)
    count: int = 0


class Once(SQLModel, table=True):
    """A form or request already taken, and its answer: the second identical one gets the same answer (Idempotency-Key)."""

    __tablename__ = "once"
    __table_args__ = (Index("ix_once_at", "at"),)
    key: str = Field(primary_key=True)
    person_id: str = Field(default="", primary_key=True)
    request_hash: str
    status: int
    location: str = ""
    value: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    at: datetime = Field(sa_type=UTCDateTime)


__all__ = ["Appointment", "Challenge", "Closure", "Deputy", "Founding", "LinkToken", "Once", "Party", "PartyLink", "Passkey", "Person", "SigningKey", "Throttle", "WebSession"]  # fmt: skip
