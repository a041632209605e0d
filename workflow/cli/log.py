"""`countersign log`: hold the record against itself and against what was kept outside."""

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from workflow.cli.verbs import Verbs

if TYPE_CHECKING:
    from sqlmodel import Session

    from workflow.adapters.settings import Settings
    from workflow.audit.outside import Kept


def offer(verbs: Verbs) -> None:
    log = verbs.add_parser("log", help="check the record and its log")
    acts = log.add_subparsers(required=True, metavar="ACT")
    check = acts.add_parser(
        "check",
        help="walk every event, make the whole tree again, and compare",
        description="Walk every event, make the whole tree again, and compare it with files that were kept outside:"
        " packages, receipts, checkpoints. Exit code 0: everything holds; 1: something does not; 2: a file cannot be used.",
        epilog="Example: countersign log check --against receipt.txt package.json",
    )
    check.add_argument("--data", type=Path, help="folder of the embedded default (default: ./data)")
    kept = "packages, receipts or checkpoints that did not come from this database"
    check.add_argument("--against", type=Path, nargs="+", default=[], metavar="FILE", help=kept)
    check.add_argument("--json", action="store_true", help="the answer for machines")
    check.set_defaults(command=run_check)


def run_check(options: argparse.Namespace) -> int:
    from workflow.adapters.database import Database
    from workflow.adapters.settings import from_environment
    from workflow.audit.check import check

    settings = from_environment(data=options.data)
    kept = _read(options.against)
    if kept is None:
        return 2
    database = Database(settings.database)
    try:
        with database.snapshot() as session:
            report = check(session, [key_of(session, settings)], kept)
    finally:
        database.close()
    print(json.dumps(report.as_dict(), indent=2) if options.json else "\n".join(report.sentences()))
    return report.exit_code


def key_of(session: "Session", settings: "Settings") -> str:
    """The key this log signs with. Raises Refused where there is no record, or none of its keys: none is ever made here."""
    from workflow.adapters.keystore import Keystore
    from workflow.adapters.migrations import is_current
    from workflow.core.errors import Refused
    from workflow.publication.core import log_key

    if not is_current(session.connection()):
        raise Refused(
            "There is no record here, or not in today's shape.",
            "Look at --data, or run `countersign migrate`.",
        )
    if not (settings.keys_folder / "checkpoint.pem").is_file():
        raise Refused(
            f"The log's key is not in {settings.keys_folder}.", "Look at --data and COUNTERSIGN_KEYS."
        )
    return log_key(session, Keystore(settings.keys_folder))


def _read(files: list[Path]) -> "list[Kept] | None":
    from workflow.audit import outside
    from workflow.evidence.errors import Bad

    kept = []
    for file in files:
        try:
            kept.append(outside.read(str(file), file.read_bytes()))
        except OSError as error:
            print(f"{file} cannot be read: {error.strerror}.", file=sys.stderr)
            return None
        except Bad as bad:
            print(f"{file} cannot be used: {bad.words}.", file=sys.stderr)
            return None
    return kept
