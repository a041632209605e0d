"""Vectors about a text that was corrected after a body had adopted it: what carries the adoption over, and what does not."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from tests.evidence import amended
from tests.evidence.amended import BOARD, CLAUSES, MENDED, Amended, adopted, answered, mended, remember
from tests.evidence.test_hiding import HIDDEN
from tests.vectors.case import Cases, Made, bad, changed, good
from workflow.evidence.canonical import b64u
from workflow.evidence.clause_tree import Clause
from workflow.evidence.envelope import envelope_hash

TWO = (
    CLAUSES[0],
    replace(CLAUSES[1], text="# 2. Duties\n\nAn officer wears a camera."),
    CLAUSES[2],
    MENDED[1],
)
CLOSED = (
    *CLAUSES[:2],
    Clause("2/1", "2.1 Records stay with the district’s office.", redactable=True),
    MENDED[1],
)


def cases() -> Cases:
    yield good(
        "good-corrected",
        "a slip mended after the board adopted, answered for by three",
        answered().signed().out(),
    )
    two = answered(mended(None, *TWO)).signed()
    yield good("good-corrected-two", "two clauses, one of them to the marrow", two.out())
    yield good("good-corrected-terms", "who may change terms may mend a slip", _given("terms"))
    yield good("good-corrected-hidden", "what was corrected is hidden, then and now", hidden().out())
    yield good("good-corrected-private", "a party's own copy of the same", hidden().out(private=True))
    yield good(
        "good-corrected-adopted-anew", "the board voted on the corrected text after all", _voted_anew()
    )
    for name, (about, code, make) in ATTACKS.items():
        yield bad(name, about, code, make())


def _given(*kinds: str) -> Made:
    return answered(mended(adopted(gives=kinds))).signed().out()


def hidden() -> Amended:
    """Two clauses corrected; one of them is hidden by the chief's word afterwards."""
    made = answered(mended(None, *CLOSED)).signed()
    made.world.hide(made.cast.chief, HIDDEN)
    return made


def _voted_anew() -> Made:
    made = answered(mended(), "police")
    made.world.adopt(made.people["clerk"], BOARD)
    return made.signed().out()


def _beyond() -> Made:
    return answered(mended(), kind="terms").signed().out()


def _left_office() -> Made:
    made = mended()
    made.world.end(made.people["delegate"])
    return answered(made).signed().out()


def _not_delegated() -> Made:
    return answered(mended(adopted(grants=()))).signed().out()


def _of_another_body() -> Made:
    return answered(mended(adopted(of="council"))).signed().out()


def _third_clause() -> Made:
    """The package, and all who answered, name one clause of the two that changed."""
    made = mended(None, *TWO)
    told = [one for one in made.changed if one["part"] == "3"]
    answered(made, changed=told).signed()
    shown = [one for one in made.adopted().changed if one["path"] == "3"]
    return made.out(adopted=made.adopted(changed=shown))


def _one_side() -> Made:
    return answered(None, "delegate", "school").signed().out()


def _no_delegate() -> Made:
    return answered(None, "school", "police").signed().out()


def _twice_for_both() -> Made:
    made = adopted()
    counsel = made.people["school"]
    made.people["police"] = made.world.enrol(made.cast.agency, counsel.name, "counsel", "Police Counsel")
    made.world.wait(hours=80)
    return answered(mended(made)).signed().out()


def _another_edition() -> Made:
    return answered(edition=2).signed().out()


def _as_if_adopted() -> Made:
    """The board's vote on the earlier text, put into the record of the corrected one."""
    made = mended()
    voted = next(one for one in made.world.edition_chain if one.leaf["event"] == "adopted")
    assert voted.envelope is not None
    made.world.event("adopted", BOARD, envelope_hash(voted.envelope), voted.envelope)
    return made.signed().out(adopted=None)


def _text_kept_back() -> Made:
    return answered().signed().out(adopted=None)


def _chain_of_two() -> Made:
    """The first correction was allowed; a second one starts from it, not from what the board adopted."""
    made = remember(answered())
    mended(made, *CLAUSES[:3], replace(MENDED[1], text="# 3. Term\n\nForever."))
    return answered(made).signed().out()


def _adopted_between() -> Made:
    """The board voted again, on a text that is neither the first nor this one."""
    made = mended()
    made.world.adopt(made.people["clerk"], BOARD)
    mended(made, *TWO)
    return answered(made).signed().out()


def _voted_twice() -> Made:
    made = adopted()
    made.world.adopt(made.people["clerk"], BOARD, delegated=made.delegation)
    return answered(mended(made)).signed().out()


def _terms() -> Made:
    return answered(mended(None, waiting_hours=1)).signed().out()


def _another_reason() -> Made:
    made = answered(None, "delegate", "school")
    return answered(made, "police", reason="Another one.").signed().out()


def _another_diff() -> Made:
    made = mended()
    told = [one | {"before": b64u(b"b" * 32)} for one in made.changed]
    return answered(made, changed=told).signed().out()


