"""The first sentence of a verdict, for a parent, in each language we speak. The words are data: sentences.json.

The savable page carries the same table, so that page, command line and service say the same. A reason is looked up by its
code, else by its family (what stands before the dot): a code that comes later never leaves a reader without words.
"""

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("sentences.json")
WORDS: dict[str, Any] = json.loads(FILE.read_bytes())
LANGUAGES = tuple(WORDS)
NO_POLICY = "policy.present"
UNVOUCHED = "pdf.unvouched"
"""The one thing wrong with a PDF whose package holds: nobody can tell whose seal it has."""
OUTSIDE = {"time.source": "time.outside", "log.witnesses": "log.outside"}
"""Steps that say something else where somebody outside the operator confirms them."""
_DAY = re.compile(r"(\d+) (\w+) (\d{4})")


def first_reason(codes: Sequence[str]) -> str:
    """The reason to tell among those that did not hold: the first, but last what nobody could tell. Empty if all held."""
    return next((code for code in codes if code not in (NO_POLICY, UNVOUCHED)), next(iter(codes), ""))


def reason(code: str, language: str = "en") -> str:
    """A reason code in words that end a sentence."""
    reasons: dict[str, str] = WORDS[language]["reasons"]
    return reasons.get(code) or reasons.get(code.partition(".")[0]) or reasons[""]


def by_word_alone(detail: str, code: str = "") -> bool:
    """Whether a step that held did so only as far as one believes whoever runs the service, or the two who attest a sheet; or says that
    something was not checked at all."""
    return "operator's word" in detail or code in ("signer.paper", "receipt.signature")


def held(code: str, detail: str, language: str = "en") -> str:
    """A step that held, in words. What stands outside the operator says so."""
    table: dict[str, str] = WORDS[language]["held"]
    outside = "" if by_word_alone(detail) else OUTSIDE.get(code, "")
    return table.get(outside or code, code)


def day(words: str, language: str = "en") -> str:
    """A day in words, such as `12 May 2026`, in another language."""
    table = WORDS[language]
    return _DAY.sub(
        lambda found: table["day"].format(
            day=found[1], month=table["months"][WORDS["en"]["months"].index(found[2])], year=found[3]
        ),
        words,
    )


def sentence(
    verdict: str, codes: Sequence[str], people: Sequence[str], signed_on: str, language: str = "en",
    *, hidden: int = 0, quoted: bool = False, paper: int = 0,
) -> str:  # fmt: skip
    """What a parent reads first. `codes`: the steps that did not hold; `people`: what `signatory` says of each.

    `hidden`: how many parts are not shown; `quoted`: it was one clause; `paper`: how many signed on paper.
    """
    table = WORDS[language]
    by_hand = table["paper"].format(paper=paper) if paper else ""
    unvouched = list(codes) == [UNVOUCHED]
    if verdict == "verified" or unvouched:
        joined = table["and"].join(["; ".join(people[:-1]), people[-1]])
        whole = table["unvouched" if unvouched else "quoted" if quoted else "verified"].format(
            people=joined, day=day(signed_on, language)
        )
        return str(whole) + (table["hidden"].format(hidden=hidden) if hidden else "") + by_hand
    if verdict == "not_verified" and list(codes) == [NO_POLICY]:
        return str(table["consistent"]) + by_hand
    return str(table[verdict].format(reason=reason(first_reason(codes), language)))


def receipt(verdict: str, codes: Sequence[str], said: Mapping[str, Any], language: str = "en") -> str:
    """The same of a receipt. `said`: its act, person, place, size and fingerprint."""
    words = WORDS[language]["receipt"]
    if verdict == "verified":
        return str(words["verified"].format(did=words["did"][said["act"]], **said))
    if list(codes) == [NO_POLICY]:
        return str(words["consistent"])
    return str(words["not_verified"].format(reason=reason(first_reason(codes), language)))


def changed(bodies: Sequence[str], clauses: int, by: Sequence[str], language: str = "en") -> str:
    """What is added where bodies adopted an earlier text: how many clauses were changed since, and on whose authority."""
    table = WORDS[language]
    count = table["clauses"]["one" if clauses == 1 else "many"].format(clauses=clauses)
    joined = [
        table["and"].join(["; ".join(names[:-1]), names[-1]]) if names[1:] else names[0]
        for names in (bodies, by)
    ]
    return str(table["changed"].format(bodies=joined[0], count=count, people=joined[1]))


def warned(name: str, since: str, language: str = "en") -> str:
    """What is said beside the first sentence of a key that is not to be trusted since a day (in words, English) before it signed."""
    return str(WORDS[language]["warned"].format(name=name, day=day(since, language)))


def signatory(person: str, attested: Sequence[str], signed: str, language: str = "en") -> str:
    """A person with his office; of a signature on paper also its day (in words, English) and by whose word it stands."""
    table = WORDS[language]
    if not attested:
        return person
    by = table["both"].join(attested)
    return str(table["on_paper"].format(person=person, day=day(signed, language), by=by))


def kind_of_key(kind: str, language: str = "en") -> str:
    """`software key`; a kind we have no words for stands as it is. A signature on paper has no key."""
    table = WORDS[language]
    if kind == "paper":
        return str(table["no_key"])
    return str(table["key"].format(kind=table["kinds"].get(kind, kind)))
