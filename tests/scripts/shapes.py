"""What may stand where: one place of a good value is changed at a time, and both verifiers must let it in or refuse it alike."""

import json
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from tests.evidence import factory
from tests.foreign.vectors import FOLDER, INDEX, envelopes, unb64u
from tests.scripts.case import Case
from tests.scripts.changes import Change, changed, changes
from workflow.evidence import leaf, manifest, package, policy, quote, statement_table
from workflow.evidence.canonical import loads
from workflow.evidence.errors import Bad

Rule = Callable[[Any], object]


def refuses_not(judge: Rule, code: str = "") -> Rule:
    """Whether a judgment raises nothing, or nothing with this code."""

    def rule(value: Any) -> bool:
        try:
            judge(value)
        except Bad as bad:
            return bad.code == code
        return True

    return rule


def changed_case(title: str, name: str, value: Any, holds: Rule, first: str | None = None) -> Case:
    """A shape of the script, for a value and for each change to it."""
    made: list[Change] = [{"at": [], "to": value}, *changes(value)]
    expected = [bool(holds(changed(value, change))) for change in made]
    asked = {"kind": "changes", "script": "verify", "name": name, "value": value, "changes": made}
    return Case(title, asked | ({} if first is None else {"first": first}), expected)


@cache
def parcels() -> tuple[dict[str, Any], ...]:
    """Every vector that is a package at all."""
    return tuple(json.loads((FOLDER / one["package"]).read_bytes()) for one in INDEX if one["verdict"] == "verified")  # fmt: skip


def statements() -> Iterator[tuple[str, dict[str, Any]]]:
    """Of every act the fullest statement in the vectors."""
    fullest: dict[str, bytes] = {}
    for parcel in parcels():
        for envelope in [*envelopes(parcel), *(one["envelope"] for one in parcel.get("redactions", []) if "envelope" in one)]:  # fmt: skip
            act, said = statement_table.ACT_OF[envelope["type"]], unb64u(envelope["statement"])
            if len(said) > len(fullest.get(act, b"")):
                fullest[act] = said
    return ((act, loads(said)) for act, said in sorted(fullest.items()))


def manifests() -> Iterator[dict[str, Any]]:
    """One with everything in it, and one of every rule for its dates."""
    cast = factory.ready()
    body = {"id": "board", "name": "Board of Education", "party": cast.district.id, "required": True}
    given = {"body": "board", "kind": "terms", "limit": "hours", "office": "counsel", "party": cast.agency.id}
    full = dict(
        factory.frozen(cast, adopting_bodies=[body], delegated_change=[given]).world.manifest,
        packs=[{"id": "us-ca", "version": "1"}],
        supersedes=[{"edition": 1, "head": "A" * 43}],
    )
    yield full
    dates = ("", "2026-08-15")
    for rule in manifest.EFFECTIVE:
        yield from ({**full, "effective": {"date": date, "rule": rule}} for date in dates)
    for rule in manifest.TERMS:
        yield from ({**full, "term": {"date": date, "months": months, "rule": rule}} for date in dates for months in (0, 1, 12))  # fmt: skip


def slim(value: Any) -> Any:
    """A value with no more than two items in any list: the first that is as long as any, and the last."""
    if isinstance(value, dict):
        return {name: slim(inner) for name, inner in value.items()}
    if not isinstance(value, list):
        return value
    kept = sorted(value, key=lambda one: len(json.dumps(one)))
    return [slim(one) for one in ([kept[-1], kept[0]] if len(kept) > 2 else value)]


