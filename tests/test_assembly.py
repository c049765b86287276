"""The library folder as a whole: encoders that differ, rebuilding, two writers, broken folders."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fakes import HashingEncoder

from bot import assembly
from bot.settings import Settings, load
from index.errors import EncoderError, LibraryError, UnreadableSourceError
from index.folder import lock, rebuild
from index.folder.library_folder import LibraryFolder
from index.library.library import Library
from index.syncing import prepare, sync
from index.types import Query

Write = Callable[[str, str], Path]
Open = Callable[..., LibraryFolder]

FERRY = "The ferry to Lower Island is back. It sails on Monday, the port said."
BRIDGE = "The bridge over the sound is closed. Divers found a crack in it."


@pytest.fixture
def open_library_folder(settings: Settings) -> Iterator[Open]:
    """Opens libraries that are closed again in the end."""
    opened: list[LibraryFolder] = []

    def open_library_folder(encoder: str = "old") -> LibraryFolder:
        opened.append(assembly.open_library_folder(settings, HashingEncoder(encoder)))
        return opened[-1]

    yield open_library_folder
    for library_folder in opened:
        library_folder.close()


@pytest.fixture
def new_encoder(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the settings name is the encoder `new`, not half a gigabyte of torch."""

    def encoder(settings: Settings) -> HashingEncoder:
        # The one that an old library was made with is not on this machine any more.
        if settings.encoder == "old":
            raise EncoderError("The encoder old cannot be loaded.")
        return HashingEncoder("new")

    monkeypatch.setattr(assembly, "encoder", encoder)


def ids(library_folder: LibraryFolder) -> set[str]:
    return {
        hit.article.id for hit in library_folder.searcher.search(Query("ferry bridge monday crack"))
    }


def one_line(error: pytest.ExceptionInfo[LibraryError]) -> bool:
    return "\n" not in str(error.value)


# -- one library_folder


def test_what_was_indexed_is_there_after_a_restart(open_library_folder: Open, write: Write) -> None:
    folder = write("ferry.txt", FERRY).parent
    first = open_library_folder()
    assert first.index([folder]).added == 1
    first.close()
    again = open_library_folder()
    assert ids(again) == {"ferry"}
    assert again.library.roots() == [folder]
    assert again.index([]).unchanged == 1


def test_a_library_made_with_another_encoder_is_refused_with_both_remedies(
    open_library_folder: Open, write: Write
) -> None:
    open_library_folder("old").index([write("ferry.txt", FERRY)])
    with pytest.raises(LibraryError, match=r"BYLINE_ENCODER=old, .*`byline index --rebuild`") as e:
        open_library_folder("new")
    assert one_line(e)


