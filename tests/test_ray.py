"""Indexing on a real Ray cluster, of two workers on this machine, beside plain indexing."""

import json
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from cli_runner import Byline, Engines, refused
from fakes import HashingEncoder, ListStore
from synced_library import counts, expect_whole

from index.errors import ClusterError, LibraryError
from index.library.library import Library
from index.readers import formats
from index.syncing import ray_work
from index.syncing.ray_work import RayWork
from index.syncing.sync import sync
from index.types import Report, Vectors

pytest_plugins = "cli_fixtures"
WORDS = "ferry harbour island bridge crack diver port sound Monday council vote budget".split()


class Deadly(HashingEncoder):
    """Kills its process at a text that says so, as often as `lives` is long."""

    def __init__(self, lives: Path) -> None:
        super().__init__(f"deadly {lives.parent}")  # workers keep an encoder under its name
        self._lives = lives

    def encode(self, texts: Sequence[str]) -> Vectors:
        if any("deadly" in text for text in texts) and os.getpid() != int(self._lives.name):
            left = sorted(self._lives.iterdir())
            if left:
                left[0].unlink()
                os.kill(os.getpid(), signal.SIGKILL)
        return super().encode(texts)


def article(number: int, extra: str = "") -> str:
    words = [WORDS[(number * 7 + n * n) % len(WORDS)] for n in range(60)]
    lines = [" ".join(["The", *words[n : n + 12]]) + f" {number}." for n in range(0, 60, 12)]
    return " ".join(lines) + extra


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    """Small files, a large one, and some that cannot be read."""
    folder = tmp_path / "articles"
    folder.mkdir()
    for number in range(70):
        (folder / f"{number:03}.txt").write_text(article(number))
    lines = [json.dumps({"id": f"id{n}", "text": article(100 + n)}) for n in range(150)]
    lines[7] = "{broken"
    (folder / "050-many.jsonl").write_text("\n".join(lines))
    (folder / "020-empty.txt").write_text("")
    (folder / "060-nothing.md").write_text("Photo: Reuters")
    (folder / "061.html").write_text("<html></html>")
    return folder


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    """The address of a Ray cluster with two workers on this machine."""
    with pytest.MonkeyPatch.context() as surroundings:
        surroundings.setenv("RAY_USAGE_STATS_ENABLED", "0")
        # Ray lets workers yield to everything else: on a busy machine they would stand still.
        surroundings.setenv("RAY_worker_niceness", "0")
        surroundings.setenv("PYTHONPATH", os.pathsep.join(filter(None, sys.path)))
        yield from _running()


def _running() -> Iterator[str]:
    import ray
    from ray.cluster_utils import Cluster

    running = Cluster(
        initialize_head=True,
        head_node_args={
            "num_cpus": 2,
            "object_store_memory": 80_000_000,
            "include_dashboard": False,
        },
    )
    # One connection for all tests: with each, workers would load everything anew.
    ray.init(address=running.address, log_to_driver=False, configure_logging=False)
    yield running.address
    ray.shutdown()
    running.shutdown()


class Shelf:
    """A library with its store, synced with the same folder."""

    def __init__(self, path: Path, encoder: HashingEncoder) -> None:
        self.library = Library(path)
        self.store = ListStore()
        self.encoder = encoder

    def sync(self, folder: Path, work: RayWork | None = None) -> Report:
        return sync([folder], self.library, self.store, self.encoder, work=work)

    def content(self) -> dict[str, object]:
        ids = self.library.article_ids()
        held = {key: self.library.article(each) for key, each in ids.items()}
        passages = self.library.passages(self.library.passage_ids())
        digests = {file: self.library.digests(file) for file in self.library.article_files()}
        return {"articles": held, "passages": passages, "digests": digests}


def told(report: Report) -> list[tuple[str, str]]:
    return [(failure.source, failure.reason) for failure in report.failed]


def expect_same(plain: Shelf, other: Shelf) -> None:
    assert other.content() == plain.content()
    assert other.library.files() == plain.library.files()
    assert sorted(map(str, other.library.failures())) == sorted(map(str, plain.library.failures()))
    expect_whole(other.library, other.store)
    ids = sorted(plain.library.passage_ids())
    ours, theirs = other.store.vectors(ids), plain.store.vectors(ids)
    assert min(float(np.dot(ours[each], theirs[each])) for each in ids) >= 0.999


