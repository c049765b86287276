"""Vectors on a real Chroma server: the library's life there, and what goes wrong."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest
from chroma_servers import gate, running_chroma, start_chroma
from cli_runner import LED, WHO_LED, Byline, Engines, Write
from fakes import HashingEncoder
from library_folders import BRIDGE, FERRY, ids
from odd_model_server import Behave, OddModelServer, cut, status
from test_store import passages, unit

from index.errors import LibraryError
from index.folder.library_folder import LibraryFolder
from index.folder.rebuild import go_back, rebuild
from index.folder.vector_places import IN_FOLDER, OnServer, VectorPlace
from index.types import Query
from index.vectors import chroma_server
from index.vectors.chroma_server import ChromaServer, ChromaServerStore

pytest_plugins = "cli_fixtures"
slow = pytest.mark.slow
TOKEN = "ck-nobody-may-see-this"

Open = Callable[..., LibraryFolder]


@pytest.fixture
def place() -> OnServer:
    return OnServer(running_chroma().url)


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Open]:
    """A function that opens the library NAME with its vectors in a place."""
    with ExitStack() as stack:

        def opened(
            place: VectorPlace, name: str = "library", encoder: HashingEncoder | None = None
        ) -> LibraryFolder:
            def load(name: str) -> HashingEncoder:
                return HashingEncoder(name)

            made = LibraryFolder(tmp_path / name, encoder or HashingEncoder(), load, place)
            stack.callback(made.close)
            return made

        yield opened


def collections(folder: Path) -> set[str]:
    """The generations of the library in `folder` that have a collection."""
    library_id = (folder / "library-id").read_text().strip()
    prefix = f"byline-{library_id}-"
    names = ChromaServer(running_chroma().url).names(prefix)
    return {name.removeprefix(prefix) for name in names}


def hits(library_folder: LibraryFolder, question: str) -> list[tuple[str, str]]:
    found = library_folder.searcher.search(Query(question))
    return [(hit.article.id, hit.passage.id) for hit in found]


@slow
def test_a_library_on_a_server_has_the_ids_and_hits_of_one_in_a_folder(
    place: OnServer, opened: Open, write: Write
) -> None:
    for number in range(12):
        write(f"{number}.txt", f"The ferry number {number} sails on Monday. {BRIDGE} {FERRY}")
    folder = write("bridge.txt", BRIDGE).parent
    here, there = opened(IN_FOLDER, "here"), opened(place, "there")
    here.index([folder])
    there.index([folder])
    assert here.library.passage_ids() == there.library.passage_ids()
    for question in ("crack in the bridge", "ferry number 7", "monday", "What did divers find?"):
        assert hits(here, question) == hits(there, question) != []
    assert not list((there.library.path.parent).glob("chroma*"))


@slow
def test_two_libraries_on_one_server_do_not_see_each_other(
    place: OnServer, opened: Open, write: Write, tmp_path: Path
) -> None:
    one, other = opened(place, "one"), opened(place, "other")
    one.index([write("ferry.txt", FERRY)])
    other.index([write("bridge.txt", BRIDGE)])
    assert (ids(one), ids(other)) == ({"ferry"}, {"bridge"})
    rebuild(tmp_path / "one", HashingEncoder(), place=place)
    rebuild(tmp_path / "one", HashingEncoder(), place=place)
    assert ids(other) == {"bridge"}
    assert collections(tmp_path / "other") == {"index"}


@slow
def test_generations_are_rebuilt_gone_back_to_and_deleted_on_the_server(
    place: OnServer, opened: Open, write: Write, tmp_path: Path
) -> None:
    library, folder = opened(place), tmp_path / "library"
    article = write("ferry.txt", FERRY)
    library.index([article.parent])
    write("bridge.txt", BRIDGE)
    rebuild(folder, HashingEncoder(), place=place)
    assert ids(library) == {"ferry", "bridge"}
    assert collections(folder) == {"index", "index-2"}
    go_back(folder, "hashing")
    assert ids(library) == {"ferry"}
    go_back(folder, "hashing")
    rebuild(folder, HashingEncoder(), place=place)
    assert collections(folder) == {"index-2", "index-3"}


@slow
def test_a_rebuild_that_fails_leaves_nothing_on_the_server(
    place: OnServer, opened: Open, write: Write, tmp_path: Path
) -> None:
    library, folder = opened(place), tmp_path / "library"
    library.index([write("ferry.txt", FERRY)])

    def fail() -> None:
        raise LibraryError("Enough.")

    with pytest.raises(LibraryError, match="Enough"):
        rebuild(folder, HashingEncoder(on_call=fail), place=place)
    assert collections(folder) == {"index"}
    assert ids(library) == {"ferry"}


@slow
def test_a_library_follows_its_setting_to_the_server_and_back(
    place: OnServer, opened: Open, write: Write
) -> None:
    opened(IN_FOLDER).index([write("ferry.txt", FERRY)])
    there = opened(place, encoder=(unused := HashingEncoder()))
    assert ids(there) == {"ferry"}
    assert there.behind() is None
    assert not [text for text in unused.encoded if "Lower" in text]  # vectors were copied
    there.index([write("bridge.txt", BRIDGE)])
    write("ferry.txt", "Another text stands here now. It is of a lighthouse at Osk.")
    there.index([])
    there.close()
    here = opened(IN_FOLDER)  # whose store is from before
    assert here.library.passage_ids() == here._now().store.ids()
    assert hits(here, "lighthouse at Osk")
    here.index([write("third.txt", "A third text comes. It is of a mill.")])
    again = opened(place)  # whose collection is from before
    assert again.library.passage_ids() == again._now().store.ids()


@slow
def test_a_server_that_lost_its_collections_is_filled_again(
    place: OnServer, opened: Open, write: Write, tmp_path: Path
) -> None:
    library = opened(place)
    library.index([write("ferry.txt", FERRY)])
    library.close()
    server = ChromaServer(running_chroma().url)
    for name in server.names(f"byline-{(tmp_path / 'library' / 'library-id').read_text().strip()}"):
        server.delete(name)
    again = opened(place)
    assert ids(again) == {"ferry"}
    assert again._now().store.count() == 1


@slow
def test_a_collection_that_another_process_replaced_is_found_again() -> None:
    server = ChromaServer(running_chroma().url)
    store = ChromaServerStore(server, "test-replaced")
    store.put(passages(2), unit(2))
    draft = ChromaServerStore(server, "test-replaced-new")
    draft.put(passages(3), unit(3))
    server.rename("test-replaced-new", "test-replaced")
    assert store.nearest(unit(3)[2], 1)[0][0] == "a:2"
    server.delete("test-replaced")
    assert store.nearest(unit(3)[2], 1) == []  # opened anew, it is empty
    server.delete("test-replaced")
    with pytest.raises(LibraryError, match=r"no longer holds .*`byline library check --repair`"):
        store.count()


@slow
def test_what_is_missing_on_the_server_is_named_and_repaired(
    byline: Byline, engines: Engines, write: Write, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("BYLINE_CHROMA_URL", running_chroma().url)
    article = write("talks.txt", f"The talks were held in Istanbul. {LED}")
    assert byline("index", article.parent).code == 0
    library_id = (tmp_path / "library" / "library-id").read_text().strip()
    store = ChromaServerStore(ChromaServer(running_chroma().url), f"byline-{library_id}-index")
    store.delete(store.ids())
    done = byline("library", "check")
    assert done.code == 2
    assert "BAD   Vectors: 1 passages are not found by meaning" in done.out
    assert "repaired: the library is whole now" in byline("library", "check", "--repair").out
    assert byline("library", "check").code == 0


@slow
def test_export_and_import_move_a_library_to_a_server_and_back(
    byline: Byline,
    engines: Engines,
    filled: Path,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    def answer(library: str) -> str:
        found = byline("ask", WHO_LED, "--json", "--library", tmp_path / library)
        assert found.code == 0
        return found.out.partition('"timing"')[0].partition('"text"')[2]

    before = answer("library")
    assert byline("library", "export", tmp_path / "one.zip").code == 0
    monkeypatch.setenv("BYLINE_CHROMA_URL", running_chroma().url)
    there = tmp_path / "there"
    assert byline("library", "import", tmp_path / "one.zip", "--library", there).code == 0
    assert collections(there) == {"index-2"}
    assert not list(there.rglob("chroma*"))
    assert answer("there") == before
    assert byline("library", "check", "--library", there).code == 0
    assert byline("library", "export", tmp_path / "two.zip", "--library", there).code == 0
    monkeypatch.delenv("BYLINE_CHROMA_URL")
    back = tmp_path / "back"
    assert byline("library", "import", tmp_path / "two.zip", "--library", back).code == 0
    assert answer("back") == before
    assert byline("library", "check", "--library", back).code == 0


@slow
def test_a_server_that_goes_in_the_middle_leaves_nothing_half_done(
    opened: Open, write: Write, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    data.mkdir()
    chroma = start_chroma(data)
    place = OnServer(chroma.url)
    library = opened(place)
    library.index([write("ferry.txt", FERRY)])
    write("bridge.txt", BRIDGE)
    dying = opened(place, encoder=HashingEncoder(on_call=chroma.end))
    with pytest.raises(LibraryError, match=r"cannot be reached .*correct BYLINE_CHROMA_URL") as e:
        dying.index([tmp_path / "articles"])
    assert "\n" not in str(e.value)
    with pytest.raises(LibraryError, match="BYLINE_CHROMA_URL"):
        ids(library)
    back = start_chroma(data, int(chroma.url.rpartition(":")[2]))
    try:
        again = opened(place)
        again.index([])
        assert ids(again) == {"ferry", "bridge"}
        assert again.library.passage_ids() == again._now().store.ids()
        assert ids(library) == {"ferry", "bridge"}  # that was open all the time
    finally:
        back.end()


@slow
def test_a_token_reaches_the_proxy_from_the_environment_or_a_file(
    byline: Byline, engines: Engines, write: Write, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = write("talks.txt", f"The talks were held in Istanbul. {LED}").parent
    with gate(running_chroma().url, TOKEN) as url:
        monkeypatch.setenv("BYLINE_CHROMA_URL", url)
        refused = byline("index", folder)
        assert (refused.code, len(refused.lines)) == (2, 1)
        assert "set BYLINE_CHROMA_TOKEN" in refused.err
        monkeypatch.setenv("BYLINE_CHROMA_TOKEN", "another")
        refused = byline("index", folder)
        assert (refused.code, len(refused.lines)) == (2, 1)
        assert "correct BYLINE_CHROMA_TOKEN" in refused.err
        assert "another" not in refused.err
        monkeypatch.delenv("BYLINE_CHROMA_TOKEN")
        (tmp_path / "token").touch(mode=0o600)
        (tmp_path / "token").write_text(f"{TOKEN}\n")
        monkeypatch.setenv("BYLINE_CHROMA_TOKEN_FILE", str(tmp_path / "token"))
        assert byline("index", folder).code == 0
        done = byline("ask", WHO_LED)
        assert (done.code, TOKEN in done.out + done.err) == (0, False)


@pytest.mark.usefixtures("engines")
@pytest.mark.parametrize(
    ("reply", "remedy"),
    [
        (status(410, {"error": "Unimplemented", "message": "gone"}), "Chroma 1.0 or newer"),
        (status(404, {"detail": "Not Found"}), "Chroma 1.0 or newer"),
        (status(200, '"0.6.3"'), "is Chroma 0.6.3 and Chroma 1.0 or newer is needed"),
        (status(200, "<h1>Welcome to nginx</h1>", "text/html"), "does not answer as a Chroma"),
        (status(200, "{}"), "does not answer as a Chroma"),
        (status(401, "<h1>Who?</h1>", "text/html"), "set BYLINE_CHROMA_TOKEN"),
        (status(403, {"error": "AuthError", "message": "no"}), "set BYLINE_CHROMA_TOKEN"),
        (status(500, "oops", "text/plain"), "refuses to work (status 500)"),
        (status(503, "", "text/plain"), "refuses to work (status 503)"),
        (status(302, "", Location="http://example.org/"), "refuses to work (status 302)"),
        (cut, "cannot be reached"),
    ],
)
def test_a_server_that_cannot_be_used_is_one_line_with_the_remedy(
    reply: Behave, remedy: str, byline: Byline, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write("talks.txt", LED).parent
    with OddModelServer(no_list=reply).running() as server:
        monkeypatch.setenv("BYLINE_CHROMA_URL", server.url.removesuffix("/v1"))
        done = byline("index", folder)
    assert (done.code, len(done.lines)) == (2, 1)
    assert remedy in done.err
    assert "BYLINE_CHROMA_" in done.err
    monkeypatch.delenv("BYLINE_CHROMA_URL")
    assert byline("index", folder).code == 0  # nothing was half-written


@pytest.mark.parametrize("url", ["http://127.0.0.1:9", "http://no-such-host.invalid:8000"])
def test_an_address_where_no_server_is_is_one_line_with_the_remedy(
    url: str, byline: Byline, engines: Engines, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BYLINE_CHROMA_URL", url)
    done = byline("index", write("talks.txt", LED).parent)
    assert (done.code, len(done.lines)) == (2, 1)
    assert f"{url} cannot be reached" in done.err
    assert "correct BYLINE_CHROMA_URL" in done.err


def test_a_server_that_says_nothing_is_given_up(
    monkeypatch: pytest.MonkeyPatch, one_certificate: None
) -> None:
    monkeypatch.setattr(chroma_server, "_REPLY_S", 0.2)
    silent = OddModelServer()
    silent.no_list = silent.silence()
    with silent.running(), pytest.raises(LibraryError, match="does not answer in time"):
        ChromaServer(silent.url).check()


@slow
def test_what_writes_is_waited_for_longer_than_what_reads() -> None:
    server = ChromaServer(running_chroma().url)
    store = ChromaServerStore(server, "test-patience")
    session = server._client()._server._session  # type: ignore[attr-defined]
    waited: dict[str, float] = {}

    def note(request: httpx.Request) -> None:
        waited[request.url.path.rpartition("/")[2]] = request.extensions["timeout"]["read"]

    session.event_hooks = {"request": [*session.event_hooks["request"], note]}
    store.put(passages(3), unit(3))
    store.delete(["a:0"])
    assert store.count() == 2
    assert store.nearest(unit(3)[2], 1)[0][0] == "a:2"
    asked = {"upsert": 900.0, "delete": 900.0, "count": 60.0, "query": 60.0}
    assert {name: waited[name] for name in asked} == asked


def test_an_id_that_was_harmed_is_refused(place_of_nothing: OnServer, tmp_path: Path) -> None:
    (tmp_path / "library-id").write_text("../../etc\n")
    with pytest.raises(LibraryError, match="does not hold an id"):
        place_of_nothing.name(tmp_path / "index")


@pytest.fixture
def place_of_nothing() -> OnServer:
    return OnServer("http://127.0.0.1:9")


def test_the_id_of_a_library_stays(place_of_nothing: OnServer, tmp_path: Path) -> None:
    first = place_of_nothing.name(tmp_path / "one" / "index")
    assert first == place_of_nothing.name(tmp_path / "one" / "index")
    assert first != place_of_nothing.name(tmp_path / "two" / "index")
    assert [path.name for path in (tmp_path / "one").iterdir()] == ["library-id"]
