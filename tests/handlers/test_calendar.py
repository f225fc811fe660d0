"""Working hours pass only while people work."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from handlers.calendar import WorkingHours

NEW_YORK = WorkingHours(zone=ZoneInfo("America/New_York"), holidays="US")


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        (datetime(2026, 3, 2, 15, tzinfo=UTC), 4, datetime(2026, 3, 2, 19, tzinfo=UTC)),
        (datetime(2026, 3, 6, 21, tzinfo=UTC), 4, datetime(2026, 3, 9, 16, tzinfo=UTC)),
        (datetime(2026, 7, 2, 20, tzinfo=UTC), 4, datetime(2026, 7, 6, 16, tzinfo=UTC)),
        (datetime(2026, 3, 2, 15, tzinfo=UTC), 24, datetime(2026, 3, 5, 15, tzinfo=UTC)),
    ],
    ids=["same day", "over a weekend and a change of clocks", "over a holiday", "three working days"],
)
def test_only_working_time_counts(start: datetime, hours: float, end: datetime) -> None:
    """Nights, weekends and holidays do not age a proposal."""
    assert NEW_YORK.add_working_hours(start, hours) == end
