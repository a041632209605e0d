"""A script of ours before the browser: as it is, or with one fault at a time. `planter.mjs` plants, `ground.js` asks."""

import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, ConsoleMessage, Page

from workflow.adapters import templates
from workflow.publication import offline

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SIGNING = ROOT / "workflow/web/static/signing.js"
OFFLINE = templates.folder() / "publication/offline"
COVER = re.compile(r'stryCov_9fa48\(("\d+"(, )?)*\)')
"""Where a planted script says what it comes past: of use once, and then in the way."""
END_OF_HEAD = "return isActive(id);\n}\n"


@dataclass(frozen=True)
class Script:
    """One script: its files with their text, what stands before it, and what of it the cases ask."""

    name: str
    parts: dict[str, str]
    before: str
    asked: tuple[str, ...]

    @property
    def text(self) -> str:
        """All of it, as faults are planted in it."""
        return "\n".join(self.parts.values())

    def whole(self, text: str) -> str:
        """As the body of a function that gives back what is asked."""
        return f'"use strict";\n{{\n{self.before}\n{text}\nreturn {{ {", ".join(self.asked)} }};\n}}'

    def place(self, line: int) -> tuple[str, int]:
        """The file and the line (from 1) of a line (from 0) of the text."""
        for name, part in self.parts.items():
            length = part.count("\n") + 1
            if line < length:
                return name, line + 1
            line -= length
        raise ValueError(line)


@cache
def verifier() -> Script:
    """The savable page's script (`offline.py` puts the same parts together)."""
    parts = {name: (OFFLINE / name).read_text("utf-8") for name in offline.SCRIPTS}
    return Script("verify", parts, offline.tables(), VERIFIER)


@cache
def ceremony() -> Script:
    """The signing page's script."""
    text = re.sub(r"^export ", "", SIGNING.read_text("utf-8"), flags=re.M)
    return Script("signing", {SIGNING.name: text}, "", CEREMONY)


VERIFIER = (
    "verify", "firstSentence", "SAY", "canonical", "readCanonical", "readOnce", "b64u", "unb64", "unb64u", "rawEcdsa", "importKey",
    "signatureHolds", "u32", "u64", "lp", "join", "fromUtf8", "bytes", "hash", "id", "code", "day", "time", "host", "zone", "origin", "mediaName",
    "vkey", "longVkey", "note", "path", "part", "passesDoor", "words", "line", "manifestShape", "mediaType", "actOf", "partyLeaf",
    "editionLeaf", "policyShape", "packageShape", "statementShape", "treeRoot", "included", "consistent", "readVkey", "openCheckpoint",
    "readToken", "readCertificate", "vouchedFor", "inOrder", "dayInWords", "checkKey", "speaks", "after", "derItems", "named", "byCode", "besideMessage", "dayAfter",
)  # fmt: skip
CEREMONY = (
    "bytesOf", "join", "sha256", "toB64u", "fromB64u", "u32", "u64", "lp", "canonical", "clauseCommitment", "attachmentCommitment", "treeHash",
    "textRoot", "headOf", "challengeOf", "objections", "isShown", "fingerprint", "Refusal", "headOfPage", "differences", "termsOf", "numbersOf",
)  # fmt: skip


SCRIPTS = {"verify": verifier, "signing": ceremony}


@dataclass(frozen=True)
class Fault:
    """One planted fault: its switch, what kind, where, and what stands there instead of what. `key` knows it again."""

    id: int
    key: str
    kind: str
    file: str
    line: int
    was: str
    now: str


@dataclass(frozen=True)
class Planted:
    """A script with every fault in it at once, and the list of them."""

    script: Script
    text: str
    faults: tuple[Fault, ...]

    @property
    def bare(self) -> str:
        """The same, but it no longer says what it comes past."""
        head, end, rest = self.text.partition(END_OF_HEAD)
        return head + end + COVER.sub("0", rest)


