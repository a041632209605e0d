"""`countersign verify`: check a package or a receipt, or a folder of them, offline. Starts no server and opens no database."""

import argparse
import json
import sys
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from workflow.cli.verbs import Verbs

if TYPE_CHECKING:
    from workflow.cli.reports import Report, Seals, Trust

SAID_PLAINLY = (
    "party.chain",
    "signer.paper",
    "text.redacted",
    "log.checkpoint",
    "time.source",
    "log.witnesses",
    "publication.log",
    "receipt.statement",
    "receipt.signature",
    "pdf.published",
    "pdf.seal",
    "pdf.page",
)
"""Checks whose findings a reader should weigh even where they hold: by whose word a signature on paper, the time and the log stand, and
the words by which a party is known."""
EXAMPLES = """\
Examples:
  countersign verify --policy policy.json package.json
  countersign verify --policy policy.json --csv packages/ > packages.csv
  countersign verify --policy policies/ --csv packages/ > packages.csv
  countersign verify --policy policy.json agreement.pdf
  countersign verify --policy policy.json package.json agreement.pdf
  countersign verify --policy policy.json receipt-1.txt

A receipt shows that somebody's act stands in the log, and on which text; whether the signature is right is checked with the package.

Of a sealed PDF the attached package is checked, then the file around it: its seal, and that it is by an authority that the policy names; the
words on its pages; and, where the same typesetter and fonts are here, whether the page made anew has the same bytes. Under an older policy
that names no authority for seals a PDF is not verified (pdf.unvouched): nobody vouches for what its pages say beside the clauses.

Where the package from the web is at hand, too (beside the PDF in a folder, or named with it), the PDF is held against the hash that was
logged when it was published: it is that very file, or it is not (pdf.published).

A state's auditor has one policy of every district, in a folder: --policy policies/. Each file is judged under that of the service it names.

A folder is searched with the folders in it, linked ones too. Every *.json, *.pdf and receipt-*.txt gets one row, whatever it holds,
and so does what cannot be read (file.read), so that none can drop out of the count; only a policy.json and files of other kinds are passed
over, and counted. Reason codes are stable; docs/format.md lists them and the columns. - or /dev/stdin is the standard input.
"""


