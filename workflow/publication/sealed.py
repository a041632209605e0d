"""A sealed PDF in anybody's hands: its package judged as ever, and the file around it held against that package.

1. the PDF has a package attached, and that is what is judged;
2. where a package from the web is at hand, too, this PDF is the one that was published with the package (announced.py);
3. one seal covers every byte and forbids changes, and it is by an authority that the policy, or the reader, names. What the pages say beside
   the clauses (the first page's facts) is the publisher's word: where nobody can tell whose seal it is, nobody vouches for that;
4. the pages say every clause of the package, in order;
5. nobody is named on them as a signatory who is none by the package;
6. the page made anew is the same up to the seal. This one is a notice and never a failure: another typesetter owes other bytes.

Works offline, like `verify`. Raises nothing on hostile files: each step that cannot be taken is one that did not hold.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from cryptography import x509

from workflow.adapters.pdf_text import page_words, says_in_order
from workflow.adapters.seal import PACKAGE, SealReport, attachments, check_seal
from workflow.adapters.templates import day
from workflow.evidence import package, policy, sentences
from workflow.evidence.errors import Bad
from workflow.evidence.fields import write_moment
from workflow.evidence.policy import Policy
from workflow.evidence.verdict import Check, Ledger, Verdict
from workflow.evidence.verify import verify
from workflow.publication import printing, rendering
from workflow.publication.announced import Announced, held
from workflow.publication.core import Core

UNKNOWN = "sealed on {on} in the name of {by}, for whom nobody here vouches: the operator's word alone"
KNOWN = "sealed on {on} in the name of {by}, under an authority that {who} named"
ANOTHERS = "sealed on {on} in the name of {by}, under an authority that neither the policy nor you named for that day"
UNVOUCHED = (
    "sealed on {on} in the name of {by}: the policy names no authority for seals, so whose seal this is nobody can tell, nor who "
    "vouches for what the pages say beside the clauses"
)
PUBLISHED = "sealed on {on} in the name of {by}; whose seal that is the policy does not say, but these very bytes were published"
UNREADABLE = (ValueError, KeyError, TypeError, AttributeError, IndexError, OverflowError, RecursionError)
"""What reading a file raises that is no PDF of ours."""


def is_pdf(content: bytes) -> bool:
    """Whether it begins like a PDF."""
    return content.lstrip()[:5] == b"%PDF-"


def package_in(pdf: bytes) -> bytes:
    """The package attached to a PDF; empty where there is none, or it cannot be read."""
    try:
        return attachments(pdf)[PACKAGE]
    except UNREADABLE:
        return b""


def examine(
    pdf: bytes, trust: bytes | None, authorities: Sequence[x509.Certificate] = (), fonts: Path | None = None,
    announced: Sequence[Announced] = (),
) -> tuple[Verdict, bytes]:  # fmt: skip
    """The verdict on a sealed PDF, and the package in it (empty where there is none). `trust` is a policy's bytes; `announced`: what
    packages beside it say was published."""
    try:
        attached = attachments(pdf)
        data = attached[PACKAGE]
    except UNREADABLE:
        missing = Check("pdf.package", False, "no package is attached to this PDF, or it cannot be read")
        anchor = "package" if trust is None else "policy"
        return Verdict("unusable", anchor, "", 0, (), (missing,), (missing.detail,)), b""
    verdict = verify(data, trust)
    if verdict.verdict == "unusable":
        return verdict, data
    ledger = Ledger([Check("pdf.package", True, "the package attached to the PDF")])
    published = _published(ledger, pdf, data, verdict.head, announced)
    _sealed(ledger, pdf, authorities, None if trust is None else policy.parse(trust), published)
    _worded(ledger, pdf, data)
    _signed(ledger, attached.get(rendering.PAGE, b""), verdict)
    made = rendering.compared(pdf, fonts)
    ledger.checks.append(Check("pdf.page", True, f"{made.answer}: {made.words}"))
    return with_file(verdict, ledger), data


def judge_seal(
    pdf: bytes, trust: Policy | None, authorities: Sequence[x509.Certificate] = (), *, published: bool = False
) -> tuple[SealReport, str]:
    """The seal of a PDF, and in words whose it is. `authorities`: what the reader names beside the policy; `published`: it is shown that
    these very bytes were published, so that it matters less whose.

    Raises Bad("pdf.seal") where it does not hold, Bad("pdf.authority") where it is somebody else's than they say, and
    Bad("pdf.unvouched") where there is a policy and neither says whose it should be.
    """
    report = check_seal(pdf, authorities)
    theirs = trust.seals if trust else ()
    by_policy = bool(theirs) and not report.trusted
    if trust and by_policy:
        at = write_moment(report.sealed_at) if report.sealed_at else ""
        report = check_seal(pdf, (*authorities, *trust.seal_authorities(at)))
    if not (report.whole and report.certified):
        raise Bad("pdf.seal", report.reason)
    on = f"{day(report.sealed_at, 'UTC')} (UTC)" if report.sealed_at else ""
    told = {"by": _plain(report.sealed_by), "on": on}
    if report.trusted:
        return report, KNOWN.format(who="the policy" if by_policy else "you", **told)
    if theirs or authorities:
        raise Bad("pdf.authority", ANOTHERS.format(**told))
    if published:
        return report, PUBLISHED.format(**told)
    if trust:
        raise Bad(sentences.UNVOUCHED, UNVOUCHED.format(**told))
    return report, UNKNOWN.format(**told)


def _published(ledger: Ledger, pdf: bytes, data: bytes, head: str, announced: Sequence[Announced]) -> bool:
    """Whether it is shown that this very PDF was published. Where nobody tells of its text there is no such step."""
    try:
        same, words = held(pdf, data, head, announced)
    except Bad as bad:
        ledger.checks.append(Check(bad.code, False, bad.words))
        return False
    if words:
        ledger.checks.append(Check("pdf.published", True, words))
    return same


def _sealed(
    ledger: Ledger, pdf: bytes, authorities: Sequence[x509.Certificate], trust: Policy | None, published: bool
) -> None:
    found: list[str] = []
    with ledger.step("pdf.seal", found):
        found.append(judge_seal(pdf, trust, authorities, published=published)[1])


def _plain(subject: str) -> str:
    """The names in a certificate's subject, without what each is a name of."""
    return ", ".join(part.partition(": ")[2] or part for part in subject.split(", "))


