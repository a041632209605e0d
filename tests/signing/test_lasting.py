"""How long a text can be signed is chosen at the freeze, in days that the page says as dates."""

from datetime import UTC, datetime

import pytest

from workflow.core.errors import Invalid
from workflow.signing import lasting

AT = datetime(2026, 5, 13, 2, tzinfo=UTC)


def test_each_choice_names_the_day_on_which_it_ends_where_the_agreement_is():
    found = lasting.choices(75, "America/Los_Angeles", AT)
    assert [days for days, _ in found] == ["7", "14", "30", "45", "60", "75", "90", "120", "180"]
    assert ["75", "75 days, until Sunday 26 July 2026"] in found
    assert lasting.choices(1, "UTC", AT)[0] == ["1", "1 day, until Thursday 14 May 2026"]


@pytest.mark.parametrize(("typed", "days"), [("", 30), (" ", 30), (" 60 ", 60), ("1", 1), ("365", 365)])
def test_nothing_chosen_is_what_is_usual_here(typed, days):
    assert lasting.chosen(typed, 30) == days


@pytest.mark.parametrize("typed", ["0", "366", "-1", "3.5", "a week", "²", "99999"])
def test_another_number_is_refused_at_its_field(typed):
    with pytest.raises(Invalid, match="from 1 to 365") as no:
        lasting.chosen(typed, 30)
    assert [issue.field for issue in no.value.issues] == ["days"]
