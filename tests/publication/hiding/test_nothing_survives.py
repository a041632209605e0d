"""Two hundred strings planted in hidden parts, and every byte that anybody can get without an account: none is there.

The private package holds all of them, so the search would find one. Looked at as it stands and after a release, an order and
a takedown; letters and the service's own log lines are searched as well.
"""

import json
import logging
import re
from base64 import b64encode
from collections.abc import Iterator
from datetime import datetime, timedelta
from hashlib import sha256
from io import BytesIO
from zipfile import ZipFile

import pikepdf
import pytest
from sqlmodel import col, select

from tests.conftest import NOW
from tests.publication.hiding import kit
from tests.publication.kit import Press
from tests.publication.test_pages import Visitor, opened
from tests.signing.world import TEXT
from workers import letters
from workers.reactions import consequences
from workflow.adapters.database import Database
from workflow.adapters.keystore import Keystore
from workflow.adapters.pdf_text import page_words, squeezed
from workflow.adapters.settings import Settings
from workflow.adapters.templates import environment
from workflow.core.people import NOBODY
from workflow.core.permissions import may
from workflow.drafting.models import Attachment, Edition
from workflow.evidence import quote
from workflow.evidence.canonical import b64u
from workflow.evidence.verify import verify
from workflow.history.models import Event
from workflow.publication.exhibit import Brief, typeset_exhibit
from workflow.publication.hiding import private
from workflow.publication.hiding.actions import Sheet
from workflow.publication.trust import policy_bytes
from workflow.web.rooms import all_doors

LATER = timedelta(hours=1)
PLANTED = [sha256(f"planted {number}".encode()).hexdigest()[:12].upper() for number in range(200)]
HEADED = [
    f"# {number + 4}. Post {PLANTED[20 * number]}\n\n"
    + "\n".join(f"- Cabinet {secret} is checked." for secret in PLANTED[20 * number + 1 : 20 * number + 20])
    for number in range(10)
]
"""Ten clauses: the first of each twenty stands in the heading."""
EXHIBIT = [f"{secret}X" for secret in PLANTED[:10]]
MAY = tuple(range(5, 15))
HIDE = Sheet("hide", [*map(str, MAY), "attachment 1"], kit.BASIS, "Records desk", "2028-06-01")


@pytest.fixture
def press(database: Database, settings: Settings) -> Press:
    """Published with ten clauses and an exhibit hidden; then the next edition, published with them hidden as well."""
    with database.writing() as session:
        made = kit.kit.press(session, settings, text=(*TEXT, *HEADED), redactable=MAY)
        attach(made)
        whole_life(made, NOW)
        made.next_edition((*TEXT[:3], "# 3. Term\n\n1. Two years.", *HEADED), NOW + 10 * LATER, MAY)
        attach(made)
        whole_life(made, NOW + timedelta(days=300))
    return made


def attach(made: Press) -> None:
    """The exhibit: its name and its content are planted."""
    edition = made.session.get_one(Edition, made.world.edition)
    content = ("Posts: " + " ".join(EXHIBIT)).encode()
    made.session.add(
        Attachment(
            revision_id=edition.revision_id or "", position=1, name=f"Exhibit A {EXHIBIT[0]}", media_type="text/plain",
            content=content, redactable=True,
        )
    )  # fmt: skip
    made.session.flush()


def whole_life(made: Press, at: datetime) -> None:
    made.execute(at)
    made.checkpoint(at + timedelta(minutes=6))
    assert made.publish(at + timedelta(minutes=7))
    kit.decided(made, HIDE, at + LATER)


def found(*contents: bytes | str) -> list[str]:
    """The planted strings in any of these, as they stand or broken by spaces, and digests of what was hidden."""
    joined = b"\n".join(one.encode() if isinstance(one, str) else one for one in contents)
    close = re.sub(rb"\s+", b"", joined)
    digests = [
        form
        for text in HEADED
        for form in (sha256(text.encode()).hexdigest(), b64u(sha256(text.encode()).digest()))
    ]
    return [one for one in (*PLANTED, *digests) if one.encode() in joined or one.encode() in close]


def inside(pdf: bytes) -> list[bytes | str]:
    """The words of a PDF, and every stream of it with its filters taken off, attachments with them."""
    with pikepdf.open(BytesIO(pdf)) as opened_pdf:
        streams = [
            one.read_bytes() for one in opened_pdf.objects if isinstance(one, pikepdf.Stream) and _plain(one)
        ]
        attached = [opened_pdf.attachments[name].get_file().read_bytes() for name in opened_pdf.attachments]
    return [pdf, squeezed(page_words(pdf)), *streams, *attached]


def unpacked(word: bytes) -> list[bytes]:
    """Every part of a Word file, as it is and without the tags between its words."""
    with ZipFile(BytesIO(word)) as parts:
        contents = [parts.read(name) for name in parts.namelist()]
    return [*contents, *(re.sub(rb"<[^>]*>", b"", one) for one in contents)]


def _plain(stream: pikepdf.Stream) -> bool:
    try:
        stream.read_bytes()
    except pikepdf.PdfError:
        return False
    return True


