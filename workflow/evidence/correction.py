"""A correction: what changed in a text after a body adopted it, found in the leaves and never believed (docs/format.md, section 9).

The two texts share the salt of each part that stayed, so its leaf is the same in both trees, shown or hidden. What differs
is what changed, and nothing else can be: the old root is made again from the new parts and the old form of those that changed.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from workflow.evidence import clause_tree
from workflow.evidence.canonical import b64u, dumps
from workflow.evidence.errors import Bad
from workflow.evidence.merkle import leaf_hash
from workflow.evidence.statement import Common
from workflow.evidence.statement_table import INTENT, judge

OF_EACH_FREEZE = frozenset({"expires", "frozen_at", "revision", "text"})
"""What another freeze of the same terms may say otherwise."""
Parts = Sequence[dict[str, Any]]


def correction(
    common: Common, *, mou: str, edition: int, head: str, enrolment: str, adopted: str, kind: str, reason: str, changed: Parts
) -> bytes:  # fmt: skip
    """Somebody answers for a correction. adopted: the head a body adopted; changed: from `differences`."""
    said = {
        "adopted": adopted,
        "changed": list(changed),
        "edition": edition,
        "enrolment": enrolment,
        "head": head,
        "intent": INTENT["correction"],
        "kind": kind,
        "mou": mou,
        "reason": reason,
    }
    return dumps(judge("correction", common.members() | said))


def same_terms(before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    """A correction changes words of clauses; parties, places, dates and everything else stay. Raises Bad("correction.terms")."""
    other = sorted(
        name for name in before if name not in OF_EACH_FREEZE and dumps(before[name]) != dumps(after[name])
    )
    if other:
        raise Bad("correction.terms", f"not only words were changed: {', '.join(other)}")


def earlier(clauses: Parts, changed: Parts) -> list[dict[str, Any]]:
    """The clauses as they were, from those of now and the old form of those that changed. Raises Bad("correction.text")."""
    old = {item["path"]: item for item in changed}
    if len(old) != len(changed) or not old.keys() <= {item["path"] for item in clauses}:
        raise Bad("correction.text", "a clause is named as changed that is not there, or twice")
    for now in clauses:
        was = old.get(now["path"], now)
        if was.keys() != now.keys() or was["redactable"] != now["redactable"]:
            raise Bad("correction.text", f"clause {now['path']} is shown now and was not, or may be hidden now and might not, or the reverse")  # fmt: skip
    return [old.get(item["path"], item) for item in clauses]


def differences(before: Parts, after: Parts, attachments: Parts) -> list[dict[str, str]]:
    """The clauses whose leaves differ, as a correction names them: `{after, before, part}`. Same clauses, same exhibits."""
    old, _ = clause_tree.leaves_of(list(before), list(attachments))
    new, _ = clause_tree.leaves_of(list(after), list(attachments))
    return [
        {"after": b64u(leaf_hash(is_)), "before": b64u(leaf_hash(was)), "part": item["path"]}
        for item, was, is_ in zip(after, old, new, strict=False)
        if was != is_
    ]
