"""What a collection on a Chroma server alone must do; `tests/test_store.py` has the rest."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from chroma_servers import gate, running_chroma
from test_store import passages, unit

from index.errors import LibraryError
from index.folder.vector_places import OnServer
from index.types import Passage
from index.vectors import chroma_server
from index.vectors.chroma_server import ChromaServer, ChromaServerStore

slow = pytest.mark.slow
TOKEN = "ck-nobody-may-see-this"


@pytest.fixture
def store(request: pytest.FixtureRequest) -> ChromaServerStore:
    name = "".join(sign for sign in request.node.name if sign.isalnum())
    return ChromaServerStore(ChromaServer(running_chroma().url), f"test-{name}")


@slow
@pytest.mark.parametrize(
    "address", [lambda url: f"{url}/", lambda url: url.replace("127.0.0.1", "localhost")]
)
def test_an_address_may_be_written_in_several_ways(address: Callable[[str], str]) -> None:
    store = ChromaServerStore(ChromaServer(address(running_chroma().url)), "test-address")
    store.put(passages(2), unit(2))
    assert store.count() == 2


@slow
def test_many_ids_are_asked_for_and_deleted_at_once(store: ChromaServerStore) -> None:
    store.put(passages(10), unit(10))
    many = [f"b:{number}" for number in range(40_000)]
    found = store.nearest(unit(10)[3], 5, [*many, "a:3", "a:4"])
    assert {passage_id for passage_id, _ in found} == {"a:3", "a:4"}
    store.delete([*many[:3000], "a:1"])
    assert store.count() == 9


@slow
def test_ids_come_in_pages(store: ChromaServerStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chroma_server, "_PAGE", 7)
    store.put(passages(30), unit(30))
    store.put(passages(4), unit(4, seed=5))
    store.delete(["a:29"])
    assert store.ids() == {f"a:{number}" for number in range(29)}


@slow
def test_what_the_server_refuses_comes_as_our_own_error(store: ChromaServerStore) -> None:
    store.put(passages(1), unit(1))
    with pytest.raises(LibraryError, match="cannot be written") as caught:
        store.put(passages(1), unit(1, dimensions=8))
    assert "\n" not in str(caught.value)
    with pytest.raises(LibraryError, match="cannot be read"):
        store.nearest(unit(1, dimensions=8)[0], 1)


@slow
def test_ids_may_have_signs_of_all_kinds(store: ChromaServerStore) -> None:
    odd = [Passage(spelling, "a", 0, 0, "text") for spelling in ("Brücke/ö:1", '你好:"2"')]
    store.put(odd, unit(2))
    assert store.ids() == {passage.id for passage in odd}
    assert set(store.vectors([odd[1].id])) == {odd[1].id}


@slow
def test_several_threads_may_search(store: ChromaServerStore) -> None:
    vectors = unit(50)
    store.put(passages(50), vectors)
    found: set[tuple[int, str]] = set()

    def search(number: int) -> None:
        for _ in range(3):
            found.add((number, store.nearest(vectors[number], 1)[0][0]))

    threads = [threading.Thread(target=search, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {(number, f"a:{number}") for number in range(6)}


@slow
def test_a_proxy_may_have_the_server_under_a_path_and_may_begin_to_refuse() -> None:
    is_open = True
    with gate(running_chroma().url, TOKEN, "/chroma", lambda: is_open) as url:
        store = ChromaServerStore(ChromaServer(url, TOKEN), "test-proxy")
        store.put(passages(2), unit(2))
        assert store.count() == 2
        is_open = False
        with pytest.raises(LibraryError, match="correct BYLINE_CHROMA_TOKEN") as caught:
            store.nearest(unit(2)[0], 1)
    assert TOKEN not in repr(caught.value)


def test_a_token_is_not_shown() -> None:
    shown = repr(ChromaServer("http://x", TOKEN)) + repr(OnServer("http://x", TOKEN))
    assert TOKEN not in shown


def test_processes_that_open_a_library_at_once_agree_on_its_id(tmp_path: Path) -> None:
    names: set[str] = set()

    def name() -> None:
        names.add(OnServer("http://x").name(tmp_path / "library" / "index"))

    threads = [threading.Thread(target=name) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(names) == 1
    assert [file.name for file in (tmp_path / "library").iterdir()] == ["library-id"]
