"""kill -9 at any moment: the next start answers from an intact index and finishes the rest.

And two processes at once. Real processes, the real Chroma; only the encoder is a stand-in.
`--kills 100` kills more often than the default.
"""

import json
import multiprocessing
import os
import random
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import count
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest
from fakes import HashingEncoder

from index.errors import EncoderError
from index.folder import rebuild
from index.folder.library_folder import LibraryFolder
from index.syncing import vector_repair
from index.types import Encoder, Query

# More than a thousand passages, from which on Chroma writes its graph to files of its own.
ARTICLES = 1300

# What a search for its own vector may miss of nearly equal ones. A graph that was just filled,
# without any kill, misses up to 0.0625 of 64 or 128, and 0.015 of 1,024, in twelve fills each.
_FEW = 1000  # passages
_MOST_MISSES, _MOST_OF_FEW = 0.05, 0.1

# Children of a server that has the slow imports behind it: a fresh interpreter takes 2 s. Chroma,
# which `index` imports only when it opens a store, would take half a second of each kill.
_PROCESSES = multiprocessing.get_context("forkserver")
_PROCESSES.set_forkserver_preload(["test_kill", "index.vectors.chroma_store"])


@pytest.fixture(autouse=True)
def path_for_children(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, sys.path)))


def _no_other(name: str) -> Encoder:
    raise EncoderError(f"The encoder {name} cannot be loaded.")


def opened(library: Path) -> LibraryFolder:
    return LibraryFolder(library, HashingEncoder(), _no_other)


class News:
    """A folder of articles whose texts change from round to round."""

    def __init__(self, folder: Path, seed: int) -> None:
        folder.mkdir()
        self.folder = folder
        self.texts: dict[str, str] = {}
        self.chance = random.Random(seed)

    def change(self, round_: int, share: float) -> None:
        """Writes, rewrites and takes away a share of the articles."""
        for number in range(ARTICLES):
            if not round_ or self.chance.random() < share:
                ferry = f"The ferry number {number} carries word{number}round{round_} today."
                self.texts[f"n{number}"] = f"{ferry} It sails again on Monday."
        for name in self.chance.sample(sorted(self.texts), 9) if round_ else []:
            del self.texts[name]
        for file, odd in (("one", 0), ("two", 1)):
            lines = [
                json.dumps({"id": id, "text": text})
                for id, text in self.texts.items()
                if int(id[1:]) % 2 == odd
            ]
            (self.folder / f"{file}.jsonl").write_text("\n".join(lines))


def at_work(library: Path, articles: Path, anew: bool, say: Connection) -> None:
    """In another process: index, or make anew, and say at each step how many there were."""
    steps = count(1)

    def step(*_: object) -> None:
        say.send(next(steps))

    encoder = HashingEncoder(on_call=step)
    if anew:
        rebuild.rebuild(library, encoder, step)
    else:
        LibraryFolder(library, encoder, _no_other).index([articles], step)


def started(library: Path, articles: Path, anew: bool = False) -> tuple[BaseProcess, Connection]:
    heard, say = _PROCESSES.Pipe(duplex=False)
    process = _PROCESSES.Process(target=at_work, args=(library, articles, anew, say))
    process.start()
    say.close()
    return process, heard


def killed(library: Path, articles: Path, anew: bool, steps: int, delay_s: float) -> bool:
    """Kill it after a step; False when it was faster."""
    process, heard = started(library, articles, anew)
    with suppress(EOFError):
        while heard.recv() < steps:
            pass
    process.join(delay_s)
    process.kill()
    process.join()
    heard.close()
    return process.exitcode == -signal.SIGKILL


def expect_whole(library_folder: LibraryFolder) -> None:
    """Every passage is in library, keyword index and Chroma, or in none, and is found in each."""
    library, store = library_folder.library, library_folder._now().store
    known = library.passage_ids()
    assert store.ids() == known
    assert store.count() == len(known)
    assert library.ids_without_vectors() == set()
    # None is lost or wrong. A search never finds all of so many nearly equal vectors: how many it
    # misses varies from graph to graph by more than a check of a library tolerates.
    missed, rate = vector_repair._missed(library, store)
    assert vector_repair.faulty_passages(library, store) <= missed
    assert rate < (_MOST_OF_FEW if len(known) < _FEW else _MOST_MISSES)
    assert library.keywords_match()