def test_relative_paths_are_remembered_whole(
    open_library_folder: Open, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write("ferry.txt", FERRY).parent
    monkeypatch.chdir(folder)
    library_folder = open_library_folder()
    library_folder.index([Path("../articles")])
    assert library_folder.library.roots() == [folder]


def test_a_bad_file_given_by_itself_is_not_remembered(
    open_library_folder: Open, write: Write
) -> None:
    good, bad = write("ferry.txt", FERRY), write("bad.txt", "\x00" * 500)
    library_folder = open_library_folder()
    report = library_folder.index([good, bad])
    assert (report.added, len(report.failed)) == (1, 1)
    assert library_folder.library.roots() == [good]
    assert library_folder.index([]).failed == []


def test_a_good_file_stays_remembered_when_it_turns_bad(
    open_library_folder: Open, write: Write
) -> None:
    path = write("ferry.txt", FERRY)
    library_folder = open_library_folder()
    library_folder.index([path])
    path.write_bytes(b"\x00" * 500)
    assert len(library_folder.index([path]).failed) == 1
    assert library_folder.library.roots() == [path]
    assert ids(library_folder) == {"ferry"}


def test_a_folder_of_bad_files_is_remembered(open_library_folder: Open, write: Write) -> None:
    folder = write("bad.txt", "\x00" * 500).parent
    library_folder = open_library_folder()
    library_folder.index([folder])
    assert library_folder.library.roots() == [folder]


def test_a_path_that_does_not_exist_changes_nothing(
    open_library_folder: Open, write: Write
) -> None:
    path = write("ferry.txt", FERRY)
    library_folder = open_library_folder()
    with pytest.raises(UnreadableSourceError, match="does not exist"):
        library_folder.index([path, path.parent / "fery.txt"])
    assert library_folder.library.roots() == []
    assert library_folder.library.summary().articles == 0


def test_a_sync_that_is_stopped_is_completed_by_the_next(
    open_library_folder: Open, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.syncing.batch._BATCH", 1)
    write("a.txt", FERRY)
    folder = write("b.txt", BRIDGE).parent

    def stop(done: int, total: int, file: str) -> None:
        if done == 1:
            raise KeyboardInterrupt

    library_folder = open_library_folder()
    with pytest.raises(KeyboardInterrupt):
        library_folder.index([folder], stop)
    assert ids(library_folder) == {"a"}
    assert library_folder.index([]).added == 1
    assert ids(library_folder) == {"a", "b"}


def test_a_second_writer_is_told_to_come_back(
    open_library_folder: Open, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write("ferry.txt", FERRY)
    first, second = open_library_folder(), open_library_folder()
    at_work, let_go = threading.Event(), threading.Event()

    def hold(done: int, total: int, file: str) -> None:
        at_work.set()
        let_go.wait(20)

    worker = threading.Thread(target=first.index, args=([path], hold))
    worker.start()
    assert at_work.wait(20)
    monkeypatch.setattr(lock, "WAIT_S", 0.1)
    try:
        with pytest.raises(LibraryError, match="try again when it is done") as error:
            second.index([path])
        assert one_line(error)
        # Reading goes on all the while.
        assert ids(second) == set()
    finally:
        let_go.set()
        worker.join()
    assert second.index([path]).unchanged == 1


def test_an_error_of_the_one_who_watches_is_not_taken_for_a_full_disk(
    open_library_folder: Open, write: Write
) -> None:
    def broken(done: int, total: int, file: str) -> None:
        raise BrokenPipeError(32, "Broken pipe")

    with pytest.raises(BrokenPipeError):
        open_library_folder().index([write("ferry.txt", FERRY)], broken)


def test_a_file_where_the_library_should_be_is_refused_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "library").write_text("in the way")
    settings = load(library=tmp_path / "library")
    with pytest.raises(LibraryError, match="writable") as error:
        assembly.open_library_folder(settings, HashingEncoder())
    assert one_line(error)


def test_a_lock_that_cannot_be_made_is_refused_in_one_line(
    open_library_folder: Open, write: Write, settings: Settings
) -> None:
    library_folder = open_library_folder()
    (settings.library / "writer.lock").mkdir()
    with pytest.raises(LibraryError, match="cannot be written") as error:
        library_folder.index([write("ferry.txt", FERRY)])
    assert one_line(error)


def test_a_damaged_library_is_refused_with_what_to_do(settings: Settings) -> None:
    place = settings.library / "index" / "library.sqlite"
    place.parent.mkdir(parents=True)
    place.write_bytes(b"garbage" * 1000)
    with pytest.raises(LibraryError, match=r"move .* away and .*`byline index PATH`") as error:
        assembly.open_library_folder(settings, HashingEncoder())
    assert one_line(error)


# -- rebuilding


@pytest.mark.usefixtures("new_encoder")
def test_a_rebuild_answers_from_the_old_until_it_is_done(
    open_library_folder: Open, write: Write, settings: Settings
) -> None:
    write("ferry.txt", FERRY)
    folder = write("bridge.txt", BRIDGE).parent
    old = open_library_folder("old")
    old.index([folder])
    asked: list[set[str]] = []
    report = assembly.rebuild(
        settings, lambda done, total, file: asked.append(ids(open_library_folder("old")))
    )
    assert report.added == 2
    assert asked
    assert all(answer == {"ferry", "bridge"} for answer in asked)
    new = open_library_folder("new")
    assert ids(new) == {"ferry", "bridge"}
    assert new.library.roots() == [folder]
    assert sorted(p.name for p in settings.library.iterdir() if p.name != "writer.lock") == [
        "current",
        "index",
        "index-2",
    ]


@pytest.mark.usefixtures("new_encoder")
def test_a_rebuild_keeps_the_ids_that_people_have_links_to(
    open_library_folder: Open, write: Write, settings: Settings
) -> None:
    later = write("z/ferry.txt", FERRY)
    library_folder = open_library_folder()
    library_folder.index([later])
    library_folder.index([write("a/ferry.txt", BRIDGE)])  # read first by a rebuild
    numbers = library_folder.library.numbers()
    before = library_folder.library.article_ids()
    assembly.rebuild(settings)
    after = open_library_folder("new").library
    assert after.article_ids() == before
    assert after.numbers() == numbers


@pytest.mark.usefixtures("new_encoder")
def test_a_rebuild_that_would_lose_an_article_leaves_all_as_it_was(
    open_library_folder: Open, write: Write, settings: Settings
) -> None:
    bad, folder = write("bridge.txt", BRIDGE), write("ferry.txt", FERRY).parent
    open_library_folder("old").index([folder])
    bad.write_bytes(b"\x00" * 500)
    with pytest.raises(LibraryError, match=r"stays as it was.*bridge\.txt") as error:
        assembly.rebuild(settings)
    assert one_line(error)
    assert ids(open_library_folder("old")) == {"ferry", "bridge"}
    assert not (settings.library / "index-2").exists()
    bad.unlink()
    assert assembly.rebuild(settings).added == 1
    assert ids(open_library_folder("new")) == {"ferry"}


@pytest.mark.usefixtures("new_encoder")
def test_a_rebuild_without_its_disk_leaves_all_as_it_was(
    open_library_folder: Open, write: Write, settings: Settings
) -> None:
    folder = write("disk/ferry.txt", FERRY).parent
    open_library_folder("old").index([folder])
    folder.rename(folder.with_name("unplugged"))
    with pytest.raises(LibraryError, match="stays as it was"):
        assembly.rebuild(settings)
    assert ids(open_library_folder("old")) == {"ferry"}


@pytest.mark.usefixtures("new_encoder")
def test_a_rebuild_is_not_kept_from_by_a_file_that_was_always_bad(
    open_library_folder: Open, write: Write, settings: Settings
) -> None:
    write("bad.txt", "\x00" * 500)
    open_library_folder("old").index([write("ferry.txt", FERRY).parent])
    report = assembly.rebuild(settings)
    assert (report.added, len(report.failed)) == (1, 1)


@pytest.mark.usefixtures("new_encoder")
def test_a_rebuild_that_is_stopped_leaves_all_as_it_was(
    open_library_folder: Open, write: Write, settings: Settings
) -> None:
    open_library_folder("old").index([write("ferry.txt", FERRY)])

    def stop(done: int, total: int, file: str) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        assembly.rebuild(settings, stop)
    assert ids(open_library_folder("old")) == {"ferry"}
    assert not (settings.library / "index-2").exists()


@pytest.mark.usefixtures("new_encoder")
def test_a_rebuild_waits_its_turn(
    open_library_folder: Open, write: Write, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_library_folder("old").index([write("ferry.txt", FERRY)])
    monkeypatch.setattr(lock, "WAIT_S", 0.1)

    def rebuild_too(done: int, total: int, file: str) -> None:
        with pytest.raises(LibraryError, match="try again"):
            assembly.rebuild(settings)

    assert assembly.rebuild(settings, rebuild_too).added == 1


@pytest.mark.usefixtures("new_encoder")
def test_what_a_cut_off_rebuild_left_is_no_obstacle(
    open_library_folder: Open, write: Write, settings: Settings
) -> None:
    open_library_folder("old").index([write("ferry.txt", FERRY)])
    left = settings.library / "index-2"
    (left / "chroma").mkdir(parents=True)
    (left / "library.sqlite").write_text("half")
    assert assembly.rebuild(settings).added == 1
    assert ids(open_library_folder("new")) == {"ferry"}
    assert not left.exists()


@pytest.mark.usefixtures("new_encoder")
def test_an_open_program_answers_before_and_after_a_rebuild_and_after_going_back(
    open_library_folder: Open, write: Write, settings: Settings
) -> None:
    path = write("ferry.txt", FERRY)
    running = open_library_folder("new")
    running.index([path])
    searcher, wrong = running.searcher, []
    done = threading.Event()

    def ask() -> None:
        while not done.is_set():
            if (
                not (found := searcher.search(Query("ferry monday bridge")))
                or not found[0].sentences
            ):
                wrong.append(found)

    asker = threading.Thread(target=ask)
    asker.start()
    try:
        path.write_text(BRIDGE)
        assembly.rebuild(settings)
        (hit,) = searcher.search(Query("bridge crack"))
        assert (hit.article.id, hit.article.text) == ("ferry", BRIDGE)
        rebuild.go_back(settings.library, "new")
        (hit,) = searcher.search(Query("bridge crack"))
        assert hit.article.text == FERRY
        rebuild.go_back(settings.library, "new")
        (hit,) = searcher.search(Query("bridge crack"))
        assert hit.article.text == BRIDGE
        write("other.txt", FERRY)
        assert running.index([path.parent]).added == 1
        assert len(searcher.search(Query("bridge ferry"))) == 2
    finally:
        done.set()
        asker.join()
    assert wrong == []


@pytest.mark.usefixtures("new_encoder")
def test_a_number_that_was_seen_means_no_other_article_after_going_back(
    open_library_folder: Open, write: Write, settings: Settings
) -> None:
    folder = write("ferry.txt", FERRY).parent
    running = open_library_folder("new")
    running.index([folder])
    assembly.rebuild(settings)
    bridge = write("bridge.txt", BRIDGE)
    running.index([])
    number = running.library.number("bridge")
    rebuild.go_back(settings.library, "new")
    bridge.unlink()
    write("storks.txt", "Scientists counted 312 pairs of storks.")
    running.index([])
    assert ids(running) == {"ferry", "storks"}
    assert running.library.numbered(number) is None
    assert running.library.number("storks") > number
    rebuild.go_back(settings.library, "new")  # and forward again
    bridged = running.library.numbered(number)
    assert bridged is not None
    assert bridged.id == "bridge"


@pytest.mark.usefixtures("new_encoder")
def test_going_back_is_not_undone_by_the_next_indexing(
    open_library_folder: Open, write: Write, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = settings.model_copy(update={"encoder": "x/new"})
    open_library_folder("x/old").index([write("ferry.txt", FERRY)])
    monkeypatch.setattr(assembly, "encoder", lambda settings: HashingEncoder(settings.encoder))
    library_folder = assembly.open_library_folder(settings, HashingEncoder("x/new"))
    try:
        assert library_folder.behind() == "the encoder x/new instead of x/old"
        assert ids(library_folder) == {"ferry"}  # with the encoder that it was made with
        assert library_folder.index([]).added == 1
        assert (library_folder.encoder.name, library_folder.behind()) == ("x/new", None)
        rebuild.go_back(settings.library, "x/new")
        assert (library_folder.encoder.name, library_folder.behind()) == ("x/old", None)
        assert library_folder.index([]).unchanged == 1
        assert library_folder.encoder.name == "x/old"
        write("bridge.txt", BRIDGE)
        library_folder.index([write("bridge.txt", BRIDGE).parent])
        assert ids(library_folder) == {"ferry", "bridge"}
        assert assembly.rebuild(settings).added == 2
        assert library_folder.encoder.name == "x/new"
    finally:
        library_folder.close()


def test_there_is_nothing_to_go_back_to_at_first(
    open_library_folder: Open, write: Write, settings: Settings
) -> None:
    open_library_folder().index([write("ferry.txt", FERRY)])
    with pytest.raises(LibraryError, match="no earlier library") as error:
        rebuild.go_back(settings.library, "old")
    assert one_line(error)


def test_a_new_cleaner_makes_the_library_anew_without_encoding_what_came_out_the_same(
    open_library_folder: Open, write: Write, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write("ferry.txt", FERRY).parent
    open_library_folder().index([folder])
    for module in (prepare, rebuild, sync):
        monkeypatch.setattr(module, "RECIPE", "clean 99")
    library_folder = open_library_folder()
    assert library_folder.behind() == "articles are cleaned and split in a new way"
    before = len(library_folder.encoder.encoded)  # type: ignore[attr-defined]
    assert library_folder.index([]).added == 1
    assert len(library_folder.encoder.encoded) == before  # type: ignore[attr-defined]
    assert library_folder.behind() is None
    assert ids(library_folder) == {"ferry"}
    assert library_folder.index([]).unchanged == 1


@pytest.mark.usefixtures("new_encoder")
def test_an_empty_library_is_not_rebuilt(settings: Settings) -> None:
    with pytest.raises(LibraryError, match="`byline index PATH`"):
        assembly.rebuild(settings)


@pytest.mark.usefixtures("new_encoder")
def test_a_damaged_vector_store_is_mended_by_a_rebuild(
    open_library_folder: Open, write: Write, settings: Settings
) -> None:
    library_folder = open_library_folder("old")
    library_folder.index([write("ferry.txt", FERRY)])
    library_folder.close()
    for file in (settings.library / "index" / "chroma").rglob("*"):
        if file.is_file():
            file.write_bytes(b"garbage" * 3000)
    with pytest.raises(LibraryError, match="`byline index --rebuild`"):
        open_library_folder("old")
    assert assembly.rebuild(settings).added == 1
    assert ids(open_library_folder("new")) == {"ferry"}


def test_a_library_without_its_vectors_makes_them_again(
    open_library_folder: Open, write: Write, settings: Settings
) -> None:
    path = write("ferry.txt", FERRY)
    library = Library(settings.library / "index" / "library.sqlite")
    library.close()
    library_folder = open_library_folder()
    library_folder.index([path])
    store = library_folder._now().store
    store.delete(store.ids())
    assert library_folder.index([]).unchanged == 1
    assert store.ids() == library_folder.library.passage_ids()
