"""The life of an edition: one table of moves, and the named sets of states.

An edition is drafted, reviewed, frozen, adopted, signed, executed and published, in that order. Until it is executed
it can be withdrawn; once frozen, and until it is executed, either party can reopen it for review with a reason.
Nothing leads back from *executed*: what is wrong then is mended by the next edition.
`in force` and `lapsed` are no states: `core.term` computes them from dates.
"""

from enum import StrEnum

from workflow.core.errors import Refused


class Status(StrEnum):
    DRAFTING = "drafting"
    IN_REVIEW = "in_review"
    PUBLIC_COMMENT = "public_comment"
    FROZEN = "frozen"
    ADOPTION = "adoption"
    SIGNING = "signing"
    EXECUTED = "executed"
    PUBLISHED = "published"
    UNDER_REREVIEW = "under_rereview"
    AFFIRMED = "affirmed"
    AMENDED = "amended"
    REPLACED = "replaced"
    ENDED = "ended"
    WITHDRAWN = "withdrawn"


class Move(StrEnum):
    CIRCULATE = "circulate"
    OPEN_COMMENT_WINDOW = "open_comment_window"
    CLOSE_COMMENT_WINDOW = "close_comment_window"
    FREEZE = "freeze"
    SEND_TO_ADOPTION = "send_to_adoption"
    OPEN_SIGNING = "open_signing"
    REOPEN = "reopen"
    EXECUTE = "execute"
    PUBLISH = "publish"
    BEGIN_REREVIEW = "begin_rereview"
    AFFIRM = "affirm"
    AMEND = "amend"
    REPLACE = "replace"
    END = "end"
    WITHDRAW = "withdraw"


_S = Status
MOVES: dict[Move, tuple[frozenset[Status], Status]] = {
    Move.CIRCULATE: (frozenset({_S.DRAFTING}), _S.IN_REVIEW),
    Move.OPEN_COMMENT_WINDOW: (frozenset({_S.IN_REVIEW}), _S.PUBLIC_COMMENT),
    Move.CLOSE_COMMENT_WINDOW: (frozenset({_S.PUBLIC_COMMENT}), _S.IN_REVIEW),
    Move.FREEZE: (frozenset({_S.IN_REVIEW}), _S.FROZEN),
    Move.SEND_TO_ADOPTION: (frozenset({_S.FROZEN}), _S.ADOPTION),
    Move.OPEN_SIGNING: (frozenset({_S.FROZEN, _S.ADOPTION}), _S.SIGNING),
    Move.REOPEN: (frozenset({_S.FROZEN, _S.ADOPTION, _S.SIGNING}), _S.IN_REVIEW),
    Move.EXECUTE: (frozenset({_S.SIGNING}), _S.EXECUTED),
    Move.PUBLISH: (frozenset({_S.EXECUTED}), _S.PUBLISHED),
    Move.BEGIN_REREVIEW: (frozenset({_S.PUBLISHED, _S.AFFIRMED}), _S.UNDER_REREVIEW),
    Move.AFFIRM: (frozenset({_S.UNDER_REREVIEW}), _S.AFFIRMED),
    Move.AMEND: (frozenset({_S.UNDER_REREVIEW}), _S.AMENDED),
    Move.REPLACE: (frozenset({_S.UNDER_REREVIEW}), _S.REPLACED),
    Move.END: (frozenset({_S.UNDER_REREVIEW}), _S.ENDED),
    Move.WITHDRAW: (
        frozenset({_S.DRAFTING, _S.IN_REVIEW, _S.PUBLIC_COMMENT, _S.FROZEN, _S.ADOPTION, _S.SIGNING}),
        _S.WITHDRAWN,
    ),
}

EDITABLE = frozenset({_S.DRAFTING, _S.IN_REVIEW})
"""A new revision may be made."""
COMMENTABLE = frozenset({_S.IN_REVIEW, _S.PUBLIC_COMMENT})
FIXED = frozenset({_S.FROZEN, _S.ADOPTION, _S.SIGNING})
"""The text is frozen, and can still be reopened."""
WAS_PUBLISHED = frozenset({_S.PUBLISHED, _S.UNDER_REREVIEW, _S.AFFIRMED, _S.AMENDED, _S.REPLACED, _S.ENDED})
"""The public can read it."""
SIGNED = WAS_PUBLISHED | {_S.EXECUTED}
OPEN = frozenset(
    {_S.DRAFTING, _S.IN_REVIEW, _S.PUBLIC_COMMENT, _S.FROZEN, _S.ADOPTION, _S.SIGNING, _S.EXECUTED}
)
"""Somebody still has something to do before the public has it: at most one such edition an agreement."""
FINISHED = frozenset({_S.AMENDED, _S.REPLACED, _S.ENDED, _S.WITHDRAWN})

IN_WORDS = {
    _S.DRAFTING: "being drafted",
    _S.IN_REVIEW: "in review",
    _S.PUBLIC_COMMENT: "open for public comment",
    _S.FROZEN: "frozen: the text can no longer change",
    _S.ADOPTION: "before the adopting bodies",
    _S.SIGNING: "being signed",
    _S.EXECUTED: "signed by everyone, about to be published",
    _S.PUBLISHED: "signed and published",
    _S.UNDER_REREVIEW: "published, and under its yearly review",
    _S.AFFIRMED: "reviewed and affirmed without change",
    _S.AMENDED: "reviewed and amended by a later edition",
    _S.REPLACED: "replaced by a later edition",
    _S.ENDED: "ended",
    _S.WITHDRAWN: "withdrawn before it was signed",
}


def can(move: Move, status: Status) -> bool:
    """Whether this move is possible from this state."""
    return status in MOVES[move][0]


def after(move: Move, status: Status) -> Status:
    """The state this move leads to. Raises Refused where the table has no such move."""
    if not can(move, status):
        act = move.value.replace("_", " ")
        raise Refused(f"This edition is {IN_WORDS[status]}, so it is not possible to {act} it now.")
    return MOVES[move][1]
