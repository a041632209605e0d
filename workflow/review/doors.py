"""The doors of the review: its sub-rooms declare them here. With the forms that several of them take."""

from dataclasses import dataclass, field

from workflow.adapters.doors import Doors, Form

doors = Doors("review")


@dataclass
class CommentForm(Form):
    """A new thread. `quote` is copied from the text; `sentence` ("start-end") is chosen instead."""

    clause: str = field(default="", metadata={"kind": "hidden"})
    quote: str = ""
    sentence: str = ""
    kind: str = "substantive"
    blocking: bool = False
    basis: str = ""
    visibility: str = "parties"
    words: str = field(default="", metadata={"kind": "box", "label": "Your comment"})
    revision: str = field(default="", metadata={"kind": "hidden"})
    mention: str = ""


@dataclass
class ReplyForm(Form):
    """`mention`: a name from the list of those who may read it."""

    words: str = field(default="", metadata={"kind": "box", "label": "Your words"})
    mention: str = ""


@dataclass
class VerdictForm(Form):
    """`revision` is the id of the text that was read; `seat`, the id of whom a deputy speaks for."""

    value: str = ""
    words: str = field(default="", metadata={"kind": "box", "label": "Your words"})
    revision: str = field(default="", metadata={"kind": "hidden"})
    seat: str = ""
