"""The quick look and the rule itself agree on every honest row, and the quick look vouches for no other."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.audit import quick
from workflow.audit.rows import EventRow
from workflow.core.events import EventKind
from workflow.evidence import leaf, merkle
from workflow.history.actions import committed
from workflow.history.models import Event

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
WHOLE = st.integers(0, 2**53 - 1)
VALUE = st.recursive(
    TEXT | WHOLE | st.booleans(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner),
    max_leaves=6,
)
EVENTS = st.fixed_dictionaries({
    "stream": TEXT, "seq": st.integers(0, 2**31), "kind": st.sampled_from(sorted(quick.PRIVATE_KINDS)),
    "at": st.datetimes(datetime(2000, 1, 1), datetime(2999, 1, 1), timezones=st.just(UTC)), "actor_id": TEXT, "actor_name": TEXT,
    "mou_id": TEXT, "edition_id": st.none() | TEXT, "party_id": st.none() | TEXT, "subject_id": TEXT,
    "detail": st.dictionaries(st.sampled_from(["thread", "lane", "z", "a"]), VALUE), "salt": st.binary(min_size=32, max_size=32),
})  # fmt: skip
EXAMPLE = Event(
    stream="mou:m", seq=3, kind=EventKind.COMMENT_POSTED, at=datetime(2026, 5, 12, 17, tzinfo=UTC), actor_id="YWJj",
    actor_name="Ana Diaz", mou_id="m", edition_id="e", party_id="p", subject_id="s", detail={"thread": 1}, leaf=b"", salt=b"s" * 32,
)  # fmt: skip


def stored(event: Event) -> EventRow:
    """The row of an honest event."""
    data = leaf.leaf_data(leaf.private_leaf(event.salt, committed(event)))
    own: dict[str, Any] = {
        "place": 0, "id": 1, "chain_seq": None, "leaf": data, "at": event.at.strftime("%Y-%m-%d %H:%M:%S.%f"),
        "detail": json.dumps(event.detail, ensure_ascii=False),
    }  # fmt: skip
    return EventRow(*(own.get(name, getattr(event, name, None)) for name in EventRow._fields))


@given(EVENTS)
def test_it_vouches_for_every_honest_row(values: dict[str, Any]) -> None:
    row = stored(Event(**values, leaf=b""))
    assert quick.vouched(row) == merkle.leaf_hash(row.leaf)


OTHER = {
    "stream": "mou:n", "seq": 4, "kind": "session:begun", "at": "2026-05-12 17:00:01", "actor_id": b"abc", "actor_name": "Ana",
    "mou_id": "", "edition_id": None, "party_id": None, "subject_id": "t", "detail": '{"thread":2}', "leaf": b"", "salt": bytes(32),
}  # fmt: skip


@pytest.mark.parametrize("name", OTHER)
def test_it_does_not_vouch_for_another_value(name: str) -> None:
    row = stored(EXAMPLE)
    assert quick.vouched(row) and not quick.vouched(row._replace(**{name: OTHER[name]}))


@pytest.mark.parametrize("detail", ["", "{", '{"thread":1,}', '{"thread":"\\ud800"}', "[" * 10_000, None, 1])
def test_a_detail_that_is_none_is_left_to_the_rule(detail: Any) -> None:
    assert not quick.vouched(stored(EXAMPLE)._replace(detail=detail))


@pytest.mark.parametrize("kind", ["edition:signed", "no:kind"])
def test_public_and_unknown_kinds_are_left_to_the_rule(kind: str) -> None:
    event = EXAMPLE.model_copy(update={"kind": kind})
    assert not quick.vouched(stored(event))


def test_no_value_can_take_the_place_of_another() -> None:
    """What a name says beside itself stays in the name."""
    forged = stored(EXAMPLE)._replace(actor_id='YWJj","actor_name":"Ana Diaz', actor_name="")
    assert not quick.vouched(forged)
