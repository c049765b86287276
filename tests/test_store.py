"""What every `PassageStore` must do, run on each: Chroma here and on a server, and ListStore."""

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from chroma_servers import running_chroma
from fakes import ListStore

from index.types import Passage, PassageStore, Vectors
from index.vectors.chroma_server import ChromaServer, ChromaServerStore
from index.vectors.chroma_store import ChromaStore


def on_server(folder: Path) -> ChromaServerStore:
    return ChromaServerStore(ChromaServer(running_chroma().url), f"test-{folder.name}"[:100])


STORES: dict[str, Callable[[Path], PassageStore]] = {
    "Chroma": lambda folder: ChromaStore(folder / "chroma"),
    "Chroma server": on_server,
    "ListStore": lambda folder: ListStore(),
}


@pytest.fixture(
    params=["Chroma", pytest.param("Chroma server", marks=pytest.mark.slow), "ListStore"]
)
def store(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[PassageStore]:
    opened = STORES[request.param](tmp_path)
    yield opened
    opened.close()


def passages(count: int, article: str = "a") -> list[Passage]:
    return [Passage(f"{article}:{n}", article, n, n, "the same text") for n in range(count)]


def unit(count: int, seed: int = 1, dimensions: int = 32) -> Vectors:
    """Random unit vectors, shape (count, dimensions)."""
    vectors = np.random.default_rng(seed).normal(size=(count, dimensions)).astype(np.float32)
    unit: Vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return unit


def test_an_empty_store_finds_nothing(store: PassageStore) -> None:
    assert store.nearest(unit(1)[0], 5) == []
    assert (store.count(), store.ids()) == (0, set())
    assert store.vectors(["a:0"]) == {}


def test_the_nearest_come_first_with_their_exact_cosine(store: PassageStore) -> None:
    held, question = unit(1500), unit(1, seed=2)[0]
    store.put(passages(1500), held)
    cosines = held @ question
    best = np.argsort(-cosines)[:10]
    found = store.nearest(question, 10)
    assert [passage_id for passage_id, _ in found] == [f"a:{n}" for n in best]
    assert [score for _, score in found] == pytest.approx(cosines[best].tolist(), abs=1e-5)


def test_the_length_of_a_question_does_not_change_its_scores(store: PassageStore) -> None:
    store.put(passages(3), unit(3))
    question = unit(1, seed=2)[0]
    once, longer = dict(store.nearest(question, 3)), dict(store.nearest(question * 7, 3))
    assert longer == pytest.approx(once, abs=1e-5)


def test_no_more_are_found_than_are_held(store: PassageStore) -> None:
    store.put(passages(3), unit(3))
    assert len(store.nearest(unit(1)[0], 40)) == 3


def test_vectors_come_back_as_they_were_put(store: PassageStore) -> None:
    rows = unit(3)
    store.put(passages(3), rows)
    found = store.vectors(["a:2", "gone", "a:0"])
    assert set(found) == {"a:0", "a:2"}
    assert found["a:2"] == pytest.approx(rows[2], abs=1e-6)


def test_putting_an_id_again_replaces_its_vector(store: PassageStore) -> None:
    old, new = unit(2, seed=3)
    (passage,) = passages(1)
    store.put([passage], old.reshape(1, -1))
    store.put([passage], new.reshape(1, -1))
    assert store.count() == 1
    ((_, score),) = store.nearest(new, 5)
    assert score == pytest.approx(1.0, abs=1e-5)


def test_what_is_deleted_is_not_found(store: PassageStore) -> None:
    vectors = unit(4)
    store.put(passages(4), vectors)
    store.delete(["a:1", "a:2"])
    assert store.ids() == {"a:0", "a:3"}
    assert {passage_id for passage_id, _ in store.nearest(vectors[1], 4)} == {"a:0", "a:3"}
    assert store.vectors(["a:1"]) == {}


def test_unknown_ids_can_be_deleted(store: PassageStore) -> None:
    store.delete(["a:9"])
    store.put(passages(1), unit(1))
    store.delete(["a:9", "a:0", "a:0"])
    store.delete([])
    assert store.count() == 0


def test_one_text_in_two_articles_is_two_passages(store: PassageStore) -> None:
    vector = unit(1)
    store.put(passages(1, "a"), vector)
    store.put(passages(1, "b"), vector)
    assert {passage_id for passage_id, _ in store.nearest(vector[0], 5)} == {"a:0", "b:0"}
    store.delete(["a:0"])
    assert [passage_id for passage_id, _ in store.nearest(vector[0], 5)] == ["b:0"]


@pytest.mark.slow
def test_more_than_one_batch_goes_in_and_out(store: PassageStore) -> None:
    many = passages(1100)
    store.put(many, unit(1100, dimensions=8))
    assert store.ids() == {passage.id for passage in many}
    assert set(store.vectors(passage.id for passage in many)) == store.ids()
    store.delete(passage.id for passage in many[:1050])
    assert store.count() == 50


def test_a_search_among_some_passages_finds_only_those(store: PassageStore) -> None:
    vectors = unit(5)
    store.put(passages(5), vectors)
    found = store.nearest(vectors[0], 3, ["a:3", "a:1", "gone"])
    assert {passage_id for passage_id, _ in found} == {"a:1", "a:3"}
    assert store.nearest(vectors[0], 3, []) == []


def test_a_refreshed_store_holds_what_it_held(store: PassageStore) -> None:
    vectors = unit(3)
    store.put(passages(3), vectors)
    store.refresh()
    store.put(passages(1, "b"), unit(1, seed=2))
    assert store.ids() == {"a:0", "a:1", "a:2", "b:0"}
    assert store.nearest(vectors[1], 1)[0][0] == "a:1"
