"""A store that lost vectors is recognised, and one that only searches approximately is not."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from fakes import HashingEncoder, ListStore, nothing

from index.library.library import Library
from index.syncing.sync import sync
from index.syncing.vector_repair import faulty_passages, fill, record_miss_rate
from index.types import Vectors

Write = Callable[[str, str], Path]


class LosingStore(ListStore):
    """Holds all, and finds what is not `hidden`: as where no way leads to it."""

    def __init__(self) -> None:
        super().__init__(on_call=nothing)
        self.hidden: set[str] = set()

    def nearest(
        self, vector: Vectors, count: int, among: Sequence[str] | None = None
    ) -> list[tuple[str, float]]:
        found = super().nearest(vector, count + len(self.hidden), among)
        return [(id, score) for id, score in found if id not in self.hidden][:count]


@pytest.fixture
def store(library: Library, write: Write, tmp_path: Path) -> LosingStore:
    """A hundred passages, no two of the same words."""
    for number in range(100):
        write(f"{number:02}.txt", f"The ferry number{number} carries word{number * 7} today.")
    store = LosingStore()
    sync([tmp_path / "articles"], library, store, HashingEncoder(dimensions=4096))
    return store


def test_one_lost_way_in_fifty_is_noticed(library: Library, store: LosingStore) -> None:
    assert faulty_passages(library, store) == set()
    store.hidden = set(sorted(store.ids())[:2])
    assert faulty_passages(library, store, usual=0.0) == store.hidden
    assert faulty_passages(library, store) == set()  # but for a library of which nothing is known
    library.set_miss_rate(0.0)
    assert faulty_passages(library, store) == store.hidden


def test_what_a_whole_store_never_finds_is_not_taken_for_lost(
    library: Library, store: LosingStore
) -> None:
    ids = sorted(store.ids())
    store.hidden = set(ids[:5])
    record_miss_rate(library, store)
    assert faulty_passages(library, store) == set()
    store.hidden = set(ids[:8])  # and three more are
    assert faulty_passages(library, store) == store.hidden


def test_a_vector_that_is_missing_or_another_ones_is_always_noticed(
    library: Library, store: LosingStore
) -> None:
    gone, wrong, right = sorted(store.ids())[:3]
    store.put(list(library.passages([wrong]).values()), library.vectors([right])[right][None])
    store.delete([gone])
    assert {gone, wrong} <= faulty_passages(library, store)
    fill(library, store)
    assert gone in store.ids()