@pytest.mark.slow
@pytest.mark.timeout(7200)  # for a hundred kills on a machine that does other things
def test_after_each_kill_the_index_is_whole_and_the_next_run_finishes_the_rest(
    tmp_path: Path, pytestconfig: pytest.Config
) -> None:
    kills = int(pytestconfig.getoption("--kills"))
    news, library = News(tmp_path / "articles", seed=20240309), tmp_path / "library"
    hit = round_ = 0
    while hit < kills:
        assert round_ < 3 * kills, "the sync is over too soon for this test to interrupt it"
        anew = round_ % 4 == 3
        news.change(round_, share=0.3)
        steps, delay_s = news.chance.randrange(1, 45), news.chance.uniform(0, 0.05)
        hit += killed(library, news.folder, anew, steps, delay_s)
        round_ += 1

        library_folder = opened(library)
        try:
            expect_whole(library_folder)
            # Most kills are followed by the next at once, some by a run to the end.
            if round_ % 3 == 0 or hit == kills:
                library_folder.index([news.folder])
                expect_whole(library_folder)
                held = {
                    id: library_folder.library.article(id)
                    for id in library_folder.library.article_ids().values()
                }
                assert {id: a.text for id, a in held.items() if a} == news.texts
                report = library_folder.index([])
                assert (report.unchanged, report.added) == (len(news.texts), 0)
                assert library_folder.behind() is None
        finally:
            library_folder.close()


# -- two processes


@pytest.fixture
def news(tmp_path: Path) -> News:
    made = News(tmp_path / "articles", seed=1)
    made.change(0, 1.0)
    return made


@pytest.fixture
def library_folder(tmp_path: Path) -> Iterator[LibraryFolder]:
    library_folder = opened(tmp_path / "library")
    yield library_folder
    library_folder.close()


def found(library_folder: LibraryFolder, word: str) -> list[str]:
    """What has this word, by meaning alone: Chroma keeps to itself what it once has read."""
    rooms = library_folder._now()
    (vector,) = rooms.encoder.encode([word])
    ids = [id for id, _ in rooms.store.nearest(vector, 20)]
    return [p.article_id for p in rooms.library.passages(ids).values() if word in p.text.split()]


@pytest.mark.timeout(600)
@pytest.mark.slow
def test_an_open_program_is_not_disturbed_and_finds_what_another_brought_in(
    library_folder: LibraryFolder, news: News, tmp_path: Path
) -> None:
    first = tmp_path / "first.txt"
    first.write_text("The bridge over the sound is closed.")
    library_folder.index([first])
    process, heard = started(tmp_path / "library", news.folder)
    asked = 0
    with suppress(EOFError):
        while heard.recv():
            assert library_folder.searcher.search(Query("bridge closed"))[0].article.id == "first"
            asked += 1
    process.join()
    assert (process.exitcode, asked > 5) == (0, True)
    expect_whole(library_folder)
    numbers = range(0, ARTICLES, 5)  # 0.95 of them are found; of 26 it may be three too few
    seen = [
        number
        for number in numbers
        if found(library_folder, f"word{number}round0") == [f"n{number}"]
    ]
    assert len(seen) >= 0.9 * len(numbers)  # the search is approximate
    # And what this one writes now does not undo what the other wrote.
    late = tmp_path / "late.txt"
    late.write_text("The lighthouse was painted in haste.")
    assert library_folder.index([late]).added == 1
    expect_whole(library_folder)


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_two_that_index_at_once_take_turns(
    library_folder: LibraryFolder, news: News, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "other.txt"
    other.write_text("The lighthouse was painted in haste.")
    process, heard = started(tmp_path / "library", news.folder)
    heard.recv()  # it has the lock
    monkeypatch.setattr("index.folder.lock.WAIT_S", 500.0)
    lines: list[str] = []
    say: Callable[[str], None] = lines.append
    with suppress(EOFError):  # so that the other is not held up by a full pipe
        while heard.poll(0) and heard.recv():
            pass
    assert library_folder.index([other], say=say).added == 1
    process.join()
    assert process.exitcode == 0
    assert len(lines) == 1
    assert "waiting" in lines[0]
    expect_whole(library_folder)
    assert len(library_folder.library.article_ids()) == ARTICLES + 1