def node(name: str) -> str:
    """Node's program of this name: of this environment (the soak group), else of the system."""
    own = Path(sys.executable).with_name(name)
    return str(own) if own.exists() else name


def plant(scripts: Sequence[Script], tools: Path) -> dict[str, Planted]:
    """Each script with its faults, planted by StrykerJS as installed below `tools`."""
    given = json.dumps({f"{script.name}.js": script.text for script in scripts})
    command = [node("node"), str(tools / "planter.mjs")]
    said = json.loads(subprocess.run(command, input=given, capture_output=True, text=True, check=True).stdout)
    return {script.name: _planted(script, said[f"{script.name}.js"]) for script in scripts}


def _planted(script: Script, said: dict[str, Any]) -> Planted:
    lines = script.text.split("\n")
    faults, alike = [], Counter[str]()
    for one in said["faults"]:
        (first, left), (last, right) = one["start"], one["end"]
        was = (
            lines[first][left:right]
            if first == last
            else "\n".join([lines[first][left:], *lines[first + 1 : last], lines[last][:right]])
        )
        file, line = script.place(first)
        text = "\0".join((file, lines[first].strip(), was, one["kind"], one["now"]))
        alike[text] += 1
        key = sha256(f"{text}\0{alike[text]}".encode()).hexdigest()[:16]
        faults.append(Fault(int(one["id"]), key, one["kind"], file, line, " ".join(was.split()), " ".join(one["now"].split())))  # fmt: skip
    return Planted(script, said["text"], tuple(faults))


@dataclass
class Ground:
    """A page of the browser on which scripts are asked cases."""

    page: Page
    cases: list[dict[str, Any]] = field(default_factory=list)
    last: int = -1
    """The fault that the page spoke of last."""
    heard: int = 0
    """How often it spoke."""

    def __post_init__(self) -> None:
        self.page.on("console", self._heard)

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type == "debug":
            self.last, self.heard = int(message.text), self.heard + 1

    def know(self, told: Sequence[dict[str, Any]], together: int = 20) -> None:
        """What another page learned of the same cases."""
        for first in range(0, len(told), together):
            self.page.evaluate(
                "([from, told]) => ground.know(from, told)", [first, list(told[first : first + together])]
            )

    def bring(self, script: str, text: str) -> None:
        """The script to be asked from now on."""
        self.page.evaluate("([name, text]) => ground.plant(name, text)", [script, text])

    def add(self, cases: Sequence[dict[str, Any]], together: int = 20) -> None:
        """More cases, behind those that are there."""
        for first in range(0, len(cases), together):
            self.page.evaluate("some => ground.add(some)", list(cases[first : first + together]))
        self.cases += cases

    def ask(self, together: int = 20) -> Iterator[str]:
        """What the script answers to every case."""
        for first in range(0, len(self.cases), together):
            yield from self.page.evaluate("([from, to]) => ground.ask(from, to)", [first, first + together])

    def learn(self, together: int = 20) -> Iterator[dict[str, Any]]:
        """For every case the answer, the time it took in milliseconds, and the faults on its way."""
        for first in range(0, len(self.cases), together):
            last = min(first + together, len(self.cases))
            yield from self.page.evaluate("([from, to]) => ground.learn(from, to)", [first, last])


@contextmanager
def ground(browser: Browser) -> Iterator[Ground]:
    """A page as the savable one is, without its script and its policy: what is tried is brought to it."""
    html = re.sub(r"<meta http-equiv[^>]*>", "", offline.page().content.decode().partition("<script>")[0])
    context = browser.new_context(locale="en-US")
    try:
        page = context.new_page()
        page.route(
            "**/*", lambda route: route.fulfill(body=html + "</body></html>", content_type="text/html")
        )
        page.goto("http://dept.localhost/")
        page.evaluate((HERE / "ground.js").read_text("utf-8") + "globalThis.ground = ground; 0")
        page.evaluate((HERE / "people.js").read_text("utf-8") + "0")
        yield Ground(page)
    finally:
        context.close()
