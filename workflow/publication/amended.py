"""What a package says was changed after a body had adopted its text: one value for page, PDF and exhibit, from signed words alone."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from workflow.adapters.templates import plural
from workflow.core.correcting import IN_WORDS, Change
from workflow.core.hiding import part_in_words
from workflow.core.people import OFFICE_TITLES, Office
from workflow.drafting.compare import Piece, compare
from workflow.evidence import manifest as manifests
from workflow.evidence.canonical import unb64u
from workflow.evidence.errors import Bad
from workflow.evidence.fingerprint import fingerprint
from workflow.evidence.statement_table import read
from workflow.evidence.verdict import day_in_words
from workflow.publication import adoptions

Parcel = Mapping[str, Any]
EARLIER = "An earlier text was adopted"


def value(parcel: Parcel) -> dict[str, Any] | None:
    """Votes, authority, differences, reason, and who answers; None where every adoption was of the signed text.

    None, too, where a stranger's package names no such correction that could be told: what is wrong with it is the verdict's part.
    """
    if not parcel["adoptions"]:
        return None
    earlier = parcel["adoptions"][0]
    now = {clause["path"]: clause for clause in parcel["clauses"]}
    answers = _statements(parcel["edition_chain"], "corrected", "correction")
    if not answers or any(was["path"] not in now for was in earlier["changed"]):
        return None
    changed = [(was, now[was["path"]]) for was in earlier["changed"]]
    shown = [(was, is_) for was, is_ in changed if "text" in was and "text" in is_]
    return {
        "count": len(changed),
        "votes": [one.sentence(EARLIER) for one in adoptions.of_chain(earlier["chain"], earlier["manifest"])],
        "authority": [_authority(parcel, one) for _, said in _statements(earlier["chain"], "adopted", "adoption") for one in said["delegated"]],
        "kind_words": IN_WORDS[Change(answers[0][1]["kind"])], "reason": answers[0][1]["reason"],
        "answers": [
            {
                "name": said["name"], "office": said["title"], "party": _party(parcel, said["party"]),
                "on": day_in_words(at, parcel["manifest"]["zone"]),
            }
            for at, said in answers
        ],
        "changes": compare(*([Piece(one["path"], one["text"]) for one in side] for side in zip(*shown, strict=True))).to_json()
        if shown else {"sentences": [], "clauses": []},
        "texts": [(part_in_words(was["path"]), was["text"], is_["text"]) for was, is_ in shown],
        "closed": [part_in_words(was["path"]) for was, is_ in changed if (was, is_) not in shown],
        "fingerprint": fingerprint(unb64u(manifests.head(earlier["manifest"]), 32)),
    }  # fmt: skip


def lines(parcel: Parcel) -> list[str]:
    """The same in sentences, for print."""
    said = value(parcel)
    if said is None:
        return []
    names = [f"{one['name']}, {one['office']} ({one['party']}), on {one['on']}" for one in said["answers"]]
    return [
        *said["votes"],
        f"After that {plural(said['count'], 'clause')} of it {'was' if said['count'] == 1 else 'were'} changed, {said['kind_words']}. The reason given: {said['reason']}",
        *(f"Authority for that was given to {one}" for one in said["authority"]),
        f"That these are all the differences, and that they keep to that limit, is answered for by {'; '.join(names)}.",
        *(f"{one} was changed and is not public." for one in said["closed"]),
        f"The text that was adopted has the fingerprint: {said['fingerprint']}.",
    ]


def _statements(chain: list[dict[str, Any]], event: str, act: str) -> list[tuple[str, dict[str, Any]]]:
    """When each event of a kind was recorded, and what was signed then, where that can be read."""
    found = []
    for entry in chain:
        if entry["leaf"].get("event") == event:
            with suppress(Bad):
                said = read(act, unb64u(entry.get("envelope", {}).get("statement", "")))
                found.append((entry["leaf"]["at"], said))
    return found


def _authority(parcel: Parcel, one: Mapping[str, str]) -> str:
    title = OFFICE_TITLES[Office(one["office"])] if one["office"] in set(Office) else one["office"]
    return f"the {title} of {_party(parcel, one['party'])}, {IN_WORDS[Change(one['kind'])]}, within this limit: {one['limit']}"


def _party(parcel: Parcel, public_id: str) -> str:
    return next((one["legal_name"] for one in parcel["manifest"]["parties"] if one["id"] == public_id), "")
