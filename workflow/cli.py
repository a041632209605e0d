"""The command line, and the place where the parts meet. Imports are lazy: `countersign verify` starts no server."""

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from workflow.core.errors import CountersignError, Refused

Command = Callable[[argparse.Namespace], int]
Verbs = Any  # argparse gives what add_subparsers returns no public name
SAID_PLAINLY = ("log.checkpoint", "time.source", "log.witnesses", "publication.log")
"""Checks whose findings a reader should weigh even where they hold: by whose word the time and the log stand."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. Exit code 0: done; 1: it says no, with the reason; 2: it cannot be used like that."""
    options = _parser().parse_args(arguments)
    command: Command = options.command
    try:
        return command(options)
    except Refused as no:
        print(f"{no.reason} {no.remedy}".strip(), file=sys.stderr)
    except (CountersignError, ValueError) as no:
        print(str(no), file=sys.stderr)
    except KeyboardInterrupt:
        return 130
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="countersign", description=__doc__.split(".")[0] if __doc__ else "")
    verbs = parser.add_subparsers(required=True, metavar="COMMAND")
    for offer in (_offer_serve, _offer_demo, _offer_verify, _offer_migrate):
        offer(verbs)
    return parser


def _offer_serve(verbs: Verbs) -> None:
    serve = verbs.add_parser("serve", help="run the service", description="Run the service. Ctrl-C ends it.")
    serve.add_argument("--data", type=Path, help="folder of the embedded default (default: ./data)")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, default=8000, help="0 picks a free one")
    refuse = "refuse signing keys that are kept in software"
    serve.add_argument("--no-software-keys", action="store_true", default=None, help=refuse)
    serve.set_defaults(command=_serve)


def _offer_demo(verbs: Verbs) -> None:
    demo = verbs.add_parser(
        "demo",
        help="play the life of one real agreement, then leave the service running",
        description="Play the life of one real agreement through the running service, from import to next year's review.",
    )
    demo.add_argument("--input", type=Path, metavar="FILE", help="another agreement: .txt, .md or .docx")
    where = "folder (default: ./data/demo; with --once a fresh temporary one)"
    demo.add_argument("--data", type=Path, help=where)
    demo.add_argument("--port", type=int, help="default: 8000; with --once a free one")
    stop = "stop at the end; exit code 0 only if everything verified"
    demo.add_argument("--once", action="store_true", help=stop)
    leave = "write package, PDF, policy and comment matrix there"
    demo.add_argument("--out", type=Path, metavar="DIR", help=leave)
    demo.set_defaults(command=_demo)


def _offer_verify(verbs: Verbs) -> None:
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
    verify.set_defaults(command=_verify)


def _offer_migrate(verbs: Verbs) -> None:
    migrate = verbs.add_parser("migrate", help="bring the database to today's shape")
    migrate.add_argument("--data", type=Path)
    migrate.set_defaults(command=_migrate)


def _serve(options: argparse.Namespace) -> int:
    from workflow import service
    from workflow.adapters.settings import from_environment

    settings = from_environment(data=options.data, no_software_keys=options.no_software_keys)
    with service.opened(settings, host=options.host, port=options.port) as opened:
        service.announce(opened.address)
        if link := service.first_link(opened):
            print(
                f"Nobody has an account yet. Open this once, within a day, to create the first: {link}",
                flush=True,
            )
        service.run(opened)
    return 0


def _demo(options: argparse.Namespace) -> int:
    from workflow.demo.show import show

    return show(options.input, options.data, options.port, once=options.once, out=options.out)


def _verify(options: argparse.Namespace) -> int:
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


def _migrate(options: argparse.Namespace) -> int:
    from workflow.adapters.database import Database
    from workflow.adapters.migrations import migrate
    from workflow.adapters.settings import from_environment

    settings = from_environment(data=options.data)
    database = Database(settings.owner_database_url or settings.database, pooled=False)
    migrate(database)
    print("The database has today's shape.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