@pytest.mark.slow
def test_a_cluster_makes_the_same_library(cluster: str, articles: Path, tmp_path: Path) -> None:
    plain = Shelf(tmp_path / "plain.sqlite", HashingEncoder())
    other = Shelf(tmp_path / "other.sqlite", HashingEncoder())
    expected = plain.sync(articles)
    seen: list[int] = []
    with RayWork(cluster, HashingEncoder, other.encoder) as work:
        report = sync(
            [articles],
            other.library,
            other.store,
            other.encoder,
            lambda done, total, file: seen.append(done),
            work=work,
        )
    assert counts(report) == counts(expected) == (70 + 149, 0, 0, 0)
    assert told(report) == told(expected)
    assert len(told(report)) == 4
    assert other.encoder.encoded == []  # all of it was done elsewhere
    expect_same(plain, other)
    assert seen == sorted(seen)
    assert seen[-1] >= 219

    (articles / "003.txt").write_text(article(3, " It is new."))
    (articles / "004.txt").unlink()
    (articles / "005.txt").rename(articles / "905.txt")
    lines = (articles / "050-many.jsonl").read_text().splitlines()
    (articles / "050-many.jsonl").write_text("\n".join(lines[20:]))
    expected = plain.sync(articles)
    with RayWork(cluster, HashingEncoder, other.encoder) as work:
        report = other.sync(articles, work)
    assert counts(report) == counts(expected)
    assert report.moved == expected.moved == 1
    expect_same(plain, other)


@pytest.mark.slow
@pytest.mark.parametrize(("deaths", "retries"), [(1, 3), (9, 1)])
def test_killed_workers_lose_nothing_and_double_nothing(
    cluster: str,
    articles: Path,
    tmp_path: Path,
    *,
    deaths: int,
    retries: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """One death is made up for by Ray; where each try dies, this process does the work."""
    monkeypatch.setattr(ray_work, "_RETRIES", retries)
    (articles / "030.txt").write_text(article(30, " It is deadly."))
    lives = tmp_path / str(os.getpid())
    lives.mkdir()
    for number in range(deaths):
        (lives / str(number)).touch()
    plain = Shelf(tmp_path / "plain.sqlite", HashingEncoder())
    other = Shelf(tmp_path / "other.sqlite", Deadly(lives))
    expected = plain.sync(articles)
    with RayWork(cluster, partial(Deadly, lives), other.encoder) as work:
        report = other.sync(articles, work)
    assert counts(report) == counts(expected)
    assert len(list(lives.iterdir())) == (0 if deaths == 1 else deaths - 2)
    assert bool(other.encoder.encoded) == (deaths > 1)
    expect_same(plain, other)


@pytest.mark.slow
def test_a_cluster_that_cannot_work_is_told_in_one_line(
    cluster: str, articles: Path, tmp_path: Path
) -> None:
    def broken() -> HashingEncoder:
        raise LibraryError("No weights here: fetch them.")

    shelf = Shelf(tmp_path / "library.sqlite", HashingEncoder("broken"))
    with (
        RayWork(cluster, broken, shelf.encoder) as work,
        pytest.raises(ClusterError, match=r"No weights here.*same Byline") as failure,
    ):
        shelf.sync(articles, work)
    assert "\n" not in str(failure.value)
    assert shelf.sync(articles).added == 219  # nothing of it is in the way of the next one


def test_another_encoder_than_the_librarys_is_refused(tmp_path: Path) -> None:
    class Elsewhere:
        encoder = "other"

    shelf = Shelf(tmp_path / "library.sqlite", HashingEncoder())
    with pytest.raises(LibraryError, match="BYLINE_ENCODER=hashing"):
        shelf.sync(tmp_path, Elsewhere())  # type: ignore[arg-type]


def test_a_wrong_address_is_refused_before_a_library_is_opened(
    byline: Byline, engines: Engines, articles: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused(byline("index", articles, "--ray", "ray://host:10001"), "--ray auto")
    monkeypatch.setitem(sys.modules, "ray", None)
    refused(byline("index", articles, "--ray", "auto"), '-e ".[ray]"` in the clone.')


def test_records_come_back_in_parts_of_bounded_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ray_work, "_PART_RECORDS", 4)
    lines = "\n".join(json.dumps({"id": f"{n}", "text": "It sails."}) for n in range(10))
    files = [("a.jsonl", lines.encode()), ("b.txt", b""), ("c.txt", b"It sails.")]
    parts = list(ray_work._read(files))
    assert [len(part) for part in parts] == [4, 4, 4]
    assert [number for part in parts for number, _ in part] == [0] * 10 + [1, 2]
    assert formats.BadRecord not in {type(record) for part in parts for _, record in part}
