"""The public page of an agreement, its history and its comparisons, as plain values: the page and the API show the same."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from workflow.adapters.settings import Settings
from workflow.adapters.templates import moment
from workflow.adapters.typesetter import closed_up
from workflow.core.errors import NotFound
from workflow.core.events import EDITION_CHAIN, EventKind
from workflow.core.hiding import part_in_words
from workflow.core.term import ForceState
from workflow.drafting import headings, markup
from workflow.drafting.models import Edition
from workflow.drafting.term import current_of, force_of
from workflow.evidence.manifest import head
from workflow.history import queries as history
from workflow.history.queries import TimelineEntry
from workflow.publication import adoptions, amended, anew, facts, queries, reported, standing
from workflow.publication.adoptions import Vote
from workflow.publication.hiding import shown
from workflow.publication.queries import Published
from workflow.review.objections.queries import public_record
from workflow.review.window.queries import record_of
from workflow.signing import stamping

HIDDEN = "{}: not public"
KINDS = {
    "pdf": "PDF, sealed",
    "json": "Package, for checking",
    "docx": "Word, for quoting",
    "txt": "Text",
    "md": "Text with signs (Markdown)",
}


def page(session: Session, published: Published, settings: Settings, now: datetime) -> dict[str, Any]:
    """Everything the public page shows. About a dozen statements."""
    subject, edition = published.subject, published.subject.edition
    parcel = published.parcel
    today = published.day(now)
    state = force_of(subject.mou, edition, today)
    event = queries.executed_event(session, edition.id)
    signers = queries.signers(session, subject, event)
    return {
        **heading(published, now),
        "summary": subject.mou.summary,
        "public_comment": record_of(session, subject.mou, edition),
        "signers": [one.to_json() for one in signers],
        "untimed": stamping.untimed(session, event),
        "signed_words": standing.signers_in_words(signers),
        "signed_on": max((one.at for one in signers), default=published.copy.published),
        "reported_keys": [one.to_json(subject.mou.timezone) for one in reported.of(session, event)],
        "facts": facts.facts(session, subject, parcel["manifest"], today),
        "party_records": facts.records(parcel["manifest"]),
        "effective": state.effective,
        "until": state.until,
        "review_due": edition.review_due,
        "changes": _since_last(session, published),
        "clauses": clauses(parcel, shown.lines(parcel)),
        "adoptions": [one.to_json() for one in adoptions.votes(parcel)],
        "amended": amended.value(parcel),
        "overridden": public_record(session, subject.mou, edition),
        "attachments": [item.get("name", f"Attachment {item['path']} is not public.") for item in parcel["attachments"]],
        "hidden": [row.to_json() for row in shown.rows(parcel)],
        "opened": [row.to_json() for row in shown.opened(parcel)],
        "downloads": [{"kind": kind, "words": words, "link": f"{published.address}.{kind}"} for kind, words in KINDS.items()],
        "head": head(parcel["manifest"]),
        "core_hash": published.copy.core_hash,
        "pdf_hash": published.copy.pdf_hash,
        "checkpoint_size": published.copy.checkpoint_size,
        "published": published.copy.published,
        "address": f"{queries.origin(session, settings)}{published.address}",
        "contacts": [{"party": party.legal_name, "contact": party.contact} for party in subject.parties if party.contact],
    }  # fmt: skip


def heading(published: Published, now: datetime) -> dict[str, Any]:
    """What every public page of an edition begins with."""
    subject, edition, today = published.subject, published.subject.edition, published.day(now)
    state = force_of(subject.mou, edition, today)
    current = current_of(subject.mou, published.editions, today)
    return {
        "slug": subject.mou.slug,
        "timezone": subject.mou.timezone,
        "title": edition.title,
        "number": edition.number,
        "current": current.number,
        "is_current": published.number == current.number,
        "in_force": force_of(subject.mou, current, today).state is ForceState.IN_FORCE,
        "beside": standing.beside(subject.mou, published.editions, edition, today),
        "numbers": published.numbers,
        "sides": published.sides,
        "status": standing.in_words(state),
        "state": str(state.state),
        "review": standing.review_in_words(edition, today),
        "calm": standing.is_calm(state, edition, today),
    }


def clauses(parcel: dict[str, Any], why: Mapping[str, list[str]]) -> list[dict[str, Any]]:
    """The clauses of a package as a page shows them: address, number, name, and HTML whose headings skip no level.

    `why`: the lines that stand where a clause is hidden.
    """
    trees = [markup.tree(item["text"])["children"] if "text" in item else [] for item in parcel["clauses"]]
    return [
        {
            "id": _address(item["path"]),
            "path": item["path"],
            "number": headings.number_of(item.get("text", "")) or item["path"].replace("/", "."),
            "heading": headings.name_of(item["text"])
            if "text" in item
            else HIDDEN.format(part_in_words(item["path"])),
            "name": headings.label_of(item["text"])
            if "text" in item
            else HIDDEN.format(part_in_words(item["path"])),
            "depth": item["path"].count("/"),
            "html": _linked(str(markup.html({"children": nodes}, 3)), item["path"]),
            "hidden": why.get(item["path"], []),
        }
        for item, nodes in zip(parcel["clauses"], closed_up(trees), strict=True)
    ]


def _linked(html: str, path: str) -> str:
    """The clause's HTML behind a link to its own address."""
    name = f"Link to clause {path.replace('/', '.')}"
    link = f'<a class="no own" href="#{_address(path)}" aria-label="{name}" title="{name}">#</a>'
    return f"{link}\n{html}"


