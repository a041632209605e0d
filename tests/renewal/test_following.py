from datetime import date, datetime

import pytest

from workflow.drafting.models import Edition
from workflow.renewal.following import next_end


@pytest.mark.parametrize(
    ("starts", "ends", "next_starts", "expected"),
    [
        (date(2025, 7, 1), date(2026, 6, 30), date(2026, 7, 1), date(2027, 6, 30)),
        (date(2023, 7, 1), date(2024, 6, 30), date(2024, 7, 1), date(2025, 6, 30)),  # over a leap day
        (date(2026, 8, 15), date(2029, 8, 14), date(2029, 8, 15), date(2032, 8, 14)),
        (
            date(2026, 8, 20),
            date(2027, 6, 4),
            date(2027, 6, 5),
            date(2028, 3, 19),
        ),  # no whole months: as many days
        (None, date(2026, 6, 30), None, date(2027, 6, 30)),
        (None, date(2024, 2, 29), None, date(2025, 2, 28)),
        (date(2026, 7, 1), None, None, None),
    ],
)
def test_the_next_term_is_as_long_as_the_last(
    starts: date | None, ends: date | None, next_starts: date | None, expected: date | None, now: datetime
) -> None:
    edition = Edition(mou_id="m", number=1, title="t", starts=starts, ends=ends, created=now, changed=now)
    assert next_end(edition, next_starts) == expected
