"""`countersign witness`: what another party runs (a library, a newspaper, the other district) to keep this log honest."""

import argparse
import sys
import time
from pathlib import Path

from workflow.cli.verbs import Verbs


def offer(verbs: Verbs) -> None:
    about = (
        "Remember the largest log seen, and sign only what continues it. Begin once, give the printed key to the log's operator"
        " and to whoever checks agreements, then either answer the operator (serve) or look for yourself (look)."
    )
    witness = verbs.add_parser(
        "witness", help="watch somebody else's log and sign what continues it", description=about
    )
    acts = witness.add_subparsers(required=True, metavar="ACT")
    folder = argparse.ArgumentParser(add_help=False)
    folder.add_argument(
        "--folder", type=Path, default=Path("witness"), metavar="DIR", help="its memory (default: ./witness)"
    )
    begin = acts.add_parser(
        "begin", parents=[folder], help="make a witness with a key of its own, or watch one more log"
    )
    begin.add_argument(
        "--name", default="", help="its name, such as library.example.org/witness; needed the first time"
    )
    begin.add_argument("--log", required=True, metavar="KEY", help="the log's verifier key (its /log/key)")
    begin.add_argument(
        "--instead", action="store_true", help="the log has this key now, in place of the one that is watched"
    )
    begin.set_defaults(command=run_begin)
    look = acts.add_parser(
        "look", parents=[folder], help="read a log's newest checkpoint, and sign it if it continues"
    )
    look.add_argument("address", help="such as https://mou.example.gov/log")
    look.set_defaults(command=run_look)
    serve = acts.add_parser("serve", parents=[folder], help="answer the log's operator (C2SP tlog-witness)")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, default=8200, help="0 picks a free one")
    serve.set_defaults(command=run_serve)


def run_begin(options: argparse.Namespace) -> int:
    from workflow.core.errors import Refused
    from workflow.witness.folder import Folder, begin

    standing = (options.folder / "witness.json").exists()
    if not standing and not options.name:
        raise Refused("A new witness needs a name.", "Say --name library.example.org/witness, for instance.")
    folder = Folder(options.folder) if standing else begin(options.folder, options.name)
    folder.watch(options.log, instead=options.instead)
    print(folder.vkey)
    return 0


def run_look(options: argparse.Namespace) -> int:
    from workflow.witness.folder import Folder
    from workflow.witness.looking import look, over_http

    print(look(Folder(options.folder), over_http(options.address), time=int(time.time())), end="")
    return 0


def run_serve(options: argparse.Namespace) -> int:
    import logging
    import signal

    from workflow.witness.folder import Folder
    from workflow.witness.server import serve

    logging.basicConfig(level=logging.INFO, stream=sys.stderr)
    server = serve(Folder(options.folder), options.host, options.port)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    print(f"Listening on http://{options.host}:{server.server_port}", flush=True)
    try:
        server.serve_forever()
    finally:
        server.server_close()
    return 0
