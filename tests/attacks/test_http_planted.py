"""Three thousand planted scripts, dealt out over every kind of field that somebody can fill: all of them are text.

Chromium is the judge: its own parser finds no element or handler of theirs, none runs, no page breaks its own policy, and
every number can be read somewhere. The files that people take away, the feeds and the letters are read as their readers would.
"""

import csv
import email
import email.policy
import io
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree

import docx
import openpyxl
import pytest
from sqlmodel import select

from tests.attacks.payloads import MARK, payloads
from tests.attacks.test_http_scripts import dangers
from tests.review import world as worlds
from tests.rig.chromium import Visitor as Browser
from workers.dispatch import run_until_quiet
from workers.kit import Kit
from workflow.adapters.clock import FixedClock
from workflow.core.people import SERVICE, Office
from workflow.demo.visitor import Visitor
from workflow.history import actions as history
from workflow.parties import sessions
from workflow.review.window import speaking
from workflow.review.window.models import PublicComment
from workflow.web.sessions import cookie_name

COUNT = 3_000
PEOPLE = (
    *worlds.PEOPLE,
    ("ann", "district", Office.ADMINISTRATOR),
    ("superintendent", "district", Office.SUPERINTENDENT),
)
SHORT = 190


@dataclass
class Plot:
    """A served review, its people, and the payloads that are still to be dealt."""

    service: Any
    edition: str
    who: dict[str, str]
    parties: dict[str, str]
    tokens: dict[str, str]
    left: Iterator[str]
    kinds: dict[str, int] = field(default_factory=dict)
    pages: list[str] = field(default_factory=list)
    people: dict[str, Visitor] = field(default_factory=dict)

    def visitor(self, name: str) -> Visitor:
        if name not in self.people:
            self.people[name] = Visitor(self.service.url, name)
            if name in self.tokens:
                self.people[name].http.cookies.set(cookie_name(self.service.settings), self.tokens[name])
        return self.people[name]

    def deal(self, kind: str, count: int = 1) -> str:
        """The next payloads for this kind of field, a line each."""
        lines = [next(self.left) for _ in range(count)]
        self.kinds[kind] = self.kinds.get(kind, 0) + count
        return "\n".join(lines)

    def line(self, kind: str) -> str:
        """One for a field of one line."""
        return " ".join(self.deal(kind).split())[:SHORT]


@pytest.fixture
def plot(served: Any, settings: Any, database: Any) -> Iterator[Plot]:
    service, now = served(settings), datetime.now(UTC)
    with service.database.writing() as session:
        history.begin(
            session, deployment="d0" * 10, rp_id="localhost", origin=service.url, log_origin="countersign.example/log",
            actor=SERVICE, at=now,
        )  # fmt: skip
        built = worlds.build(session, now - timedelta(days=1), people=PEOPLE)
        tokens = {
            name: sessions.begin(session, person, at=now, by_passkey=True)
            for name, person in built.who.items()
        }
        parties = {name: party.id for name, party in built.parties.items()}
    made = Plot(service, built.edition.id, dict(built.who), parties, tokens, payloads(COUNT))
    yield made
    for one in made.people.values():
        one.close()


def texts(plot: Plot, dana: Visitor) -> None:
    """Whole texts, as they come: typed, as Markdown, from Word; with file names of their own."""
    for name, content in (
        ("a.txt", _clauses(plot, "imported text").encode()),
        ('"><img src=x onerror=planted(0)>.md', _clauses(plot, "imported Markdown").encode()),
        ("b.docx", _word(plot)),
    ):
        where = dana.send_file(
            "/mous/new", "/mous", "upload", name, content, title=plot.line("title"), slug=f"plot-{len(plot.pages)}",
            parties=[plot.parties["district"], plot.parties["agency"]], timezone="America/New_York", months="12",
            summary=plot.line("summary"), effective_rule="last_signature",
        )  # fmt: skip
        plot.pages += [
            where,
            f"{where}/revisions",
            f"{where}/revisions/1",
            f"{where}/findings",
            f"{where}/term",
        ]
    plot.edition = plot.pages[0].rpartition("/")[2]


def _clauses(plot: Plot, kind: str) -> str:
    return "\n\n".join(f"{n}. Clause {n} {plot.line(kind)}\n\n{plot.deal(kind, 15)}" for n in range(1, 16))