def _address(path: str) -> str:
    return "clause-" + path.replace("/", "-")


def _since_last(session: Session, published: Published) -> dict[str, Any] | None:
    older = queries.previous(published)
    if older is None:
        return None
    found = queries.changes(session, published, older)
    return {
        "sentences": found["sentences"],
        "older": older,
        "link": f"/mou/{published.subject.mou.slug}/compare/{older}...{published.number}",
    }


def edition_number(text: str) -> int:
    """The number in an address. Raises NotFound for what is none."""
    if not (text.isascii() and text.isdigit() and len(text) <= 6):
        raise NotFound("page")
    return int(text)


def quoted_path(name: str) -> str:
    """The position of the clause that `clause-2-1.json` names. Raises NotFound for another name."""
    place = name.removeprefix("clause-").removesuffix(".json")
    if name != f"clause-{place}.json" or not set(place) <= set("0123456789-"):
        raise NotFound("clause")
    return place.replace("-", "/")


def comparison(session: Session, slug: str, span: str, now: datetime) -> dict[str, Any]:
    """Two published editions held against each other. Raises NotFound for a span that names none."""
    old, dots, new = span.partition("...")
    if not (dots and old.isascii() and old.isdigit() and new.isascii() and new.isdigit()):
        raise NotFound("comparison")
    before, after = (queries.find(session, slug, int(number[:6])) for number in (old, new))
    return {
        **heading(after, now),
        "older": before.number,
        **queries.changes(session, after, before.number),
    }


def history_of(session: Session, slug: str, now: datetime) -> dict[str, Any]:
    """What happened to the published editions of an agreement, newest first: the public record alone."""
    published = queries.find_current(session, slug, now)
    zone = published.subject.mou.timezone
    rows = session.exec(
        select(Edition.id, Edition.number).where(
            Edition.mou_id == published.subject.mou.id, col(Edition.number).in_(published.numbers)
        )
    ).all()
    votes = queries.votes(session, [edition_id for edition_id, _ in rows])
    entries = [
        {
            "when": moment(entry.at, zone),
            "at": entry.at,
            "kind": entry.kind,
            "edition": number,
            **_told(entry, number, votes),
        }
        for edition_id, number in rows
        for entry in history.timeline(
            session, edition_id=edition_id, kinds=[*sorted(EDITION_CHAIN), EventKind.SERVICE_UNTIMED]
        )
    ]
    return {**heading(published, now), "events": sorted(entries, key=_when, reverse=True)}


def _told(entry: TimelineEntry, number: int, votes: Mapping[int, Vote]) -> dict[str, str]:
    """What happened and by whom; of a vote, as its clerk signed it."""
    vote = votes.get(entry.number)
    words = f"adopted by {vote.decided}" if vote else f"{entry.words[0].lower()}{entry.words[1:]}"
    words += f" anew, because {anew.because(entry.detail)}" if entry.detail.get("why") else ""
    who = (vote.name, vote.office, vote.body) if vote else (entry.actor, entry.office, entry.party)
    return {"words": f"Edition {number}: {words}.", "who": ", ".join(filter(None, who))}


def _when(entry: dict[str, Any]) -> Any:
    return entry["at"]


def plain_text(parcel: dict[str, Any], address: str, signed: str) -> str:
    """The .txt copy: the words without signs, who signed and who adopted it, and where the original is."""
    words = _texts(parcel, plain=True)
    adopted = "".join(f"{one.sentence()}\n" for one in adoptions.votes(parcel))
    foot = f"Signed by {signed}.\n{adopted}Fingerprint of the text: {head(parcel['manifest'])}\nOriginal: {address}"
    return "\n\n".join([parcel["manifest"]["title"], *words, "---", foot]) + "\n"


def markdown(parcel: dict[str, Any]) -> str:
    """The .md copy: each clause exactly as it was signed."""
    return "\n\n".join(_texts(parcel, plain=False)) + "\n"


def _texts(parcel: dict[str, Any], *, plain: bool) -> list[str]:
    """Each clause, or why it is not public."""
    why = shown.lines(parcel)
    return [
        (markup.plain(markup.tree(item["text"])) if plain else item["text"]) if "text" in item
        else "\n".join(why[item["path"]])
        for item in parcel["clauses"]
    ]  # fmt: skip
