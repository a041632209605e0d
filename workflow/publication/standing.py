"""Where a published edition stands today, in words: in force or not, signed by whom, its next review.

Everything here is computed from rows and today's date; nothing of it is stored (core.term).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from workflow.adapters.templates import day
from workflow.core import term
from workflow.core.lifecycle import Status
from workflow.core.people import PartyKind
from workflow.core.term import Force, ForceState
from workflow.drafting.models import Edition, Mou
from workflow.drafting.term import force_of
from workflow.parties.keys.queries import whose_word
from workflow.parties.models import Party
from workflow.parties.queries import local_day, title_of
from workflow.signing.models import Signature

KEYS_IN_WORDS = {
    "device-bound": "by their own key, kept in one device ({word})",
    "synced": "by their own key, synced between their devices ({word})",
    "software": "by their own key, a software key (a demonstration key, no device holds it)",
}
"""How somebody signed; `word`: by whose word the key is of this kind."""


REVIEWED = frozenset({Status.PUBLISHED, Status.UNDER_REREVIEW, Status.AFFIRMED})
"""Editions whose next review is still to come, or open."""
ENDINGS = {
    Status.AMENDED: "Its yearly review ended with a later edition.",
    Status.REPLACED: "Its yearly review ended with a new agreement, the later edition.",
    Status.ENDED: "The parties have ended this agreement.",
}
"""How the last review of an edition ended, where no other follows."""


def in_words(state: Force) -> str:
    """The status line: "In force until Tuesday 31 August 2027."."""
    days = {when: day(when) for when in (state.effective, state.until) if when}
    return term.sentence(state, days)


def review_in_words(edition: Edition, today: date) -> str:
    """The next review, or that it is under way or overdue by this record."""
    due, late = edition.review_due, is_overdue(edition, today)
    if edition.status == Status.UNDER_REREVIEW:
        said = f" It was due on {day(due)}: by this record it is overdue." if late else ""
        return "Its yearly review is under way." + said
    if edition.status in ENDINGS:
        return ENDINGS[Status(edition.status)]
    if late:
        return f"Its review was due on {day(due)}: by this record it is overdue."
    if edition.review_opens and edition.review_opens > today:
        return f"The next review begins on {day(edition.review_opens)}."
    return ""


def is_overdue(edition: Edition, today: date) -> bool:
    """Whether a review that somebody still owes is late. One that ended with a new text, or with the agreement, owes none."""
    return edition.status in REVIEWED and bool(edition.review_due and edition.review_due < today)


def is_calm(state: Force, edition: Edition, today: date) -> bool:
    """Whether nothing about its standing should worry a reader."""
    return state.state in (ForceState.IN_FORCE, ForceState.NOT_YET) and not is_overdue(edition, today)


def beside(mou: Mou, editions: Sequence[Edition], shown: Edition, today: date) -> list[str]:
    """What is to be said of the other editions beside the one that is shown: when a later one takes effect, and, while
    the one that is shown has not, that the one before it is over."""
    states = {one.number: force_of(mou, one, today) for one in editions}
    found = [
        f"Edition {number} takes effect on {day(state.effective)}." if state.effective
        else f"Edition {number} is signed and not yet in effect."
        for number, state in states.items()
        if number > shown.number and state.state is ForceState.NOT_YET
    ]  # fmt: skip
    over = [
        number
        for number, state in states.items()
        if state.state is ForceState.LAPSED and number < shown.number
    ]
    if over and states[shown.number].state is ForceState.NOT_YET:
        ended = states[over[-1]].until
        found.append(
            f"Edition {over[-1]} lapsed: it ended on {day(ended)}, and nothing is in force until edition {shown.number} takes effect."
        )
    return found


@dataclass(frozen=True)
class Signer:
    """One signature, as the public reads it."""

    name: str
    office: str
    party: str
    at: datetime
    day: str
    how: str
    on_paper: bool = False

    def to_json(self) -> dict[str, Any]:
        return dict(vars(self))


def signer(row: Signature, party: str, mou: Mou, attested: Sequence[str] = (), maker: str = "") -> Signer:
    """Who signed, in which office, for whom, on which day where the agreement lives, and with what kind of key; or on paper,
    attested by whom. `maker`: the form in which the key's maker attested its kind, empty where nobody did."""
    by_hand = row.key_kind == "paper"
    by_key = KEYS_IN_WORDS.get(row.key_kind, "by their own key").format(word=whose_word(maker))
    on_paper = f"by hand on paper, attested by {' and '.join(attested)}"
    return Signer(
        row.person_name,
        title_of(row.office, row.capacity),
        party,
        row.at,
        day(local_day(mou.timezone, row.at)),
        on_paper if by_hand else by_key,
        by_hand,
    )


def signers_in_words(signers: list[Signer]) -> str:
    """ "Ann Lee (Chief of Police) and Bo Peña (Superintendent)"."""
    names = [f"{one.name} ({one.office}{', by hand on paper' if one.on_paper else ''})" for one in signers]
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def sides(parties: tuple[Party, ...]) -> list[str]:
    """The names of the sides: who signs, without the schools of a district and without adopting bodies."""
    ids = {party.id for party in parties}
    return [
        party.legal_name for party in parties if party.kind != PartyKind.BODY and party.parent_id not in ids
    ]


def period_in_words(state: Force) -> str:
    """ "Tuesday 1 September 2026 to Tuesday 31 August 2027", as far as the days are known."""
    if state.effective is None:
        return (
            f"Until {day(state.until)}"
            if state.until
            else "Not settled yet: it depends on its effective-date rule"
        )
    return f"{day(state.effective)} to {day(state.until) if state.until else 'further notice'}"
