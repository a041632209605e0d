"""The demo's draft: import the text, fill its blanks, name the parties, attach what it speaks of. Ordinary acts alone."""

import re
import time
from collections.abc import Callable
from typing import TypeVar

from workflow.demo import blanks
from workflow.demo.telling import Telling
from workflow.demo.troupe import Troupe
from workflow.demo.visitor import Unexpected, Visitor

T = TypeVar("T")
PATIENCE = 60


def until(look: Callable[[], T], otherwise: str) -> T:
    """Ask again until there is an answer. Raises Unexpected after a minute."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if found := look():
            return found
        time.sleep(0.1)
    raise Unexpected(f"After {PATIENCE} seconds {otherwise}.")


def readable(name: str, content: bytes) -> str:
    """The text as far as the demo reads names out of it; a Word file is left to the service."""
    return "" if name.lower().endswith(".docx") else content.decode("utf-8", "replace")


def source_of(name: str, text: str) -> str:
    """Where the text comes from: its own source line where it has one."""
    source = re.search(r"^source: *(\S+)", text, re.MULTILINE)
    title = re.search(r"^title: *(.+)", text, re.MULTILINE)
    if not source:
        return f"The text is {name}."
    return f"The text is abridged from a real one: {title[1] if title else name}. Source: {source[1]}"


def start(troupe: Troupe, name: str, content: bytes, telling: Telling) -> str:
    """Upload the text. Returns the edition's id."""
    director = troupe["director"]
    made = director.send_file(
        "/mous/new", "/mous", "upload", name, content,
        title="School Resource Officer Agreement", slug="school-resource-officers",
        parties=[troupe.parties["district"], troupe.parties["agency"]], timezone="America/New_York",
        summary="How school resource officers work in our schools: what they do, what they leave to the school, and who supervises them.",
        effective_rule="last_signature", months="12", review_months="12",
    )  # fmt: skip
    edition = made.rsplit("/", 1)[1]
    shown = director.get(f"/editions/{edition}")
    telling.step(
        f"{director.name} imported it: revision 1, {len(shown['clauses'])} clauses.", f"/editions/{edition}"
    )
    return edition


def complete(troupe: Troupe, edition: str, telling: Telling) -> None:
    """Name the parties, add the signatures, then mend whatever the readiness page lists about the text."""
    director = troupe["director"]
    parties = blanks.parties_clause(troupe.sides, troupe.names["school"])
    director.post(
        f"/editions/{edition}/clauses", text=parties, after="first", note="Names the parties in full."
    )
    director.post(
        f"/editions/{edition}/clauses", text=blanks.SIGNATURES_CLAUSE, after="", note="Says who signs."
    )
    telling.step(
        "A clause that names the parties and one about signatures were added.",
        f"/editions/{edition}/revisions",
    )
    for _ in range(200):
        issues = director.get(f"/editions/{edition}/readiness")["issues"]
        wanting = [issue for issue in issues if issue["code"] in ("text.placeholder", "text.exhibit")]
        if not wanting:
            break
        _mend(director, troupe, edition, wanting[0], telling)
    telling.step("Nothing in the text is blank any more.", f"/editions/{edition}/readiness")


def _mend(director: Visitor, troupe: Troupe, edition: str, issue: dict[str, str], telling: Telling) -> None:
    telling.step(issue["words"], issue["link"])
    if issue["code"] == "text.exhibit":
        name = re.sub(r"^The text speaks of (.+), which.*$", r"\1", issue["words"])
        page = blanks.EXHIBIT.format(name=name).encode()
        where = f"/editions/{edition}/exhibits"
        director.send_file(where, where, "upload", f"{name}.txt", page, name=name)
        return
    shown = director.get(issue["link"])
    clause, base = shown["clause"], str(shown["revision"]["number"])
    text = blanks.filled(clause["text"], troupe.sides)
    director.post(issue["link"].removesuffix("/edit"), text=text, base=base, note="Fills a blank.")
