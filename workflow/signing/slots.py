"""Who has to sign, read off the parties of the agreement; from the freeze on it stands in the manifest.

- An agency signs by its chief or its sheriff, a district by its superintendent or its board chair.
- A school signs by its principal when it acts on its own. A school whose district is a party too is in scope:
  the district signs for it.
- A body (a school board, a city council) does not sign: it adopts, and its clerk records the vote.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from workflow.core.people import OFFICE_TITLES, Office, PartyKind
from workflow.core.signing_order import arranged
from workflow.core.threshold import Slot
from workflow.parties.models import Party

SIGN_BY = {
    PartyKind.AGENCY: (Office.CHIEF, Office.SHERIFF),
    PartyKind.DISTRICT: (Office.SUPERINTENDENT, Office.BOARD_CHAIR),
    PartyKind.SCHOOL: (Office.PRINCIPAL,),
}


def signing_parties(parties: Sequence[Party]) -> list[Party]:
    """The parties that fill a slot, in the agreement's order."""
    present = {party.id for party in parties}
    return [party for party in parties if party.kind in SIGN_BY and party.parent_id not in present]


def bodies(parties: Iterable[Party]) -> list[Party]:
    """The parties that adopt, in the agreement's order."""
    return [party for party in parties if party.kind == PartyKind.BODY]


def slots(parties: Sequence[Party], chosen: Sequence[str] = ()) -> list[Slot]:
    """One required slot for each party that signs, in the order that was `chosen` (party ids), else in the agreement's.

    A slot is named by its party's place in the agreement, so it keeps its id whatever order they sign in."""
    found = {
        party.id: Slot(
            f"{party.kind}-{number}", party.id, frozenset(SIGN_BY[PartyKind(party.kind)]), True, title(party)
        )
        for number, party in enumerate(signing_parties(parties), start=1)
    }
    return [found[party] for party in arranged(list(found), chosen)]


def title(party: Party) -> str:
    """ "Springfield Police Department (Chief of Police or Sheriff)"."""
    return f"{party.legal_name} ({offices_in_words(SIGN_BY[PartyKind(party.kind)])})"


def offices_in_words(offices: Iterable[str]) -> str:
    """ "Superintendent or Board Chair", in the order in which offices are listed."""
    wanted = set(offices)
    return " or ".join(words for office, words in OFFICE_TITLES.items() if office in wanted)


def from_manifest(manifest: dict[str, Any], parties: Iterable[Party]) -> list[Slot]:
    """The slots as everybody signs them. Party ids come back as ours, for rows and pages."""
    ours = {party.public_id: party for party in parties}
    return [
        Slot(
            slot["id"],
            ours[slot["party"]].id,
            frozenset(Office(office) for office in slot["offices"]),
            slot["required"],
            f"{ours[slot['party']].legal_name} ({offices_in_words(slot['offices'])})",
        )
        for slot in manifest["slots"]
    ]
