"""A whole review over HTTP: three stages, twelve reviewers, a hundred and twenty comments, from circulation to the last approval.

Every step is a request of a person of its own to the service as it is started by `countersign serve`, over the loopback, each
committed to the disk before it is answered. The yardstick is the same number of requests to a page of the same framework that
does nothing.
"""

import http.client
import json
import secrets
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bench.measure import figure
from tests.review.world import World, build
from tests.rig.processes import environment, process
from tests.rig.services import ROOT, free_port
from workflow.adapters.database import Database
from workflow.adapters.migrations import migrate
from workflow.adapters.settings import Settings
from workflow.core.people import Office
from workflow.core.routing import Lane, Place, Route, Stage
from workflow.parties import sessions
from workflow.review.models import KeptRoute
from workflow.web.sessions import cookie_name

REVIEWERS, STAGES, COMMENTS = 12, 3, 120
IDLE = 2.0
Times = dict[str, list[float]]


@figure("a review over HTTP")
def review_cycle() -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="countersign-bench-", ignore_cleanup_errors=True) as name:
        folder, env = Path(name), environment(Settings())
        edition, route, tokens = _ready(Settings(data=folder / "data"))
        program = str(Path(sys.executable).with_name("countersign"))
        serve = [program, "serve", "--data", str(folder / "data"), "--port", "0"]
        with process(serve, folder / "serve.log", env, folder) as service:
            port = int(service.wait_for(r"Listening on http://localhost:(\d+)")[1])
            took, seconds = Cycle(port, edition, route, tokens).told()
        writes = [one for kind, times in took.items() if kind != "page" for one in times]
        bare = _bare(folder, env, len(writes) + len(took["page"]))
    steps = len(writes) + len(took["page"])
    yield f"{STAGES} stages, {REVIEWERS} reviewers, {COMMENTS} comments: {steps} steps in {seconds:.1f} s, {steps / seconds:.0f} steps a second"
    yield f"a bare page of the framework, as often: {steps / bare:.0f} a second; ratio {seconds / bare:.1f}"
    yield f"acts:  {_figures(writes)}"
    for kind, times in took.items():
        yield f"  {kind:<12} {_figures(times)}"


