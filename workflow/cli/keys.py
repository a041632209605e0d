"""`countersign keys`: the service's own keys, listed by their public halves, replaced with an overlap, sealed by a passphrase."""

import argparse
import json
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from workflow.cli.verbs import Verbs

if TYPE_CHECKING:
    from workflow.adapters.settings import Settings


def offer(verbs: Verbs) -> None:
    keys = verbs.add_parser(
        "keys",
        help="the service's own keys: list them, replace one, seal their files",
        description="List the service's own keys: kind, state, fingerprint, since when, until when, and where they lie.",
    )
    where = argparse.ArgumentParser(add_help=False)
    # No default: a word after `keys` must not undo one before it.
    where.add_argument("--data", type=Path, default=argparse.SUPPRESS, help="folder of the embedded default")
    keys.add_argument("--data", type=Path, help="folder of the embedded default (default: ./data)")
    keys.add_argument("--json", action="store_true", help="the list for machines")
    keys.set_defaults(command=run_list)
    acts = keys.add_subparsers(metavar="ACT")
    rotate = acts.add_parser(
        "rotate", parents=[where], help="make the next key of a kind; the old one says so in the log"
    )
    rotate.add_argument(
        "kind", metavar="KIND", help="checkpoint, checkpoint-mldsa, publication, seal or time"
    )
    days = "how long an old key that policies name signs on while they already ship both (default: 30); 0 at once"
    rotate.add_argument("--overlap", type=int, default=30, metavar="DAYS", help=days)
    rotate.set_defaults(command=run_rotate)
    roots = acts.add_parser(
        "authority", parents=[where], help="the certificates (PEM) under which the seals are this service's"
    )
    roots.set_defaults(command=run_authority)
    seal = acts.add_parser("seal", parents=[where], help="seal the files by the passphrase that is set")
    seal.set_defaults(command=run_seal)


def run_list(options: argparse.Namespace) -> int:
    from workflow.adapters import notices
    from workflow.adapters.keylist import listed
    from workflow.adapters.keystore import Keystore

    settings = _settings(options)
    found = listed(Keystore.of(settings))
    if options.json:
        print(json.dumps([vars(one) for one in found], indent=2))
        return 0
    for one in found:
        until = f" until {one.until}" if one.until else ""
        print(
            f"{one.kind:<16} {one.state:<9} {one.fingerprint} since {one.since or '?'}{until} {one.where}".rstrip()
        )
    if unsealed := notices.for_operators(settings).get("keys"):
        print(unsealed)
    return 0


def run_authority(options: argparse.Namespace) -> int:
    """For whoever has a policy that names none: `countersign verify --authority FILE`."""
    from cryptography.hazmat.primitives.serialization import Encoding

    from workflow.adapters.keystore import Keystore

    for one in Keystore.of(_settings(options)).seal_authorities:
        print(one.certificate.public_bytes(Encoding.PEM).decode(), end="")
    return 0


def run_rotate(options: argparse.Namespace) -> int:
    from workers.kit import kit_for
    from workflow.adapters.keystore import ANNOUNCED, KINDS
    from workflow.core.people import SERVICE
    from workflow.history import rotating
    from workflow.history.standing import insist
    from workflow.publication import custody

    kit = kit_for(_settings(options))
    try:
        kit.keystore.files.check()
        with kit.database.writing() as session:
            insist(session, kit.published)
            custody.insist(session, kit.keystore, [one for one in KINDS if one == options.kind])
            done = rotating.rotate(
                session, kit.keystore, options.kind, actor=SERVICE, at=kit.clock.now(), overlap=timedelta(days=max(options.overlap, 0)),
            )  # fmt: skip
        kit.keystore.enter(done)
        if options.kind in ANNOUNCED:
            with kit.database.writing() as session:
                rotating.hand_over(session, kit.keystore, at=kit.clock.now())
        else:
            kit.keystore.hand_over(options.kind, done.size)
        over = kit.keystore.announced(options.kind) is None
    finally:
        kit.database.close()
    when = (
        "is in use"
        if over
        else f"is announced and takes over on {done.due}; every policy ships both from now on"
    )
    print(f"The next {options.kind} key {when}. The old key's statement stands in the log.")
    return 0


def run_seal(options: argparse.Namespace) -> int:
    from workflow import service
    from workflow.adapters.keystore import Keystore
    from workflow.core.errors import Refused

    settings = _settings(options)
    with service.only_one(None if settings.database_url else settings.data / ".lock"):
        keys = Keystore.of(settings)
        if not keys.files.sealing:
            raise Refused("There is no passphrase to seal with.", "Set COUNTERSIGN_KEYS_PASSPHRASE_FILE.")
        done = keys.files.seal_all()
    print(f"Sealed: {', '.join(done)}." if done else "Every key is sealed already.")
    return 0


def _settings(options: argparse.Namespace) -> "Settings":
    """Raises Refused where there are no keys: none is made here."""
    from workflow.adapters.settings import from_environment
    from workflow.core.errors import Refused

    settings = from_environment(data=options.data)
    if not settings.keys_folder.is_dir():
        raise Refused(f"There are no keys in {settings.keys_folder}.", "Look at --data and COUNTERSIGN_KEYS.")
    return settings
