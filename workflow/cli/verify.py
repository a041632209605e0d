"""`countersign verify`: check a package offline. Starts no server and opens no database."""

import argparse
import sys
from pathlib import Path

from workflow.cli.verbs import Verbs

SAID_PLAINLY = ("log.checkpoint", "time.source", "log.witnesses", "publication.log")
"""Checks whose findings a reader should weigh even where they hold: by whose word the time and the log stand."""


def offer(verbs: Verbs) -> None:
    verify = verbs.add_parser(
        "verify",
        help="check a package, offline",
        description="Check a package, offline. Exit code 0: verified; 1: anything less; 2: the file cannot be used.",
        epilog="Example: countersign verify --policy policy.json package.json",
    )
    verify.add_argument("package", type=Path, metavar="FILE")
    trust = "whom you trust, from another source than the package"
    verify.add_argument("--policy", type=Path, metavar="FILE", help=trust)
    refuse = "accept no key that is kept in software, whatever the policy says"
    verify.add_argument("--no-software-keys", action="store_true", help=refuse)
    verify.add_argument("--json", action="store_true", help="the verdict for machines")
    verify.set_defaults(command=run)


def run(options: argparse.Namespace) -> int:
    from workflow.evidence.verify import verify

    try:
        package = options.package.read_bytes()
        policy = options.policy.read_bytes() if options.policy else None
    except OSError as error:
        print(f"{error.filename} cannot be read: {error.strerror}.", file=sys.stderr)
        if not options.json:
            return 2
        package, policy = b"", None
    if policy and options.no_software_keys:
        policy = _without_software(policy)
    verdict = verify(package, policy)
    if options.json:
        print(verdict.to_json())
        return verdict.exit_code
    print(verdict.sentence())
    for person in verdict.signatories:
        print(
            f"  {person.name}, {person.office}: {person.key_kind} key{'' if person.ok else ', which does not count'}"
        )
    for check in verdict.checks:
        if not check.ok or check.id in SAID_PLAINLY:
            print(f"  {'' if check.ok else 'NOT CONFIRMED '}{check.id}: {check.detail}")
    return verdict.exit_code


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
