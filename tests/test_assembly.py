"""The library folder as a whole: encoders that differ, rebuilding, two writers, broken folders."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fakes import HashingEncoder

from bot import assembly
from bot.assembly import Shelf
from bot.settings import Settings, load
from index.errors import EncoderError, LibraryError, UnreadableSourceError
from index.folder import lock, rebuild
from index.library.library import Library
from index.syncing import prepare, sync

Write = Callable[[str, str], Path]
Open = Callable[..., Shelf]

FERRY = "The ferry to Lower Island is back. It sails on Monday, the port said."
BRIDGE = "The bridge over the sound is closed. Divers found a crack in it."


@pytest.fixture
def open_shelf(settings: Settings) -> Iterator[Open]:
    """Opens shelves that are closed again in the end."""
    opened: list[Shelf] = []

    def open_shelf(encoder: str = "old") -> Shelf:
        opened.append(Shelf(settings, HashingEncoder(encoder)))
        return opened[-1]

    yield open_shelf
    for shelf in opened:
        shelf.close()


@pytest.fixture
def new_encoder(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the settings name is the encoder `new`, not half a gigabyte of torch."""

    def encoder(settings: Settings) -> HashingEncoder:
        # The one that an old library was made with is not on this machine any more.
        if settings.encoder == "old":
            raise EncoderError("The encoder old cannot be loaded.")
        return HashingEncoder("new")

    monkeypatch.setattr(assembly, "encoder", encoder)


def ids(shelf: Shelf) -> set[str]:
    return {hit.article.id for hit in shelf.searcher.search("ferry bridge monday crack")}


def one_line(error: pytest.ExceptionInfo[LibraryError]) -> bool:
    return "\n" not in str(error.value)


# -- one shelf


def test_what_was_indexed_is_there_after_a_restart(open_shelf: Open, write: Write) -> None:
    folder = write("ferry.txt", FERRY).parent
    first = open_shelf()
    assert first.index([folder]).added == 1
    first.close()
    again = open_shelf()
    assert ids(again) == {"ferry"}
    assert again.library.roots() == [folder]
    assert again.index([]).unchanged == 1


def test_a_library_made_with_another_encoder_is_refused_with_both_remedies(
    open_shelf: Open, write: Write
) -> None:
    open_shelf("old").index([write("ferry.txt", FERRY)])
    with pytest.raises(LibraryError, match=r"BYLINE_ENCODER=old, .*`byline index --rebuild`") as e:
        open_shelf("new")
    assert one_line(e)


