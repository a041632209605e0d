"""What passes by itself is tried again; what does not is not."""

import pytest
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

from workflow.web.faults import TRIES, passes, persist, unreachable


class Refusal(Exception):
    """A driver's error with PostgreSQL's code."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.sqlstate = code


def fault(code: str) -> DBAPIError:
    return OperationalError("UPDATE", {}, Refusal(code))


def test_an_act_that_only_fails_twice_by_bad_luck_is_done() -> None:
    tries: list[int] = []

    def work() -> str:
        tries.append(1)
        if len(tries) < 3:
            raise OperationalError("x", {}, Exception("database is locked"))
        return "done"

    assert persist(work) == "done"
    assert len(tries) == 3


def test_what_stays_busy_is_given_up_after_a_few_tries() -> None:
    tries: list[int] = []

    def work() -> None:
        tries.append(1)
        raise fault("40001")

    with pytest.raises(OperationalError):
        persist(work)
    assert len(tries) == TRIES


def test_a_broken_rule_is_never_tried_again() -> None:
    tries: list[int] = []

    def work() -> None:
        tries.append(1)
        raise IntegrityError("INSERT", {}, Refusal("23505"))

    with pytest.raises(IntegrityError):
        persist(work)
    assert len(tries) == 1


@pytest.mark.parametrize(
    ("code", "again", "away"),
    [("40001", True, True), ("40P01", True, True), ("55P03", True, True), ("08006", False, True),
     ("53300", False, True), ("57P01", False, True), ("42P01", False, False), ("57014", False, False)],
)  # fmt: skip
def test_each_code_is_known_for_what_it_is(code: str, again: bool, away: bool) -> None:
    assert passes(fault(code)) is again
    assert unreachable(fault(code)) is away
