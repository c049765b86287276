"""What people may write for a model: a name of the catalog, a file, a folder, a name of the hub."""

from pathlib import Path

import pytest
from model_sources import Journal, make

from bot.errors import WeightsError

pytest_plugins = "wheel_registry"


def test_an_unknown_name_is_answered_with_the_known_ones(tmp_path: Path) -> None:
    weights = make(tmp_path)
    for ask in (weights.path, weights.status, lambda name: weights.fetch(name, Journal())):
        with pytest.raises(WeightsError, match="tiny, tinyencoder, tinyspeech"):
            ask("enormous")
    with pytest.raises(WeightsError, match="nor one of tiny:"):
        weights.resolve("enormous", "language")
    with pytest.raises(WeightsError, match="nor one of tinyencoder:"):
        weights.resolve("enormous", "encoder")


def test_a_language_model_may_be_named_or_given_as_a_file(tmp_path: Path, registry: Path) -> None:
    weights = make(tmp_path)
    place = weights.fetch("tiny", Journal())
    own = tmp_path / "own.gguf"
    own.write_bytes(b"GGUF")

    assert weights.resolve("tiny", "language") == str(place)
    assert weights.resolve(str(own), "language") == str(own)
    for wrong in (str(tmp_path / "gone.gguf"), str(tmp_path), "owner/tiny", ""):
        with pytest.raises(WeightsError):
            weights.resolve(wrong, "language")


def test_an_encoder_may_be_named_given_as_a_folder_or_left_to_the_hub(
    tmp_path: Path, registry: Path
) -> None:
    weights = make(tmp_path)
    folder = weights.fetch("tinyencoder", Journal())

    assert weights.resolve("tinyencoder", "encoder") == str(folder)
    assert weights.resolve(str(folder), "encoder") == str(folder)
    hub_name = "intfloat/multilingual-e5-small"
    assert weights.resolve(hub_name, "encoder") == hub_name
    for wrong in (str(tmp_path / "gone"), "./gone/x", "../gone", "gone", ""):
        with pytest.raises(WeightsError):
            weights.resolve(wrong, "encoder")


def test_a_speech_model_may_be_named_or_given_as_a_folder(tmp_path: Path, registry: Path) -> None:
    weights = make(tmp_path)
    with pytest.raises(WeightsError, match="`byline models fetch tinyspeech`"):
        weights.resolve("tinyspeech", "speech")
    folder = weights.fetch("tinyspeech", Journal())

    assert weights.resolve("tinyspeech", "speech") == str(folder)
    assert weights.resolve(str(folder), "speech") == str(folder)
    for wrong in (str(tmp_path / "gone"), str(tmp_path), str(folder / "model.bin"), "~nobody/x"):
        with pytest.raises(WeightsError, match=r"nor one of tinyspeech:.*`byline models list`"):
            weights.resolve(wrong, "speech")


def test_a_model_of_another_kind_is_refused(tmp_path: Path) -> None:
    for other in ("tinyencoder", "tinyspeech"):
        with pytest.raises(WeightsError, match=f"{other} is not a language model"):
            make(tmp_path).resolve(other, "language")
