"""`countersign demo`: play the life of one real agreement through the running service."""

import argparse
import os
from pathlib import Path

from workflow.cli.verbs import Verbs


def offer(verbs: Verbs) -> None:
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
    demo.set_defaults(command=run)


def run(options: argparse.Namespace) -> int:
    os.umask(0o077)  # as for a real service
    from workflow.demo.show import show

    return show(options.input, options.data, options.port, once=options.once, out=options.out)
