"""The packet: a frozen text as a PDF for the agenda of a board or council, at one address from the freeze on.

Its fingerprint stands at the foot of every page and in the motion, so a vote names this text and no other. The same
frozen text gives the same bytes whenever it is asked for, until its state changes; then its first line says so.
"""

from dataclasses import dataclass

from sqlmodel import Session

from workflow.adapters.settings import Settings
from workflow.adapters.templates import day, plural
from workflow.adapters.typesetter import Document, typeset
from workflow.core.people import Actor
from workflow.drafting.hidden.warned import of_draft
from workflow.drafting.printed import printed
from workflow.evidence import canonical
from workflow.evidence.canonical import unb64u
from workflow.evidence.fingerprint import fingerprint
from workflow.history.queries import installation
from workflow.signing import frozen, matter, slots, terms
from workflow.signing.corrections.queries import named
from workflow.signing.delegations.queries import from_manifest
from workflow.signing.matter import Matter

BANNERS = {
    "open": "This text is frozen: it can no longer change, and not everyone has signed it yet.",
    "executed": "This text is signed by everyone. The public copy carries the signatures; this packet does not.",
    "voided": "This text was reopened or withdrawn. Do not vote on it: ask for the packet of the text that followed.",
    "expired": "The time for signing this text ran out. Do not vote on it: ask for the packet of the text that followed.",
}


@dataclass(frozen=True)
class Packet:
    """The file, and a version that names the same bytes."""

    content: bytes
    name: str
    etag: str


def packet(session: Session, actor: Actor, event_id: str, settings: Settings) -> Packet:
    """The packet of a frozen text, for the people of its parties.

    Raises NotFound for others, Conflict where the rows are no longer what was frozen.
    """
    case = matter.of_event(session, actor, event_id)
    text = frozen.read(session, case.frozen)
    frozen.recompute(text)
    clauses, attachments = text.opened
    hidden = len(of_draft(session, case.mou, case.edition, case.frozen.revision_id))
    origin = (settings.public_url or installation(session).origin).rstrip("/")
    document = Document(
        title=text.manifest["title"],
        sides=names(case),
        about="A frozen text, to be voted on and signed",
        banner=" ".join([BANNERS[case.frozen.state], *_not_for_all(text, hidden)]),
        facts=terms.facts(text.manifest, clauses, attachments),
        motion=motion(case),
        clauses=[printed(clause) for clause in clauses],
        fingerprint=fingerprint(unb64u(case.frozen.head, 32)),
        fingerprint_words="Fingerprint of this text:",
        address=f"{origin}/signing-events/{case.frozen.id}",
    )
    content = typeset(document, made_at=case.frozen.opened, fonts=settings.typst_fonts)
    name = f"{case.mou.slug}-{case.edition.number}-packet.pdf"
    return Packet(content, name, f"{case.frozen.head}-{case.frozen.state}-{hidden}")


def _not_for_all(text: frozen.Frozen, hidden: int) -> list[str]:
    """A packet shows the whole text: where parts may be hidden, or are hidden today, it must not go on a public agenda as it is."""
    count, of = sum(part.redactable for part in text.parts), plural(len(text.parts), "part")
    found = [f"{count} of its {of} may be hidden from the public"] if count else []
    found += (
        [f"{hidden} of its {of} {'is' if hidden == 1 else 'are'} hidden from the public today"]
        if hidden
        else []
    )
    return [f"{' and '.join(found)}: do not publish this packet as it is."] if found else []


def motion(case: Matter) -> str:
    """The sentence a clerk can put before a board or council, word for word."""
    return (
        f"Moved: to adopt the agreement “{case.edition.title}”, edition {case.edition.number}, between {' and '.join(names(case))}, "
        f"in the text frozen on {day(case.frozen.opened, case.mou.timezone)} whose fingerprint is: {fingerprint(unb64u(case.frozen.head, 32))}."
        + "".join(f" Of {body}, further: to authorize {words}" for body, words in _authorizing(case))
    )


def _authorizing(case: Matter) -> list[tuple[str, str]]:
    """What each body lets be changed after its vote, where the frozen text provides for it."""
    manifest = canonical.loads(case.frozen.manifest)
    bodies = {one["id"]: one["name"] for one in manifest["adopting_bodies"]}
    given = from_manifest(manifest, case.ground.parties)
    return [(bodies[one.body], words) for one in given for words in named(case, [one])]


def names(case: Matter) -> list[str]:
    """Between whom the agreement is made: those who sign it, not those who adopt it."""
    return [party.legal_name for party in slots.signing_parties(case.parties)]
