"""What Chroma alone must do: keep vectors over restarts, see other writers, and fail in one line.

`tests/test_store.py` tests what it shares with every store.
"""

from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest
from chromadb import Collection
from chromadb.errors import InternalError
from test_store import passages, unit

from index.errors import LibraryError
from index.vectors.chroma_store import ChromaStore


@pytest.fixture
def chroma(tmp_path: Path) -> Iterator[ChromaStore]:
    store = ChromaStore(tmp_path / "chroma")
    yield store
    store.close()


def test_all_is_there_after_reopening(tmp_path: Path) -> None:
    vectors = unit(3)
    first = ChromaStore(tmp_path / "chroma")
    first.put(passages(3), vectors)
    first.delete(["a:2"])
    first.close()
    again = ChromaStore(tmp_path / "chroma")
    assert again.ids() == {"a:0", "a:1"}
    assert again.nearest(vectors[1], 1)[0][0] == "a:1"
    again.close()


def test_a_store_of_garbage_is_refused_with_what_to_do(tmp_path: Path) -> None:
    place = tmp_path / "chroma"
    place.mkdir()
    (place / "chroma.sqlite3").write_bytes(b"garbage" * 3000)
    with pytest.raises(LibraryError, match="`byline index --rebuild`") as error:
        ChromaStore(place)
    assert "\n" not in str(error.value)


def test_a_folder_that_cannot_be_made_is_refused_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(LibraryError, match="cannot be opened") as error:
        ChromaStore(tmp_path / "file" / "chroma")
    assert "\n" not in str(error.value)


def test_what_chroma_refuses_comes_as_our_own_error(chroma: ChromaStore) -> None:
    chroma.put(passages(1), unit(1, dimensions=32))
    with pytest.raises(LibraryError, match="cannot be written"):
        chroma.put(passages(1), unit(1, dimensions=8))
    with pytest.raises(LibraryError, match="cannot be read"):
        chroma.nearest(unit(1, dimensions=8)[0], 1)


def test_how_often_the_graph_is_written_loses_nothing(tmp_path: Path) -> None:
    parts, vectors = passages(60), unit(60)
    for saved_every in (50, 10, 1000):
        folder = tmp_path / f"chroma-{saved_every}"
        store = ChromaStore(folder, saved_every=saved_every)
        store.put(parts, vectors)
        store.close()
        store = ChromaStore(folder)
        assert store.nearest(vectors[7], 1)[0][0] == "a:7"
        assert store.count() == 60
        store.close()


@pytest.mark.parametrize(("message", "tries"), [("database is locked", 3), ("disk is full", 1)])
def test_a_database_that_is_busy_for_a_moment_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, message: str, tries: int
) -> None:
    """As the database of a store that was closed a moment ago may be."""
    ChromaStore(tmp_path, saved_every=50).close()
    modify, failed = Collection.modify, [InternalError(f"error (code: 5) {message}")] * 2
    seen = []

    def busy(self: Collection, **change: Any) -> None:
        seen.append(change)
        if failed:
            raise failed.pop()
        modify(self, **change)

    monkeypatch.setattr(Collection, "modify", busy)
    with nullcontext() if tries > 1 else pytest.raises(LibraryError):
        ChromaStore(tmp_path, saved_every=60).close()
    assert len(seen) == tries


def test_how_often_the_graph_is_written_can_be_changed(tmp_path: Path) -> None:
    parts, vectors = passages(60), unit(60)
    for saved_every, written in ((1000, False), (10, True)):
        store = ChromaStore(tmp_path, saved_every=saved_every)
        store.put(parts, vectors)
        store.close()
        links = tmp_path.rglob("link_lists.bin")  # of the graph, beside the vectors themselves
        assert any(file.stat().st_size for file in links) == written
