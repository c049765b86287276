"""A library folder that is opened, indexed, written to by two, or broken."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fakes import HashingEncoder
from library_folders import BRIDGE, FERRY, Open, ids, one_line, opener

from bot import assembly
from bot.settings import Settings, load
from index.errors import LibraryError, UnreadableSourceError
from index.folder import lock

Write = Callable[[str, str], Path]


@pytest.fixture
def open_library_folder(settings: Settings) -> Iterator[Open]:
    with opener(settings) as open_one:
        yield open_one


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


def test_files_given_by_themselves_are_not_forgotten_when_their_indexing_is_stopped(
    open_library_folder: Open, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.syncing.batch._BATCH", 1)
    files = [write("a.txt", FERRY), write("b.txt", BRIDGE)]

    def stop(done: int, total: int, file: str) -> None:
        if done == 1:
            raise KeyboardInterrupt

    library_folder = open_library_folder()
    with pytest.raises(KeyboardInterrupt):
        library_folder.index(files, stop)
    assert library_folder.index([]).added == 1
    assert ids(library_folder) == {"a", "b"}
    assert library_folder.library.roots() == files


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
