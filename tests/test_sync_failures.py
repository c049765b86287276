"""What a sync does with files and folders that are bad, missing or gone."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from synced_library import BRIDGE, FERRY, SyncedLibrary, counts, expect_whole, records

from index.errors import UnreadableSourceError
from index.syncing.files import find_files

Write = Callable[[str, str], Path]


# -- what failed


def test_failures_are_kept_until_their_files_are_repaired_or_gone(
    synced: SyncedLibrary, write: Write
) -> None:
    write("good.txt", FERRY)
    bad, worse = write("bad.txt", "\x00" * 500), write("all.jsonl", "{no json\n")
    first = synced.sync()
    assert len(first.failed) == 2
    by_source = sorted(first.failed, key=lambda failure: failure.source)
    assert sorted(synced.library.failures(), key=lambda failure: failure.source) == by_source
    bad.write_text(BRIDGE)
    assert synced.sync().added == 1
    assert [failure.source.split()[0] for failure in synced.library.failures()] == [str(worse)]
    worse.unlink()
    synced.sync()
    assert synced.library.failures() == []


def test_a_missing_root_is_not_a_failure_once_it_is_back(
    synced: SyncedLibrary, write: Write
) -> None:
    path = write("ferry.txt", FERRY)
    synced.sync()
    synced.folder.rename(synced.folder.with_name("unplugged"))
    synced.sync(synced.folder)
    assert [failure.source for failure in synced.library.failures()] == [str(synced.folder)]
    synced.folder.with_name("unplugged").rename(synced.folder)
    synced.sync(synced.folder)
    assert synced.library.failures() == []
    assert path.exists()


# -- what cannot be read


def test_a_bad_file_is_reported_and_the_rest_goes_in(synced: SyncedLibrary, write: Write) -> None:
    write("ferry.txt", FERRY)
    (synced.folder / "noise.txt").write_bytes(bytes(range(256)) * 8)
    (synced.folder / "empty.md").touch()
    write("bad.jsonl", "{no json\n" + records(("a", BRIDGE)))
    report = synced.sync()
    assert report.added == 2
    assert sorted(Path(f.source.partition(" ")[0]).name for f in report.failed) == [
        "bad.jsonl",
        "empty.md",
        "noise.txt",
    ]
    assert all(failure.reason and "\n" not in failure.reason for failure in report.failed)
    # What is bad is reported each time, not only once; and nothing is encoded for it.
    synced.encodes()
    again = synced.sync()
    assert (len(again.failed), again.unchanged, synced.encodes()) == (3, 2, 0)


def test_a_file_that_becomes_unreadable_keeps_its_articles(
    synced: SyncedLibrary, write: Write
) -> None:
    path = write("ferry.txt", FERRY)
    synced.sync()
    path.write_bytes(b"\x00\xff" * 500)
    report = synced.sync()
    assert [failure.source for failure in report.failed] == [str(path)]
    assert synced.found("monday") == ["ferry"]
    path.write_text(FERRY)
    assert counts(synced.sync()) == (0, 0, 0, 1)


def test_a_link_that_leads_nowhere_any_more_keeps_its_articles(
    synced: SyncedLibrary, tmp_path: Path
) -> None:
    disk = tmp_path / "disk.txt"
    disk.write_text(FERRY)
    (synced.folder / "ferry.txt").symlink_to(disk)
    synced.sync()
    disk.unlink()
    report = synced.sync()
    assert len(report.failed) == 1
    assert synced.ids() == {"ferry"}


def test_a_folder_that_cannot_be_opened_keeps_its_articles(
    synced: SyncedLibrary, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("ferry.txt", FERRY)
    write("closed/bridge.txt", BRIDGE)
    synced.sync()
    closed = str(synced.folder / "closed")
    scandir = os.scandir

    # Tests may run as root, who may open anything: so the refusal is played.
    def refuse(path: str) -> object:
        if str(path) == closed:
            raise PermissionError(13, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    report = synced.sync()
    assert [failure.source for failure in report.failed] == [closed]
    assert report.removed == 0
    assert synced.ids() == {"ferry", "bridge"}


def test_a_record_that_became_bad_is_not_taken_for_removed(
    synced: SyncedLibrary, write: Write
) -> None:
    write("all.jsonl", records(("a", FERRY), ("b", BRIDGE)))
    synced.sync()
    write("all.jsonl", records(("a", FERRY)) + '{"id": "b", "text": ')
    report = synced.sync()
    assert (report.removed, len(report.failed)) == (0, 1)
    assert synced.ids() == {"a", "b"}


def test_a_record_that_cleaning_empties_does_not_keep_removed_ones(
    synced: SyncedLibrary, write: Write
) -> None:
    write("all.jsonl", records(("a", FERRY), ("b", BRIDGE)))
    synced.sync()
    write("all.jsonl", records(("a", FERRY), ("c", "Share this article on Facebook")))
    report = synced.sync()
    assert (report.removed, len(report.failed)) == (1, 1)
    assert synced.ids() == {"a"}


def test_two_records_with_one_id_are_reported_and_the_first_is_kept(
    synced: SyncedLibrary, write: Write
) -> None:
    write("all.jsonl", records(("a", FERRY), ("b", "The storm passed."), ("a", BRIDGE)))
    report = synced.sync()
    assert (report.added, len(report.failed)) == (2, 1)
    assert synced.found("monday") == ["a"]
    assert synced.found("crack") == []
    expect_whole(synced.library, synced.store)


def test_one_url_with_two_texts_is_noted_and_both_are_kept(
    synced: SyncedLibrary, write: Write
) -> None:
    write("a.md", f"---\nurl: https://example.org/1\n---\n{FERRY}")
    write("b.md", f"---\nurl: https://example.org/1\n---\n{BRIDGE}")
    write("c.md", f"---\nurl: https://example.org/2\ndate: 2999-01-01\n---\n{FERRY}")
    report = synced.sync()
    assert (counts(report), report.failed) == ((3, 0, 0, 0), [])
    notes = {Path(note.source).name: note.reason for note in report.remarks}
    assert notes == {
        "b.md": "has the url of a and another text: delete the one that is out of date.",
        "c.md": "its date 2999-01-01 cannot be: the article is kept without a date",
    }
    assert synced.sync().remarks == []  # an unchanged file is not looked at again


@pytest.mark.slow
def test_ten_thousand_empty_files_are_a_line_each_and_harm_nothing(
    synced: SyncedLibrary, write: Write
) -> None:
    write("ferry.txt", FERRY)
    for number in range(10_000):
        (synced.folder / f"{number}.txt").touch()
    report = synced.sync()
    assert (report.added, len(report.failed)) == (1, 10_000)
    assert all("is empty" in failure.reason for failure in report.failed)
    expect_whole(synced.library, synced.store)


def test_a_root_that_is_missing_or_empty_is_reported_and_its_articles_stay(
    synced: SyncedLibrary, write: Write, tmp_path: Path
) -> None:
    path = write("ferry.txt", FERRY)
    synced.sync()
    path.unlink()
    report = synced.sync()
    assert [failure.source for failure in report.failed] == [str(synced.folder)]
    synced.folder.rmdir()
    report = synced.sync()
    assert [failure.source for failure in report.failed] == [str(synced.folder)]
    assert report.removed == 0
    assert synced.ids() == {"ferry"}


def test_a_file_given_by_itself_that_is_gone_from_its_folder_is_removed(
    synced: SyncedLibrary, write: Write
) -> None:
    path, other = write("ferry.txt", FERRY), write("bridge.txt", BRIDGE)
    synced.library.add_roots([path, other])
    synced.sync(path, other)
    path.unlink()
    report = synced.sync(path, other)
    assert (counts(report), report.failed) == ((0, 0, 1, 1), [])
    assert synced.ids() == {"bridge"}
    assert synced.library.roots() == [other]
    expect_whole(synced.library, synced.store)


def test_a_file_given_by_itself_whose_folder_is_gone_too_is_kept(
    synced: SyncedLibrary, write: Write
) -> None:
    path = write("disk/ferry.txt", FERRY)
    synced.library.add_roots([path])
    synced.sync(path)
    path.unlink()
    path.parent.rmdir()
    report = synced.sync(path)
    assert [failure.source for failure in report.failed] == [str(path)]
    assert synced.ids() == {"ferry"}
    assert synced.library.roots() == [path]


def test_a_mistyped_file_removes_nothing(synced: SyncedLibrary) -> None:
    report = synced.sync(synced.folder / "fery.txt")
    assert (report.removed, len(report.failed)) == (0, 1)


def test_a_name_that_is_not_utf8_is_reported_in_letters_that_can_be_printed(
    synced: SyncedLibrary, write: Write
) -> None:
    write("ferry.txt", FERRY)
    Path(os.fsdecode(bytes(synced.folder) + b"/caf\xe9.txt")).write_text(BRIDGE)
    report = synced.sync()
    (failure,) = report.failed
    assert f"{failure.source} {failure.reason}".encode()
    assert "UTF-8" in failure.reason
    assert report.added == 1
    with pytest.raises(UnreadableSourceError, match="UTF-8"):
        find_files(Path(os.fsdecode(b"/caf\xe9")))


def test_hidden_and_unknown_files_are_not_articles(synced: SyncedLibrary, write: Write) -> None:
    wanted = [write("a.txt", FERRY), write("b/c.HTML", "x"), write("b/d.jsonl", "{}")]
    write(".git/a.txt", FERRY)
    write("b/.draft.txt", FERRY)
    write("photo.jpg", "x")
    (synced.folder / "folder.txt").mkdir()
    os.mkfifo(synced.folder / "pipe.txt")
    assert find_files(synced.folder) == wanted
