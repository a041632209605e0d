from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.evidence import fields
from workflow.evidence.errors import Bad

PAIR = fields.record({"a": fields.boolean}, {"b": fields.line})


@pytest.mark.parametrize(
    ("rule", "good", "bad"),
    [
        (PAIR, [{"a": True}, {"a": False, "b": "x"}], [{}, {"b": "x"}, {"a": True, "c": 1}, {"a": 1}, [], "a", None]),
        (fields.listing(fields.boolean, 1, 2), [[True], [True, False]], [[], [True] * 3, [1], "x", {}]),
        (fields.one_of("x", "y"), ["x", "y"], ["z", "", 1, None, ["x"]]),
        (fields.either(fields.EMPTY, fields.boolean), ["", True], ["x", 1]),
        (fields.either(), ["anything"], []),
        (fields.whole(0, 9), [0, 9], [-1, 10, True, "1", 1.0]),
        (fields.octets(), ["", "QQ"], ["QR", "Q", 1, "QQ=="]),
        (fields.octets(1), ["QQ"], ["", "AAAA"]),
        (fields.HASH, ["A" * 43], ["A" * 42, "A" * 44, "A" * 42 + "B", "A" * 42 + "=", 1]),
        (fields.moment, ["2026-05-12T17:00:00Z", "2028-02-29T23:59:59Z"],
         ["2026-05-12T17:00:00", "2026-02-29T00:00:00Z", "2026-05-12T24:00:00Z", "2026-05-12 17:00:00Z", "", 1,
          "2026-05-12T17:00:60Z", "9999-05-12T17:00:00Z", "2026-05-12T17:00:00Z\n", "２026-05-12T17:00:00Z"]),
        (fields.day, ["2026-05-12"], ["2026-5-12", "2026-02-30", "20260512", "", None, "2026-05-12\n"]),
        (fields.line, ["x", "José – 7½"], ["", "a\nb", "a\u200b", "x" * 501, 1, "\ud800"]),
        (fields.words, ["a\nb"], ["", "a\u202eb", "x" * 20_001]),
        (fields.ID, ["a1", "A.b_c:d-e"], ["", "-a", "a" * 65, "a b", "a\n", "é"]),
        (fields.CODE, ["board_chair", "minute"], ["Board", "", "1a"]),
        (fields.PATH, ["0", "4/2", "1/2/3/4/5/6/7/8"], ["", "04", "/1", "1/", "10000", "1/2/3/4/5/6/7/8/9", "٣"]),
        (fields.HOST, ["localhost", "mou.example.org"], ["", "-a", "a b", "A.org", "http://a"]),
        (fields.ZONE, ["UTC", "America/Los_Angeles", "America/Indiana/Knox", "Etc/GMT+8"], ["", "a/b/c/d", "../etc"]),
        (fields.NOTHING, [[]], [[""], ["x"], "", {}]),
    ],
)  # fmt: skip
def test_each_rule_admits_what_it_says_and_nothing_else(rule, good, bad):
    if good != ["anything"]:
        assert [value for value in good if rule(value)] == []
    assert [value for value in bad if not rule(value)] == []


def test_a_demand_names_the_place():
    assert fields.demand({"a": True}, PAIR, "here") == {"a": True}
    with pytest.raises(Bad) as refused:
        fields.demand({"a": 1}, PAIR, "here")
    assert (refused.value.code, refused.value.words) == ("here", "a: true or false was expected")
    with pytest.raises(Bad, match=r"members missing: \['a'\], unknown: \['c'\]"):
        fields.demand({"c": 1}, PAIR, "here")
    with pytest.raises(Bad, match=r"\[1\]: "):
        fields.demand([True, 1], fields.listing(fields.boolean), "here")


@given(st.datetimes(datetime(1970, 1, 1), datetime(2900, 1, 1), timezones=st.just(UTC)))
def test_a_time_goes_and_comes_back_without_its_fraction(at):
    text = fields.write_moment(at)
    assert fields.moment(text) == ""
    assert fields.read_moment(text) == at.replace(microsecond=0)


def test_times_are_written_in_utc():
    west = timezone(timedelta(hours=-8))
    assert fields.write_moment(datetime(2026, 5, 12, 17, tzinfo=west)) == "2026-05-13T01:00:00Z"
    with pytest.raises(ValueError, match="zone"):
        fields.write_moment(datetime(2026, 5, 12))


def test_hours_later_is_a_time_again():
    assert fields.hours_after("2026-05-12T17:00:00Z", 72) == "2026-05-15T17:00:00Z"
