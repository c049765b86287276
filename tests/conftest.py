"""Fixtures that more than one test file uses. Nothing here reaches the network.

Each test writes its own articles, so that it shows what it is about.
"""

import gc
import os
import shutil
import sys
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import certifi
import hypothesis
import platformdirs
import pytest
from fakes import HashingEncoder, ListStore

from bot.settings import Settings, load
from index.library.library import Library

if TYPE_CHECKING:  # imported where they are used: most tests need neither a server nor an encoder
    from odd_site import Site
    from synced_library import SyncedLibrary
    from telegram import Bot
    from telegram_server import PrivateChat, TelegramServer

    from index.vectors.ctranslate2_encoder import CTranslate2Encoder

# Read before any test runs: `surroundings` hides the owner's environment from the tests.
REAL_CACHE = Path(os.environ.get("BYLINE_CACHE") or platformdirs.user_cache_path("byline"))
ENCODER = "all-minilm-l6-v2"

# No deadline: the time of one example depends on how busy the machine is, not on the code.
hypothesis.settings.register_profile("byline", deadline=None)
hypothesis.settings.register_profile("quick", deadline=None, max_examples=20)
hypothesis.settings.load_profile("byline")


# httpcore looks for it at each call; where it is missing, that is a fifth of a call's time.
if find_spec("sniffio") is None:
    sys.modules["sniffio"] = None  # type: ignore[assignment]

# Temporary files of the quick tests lie in memory where the system has room for that: a bot opens
# ten databases, and SQLite waits for the disk at each. Those of slow tests do not: there, two bots
# over one database as processes of their own hang.
_IN_MEMORY = Path("/dev/shm")
_ENOUGH = 4 * 1024**3  # bytes; a container has 64 MB there unless told otherwise

gc.disable()  # until all is collected: what is imported stays


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options that make some tests more thorough."""
    parser.addoption("--kills", type=int, default=20, help="how often tests/test_kill.py kills")
    parser.addoption(
        "--soak",
        action="store_true",
        help="run tests/test_soak.py and tests/test_any_*.py in full: minutes",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Register the marker that `server` reads, and choose where temporary files lie."""
    usable = "TMPDIR" not in os.environ and os.access(_IN_MEMORY, os.W_OK)
    quick = config.getoption("markexpr") == "not slow"
    if quick and usable and shutil.disk_usage(_IN_MEMORY).free >= _ENOUGH:
        os.environ["TMPDIR"] = tempfile.tempdir = str(_IN_MEMORY)
    config.addinivalue_line(
        "markers", "refusals: the Telegram server may refuse calls; without it that is a failure"
    )


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark as slow what loads the real encoder or installs wheels: not for `make check`."""
    for item in items:
        if {"minilm", "minilm_folder", "registry"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.slow)


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """Spare the garbage collector what was imported, in each of its rounds."""
    gc.freeze()
    gc.enable()


@pytest.fixture(scope="session")
def empty_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The current folder of tests without `tmp_path`: making one takes longer than most of them."""
    return tmp_path_factory.mktemp("empty")


@pytest.fixture(autouse=True)
def surroundings(
    request: pytest.FixtureRequest, empty_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """Hide the settings, the token and the `.env` of the person who runs the tests."""
    for name in list(os.environ):
        if name.startswith(("BYLINE_", "TELEGRAM_")):
            monkeypatch.delenv(name)
    wanted = "tmp_path" in request.fixturenames
    monkeypatch.chdir(request.getfixturevalue("tmp_path") if wanted else empty_folder)
    yield
    for left in empty_folder.iterdir():
        shutil.rmtree(left) if left.is_dir() else left.unlink()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings with a new folder: no library yet, no models in the cache."""
    return load(library=tmp_path / "library", cache=tmp_path / "cache")


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """An empty library in the folder that `settings` names."""
    opened = Library(tmp_path / "library" / "index" / "library.sqlite")
    yield opened
    opened.close()


@pytest.fixture
def synced(tmp_path: Path, library: Library) -> "SyncedLibrary":
    """An empty folder `articles` and the empty library, which a test brings in line with it."""
    from synced_library import SyncedLibrary

    folder = tmp_path / "articles"
    folder.mkdir()
    return SyncedLibrary(folder, library)


@pytest.fixture
def store() -> ListStore:
    """An empty passage store in memory."""
    return ListStore()


@pytest.fixture
def encoder() -> HashingEncoder:
    """An encoder without weights: texts with the same words have the same vector."""
    return HashingEncoder()


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, str], Path]:
    """A function that writes a text to `articles/NAME` and returns the path."""

    def write(name: str, text: str) -> Path:
        path = tmp_path / "articles" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.fixture(scope="session")
def certificate_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with one of the certificates that HTTP clients trust."""
    file = tmp_path_factory.mktemp("certificates") / "one.pem"
    first, end, _ = certifi.contents().partition("-----END CERTIFICATE-----\n")
    file.write_text(first + end, encoding="utf-8")
    return file


@pytest.fixture
def one_certificate(certificate_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let HTTP clients trust one certificate: each reads its file anew, 30 ms for all 140.

    For tests that only speak to this machine, without TLS.
    """
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate_file))


@pytest.fixture
async def server(
    request: pytest.FixtureRequest, one_certificate: None
) -> AsyncIterator["TelegramServer"]:
    """A Telegram server; the test fails if it had to refuse a call of the bot.

    A test that causes refusals on purpose clears `server.refused` or has the mark `refusals`.
    """
    from telegram_server import TelegramServer

    async with TelegramServer.running() as running:
        yield running
        assert running.refused == [] or request.node.get_closest_marker("refusals")


@pytest.fixture
def ana(server: "TelegramServer") -> "PrivateChat":
    """Ana's private chat with the bot."""
    return server.private_chat(server.user(first_name="Ana"))


@pytest.fixture
def ben(server: "TelegramServer") -> "PrivateChat":
    """Ben's private chat with the bot."""
    return server.private_chat(server.user(first_name="Ben"))


@pytest.fixture
async def site(one_certificate: None) -> AsyncIterator["Site"]:
    """A web site on this machine that can misbehave."""
    from odd_site import Site

    async with Site.running() as running:
        yield running


@pytest.fixture(scope="session")
def minilm_folder() -> Path:
    """The real encoder's folder. Without weights the test fails: a skipped test tests nothing."""
    folder = REAL_CACHE / "models" / ENCODER
    if not (folder / "model.safetensors").is_file():
        pytest.fail(f"{folder} holds no weights: run `byline models fetch {ENCODER}` (once).")
    return folder


@pytest.fixture(scope="session")
def minilm(minilm_folder: Path) -> "CTranslate2Encoder":
    """The real encoder; the first run on a machine converts its weights."""
    from index.folder.open_generation import open_encoder
    from index.vectors.ctranslate2_encoder import CTranslate2Encoder

    encoder = open_encoder(minilm_folder, ENCODER)
    assert isinstance(encoder, CTranslate2Encoder)
    return encoder


@pytest.fixture
async def bot(server: "TelegramServer") -> AsyncIterator["Bot"]:
    """A bot of python-telegram-bot, connected to the server."""
    from ptb_client import ptb

    async with ptb(server) as connected:
        yield connected
