"""The clock goes back or jumps by a year: nothing waits for a year."""

import os
import time
from pathlib import Path
from typing import Any

import pytest

from bot.messenger.periodic_reindex import Schedule
from bot.messenger.troubles import Troubles
from bot.settings import Settings

YEAR_S = 365 * 86_400.0


class Sources:
    """A gatherer that only has a list of sources."""

    def __init__(self, file: Path) -> None:
        self.sources_file = file


@pytest.mark.parametrize(
    ("ago_s", "due"),
    [(60.0, False), (3 * 3600.0, True), (YEAR_S, True), (-YEAR_S, True), (-3600.0, True)],
)
def test_sources_are_fetched_when_the_last_time_was_long_ago_or_is_still_to_come(
    settings: Settings, tmp_path: Path, ago_s: float, due: bool
) -> None:
    file = tmp_path / "sources.toml"
    file.write_text('every = "2h"\npages = ["https://example.org/a"]\n')
    settings.library.mkdir()
    gatherer: Any = Sources(file)
    schedule = Schedule(settings, gatherer)
    last = settings.library / ".refreshed"
    last.touch()
    at = time.time() - ago_s
    os.utime(last, (at, at))
    assert schedule._is_time() is due


def test_how_long_a_trouble_lasts_does_not_depend_on_the_time_of_day(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    troubles = Troubles()
    troubles.begin("Telegram is gone", "why")
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now - YEAR_S)
    (trouble,) = troubles.now()
    assert 0 <= trouble.seconds < 3600
