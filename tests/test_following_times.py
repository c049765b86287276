"""Times of day as people type them, quiet hours, time zones, and when a briefing is due."""

from datetime import UTC, date, datetime, time, timedelta

from every_case import over

from bot.following import times

DAY = date(2026, 11, 28)
NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)


@over(
    [
        *[("8", time(8)), ("8:00", time(8)), ("08.30", time(8, 30)), ("23:59", time(23, 59))],
        *[("8 am", time(8)), ("12 pm", time(12)), ("12:15AM", time(0, 15)), ("8h30", time(8, 30))],
        *[("20 Uhr", time(20)), ("8:00 America/New_York", time(8)), ("8 amsterdam", time(8))],
        *[
            ("24", None),
            ("8:60", None),
            ("", None),
            ("eight", None),
            ("8:0", None),
            ("13 pm", None),
        ],
        *[("8x", None), ("800", None), ("0 am", None)],
    ]
)
def test_a_time_is_read(text: str, expected: time | None) -> None:
    assert times.read_time(text)[0] == expected


@over(
    [
        ("22-7", "22:00-07:00"),
        ("22:30 – 6", "22:30-06:00"),
        ("1-5", "01:00-05:00"),
        ("22 - 7", "22:00-07:00"),
        ("10 pm to 7 am Europe/Berlin", "22:00-07:00"),
        ("22h30-7h", "22:30-07:00"),
        ("22 Uhr bis 7 Uhr", "22:00-07:00"),
        ("22", "None"),
        ("22 Europe/Berlin", "None"),
        ("22-25", "None"),
        ("22-7x", "None"),
        ("10 pm 7 am", "None"),
        ("off", "None"),
    ]
)
def test_hours_are_read(text: str, expected: str) -> None:
    assert str(times.read_hours(text)[0]) == expected


@over([("8 pm  utc ", "utc"), ("8", ""), ("8 America/New_York", "America/New_York")])
def test_what_follows_a_time_is_left(text: str, rest: str) -> None:
    assert times.read_time(text)[1] == rest
    assert times.read_hours(f"22 - {text}")[1] == rest


@over(
    [
        *[("22-7", 23, True), ("22-7", 22, True), ("22-7", 6, True), ("22-7", 7, False)],
        *[("22-7", 12, False), ("1-5", 3, True), ("1-5", 5, False), ("8-8", 8, False)],
    ]
)
def test_hours_may_pass_midnight(hours: str, hour: int, inside: bool) -> None:
    found, _ = times.read_hours(hours)
    assert found is not None
    assert (time(hour) in found) == inside


@over(
    [
        *[("Europe/Berlin", "Europe/Berlin"), ("europe/berlin", "Europe/Berlin")],
        *[("america/new york", "America/New_York"), ("utc", "UTC"), ("Mars/Base", None)],
        *[("", None), ("../etc/passwd", None), ("/etc/passwd", None), ("x\0y", None)],
    ]
)
def test_a_time_zone_is_found_however_it_is_typed(text: str, expected: str | None) -> None:
    assert times.zone_of(text) == expected


def test_a_day_begins_where_the_reader_is() -> None:
    assert times.local(NOON, "Asia/Tokyo").hour == 21
    assert times.local(NOON, "").utcoffset() == NOON.astimezone().utcoffset()


@over([("07:59", False), ("08:00", True), ("11:59", True), ("12:00", False)])
def test_a_briefing_is_sent_late_but_not_very_late(now: str, due: bool) -> None:
    moment = datetime.combine(DAY, time.fromisoformat(now), UTC)
    assert times.is_due(moment, time(8)) == due


def test_a_briefing_late_in_the_evening_is_still_due_after_midnight() -> None:
    after = datetime.combine(DAY, time(0, 20), UTC)
    assert times.is_due(after, time(23, 30))
    assert times.latest(after, time(23, 30)).date() == DAY - timedelta(days=1)
    assert times.latest(after, time(0, 20)) == after
