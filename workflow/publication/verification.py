"""The page `/verify`: a file somebody brings, checked, and the answer in plain words.

- A package is checked by the same argument as on the command line, under this deployment's own policy. Page and API say so (the anchor
  is `operator`): a verifier that is asked about itself is worth less than the command on another computer.
- A receipt says less, and so do we: it stands in the log, and the signature is checked with the package.
- A PDF is only looked up: its SHA-256 must be that of a copy published here, and then its own package is checked. A PDF we
  do not know is never parsed, so a hostile one does no harm; one changed byte makes it unknown. One that was taken down or replaced since is
  told as such, and no longer vouched for: the present tense is for what is published now. The page of one that we know is made anew: that it has the same bytes, or that another typesetter made it, is told and changes no verdict.
"""

from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlmodel import Session

from workflow.adapters import witnesses
from workflow.adapters.settings import Settings
from workflow.adapters.templates import day
from workflow.core.errors import Invalid, NotFound, Unready
from workflow.drafting.models import Edition, Mou
from workflow.evidence import policy, quote, verify
from workflow.evidence.canonical import b64u
from workflow.evidence.lines import Line, lines
from workflow.evidence.verdict import Check, Ledger, Verdict
from workflow.publication import anew, queries, rendering, sealed
from workflow.publication.core import on_the_web
from workflow.publication.models import FormerCopy, PublicCopy, Tombstone
from workflow.publication.trust import policy_bytes

UPLOAD_BYTES = 20_000_000
OPERATOR = "operator"
"""The anchor of every answer here: the policy is the service's own, made as it answers, so it vouches for itself."""


def check_upload(session: Session, settings: Settings, content: bytes, now: datetime) -> dict[str, Any]:
    """The verdict on a package or a PDF, for the page and the API. Raises Invalid for an empty upload."""
    if not content:
        raise Invalid.one(
            "file",
            "Choose a file first: the package, a quotation (.json), your receipt (.txt) or the sealed PDF of an agreement.",
            "missing",
        )
    if content.lstrip()[:5] == b"%PDF-":
        return _check_pdf(session, settings, content, now)
    verdict = verify.verify(content, _policy(session, settings), now)
    if not verdict.quoted:
        return _told(verdict, "receipt" if verdict.receipt else "package")
    return _told(verdict, "quote") | {"clause": quote.read(content)["clause"]["text"]}


def _check_pdf(session: Session, settings: Settings, content: bytes, now: datetime) -> dict[str, Any]:
    digest = b64u(sha256(content).digest())
    copy = queries.copy_by_hash(session, digest)
    found = copy or queries.former_by_hash(session, digest)
    stone = session.get(Tombstone, found.edition_id) if found else None
    if found is None:
        words = "this PDF is not, byte for byte, one that was published here: it was altered, or it comes from elsewhere"
        return _not_ours_any_more("pdf.unknown", words)
    if stone:
        return _not_ours_any_more(
            "pdf.removed", _was(session, found, f"and is no longer published here. {stone.words}")
        )
    if copy is None:
        words = (
            f"because {anew.replaced_because(session, found)}: there is a newer public copy, take that one"
        )
        return _not_ours_any_more("pdf.replaced", _was(session, found, words)) | {
            "replaced_by": _where(session, found)
        }
    trust = _policy(session, settings)
    verdict = verify.verify(on_the_web(session, copy, witnesses.keys(settings)), trust, now)
    ledger, found_of_seal = Ledger(), list[str]()
    with ledger.step("pdf.seal", found_of_seal):
        report, words = sealed.judge_seal(content, policy.parse(trust) if trust else None)
        found_of_seal.append(words)
    valid = not ledger.failures
    made = rendering.compared(content, settings.typst_fonts)
    return _told(sealed.with_file(verdict, ledger), "pdf") | {
        "seal": {"valid": valid, "sealed_at": report.sealed_at if valid else None},
        "page": {"answer": made.answer, "words": made.words},
        "published": _where(session, copy),
    }


def _was(session: Session, copy: PublicCopy | FormerCopy, then: str) -> str:
    """That a PDF was published here and when, when it was replaced if it was, and what became of it."""
    zone = _edition(session, copy)[1].timezone
    replaced = f" and replaced on {day(copy.replaced, zone)}" if isinstance(copy, FormerCopy) else ""
    comma = "," if replaced else ""
    return f"this PDF was published here on {day(copy.published, zone)}{replaced}{comma} {then}"


def _not_ours_any_more(code: str, words: str) -> dict[str, Any]:
    """What is said of a PDF for which this service does not vouch today; it is not looked into."""
    return _told(Verdict("not_verified", "policy", "", 0, (), (Check(code, False, words),), (words,)), "pdf")


def _where(session: Session, copy: PublicCopy | FormerCopy) -> str:
    edition, mou = _edition(session, copy)
    return f"/mou/{mou.slug}/{edition.number}"


def _edition(session: Session, copy: PublicCopy | FormerCopy) -> tuple[Edition, Mou]:
    edition = session.get_one(Edition, copy.edition_id)
    return edition, session.get_one(Mou, edition.mou_id)


def _policy(session: Session, settings: Settings) -> bytes | None:
    try:
        return policy_bytes(session, settings)
    except (NotFound, Unready):  # nobody is founded yet, or this is a copy of the record without its keys
        return None


def _told(verdict: Verdict, kind: str) -> dict[str, Any]:
    return {
        **verdict.as_dict(),
        "anchor": OPERATOR if verdict.anchor == "policy" else verdict.anchor,
        "kind": kind,
        "sentence": verdict.sentence(),
        "sentence_es": verdict.sentence("es"),
        "warned": bool(verdict.warned),
        "lines": [_line(one) for one in lines(verdict)],
        "seal": None,
        "page": None,
        "clause": "",
        "published": "",
        "replaced_by": "",
    }


def _line(line: Line) -> dict[str, Any]:
    """One of the six lines, or of those of a receipt, with what was found behind it in words."""
    name, _ = line.said()
    words = "; ".join(check.detail for check in line.checks if not check.ok or line.state != "bad")
    return {
        "name": name,
        "state": line.state,
        "words": words or "It was not checked: the file could not be read that far.",
        "checks": [check.as_dict() for check in line.checks],
    }
