"""The doors of the public: no sign-in, the same for everybody, and nothing that is not public."""

from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from workflow.adapters import witnesses, word
from workflow.adapters.doors import Answer, Desk, File, Form, Page, Upload, largest
from workflow.adapters.keystore import Keystore
from workflow.core.errors import NotFound
from workflow.evidence import quote, tlog_policy
from workflow.evidence.canonical import dumps
from workflow.evidence.errors import Bad
from workflow.evidence.policy import parse
from workflow.history import queries as history
from workflow.history import tiles, witnessing
from workflow.publication import (
    core,
    feeds,
    offline,
    queries,
    reading,
    register,
    scripts,
    standing,
    trust,
    verification,
    word_copy,
)
from workflow.publication.doors import doors
from workflow.publication.hiding import pages as hiding
from workflow.publication.queries import Published

__all__ = ["doors", "hiding"]

ATOM = "application/atom+xml; charset=utf-8"
PLAIN = "text/plain; charset=utf-8"
OCTETS = "application/octet-stream"
MARKDOWN = "text/markdown; charset=utf-8"


@dataclass
class VerifyForm(Form):
    file: Upload | None = None
    package: str = ""


@doors.get("/", act="public:read", version=queries.version)
def front(desk: Desk, q: str = "", state: str = "", place: str = "", page: int = 1) -> Page:
    value = register.register(desk.session, desk.now, q=q, state=state, place=place, page=page)
    return Page("publication/register.html", value, public=True)


@doors.get("/mou/{slug:str}", act="public:read", version=queries.version)
def current(desk: Desk, slug: str) -> Page:
    return _page(desk, queries.find_current(desk.session, slug, desk.now))


@doors.get("/mou/{slug:str}/{edition:str}", act="public:read", version=queries.version)
def edition(desk: Desk, slug: str, edition: str) -> Answer:
    """Edition 2 is at `2`; its copies at `2.pdf`, `2.json`, `2.docx`, `2.txt` and `2.md`."""
    number, dot, kind = edition.partition(".")
    if dot and kind not in reading.KINDS:
        raise NotFound("page")
    published = queries.find(desk.session, slug, reading.edition_number(number))
    return _copy(desk, published, kind) if dot else _page(desk, published)


@doors.get("/mou/{slug:str}/history", act="public:read", version=queries.version)
def past(desk: Desk, slug: str) -> Page:
    return Page("publication/history.html", reading.history_of(desk.session, slug, desk.now), public=True)


@doors.get("/mou/{slug:str}/compare/{span:str}", act="public:read", version=queries.version)
def compare(desk: Desk, slug: str, span: str) -> Page:
    value = reading.comparison(desk.session, slug, span, desk.now)
    return Page("publication/compare.html", value, public=True)


@doors.get("/mou/{slug:str}/feed.atom", act="public:read", version=queries.version, api=False)
def feed_of_one(desk: Desk, slug: str) -> File:
    title = queries.find(desk.session, slug).subject.edition.title
    return _feed(desk, feeds.published(desk.session, slug), title, f"/mou/{slug}/feed.atom")


@doors.get("/feed.atom", act="public:read", version=queries.version, api=False)
def feed(desk: Desk) -> File:
    return _feed(desk, feeds.published(desk.session), "Published agreements", "/feed.atom")


@doors.get("/sitemap.xml", act="public:read", version=queries.version, api=False)
def sitemap(desk: Desk) -> File:
    rows = feeds.published(desk.session, limit=None)
    return _file(feeds.sitemap(queries.origin(desk.session, desk.settings), rows), "application/xml")


@doors.get("/log/checkpoint", act="public:read", api=False)
def checkpoint(desk: Desk) -> File:
    newest = history.newest_checkpoint(desk.session)
    if newest is None:
        raise NotFound("checkpoint")
    return _file(newest.note.encode(), PLAIN)


@doors.get("/log/cosigned", act="public:read", api=False)
def cosigned(desk: Desk) -> File:
    """The newest checkpoint that a witness has signed, for readers of C2SP notes."""
    note = witnessing.newest_note(desk.session, witnesses.keys(desk.settings))
    if not note:
        raise NotFound("checkpoint")
    return _file(note.encode(), PLAIN)


@doors.get("/log/tile/{address:path}", act="public:read", api=False)
def tile(desk: Desk, address: str) -> File:
    """C2SP tlog-tiles: what is at an address of a tile stays as it is, so everybody may keep it."""
    content = tiles.read(desk.session, str(address).removeprefix("/"))
    return File(content, OCTETS, public=True, forever=True)


