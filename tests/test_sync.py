"""A sync makes the library hold what the files hold, again and again."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from fakes import ListStore
from synced_library import BRIDGE, FERRY, SyncedLibrary, counts, expect_whole, records

from index.library.library import Library
from index.readers import formats
from index.syncing import sync

Write = Callable[[str, str], Path]


# -- what a sync does


def test_the_first_sync_adds_and_the_second_does_nothing_at_all(
    synced: SyncedLibrary, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("ferry.txt", FERRY)
    write("more/bridge.md", BRIDGE)
    write("old.jsonl", records(("a", "The storm passed."), ("b", "The harvest failed.")))
    assert counts(synced.sync()) == (4, 0, 0, 0)
    assert synced.encodes() == 4
    expect_whole(synced.library, synced.store)

    monkeypatch.setattr(formats, "read", lambda path: pytest.fail(f"{path} was read again"))
    calls = synced.calls
    assert counts(synced.sync()) == (0, 0, 0, 4)
    assert synced.calls == calls


def test_a_file_that_was_touched_but_not_changed_is_unchanged(
    synced: SyncedLibrary, write: Write
) -> None:
    path = write("ferry.txt", FERRY)
    synced.sync()
    synced.encodes()
    os.utime(path, ns=(1, 1))
    assert counts(synced.sync()) == (0, 0, 0, 1)
    assert synced.encodes() == 0
    # The new time was noted: next time nothing is read.
    assert synced.library.files()[str(path)].mtime_ns == 1


def test_an_edited_article_keeps_its_id_and_loses_its_old_passages(
    synced: SyncedLibrary, write: Write
) -> None:
    write("ferry.txt", FERRY)
    synced.sync()
    before = synced.library.passage_ids()
    write("ferry.txt", "The ferry sank in a gale. Nobody was hurt.")
    assert counts(synced.sync()) == (0, 1, 0, 0)
    assert synced.ids() == {"ferry"}
    assert not before & synced.library.passage_ids()
    assert not before & synced.store.ids()
    assert synced.found("monday") == []
    assert synced.found("gale") == ["ferry"]
    expect_whole(synced.library, synced.store)


def test_an_edit_encodes_only_the_passages_it_touched(synced: SyncedLibrary, write: Write) -> None:
    paragraph = "\n\n".join(f"In year {n} " + "the ferry sailed on time. " * 26 for n in range(9))
    write("ferry.txt", f"# Ferry\n\n{paragraph}")
    synced.sync()
    assert synced.encodes() >= 9
    write("ferry.txt", f"# Ferry\n\n{paragraph}\n\n" + "Then it sank in a gale. " * 26)
    assert counts(synced.sync()) == (0, 1, 0, 0)
    assert 1 <= synced.encodes() <= 2
    expect_whole(synced.library, synced.store)


def test_a_changed_headline_alone_is_a_change(synced: SyncedLibrary, write: Write) -> None:
    write("a.md", f"---\ntitle: Ferry returns\n---\n{FERRY}")
    synced.sync()
    write("a.md", f"---\ntitle: Ferry back\n---\n{FERRY}")
    assert counts(synced.sync()) == (0, 1, 0, 0)
    article = synced.library.article("a")
    assert article is not None
    assert article.title == "Ferry back"
    expect_whole(synced.library, synced.store)


def test_a_removed_file_is_removed_everywhere(synced: SyncedLibrary, write: Write) -> None:
    write("ferry.txt", FERRY)
    bridge = write("bridge.txt", BRIDGE)
    synced.sync()
    bridge.unlink()
    assert counts(synced.sync()) == (0, 0, 1, 1)
    assert synced.ids() == {"ferry"}
    assert synced.found("crack") == []
    assert str(bridge) not in synced.library.files()
    expect_whole(synced.library, synced.store)


def test_a_record_that_left_its_file_is_removed_and_a_new_one_added(
    synced: SyncedLibrary, write: Write
) -> None:
    write("all.jsonl", records(("a", FERRY), ("b", BRIDGE)))
    synced.sync()
    write("all.jsonl", records(("c", "The storm passed."), ("a", FERRY)))
    assert counts(synced.sync()) == (1, 0, 1, 1)
    assert synced.ids() == {"a", "c"}
    expect_whole(synced.library, synced.store)


def test_files_outside_the_roots_are_left_alone(synced: SyncedLibrary, write: Write) -> None:
    write("a/ferry.txt", FERRY)
    bridge = write("b/bridge.txt", BRIDGE)
    synced.sync()
    bridge.unlink()
    assert counts(synced.sync(synced.folder / "a")) == (0, 0, 0, 1)
    assert synced.ids() == {"ferry", "bridge"}


def test_roots_that_overlap_count_each_file_once(synced: SyncedLibrary, write: Write) -> None:
    path = write("a/ferry.txt", FERRY)
    assert counts(synced.sync(synced.folder, synced.folder / "a", path)) == (1, 0, 0, 0)


def test_a_moved_or_renamed_file_keeps_its_article_and_is_not_encoded_again(
    synced: SyncedLibrary, write: Write
) -> None:
    path = write("a/ferry.txt", FERRY)
    write("bridge.txt", BRIDGE)
    synced.sync()
    synced.encodes()
    (synced.folder / "b").mkdir()
    path.rename(synced.folder / "b" / "other-name.txt")
    report = synced.sync()
    assert (counts(report), report.moved) == ((0, 0, 0, 1), 1)
    assert synced.encodes() == 0
    assert synced.library.article_ids()[str(synced.folder / "b" / "other-name.txt"), ""] == "ferry"
    expect_whole(synced.library, synced.store)
    assert counts(synced.sync()) == (0, 0, 0, 2)


def test_a_file_that_is_moved_away_and_back_is_read_again(
    synced: SyncedLibrary, write: Write
) -> None:
    path = write("a/ferry.txt", FERRY)
    other = synced.folder / "b" / "ferry.txt"
    other.parent.mkdir()
    synced.sync()
    path.rename(other)
    synced.sync(other.parent)  # the folder that it left is not looked at
    other.rename(path)
    for _ in range(2):
        synced.sync()
        assert synced.ids() == {"ferry"}
    expect_whole(synced.library, synced.store)


def test_a_moved_file_of_many_articles_keeps_them_all(synced: SyncedLibrary, write: Write) -> None:
    path = write("all.jsonl", records(("a", FERRY), ("b", BRIDGE)))
    synced.sync()
    path.rename(synced.folder / "renamed.jsonl")
    report = synced.sync()
    assert (counts(report), report.moved) == ((0, 0, 0, 0), 2)
    assert synced.ids() == {"a", "b"}
    expect_whole(synced.library, synced.store)


def test_a_copy_is_a_second_article_and_no_move(synced: SyncedLibrary, write: Write) -> None:
    write("ferry.txt", FERRY)
    synced.sync()
    write("copy.txt", FERRY)
    report = synced.sync()
    assert (counts(report), report.moved) == ((1, 0, 0, 1), 0)


# -- what would happen


def test_a_dry_run_says_what_a_sync_then_does_and_changes_nothing(
    synced: SyncedLibrary, write: Write
) -> None:
    for name in ("kept", "edited", "gone", "moves"):
        write(f"{name}.txt", f"{FERRY} It is {name}.")
    synced.sync()
    write("edited.txt", f"{BRIDGE} It is rewritten.")
    write("new.txt", f"{BRIDGE} It is novel.")
    write("bad.txt", "\x00" * 500)
    (synced.folder / "gone.txt").unlink()
    (synced.folder / "moves.txt").rename(synced.folder / "moved.txt")
    before = list(synced.library.read("SELECT * FROM articles, files, meta"))
    calls = synced.calls
    told = sync.preview([synced.folder], synced.library)
    assert (counts(told), told.moved, len(told.failed)) == ((1, 1, 1, 1), 1, 1)
    assert synced.calls == calls
    assert list(synced.library.read("SELECT * FROM articles, files, meta")) == before
    assert synced.library.failures() == []
    assert synced.sync() == told
    assert [Path(failure.source).name for failure in synced.library.failures()] == ["bad.txt"]


def test_a_new_recipe_replaces_every_article_under_its_old_id(
    synced: SyncedLibrary, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("ferry.txt", FERRY)
    write("all.jsonl", records(("a", BRIDGE)))
    synced.sync()
    ids = synced.library.article_ids()
    monkeypatch.setattr(sync, "RECIPE", "clean 99")
    assert counts(synced.sync()) == (0, 2, 0, 0)
    assert synced.library.article_ids() == ids
    assert counts(synced.sync()) == (0, 0, 0, 2)


# -- ids


def test_the_same_name_in_two_folders_makes_two_articles_with_lasting_ids(
    synced: SyncedLibrary, write: Write
) -> None:
    write("b/ferry.txt", FERRY)
    synced.sync()
    write("a/ferry.txt", BRIDGE)
    synced.sync()
    ids = synced.library.article_ids()
    assert ids[str(synced.folder / "b" / "ferry.txt"), ""] == "ferry"
    assert len(set(ids.values())) == 2
    write("a/ferry.txt", f"{BRIDGE} It will be mended.")
    write("b/ferry.txt", f"{FERRY} It was mended.")
    assert counts(synced.sync()) == (0, 2, 0, 0)
    assert synced.library.article_ids() == ids
    expect_whole(synced.library, synced.store)


def test_the_same_text_in_two_files_is_two_articles(synced: SyncedLibrary, write: Write) -> None:
    write("a.txt", FERRY)
    write("b.txt", FERRY)
    synced.sync()
    assert len(synced.library.passage_ids()) == 2
    (synced.folder / "a.txt").unlink()
    synced.sync()
    assert synced.found("ferry") == ["b"]
    expect_whole(synced.library, synced.store)


def test_ids_are_fit_for_links_whatever_the_file_is_called(
    synced: SyncedLibrary, write: Write
) -> None:
    write("What? No: “ferry” & more!.txt", FERRY)
    write("???.txt", BRIDGE)
    write(f"{'long' * 50}.txt", "The storm passed.")
    synced.sync()
    assert synced.ids() == {"What-No-ferry-more", "article", "long" * 20}


def test_articles_of_a_rebuilt_library_keep_their_ids(
    synced: SyncedLibrary, write: Write, tmp_path: Path
) -> None:
    write("a/ferry.txt", FERRY)
    write("b/ferry.txt", BRIDGE)
    synced.sync(synced.folder / "b")
    synced.sync()
    before = synced.library.article_ids()
    assert before[str(synced.folder / "b/ferry.txt"), ""] == "ferry"
    new = Library(tmp_path / "new.sqlite")
    sync.sync([synced.folder], new, ListStore(), synced.encoder, old=synced.library)
    assert new.article_ids() == before
    new.close()
