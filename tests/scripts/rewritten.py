"""Packages written anew with one thing otherwise (rewriting.py), one for each answer that a change can bring about: rewritten.json.

By package of tests/vectors it holds changes: `at` is the place among what was opened; there stands then what stands `like` another
place, or `to`, or nothing (`drop`), or the list's items in this `order`; `codes` is what is refused then. They were chosen among 200,000, so that each way a verdict
can go wrong is there by several places, and for each time both sides of every moment at which the verdict turns. `python -m tests.scripts.rewritten` writes the codes anew.
"""

import json
from collections.abc import Iterator
from copy import deepcopy
from datetime import timedelta
from pathlib import Path
from typing import Any

from tests.evidence.installation import ORIGIN
from tests.scripts.case import Case
from tests.scripts.changes import Change, changed
from tests.scripts.packages import package_case
from tests.scripts.rewriting import Book, Closing, core_links, every
from tests.vectors import make
from workflow.evidence.canonical import b64u, sha256, unb64u
from workflow.evidence.fields import read_moment, write_moment
from workflow.evidence.verify import verify

PLAIN = "good-core"
FILE = Path(__file__).with_name("rewritten.json")


BOOKS: dict[str, Book] = {}
"""Those that were opened. They hold nothing that code under test has made of them, so no cache that is cleared."""


def book(name: str) -> Book:
    """The package of this name, open; of tests/vectors, also one that is not kept."""
    if not BOOKS:
        asked = kept().keys() | {PLAIN}
        BOOKS.update({one.name: Book(one.package, one.policy) for one in make.cases() if one.name in asked and one.policy})  # fmt: skip
    return BOOKS[name]


def kept() -> dict[str, list[Change]]:
    """The changes by package, each with the `codes` of what a verifier refuses then."""
    found: dict[str, list[Change]] = json.loads(FILE.read_bytes())
    return found


def there(value: Any, at: list[Any]) -> Any:
    """What stands at a place."""
    for step in at:
        value = value[step]
    return value


def plainly(change: Change, given: Any) -> Change:
    """The change, with what it refers to."""
    if "like" in change:
        return {"at": change["at"], "to": there(given, change["like"])}
    if "order" in change:
        items = there(given, change["at"])
        return {"at": change["at"], "to": [items[number] for number in change["order"]]}
    return change


def made(name: str, change: Change) -> tuple[bytes, bytes]:
    """Package and policy with a change."""
    one = book(name)
    return Closing(one, changed(one.given, plainly(change, one.given))).all()


PAGES = {
    "localhost": ("http://localhost", "http://localhost:8000", "https://localhost", "https://sign.localhost", "http://sign.localhost", "https://xlocalhost", "https://localhost.org", "https://localhost/", "ftp://localhost", "null", "xhttps://localhost"),
    "sro.example.org": ("https://sro.example.org", "http://sro.example.org", "https://a.sro.example.org", "https://asro.example.org", "https://sro.example.org:444", "https://example.org", "https://sro.example.org.x", "https://SRO.example.org"),
}  # fmt: skip
"""By relying party the pages on which everybody signed. Without a policy a key's own site, or a part of it, is all there is to ask for."""


def signed_on(rp_id: str, page: str) -> tuple[bytes, bytes]:
    """A package in which every signature was asked for on this page."""
    one = book(PLAIN)
    given, site = deepcopy(one.given), b64u(sha256(b"localhost"))[:42]

    def on_page(text: str) -> str:
        if text.startswith(site):  # what an authenticator says begins with the hash of the site
            return b64u(sha256(rp_id.encode()) + unb64u(text)[32:])
        return {"localhost": rp_id, ORIGIN: page}.get(text, text)

    for entry in core_links(given["package"]):
        if "envelope" in entry:
            entry["envelope"] = every(entry["envelope"], on_page)
    return Closing(one, given).all()


def in_the_time_of_a_page() -> Iterator[tuple[str, bytes, bytes]]:
    """A policy that knows the page from the first signature on, or up to the last, and a second too short; beside another page."""
    one = book(PLAIN)
    given = deepcopy(one.given)
    said = [link["envelope"]["said"]["issued"] for link in core_links(given["package"]) if "envelope" in link]
    first, last = min(said), max(said)
    [page] = given["policy"]["relying_parties"]
    other = page | {"rp_id": "other.example.org", "origins": ["https://other.example.org"]}
    for name, from_, until in (("whole", first, last), ("late", later(first, 1), ""), ("early", "", later(last, -1)), ("open", first, ""), ("old", "", last)):  # fmt: skip
        given["policy"]["relying_parties"] = [page | {"from": from_, "until": until}, other]
        yield (f"a page known {name}", *Closing(one, given).all())


def later(moment: str, seconds: int) -> str:
    """So many seconds later."""
    return write_moment(read_moment(moment) + timedelta(seconds=seconds))


def cases() -> Iterator[Case]:
    """All of them."""
    yield from (package_case(*one) for one in in_the_time_of_a_page())
    for rp_id, pages in PAGES.items():
        for page in pages:
            package, policy = signed_on(rp_id, page)
            yield package_case(f"signed on {page} for {rp_id}", package, policy)
            yield package_case(f"signed on {page} for {rp_id}, without a policy", package, None)
    for name, changes in kept().items():
        for change in changes:
            title = {step: value for step, value in change.items() if step != "codes"}
            yield package_case(f"rewritten {name} {json.dumps(title)}", *made(name, change))


def main() -> None:
    """Write down anew what is refused after each change: for the eye."""
    blocks = []
    for name, changes in kept().items():
        told = [json.dumps({**change, "codes": verify(*made(name, change)).codes}) for change in changes]
        blocks.append(f"{json.dumps(name)}: [\n" + ",\n".join(told) + "\n]")
    FILE.write_text("{\n" + ",\n".join(blocks) + "\n}\n", "utf-8")


if __name__ == "__main__":
    main()