def _word(plot: Plot) -> bytes:
    document = docx.Document()
    for n in range(1, 16):
        document.add_heading(f"{n}. Clause {n}", 1)
        for line in plot.deal("imported Word file", 15).splitlines():
            document.add_paragraph(line)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def talk(plot: Plot, dana: Visitor) -> None:
    page = f"/editions/{plot.edition}"
    clauses = [one["key"] for one in dana.get(page)["clauses"]]
    dana.post(f"{page}/circulation")
    officer, principal = plot.visitor("officer"), plot.visitor("principal")
    for n in range(45):
        who = (dana, officer, principal)[n % 3]
        who.post(
            f"{page}/threads", words=plot.deal("comment", 30), clause=clauses[n % len(clauses)], kind="critical",
            basis=plot.deal("basis of an objection", 1), blocking=n % 9 == 0, visibility="party" if n % 9 == 3 else "parties",
        )  # fmt: skip
        if n % 3 == 0:
            dana.post(f"{page}/threads/{n + 1}/comments", words=plot.deal("reply", 10))
    for n in (
        2,
        5,
        8,
    ):  # comments of dana herself, of the officer and of the principal stand behind 1, 2, 3 and so on
        dana.post(f"{page}/threads/{n}/dispositions", value="rejected", words=plot.deal("answer", 10))
    dana.post(f"{page}/threads/5/reopening", words=plot.deal("reopening", 5))
    dana.post(f"{page}/threads/4/withdrawal", words=plot.deal("withdrawal of a comment", 5))
    for key in clauses[:3]:
        old = next(one["text"] for one in dana.get(page)["clauses"] if one["key"] == key)
        made = officer.post(
            f"{page}/suggestions", clause=key, text=f"{old}\n\n{plot.deal('suggestion', 10)}", words=plot.deal("reason of a suggestion", 5)
        )["number"]  # fmt: skip
    dana.post(f"{page}/suggestions/{made}/rejection", words=plot.deal("rejection", 5))
    old = dana.get(page)["clauses"][3]
    dana.post(f"{page}/clauses/{old['key']}", text=f"{old['text']}\n\n{plot.deal('clause', 10)}", base="1", note=plot.line("note of a revision"), confirmed=True)  # fmt: skip
    revision = dana.get(page)["revision"]["id"]
    principal.post(
        f"{page}/verdicts", value="request_changes", words=plot.deal("verdict", 10), revision=revision
    )
    officer.post(f"{page}/verdicts", value="approve", words=plot.deal("verdict", 10), revision=revision)
    dana.post(f"{page}/guests", name=plot.line("name of a guest"), email="guest@example.org")
    for name in ('x"><script>planted(1)</script>.txt', "<img src=x onerror=planted(2)>.txt"):
        dana.send_file(
            f"{page}/exhibits",
            f"{page}/exhibits",
            "upload",
            name,
            b"words",
            name=plot.line("name of an exhibit"),
        )
    plot.pages += [page, *(f"{page}/{tail}" for tail in (
        "comments", "threads", f"threads?clause={clauses[0]}", "threads/1", "threads/2", "threads/4", "threads/5", f"threads/{made}", "suggestions",
        f"suggestions/new?clause={clauses[0]}", f"suggestions/result?chosen={made - 1}", "history", "revisions/2", "compare/1...2", "guests", "exhibits",
        "readiness", "withdrawal", f"clauses/{old['key']}/edit", "circulation",
    ))]  # fmt: skip


