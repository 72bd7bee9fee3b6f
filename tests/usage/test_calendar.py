"""Days and months: by the clocks of the configured place, also when those are changed."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from app.cli import cli
from app.usage.calendar import Calendar, Span, WindowName

OLD = datetime(2011, 1, 1, tzinfo=UTC)
BERLIN, HAVANA, CAIRO = "Europe/Berlin", "America/Havana", "Africa/Cairo"


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "window", "now", "begins", "ends"),
    [
        ("UTC", "day", "2026-11-21T12:00", "2026-11-21T00:00", "2026-11-22T00:00"),
        ("UTC", "month", "2026-12-31T23:59", "2026-12-01T00:00", "2027-01-01T00:00"),
        ("UTC", "month", "2028-02-29T12:00", "2028-02-01T00:00", "2028-03-01T00:00"),
        ("UTC", "day", "2026-11-22T00:00", "2026-11-22T00:00", "2026-11-23T00:00"),
        (BERLIN, "day", "2026-11-21T22:59", "2026-11-20T23:00", "2026-11-21T23:00"),
        (BERLIN, "day", "2026-11-21T23:00", "2026-11-21T23:00", "2026-11-22T23:00"),
        # A day of 23 hours and one of 25, and months in which the clocks change.
        (BERLIN, "day", "2026-03-29T12:00", "2026-03-28T23:00", "2026-03-29T22:00"),
        (BERLIN, "day", "2026-10-25T12:00", "2026-10-24T22:00", "2026-10-25T23:00"),
        (BERLIN, "month", "2026-03-31T21:59", "2026-02-28T23:00", "2026-03-31T22:00"),
        (BERLIN, "month", "2026-10-31T12:00", "2026-09-30T22:00", "2026-10-31T23:00"),
        # Here midnight comes twice in autumn, and there it is skipped in spring.
        (HAVANA, "day", "2026-11-01T05:30", "2026-11-01T04:00", "2026-11-02T05:00"),
        (CAIRO, "day", "2026-04-24T12:00", "2026-04-23T22:00", "2026-04-24T21:00"),
    ],
)
def test_windows_begin_at_midnight_over_there(
    zone: str, window: WindowName, now: str, begins: str, ends: str
) -> None:
    assert Calendar(ZoneInfo(zone)).window(window, at(now)) == Span(at(begins), at(ends))


@settings(max_examples=300)
@given(
    st.sampled_from([BERLIN, HAVANA, CAIRO, "Australia/Lord_Howe", "Pacific/Apia", "UTC"]),
    st.integers(0, 25 * 365 * 24 * 60).map(lambda minutes: OLD + timedelta(minutes=minutes)),
)
def test_every_moment_is_in_one_day_and_days_follow_without_a_gap(zone: str, now: datetime) -> None:
    calendar = Calendar(ZoneInfo(zone))
    today, month = calendar.window("day", now), calendar.window("month", now)
    assert month.begins <= today.begins <= now < today.ends <= month.ends
    days = calendar.days(calendar.day_of(now), 40)
    spans = list(days.values())
    assert len(days) == 40
    assert spans[-1] == today
    assert all(one.ends == other.begins for one, other in pairwise(spans))
    assert list(days) == sorted(days)


def test_the_last_days_end_with_today() -> None:
    calendar = Calendar(ZoneInfo(BERLIN))
    days = calendar.days(calendar.day_of(at("2026-11-21T23:30")), 3)
    assert list(days) == [date(2026, 11, 20) + timedelta(days=n) for n in range(3)]


@pytest.mark.parametrize("zone", ["Mars/Olympus", "Europe", "../etc/passwd", "Europe/Berlin/"])
def test_a_place_that_does_not_exist_stops_the_start_with_a_sentence(zone: str) -> None:
    ended = CliRunner().invoke(cli, ["serve"], env={"TIME_ZONE": zone})
    assert ended.exit_code == 1
    assert f"TIME_ZONE: there is no time zone {zone}" in ended.stderr
