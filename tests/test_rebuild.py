"""A library is rebuilt beside the old one, which answers meanwhile, and can be gone back to."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fakes import HashingEncoder
from library_folders import BRIDGE, FERRY, Open, ids, one_line, opener

from bot import assembly
from bot.settings import Settings
from index.errors import EncoderError, LibraryError
from index.folder import lock, rebuild
from index.folder.generations import Generations
from index.library.library import Library
from index.syncing import prepare_articles, sync
from index.types import Query, Report

Write = Callable[[str, str], Path]


@pytest.fixture
def open_library_folder(settings: Settings) -> Iterator[Open]:
    with opener(settings) as open_one:
        yield open_one


@pytest.fixture
def new_encoder(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the settings name is the encoder `new`, not half a gigabyte of torch."""

    def encoder(settings: Settings) -> HashingEncoder:
        # The one that an old library was made with is not on this machine any more.
        if settings.encoder == "old":
            raise EncoderError("The encoder old cannot be loaded.")
        return HashingEncoder("new")

    monkeypatch.setattr(assembly, "encoder", encoder)


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
def test_leftovers_of_an_interrupted_rebuild_do_no_harm(
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


def test_a_new_cleaner_rebuilds_the_library_and_encodes_only_changed_passages(
    open_library_folder: Open, write: Write, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write("ferry.txt", FERRY).parent
    open_library_folder().index([folder])
    for module in (prepare_articles, rebuild, sync):
        monkeypatch.setattr(module, "RECIPE", "clean 99")
    library_folder = open_library_folder()
    assert library_folder.behind() == "articles are cleaned and split in a new way"
    before = len(library_folder.encoder.encoded)  # type: ignore[attr-defined]
    assert library_folder.index([]).added == 1
    assert len(library_folder.encoder.encoded) == before  # type: ignore[attr-defined]
    assert library_folder.behind() is None
    assert ids(library_folder) == {"ferry"}
    assert library_folder.index([]).unchanged == 1


def test_a_rebuild_that_cannot_end_is_not_begun_with_each_article_that_comes(
    open_library_folder: Open, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = write("ferry.txt", FERRY)
    open_library_folder().index([bad])
    bad.write_bytes(b"\x00" * 500)
    for module in (prepare_articles, sync, rebuild):
        monkeypatch.setattr(module, "RECIPE", "clean 99")
    tried: list[object] = []
    build = rebuild.build_generation

    def counted(*given: Any, **more: Any) -> Report:
        tried.append(given)
        return build(*given, **more)

    monkeypatch.setattr("index.folder.library_folder.build_generation", counted)
    library_folder = open_library_folder()
    for name in ("bridge", "tunnel"):
        report = library_folder.index([write(f"{name}.txt", BRIDGE.replace("bridge", name))])
        assert (report.added, len(report.remarks)) == (1, 1)
    assert len(tried) == 1
    monkeypatch.setattr("index.folder.library_folder._REBUILT_AGAIN_S", 0.0)
    library_folder.index([])
    assert len(tried) == 2


def test_a_generation_that_is_in_use_is_not_thrown_away(
    open_library_folder: Open, write: Write, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write("ferry.txt", FERRY).parent
    open_library_folder().index([folder])

    old = open_library_folder().library
    switch, delete_others = Generations.switch, Generations._delete_others

    def broken_off(self: Generations, keep: object) -> None:
        raise KeyboardInterrupt

    def switched(self: Generations, to: Path) -> None:
        monkeypatch.setattr(Generations, "_delete_others", broken_off)
        switch(self, to)

    monkeypatch.setattr(Generations, "switch", switched)
    generations, encoder = Generations(settings.library), HashingEncoder("old")
    with pytest.raises(KeyboardInterrupt):
        rebuild.build_generation(generations, old, [], encoder, lambda *_: None, reuse=True)
    monkeypatch.setattr(Generations, "_delete_others", delete_others)
    assert Generations(settings.library).current().name == "index-2"
    assert ids(open_library_folder()) == {"ferry"}


@pytest.mark.usefixtures("new_encoder")
def test_an_empty_library_is_not_rebuilt(settings: Settings) -> None:
    with pytest.raises(LibraryError, match="`byline index PATH`"):
        assembly.rebuild(settings)


@pytest.mark.usefixtures("new_encoder")
def test_a_rebuild_replaces_a_damaged_vector_store(
    open_library_folder: Open, write: Write, settings: Settings
) -> None:
    library_folder = open_library_folder("old")
    library_folder.index([write("ferry.txt", FERRY)])
    library_folder.close()
    for file in (settings.library / "index" / "chroma").rglob("*"):
        if file.is_file():
            file.write_bytes(b"garbage" * 3000)
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