def offer(verbs: Verbs) -> None:
    verify = verbs.add_parser(
        "verify",
        help="check a package, a quotation, a receipt, a sealed PDF, or a folder of them, offline",
        description="Check a package, a quotation, a receipt or a sealed PDF, or every one in a folder, offline. Exit code 0: all are verified; 1: at least one "
        "is not; 2: at least one cannot be used, or none was found.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    verify.add_argument("package", type=Path, nargs="+", metavar="FILE|FOLDER")
    trust = "whom you trust, from another source than the package"
    verify.add_argument(
        "--policy",
        type=Path,
        metavar="FILE|FOLDER",
        help=f"{trust}; of a folder, the policy of each file's own service",
    )
    refuse = "accept no key that is kept in software, whatever the policy says"
    verify.add_argument("--no-software-keys", action="store_true", help=refuse)
    seals = "certificates (PEM) of authorities whose seals you know, for a PDF, beside those that the policy names"
    verify.add_argument("--authority", type=Path, metavar="FILE", help=seals)
    verify.add_argument(
        "--fonts", type=Path, metavar="FOLDER", help="the publisher's additional fonts, for a PDF"
    )
    form = verify.add_mutually_exclusive_group()
    form.add_argument(
        "--json", action="store_true", help="for machines: the verdict; of a folder, a list of them"
    )
    form.add_argument("--csv", action="store_true", help="for spreadsheets: one row a file")
    verify.add_argument("--lang", choices=("en", "es"), default="en", help="language of sentences and labels")
    verify.set_defaults(command=run)


def run(options: argparse.Namespace) -> int:
    from workflow.cli import files, reports
    from workflow.evidence.errors import Bad

    try:
        trust = _policy(options)
    except Bad as bad:
        print(f"{bad.words}.", file=sys.stderr)
        return 2
    try:
        pem = options.authority.read_bytes() if options.authority else None
        seals = reports.Seals(pem, options.fonts)
        seals.authorities()
    except (OSError, ValueError) as error:
        print(f"{options.authority} holds no certificates that can be read: {error}", file=sys.stderr)
        return 2
    first, *more = options.package
    if more or files.is_folder(first):
        return _many(options, trust, seals)
    report = reports.check(first, trust, seals)
    if options.json:
        print(report.verdict.to_json())
    elif options.csv:
        sys.stdout.write(reports.table([report], options.lang))
    else:
        _tell(report, options.lang)
    return report.verdict.exit_code


def _policy(options: argparse.Namespace) -> "Trust":
    """The policy's bytes, or a folder's policies; of a file that cannot be read none, which is refused like any that is no policy.

    Raises Bad for a folder without policies, or with two of one installation.
    """
    from workflow.cli import files, policies
    from workflow.evidence.errors import Bad

    if options.policy is None:
        return None
    if files.is_folder(options.policy):
        found = policies.gather(options.policy, _without_software if options.no_software_keys else bytes)
        if found.passed_over:
            print(f"No policies, passed over: {', '.join(found.passed_over)}.", file=sys.stderr)
        return found
    policy = files.read(options.policy)
    if isinstance(policy, Bad):
        print(f"{policy.words}.", file=sys.stderr)
        return b""
    return _without_software(policy) if options.no_software_keys else policy


def _many(options: argparse.Namespace, trust: "Trust", seals: "Seals") -> int:
    """All of a folder, or several files: the rows on stdout, the count and the pace on stderr, so that a pipe carries rows alone."""
    from workflow.cli import files, reports

    first, *more = options.package
    if more and any(map(files.is_folder, options.package)):
        print("Name one folder alone, or the files.", file=sys.stderr)
        return 2
    began, found, passed = time.monotonic(), [], Counter[str]()
    rows = (
        reports.check_files(options.package, trust, seals, passed)
        if more
        else reports.check_folder(first, trust, seals, passed)
    )
    for report in rows:
        found.append(report)
        if not options.json and not options.csv:
            print(report.line(options.lang), flush=True)
            if more:
                _tell(report, options.lang)
    if options.json:
        print(json.dumps([report.as_dict() for report in found], ensure_ascii=False, indent=2))
    if options.csv:
        sys.stdout.write(reports.table(found, options.lang))
    took = time.monotonic() - began
    print(
        f"{reports.summary(found, options.lang, passed)} {took:.2f} s, {len(found) / max(took, 0.001):.0f} / s",
        file=sys.stderr,
    )
    return reports.exit_code(found)


def _tell(report: "Report", language: str) -> None:
    """The verdict on one file, for a person."""
    from workflow.evidence.lines import lines
    from workflow.evidence.sentences import WORDS, held, kind_of_key, reason

    words, verdict = WORDS[language], report.verdict
    warnings = dict(zip(verdict.warned, verdict.warnings(language), strict=True))
    print(verdict.sentence(language))
    for person in verdict.signatories:
        counts = "" if person.ok else words["uncounted"]
        print(f"  {person.name}, {person.office}: {kind_of_key(person.key_kind, language)}{counts}")
    for line in lines(verdict):
        print(f"  {': '.join(line.said(language))}")
    for check in verdict.checks:
        if not check.ok:
            print(f"  {words['unconfirmed']}: {reason(check.id, language)}\n    {check.id}: {check.detail}")
        elif check.id in SAID_PLAINLY:
            print(f"  {held(check.id, check.detail, language)}\n    {check.id}: {check.detail}")
        for one in check.warned:
            print(f"  {warnings[one]}\n    {check.id}: {one.words}")


def _without_software(policy: bytes) -> bytes:
    """The same policy, with software keys left out. What is no policy stays as it is, and is refused as such."""
    from workflow.evidence.canonical import dumps, loads
    from workflow.evidence.errors import Bad

    try:
        said = loads(policy)
        kinds = [kind for kind in said["key_kinds"] if kind != "software"] or ["device-bound"]
        return dumps({**said, "key_kinds": kinds})
    except (Bad, KeyError, TypeError):
        return policy
