"""The page on which a draft says whom its bodies may let change it, as a plain value."""

from typing import Any

from sqlmodel import Session

from workflow.core.correcting import IN_WORDS, in_words
from workflow.core.lifecycle import COMMENTABLE, EDITABLE
from workflow.core.people import OFFICE_TITLES, Actor, Office
from workflow.core.permissions import may
from workflow.signing import matter, slots
from workflow.signing.delegations import actions, queries
from workflow.signing.matter import Matter


def page(session: Session, actor: Actor, edition_id: str) -> dict[str, Any]:
    """What was agreed, and what can be chosen."""
    case = matter.of_edition(session, actor, edition_id)
    names = names_of(case)
    here = may("edition:delegate", actor, case.ground.desk()) and case.ground.status in EDITABLE | COMMENTABLE
    return {
        "edition": {
            "id": case.edition.id, "number": case.edition.number, "title": case.edition.title, "link": case.ground.link,
        },
        "delegations": [
            {
                "id": row.id, "body": names[row.body_id], "by": row.person_name, "at": row.at,
                "words": in_words(queries.authority_of(row), names),
            }
            for row in queries.of_edition(session, edition_id)
            if row.body_id in names and row.party_id in names
        ],
        "can_change": here,
        "timezone": case.mou.timezone,
        "bodies": [[body.id, body.legal_name] for body in slots.bodies(case.parties)],
        "places": [
            [f"{party}:{office}", f"{OFFICE_TITLES[Office(office)]}, {names[party]}"] for party, office in actions.places(case)
        ],
        "kinds": [[kind.value, words[:1].upper() + words[1:]] for kind, words in IN_WORDS.items()],
    }  # fmt: skip


def names_of(case: Matter) -> dict[str, str]:
    """Legal names of the agreement's parties by their ids."""
    return {party.id: party.legal_name for party in case.parties}
