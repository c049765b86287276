"""Tests `byline bench soak`: what it calls flat, and a short run with a real process and server."""

import json
from pathlib import Path

import pytest
from fakes import HashingEncoder

from bench import run, soak
from bench.figures import Row
from bench.flatness import Timed, verdicts
from bot import assembly
from bot.settings import load

FIGURES = ("memory", "of its own", "handles", "threads")


def samples(*quarters: float) -> list[Row]:
    """Eight samples a quarter, a second apart, all figures alike."""
    return [
        {"s": float(8 * number + second), **dict.fromkeys(FIGURES, value)}
        for number, value in enumerate(quarters)
        for second in range(8)
    ]


def answers(*quarters: float, question: str = "b01") -> list[Timed]:
    return [
        (question, float(8 * number + second), took_s)
        for number, took_s in enumerate(quarters)
        for second in range(8)
    ]


def flat(rows: list[Row]) -> dict[str, str]:
    return {row["what"]: row["flat"] for row in rows}


def test_what_grows_in_the_first_quarter_only_is_flat() -> None:
    rows = verdicts(samples(100, 500, 510, 520), answers(9, 2, 2, 2.05), whole_s=32)
    assert set(flat(rows).values()) == {"yes"}
    assert rows[0]["change (%)"] == pytest.approx(4)
    assert rows[-1]["change (%)"] == pytest.approx(2.5)


@pytest.mark.parametrize("last", [560, 440])
def test_more_than_five_percent_in_either_direction_is_not_flat(last: float) -> None:
    rows = verdicts(samples(500, 500, 530, last), answers(2, 2, 2, 2 * last / 500), whole_s=32)
    assert set(flat(rows).values()) == {"NO"}


def test_seconds_are_compared_question_by_question() -> None:
    # The slow question is asked more often at the end: no answer became slower.
    asked = [
        *answers(2, 2, 2, 2),
        ("b02", 9.0, 20.0),
        *(("b02", 25.0 + n / 10, 20.0) for n in range(30)),
    ]
    rows = verdicts(samples(5, 5, 5, 5), asked, whole_s=32)
    assert (rows[-1]["change (%)"], rows[-1]["compared"]) == (0, "2 questions")


def test_a_run_that_is_too_short_is_not_judged() -> None:
    rows = verdicts(samples(5)[:1], [], whole_s=32)
    assert set(flat(rows).values()) == {None}


@pytest.mark.slow
def test_people_use_a_real_process_over_a_failing_server_and_all_are_answered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(assembly, "encoder", lambda _: HashingEncoder())
    monkeypatch.setattr(soak, "_SAMPLE_S", 1.0)
    rows_file = tmp_path / "rows.jsonl"
    command = [str(Path(__file__).with_name("bot_by_settings.py"))]
    section = soak.soak(load(), tmp_path / "soak", rows_file, 0.2, command)
    kept = [json.loads(line) for line in rows_file.read_text().splitlines()]
    notes = "\n".join(section.notes)
    assert kept == section.details
    assert kept, notes
    assert "unanswered 0, gone wrong 0" in notes, notes
    assert "refused 0" in notes, notes
    assert "the bot ended with 0" in notes, notes
    assert run.keep([section], tmp_path, tmp_path).exists()
    assert (tmp_path / "soak.png").read_bytes().startswith(b"\x89PNG")