def slim_parcels() -> Iterator[tuple[str, dict[str, Any]]]:
    """One package with every optional member, and one quotation; their manifests are judged elsewhere."""
    full: dict[str, Any] = {}
    for parcel in parcels():
        if parcel["format"] == package.FORMAT:
            for name, value in parcel.items():
                if name not in full or len(json.dumps(slim(value))) > len(json.dumps(full[name])):
                    full[name] = slim(value)
    yield "package", full | {"manifest": {}, "private": True}
    hidden = next(p for p in parcels() if any("commitment" in c for c in p.get("clauses", [])))
    closed = [c for c in hidden["clauses"] if "commitment" in c][:1]
    held = [{**closed[0], "redactable": False, "withheld": True}]
    yield "package that hides", full | {"manifest": {}, "private": True, "clauses": closed + held, "attachments": held + closed, "adoptions": [], "parties": full["parties"][:1]}  # fmt: skip
    quoted = next(p for p in parcels() if p["format"] == quote.FORMAT)
    yield "quotation", slim(quoted) | {"manifest": {}, "paper": full["paper"]}


def parcel_case(title: str, value: dict[str, Any], name: str) -> Case:
    """One member of a package changed in every place, among members that are as small as may be; leaves and chains are judged elsewhere."""
    small = {one: inner[:1] if one in FILLED else [] if isinstance(inner, list) else inner for one, inner in value.items()}  # fmt: skip
    base = small | ({name: value[name]} if name else {})
    made = [{"at": [name, *one["at"]] if "at" in one and name else one["at"], **{k: v for k, v in one.items() if k != "at"}} for one in changes(base[name] if name else {})]  # fmt: skip
    if not name:
        made += [{"at": [one], "drop": 1} for one in base]
    made = [one for one in made if not {"leaf", "chain"} & set(one["at"][:-1])]
    expected = [whole_parcel(changed(base, change)) for change in made]
    asked = {"kind": "changes", "script": "verify", "name": "packageShape", "value": base, "changes": made}
    return Case(f"{title}: {name or 'members'}", asked, expected)


FILLED = ("edition_chain", "clauses", "parties")


def whole_parcel(value: Any) -> bool:
    """As quote.read, but for the manifest."""
    if type(value) is dict and value.get("format") == quote.FORMAT:
        return not quote.QUOTE(value)
    return not package.PACKAGE(value)


def policies() -> Iterator[dict[str, Any]]:
    """A policy with every member."""
    full: dict[str, Any] = {}
    for one in INDEX:
        if one["policy"] and one["verdict"] == "verified":
            for name, value in json.loads((FOLDER / one["policy"]).read_bytes()).items():
                if name not in full or len(json.dumps(slim(value))) > len(json.dumps(full[name])):
                    full[name] = slim(value)
    yield full | {"attestation_roots": ["A" * 43], "signing_scripts": ["A" * 43]}


def cases() -> Iterator[Case]:
    """Statements, manifests, leaves, policies and packages, place by place."""
    for act, said in statements():
        holds = refuses_not(lambda value, act=act: statement_table.judge(act, value), "signature.key")
        yield changed_case(f"statement of {act}", "statementShape", said, holds, act)
    made = list(manifests())
    yield changed_case("manifest", "manifestShape", made[0], refuses_not(manifest.validate))
    dated = [{"at": [], "to": one} for one in made]
    asked = {"kind": "changes", "script": "verify", "name": "manifestShape", "value": {}, "changes": dated}
    yield Case("manifest dates", asked, [refuses_not(manifest.validate)(one) for one in made])
    for parcel in parcels()[:1]:
        own, link = parcel["parties"][0]["chain"][1]["leaf"], parcel["edition_chain"][1]["leaf"]
        yield changed_case("leaf of a party", "partyLeaf", own, lambda value: not leaf.PARTY_LEAF(value))
        yield changed_case(
            "leaf of an edition", "editionLeaf", link, lambda value: not leaf.EDITION_LEAF(value)
        )
    for one in policies():
        yield changed_case("policy", "policyShape", one, lambda value: not policy.POLICY(value))
    for title, value in slim_parcels():
        yield from (
            parcel_case(title, value, name)
            for name in (("attachments", "clauses") if "hides" in title else [*value, ""])
        )
