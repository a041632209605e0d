"""The links of a party's chain as people read them: who did what, on what authority, for what reason, as it was signed."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from workflow.adapters.templates import day, moment, plural
from workflow.core.people import OFFICE_TITLES, Office
from workflow.evidence.canonical import loads, unb64u
from workflow.parties.models import PartyLink


class Told(NamedTuple):
    """A link in a sentence, and what was said beside it."""

    words: str
    said: str


def tell(rows: Iterable[PartyLink], zone: str) -> list[Told]:
    """The whole chain from genesis, in order. Names of people and of whose key it is come from the statements themselves."""
    names: dict[str, str] = {}
    told = []
    for row in rows:
        said = loads(unb64u(row.content["statement"]))
        for one in said.get("registrars", ()):
            names[one["person"]] = names[one["key"]["id"]] = one["name"]
        if row.kind == "enrolment-claim":
            names[said["person"]] = names[said["key"]] = said["name"]
        told.append(_TELL[row.kind](said, names, zone))
    return told


def _genesis(said: dict[str, Any], names: dict[str, str], zone: str) -> Told:
    first, second = (one["name"] for one in said["registrars"])
    return Told(f"Founded by its two registrars, {first} and {second}", said["authority"])


def _acceptance(said: dict[str, Any], names: dict[str, str], zone: str) -> Told:
    return Told(f"Accepted by another party: {said['name']}, {said['title']}", said["checked"])


def _claim(said: dict[str, Any], names: dict[str, str], zone: str) -> Told:
    return Told(f"{said['name']} claimed a key as {said['title']}", f"In office from {day(said['from'])}")


def _vouch(said: dict[str, Any], names: dict[str, str], zone: str) -> Told:
    authority = said["authority"]
    on = f"{authority['kind'].replace('-', ' ')} of {day(authority['date'])}: {authority['reference']}"
    return Told(f"{said['name']} vouched for the key of {names[said['subject']]}", on[:1].upper() + on[1:])


def _ended(said: dict[str, Any], names: dict[str, str], zone: str) -> Told:
    who, office = names[said["subject"]], OFFICE_TITLES[Office(said["subject_office"])]
    when = moment(said["ended"], zone)
    return Told(f"{who} no longer holds the office of {office}", f"Ended {when}. {said['reason']}")


def _revoked(said: dict[str, Any], names: dict[str, str], zone: str) -> Told:
    since = moment(said["compromised_since"], zone)
    return Told(
        f"{said['name']} revoked the key of {names[said['revoked']]}",
        f"Not to be trusted since {since}. {said['reason']}",
    )


def _recovered(said: dict[str, Any], names: dict[str, str], zone: str) -> Told:
    both = f"{said['name']} and {said['second']['name']}"
    wait = (
        f"The new key counts {plural(said['waits'], 'hour')} later."
        if said["waits"]
        else "The new key counts at once."
    )
    return Told(
        f"{both} recovered {names[said['subject']]}, who had lost every key", f"{wait} {said['checked']}"
    )


def _objected(said: dict[str, Any], names: dict[str, str], zone: str) -> Told:
    return Told(
        f"{said['name']}, {said['title']}, objected to the recovery: its key never counts", said["reason"]
    )


_TELL = {
    "genesis": _genesis, "acceptance": _acceptance, "enrolment-claim": _claim, "enrolment-vouch": _vouch,
    "office-end": _ended, "key-revoked": _revoked, "recovery": _recovered, "recovery-objection": _objected,
}  # fmt: skip
