from datetime import UTC, date, datetime

import pytest
from jinja2 import DictLoader, UndefinedError

from workflow.adapters import templates


def test_moments_are_words_in_the_agreements_zone() -> None:
    when = datetime(2026, 5, 13, 0, 0, tzinfo=UTC)
    assert templates.moment(when, "America/Los_Angeles") == "Tuesday 12 May 2026, 17:00 Pacific"
    assert templates.moment(when, "America/Phoenix") == "Tuesday 12 May 2026, 17:00 Arizona"
    assert (
        templates.moment("2026-01-01T00:00:00+00:00", "America/New_York")
        == "Wednesday 31 December 2025, 19:00 Eastern"
    )
    assert templates.moment(None, "UTC") == ""


@pytest.mark.parametrize(
    "given",
    [
        date(2026, 7, 1),
        datetime(2026, 7, 2, 3, tzinfo=UTC),
        datetime(2026, 7, 2, 3),
        "2026-07-01",
        "2026-07-02T03:00:00+00:00",
    ],
)
def test_days_are_words_where_they_are_read(given: date | datetime | str) -> None:
    assert templates.day(given, "America/Chicago") == "Wednesday 1 July 2026"
    assert templates.iso(given).startswith("2026-07-0")


@pytest.mark.parametrize("given", [datetime(2026, 7, 2, 3, tzinfo=UTC), "2026-07-02T03:00:00+00:00"])
def test_a_moment_without_a_zone_has_no_day(given: datetime | str) -> None:
    env = templates.environment("America/Denver")
    env.loader = DictLoader({"a.html": "{{ x|day }}", "b.html": "{{ x|day(home_zone) }}"})
    with pytest.raises(ValueError, match="depends on the zone"):
        templates.render(env, "a.html", {"x": given})
    assert templates.render(env, "b.html", {"x": given}) == b"Wednesday 1 July 2026"
    assert templates.render(env, "a.html", {"x": "2026-07-02"}) == b"Thursday 2 July 2026"


def test_the_day_of_a_moment_is_the_day_where_it_happened() -> None:
    when = datetime(2026, 5, 13, 0, 0, tzinfo=UTC)
    assert templates.day(when, "America/Los_Angeles") == "Tuesday 12 May 2026"
    assert templates.day(date(2026, 5, 13), "America/Los_Angeles") == "Wednesday 13 May 2026"


def test_a_page_that_tells_a_moment_says_whose_clock_it_means() -> None:
    env = templates.environment("America/New_York")
    env.loader = DictLoader(
        {"a.html": "{{ x|moment }}", "b.html": "{{ x|moment(z) }}, {{ x|day(z or home_zone) }}"}
    )
    when = datetime(2026, 5, 13, 5, 0, tzinfo=UTC)
    with pytest.raises(TypeError):
        templates.render(env, "a.html", {"x": when})
    pages = [
        templates.render(env, "b.html", {"x": when, "z": zone}).decode()
        for zone in ("", "America/Los_Angeles")
    ]
    assert pages == [
        "Wednesday 13 May 2026, 01:00 Eastern, Wednesday 13 May 2026",
        "Tuesday 12 May 2026, 22:00 Pacific, Tuesday 12 May 2026",
    ]


def test_small_words() -> None:
    assert (templates.plural(1, "reply", "replies"), templates.plural(1200, "reply", "replies")) == (
        "1 reply",
        "1,200 replies",
    )
    assert templates.label("due_days") == "Due days" and templates.label("person_id") == "Person"
    assert templates.paragraphs("a <b>\nc\n\n\nd") == "<p>a &lt;b&gt;<br>c</p>\n<p>d</p>"
    assert templates.day("") == templates.iso(None) == ""


def test_pages_escape_letters_of_text_do_not_and_a_missing_name_is_a_fault() -> None:
    env = templates.environment("UTC")
    env.loader = DictLoader({"a.html": "{{ x }}", "a.txt": "{{ x }}", "a.xml": "{{ x }}"})
    assert templates.render(env, "a.html", {"x": "Ann's <b>"}) == b"Ann&#39;s &lt;b&gt;"
    assert templates.render(env, "a.xml", {"x": "<b>"}) == b"&lt;b&gt;"
    assert templates.render(env, "a.txt", {"x": "Ann's <b> & c"}) == b"Ann's <b> & c"
    with pytest.raises(UndefinedError):
        templates.render(env, "a.html", {})


def test_the_templates_travel_with_the_code() -> None:
    assert (templates.folder() / "mail" / "letter.txt").exists()