@doors.get("/log/key", act="public:read", api=False)
def log_key(desk: Desk) -> File:
    keys = Keystore.of(desk.settings)
    return _file(core.log_key(desk.session, keys).encode() + b"\n", PLAIN)


@doors.get("/log/policy", act="public:read", api=False)
def policy(desk: Desk) -> File:
    return _file(trust.policy_bytes(desk.session, desk.settings), "application/json", "policy.json")


@doors.get("/log/scripts", act="public:read", api=False)
def signing_scripts(desk: Desk) -> File:
    """Every script that the signing page ever had, with the day and the place in the log where the service said so."""
    return _file(dumps(scripts.served(desk.session)), "application/json", "scripts.json")


@doors.get("/log/tlog-policy", act="public:read", api=False)
def policy_for_logs(desk: Desk) -> File:
    """The same for readers of C2SP logs."""
    found = parse(trust.policy_bytes(desk.session, desk.settings))
    address = f"{queries.origin(desk.session, desk.settings)}/log"
    return _file(tlog_policy.text(found, address).encode(), PLAIN, "tlog-policy.txt")


@doors.get("/verify", act="public:verify")
def verify_page(desk: Desk) -> Page:
    return _verified(desk)


@doors.get("/verify.html", act="public:verify", api=False)
def savable(desk: Desk) -> File:
    page = offline.page()
    return File(
        page.content, "text/html; charset=utf-8", etag=page.fingerprint[:32], public=True, policy=page.policy
    )


@doors.post("/verify", act="public:verify", max_bytes=verification.UPLOAD_BYTES)
def verify(desk: Desk, form: VerifyForm) -> Page:
    content = form.file.content if form.file else form.package.encode()
    result = verification.check_upload(desk.session, desk.settings, content, desk.now)
    return _verified(desk, result, form.file.name if form.file else "")


def _verified(desk: Desk, result: dict[str, Any] | None = None, name: str = "") -> Page:
    """The page, with a verdict where a file was brought, and with what the log says of restored backups."""
    value = {
        "result": result,
        "name": name,
        "offline": offline.page().fingerprint,
        "largest": largest(verification.UPLOAD_BYTES),
    }
    return Page("publication/verify.html", {**value, "resumptions": history.resumptions(desk.session)})


@doors.get(
    "/mou/{slug:str}/{edition:str}/quotes/{clause:str}", act="public:read", version=queries.version, api=False
)
def quotation(desk: Desk, slug: str, edition: str, clause: str) -> File:
    """One clause, word for word, with the proof that it was signed: `clause-2-1.json`."""
    number, path = reading.edition_number(edition), reading.quoted_path(clause)
    published = queries.find(desk.session, slug, number)
    try:
        content = quote.take(published.parcel, path)
    except Bad:
        raise NotFound("clause") from None
    return _file(content, "application/json", f"{slug}-{number}-{clause}")


def _page(desk: Desk, published: Published) -> Page:
    value = reading.page(desk.session, published, desk.settings, desk.now)
    return Page("publication/mou.html", value, public=True)


def _copy(desk: Desk, published: Published, kind: str) -> File:
    name = f"{published.subject.mou.slug}-{published.number}.{kind}"
    if kind == "pdf":
        return _file(published.copy.pdf, "application/pdf", name)
    if kind == "docx":
        return _file(word_copy.word_copy(published), word.MEDIA_TYPE, name)
    if kind == "json":
        return _file(
            core.on_the_web(desk.session, published.copy, witnesses.keys(desk.settings)),
            "application/json",
            name,
        )
    parcel = published.parcel
    if kind == "md":
        return _file(reading.markdown(parcel).encode(), MARKDOWN, name)
    origin = queries.origin(desk.session, desk.settings)
    event = queries.executed_event(desk.session, published.subject.edition.id)
    signed = standing.signers_in_words(queries.signers(desk.session, published.subject, event))
    return _file(reading.plain_text(parcel, origin + published.address, signed).encode(), PLAIN, name)


def _feed(desk: Desk, rows: list[feeds.Row], title: str, path: str) -> File:
    origin = queries.origin(desk.session, desk.settings)
    return _file(feeds.atom(desk.session, origin, rows, title=title, path=path), ATOM)


def _file(content: bytes, media_type: str, name: str = "") -> File:
    """Public bytes. Their entity tag may be a digest of them, since all of them are public (docs/trust.md)."""
    return File(content, media_type, name, etag=sha256(content).hexdigest()[:32], public=True)
