"""A sync reports progress, can be stopped, and is completed by the next one after a crash."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from article_files import archive
from fakes import HashingEncoder
from synced_library import BRIDGE, FERRY, SyncedLibrary, counts, expect_whole, records

from index.search import Searcher
from index.types import Query

Write = Callable[[str, str], Path]


# -- progress, and stopping by it


def test_progress_counts_articles_and_ends_with_all_of_them(
    synced: SyncedLibrary, write: Write
) -> None:
    for name in ("a", "b", "c"):
        write(f"{name}.txt", FERRY)
    told: list[tuple[int, int, str]] = []
    synced.sync(progress=lambda *step: told.append(step))
    files = list(dict.fromkeys(told))
    assert files == [(0, 3, "a.txt"), (1, 3, "b.txt"), (2, 3, "c.txt"), (3, 3, "")]


CSV = "id,text\n" + "".join(f'{n},"{FERRY}\nIt is trip {n}."\n' for n in range(150))
LINES = records(*((f"r{n}", f"{FERRY} It is trip {n}.") for n in range(150)))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.jsonl", LINES.encode()),
        ("a.jsonl", LINES.replace("\n", "\n\n").encode("utf-16")),
        ("a.csv", CSV.encode()),
        ("a.csv", CSV.replace(",", ";").encode()),
        ("a.zip", archive({f"{n}.txt": f"{FERRY} It is trip {n}." for n in range(150)})),
        ("a.zip", archive({"a.jsonl": LINES})),
        ("a.zip", archive({"picture.png": b"1", "a.csv": CSV})),
    ],
)
def test_progress_rises_evenly_inside_a_file_of_many_articles(
    synced: SyncedLibrary, write: Write, name: str, content: bytes
) -> None:
    write("b.txt", FERRY)
    (synced.folder / name).write_bytes(content)
    told: list[tuple[int, int, str]] = []
    synced.sync(progress=lambda *step: told.append(step))
    steps = [(done, total) for done, total, _ in told if total]
    assert {total for _, total in steps} == {151}
    assert steps == sorted(steps)
    assert {63, 127} <= {done for done, _ in steps}
    assert steps[-1] == (151, 151)

    told.clear()
    synced.sync(progress=lambda *step: told.append(step))
    assert {total for _, total, _ in told} == {0}  # there is nothing to wait for


def test_a_file_that_does_not_hold_what_it_seemed_to_leaves_the_others_their_share(
    synced: SyncedLibrary, write: Write
) -> None:
    write("a.jsonl", "no JSON\n" * 90 + LINES)
    write("b.csv", "no,columns\n1,2\n3,4\n")
    write("c.txt", FERRY)
    told: list[tuple[int, int, str]] = []
    synced.sync(progress=lambda *step: told.append(step))
    steps = [step for step in told if step[1]]
    assert steps[0] == (0, 243, "a.jsonl")
    assert (240, 243, "b.csv") in steps
    assert (242, 243, "c.txt") in steps
    assert steps[-1] == (243, 243, "")


class Enough(Exception):
    """What a Stop button raises."""


def test_a_stop_inside_one_huge_file_takes_effect_within_a_batch(
    synced: SyncedLibrary, write: Write
) -> None:
    total = 400
    write("huge.jsonl", records(*((f"r{n}", f"{FERRY} It is trip {n}.") for n in range(total))))
    told = 0

    def stop(done: int, articles: int, file: str) -> None:
        nonlocal told
        told += articles > 0
        assert (articles, file) in [(0, ""), (total, "huge.jsonl")]
        if told == 3:
            raise Enough

    with pytest.raises(Enough):
        synced.sync(progress=stop)
    assert 0 < len(synced.ids()) <= 2 * 64
    expect_whole(synced.library, synced.store)

    in_already = len(synced.ids())
    assert counts(synced.sync()) == (total - in_already, 0, 0, in_already)
    expect_whole(synced.library, synced.store)

    # Nothing is written for records that did not change, and still one can stop among them.
    os.utime(synced.folder / "huge.jsonl", ns=(1, 1))
    told = 0
    with pytest.raises(Enough):
        synced.sync(progress=stop)
    assert counts(synced.sync()) == (0, 0, 0, total)


def test_small_files_are_encoded_and_stored_together(synced: SyncedLibrary, write: Write) -> None:
    for number in range(200):
        write(f"trip{number}.txt", f"{FERRY} It is trip {number}.")
    synced.sync()
    assert len(synced.library.files()) == 200
    assert synced.calls == 2 * 4  # to encoder and store, for 64 passages each and the last eight
    expect_whole(synced.library, synced.store)


def test_files_of_a_batch_that_was_not_written_are_read_again(
    synced: SyncedLibrary, write: Write
) -> None:
    for number in range(100):
        write(f"trip{number:02}.txt", f"{FERRY} It is trip {number}.")

    def stop(done: int, files: int, file: str) -> None:
        if done == 90:
            raise Enough

    with pytest.raises(Enough):
        synced.sync(progress=stop)
    assert len(synced.library.files()) == len(synced.ids()) == 64
    expect_whole(synced.library, synced.store)
    assert counts(synced.sync()) == (36, 0, 0, 64)


def test_a_stop_takes_effect_while_lost_vectors_are_made_again(
    synced: SyncedLibrary, write: Write
) -> None:
    write("all.jsonl", records(*((f"r{n}", f"{FERRY} It is trip {n}.") for n in range(200))))
    synced.sync()
    synced.store.delete(synced.store.ids())

    def stop(done: int, files: int, file: str) -> None:
        if synced.store.count():
            raise Enough

    with pytest.raises(Enough):
        synced.sync(progress=stop)
    assert 0 < synced.store.count() <= 64
    assert counts(synced.sync()) == (0, 0, 0, 200)
    expect_whole(synced.library, synced.store)


# -- crashes


@pytest.mark.parametrize(
    ("batch", "fails_at"), [*((1, at) for at in range(1, 12)), *((64, at) for at in range(1, 7))]
)
def test_after_a_failure_at_any_call_the_next_sync_makes_all_whole(
    synced: SyncedLibrary, write: Write, monkeypatch: pytest.MonkeyPatch, batch: int, fails_at: int
) -> None:
    """Adds, edits, removals and repairs, with encoder or store failing at the given call."""
    monkeypatch.setattr("index.syncing.batch._BATCH", batch)
    for name in ("kept", "edited", "removed"):
        write(f"{name}.txt", f"{FERRY} It is {name}.")
    write("all.jsonl", records(("a", FERRY), ("b", BRIDGE)))
    synced.sync()
    synced.store.delete(sorted(synced.store.ids())[:1])  # as after an earlier crash
    write("edited.txt", f"{BRIDGE} It is rewritten.")
    write("new.txt", f"{BRIDGE} It is novel.")
    (synced.folder / "removed.txt").unlink()
    write("all.jsonl", records(("b", f"{BRIDGE} Again."), ("c", FERRY)))

    synced.fails_at = synced.calls + fails_at
    with pytest.raises(OSError, match="No space left"):
        synced.sync()
    searcher = Searcher(synced.library, synced.store, HashingEncoder())
    for hit in searcher.search(Query("ferry bridge", 50)):
        assert hit.passage.id in synced.library.passage_ids()

    synced.fails_at = -1
    synced.sync()
    expect_whole(synced.library, synced.store)
    assert synced.ids() == {"kept", "edited", "new", "b", "c"}
    assert synced.found("rewritten") == ["edited"]
    assert synced.found("removed") == []
    synced.encodes()
    assert counts(synced.sync()) == (0, 0, 0, 5)
    assert synced.encodes() == 0
