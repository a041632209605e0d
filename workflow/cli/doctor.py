"""`countersign doctor`: what is the matter with this deployment, and what it should have besides, for whoever runs it."""

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from workflow.cli.verbs import Verbs

if TYPE_CHECKING:
    from workflow.adapters.settings import Settings


def offer(verbs: Verbs) -> None:
    doctor = verbs.add_parser(
        "doctor",
        help="what is the matter here, and what a deployment should have besides",
        description="Look at settings, database, keys and alarms. Exit code 0: nothing is the matter (notices are no fault); 1: something is.",
    )
    doctor.add_argument("--data", type=Path, help="folder of the embedded default (default: ./data)")
    doctor.add_argument("--json", action="store_true", help="the answer for machines")
    doctor.set_defaults(command=run)


def run(options: argparse.Namespace) -> int:
    from workflow.adapters import notices
    from workflow.adapters.settings import from_environment

    settings = from_environment(data=options.data)
    faults, noted = dict(_faults(settings)), notices.for_operators(settings)
    if options.json:
        print(json.dumps({"ok": not faults, "faults": faults, "notices": noted}, indent=2))
    else:
        told = [
            *(f"Fault ({name}): {words}" for name, words in faults.items()),
            *(f"Notice ({name}): {words}" for name, words in noted.items()),
        ]
        print("\n".join(told or ["Nothing is the matter, and nothing is missing."]))
    return 1 if faults else 0


def _faults(settings: "Settings") -> Iterator[tuple[str, str]]:
    """What is wrong, by where; nothing is made that is not there."""
    from sqlalchemy.exc import SQLAlchemyError

    from workflow.adapters import outside_time, witnesses
    from workflow.adapters.database import Database
    from workflow.adapters.keystore import Keystore
    from workflow.adapters.migrations import is_current
    from workflow.adapters.published import Published, this_machine
    from workflow.core.errors import Refused
    from workflow.history import alarms
    from workflow.history.standing import judge

    try:
        witnesses.configured(settings)
        outside_time.check(settings)
        if settings.keys_folder.is_dir():
            Keystore.of(settings).files.check()
        else:
            yield "keys", f"There are no keys in {settings.keys_folder}."
    except (Refused, ValueError) as no:
        yield "settings", str(no)
    if not settings.database_url and not (settings.data / "countersign.db").exists():
        yield "database", f"There is none in {settings.data}. Look at --data, or start the service once."
        return
    database = Database(settings.database)
    try:
        with database.reading() as session:
            if not is_current(session.connection()):
                yield (
                    "database",
                    "It does not have today's shape. Run `countersign migrate`, or start the service once.",
                )
                return
            yield from alarms.ringing(session).items()
            if words := judge(session, Published(settings.published_folder, this_machine())).words:
                yield "publishing", words
    except (SQLAlchemyError, Refused) as fault:
        yield "database", str(fault).partition("\n")[0]
    finally:
        database.close()
