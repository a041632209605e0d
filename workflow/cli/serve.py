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
    shown = "show the public pages and take nothing in, whatever state the record is in"
    serve.add_argument("--read-only", action="store_true", help=shown)
    serve.set_defaults(command=run)


def run(options: argparse.Namespace) -> int:
    os.umask(0o077)  # the database, the letters with their links and the keys are this user's alone
    from workflow import service
    from workflow.adapters import notices
    from workflow.adapters.settings import from_environment
    from workflow.history.standing import RESUME

    settings = from_environment(data=options.data, no_software_keys=options.no_software_keys)
    with service.opened(
        settings, host=options.host, port=options.port, read_only=options.read_only
    ) as opened:
        service.announce(opened.address)
        if opened.closed:
            print(f"{opened.closed} It is shown, and takes nothing in. {RESUME}", flush=True)
        for words in notices.for_operators(opened.settings).values():
            print(words, flush=True)
        if link := service.first_link(opened):
            print(
                f"Nobody has an account yet. Open this once, within a day, to create the first: {link}",
                flush=True,
            )
        service.run(opened)
    return 0
