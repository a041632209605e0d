"""What every verb of the command line is made of."""

import argparse
from collections.abc import Callable
from typing import Any

Command = Callable[[argparse.Namespace], int]
"""Does what was asked. The exit code: 0 done, 1 it says no, 2 it cannot be used like that."""
Verbs = Any  # argparse gives what add_subparsers returns no public name
