"""The real Chroma keeps vectors over restarts and finds the nearest by exact cosine."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from index.errors import LibraryError
from index.types import Passage, Vectors
from index.vectors.chroma_store import ChromaStore


@pytest.fixture
def chroma(tmp_path: Path) -> Iterator[ChromaStore]:
    store = ChromaStore(tmp_path / "chroma")
    yield store
    store.close()


def passages(count: int, article: str = "a") -> list[Passage]:
    return [Passage(f"{article}:{n}", article, n, n, "the same text") for n in range(count)]


def unit(count: int, seed: int = 1, dimensions: int = 32) -> Vectors:
    vectors = np.random.default_rng(seed).normal(size=(count, dimensions)).astype(np.float32)
    unit: Vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return unit


def test_an_empty_store_finds_nothing(chroma: ChromaStore) -> None:
    assert chroma.nearest(unit(1)[0], 5) == []
    assert (chroma.count(), chroma.ids()) == (0, set())


def test_the_nearest_come_first_with_their_exact_cosine(chroma: ChromaStore) -> None:
    held, question = unit(1500), unit(1, seed=2)[0]
    chroma.put(passages(1500), held)
    cosines = held @ question
    best = np.argsort(-cosines)[:10]
    found = chroma.nearest(question, 10)
    assert [id for id, _ in found] == [f"a:{n}" for n in best]
    assert [score for _, score in found] == pytest.approx(cosines[best].tolist(), abs=1e-5)


def test_the_length_of_a_question_does_not_change_its_scores(chroma: ChromaStore) -> None:
    chroma.put(passages(3), unit(3))
    question = unit(1, seed=2)[0]
    once, longer = dict(chroma.nearest(question, 3)), dict(chroma.nearest(question * 7, 3))
    assert longer == pytest.approx(once, abs=1e-5)


def test_no_more_are_found_than_are_held(chroma: ChromaStore) -> None:
    chroma.put(passages(3), unit(3))
    assert len(chroma.nearest(unit(1)[0], 40)) == 3


def test_putting_an_id_again_replaces_its_vector(chroma: ChromaStore) -> None:
    old, new = unit(2, seed=3)
    (passage,) = passages(1)
    chroma.put([passage], old.reshape(1, -1))
    chroma.put([passage], new.reshape(1, -1))
    assert chroma.count() == 1
    ((_, score),) = chroma.nearest(new, 5)
    assert score == pytest.approx(1.0, abs=1e-5)


def test_what_is_deleted_is_not_found(chroma: ChromaStore) -> None:
    vectors = unit(4)
    chroma.put(passages(4), vectors)
    chroma.delete(["a:1", "a:2"])
    assert chroma.ids() == {"a:0", "a:3"}
    assert {id for id, _ in chroma.nearest(vectors[1], 4)} == {"a:0", "a:3"}


def test_deleting_what_is_not_there_is_fine(chroma: ChromaStore) -> None:
    chroma.delete(["a:9"])
    chroma.put(passages(1), unit(1))
    chroma.delete(["a:9", "a:0", "a:0"])
    chroma.delete([])
    assert chroma.count() == 0


def test_one_text_in_two_articles_is_two_passages(chroma: ChromaStore) -> None:
    vector = unit(1)
    chroma.put(passages(1, "a"), vector)
    chroma.put(passages(1, "b"), vector)
    assert {id for id, _ in chroma.nearest(vector[0], 5)} == {"a:0", "b:0"}
    chroma.delete(["a:0"])
    assert [id for id, _ in chroma.nearest(vector[0], 5)] == ["b:0"]


def test_more_than_one_batch_goes_in_and_out(chroma: ChromaStore) -> None:
    many = passages(2500)
    chroma.put(many, unit(2500, dimensions=8))
    assert chroma.ids() == {passage.id for passage in many}
    chroma.delete(passage.id for passage in many[:2200])
    assert chroma.count() == 300


def test_a_search_among_some_passages_finds_only_those(chroma: ChromaStore) -> None:
    vectors = unit(5)
    chroma.put(passages(5), vectors)
    found = chroma.nearest(vectors[0], 3, ["a:3", "a:1", "gone"])
    assert {id for id, _ in found} == {"a:1", "a:3"}
    assert chroma.nearest(vectors[0], 3, []) == []


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


def test_how_often_the_graph_is_written_can_be_changed(tmp_path: Path) -> None:
    parts, vectors = passages(60), unit(60)
    for saved_every, written in ((1000, False), (10, True)):
        store = ChromaStore(tmp_path, saved_every=saved_every)
        store.put(parts, vectors)
        store.close()
        links = tmp_path.rglob("link_lists.bin")  # of the graph, beside the vectors themselves
        assert any(file.stat().st_size for file in links) == written
