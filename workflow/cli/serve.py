"""`countersign serve`: run the service until it is told to end."""

import argparse
import os
from pathlib import Path

from workflow.cli.verbs import Verbs


def offer(verbs: Verbs) -> None:
    serve = verbs.add_parser("serve", help="run the service", description="Run the service. Ctrl-C ends it.")
    serve.add_argument("--data", type=Path, help="folder of the embedded default (default: ./data)")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, default=8000, help="0 picks a free one")
    refuse = "refuse signing keys that are kept in software"
    serve.add_argument("--no-software-keys", action="store_true", default=None, help=refuse)
    serve.set_defaults(command=run)


def run(options: argparse.Namespace) -> int:
    os.umask(0o077)  # the database, the letters with their links and the keys are this user's alone
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
