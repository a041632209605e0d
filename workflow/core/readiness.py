"""What still stands between an edition and the next move: a list of Issues, each with the page that mends it.

One door reports (`to_freeze`, `to_sign`), the other refuses (`insist`). The facts come in as plain values.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from workflow.core.enrolment import Why
from workflow.core.errors import Invalid, Issue
from workflow.core.people import SCHOOL_OFFICIALS, TOP_LAW_ENFORCEMENT
from workflow.core.threshold import Slot


@dataclass(frozen=True)
class FreezeFacts:
    """What `to_freeze` looks at. Lists are of words to show; `edition_link` is the working page."""

    edition_link: str
    review_complete: bool
    placeholders: tuple[tuple[str, str], ...] = ()
    """(clause key, placeholder as it stands in the text)."""
    unanswered: tuple[int, ...] = ()
    """Numbers of threads without a disposition."""
    blocking: tuple[int, ...] = ()
    """Numbers of threads with an open blocking objection."""
    empty_lanes: tuple[str, ...] = ()
    """Lanes in which nobody sits and that nobody passed over with a reason."""
    unnamed_parties: tuple[str, ...] = ()
    """Legal names of parties that the text does not name (requirement 61)."""
    gates: tuple[tuple[str, str], ...] = ()
    """(requirement id, words) of the guidance pack's gates that are not met."""
    missing_exhibits: tuple[str, ...] = ()
    has_effective_rule: bool = True
    slots: tuple[Slot, ...] = ()
    unfounded_parties: tuple[tuple[str, str], ...] = ()
    """(party id, legal name) of parties without an accepted founding statement."""
    objections: tuple[tuple[str, str], ...] = ()
    """(party id, legal name) of parties to whose record another party of the agreement objects."""
    unread: tuple[tuple[str, int], ...] = ()
    """(title, how many have not confirmed this text) of acknowledgement lists that the freeze waits for."""


def to_freeze(facts: FreezeFacts) -> list[Issue]:
    """Everything that must be mended before the text can be frozen."""
    here = facts.edition_link
    issues = []
    if not facts.review_complete:
        issues.append(Issue("review.open", "The review is not complete yet.", link=f"{here}#review"))
    for lane in facts.empty_lanes:
        words = (
            f"Nobody was asked to review in {lane}. Appoint somebody, or pass the lane over with a reason."
        )
        issues.append(Issue("review.lane", words, link=f"{here}#pass-over"))
    issues += _thread_issues(facts)
    issues += _text_issues(facts)
    if not facts.has_effective_rule:
        words = "It is not said when the agreement takes effect."
        issues.append(Issue("term.rule", words, link=f"{here}/term"))
    issues += _slot_issues(facts.slots)
    for party_id, name in facts.unfounded_parties:
        words = f"{name} has no accepted founding statement yet."
        issues.append(Issue("party.founding", words, link=f"/parties/{party_id}"))
    for party_id, name in facts.objections:
        words = f"Another party objects to the public record of {name}."
        issues.append(Issue("party.objection", words, link=f"/parties/{party_id}#objections"))
    return issues + reading_issues(facts.unread, here)


def reading_issues(unread: Iterable[tuple[str, int]], here: str) -> list[Issue]:
    """An issue for each acknowledgement list on which somebody has not confirmed the text as it stands."""
    return [
        Issue(
            "reading.open",
            f"{'One person' if count == 1 else f'{count} people'} of “{title}” {'has' if count == 1 else 'have'} not confirmed "
            "having read this text.",
            link=f"{here}/acknowledgements",
        )
        for title, count in unread
    ]  # fmt: skip


def _thread_issues(facts: FreezeFacts) -> list[Issue]:
    """A blocking thread is named once, as that; any other without an answer as such."""
    issues = []
    for number in facts.blocking:
        words = f"Comment {number} is a blocking objection."
        issues.append(Issue("thread.blocking", words, link=f"{facts.edition_link}#thread-{number}"))
    for number in facts.unanswered:
        if number not in facts.blocking:
            words = f"Comment {number} has no answer yet."
            issues.append(Issue("thread.unanswered", words, link=f"{facts.edition_link}#thread-{number}"))
    return issues


def _text_issues(facts: FreezeFacts) -> list[Issue]:
    here, issues = facts.edition_link, []
    for key, found in facts.placeholders:
        words = f"A blank is still to be filled: {found}"
        issues.append(Issue("text.placeholder", words, link=f"{here}/clauses/{key}/edit"))
    for name in facts.unnamed_parties:
        words = f"The text does not name {name} by its full legal name."
        issues.append(Issue("text.party", words, link=f"{here}#text"))
    for requirement, words in facts.gates:
        issues.append(Issue(f"guidance.{requirement}", words, link=f"{here}/findings#row-{requirement}"))
    for name in facts.missing_exhibits:
        words = f"The text speaks of {name}, which is not attached."
        issues.append(Issue("text.exhibit", words, link=f"{here}/exhibits"))
    return issues


