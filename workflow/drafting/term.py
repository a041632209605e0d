"""The term of an edition: when it takes effect, until when it runs, how often it is reviewed, whether an award pays.

1. The effective date is a rule (`core.term`), so only the rules that name a day have a first day.
2. Whoever runs the agreement sets the term while the text may still change; from the freeze on it stands in the manifest.
3. A form says which term it was filled in against (`base`). When somebody set another one since, nothing is written.
4. Setting what stands already records nothing.
"""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from workflow.adapters.templates import day, plural
from workflow.core.errors import Conflict, Invalid, Issue
from workflow.core.events import EventKind
from workflow.core.lifecycle import EDITABLE, Status
from workflow.core.people import Actor
from workflow.core.permissions import may
from workflow.core.term import RULE_IN_WORDS, EffectiveRule, Facts, Force, ForceState, Term, force
from workflow.drafting import starting
from workflow.drafting.models import Edition, Mou
from workflow.drafting.queries import find
from workflow.drafting.revising import open_text
from workflow.drafting.starting import NO_AWARD, Award, TermValues, TermWords
from workflow.history import actions as history
from workflow.parties.queries import local_day


def values_of(edition: Edition) -> TermValues:
    return TermValues(
        edition.effective_rule, edition.starts, edition.ends, edition.months, edition.review_months
    )


def award_of(mou: Mou) -> Award:
    return Award(mou.award, mou.award_name)


def term_of(edition: Edition) -> Term:
    """The rules of an edition's term, as the pure core reads them."""
    rule = EffectiveRule(edition.effective_rule)
    return Term(rule, edition.starts, edition.ends, edition.months, edition.review_months)


def facts_of(mou: Mou, edition: Edition) -> Facts:
    """What has happened to it so far; days are those of the place where the agreement lives."""
    executed = local_day(mou.timezone, edition.executed) if edition.executed else None
    facts = Facts(executed, edition.adopted, edition.filed, edition.superseded)
    if edition.status == Status.ENDED:  # nothing took its place: both sides ended it on that day
        return replace(facts, superseded=None, ended=edition.superseded)
    return facts


def force_of(mou: Mou, edition: Edition, today: date) -> Force:
    """Whether the edition is in force on this day, since when and until when."""
    return force(term_of(edition), facts_of(mou, edition), today)


def current_of(mou: Mou, editions: Sequence[Edition], today: date) -> Edition:
    """Of an agreement's published editions in the order of their numbers the one in force on this day; where none is, the newest."""
    in_force = [one for one in editions if force_of(mou, one, today).state is ForceState.IN_FORCE]
    return (in_force or editions)[-1]


def term_value(mou: Mou, edition: Edition) -> dict[str, Any]:
    """The one serialiser of a term: what its page, the API and the working page show. `words`: (name, words) pairs."""
    return {
        "effective_rule": edition.effective_rule,
        "starts": edition.starts,
        "ends": edition.ends,
        "months": edition.months,
        "review_months": edition.review_months,
        "award": mou.award,
        "award_name": mou.award_name,
        "words": [[name, said] for name, said in in_words(values_of(edition), award_of(mou))],
        "base": base_of(values_of(edition), award_of(mou)),
    }


def in_words(term: TermValues, award: Award) -> list[tuple[str, str]]:
    """The term as people say it."""
    said = RULE_IN_WORDS[EffectiveRule(term.effective_rule)].capitalize()
    if term.ends:
        runs = f"Until {day(term.ends)}"
    elif term.months:
        runs = f"For {plural(term.months, 'month')}"
    else:
        runs = "With no end date"
    return [
        ("Takes effect", f"{said}: {day(term.starts)}" if _dated(term) and term.starts else said),
        ("Runs", runs),
        (
            "Reviewed",
            f"Every {plural(term.review_months, 'month')}" if term.review_months > 1 else "Every month",
        ),
        ("COPS hiring award", award.in_words()),
    ]


def _dated(term: TermValues) -> bool:
    return term.effective_rule in starting.DATED


def base_of(term: TermValues, award: Award) -> str:
    """What a form sends back to say which term it was filled in against."""
    return json.dumps(_detail(term, award), separators=(",", ":"))


def _detail(term: TermValues, award: Award) -> dict[str, Any]:
    return {
        "effective_rule": str(term.effective_rule),
        "starts": term.starts.isoformat() if term.starts else "",
        "ends": term.ends.isoformat() if term.ends else "",
        "months": term.months or 0,
        "review_months": term.review_months,
        "award": award.pays,
        "award_name": award.name,
    }


def term_page(session: Session, actor: Actor, edition_id: str) -> dict[str, Any]:
    """The term as it stands, and whether this actor may set it now. Raises NotFound."""
    subject = find(session, actor, edition_id)
    return {
        "edition": subject.to_json(),
        "term": term_value(subject.mou, subject.edition),
        "may_set": subject.status in EDITABLE and may("edition:edit", actor, subject.case()),
        "rules": [[str(rule), words] for rule, words in RULE_IN_WORDS.items()],
    }


def set_term(
    session: Session, actor: Actor, edition_id: str, *, words: TermWords, award: Award, base: str = "", at: datetime
) -> Edition:  # fmt: skip
    """Set the term. Raises Invalid with every Issue, Conflict when another term stands than `base`, Refused once frozen."""
    subject = open_text(session, actor, edition_id)
    mou, edition = subject.mou, subject.edition
    session.refresh(mou)  # read again behind the lock: the award is a fact of the agreement
    wanted, now, paying = check(words, award), values_of(edition), award_of(mou)
    if (wanted, award) == (now, paying):
        return edition
    if base and base != base_of(now, paying):
        raise Conflict(
            "Somebody set another term while you were looking at this page. Open the page of the term again, look at what "
            "stands there now, and set it anew.",
            mine=_told(wanted, award), theirs=_told(now, paying),
        )  # fmt: skip
    for name, value in vars(wanted).items():
        setattr(edition, name, value)
    mou.award, mou.award_name = award
    edition.changed = at
    edition.lock_version += 1
    session.add_all([edition, mou])
    history.record(
        session, EventKind.EDITION_TERM_SET, actor=actor, at=at, mou_id=mou.id, edition_id=edition.id, subject_id=edition.id,
        detail=_detail(wanted, award),
    )  # fmt: skip
    return edition


def check(words: TermWords, award: Award = NO_AWARD) -> TermValues:
    """The values of a term that somebody sets. Raises Invalid with every Issue, those of the award too."""
    if words.starts.strip() and words.effective_rule in set(EffectiveRule) - starting.DATED:
        said = RULE_IN_WORDS[EffectiveRule(words.effective_rule)]
        issue = Issue("term.starts", f"It takes effect {said}, so leave the first day empty, or choose a rule that names a day.", field="starts")  # fmt: skip
        try:
            starting.check_term(replace(words, starts=""), award)
        except Invalid as refusal:
            raise Invalid([*refusal.issues, issue]) from None
        raise Invalid([issue])
    return starting.check_term(words, award)


def _told(term: TermValues, award: Award) -> str:
    return "\n".join(f"{name}: {said}" for name, said in in_words(term, award))
