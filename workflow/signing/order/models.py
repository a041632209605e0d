"""Rows of the signing order."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from workflow.adapters.database import UTCDateTime


class SigningPlace(SQLModel, table=True):
    """The place of a party in the order in which an edition is signed, and who set it. No rows: any order. From the freeze on the
    manifest says it."""

    __tablename__ = "signing_place"
    edition_id: str = Field(primary_key=True, foreign_key="edition.id")
    party_id: str = Field(primary_key=True, foreign_key="party.id")
    position: int
    person_id: str = Field(foreign_key="person.id")
    person_name: str
    at: datetime = Field(sa_type=UTCDateTime)
