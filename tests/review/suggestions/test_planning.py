"""What would become of suggestions: every standing, and plans that depend on no order."""

import itertools
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.review.models import Thread
from workflow.review.suggestions.models import Credit, Suggestion
from workflow.review.suggestions.planning import Made, Standing, plan, standing

NOW = datetime(2026, 5, 12, 17, tzinfo=UTC)
BASE = "The officer visits each campus daily and reports to the Chief."
WORDS = st.sampled_from(
    ["The officer", "visits", "each campus", "daily", "and reports", "to the Chief", "twice", "never", "."]
)
TEXTS = st.lists(WORDS, min_size=1, max_size=8).map(" ".join)


def made(
    text: str, number: int = 1, base: str = BASE, key: str = "a", state: str = "open", taken: bool = False
) -> Made:
    thread = Thread(
        edition_id="e",
        number=number,
        author_id="p",
        revision_id="r",
        clause_key=key,
        state=state,
        created=NOW,
    )
    row = Suggestion(
        thread_id=thread.id, edition_id="e", revision_id="r", clause_key=key, text=text, created=NOW
    )
    credit = Credit(suggestion_id=row.id, revision_id="r2", person_id="d", created=NOW) if taken else None
    return Made(thread, row, base, 1, credit, 2 if taken else None)


WEEKLY = BASE.replace("daily", "weekly")


@pytest.mark.parametrize(
    ("one", "now", "how"),
    [
        (made(WEEKLY), {"a": BASE}, Standing.AS_IS),
        (made(WEEKLY), {"a": BASE.replace("Chief", "Sheriff")}, Standing.MERGED),
        (made(WEEKLY), {"a": BASE.replace("daily", "hourly")}, Standing.CONFLICT),
        (made(WEEKLY), {"a": WEEKLY}, Standing.ALREADY),
        (made(WEEKLY), {"a": WEEKLY.replace("Chief", "Sheriff")}, Standing.ALREADY),
        (made(WEEKLY), {"b": BASE}, Standing.GONE),
        (made(WEEKLY, taken=True, state="answered"), {"a": WEEKLY}, Standing.TAKEN),
        (made(WEEKLY, state="answered"), {"a": BASE}, Standing.ANSWERED),
        (made(WEEKLY, state="withdrawn"), {}, Standing.WITHDRAWN),
    ],
)
def test_every_standing(one: Made, now: dict[str, str], how: Standing) -> None:
    assert standing(one, now) is how


def test_one_that_meets_todays_words_is_settled_alone_and_stuck_among_others() -> None:
    now = {"a": BASE.replace("daily", "hourly")}
    (place,) = plan([made(WEEKLY)], now).places
    assert (place.was, place.says) == ("daily", {0: "weekly", 1: "hourly"})
    assert plan([made(WEEKLY)], now, ["suggested"]).texts == {"a": WEEKLY}
    assert plan([made(WEEKLY)], now, ["today"]).stuck == {1: Standing.ALREADY}
    assert plan([made(WEEKLY)], now, ["perhaps"]).places
    among = plan([made(WEEKLY), made(BASE.replace("Chief", "Sheriff"), 2)], now)
    assert (among.stuck, among.ready) == ({1: Standing.CONFLICT}, False)


def test_nothing_chosen_is_not_ready() -> None:
    assert not plan([], {"a": BASE}).ready


def test_two_who_suggest_the_very_same_are_both_taken() -> None:
    found = plan([made(WEEKLY), made(WEEKLY, 2)], {"a": BASE})
    assert (found.ready, found.texts, found.merged) == (True, {"a": WEEKLY}, frozenset())


@given(TEXTS, TEXTS, st.lists(TEXTS, min_size=1, max_size=4))
def test_the_same_is_planned_in_whatever_order_they_are_chosen(
    base: str, today: str, texts: list[str]
) -> None:
    """Applying all that are accepted does not depend on an order, or is reported as a conflict."""
    found = [made(text, number, base=base) for number, text in enumerate(texts, 1)]
    first = plan(found, {"a": today})
    assert first.ready == (not first.pairs and not first.stuck and not first.places)
    for order in itertools.permutations(found):
        again = plan(order, {"a": today})
        assert (again.texts, again.pairs, again.merged) == (first.texts, first.pairs, first.merged)
        assert dict(again.stuck) == dict(first.stuck)


@given(TEXTS, st.lists(TEXTS, min_size=2, max_size=3))
def test_taken_together_they_read_as_when_taken_one_after_the_other(base: str, texts: list[str]) -> None:
    """Or the one that comes later no longer fits by itself, and says so: never another text."""
    found = [made(text, number, base=base) for number, text in enumerate(texts, 1)]
    together = plan(found, {"a": base})
    now = base
    for one in found:
        if not together.ready:
            return
        step = plan([one], {"a": now})
        if not step.ready:
            assert step.places or step.stuck
            return
        now = step.texts["a"]
    assert now == together.texts["a"]
