"""Whose adoption of an earlier text is carried over to the one that was signed (docs/format.md, section 9, "Adopted earlier").

The rules:

1. the package shows the text that was adopted: its manifest, the old form of each clause that changed, and the record from
   its freeze to this one without a gap; the differences are recomputed, and the terms are the same;
2. no other text was adopted in between, so a correction starts from the newest text that any body adopted;
3. a body is carried over only by an authority that its own adoption gave, that stands in the manifest it adopted, and that
   is one for this kind of change; whether a change stays within the limit's words, no machine can say: the delegate says so;
4. that authority's delegate answers for the correction, and counsel of every party that has to sign does, each by an own
   key, one person once, before anybody signs the text;
5. all of them say the same: which text was adopted, what changed, of which kind, and why.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from workflow.core.correcting import covers
from workflow.evidence import chain, clause_tree, signers
from workflow.evidence import manifest as manifests
from workflow.evidence.canonical import unb64u
from workflow.evidence.chain import Link
from workflow.evidence.correction import differences, earlier, same_terms
from workflow.evidence.errors import Bad
from workflow.evidence.party_chain import Enrolment
from workflow.evidence.signers import Court
from workflow.evidence.statement_table import read
from workflow.evidence.verdict import Changed

COUNSEL = "counsel"
SAME = ("adopted", "changed", "kind", "reason")
BEFORE = frozenset({"frozen", "served", "signed", "attested", "declined", "adopted", "corrected", "voided"})


@dataclass(frozen=True)
class Answer:
    """Somebody who answers for a correction, and for which party."""

    party: str
    who: Enrolment


@dataclass(frozen=True)
class Correction:
    """What carries adoptions over: which bodies (ids and names), how many clauses changed, by whose authority, and who answered."""

    bodies: tuple[str, ...]
    names: tuple[str, ...]
    clauses: tuple[str, ...]
    delegates: tuple[Enrolment, ...]
    answering: tuple[Answer, ...]


def told(found: Correction | None) -> Changed | None:
    """What a parent is told of it first; nothing where no body is carried over."""
    if found is None or not found.bodies:
        return None
    return Changed(
        found.names, len(found.clauses), tuple(f"{one.name}, {one.title}" for one in found.delegates)
    )


def judge(
    parcel: Mapping[str, Any], court: Court, edition: Sequence[Link], included: Callable[[list[Link]], list[Link]]
) -> Correction:  # fmt: skip
    """The correction of a package that has one. Raises Bad."""
    if not parcel.get("adoptions"):
        raise Bad("correction.text", "corrected, and the text that was adopted is not in the package")
    before = parcel["adoptions"][0]
    same_terms(before["manifest"], court.manifest)
    changed = _changed(parcel, before)
    given = _given(before, court, edition[0], included)
    adopted = manifests.head(before["manifest"])
    said, answering = _answers(court, edition, before["manifest"])
    if (said["adopted"], said["changed"]) != (adopted, changed):
        raise Bad("correction.binding", "who answered for the correction said something else of what changed")
    here = {link.leaf["slot"] for link in edition if link.leaf["event"] == "adopted"}
    bodies = [body for body in court.manifest["adopting_bodies"] if body["required"]]
    needed = [body for body in bodies if body["id"] in given and body["id"] not in here]
    delegates = [_delegate(body, given[body["id"]], said, answering) for body in needed]
    if needed:
        _counsel(court.manifest, answering)
    return Correction(
        tuple(body["id"] for body in needed),
        tuple(body["name"] for body in needed),
        tuple(one["part"] for one in changed),
        tuple({one.id: one for one in delegates}.values()),
        tuple(answering),
    )


def _changed(parcel: Mapping[str, Any], before: Mapping[str, Any]) -> list[dict[str, str]]:
    """What differs between the two texts, once the old one is the one that was adopted (rule 1)."""
    clauses, attachments = parcel["clauses"], parcel["attachments"]
    old = earlier(clauses, before["changed"])
    try:
        clause_tree.check(old, attachments, before["manifest"]["text"])
    except Bad as bad:
        raise Bad("correction.text", f"this is not the text that was adopted: {bad.words}") from None
    found = differences(old, clauses, attachments)
    if [one["part"] for one in found] != [item["path"] for item in before["changed"]]:
        raise Bad("correction.text", "a clause is named as changed and reads as it did, or out of its order")
    return found


def _given(
    before: Mapping[str, Any], court: Court, frozen: Link, included: Callable[[list[Link]], list[Link]]
) -> dict[str, list[dict[str, str]]]:
    """By body: the authority that it gave as it adopted the earlier text (rules 2 and 3)."""
    manifest = before["manifest"]
    head = manifests.head(manifest)
    like = {name: frozen.leaf[name] for name in ("kind", "deployment", "mou", "edition")}
    links = included(chain.read(before["chain"], like))
    chain.read([{"leaf": frozen.leaf, "index": frozen.index, "proof": []}], like, links[-1])
    _shape(links, head)
    then = replace(court, manifest=manifest, head=head, since=links[0].at)
    given: dict[str, list[dict[str, str]]] = {}
    for link in links:
        if link.leaf["event"] == "adopted":
            body = signers.adoption(then, link).place
            assert link.envelope is not None
            if body in given:
                raise Bad("signer.twice", "one body adopted the earlier text twice")
            said = read("adoption", unb64u(link.envelope["statement"]))["delegated"]
            given[body] = [one for one in said if one | {"body": body} in manifest["delegated_change"]]
    return given


def _shape(links: Sequence[Link], head: str) -> None:
    events = [link.leaf["event"] for link in links]
    if events[0] != "frozen" or links[0].leaf["head"] != head or events[-1] != "voided" or not BEFORE.issuperset(events):  # fmt: skip
        raise Bad("chain.events", "the record does not lead from the text that was adopted to this one")
    for link in links:
        if (link.envelope is not None) != (link.leaf["event"] == "adopted"):
            raise Bad("chain.leaf", "of an earlier text the adoptions alone are shown with their statements")
        if link.leaf["event"] == "adopted" and link.leaf["head"] != head:
            raise Bad("correction.text", "another text was adopted after this one")


def _answers(
    court: Court, edition: Sequence[Link], manifest: Mapping[str, Any]
) -> tuple[dict[str, Any], list[Answer]]:
    """What everybody who answered said, and who they are (rules 4 and 5)."""
    places = {(one["party"], one["office"]) for one in manifest["delegated_change"]}
    places |= {(slot["party"], COUNSEL) for slot in manifest["slots"] if slot["required"]}
    first: dict[str, Any] = {}
    answering: list[Answer] = []
    for link in edition:
        if link.leaf["event"] in ("signed", "attested"):
            break
        if link.leaf["event"] != "corrected":
            continue
        said, signed = court.hear_later(link, "correction", [office for _, office in places])
        if (said["party"], said["office"]) not in places:
            raise Bad("signer.office", f"{said['name']} is neither a delegate nor counsel of who signs here")
        if first and any(said[name] != first[name] for name in SAME):
            raise Bad("correction.binding", "those who answered for the correction did not say the same")
        first = first or said
        answering.append(Answer(said["party"], signed.enrolment))
    if not answering:
        raise Bad("correction.missing", "nobody answers for the correction")
    if sum(link.leaf["event"] == "corrected" for link in edition) != len(answering):
        raise Bad("chain.events", "somebody signed the text before its correction was answered for")
    people = [one.who.person for one in answering]
    if len(set(people)) != len(people):
        raise Bad("signer.twice", "one person answered twice for a correction")
    return first, answering


def _delegate(
    body: Mapping[str, Any], given: Sequence[Mapping[str, str]], said: Mapping[str, Any], answering: Sequence[Answer]
) -> Enrolment:  # fmt: skip
    """Who carries this body's adoption over (rules 3 and 4)."""
    if not given:
        raise Bad(
            "correction.authority", f"{body['name']} gave nobody the authority to change what it adopted"
        )
    fitting = [one for one in given if covers(one["kind"], said["kind"])]
    if not fitting:
        raise Bad("correction.authority", f"{body['name']} gave authority to mend errors of writing, not to change terms")  # fmt: skip
    places = {(one["party"], one["office"]) for one in fitting}
    for one in answering:
        if (one.party, one.who.office) in places:
            return one.who
    raise Bad(
        "correction.missing", f"nobody to whom {body['name']} gave the authority answers for the correction"
    )


def _counsel(manifest: Mapping[str, Any], answering: Sequence[Answer]) -> None:
    """Counsel of every party that has to sign (rule 4)."""
    there = {one.party for one in answering if one.who.office == COUNSEL}
    named = {party["id"]: party["legal_name"] for party in manifest["parties"]}
    for slot in manifest["slots"]:
        if slot["required"] and slot["party"] not in there:
            raise Bad(
                "correction.missing", f"counsel of {named[slot['party']]} does not answer for the correction"
            )
