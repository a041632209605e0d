"""Building the statements about what the public sees: redaction, release, withholding (read back by `redaction`).

`about` is what each says of the text: mou, edition, head, enrolment, and who proposed it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from workflow.evidence.canonical import dumps
from workflow.evidence.statement import Common
from workflow.evidence.statement_table import INTENT, judge


@dataclass(frozen=True)
class About:
    """Which text, under which enrolment, on whose proposal (person id and printed name)."""

    mou: str
    edition: int
    head: str
    enrolment: str
    proposer: str
    proposed_by: str


@dataclass(frozen=True)
class Hidden:
    """One part that is hidden: as `4/2` or `attachment 1`, on which legal basis, and when that is looked at again."""

    part: str
    basis: str
    review: date


@dataclass(frozen=True)
class Order:
    """The order of a court or of somebody else who can give one."""

    authority: str
    reference: str
    given: date


def redaction(common: Common, about: About, *, hidden: Sequence[Hidden], contact: str) -> bytes:
    """Parts that everybody agreed may be hidden are hidden. contact: where the public asks for records."""
    parts = [{"basis": one.basis, "part": one.part, "review": one.review.isoformat()} for one in hidden]
    return _write("redaction", common, about, {"contact": contact, "hidden": parts})


def release(common: Common, about: About, *, parts: Sequence[str], reason: str) -> bytes:
    """Hidden parts are shown from now on."""
    return _write("release", common, about, {"parts": list(parts), "reason": reason})


def withholding(
    common: Common, about: About, *, parts: Sequence[str], order: Order, reason: str, review: date, contact: str
) -> bytes:  # fmt: skip
    """Parts are withheld because somebody ordered it, agreed before signing or not."""
    given = {"authority": order.authority, "date": order.given.isoformat(), "reference": order.reference}
    return _write(
        "withholding",
        common,
        about,
        {
            "contact": contact,
            "order": given,
            "parts": list(parts),
            "reason": reason,
            "review": review.isoformat(),
        },
    )


def _write(act: str, common: Common, about: About, members: dict[str, Any]) -> bytes:
    return dumps(judge(act, common.members() | vars(about) | members | {"intent": INTENT[act]}))
