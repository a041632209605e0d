"""What a package's record says happened, in words: one row an act, for whoever reads it without a computer.

The words are taken from the statements that were signed and the leaves that were logged. Nothing here says whether they
hold: that is the verdict's part, and stands beside it.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from workflow.adapters.templates import day
from workflow.evidence.canonical import loads, unb64u
from workflow.evidence.envelope import envelope_hash
from workflow.evidence.errors import Bad
from workflow.evidence.leaf import leaf_id
from workflow.evidence.statement_table import ACT_OF

Entry = dict[str, Any]
UNSAID = "(not said)"
_DATE = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\dZ)?")

EVENTS = {
    "frozen": "The text was frozen: from here on nothing in it could change.",
    "served": "The text was put before those who may sign for {place}.",
    "signed": "{name}, {title}, approved the text and signed it for {place}.",
    "attested": "{signatory}, {signatory_title}, signed by hand on paper for {place} on {signed}. {first} attested the sheet, and {name}, {title}, "
    "of another party attested it as well: no key of the signatory stands behind it.",
    "declined": "{name}, {title}, declined to sign for {place}. The reason given: {reason}",
    "voided": "The signing was voided.",
    "adopted": "{name}, {title}, recorded that {place} adopted the text on {meeting}, item {item}, resolution {resolution}, "
    "by {yes} to {no} with {abstain} abstaining.",
    "corrected": "{name}, {title}, answered for a correction of the text that had been adopted. The reason given: {reason}",
    "executed": "Everybody who had to sign had signed: the agreement was executed.",
    "published": "The package and its PDF were published.",
    "redacted": "{name}, {title}, approved that parts of the text are hidden from the public, on the proposal of {proposed_by}.",
    "released": "{name}, {title}, approved that hidden parts are shown, on the proposal of {proposed_by}. The reason given: {reason}",
    "withheld": "{name}, {title}, recorded an order by which parts are withheld, on the proposal of {proposed_by}. The reason given: {reason}",
    "removed": "The public copy was taken down.",
}
ACTS = {
    "genesis": "{first} and {second} began the public record of {legal_name} as its registrars. Authority: {authority}",
    "acceptance": "{name}, {title}, of another party, accepted this record. How it was checked: {checked}",
    "enrolment-claim": "{name} claimed the office of {title} from {from} with a {kind} key, and signed with that key.",
    "enrolment-vouch": "{name}, {title}, vouched for the claim with number {claimed}. Authority: {reference} ({date})",
    "office-end": "{name}, {title}, recorded that {whose} left the office {subject_office} at {ended}. The reason given: {reason}",
    "recovery": "{name}, {title}, and {beside}, recovered {whose}, who had lost every key, by the claim with number {claimed}. "
    "The new key counts {waits} {hours} later. How the two knew the person: {checked}",
    "recovery-objection": "{name}, {title}, objected to a recovery, so that its key never counts. The reason given: {reason}",
    "key-revoked": "{name}, {title}, withdrew a key, as compromised since {compromised_since}. The reason given: {reason}",
}


@dataclass(frozen=True)
class Row:
    """One act: its number in its chain, when it was recorded (text, UTC), what it says, its place in the log."""

    number: int
    at: str
    words: str
    index: int


def edition(parcel: dict[str, Any]) -> list[Row]:
    """The edition, from the frozen text on, and its publication where the package has one."""
    manifest = parcel["manifest"]
    parties = {party["id"]: party["legal_name"] for party in manifest["parties"]}
    places = {slot["id"]: parties[slot["party"]] for slot in manifest["slots"]}
    places |= {body["id"]: body["name"] for body in manifest["adopting_bodies"]}
    entries = [
        *parcel["edition_chain"], *parcel["redactions"], *parcel.get("publication", {}).get("chain", []),
    ]  # fmt: skip
    halves = {envelope_hash(one): _first(one) for one in parcel["paper"]}
    return [_row(entry, _event(entry, places, halves)) for entry in entries]


def party(chain: Iterable[Entry]) -> list[Row]:
    """One party's chain of keys and offices."""
    return list(_acts(chain))


def _first(envelope: dict[str, Any]) -> str:
    """Who gave the first attestation of a sheet."""
    said = _said({"envelope": envelope})
    return f"{said.get('name', UNSAID)}, {said.get('title', UNSAID)},"


def _event(entry: Entry, places: dict[str, str], halves: dict[str, str]) -> str:
    said = _said(entry)
    sheet = _object(said.pop("sheet", {}))
    said |= {
        "signatory": sheet.get("name", UNSAID),
        "signatory_title": sheet.get("title", UNSAID),
        "signed": sheet.get("signed", UNSAID),
    }
    said["first"] = halves.get(str(said.get("beside")), UNSAID)
    vote = said.pop("vote", {}) if isinstance(said.get("vote"), dict) else {}
    place = places.get(entry["leaf"]["slot"], entry["leaf"]["slot"])
    return _words(EVENTS[entry["leaf"]["event"]], {**said, **vote, "place": place})


def _acts(chain: Iterable[Entry]) -> Iterator[Row]:
    """A vouch names its claim by number, an office's end its person by the name that person gave."""
    numbers: dict[str, int] = {}
    names: dict[str, str] = {}
    for entry in chain:
        leaf, said = entry["leaf"], _said(entry)
        numbers[leaf_id(leaf)] = leaf["seq"]
        names[str(said.get("person"))] = said.get("name", UNSAID)
        registrars = [one.get("name", UNSAID) for one in _objects(said.get("registrars"))] or [UNSAID]
        more = {
            **_object(said.get("authority")),
            "first": registrars[0],
            "second": registrars[-1],
            "kind": _object(said.get("new_key")).get("kind", ""),
            "claimed": numbers.get(str(said.get("claim")), ""),
            "hours": "hour" if said.get("waits") == 1 else "hours",
            "beside": "{name}, {title}".format_map(_Known(_object(said.get("second")))),
            "whose": names.get(str(said.get("subject")), said.get("subject", "")),
        }
        act = ACT_OF.get(leaf["type"], "")
        yield _row(entry, _words(ACTS.get(act, "A statement that has no place here."), {**said, **more}))


def _row(entry: Entry, words: str) -> Row:
    return Row(entry["leaf"]["seq"], entry["leaf"]["at"], words, entry["index"])


def _said(entry: Entry) -> dict[str, Any]:
    """The members of the entry's statement; none where there is no statement, or it cannot be read."""
    try:
        return _object(loads(unb64u(entry["envelope"]["statement"]))) if "envelope" in entry else {}
    except Bad:
        return {}


def _object(value: Any) -> dict[str, Any]:
    return dict(value) if isinstance(value, dict) else {}


def _objects(value: Any) -> list[dict[str, Any]]:
    return [_object(one) for one in value] if isinstance(value, list) else []


class _Known(dict[str, Any]):
    def __missing__(self, name: str) -> str:
        return UNSAID


def _words(pattern: str, values: dict[str, Any]) -> str:
    """The pattern filled in, its dates in words. What a statement says goes in as it stands, braces and all."""
    return pattern.format_map(_Known({name: _in_words(value) for name, value in values.items()}))


def _in_words(value: Any) -> Any:
    """A day or a moment as its day: in UTC, as everything is that is read from a package alone."""
    return day(value, "UTC") if isinstance(value, str) and _DATE.fullmatch(value) else value
