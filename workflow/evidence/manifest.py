"""The manifest: what everybody signs, in one public object, and its head (docs/format.md, section 3).

It is built by the room that freezes a text and judged here. What it requires binds the verifier, except that the
verifier adds a floor of its own: no manifest can do without the two offices the federal rows 115 and 116 name.
"""

from typing import Any

from workflow.evidence import fields
from workflow.evidence.canonical import hash_of
from workflow.evidence.clause_tree import ALG
from workflow.evidence.errors import Bad
from workflow.evidence.fields import (
    CODE,
    EMPTY,
    HASH,
    ID,
    boolean,
    day,
    either,
    line,
    moment,
    record,
    whole,
)
from workflow.evidence.statement_table import DELEGATED, PARTY_KINDS

FORMAT = "sro-mou/manifest/v1"
TOP_LAW_ENFORCEMENT = frozenset({"chief", "sheriff"})
SCHOOL_OFFICIALS = frozenset({"superintendent", "board_chair", "principal"})
ORDERS = ("any", "set")
EFFECTIVE = (
    "fixed",
    "retroactive",
    "last-signature",
    "all-adoptions",
    "execution-and-filing",
    "first-school-day",
)
DATED = ("fixed", "retroactive")
TERMS = ("months", "until-date", "until-ended")

_TEXT = record(
    {
        "alg": fields.constant(ALG),
        "attachments": whole(0, 10_000),
        "n": whole(1, 100_000),
        "text_root": HASH,
    }
)
_PARTY = record({"id": HASH, "kind": fields.one_of(*PARTY_KINDS), "legal_name": line})
_SLOT = record(
    {
        "id": ID,
        "offices": fields.listing(CODE, 1, 20),
        "paper": boolean,
        "party": HASH,
        "required": boolean,
    }
)
_BODY = record({"id": ID, "name": line, "party": HASH, "required": boolean})
_DELEGATION = record(DELEGATED | {"body": ID})
_DATE = either(EMPTY, day)
_MANIFEST = record(
    {
        "adopting_bodies": fields.listing(_BODY, 0, 50),
        "delegated_change": fields.listing(_DELEGATION, 0, 50),
        "deployment": ID,
        "edition": whole(1, 100_000),
        "effective": record({"date": _DATE, "rule": fields.one_of(*EFFECTIVE)}),
        "expires": moment,
        "format": fields.constant(FORMAT),
        "frozen_at": moment,
        "mou": ID,
        "one_slot_each": boolean,
        "order": fields.one_of(*ORDERS),
        "packs": fields.listing(record({"id": ID, "version": ID}), 0, 100),
        "parties": fields.listing(_PARTY, 2, 100),
        "revision": whole(1, 1_000_000),
        "slots": fields.listing(_SLOT, 2, 500),
        "supersedes": fields.listing(record({"edition": whole(1, 100_000), "head": HASH}), 0, 100),
        "term": record({"date": _DATE, "months": whole(0, 1200), "rule": fields.one_of(*TERMS)}),
        "text": _TEXT,
        "title": line,
        "waiting_hours": whole(0, 8760),
        "zone": fields.ZONE,
    }
)


def head(manifest: dict[str, Any]) -> str:
    """`b64u(H("sro-mou/manifest/v1\\0" || JCS(manifest)))`."""
    return hash_of(FORMAT, manifest)


def validate(manifest: Any) -> dict[str, Any]:
    """The manifest, if its members are exactly those of the format and name each other. Raises Bad("manifest.members")."""
    said: dict[str, Any] = fields.demand(manifest, _MANIFEST, "manifest.members")
    parties = _distinct(said["parties"], "party")
    bodies = _distinct(said["adopting_bodies"], "adopting body")
    _distinct(said["slots"], "slot")
    for item in (*said["slots"], *said["adopting_bodies"], *said["delegated_change"]):
        if item["party"] not in parties:
            raise Bad("manifest.members", "something belongs to a party that is not one of the parties")
    for item in said["delegated_change"]:
        if item["body"] not in bodies:
            raise Bad("manifest.members", "a change is delegated by a body that does not adopt")
    if said["text"]["attachments"] >= said["text"]["n"]:
        raise Bad("manifest.members", "a text has at least one clause")
    if not said["frozen_at"] < said["expires"]:
        raise Bad("manifest.members", "signing ends before the text was frozen")
    _dated(said["effective"], said["term"])
    return said


def _dated(effective: dict[str, Any], term: dict[str, Any]) -> None:
    """A day or a number of months stands where the rule needs one, and nowhere else."""
    rule, dated = effective["rule"], effective["date"] != ""
    if (rule in DATED and not dated) or (rule not in (*DATED, "first-school-day") and dated):
        raise Bad("manifest.members", f"the effective-date rule {rule} and its day do not fit")
    needs = (term["rule"] == "months", term["rule"] == "until-date")
    if needs != (term["months"] > 0, term["date"] != ""):
        raise Bad("manifest.members", f"the term rule {term['rule']} and its numbers do not fit")


def _distinct(items: list[dict[str, Any]], noun: str) -> set[str]:
    ids = {item["id"] for item in items}
    if len(ids) != len(items):
        raise Bad("manifest.members", f"a {noun} stands twice")
    return ids


def floor(manifest: dict[str, Any]) -> None:
    """The verifier's own minimum of required slots: rows 115 and 116, by two parties. Raises Bad("manifest.floor")."""
    required = [slot for slot in manifest["slots"] if slot["required"]]
    chiefs = {slot["party"] for slot in required if TOP_LAW_ENFORCEMENT.issuperset(slot["offices"])}
    schools = {slot["party"] for slot in required if SCHOOL_OFFICIALS.issuperset(slot["offices"])}
    if not chiefs:
        raise Bad("manifest.floor", "no required signature of a top law-enforcement executive")
    if not schools or len(chiefs | schools) < 2:
        raise Bad("manifest.floor", "no required signature of a school official of another party")