def _slot_issues(slots: Iterable[Slot]) -> list[Issue]:
    slots = list(slots)
    issues = []
    if not any(slot.required and slot.offices & TOP_LAW_ENFORCEMENT for slot in slots):
        issues.append(
            Issue("slot.executive", "Nobody is named to sign as chief or sheriff.", link="/parties")
        )
    if not any(slot.required and slot.offices & SCHOOL_OFFICIALS for slot in slots):
        issues.append(Issue("slot.school", "Nobody is named to sign for the school side.", link="/parties"))
    return issues


@dataclass(frozen=True)
class KeyFact:
    """Where the best key of somebody who holds a slot's office stands. `when`: from when it may sign, in words, if known."""

    why: Why
    name: str
    slot: str
    when: str = ""
    party_link: str = "/parties"
    paper: bool = False
    """Whether the slot may be signed on paper: then no key stands between the text and its signature."""


@dataclass(frozen=True)
class SignFacts:
    """What `to_sign` looks at: for each open slot whether someone holds the office, and where his key stands."""

    event_link: str
    vacant: tuple[str, ...] = ()
    keys: tuple[KeyFact, ...] = ()
    unadopted: tuple[str, ...] = ()
    unanswered: tuple[str, ...] = ()
    """Places in which somebody still answers for the correction that this text is."""
    distrusted: tuple[tuple[str, str], ...] = ()
    """(name, since when in words) of those who signed with a key that was then no longer to be trusted."""
    declined: tuple[tuple[str, str, str], ...] = ()
    """(name, when in words, the reason given) of those who declined to sign."""
    unread: tuple[tuple[str, int], ...] = ()
    edition_link: str = ""
    not_adopted: tuple[str, ...] = ()
    """A sentence for each body that did not adopt the text."""


_KEY_WORDS = {
    Why.MISSING: "{name} has no enrolled signing key ({slot}).",
    Why.REVOKED: "The signing key of {name} was revoked, and there is no other ({slot}).",
    Why.LOST: "{name} reported the signing key lost, and there is no other ({slot}).",
    Why.UNVOUCHED: "Nobody has vouched for the signing key of {name} yet ({slot}).",
    Why.OBJECTED: "A party of this agreement objects to the signing key of {name}, or to the record of that party{when}.",
    Why.WAITING: "The signing key of {name} may be used{when}.",
}
"""What is said of a key that cannot sign; a ready one is no issue."""
_WHEN = {Why.OBJECTED: "; the key counts again from {}", Why.WAITING: " from {}"}


def key_issues(keys: Iterable[KeyFact]) -> list[Issue]:
    """An issue for each holder whose best key cannot sign now, where a key is what it takes."""
    return [
        Issue(f"key.{one.why}", _key_words(one), link=one.party_link)
        for one in keys
        if one.why is not Why.READY and not one.paper
    ]  # fmt: skip


def paper_notices(keys: Iterable[KeyFact]) -> list[Issue]:
    """Where a place may be signed on paper and its holder's key cannot sign: nothing to mend, but good to know."""
    return [
        Issue(f"paper.{one.why}", f"{_key_words(one)} The place may be signed on paper.", link=one.party_link)
        for one in keys
        if one.why is not Why.READY and one.paper
    ]  # fmt: skip


def _key_words(one: KeyFact) -> str:
    when = _WHEN[one.why].format(one.when) if one.when and one.why in _WHEN else ""
    return _KEY_WORDS[one.why].format(name=one.name, slot=one.slot, when=when)


def to_sign(facts: SignFacts) -> list[Issue]:
    """Everything that stands between the frozen text and its signatures."""
    issues = [
        Issue(
            "signature.declined",
            f"{name} declined to sign on {when}. The reason given: “{reason}” Those who run the agreement answer it by "
            "reopening the text, or withdraw the edition.",
            link=facts.event_link,
        )
        for name, when, reason in facts.declined
    ]
    issues += [
        Issue(
            "adoption.failed",
            f"{sentence} Those who run the agreement reopen the text with a reason, or withdraw the edition.",
            link=facts.event_link,
        )
        for sentence in facts.not_adopted
    ]
    issues += [
        Issue("slot.vacant", f"Nobody holds the office for: {title}.", link="/parties")
        for title in facts.vacant
    ]
    issues += key_issues(facts.keys)
    issues += [
        Issue("adoption.open", f"{name} has not adopted the text yet.", link=facts.event_link)
        for name in facts.unadopted
    ]
    issues += [
        Issue(
            "correction.open",
            f"Nobody has answered for the correction yet: {title}.",
            link=f"{facts.event_link}#correction",
        )
        for title in facts.unanswered
    ]
    issues += [
        Issue(
            "key.distrusted",
            f"{name} signed with a key that was revoked as not to be trusted since {since}. The signature "
            "stands, with that warning, for everyone to see. If it should not, reopen the text.",
            link=facts.event_link,
        )
        for name, since in facts.distrusted
    ]
    return issues + reading_issues(facts.unread, facts.edition_link)


def insist(issues: Iterable[Issue]) -> None:
    """The door that refuses: raises Invalid with every Issue when there is one."""
    issues = list(issues)
    if issues:
        raise Invalid(issues)