def _after_the_chief() -> Made:
    made = answered(None, "delegate", "school")
    made.world.approve(made.cast.chief, "s1")
    answered(made, "police")
    made.world.approve(made.cast.superintendent, "s2")
    made.world.event("executed")
    return made.out()


def _unchanged_named() -> Made:
    made = answered().signed()
    return made.out(adopted=made.adopted(changed=made.first["clauses"][2:]))


def _named_nowhere() -> Made:
    made = answered().signed()
    invented = made.adopted().changed[0] | {"path": "4"}
    return made.out(adopted=made.adopted(changed=[*made.adopted().changed, invented]))


def _invented_before() -> Made:
    made = answered().signed()
    return made.out(
        adopted=made.adopted(changed=[made.adopted().changed[0] | {"text": "# 3. Term\n\nA year."}])
    )


def _opened_before() -> Made:
    """The clause is hidden, and its earlier form is shown."""
    return changed(hidden().out(), lambda package: package["adoptions"][0]["changed"].__setitem__(0, _OPEN))


_OPEN = {"path": "2/1", "redactable": True, "salt": b64u(b"i" * 32), "text": CLAUSES[2].text}


def _stranger() -> Made:
    made = answered()
    made.answer("", holder=made.cast.chief)
    return made.signed().out()


def _counsel_elsewhere() -> Made:
    """A delegate's office, held at a party that delegated nothing."""
    made = adopted()
    other = made.world.enrol(made.cast.agency, "Oz Orr", "student_services", "Student Services")
    made.world.wait(hours=80)
    answered(mended(made))
    made.answer("", holder=other)
    return made.signed().out()


def _record(change: Callable[[list[Any]], object]) -> Callable[[], Made]:
    def make() -> Made:
        made = answered().signed()
        chain = list(made.adopted().chain)
        change(chain)
        return made.out(adopted=made.adopted(chain=chain))

    return make


def _nobody() -> Made:
    made = mended().signed()
    return made.out()


ATTACKS: dict[str, tuple[str, str, Callable[[], Made]]] = {
    "corrected-beyond": ("terms changed under authority to mend slips", "correction.authority", _beyond),
    "corrected-by-a-former-delegate": ("the delegate had left the office", "signer.office", _left_office),
    "corrected-not-delegated": ("the board's vote gave no authority", "correction.authority", _not_delegated),
    "corrected-of-another-body": ("authority that another body would give", "correction.authority", _of_another_body),
    "corrected-third-clause": ("a second changed clause is kept back", "correction.text", _third_clause),
    "corrected-one-side": ("counsel of the agency does not answer", "correction.missing", _one_side),
    "corrected-no-delegate": ("counsel alone answer", "correction.missing", _no_delegate),
    "corrected-one-counsel-twice": ("one person is counsel of both sides", "signer.twice", _twice_for_both),
    "corrected-another-edition": ("they answered for another edition", "statement.binding", _another_edition),
    "corrected-as-if-adopted": ("the vote on the earlier text, as if on this one", "statement.binding", _as_if_adopted),
    "corrected-text-kept-back": ("the text that was adopted is not shown", "correction.text", _text_kept_back),
    "corrected-twice": ("a second correction starts from the first", "adoption.missing", _chain_of_two),
    "corrected-adopted-between": ("the board adopted another text meanwhile", "correction.text", _adopted_between),
    "corrected-voted-twice": ("two votes of one body on the earlier text", "signer.twice", _voted_twice),
    "corrected-terms": ("the waiting time changed as well", "correction.terms", _terms),
    "corrected-another-reason": ("they do not give the same reason", "correction.binding", _another_reason),
    "corrected-another-diff": ("they answered for other differences", "correction.binding", _another_diff),
    "corrected-after-a-signature": ("the chief signed before all had answered", "chain.events", _after_the_chief),
    "corrected-unchanged-named": ("a clause that reads as it did is named", "correction.text", _unchanged_named),
    "corrected-named-nowhere": ("a clause is named that the text has not", "correction.text", _named_nowhere),
    "corrected-invented-before": ("the earlier form is invented", "correction.text", _invented_before),
    "corrected-opened-before": ("the earlier form of a hidden clause is shown", "correction.text", _opened_before),
    "corrected-by-a-stranger": ("the chief, who is no delegate, answers as well", "signer.office", _stranger),
    "corrected-delegate-elsewhere": ("the office is right, the party is not", "signer.office", _counsel_elsewhere),
    "corrected-by-nobody": ("the earlier text is shown, and nobody answers", "correction.missing", _nobody),
    "corrected-record-gap": ("an event before this freeze is left out", "chain.link", _record(lambda c: c.pop(1))),
    "corrected-record-short": ("the record stops before this freeze", "chain.link", _record(lambda c: c.pop())),
    "corrected-record-late": ("the record begins after the freeze", "chain.events", _record(lambda c: c.pop(0))),
    "corrected-vote-closed": (
        "the vote is shown without its statement", "chain.leaf", _record(lambda c: c.__setitem__(1, replace(c[1], envelope=None))),
    ),
}  # fmt: skip
"""Each attack by its name: what is wrong, the reason a verifier gives first, and how it is made."""

__all__ = ["ATTACKS", "amended", "cases"]
