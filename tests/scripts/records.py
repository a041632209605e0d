"""Packages whose record was changed in one place: every link of every chain, its place in the log, its statement, its signatures."""

import json
from collections.abc import Iterator
from typing import Any

from tests.foreign.vectors import FOLDER, expected
from tests.scripts.case import Case
from tests.scripts.changes import Change, changed
from tests.scripts.packages import package_case
from workflow.evidence.canonical import dumps
from workflow.evidence.statement_table import MEDIA

VECTORS = ("good-published", "good-adoption", "good-corrected-hidden", "good-paper", "good-recovered", "good-released", "good-time", "good-quote")  # fmt: skip
EVENTS = ("frozen", "served", "signed", "declined", "voided", "adopted", "executed", "published", "redacted", "attested", "corrected")  # fmt: skip


def of_link(link: dict[str, Any]) -> Iterator[Change]:
    """One link with something else in it."""
    leaf = link["leaf"]
    for name, values in (("at", ("2000-01-01T00:00:00Z", "2999-01-01T00:00:00Z")), ("seq", (leaf["seq"] + 1, 0)), ("prev", ("", "A" * 43)), ("deployment", ("elsewhere",))):  # fmt: skip
        yield from ({"at": ["leaf", name], "to": value} for value in values if value != leaf[name])
    if leaf["kind"] == "edition":
        yield from ({"at": ["leaf", "event"], "to": event} for event in EVENTS if event != leaf["event"])
        yield from ({"at": ["leaf", "slot"], "to": slot} for slot in ("", "s1", "s2", "board", "x"))
        yield from ({"at": ["leaf", "subject"], "to": subject} for subject in ("", "A" * 43))
    yield from ({"at": ["index"], "to": index} for index in (0, link["index"] + 1, 10**6))
    yield from (
        {"at": ["proof"], "to": proof} for proof in ([], link["proof"][:-1], [*link["proof"], "A" * 43])
    )
    if envelope := link.get("envelope"):
        yield {"at": ["envelope"], "drop": 1}
        yield from ({"at": ["envelope", "type"], "to": MEDIA[act]} for act in ("approval", "void", "decline"))
        yield {"at": ["envelope", "signatures"], "to": envelope["signatures"] * 2 if len(envelope["signatures"]) == 1 else envelope["signatures"][:1]}  # fmt: skip
        for name in ("key", "signature", "client_data", "authenticator_data"):
            yield {"at": ["envelope", "signatures", 0, name], "to": "A" * 43 if name == "key" else "AAAA"}


def of_chain(chain: list[dict[str, Any]]) -> Iterator[Change]:
    """A link changed, missing, twice, or in another order."""
    for number, link in enumerate(chain):
        yield from ({**one, "at": [number, *one["at"]]} for one in of_link(link))
        yield {"at": [number], "drop": 1}
    yield {"at": [], "to": chain[::-1]}
    yield {"at": [], "to": [*chain, chain[-1]]}


def chains(parcel: dict[str, Any]) -> Iterator[list[Any]]:
    """Where the chains of a package stand."""
    yield ["edition_chain"]
    yield ["parties", 0, "chain"]
    yield from (["adoptions", at, "chain"] for at in range(len(parcel.get("adoptions", []))))
    if parcel.get("redactions"):
        yield ["redactions"]
    if "publication" in parcel:
        yield ["publication", "chain"]


def cases() -> Iterator[Case]:
    """Of each vector every seventh change, beginning somewhere else each time, so that together they are all."""
    for turn, name in enumerate(VECTORS):
        one = expected(name)
        parcel = json.loads((FOLDER / one["package"]).read_bytes())
        policy = (FOLDER / one["policy"]).read_bytes()
        for place in chains(parcel):
            chain = parcel
            for step in place:
                chain = chain[step]
            for number, change in enumerate(of_chain(chain)):
                if number % 7 == turn % 7:
                    made = dumps(changed(parcel, {**change, "at": [*place, *change["at"]]}))
                    yield package_case(f"{name} {place} {number}", made, policy)
