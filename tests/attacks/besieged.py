"""A town with a published agreement, one in review, one open for signing, and one of strangers: what the attacks stand on.

Told once a module, because filling it takes longer than attacking it. Everybody acts through HTTP; the database is only
looked at, to see that a refused act left nothing behind.
"""

import contextlib
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import httpx
from sqlalchemy import text

from tests.journeys.town import TEXT, Town, running
from workflow.adapters.database import Database
from workflow.adapters.settings import Settings
from workflow.demo import review, signing
from workflow.demo.troupe import Troupe, letter_link
from workflow.demo.visitor import Visitor
from workflow.evidence.software_key import SoftwareKey

SCHOOL_SIDE = "planted-internal-words-of-the-school-side-7f3a"
POLICE_SIDE = "planted-internal-words-of-the-police-side-91cd"
MEMBERS_OWN = "planted-words-of-a-member-for-the-clerk-55aa"
OPENLY = "A question that every party may read."
PASSING = frozenset(
    [
        "throttle",
        "once",
        "web_session",
        "link_token",
        "undispatched",
        "unsequenced",
        "log_entry",
        "log_node",
        "checkpoint",
        "work",
        "challenge",
        "stream",
        "event",
        "public_copy",
        "turn",
        "placement",
        "notice",
    ]
)
"""Tables that move by themselves (a sweep warns signers while we look), or that a mere try may move. Events are counted apart."""
BEHIND = ("link:", "session:", "edition:published", "edition:rereview", "edition:served")


@dataclass
class Siege:
    """The town with its editions: `published`, `reviewed` (with a city council that adopts), `signing`, `foreign`."""

    town: Town
    settings: Settings
    database: Database
    people: dict[str, Visitor]
    published: str = ""
    published_event: str = ""
    reviewed: str = ""
    signing: str = ""
    signing_event: str = ""
    foreign: str = ""
    clause: str = ""
    parties: dict[str, str] = field(default_factory=dict)
    threads: dict[str, int] = field(default_factory=dict)
    tokens: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def address(self) -> str:
        return self.town.address

    def __getitem__(self, part: str) -> Visitor:
        return self.people[part]

    def has_thread(self, part: str, edition: str, number: int) -> bool:
        """Whether this edition has a comment of that number of its own."""
        return self[part].http.get(f"/api/v1/editions/{edition}/threads/{number}").status_code == 200

    def record(self) -> dict[str, Any]:
        """What must be unchanged after a refusal: the number of events, of rows of every table, and every edition's version."""
        self.rest()
        with self.database.reading() as session:
            ask = session.connection().execute
            tables = set(_tables(self.database)) - PASSING - {"alembic_version"}
            found: dict[str, Any] = {
                name: ask(text(f'SELECT count(*) FROM "{name}"')).scalar_one() for name in sorted(tables)
            }
            kinds = " AND ".join(f"kind NOT LIKE '{kind}%'" for kind in BEHIND)
            found["event"] = ask(text(f"SELECT count(*) FROM event WHERE {kinds}")).scalar_one()
            found["editions"] = sorted(
                tuple(row) for row in ask(text("SELECT id, status, revision_id, lock_version FROM edition"))
            )
        return found

    def rest(self) -> None:
        """Wait until the dispatcher has done what earlier acts led to."""
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            with self.database.reading() as session:
                ask = session.connection().execute
                if not ask(text("SELECT count(*) FROM undispatched")).scalar_one():
                    return
            time.sleep(0.02)

    def guest(self, edition: str, name: str, email: str, host: str = "director") -> Visitor:
        """Somebody without an account, let in to one edition by a mailed link."""
        self.people[host].post(f"/editions/{edition}/guests", name=name, email=email)
        visitor = Visitor(self.address, name, email)
        link = letter_link(visitor, "Please review")
        visitor.post(link.removeprefix(self.address))
        return visitor

    def member(self, host: str, party: str, office: str, name: str, email: str) -> Visitor:
        """Somebody new at a party, invited by its administrator, signed in with a passkey of their own."""
        self.people[host].post(
            f"/parties/{party}/people", name=name, email=email, office=office, evidence="A letter"
        )
        return self.enter(name, email)

    def enter(self, name: str, email: str) -> Visitor:
        visitor = Visitor(self.address, name, email)
        visitor.person = visitor.post(letter_link(visitor, "Invitation").removeprefix(self.address))["person"]
        visitor.keys[""] = SoftwareKey()
        visitor.ceremony("/account/passkeys/options", visitor.keys[""])
        return visitor

    def draft(self, host: str, title: str, slug: str, parties: list[str]) -> str:
        """An edition of a new agreement, with the town's own text."""
        made = self.people[host].post(
            "/mous", title=title, slug=slug, parties=parties, timezone="America/New_York", summary="A summary.",
            effective_rule="last_signature", months="12", review_months="12", text=TEXT.decode(),
        )  # fmt: skip
        return str(made["edition"])


def form_of(visitor: Visitor) -> dict[str, str]:
    """The hidden field that a form of this person's session carries."""
    return {"csrf": visitor.http.get("/api/v1/session").json()["csrf"]}


