"""`countersign log`: hold the record against itself and against what was kept outside."""

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from workflow.cli.verbs import Verbs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlmodel import Session

    from workflow.adapters.settings import Settings
    from workflow.audit.findings import Finding
    from workflow.audit.outside import Kept
    from workflow.history.standing import Standing


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
    renew = acts.add_parser(
        "renew",
        help="hash everything anew under SHA-512 before SHA-256 weakens, and say so in the log",
        description="Hash every leaf and every public copy anew under SHA-512, have the configured time authority stamp that, and say"
        " so in the log. Run it when a scheme is said to weaken, or every few years. `log check` makes it again.",
    )
    renew.add_argument("--data", type=Path, help="folder of the embedded default (default: ./data)")
    renew.set_defaults(command=run_renew)
    resume = acts.add_parser(
        "resume",
        help="after a restored backup or a move: go on with the published log from here",
        description="Say what was published and is not in this database, and with --this-is-the-one go on from here: the log"
        " keeps every published leaf and says in public which of them lost their content. Stop every other service first.",
    )
    resume.add_argument("--data", type=Path, help="folder of the embedded default (default: ./data)")
    meant = "this, and no other copy, is the service from now on"
    resume.add_argument("--this-is-the-one", action="store_true", help=meant)
    resume.set_defaults(command=run_resume)


def run_check(options: argparse.Namespace) -> int:
    from workflow.adapters import outside_time
    from workflow.adapters.database import Database
    from workflow.adapters.keystore import Keystore
    from workflow.adapters.settings import from_environment
    from workflow.adapters.witnesses import keys
    from workflow.audit.check import check
    from workflow.audit.findings import Steps

    settings = from_environment(data=options.data)
    kept = _read(options.against)
    if kept is None:
        return 2
    database = Database(settings.database)
    try:
        with database.snapshot() as session:
            own, store = keys_of(session, settings), Keystore.of(settings)
            if _strangers(kept, own):
                return 2
            report = check(
                session, own, kept, keys(settings), store.publication_keys, outside_time.authorities(settings)
            )
        with database.reading() as session:
            Steps(report)("the published head", lambda: _published(session, settings))
    finally:
        database.close()
    print(json.dumps(report.as_dict(), indent=2) if options.json else "\n".join(report.sentences()))
    return report.exit_code


def _published(session: "Session", settings: "Settings") -> "Iterator[Finding]":
    """Whether this database has what was published from it. Raises Refused when that cannot be read."""
    from workflow.adapters.published import Published
    from workflow.audit.findings import Finding
    from workflow.history.standing import State, judge

    standing = judge(session, Published(settings.published_folder))
    if standing.state in (State.BEHIND, State.FORKED):
        yield Finding("published.head", standing.words)


def run_resume(options: argparse.Namespace) -> int:
    from workers import dispatch
    from workers.kit import kit_for
    from workflow import service
    from workflow.adapters.settings import from_environment
    from workflow.core.people import SERVICE
    from workflow.history.resuming import resume
    from workflow.history.standing import State, judge

    settings = from_environment(data=options.data)
    with service.only_one(None if settings.database_url else settings.data / ".lock"):
        kit = kit_for(settings)
        with kit.database.reading() as session:
            keys_of(session, settings)
            found = judge(session, kit.published)
        if found.may_publish or found.state is State.FORKED:
            print(
                found.words or "Nothing has to be resumed: this is the service that publishes.", found.remedy
            )
            return 0 if found.may_publish else 1
        print(_missing(found))
        if not options.this_is_the_one:
            print("Nothing was changed. Say --this-is-the-one to go on from here.")
            return 1
        with kit.database.writing() as session:
            done = resume(session, kit.published, actor=SERVICE, at=kit.clock.now())
        while dispatch.sequence_log(kit):
            pass
    print(
        f"Resumed. The log says that of {done.end - done.start} published leaves {done.lost} lost what they said."
    )
    return 0


def run_renew(options: argparse.Namespace) -> int:
    from functools import partial

    from workers.kit import kit_for
    from workflow.adapters import outside_time
    from workflow.adapters.outside_time import TimeAuthorityFault
    from workflow.adapters.settings import from_environment
    from workflow.audit import renewing
    from workflow.core.errors import Refused
    from workflow.core.people import SERVICE
    from workflow.history.standing import insist

    kit = kit_for(from_environment(data=options.data))
    at, authority = kit.clock.now(), kit.time_authority
    try:
        with kit.database.snapshot() as session:
            keys_of(session, kit.settings)
            stamp = partial(authority.token, hashed="sha512") if authority else None
            said = renewing.prepare(session, stamp, at=at)
        with kit.database.writing() as session:
            insist(session, kit.published)
            leaf = renewing.renew(session, said, actor=SERVICE, at=at)
    except TimeAuthorityFault as fault:
        raise Refused(f"Nothing was renewed: the time authority's answer cannot be used: {fault}.") from fault
    finally:
        kit.database.close()
    whose = renewing.whose(leaf, outside_time.authorities(kit.settings))
    print(f"{said['leaves']} leaves and {said['copies']} public copies were hashed anew; {whose}.")
    return 0


def _missing(found: "Standing") -> str:
    """What a resumption would have to say."""
    if not found.published:
        return (
            "What was published of this log is not known here. If anybody keeps a later checkpoint than this database holds,"
            " they will see another log, and a witness will refuse it."
        )
    if found.published <= found.size:
        return f"Everything that was published ({found.published} leaves) is in this database."
    return (
        f"{found.published} leaves were published, and this database holds {found.size}: what is beyond them is lost,"
        " unless it still waits here for its place."
    )


def keys_of(session: "Session", settings: "Settings") -> list[str]:
    """The keys this log signs with. Raises Refused where there is no record, or none of its keys: none is ever made here."""
    from workflow.adapters.keystore import Keystore
    from workflow.adapters.migrations import is_current
    from workflow.core.errors import NotFound, Refused
    from workflow.publication.core import all_log_keys

    if not is_current(session.connection()):
        raise Refused(
            "There is no record here, or not in today's shape.",
            "Look at --data, or run `countersign migrate`.",
        )
    if not next(settings.keys_folder.glob("checkpoint.*"), None):
        raise Refused(
            f"The log's key is not in {settings.keys_folder}.", "Look at --data and COUNTERSIGN_KEYS."
        )
    try:
        return all_log_keys(session, Keystore.of(settings))
    except (AttributeError, LookupError, NotFound, TypeError, ValueError) as fault:
        raise Refused(
            f"The record does not say readably which log it is: {fault}.",
            "Somebody changed the row of its installation; restore it from a backup.",
        ) from fault


def _strangers(kept: "list[Kept]", keys: list[str]) -> bool:
    """Whether a file is of another log, which is said: it says nothing for or against this one."""
    from workflow.audit import outside

    others = [(one.name, log) for one in kept if (log := outside.stranger(one, keys))]
    for name, log in others:
        print(f"{name} cannot be used: it is of another log ({log!r}).", file=sys.stderr)
    return bool(others)


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
