"""What is signed beside the clauses: the manifest as rows in plain language, for the signing page, the packet and the API.

One serialiser, and signing.js makes the same rows of the manifest it signs and holds them against the page: whatever is
changed here is changed there too (tests/signing/test_terms.py asks both). Every member of the manifest stands in a row or,
where it is a mere number of the record, among the numbers behind them.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from workflow.adapters.templates import ZONES, day, plural
from workflow.core.correcting import IN_WORDS, Change
from workflow.core.people import OFFICE_TITLES, Office
from workflow.core.term import add_months
from workflow.signing.slots import offices_in_words

Parts = Sequence[Mapping[str, Any]]
Row = tuple[str, list[str]]
"""What it is about, and what is said of it, a line each."""

KINDS = {
    "school": "school",
    "district": "school district",
    "agency": "police department or sheriff’s office",
    "body": "board or council",
}
EFFECTIVE = {
    "fixed": "On {day}, or on the day of the last signature if that is later",
    "retroactive": "On {day}, whenever it is signed",
    "first-school-day": "On the first day of school",
    "last-signature": "On the day of the last signature",
    "all-adoptions": "On the day when all have signed and every board or council has adopted it",
    "execution-and-filing": "On the day when all have signed and it is filed or posted",
}
ORDER = {"any": "They sign in any order", "set": "They sign one after another, in this order"}
ONE_EACH = {True: "One person signs in one place", False: "One person may sign in more than one place"}


def rows(manifest: Mapping[str, Any], clauses: Parts, attachments: Parts) -> list[Row]:
    """Everything that is signed with the clauses, in words; days and times by the agreement's own clock."""
    zone, names = manifest["zone"], {one["id"]: one["legal_name"] for one in manifest["parties"]}
    return [
        ("Agreement", [manifest["title"], f"Edition {manifest['edition']}, revision {manifest['revision']}"]),
        ("Parties", [f"{one['legal_name']} ({KINDS[one['kind']]})" for one in manifest["parties"]]),
        ("The text", _text(manifest["text"], attachments)),
        ("May be hidden from the public", _hideable(clauses, attachments)),
        ("Comes into force", [_effective(**manifest["effective"])]),
        ("Runs", [_term(manifest["effective"]["date"], **manifest["term"])]),
        ("Who signs", [*(_slot(one, names) for one in manifest["slots"]), *_how(manifest)]),
        ("Who adopts", [_body(one, names) for one in manifest["adopting_bodies"]] or ["No board or council"]),
        ("Changes after a vote", _delegated(manifest, names)),
        (
            "Checked against",
            [f"{one['id']}, version {one['version']}" for one in manifest["packs"]] or ["No list of rules"],
        ),
        (
            "Replaces",
            [f"Edition {one['edition']}" for one in manifest["supersedes"]] or ["No earlier edition"],
        ),
        ("Text frozen on", [_moment(manifest["frozen_at"], zone)]),
        ("Can be signed until", [f"{_moment(manifest['expires'], zone)}; after that no signature counts"]),
        ("Days and times of", [f"{ZONES[zone]} ({zone})" if zone in ZONES else zone]),
    ]


def numbers(manifest: Mapping[str, Any], attachments: Parts) -> list[tuple[str, str]]:
    """The numbers of the record behind those rows: names for programs, and hashes."""
    bodies = {one["id"]: one["name"] for one in manifest["adopting_bodies"]}
    names = {one["id"]: one["legal_name"] for one in manifest["parties"]}
    return [
        ("Installation", manifest["deployment"]),
        ("Agreement", manifest["mou"]),
        ("Text", manifest["text"]["text_root"]),
        *((one["name"], f"{one['media_type']} {one['sha256']}") for one in attachments),
        *((one["legal_name"], one["id"]) for one in manifest["parties"]),
        *((f"Place of {names[one['party']]}", f"{one['id']} {one['party']}") for one in manifest["slots"]),
        *((f"Vote of {one['name']}", f"{one['id']} {one['party']}") for one in manifest["adopting_bodies"]),
        *(
            (f"Authority of {bodies[one['body']]}", f"{one['body']} {one['party']}")
            for one in manifest["delegated_change"]
        ),
        *((f"Edition {one['edition']}", one["head"]) for one in manifest["supersedes"]),
    ]


