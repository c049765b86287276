"""Fixtures that more than one test file uses. Nothing here reaches the network.

Articles are written by the tests themselves, so that a test shows what it is about.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import platformdirs
import pytest
from fakes import HashingEncoder, ListStore
from hypothesis import settings as hypothesis_settings

from bot.settings import Settings, load
from index.library.library import Library

if TYPE_CHECKING:
    from index.vectors.ctranslate2_encoder import CTranslate2Encoder

# A hang is seconds, not the default 200 ms, which a busy machine breaks without any.
hypothesis_settings.register_profile("byline", deadline=5000)
hypothesis_settings.load_profile("byline")

# Read before any test runs: `surroundings` hides the owner's environment from the tests.
REAL_CACHE = Path(os.environ.get("BYLINE_CACHE") or platformdirs.user_cache_path("byline"))
ENCODER = "all-minilm-l6-v2"


# How long one example takes says more about a busy machine than about the code.
hypothesis.settings.register_profile("byline", deadline=None)
hypothesis.settings.load_profile("byline")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--kills", type=int, default=20, help="how often tests/test_kill.py kills")
    parser.addoption("--soak", action="store_true", help="tests/test_soak.py in full: minutes")


@pytest.fixture(autouse=True)
def surroundings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test sees the settings, the token or the `.env` of whoever runs it."""
    for name in list(os.environ):
        if name.startswith(("BYLINE_", "TELEGRAM_")):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Everything in a folder of its own: no library yet, no models in the cache."""
    return load(library=tmp_path / "library", cache=tmp_path / "cache")


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    opened = Library(tmp_path / "library" / "index" / "library.sqlite")
    yield opened
    opened.close()


@pytest.fixture
def store() -> ListStore:
    return ListStore()


@pytest.fixture
def encoder() -> HashingEncoder:
    return HashingEncoder()


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, str], Path]:
    """Writes `articles/NAME` with a text and gives its path."""

    def write(name: str, text: str) -> Path:
        path = tmp_path / "articles" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.fixture(scope="session")
def minilm_folder() -> Path:
    """The real encoder's folder. A test that needs it fails without it: skipped is untested."""
    folder = REAL_CACHE / "models" / ENCODER
    if not (folder / "model.safetensors").is_file():
        pytest.fail(f"{folder} holds no weights: run `byline models fetch {ENCODER}` (once).")
    return folder


@pytest.fixture(scope="session")
def minilm(minilm_folder: Path) -> "CTranslate2Encoder":
    """The real encoder; the first run of all converts it."""
    from index.folder.generation import open_encoder
    from index.vectors.ctranslate2_encoder import CTranslate2Encoder

    encoder = open_encoder(minilm_folder, ENCODER)
    assert isinstance(encoder, CTranslate2Encoder)
    return encoder
