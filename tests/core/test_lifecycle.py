"""Every status x move, cell by cell."""

import pytest

from workflow.core.errors import Refused
from workflow.core.lifecycle import (
    EDITABLE,
    FIXED,
    IN_WORDS,
    MOVES,
    OPEN,
    SIGNED,
    WAS_PUBLISHED,
    Move,
    Status,
    after,
    can,
)

S, M = Status, Move
LEADS_TO: dict[tuple[Status, Move], Status] = {
    (S.DRAFTING, M.CIRCULATE): S.IN_REVIEW,
    (S.DRAFTING, M.WITHDRAW): S.WITHDRAWN,
    (S.IN_REVIEW, M.OPEN_COMMENT_WINDOW): S.PUBLIC_COMMENT,
    (S.IN_REVIEW, M.FREEZE): S.FROZEN,
    (S.IN_REVIEW, M.WITHDRAW): S.WITHDRAWN,
    (S.PUBLIC_COMMENT, M.CLOSE_COMMENT_WINDOW): S.IN_REVIEW,
    (S.PUBLIC_COMMENT, M.WITHDRAW): S.WITHDRAWN,
    (S.FROZEN, M.SEND_TO_ADOPTION): S.ADOPTION,
    (S.FROZEN, M.OPEN_SIGNING): S.SIGNING,
    (S.FROZEN, M.REOPEN): S.IN_REVIEW,
    (S.FROZEN, M.WITHDRAW): S.WITHDRAWN,
    (S.ADOPTION, M.OPEN_SIGNING): S.SIGNING,
    (S.ADOPTION, M.REOPEN): S.IN_REVIEW,
    (S.ADOPTION, M.WITHDRAW): S.WITHDRAWN,
    (S.SIGNING, M.EXECUTE): S.EXECUTED,
    (S.SIGNING, M.REOPEN): S.IN_REVIEW,
    (S.SIGNING, M.WITHDRAW): S.WITHDRAWN,
    (S.EXECUTED, M.PUBLISH): S.PUBLISHED,
    (S.PUBLISHED, M.BEGIN_REREVIEW): S.UNDER_REREVIEW,
    (S.AFFIRMED, M.BEGIN_REREVIEW): S.UNDER_REREVIEW,
    (S.UNDER_REREVIEW, M.AFFIRM): S.AFFIRMED,
    (S.UNDER_REREVIEW, M.AMEND): S.AMENDED,
    (S.UNDER_REREVIEW, M.REPLACE): S.REPLACED,
    (S.UNDER_REREVIEW, M.END): S.ENDED,
}


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("move", Move)
def test_each_move_from_each_status(status: Status, move: Move) -> None:
    if target := LEADS_TO.get((status, move)):
        assert can(move, status)
        assert after(move, status) is target
    else:
        assert not can(move, status)
        with pytest.raises(Refused) as refused:
            after(move, status)
        assert IN_WORDS[status] in refused.value.reason


def test_nothing_leads_back_from_executed() -> None:
    before = {S.DRAFTING, S.IN_REVIEW, S.PUBLIC_COMMENT, S.FROZEN, S.ADOPTION, S.SIGNING}
    reached, frontier = set(), {S.EXECUTED}
    while frontier:
        reached |= frontier
        frontier = {to for sources, to in MOVES.values() if sources & reached} - reached
    assert not reached & before


def test_every_status_is_reached_from_drafting_and_has_words() -> None:
    reached = {S.DRAFTING}
    for _ in Status:
        reached |= {to for sources, to in MOVES.values() if sources & reached}
    assert reached == set(Status) == set(IN_WORDS)


def test_the_named_sets_do_not_overlap_where_they_must_not() -> None:
    assert not EDITABLE & FIXED
    assert not OPEN & WAS_PUBLISHED
    assert WAS_PUBLISHED < SIGNED