def parties(plot: Plot) -> None:
    ann, here = plot.visitor("ann"), f"/parties/{plot.parties['district']}"
    ann.post(f"{here}/details", short_name="<b>planted(3)", place=plot.line("place"), contact=plot.line("address"), timezone="America/New_York")  # fmt: skip
    ann.post(
        f"{here}/people", name=plot.line("name of a person"), email="new@example.org", office="counsel", evidence=plot.line("evidence of an office")
    )  # fmt: skip
    ann.post(f"{here}/closures", first="2030-01-01", last="2030-01-05", words=plot.line("closed days"))
    day = str((datetime.now(UTC) + timedelta(days=3)).date())
    ann.post(f"{here}/deputies", person_id=plot.who["counsel"], deputy_id=plot.who["dana"], until_date=day, words=plot.line("reason of a deputy"))  # fmt: skip
    made = ann.post("/parties", kind="agency", legal_name=plot.line("name of a party"), place=plot.line("place"), timezone="America/New_York")["party"]  # fmt: skip
    route = plot.visitor("dana").http.post(
        f"/api/v1{here}/routes",
        json={
            "title": plot.line("name of a route"), "why": plot.deal("reason of a route", 5), "source": plot.line("source of a route"),
            "stage_title": [plot.line("stage")], "stage_days": ["5"], "lane_stage": ["1"], "lane_title": [plot.line("lane")],
            "lane_quorum": ["all"], "lane_each": [""], "lane_asks": [plot.line("what a lane asks")], "seat_lane": ["1-1"],
            "seat": [f"post:{plot.parties['district']}:counsel"], "step_days": ["0"], "step_to": ["self"],
        },
    )  # fmt: skip
    assert route.is_success, route.text
    name = route.json()["name"]
    plot.pages += [here, f"{here}/absences", f"{here}/routes", f"{here}/routes/{name}", f"{here}/routes/{name}/edit", f"/parties/{made}", "/parties", "/inbox", "/mous", "/account"]  # fmt: skip


def public(plot: Plot, dana: Visitor) -> str:
    """The comment window of the second agreement, and what people of the public say in it. Returns its address."""
    page = plot.pages[5]
    dana.post(f"{page}/circulation")
    closes = f"{datetime.now(UTC) + timedelta(days=20):%Y-%m-%dT%H:%M}"
    dana.post(f"{page}/window", notice=plot.deal("notice of a window", 10), closes=closes)
    address, anybody = "/mou/plot-5/1", plot.visitor("anybody").http
    for n in range(4):
        form = {
            "words": plot.deal("comment of the public", 15),
            "name": plot.line("name of a commenter")[:95],
            "email": f"p{n}@example.org",
        }
        sent = anybody.post(f"/api/v1{address}/comments", json=form, headers={"Idempotency-Key": f"plot-{n}"})
        assert sent.is_success, sent.text
    with plot.service.database.writing() as session:
        for row in session.exec(select(PublicComment)).all():
            speaking.confirm(
                session, speaking.issue_link(session, row.id, at=datetime.now(UTC)), at=datetime.now(UTC)
            )
    dana.post(
        f"{page}/window/comments/1/answers", value="rejected", words=plot.deal("answer to the public", 10)
    )
    dana.post(
        f"{page}/window/comments/2/moderation",
        act="hide",
        reason="pupil",
        words=plot.deal("reason of moderation", 10),
    )
    plot.pages += [f"{page}/window", f"{page}/window/comments/1", f"{page}/window/comments/2", f"{address}/comment", f"{address}/comment/new", "/", "/verify"]  # fmt: skip
    return address


LOOK = f"""() => {{
  const strange = [...document.querySelectorAll("*")].filter((one) =>
    [...one.attributes].some(({{name, value}}) => name.startsWith("on") || name == "style" || name == "srcdoc"
      || (["href", "src", "action", "formaction", "data"].includes(name) && /^\\s*(?:javascript|data|vbscript):|{MARK}[^%]*\\(/i.test(value) && !value.startsWith("/") && !value.startsWith("?")))
    || /^(?:script|iframe|object|embed|base|math|animate|video|audio|template|style|x)$/i.test(one.localName) && !(one.src ?? "").includes("/static/"));
  const words = document.body.innerText + [...document.querySelectorAll("input,textarea")].map((one) => one.value).join(" ") + document.body.textContent;
  return {{ strange: strange.map((one) => one.outerHTML.slice(0, 200)), words }};
}}"""


