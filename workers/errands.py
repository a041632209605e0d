"""What a task asks of a neighbour, and why a task may have to wait: the words between the tasks and the dispatcher."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlmodel import Session


class NotYet(Exception):
    """Nothing is wrong; something else has to happen first. Tried again soon, without counting as a failure."""


class NeighbourAway(NotYet):
    """A neighbour such as the mail server does not answer. Tried again later and later, for two days."""


Keep = Callable[[Session], None]


def nothing_more(session: Session) -> None:
    """Nothing is written down of an errand beside that it was done."""


@dataclass(frozen=True)
class Errand:
    """What is asked of a neighbour. `run` returns what is then written in the transaction that marks the row done.

    If we crash between the two it is run again: a letter goes out under the same Message-ID, a token is asked for anew.
    """

    run: Callable[[], Keep]