def _worded(ledger: Ledger, pdf: bytes, data: bytes) -> None:
    with ledger.step("pdf.words", ["the pages say every clause of the package, in order"]):
        wanted = printing.must_be_said(Core(data, package.parse(data), 0))
        try:
            unsaid = says_in_order(page_words(pdf), wanted)
        except UNREADABLE:
            raise Bad("pdf.words", "the words on the pages cannot be read") from None
        if unsaid:
            numbers = ", ".join(str(number + 1) for number in unsaid)
            raise Bad("pdf.words", f"the pages do not say clauses {numbers} as the package has them")


def _signed(ledger: Ledger, page: bytes, verdict: Verdict) -> None:
    """A page that says nothing about itself names nobody that could be held against the package."""
    try:
        beside, _ = rendering.read(page)
    except Bad:
        return
    with ledger.step("pdf.signers", ["everybody named as a signatory is one by the package"]):
        known = {one.name for one in verdict.signatories if one.ok}
        others = [one.name for one in beside.signers if one.name not in known]
        if others:
            raise Bad("pdf.signers", f"the page names {', '.join(others)}, who did not sign by the package")


def with_file(verdict: Verdict, ledger: Ledger) -> Verdict:
    """The verdict on package and file together: less than verified as soon as a step about the file does not hold."""
    failures = ledger.failures
    return replace(
        verdict,
        verdict="not_verified" if failures else verdict.verdict,
        checks=(*verdict.checks, *ledger.checks),
        missing=(*verdict.missing, *failures),
    )