def send(visitor: Visitor, path: str, **form: Any) -> httpx.Response:
    """A form sent as a page's own form would be; nothing is followed."""
    return visitor.http.post(path, data={**form_of(visitor), **form}, headers={"Accept": "text/html"})


def show(visitor: Visitor, path: str) -> httpx.Response:
    """A page as a browser asks for it."""
    return visitor.http.get(path, headers={"Accept": "text/html"})


@contextlib.contextmanager
def besieged(settings: Settings, *, full: bool = True) -> Iterator[Siege]:
    """The story told once. `full`: with the published agreement and the one open for signing."""
    here = replace(settings, waiting_hours=0, tick_seconds=0.05)
    with running(here) as town:
        database = Database(here.database)
        siege = Siege(town, here, database, {**town.troupe.people, "stranger": Visitor(town.address)})
        siege.parties = dict(town.troupe.parties)
        try:
            if full:
                _tell_the_first(siege)
            _strangers(siege)
            _council(siege)
            _in_review(siege)
            siege.rest()
            yield siege
        finally:
            for visitor in siege.people.values():
                visitor.close()
            database.close()


def _tell_the_first(siege: Siege) -> None:
    town = siege.town
    town.has_a_published_agreement()
    siege.published, siege.published_event = town.edition, town.event
    siege.signing = siege.draft("director", "Agreement on Events", "events", _two(siege))
    troupe: Troupe = town.troupe
    from workflow.demo import drafting

    drafting.complete(troupe, siege.signing, town.telling)
    review.review(troupe, siege.signing, town.telling)
    siege.signing_event = signing.freeze(troupe, siege.signing, town.telling)


def _two(siege: Siege) -> list[str]:
    return [siege.parties["district"], siege.parties["agency"]]


def _strangers(siege: Siege) -> None:
    """Another district and another police department, with an agreement of their own."""
    for kind, name, part in (
        ("district", "Elsewhere Unified School District", "outsider"),
        ("agency", "Elsewhere Police Department", "outside_officer"),
    ):
        siege.parties[part] = siege["director"].post(
            "/parties", kind=kind, legal_name=name, place="Elsewhere", timezone="America/New_York",
            administrator=f"Out {part}", email=f"{part}@elsewhere.example",
        )["party"]  # fmt: skip
        siege.people[part] = siege.enter(f"Out {part}", f"{part}@elsewhere.example")
    theirs = [siege.parties["outsider"], siege.parties["outside_officer"]]
    facts = {"person_id": siege["outsider"].person, "office": "counsel", "evidence": "A letter"}
    siege["outsider"].post(f"/parties/{theirs[0]}/appointments", **facts)
    siege.foreign = siege.draft("outsider", "Agreement of Elsewhere", "elsewhere", theirs)


def _council(siege: Siege) -> None:
    siege.parties["body"] = siege["director"].post(
        "/parties", kind="body", legal_name="City Council", place="Town", timezone="America/New_York",
        administrator="Cora Clerk", email="cora@council.example",
    )["party"]  # fmt: skip
    siege.people["body_admin"] = siege.enter("Cora Clerk", "cora@council.example")
    for part, office, name in (
        ("body_clerk", "clerk", "Cleo Council"),
        ("body_member", "member", "Mel Member"),
        ("body_second", "member", "Max Member"),
    ):
        siege.people[part] = siege.member(
            "body_admin", siege.parties["body"], office, name, f"{part}@council.example"
        )


def _in_review(siege: Siege) -> None:
    parties = [*_two(siege), siege.parties["body"]]
    siege.reviewed = siege.draft("director", "Agreement in Review", "in-review", parties)
    page = f"/editions/{siege.reviewed}"
    siege["director"].post(f"{page}/circulation")
    clause = siege.clause = siege["director"].get(page)["clauses"][1]["key"]
    for name, part, words, visibility in (
        ("school", "principal", SCHOOL_SIDE, "party"),
        ("police", "officer", POLICE_SIDE, "party"),
        ("open", "officer", OPENLY, "parties"),
    ):
        made = siege[part].post(
            f"{page}/threads", clause=clause, words=words, visibility=visibility, kind="question"
        )
        siege.threads[name] = made["number"]
    siege["body_member"].post(f"{page}/notes", clause=clause, words=MEMBERS_OWN, may_name=True)
    revision = siege["principal"].get(page)["revision"]["id"]
    siege["principal"].post(f"{page}/verdicts", value="approve", words="", revision=revision)
    siege.people["guest"] = siege.guest(siege.reviewed, "Gale Guest", "gale@guest.example")
    siege["director"].post(
        f"{page}/observers", name="Oda Observer", email="oda@state.example", speaks_for="The State"
    )
    siege.people["observer"] = Visitor(siege.address, "Oda Observer", "oda@state.example")
    link = letter_link(siege["observer"], "To read along")
    siege["observer"].post(link.removeprefix(siege.address))
    siege["outsider"].post(f"/editions/{siege.foreign}/circulation")
    siege["outsider"].post(f"/editions/{siege.foreign}/threads", words="A comment of strangers.")
    siege.people["other_guest"] = siege.guest(siege.foreign, "Otto Other", "otto@guest.example", "outsider")


def _tables(database: Database) -> list[str]:
    from sqlalchemy import inspect

    return list(inspect(database.engine).get_table_names())
