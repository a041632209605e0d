"""`countersign exhibit`: one PDF for a court about a package. Works offline, like `verify`."""

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from workflow.cli.verbs import Verbs

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

    from workflow.evidence.verdict import Verdict


def offer(verbs: Verbs) -> None:
    exhibit = verbs.add_parser(
        "exhibit",
        help="make one PDF for a court about a package or a sealed PDF",
        description="Make one PDF about a package, or about a sealed PDF and the package in it: what it is, what was checked, what happened, what that does not prove, "
        "and a custodian's certificate to fill in. Exit code 0: made, and the package is verified; 1: made, and it is not, "
        "which its first page says; 2: the file cannot be used, and nothing was made.",
        epilog="Example: countersign exhibit package.json --policy policy.json -o exhibit.pdf",
    )
    exhibit.add_argument("package", type=Path, metavar="FILE")
    trust = "whom you trust, from another source than the package"
    exhibit.add_argument("--policy", type=Path, metavar="FILE", help=trust)
    seals = "certificates (PEM) of authorities whose seals you know, beside those of the policy"
    exhibit.add_argument("--authority", type=Path, metavar="FILE", help=seals)
    exhibit.add_argument("-o", "--out", type=Path, required=True, metavar="PDF", help="where the PDF goes")
    exhibit.set_defaults(command=run)


def run(options: argparse.Namespace) -> int:
    from workflow.adapters.typesetter import TypesettingFault
    from workflow.cli import reports
    from workflow.publication.exhibit import Brief, typeset_exhibit

    try:
        data = options.package.read_bytes()
        policy = options.policy.read_bytes() if options.policy else None
        seals = reports.Seals(options.authority.read_bytes() if options.authority else None)
        authorities = seals.authorities()
    except OSError as error:
        print(f"{error.filename} cannot be read: {error.strerror}.", file=sys.stderr)
        return 2
    except ValueError as error:
        print(f"{options.authority} holds no certificates that can be read: {error}", file=sys.stderr)
        return 2
    data, sealed_pdf, verdict = _judged(data, policy, authorities)
    print(verdict.sentence())
    if verdict.verdict == "unusable":
        return 2
    if verdict.receipt or verdict.quoted:
        what = "A receipt shows no text" if verdict.receipt else "A quotation shows one clause"
        print(f"{what}: an exhibit is made of the whole package. Bring that.", file=sys.stderr)
        return 2
    try:
        pdf = typeset_exhibit(Brief(data, policy, verdict, datetime.now(UTC), sealed_pdf))
    except TypesettingFault as fault:
        print(f"The text cannot be printed: {fault}", file=sys.stderr)
        return 2
    try:
        options.out.write_bytes(pdf)
    except OSError as error:
        print(f"{options.out} cannot be written: {error.strerror}.", file=sys.stderr)
        return 2
    print(f"{options.out}: {len(pdf):,} bytes")
    return verdict.exit_code


def _judged(
    data: bytes, policy: bytes | None, authorities: "list[Certificate]"
) -> "tuple[bytes, bytes, Verdict]":
    """The package, the sealed PDF around it (empty where there is none), and the verdict on all of it."""
    from workflow.evidence.verify import verify
    from workflow.publication import sealed

    if not sealed.is_pdf(data):
        return data, b"", verify(data, policy)
    verdict, inside = sealed.examine(data, policy, authorities)
    return inside, data, verdict
