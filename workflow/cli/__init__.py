"""The command line, and the place where the parts meet.

One module a verb: `offer` adds it to the parser, `run` does it. What a verb needs it imports when it runs, so that
`countersign verify` starts no server.
"""

import argparse
import gc
import os
import sys
from collections.abc import Sequence

from workflow.cli import demo, doctor, exhibit, keys, log, migrate, serve, verify, witness
from workflow.cli.verbs import Command
from workflow.core.errors import CountersignError, Refused

VERBS = (serve, demo, verify, exhibit, log, keys, witness, doctor, migrate)
UNREAD = 141
"""What a shell reports of a program whose reader went away."""
RARELY = (50_000, 20, 20)
"""How often the collector of garbage looks. With the interpreter's own measure it took a fifth of every start."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. Exit code 0: done; 1: it says no, with the reason; 2: it cannot be used like that; 141: nobody reads on."""
    gc.set_threshold(*RARELY)
    options = _parser().parse_args(arguments)
    command: Command = options.command
    try:
        code = command(options)
        sys.stdout.flush()
        return code
    except BrokenPipeError:
        # `| head` has seen enough; what is still to be written as Python ends goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return UNREAD
    except Refused as no:
        print(f"{no.reason} {no.remedy}".strip(), file=sys.stderr)
    except (CountersignError, ValueError) as no:
        print(str(no), file=sys.stderr)
    except KeyboardInterrupt:
        return 130
    return 1


def _parser() -> argparse.ArgumentParser:
    about = "Carries a school resource officer agreement from draft to signed, public, verifiable copy."
    parser = argparse.ArgumentParser(prog="countersign", description=about)
    verbs = parser.add_subparsers(required=True, metavar="COMMAND")
    for verb in VERBS:
        verb.offer(verbs)
    return parser