def public_answers(visitor: Visitor, made: Press) -> Iterator[tuple[str, bytes]]:
    """Every door that a stranger may open, with the addresses there are; the twins of the API; the schema; a search."""
    slug = made.slug
    values = {
        "slug:str": [slug],
        "edition:str": ["1", "2"],
        "span:str": ["1...2", "2...1"],
        "address:path": tiles(made),
        "secret:str": ["unknown"],
    }
    values["clause:str"] = [f"clause-{number}.json" for number in range(1, 15)]
    paths = {
        f"/mou/{slug}/{number}.{kind}" for number in (1, 2) for kind in ("pdf", "json", "docx", "txt", "md")
    }
    for door in (door for doors in all_doors() for door in doors.all):
        if door.method == "GET" and may(door.act, NOBODY):
            made_paths = [door.path]
            for name, choices in values.items():
                made_paths = [path.replace("{" + name + "}", one) for path in made_paths for one in choices]
            paths |= {path for path in made_paths if "{" not in path}
    paths |= {"/schema", "/schema/openapi.json", "/robots.txt", "/metrics", "/nowhere"}
    for path in sorted(paths):
        for address in (path, f"/api/v1{path}"):
            answer = visitor.get(address, follow_redirects=True)
            yield address, answer.content
            yield f"{address} (headers)", str(answer.headers).encode()
    for number in (1, 2):
        for kind in ("json", "pdf"):
            content = visitor.get(f"/mou/{slug}/{number}.{kind}").content
            told = visitor.post(
                "/verify", files={"file": (f"x.{kind}", content)}, headers={"Origin": "http://127.0.0.1:8000"}
            )
            yield f"/verify {number}.{kind}", told.content


def tiles(made: Press) -> list[str]:
    from workflow.history.queries import newest_checkpoint

    newest = newest_checkpoint(made.session)
    assert newest is not None and newest.size < 256
    return [f"/0/000.p/{newest.size}", f"/entries/000.p/{newest.size}"]


def written(made: Press, at: datetime) -> list[str]:
    """Every letter that follows from anything that happened to the editions, to everybody who gets one."""
    told = []
    for event in made.session.exec(
        select(Event).where(col(Event.edition_id).is_not(None)).order_by(col(Event.id))
    ):
        for one in consequences(made.session, event):
            if one.task in ("letter", "notice"):
                letter = letters.write(
                    made.session, environment("UTC"), one.payload["letter"], event.id or 0, one.payload["person"],
                    edition_id=one.payload.get("edition", ""), key=one.key, at=at,
                )  # fmt: skip
                told += [letter.subject, letter.text, letter.html] if letter else []
    return told


def test_none_of_two_hundred_planted_strings_is_public(
    press: Press, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with database.reading() as session:
        press.session = session
        search(press, caplog)


def search(press: Press, caplog: pytest.LogCaptureFixture) -> None:
    chief = press.world.actor(press.session, "chief", NOW)
    own, name = private.package(
        press.session, chief, press.world.edition, Keystore(press.settings.keys_folder)
    )
    assert found(own) == PLANTED and EXHIBIT[0].encode() in own, "the search would find them"
    assert name.startswith("PRIVATE-") and json.loads(own)["private"] is True
    with opened(press.settings, NOW + timedelta(days=310)) as visitor:
        answers = dict(public_answers(visitor, press))
        searched = [
            visitor.get("/api/v1/", params={"q": one}).json()["found"]
            for one in (*PLANTED[::40], "springfield")
        ]
    pdfs = [content for content in answers.values() if content.startswith(b"%PDF")]
    public = answers[f"/mou/{press.slug}/2.json"]
    exhibit = typeset_exhibit(
        Brief(
            public,
            policy_bytes(press.session, press.settings),
            verify(public, policy_bytes(press.session, press.settings)),
            NOW,
        )
    )
    letters_ = written(press, NOW + timedelta(days=310))
    print(
        f"{len(answers)} answers, {len(pdfs)} PDFs, {len(letters_)} parts of letters, {len(caplog.text)} characters of log lines"
    )
    assert len(answers) > 100 and len(pdfs) == 4 and len(letters_) > 20
    leaks = {path: hits for path, content in answers.items() if (hits := found(content))}
    assert leaks == {} and searched == [0, 0, 0, 0, 0, 1]
    words = [content for content in answers.values() if content.startswith(b"PK")]
    assert len(words) == 4 and all(found(*unpacked(one)) == [] for one in words)
    for pdf in (*pdfs, exhibit):
        assert found(*inside(pdf)) == [] and found(b64encode(pdf)) == []
    lines = [one.getMessage() for one in caplog.records if not one.name.startswith("httpx")]
    assert len(lines) > 150 and found(*letters_, *lines) == []
    said = [str(row) for row in press.session.exec(select(Event.detail))]
    leaves = [bytes(row) for row in press.session.exec(select(Event.leaf))]
    assert found(*said, *leaves) == []
    assert b"is not public" in answers[f"/mou/{press.slug}/2"]


def test_the_same_search_finds_what_was_released(press: Press, database: Database) -> None:
    with database.writing() as press.session:
        kit.decided(press, Sheet("release", ["5"], "The post has moved."), NOW + timedelta(days=320))
        policy = policy_bytes(press.session, press.settings)
    with opened(press.settings, NOW + timedelta(days=321)) as visitor:
        page = visitor.get(f"/mou/{press.slug}/2").content
        quotation = visitor.get(f"/mou/{press.slug}/2/quotes/clause-5.json").content
        assert found(page) == found(quotation) == PLANTED[:20]
        assert b"The post has moved." in page
        assert visitor.get(f"/mou/{press.slug}/2/quotes/clause-6.json").status_code == 404
    assert verify(quotation, policy).sentence().startswith("This clause is, word for word")
    assert quote.read(quotation)["clause"]["path"] == "5"
