"""`countersign migrate`: bring the database to today's shape, as the role that owns the tables."""

import argparse
from pathlib import Path

from workflow.cli.verbs import Verbs


def offer(verbs: Verbs) -> None:
    migrate = verbs.add_parser("migrate", help="bring the database to today's shape")
    migrate.add_argument("--data", type=Path)
    migrate.set_defaults(command=run)


def run(options: argparse.Namespace) -> int:
    from workflow.adapters.database import Database
    from workflow.adapters.migrations import migrate
    from workflow.adapters.settings import from_environment

    settings = from_environment(data=options.data)
    database = Database(settings.owner_database_url or settings.database, pooled=False)
    migrate(database)
    print("The database has today's shape.")
    return 0
