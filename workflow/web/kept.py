"""Answers that are the same for every stranger, kept in this process for as long as they are true.

A door says in one small statement which state of the record its answer is made from (`Door.version`). The version is read
before the answer is made, so an answer kept under it is never older than the version says; whatever any process commits
afterwards gives the next request another version, and the answer is made anew. Nothing has to be told to forget anything.
"""

from dataclasses import dataclass, field
from threading import Lock

from workflow.web.reply import Reply

MOST_BYTES = 16_000_000


@dataclass
class Kept:
    """Replies by address. Threads may share it: two that make the same answer at once keep the one or the other."""

    replies: dict[str, tuple[str, Reply]] = field(default_factory=dict)
    size: int = 0
    lock: Lock = field(default_factory=Lock, repr=False)

    def find(self, address: str, version: str) -> Reply | None:
        """The reply kept for this address, if it was made from this version."""
        known, reply = self.replies.get(address, ("", None))
        return reply if known == version else None

    def keep(self, address: str, version: str, reply: Reply) -> None:
        """Remember a reply. When there are too many bytes everything is forgotten: it costs one making each."""
        if reply.status != 200 or not reply.shared or len(reply.body) > MOST_BYTES // 4:
            return
        with self.lock:
            before = self.replies.get(address)
            self.size += len(reply.body) - (len(before[1].body) if before else 0)
            if self.size > MOST_BYTES:
                self.replies, self.size = {}, len(reply.body)
            self.replies[address] = (version, reply)