def test_three_thousand_planted_scripts_are_text(plot: Plot, visitor: Callable[..., Browser]) -> None:
    dana = plot.visitor("dana")
    texts(plot, dana)
    talk(plot, dana)
    parties(plot)
    address = public(plot, dana)
    queries = [f"{where}{quote(plot.line('query string'))}" for where in ("/?q=", "/?place=", "/sign-in?next=", f"{address}/comment?clause=", "/mou/", plot.pages[0] + "/comments?state=") for _ in range(5)]  # fmt: skip
    rest = plot.line("form that is refused"), *plot.left
    refused = "\n".join(rest)
    plot.kinds["form that is refused"] = len(rest)
    browser = visitor(plot.service.url)
    browser.context.add_cookies(
        [{"name": cookie_name(plot.service.settings), "value": plot.tokens["dana"], "url": plot.service.url}]
    )
    browser.context.add_init_script(
        f"window.{MARK} = (n) => console.log('RAN ' + n); "
        "document.addEventListener('securitypolicyviolation', (e) => console.log('VIOLATION ' + e.violatedDirective + ' ' + e.sample));"
    )
    asked: list[str] = []
    browser.page.on("request", lambda request: asked.append(request.url))
    shown: set[int] = set()

    def look(where: str) -> None:
        found = browser.page.evaluate(LOOK)
        assert found["strange"] == [], (where, found["strange"])
        shown.update(
            map(int, re.findall(r"(?:planted'?\]?\)?(?:\?\.)?[(,0\s\[]*|\[)(\d+)", found["words"], re.I))
        )

    for where in [*plot.pages, *queries]:
        answer = browser.page.goto(plot.service.url + where, wait_until="domcontentloaded")
        assert answer and answer.status in (200, 404, 422), (where, answer and answer.status)
        look(where)
    browser.page.goto(f"{plot.service.url}{plot.pages[0]}/threads")
    browser.page.get_by_label("Your comment").fill(refused[:30_000])
    browser.page.get_by_role("button", name="Post the comment").click()
    look("a form that comes back")
    told = [
        line for line in browser.said if "RAN" in line or "VIOLATION" in line or "Content Security" in line
    ]
    assert told == []
    assert [url for url in asked if not url.startswith(plot.service.url)] == []
    assert sum(plot.kinds.values()) >= COUNT and len(plot.kinds) > 35
    missing = set(range(COUNT)) - shown
    print(
        f"{COUNT} payloads in {len(plot.kinds)} kinds of fields, {len(plot.pages) + len(queries)} pages; {len(shown)} read as text"
    )
    assert len(missing) < COUNT / 20, sorted(missing)[:50]
    files(plot, dana, address)
    letters(plot)


def files(plot: Plot, dana: Visitor, address: str) -> None:
    page = plot.pages[0]
    for name in (f"{page}/comments.csv", f"{address}/comments.csv"):
        rows = list(csv.reader(io.StringIO(dana.bytes_of(name).decode("utf-8-sig"))))
        assert sum(MARK in cell for row in rows for cell in row) > 3
        assert not [cell for row in rows for cell in row if cell.strip()[:1] in tuple("=+-@")]
    sheet = openpyxl.load_workbook(io.BytesIO(dana.bytes_of(f"{page}/comments.xlsx"))).active
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert sum(MARK in str(cell.value) for cell in cells) > 40 and {cell.data_type for cell in cells} <= {
        "s",
        "n",
        "d",
    }
    with zipfile.ZipFile(io.BytesIO(dana.bytes_of(f"{page}/comments.docx"))) as box:
        root = ElementTree.fromstring(box.read("word/document.xml"))
    assert {one.tag.split("}")[0] for one in root.iter()} <= {root.tag.split("}")[0]}
    assert "".join(root.itertext()).count(MARK) > 1_000
    for feed in ("/feed.atom", "/mou/plot-5/feed.atom"):
        answer = dana.http.get(feed)
        if answer.is_success:
            assert {
                one.tag for one in ElementTree.fromstring(answer.content).iter() if "Atom" not in one.tag
            } == set()
    for name in (f"{page}/comments.json", f"{address}/comments.json"):
        assert dana.http.get(name).headers["content-type"].startswith("application/json")
    for name in (f"{page}/text.txt", f"{page}/text.md"):
        answer = dana.http.get(name)
        assert (
            answer.headers["x-content-type-options"] == "nosniff"
            and "html" not in answer.headers["content-type"]
        )


def letters(plot: Plot) -> None:
    """Every letter that came of it: its page has no element of theirs."""
    kit = Kit(plot.service.settings, plot.service.database, FixedClock(datetime.now(UTC)))
    run_until_quiet(kit)
    run_until_quiet(
        Kit(plot.service.settings, plot.service.database, FixedClock(datetime.now(UTC) + timedelta(days=2)))
    )
    bodies = [
        email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
        .get_body(("html",))
        .get_content()
        for file in (plot.service.settings.data / "mailbox").glob("*.eml")
    ]
    assert len(bodies) > 5 and sum(body.count(MARK) for body in bodies) > 100
    assert [found for body in bodies for found in dangers(body)] == []
