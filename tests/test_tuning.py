from pathlib import Path

import pytest

from bench.figures import Rates
from bench.tune import tune
from bot.models.llama_settings import Tuning, keep_tuning, tuned_settings, usual


@pytest.fixture
def weights(tmp_path: Path) -> Path:
    file = tmp_path / "some.gguf"
    file.write_bytes(b"weights")
    return file


def test_what_was_kept_is_given_for_these_weights_only(tmp_path: Path, weights: Path) -> None:
    found = Tuning(threads=2, batch=128, flash_attention=False)
    keep_tuning(tmp_path / "cache", weights, found)

    assert tuned_settings(tmp_path / "cache", weights) == found
    assert tuned_settings(tmp_path / "cache", tmp_path / "other.gguf") is None
    weights.write_bytes(b"other weights")
    assert tuned_settings(tmp_path / "cache", weights) is None


@pytest.mark.parametrize("text", ["", "[1]", "{", '{"x": 1}', "\x00"])
def test_an_unusable_file_counts_as_missing_and_can_be_written_again(
    tmp_path: Path, weights: Path, text: str
) -> None:
    (tmp_path / "tuning.json").write_text(text)

    assert tuned_settings(tmp_path, weights) is None
    keep_tuning(tmp_path, weights, Tuning(1, 64, True))
    assert tuned_settings(tmp_path, weights) == Tuning(1, 64, True)


def test_values_that_no_model_takes_are_as_none(tmp_path: Path, weights: Path) -> None:
    keep_tuning(tmp_path, weights, Tuning(0, 64, True))

    assert tuned_settings(tmp_path, weights) is None


def test_the_fastest_setting_is_kept(tmp_path: Path, weights: Path) -> None:
    def measured(tuning: Tuning) -> Rates:
        return Rates(reading=100 + (50 if tuning.batch == 128 else 0), writing=10)

    section = tune(weights, tmp_path, measured)

    kept = tuned_settings(tmp_path, weights)
    assert kept is not None
    assert kept.batch == 128
    assert [row["batch"] for row in section.rows if row["kept"]] == [128]


def test_a_gain_as_small_as_noise_changes_nothing(tmp_path: Path, weights: Path) -> None:
    def measured(tuning: Tuning) -> Rates:
        return Rates(reading=100 + (512 - tuning.batch) / 1000, writing=10)

    before = {row["batch"] for row in tune(weights, tmp_path, measured).rows if row["kept"]}

    assert before == {usual().batch}