def section(manifest: Mapping[str, Any], clauses: Parts, attachments: Parts) -> dict[str, Any]:
    """Both, as the page and its JSON say them."""
    return {"rows": rows(manifest, clauses, attachments), "numbers": numbers(manifest, attachments)}


def facts(manifest: Mapping[str, Any], clauses: Parts, attachments: Parts) -> list[tuple[str, str]]:
    """The rows as a printed page says them, one text each."""
    return [(label, "; ".join(lines) + ".") for label, lines in rows(manifest, clauses, attachments)]


def _text(said: Mapping[str, Any], attachments: Parts) -> list[str]:
    files = [f"Exhibit: {one['name']}, {plural(one['length'], 'byte')}" for one in attachments]
    return [plural(said["n"] - said["attachments"], "clause"), *(files or ["No exhibits"])]


def _hideable(clauses: Parts, attachments: Parts) -> list[str]:
    found = [f"Clause {one['path'].replace('/', '.')}" for one in clauses if one["redactable"]]
    return [*found, *(one["name"] for one in attachments if one["redactable"])] or ["Nothing"]


def _effective(rule: str, date: str) -> str:
    if rule == "first-school-day" and date:
        return f"{EFFECTIVE[rule]}, {day(date)}, or on the day of the last signature if that is later"
    return EFFECTIVE[rule].format(day=day(date))


def _term(begins: str, rule: str, months: int, date: str) -> str:
    if rule == "until-ended":
        return "Until somebody ends it"
    if rule == "until-date":
        return f"Until {day(date)}"
    last = f", until {day(_last(begins, months))} if it comes into force on {day(begins)}" if begins else ""
    return f"{plural(months, 'month')}{last}"


def _last(begins: str, months: int) -> date:
    return add_months(date.fromisoformat(begins), months) - timedelta(days=1)


def _slot(one: Mapping[str, Any], names: Mapping[str, str]) -> str:
    by_hand = " or on paper" if one["paper"] else ""
    optional = "" if one["required"] else "; it need not sign"
    return f"{names[one['party']]}, by its {offices_in_words(one['offices'])}, with a key{by_hand}{optional}"


def _how(manifest: Mapping[str, Any]) -> list[str]:
    hours = manifest["waiting_hours"]
    waits = f"{plural(hours, 'hour')} after" if hours else "as soon as"
    return [
        ORDER[manifest["order"]],
        ONE_EACH[manifest["one_slot_each"]],
        f"A new key counts {waits} a registrar vouched for it",
    ]


def _body(one: Mapping[str, Any], names: Mapping[str, str]) -> str:
    party = names[one["party"]]
    of = "" if party == one["name"] else f" of {party}"
    return f"{one['name']}{of}{'' if one['required'] else '; it need not adopt'}"


def authorities(manifest: Mapping[str, Any], body: str) -> list[str]:
    """What this body may allow with its vote, in the words of the terms."""
    given = [one for one in manifest["delegated_change"] if one["body"] == body]
    names = {one["id"]: one["legal_name"] for one in manifest["parties"]}
    return _delegated({**manifest, "delegated_change": given}, names) if given else []


def _delegated(manifest: Mapping[str, Any], names: Mapping[str, str]) -> list[str]:
    bodies = {one["id"]: one["name"] for one in manifest["adopting_bodies"]}
    return [
        f"{bodies[one['body']]} may allow the {OFFICE_TITLES[Office(one['office'])]} of {names[one['party']]} "
        f"{IN_WORDS[Change(one['kind'])]}, within this limit: {one['limit']}"
        for one in manifest["delegated_change"]
    ] or ["Nobody may change it"]


def _moment(when: str, zone: str) -> str:
    local = datetime.fromisoformat(when).astimezone(ZoneInfo(zone))
    return f"{day(local.date())}, {local:%H:%M} {ZONES.get(zone, zone)}"
