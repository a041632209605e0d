"""Chain events as a package carries them: each with its place in the log and the proof that it is there."""

from collections.abc import Iterable, Mapping
from itertools import takewhile
from typing import Any

from sqlmodel import Session

from workflow.evidence import merkle
from workflow.evidence.package import Entry
from workflow.history import queries as history
from workflow.history.models import Event

Links = list[tuple[Event, int | None]]
Envelopes = Mapping[int | None, dict[str, Any]]


class Prover:
    """Turns chain events into a package's entries, with proofs to one size of the log."""

    def __init__(self, session: Session, size: int) -> None:
        self.size, self.nodes = size, history.Nodes(session)

    def entries(self, links: Links, envelopes: Envelopes) -> Iterable[Entry]:
        """Up to the first link that this size does not hold yet: a chain has no gaps."""
        for event, index in takewhile(lambda link: link[1] is not None and link[1] < self.size, links):
            assert index is not None
            proof = merkle.inclusion(index, self.size, self.nodes)
            yield Entry(history.leaf_of(event), index, proof, envelopes.get(event.id))
