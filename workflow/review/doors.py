"""The doors of the review: its sub-rooms declare them here. With the forms that several of them take."""

from dataclasses import dataclass, field

from workflow.adapters.doors import Doors, Form, one_of
from workflow.review.threads.queries import KINDS, VISIBILITIES

doors = Doors("review")


@dataclass
class CommentForm(Form):
    """A new thread. `quote` is copied from the text; `sentence` ("start-end") is chosen instead."""

    clause: str = field(default="", metadata={"kind": "hidden"})
    quote: str = ""
    sentence: str = field(default="", metadata={"kind": "hidden"})
    kind: str = one_of("What kind of comment is it?", KINDS.items(), "substantive")
    blocking: bool = False
    basis: str = ""
    visibility: str = one_of("Who may read it?", VISIBILITIES.items(), "parties")
    words: str = field(default="", metadata={"kind": "box", "label": "Your comment"})
    revision: str = field(default="", metadata={"kind": "hidden"})
    mention: str = field(default="", metadata={"kind": "hidden"})


@dataclass
class ReplyForm(Form):
    """`mention`: a name from the list of those who may read it."""

    words: str = field(default="", metadata={"kind": "box", "label": "Your words"})
    mention: str = field(default="", metadata={"kind": "hidden"})


@dataclass
class VerdictForm(Form):
    """`revision` is the id of the text that was read; `seat`, the id of whom a deputy speaks for."""

    value: str = one_of(
        "Your verdict", [("approve", "I approve it"), ("request_changes", "I ask for changes")]
    )
    words: str = field(default="", metadata={"kind": "box", "label": "Your words"})
    revision: str = field(default="", metadata={"kind": "hidden"})
    seat: str = field(default="", metadata={"kind": "hidden"})
