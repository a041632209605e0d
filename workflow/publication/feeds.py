"""Atom feeds (RFC 4287) and the sitemap: what was published, for programs that follow along."""

from collections.abc import Sequence
from datetime import datetime
from xml.etree import ElementTree as xml

from sqlmodel import Session, col, select

from workflow.drafting.models import Edition, Mou
from workflow.history.queries import installation
from workflow.publication.models import PublicCopy, Tombstone

ATOM = "http://www.w3.org/2005/Atom"
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
LATEST = 50
Row = tuple[Mou, Edition, datetime]


def published(session: Session, slug: str = "", limit: int | None = LATEST) -> list[Row]:
    """Published editions, newest first: of one agreement, or of all."""
    query = (
        select(Mou, Edition, PublicCopy.published)
        .join(Edition, col(Edition.mou_id) == col(Mou.id))
        .join(PublicCopy, col(PublicCopy.edition_id) == col(Edition.id))
        .join(Tombstone, col(Tombstone.edition_id) == col(Edition.id), isouter=True)
        .where(col(Tombstone.edition_id).is_(None))
        .order_by(col(PublicCopy.published).desc(), col(Edition.number).desc())
        .limit(limit)
    )
    if slug:
        query = query.where(Mou.slug == slug)
    return [(mou, edition, when) for mou, edition, when in session.exec(query)]


def atom(session: Session, origin: str, rows: Sequence[Row], *, title: str, path: str) -> bytes:
    """A feed with one entry for each published edition. Its id is this deployment's, wherever it is served."""
    ours = f"tag:{installation(session).deployment},2026"
    feed = xml.Element("feed", xmlns=ATOM)
    _add(feed, "title", title)
    _add(feed, "id", f"{ours}:{path}")
    _add(feed, "updated", _time(rows[0][2] if rows else installation(session).begun))
    xml.SubElement(feed, "link", rel="self", href=origin + path, type="application/atom+xml")
    xml.SubElement(feed, "link", rel="alternate", href=origin + (path.removesuffix("/feed.atom") or "/"))
    for mou, edition, when in rows:
        entry = xml.SubElement(feed, "entry")
        _add(entry, "title", f"{edition.title}, edition {edition.number}")
        _add(entry, "id", f"{ours}:edition:{edition.id}")
        _add(entry, "updated", _time(when))
        _add(_add(entry, "author"), "name", "Countersign")
        xml.SubElement(entry, "link", rel="alternate", href=f"{origin}/mou/{mou.slug}/{edition.number}")
        _add(entry, "summary", "Signed by both sides and published.")
    return _bytes(feed)


def sitemap(origin: str, rows: Sequence[Row]) -> bytes:
    """Every public page that does not change by who asks."""
    top = xml.Element("urlset", xmlns=SITEMAP)
    for address in ("/", "/verify", *dict.fromkeys(f"/mou/{mou.slug}" for mou, _, _ in rows)):
        _add(xml.SubElement(top, "url"), "loc", origin + address)
    for mou, edition, when in rows:
        url = xml.SubElement(top, "url")
        _add(url, "loc", f"{origin}/mou/{mou.slug}/{edition.number}")
        _add(url, "lastmod", _time(when))
    return _bytes(top)


def _add(parent: xml.Element, name: str, text: str = "") -> xml.Element:
    child = xml.SubElement(parent, name)
    child.text = text or None
    return child


def _time(when: datetime) -> str:
    return when.strftime("%Y-%m-%dT%H:%M:%SZ")


def _bytes(root: xml.Element) -> bytes:
    document: bytes = xml.tostring(root, encoding="utf-8", xml_declaration=True)
    return document