def test_relative_paths_are_remembered_whole(
    open_shelf: Open, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write("ferry.txt", FERRY).parent
    monkeypatch.chdir(folder)
    shelf = open_shelf()
    shelf.index([Path("../articles")])
    assert shelf.library.roots() == [folder]


def test_a_bad_file_given_by_itself_is_not_remembered(open_shelf: Open, write: Write) -> None:
    good, bad = write("ferry.txt", FERRY), write("bad.txt", "\x00" * 500)
    shelf = open_shelf()
    report = shelf.index([good, bad])
    assert (report.added, len(report.failed)) == (1, 1)
    assert shelf.library.roots() == [good]
    assert shelf.index([]).failed == []


def test_a_good_file_stays_remembered_when_it_turns_bad(open_shelf: Open, write: Write) -> None:
    path = write("ferry.txt", FERRY)
    shelf = open_shelf()
    shelf.index([path])
    path.write_bytes(b"\x00" * 500)
    assert len(shelf.index([path]).failed) == 1
    assert shelf.library.roots() == [path]
    assert ids(shelf) == {"ferry"}


def test_a_folder_of_bad_files_is_remembered(open_shelf: Open, write: Write) -> None:
    folder = write("bad.txt", "\x00" * 500).parent
    shelf = open_shelf()
    shelf.index([folder])
    assert shelf.library.roots() == [folder]


def test_a_path_that_does_not_exist_changes_nothing(open_shelf: Open, write: Write) -> None:
    path = write("ferry.txt", FERRY)
    shelf = open_shelf()
    with pytest.raises(UnreadableSourceError, match="does not exist"):
        shelf.index([path, path.parent / "fery.txt"])
    assert shelf.library.roots() == []
    assert shelf.library.summary().articles == 0


def test_a_sync_that_is_stopped_is_completed_by_the_next(
    open_shelf: Open, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.syncing.batch._BATCH", 1)
    write("a.txt", FERRY)
    folder = write("b.txt", BRIDGE).parent

    def stop(done: int, total: int, file: str) -> None:
        if done == 1:
            raise KeyboardInterrupt

    shelf = open_shelf()
    with pytest.raises(KeyboardInterrupt):
        shelf.index([folder], stop)
    assert ids(shelf) == {"a"}
    assert shelf.index([]).added == 1
    assert ids(shelf) == {"a", "b"}


def test_a_second_writer_is_told_to_come_back(
    open_shelf: Open, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write("ferry.txt", FERRY)
    first, second = open_shelf(), open_shelf()
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
    open_shelf: Open, write: Write
) -> None:
    def broken(done: int, total: int, file: str) -> None:
        raise BrokenPipeError(32, "Broken pipe")

    with pytest.raises(BrokenPipeError):
        open_shelf().index([write("ferry.txt", FERRY)], broken)


def test_a_file_where_the_library_should_be_is_refused_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "library").write_text("in the way")
    settings = load(library=tmp_path / "library")
    with pytest.raises(LibraryError, match="writable") as error:
        Shelf(settings, HashingEncoder())
    assert one_line(error)


def test_a_lock_that_cannot_be_made_is_refused_in_one_line(
    open_shelf: Open, write: Write, settings: Settings
) -> None:
    shelf = open_shelf()
    (settings.library / "writer.lock").mkdir()
    with pytest.raises(LibraryError, match="cannot be written") as error:
        shelf.index([write("ferry.txt", FERRY)])
    assert one_line(error)


def test_a_damaged_library_is_refused_with_what_to_do(settings: Settings) -> None:
    place = settings.library / "index" / "library.sqlite"
    place.parent.mkdir(parents=True)
    place.write_bytes(b"garbage" * 1000)
    with pytest.raises(LibraryError, match=r"move .* away and .*`byline index PATH`") as error:
        Shelf(settings, HashingEncoder())
    assert one_line(error)


# -- rebuilding


@pytest.mark.usefixtures("new_encoder")
def test_a_rebuild_answers_from_the_old_until_it_is_done(
    open_shelf: Open, write: Write, settings: Settings
) -> None:
    write("ferry.txt", FERRY)
    folder = write("bridge.txt", BRIDGE).parent
    old = open_shelf("old")
    old.index([folder])
    asked: list[set[str]] = []
    report = assembly.rebuild(
        settings, lambda done, total, file: asked.append(ids(open_shelf("old")))
    )
    assert report.added == 2
    assert asked
    assert all(answer == {"ferry", "bridge"} for answer in asked)
    new = open_shelf("new")
    assert ids(new) == {"ferry", "bridge"}
    assert new.library.roots() == [folder]
    assert sorted(p.name for p in settings.library.iterdir() if p.name != "writer.lock") == [
        "current",
        "index",
        "index-2",
    ]


@pytest.mark.usefixtures("new_encoder")
def test_a_rebuild_keeps_the_ids_that_people_have_links_to(
    open_shelf: Open, write: Write, settings: Settings
) -> None:
    later = write("z/ferry.txt", FERRY)
    shelf = open_shelf()
    shelf.index([later])
    shelf.index([write("a/ferry.txt", BRIDGE)])  # read first by a rebuild
    numbers = shelf.library.numbers()
    before = shelf.library.article_ids()
    assembly.rebuild(settings)
    after = open_shelf("new").library
    assert after.article_ids() == before
    assert after.numbers() == numbers


@pytest.mark.usefixtures("new_encoder")
def test_a_rebuild_that_would_lose_an_article_leaves_all_as_it_was(
    open_shelf: Open, write: Write, settings: Settings
) -> None:
    bad, folder = write("bridge.txt", BRIDGE), write("ferry.txt", FERRY).parent
    open_shelf("old").index([folder])
    bad.write_bytes(b"\x00" * 500)
    with pytest.raises(LibraryError, match=r"stays as it was.*bridge\.txt") as error:
        assembly.rebuild(settings)
    assert one_line(error)
    assert ids(open_shelf("old")) == {"ferry", "bridge"}
    assert not (settings.library / "index-2").exists()
    bad.unlink()
    assert assembly.rebuild(settings).added == 1
    assert ids(open_shelf("new")) == {"ferry"}


@pytest.mark.usefixtures("new_encoder")
def test_a_rebuild_without_its_disk_leaves_all_as_it_was(
    open_shelf: Open, write: Write, settings: Settings
) -> None:
    folder = write("disk/ferry.txt", FERRY).parent
    open_shelf("old").index([folder])
    folder.rename(folder.with_name("unplugged"))
    with pytest.raises(LibraryError, match="stays as it was"):
        assembly.rebuild(settings)
    assert ids(open_shelf("old")) == {"ferry"}


@pytest.mark.usefixtures("new_encoder")
def test_a_rebuild_is_not_kept_from_by_a_file_that_was_always_bad(
    open_shelf: Open, write: Write, settings: Settings
) -> None:
    write("bad.txt", "\x00" * 500)
    open_shelf("old").index([write("ferry.txt", FERRY).parent])
    report = assembly.rebuild(settings)
    assert (report.added, len(report.failed)) == (1, 1)


@pytest.mark.usefixtures("new_encoder")
def test_a_rebuild_that_is_stopped_leaves_all_as_it_was(
    open_shelf: Open, write: Write, settings: Settings
) -> None:
    open_shelf("old").index([write("ferry.txt", FERRY)])

    def stop(done: int, total: int, file: str) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        assembly.rebuild(settings, stop)
    assert ids(open_shelf("old")) == {"ferry"}
    assert not (settings.library / "index-2").exists()


@pytest.mark.usefixtures("new_encoder")
def test_a_rebuild_waits_its_turn(
    open_shelf: Open, write: Write, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_shelf("old").index([write("ferry.txt", FERRY)])
    monkeypatch.setattr(lock, "WAIT_S", 0.1)

    def rebuild_too(done: int, total: int, file: str) -> None:
        with pytest.raises(LibraryError, match="try again"):
            assembly.rebuild(settings)

    assert assembly.rebuild(settings, rebuild_too).added == 1


@pytest.mark.usefixtures("new_encoder")
def test_what_a_cut_off_rebuild_left_is_no_obstacle(
    open_shelf: Open, write: Write, settings: Settings
) -> None:
    open_shelf("old").index([write("ferry.txt", FERRY)])
    left = settings.library / "index-2"
    (left / "chroma").mkdir(parents=True)
    (left / "library.sqlite").write_text("half")
    assert assembly.rebuild(settings).added == 1
    assert ids(open_shelf("new")) == {"ferry"}
    assert not left.exists()


@pytest.mark.usefixtures("new_encoder")
def test_an_open_program_answers_before_and_after_a_rebuild_and_after_going_back(
    open_shelf: Open, write: Write, settings: Settings
) -> None:
    path = write("ferry.txt", FERRY)
    running = open_shelf("new")
    running.index([path])
    searcher, wrong = running.searcher, []
    done = threading.Event()

    def ask() -> None:
        while not done.is_set():
            if not (found := searcher.search("ferry monday bridge")) or not found[0].sentences:
                wrong.append(found)

    asker = threading.Thread(target=ask)
    asker.start()
    try:
        path.write_text(BRIDGE)
        assembly.rebuild(settings)
        (hit,) = searcher.search("bridge crack")
        assert (hit.article.id, hit.article.text) == ("ferry", BRIDGE)
        rebuild.go_back(settings.library, "new")
        (hit,) = searcher.search("bridge crack")
        assert hit.article.text == FERRY
        rebuild.go_back(settings.library, "new")
        (hit,) = searcher.search("bridge crack")
        assert hit.article.text == BRIDGE
        write("other.txt", FERRY)
        assert running.index([path.parent]).added == 1
        assert len(searcher.search("bridge ferry")) == 2
    finally:
        done.set()
        asker.join()
    assert wrong == []


@pytest.mark.usefixtures("new_encoder")
def test_a_number_that_was_seen_means_no_other_article_after_going_back(
    open_shelf: Open, write: Write, settings: Settings
) -> None:
    folder = write("ferry.txt", FERRY).parent
    running = open_shelf("new")
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
    open_shelf: Open, write: Write, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = settings.model_copy(update={"encoder": "x/new"})
    open_shelf("x/old").index([write("ferry.txt", FERRY)])
    monkeypatch.setattr(assembly, "encoder", lambda settings: HashingEncoder(settings.encoder))
    shelf = Shelf(settings, HashingEncoder("x/new"))
    try:
        assert shelf.behind() == "the encoder x/new instead of x/old"
        assert ids(shelf) == {"ferry"}  # with the encoder that it was made with
        assert shelf.index([]).added == 1
        assert (shelf.encoder.name, shelf.behind()) == ("x/new", None)
        rebuild.go_back(settings.library, "x/new")
        assert (shelf.encoder.name, shelf.behind()) == ("x/old", None)
        assert shelf.index([]).unchanged == 1
        assert shelf.encoder.name == "x/old"
        write("bridge.txt", BRIDGE)
        shelf.index([write("bridge.txt", BRIDGE).parent])
        assert ids(shelf) == {"ferry", "bridge"}
        assert assembly.rebuild(settings).added == 2
        assert shelf.encoder.name == "x/new"
    finally:
        shelf.close()


def test_there_is_nothing_to_go_back_to_at_first(
    open_shelf: Open, write: Write, settings: Settings
) -> None:
    open_shelf().index([write("ferry.txt", FERRY)])
    with pytest.raises(LibraryError, match="no earlier library") as error:
        rebuild.go_back(settings.library, "old")
    assert one_line(error)


def test_a_new_cleaner_makes_the_library_anew_without_encoding_what_came_out_the_same(
    open_shelf: Open, write: Write, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write("ferry.txt", FERRY).parent
    open_shelf().index([folder])
    for module in (prepare, rebuild, sync):
        monkeypatch.setattr(module, "RECIPE", "clean 99")
    shelf = open_shelf()
    assert shelf.behind() == "articles are cleaned and split in a new way"
    before = len(shelf.encoder.encoded)  # type: ignore[attr-defined]
    assert shelf.index([]).added == 1
    assert len(shelf.encoder.encoded) == before  # type: ignore[attr-defined]
    assert shelf.behind() is None
    assert ids(shelf) == {"ferry"}
    assert shelf.index([]).unchanged == 1


@pytest.mark.usefixtures("new_encoder")
def test_an_empty_library_is_not_rebuilt(settings: Settings) -> None:
    with pytest.raises(LibraryError, match="`byline index PATH`"):
        assembly.rebuild(settings)


@pytest.mark.usefixtures("new_encoder")
def test_a_damaged_vector_store_is_mended_by_a_rebuild(
    open_shelf: Open, write: Write, settings: Settings
) -> None:
    shelf = open_shelf("old")
    shelf.index([write("ferry.txt", FERRY)])
    shelf.close()
    for file in (settings.library / "index" / "chroma").rglob("*"):
        if file.is_file():
            file.write_bytes(b"garbage" * 3000)
    with pytest.raises(LibraryError, match="`byline index --rebuild`"):
        open_shelf("old")
    assert assembly.rebuild(settings).added == 1
    assert ids(open_shelf("new")) == {"ferry"}


def test_a_library_without_its_vectors_makes_them_again(
    open_shelf: Open, write: Write, settings: Settings
) -> None:
    path = write("ferry.txt", FERRY)
    library = Library(settings.library / "index" / "library.sqlite")
    library.close()
    shelf = open_shelf()
    shelf.index([path])
    store = shelf._now().store
    store.delete(store.ids())
    assert shelf.index([]).unchanged == 1
    assert store.ids() == shelf.library.passage_ids()
