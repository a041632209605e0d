"""Whom lists ask, as a condition for the statement that reads them: for the inbox, its count and the edition's page."""

from typing import Any

from sqlalchemy import ColumnElement, String, and_, cast, exists, false, or_
from sqlmodel import col, select

from workflow.core.acknowledging import places_of
from workflow.core.lifecycle import FINISHED
from workflow.core.people import Actor, Hold
from workflow.drafting.models import Edition, MouParty
from workflow.parties.models import Party
from workflow.review.acknowledgements.models import Acknowledgement, ReadingList


def asked(actor: Actor) -> ColumnElement[bool]:
    """Lists, joined with their editions, in which this actor has the turn: on one of them, and nothing confirmed since."""
    given = exists().where(
        Acknowledgement.list_id == ReadingList.id,
        Acknowledgement.person_id == actor.person_id,
        or_(
            Acknowledgement.created >= ReadingList.asked,
            Acknowledgement.revision_id == ReadingList.asked_revision,
        ),
    )
    return and_(
        col(ReadingList.ended).is_(None), col(Edition.status).not_in(sorted(FINISHED)), on_it(actor), ~given
    )  # fmt: skip


def on_it(actor: Actor) -> ColumnElement[bool]:
    """Whether the actor sits in a place of the list: by name, or by an office at a party of the agreement."""
    if actor.guest_of:
        return and_(col(Edition.id) == actor.guest_of, _named(places_of(actor.person_id)))
    return or_(false(), *(and_(_named(places_of(actor.person_id, h)), _in_scope(h)) for h in actor.holds))


def _named(places: tuple[str, ...]) -> ColumnElement[bool]:
    """The places are written as JSON strings, which hold neither quotation marks nor wildcards."""
    written: Any = cast(col(ReadingList.places), String)
    return or_(*(written.contains(f'"{one}"', autoescape=True) for one in places))


def _in_scope(hold: Hold) -> ColumnElement[bool]:
    """The party is listed in the agreement, or the district above it is."""
    above = select(Party.parent_id).where(Party.id == hold.party_id).scalar_subquery()
    return col(Edition.mou_id).in_(
        select(MouParty.mou_id).where(
            or_(col(MouParty.party_id) == hold.party_id, col(MouParty.party_id) == above)
        )
    )