def _figures(times: list[float]) -> str:
    ordered = sorted(times)
    last = ordered[min(len(ordered) - 1, -(-len(ordered) * 99 // 100) - 1)]
    return f"{len(times):>4} times, median {statistics.median(times) * 1e3:.1f} ms, p99 {last * 1e3:.1f} ms"


def _ready(settings: Settings) -> tuple[str, str, dict[str, str]]:
    """A draft of a district and an agency, the route it will take, and twelve reviewers who are signed in."""
    settings.data.mkdir()
    database, now = Database(settings.database), datetime.now(UTC)
    migrate(database)
    with database.writing() as session:
        world = build(
            session, now - timedelta(days=1), people=(("dana", "district", Office.STUDENT_SERVICES),)
        )
        names = [f"reviewer{n}" for n in range(REVIEWERS)]
        for n, one in enumerate(names):
            world.appoint(one, ("district", "agency")[n % 2], Office.COUNSEL)
        route = _route(world, names, now)
        session.add(route)
        tokens = {
            one: sessions.begin(session, person, at=now, by_passkey=True) for one, person in world.who.items()
        }
        found = world.edition.id, route.id, tokens
    database.close()
    return found


def _route(world: World, names: list[str], now: datetime) -> KeptRoute:
    """Four reviewers a stage, two lanes side by side."""
    each = REVIEWERS // STAGES
    stages = tuple(
        Stage(f"s{n}", f"Stage {n + 1}", tuple(
            Lane(f"l{side}", f"Lane {side + 1}", tuple(Place(person_id=world.who[one]) for one in names[n * each + side : (n + 1) * each : 2]))
            for side in range(2)
        ))
        for n in range(STAGES)
    )  # fmt: skip
    return KeptRoute(
        party_id=world.parties["district"].id, name="bench", version=1, title="Bench", content=Route("bench", 1, stages).to_json(),
        person_id=world.who["dana"], created=now,
    )  # fmt: skip


class Cycle:
    """The story: stage by stage its reviewers comment and suggest, the district answers, and they approve."""

    def __init__(self, port: int, edition: str, route: str, tokens: dict[str, str]) -> None:
        self.page, self.route = f"/api/v1/editions/{edition}", route
        self.took: Times = {}
        self.people = {name: _asking(port, token) for name, token in tokens.items()}
        self.reviewers = [name for name in tokens if name.startswith("reviewer")]
        self.number = 0

    def told(self) -> tuple[Times, float]:
        began = time.perf_counter()
        self.act("circulation", "dana", "/circulation", route=self.route)
        each = REVIEWERS // STAGES
        for stage in range(STAGES):
            here = self.reviewers[stage * each : (stage + 1) * each]
            for name in here:
                self.speaks(name)
            for number in range(self.number - each * COMMENTS // REVIEWERS + 1, self.number + 1):
                self.act(
                    "answer", "dana", f"/threads/{number}/dispositions", value="noted", words="Thank you."
                )
            for name in here:
                text = self.look(name)["revision"]["id"]
                self.act("verdict", name, "/verdicts", value="approve", words="", revision=text)
        shown = self.look("dana")
        assert shown["your_turn"]["reason"] == "The review is complete: freeze the text", shown["sentence"]
        return self.took, time.perf_counter() - began

    def speaks(self, name: str) -> None:
        """Ten comments of a reviewer, and a reply to a few of them."""
        clauses = [one["key"] for one in self.look(name)["clauses"]]
        for n in range(COMMENTS // REVIEWERS):
            self.act(
                "comment",
                name,
                "/threads",
                clause=clauses[n % len(clauses)],
                words=f"Comment {n} of {name}.",
                kind="question",
            )
            self.number += 1
            if n % 4 == 0:
                self.act("reply", "dana", f"/threads/{self.number}/comments", words="We look into it.")

    def look(self, name: str) -> Any:
        return self._timed("page", name, "GET", "", None)

    def act(self, kind: str, name: str, path: str, /, **form: Any) -> Any:
        return self._timed(kind, name, "POST", path, form)

    def _timed(self, kind: str, name: str, method: str, path: str, form: Any) -> Any:
        began = time.perf_counter()
        answer = self.people[name](method, self.page + path, form)
        self.took.setdefault(kind, []).append(time.perf_counter() - began)
        return answer


def _asking(port: int, token: str = "") -> Callable[[str, str, Any], Any]:
    """One person's kept connection. Anything but success ends the run."""
    connection = http.client.HTTPConnection("localhost", port, timeout=30)
    mine = {
        "Cookie": f"{cookie_name(Settings())}={token}",
        "Accept": "application/json",
        "Content-Type": "application/json",
    }

    used = 0.0

    def ask(method: str, path: str, form: Any) -> Any:
        nonlocal used
        if time.monotonic() - used > IDLE:
            connection.close()  # the service lets go of a connection that is idle for long; the next request opens it again
        used = time.monotonic()
        body = json.dumps(form) if form is not None else None
        once = {"Idempotency-Key": secrets.token_hex(16)} if form is not None else {}
        connection.request(
            method,
            path,
            body,
            {**mine, **once, "Origin": f"http://localhost:{port}", "Sec-Fetch-Site": "same-origin"},
        )
        answer = connection.getresponse()
        content = answer.read()
        if answer.status >= 300:
            raise RuntimeError(f"{method} {path} answered {answer.status}: {content[:300]!r}")
        return json.loads(content) if content.startswith(b"{") else content

    return ask


def _bare(folder: Path, env: dict[str, str], times: int) -> float:
    """Seconds that so many requests take which find their bytes ready."""
    (folder / "page.html").write_text("<p>Nothing happens here.</p>")
    port = free_port()
    command = [sys.executable, "-m", "bench.bare", str(port), str(folder / "page.html")]
    with process(command, folder / "bare.log", env, ROOT):
        ask = _asking(port)
        for _ in range(200):
            try:
                ask("GET", "/", None)
                break
            except OSError:
                time.sleep(0.05)
                ask = _asking(port)
        began = time.perf_counter()
        for _ in range(times):
            ask("GET", "/", None)
        return time.perf_counter() - began
