"""Who signed an edition and no longer holds the office, and who holds it now: a reason for either side to open the review.

The agreement stands with the office, so nothing happens by itself; the page says it, and the letters do (realities, fact 13).
"""

from datetime import datetime
from typing import Any

from sqlmodel import Session

from workflow.core.people import Office
from workflow.parties.queries import holders, title_of
from workflow.signing.queries import signatures_of_edition


def changed_hands(session: Session, edition_id: str, at: datetime) -> list[dict[str, Any]]:
    """Each signature whose signer holds its office no more, with those who hold it today (none: it is vacant). Two statements."""
    signed = session.exec(signatures_of_edition(edition_id)).all()
    people = holders(session, {row.party_id for row in signed}, at)
    found = []
    for row in signed:
        now = [one for one in people if (one.party_id, one.office) == (row.party_id, Office(row.office))]
        if all(one.person_id != row.person_id for one in now):
            found.append(
                {
                    "signed": row.person_name,
                    "office": title_of(row.office, row.capacity),
                    "at": row.at,
                    "now": [f"{one.name}, {one.title}" for one in now],
                }
            )
    return found
