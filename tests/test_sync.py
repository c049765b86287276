"""A sync makes the library hold what the files hold, again and again, whatever interrupts it."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from fakes import HashingEncoder, ListStore

from index import readers
from index.errors import UnreadableSourceError
from index.library.library import Library
from index.search import Searcher
from index.syncing import sync
from index.syncing.files import find_files
from index.types import PassageStore, Progress, Query, Report, quiet

Write = Callable[[str, str], Path]

FERRY = "The ferry to Lower Island is back. It sails on Monday, the port said."
BRIDGE = "The bridge over the sound is closed. Divers found a crack in it."


class Shop:
    """One library with its store and encoder, and the folder it is made from."""

    def __init__(self, folder: Path, library: Library) -> None:
        self.folder = folder
        self.library = library
        self.calls = 0  # to store and encoder together, so that a failure can come at any
        self.fails_at = -1
        self.encoder = HashingEncoder(on_call=self._count)
        self.store = ListStore(on_call=self._count)

    def _count(self) -> None:
        self.calls += 1
        if self.calls == self.fails_at:
            raise OSError(28, "No space left on device")

    def sync(self, *roots: Path, progress: Progress = quiet) -> Report:
        return sync.sync(roots or [self.folder], self.library, self.store, self.encoder, progress)

    def encodes(self) -> int:
        """Texts encoded since the last time this was asked."""
        number = len(self.encoder.encoded)
        self.encoder.encoded.clear()
        return number

    def ids(self) -> set[str]:
        return set(self.library.article_ids().values())

    def found(self, word: str) -> list[str]:
        return [id.partition(":")[0] for id, _ in self.library.keyword_search([word], 50)]


@pytest.fixture
def shop(tmp_path: Path, library: Library) -> Shop:
    folder = tmp_path / "articles"
    folder.mkdir()
    return Shop(folder, library)


def counts(report: Report) -> tuple[int, int, int, int]:
    return report.added, report.changed, report.removed, report.unchanged


def records(*articles: tuple[str, str]) -> str:
    return "".join(json.dumps({"id": id, "text": text}) + "\n" for id, text in articles)


def expect_whole(library: Library, store: PassageStore) -> None:
    """Library, vectors and keyword index agree, and every offset holds."""
    known = library.passage_ids()
    assert store.ids() == known
    assert store.count() == len(known)
    held = library.passages(known)
    assert held.keys() == known
    for article_id in library.article_ids().values():
        article = library.article(article_id)
        assert article is not None
        sentences = library.sentences(article)
        assert [s.number for s in sentences] == list(range(len(sentences)))
        assert all(article.text[s.start : s.end] == s.text for s in sentences)
        spans = sorted((p.first, p.last) for p in held.values() if p.article_id == article_id)
        covered = [n for first, last in spans for n in range(first, last + 1)]
        assert covered == [s.number for s in sentences]


# -- what a sync does


def test_the_first_sync_adds_and_the_second_does_nothing_at_all(
    shop: Shop, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("ferry.txt", FERRY)
    write("more/bridge.md", BRIDGE)
    write("old.jsonl", records(("a", "The storm passed."), ("b", "The harvest failed.")))
    assert counts(shop.sync()) == (4, 0, 0, 0)
    assert shop.encodes() == 4
    expect_whole(shop.library, shop.store)

    monkeypatch.setattr(readers, "read", lambda path: pytest.fail(f"{path} was read again"))
    calls = shop.calls
    assert counts(shop.sync()) == (0, 0, 0, 4)
    assert shop.calls == calls


def test_a_file_that_was_touched_but_not_changed_is_unchanged(shop: Shop, write: Write) -> None:
    path = write("ferry.txt", FERRY)
    shop.sync()
    shop.encodes()
    os.utime(path, ns=(1, 1))
    assert counts(shop.sync()) == (0, 0, 0, 1)
    assert shop.encodes() == 0
    # The new time was noted: next time nothing is read.
    assert shop.library.files()[str(path)].mtime_ns == 1


def test_an_edited_article_keeps_its_id_and_loses_its_old_passages(
    shop: Shop, write: Write
) -> None:
    write("ferry.txt", FERRY)
    shop.sync()
    before = shop.library.passage_ids()
    write("ferry.txt", "The ferry sank in a gale. Nobody was hurt.")
    assert counts(shop.sync()) == (0, 1, 0, 0)
    assert shop.ids() == {"ferry"}
    assert not before & shop.library.passage_ids()
    assert not before & shop.store.ids()
    assert shop.found("monday") == []
    assert shop.found("gale") == ["ferry"]
    expect_whole(shop.library, shop.store)


def test_an_edit_encodes_only_the_passages_it_touched(shop: Shop, write: Write) -> None:
    paragraph = "\n\n".join(f"In year {n} " + "the ferry sailed on time. " * 26 for n in range(9))
    write("ferry.txt", f"# Ferry\n\n{paragraph}")
    shop.sync()
    assert shop.encodes() >= 9
    write("ferry.txt", f"# Ferry\n\n{paragraph}\n\n" + "Then it sank in a gale. " * 26)
    assert counts(shop.sync()) == (0, 1, 0, 0)
    assert 1 <= shop.encodes() <= 2
    expect_whole(shop.library, shop.store)


def test_a_changed_headline_alone_is_a_change(shop: Shop, write: Write) -> None:
    write("a.md", f"---\ntitle: Ferry returns\n---\n{FERRY}")
    shop.sync()
    write("a.md", f"---\ntitle: Ferry back\n---\n{FERRY}")
    assert counts(shop.sync()) == (0, 1, 0, 0)
    article = shop.library.article("a")
    assert article is not None
    assert article.title == "Ferry back"
    expect_whole(shop.library, shop.store)


def test_a_removed_file_is_removed_everywhere(shop: Shop, write: Write) -> None:
    write("ferry.txt", FERRY)
    bridge = write("bridge.txt", BRIDGE)
    shop.sync()
    bridge.unlink()
    assert counts(shop.sync()) == (0, 0, 1, 1)
    assert shop.ids() == {"ferry"}
    assert shop.found("crack") == []
    assert str(bridge) not in shop.library.files()
    expect_whole(shop.library, shop.store)


def test_a_record_that_left_its_file_is_removed_and_a_new_one_added(
    shop: Shop, write: Write
) -> None:
    write("all.jsonl", records(("a", FERRY), ("b", BRIDGE)))
    shop.sync()
    write("all.jsonl", records(("c", "The storm passed."), ("a", FERRY)))
    assert counts(shop.sync()) == (1, 0, 1, 1)
    assert shop.ids() == {"a", "c"}
    expect_whole(shop.library, shop.store)


def test_files_outside_the_roots_are_left_alone(shop: Shop, write: Write) -> None:
    write("a/ferry.txt", FERRY)
    bridge = write("b/bridge.txt", BRIDGE)
    shop.sync()
    bridge.unlink()
    assert counts(shop.sync(shop.folder / "a")) == (0, 0, 0, 1)
    assert shop.ids() == {"ferry", "bridge"}


def test_roots_that_overlap_count_each_file_once(shop: Shop, write: Write) -> None:
    path = write("a/ferry.txt", FERRY)
    assert counts(shop.sync(shop.folder, shop.folder / "a", path)) == (1, 0, 0, 0)


def test_a_moved_or_renamed_file_keeps_its_article_and_is_not_encoded_again(
    shop: Shop, write: Write
) -> None:
    path = write("a/ferry.txt", FERRY)
    write("bridge.txt", BRIDGE)
    shop.sync()
    shop.encodes()
    (shop.folder / "b").mkdir()
    path.rename(shop.folder / "b" / "other-name.txt")
    report = shop.sync()
    assert (counts(report), report.moved) == ((0, 0, 0, 1), 1)
    assert shop.encodes() == 0
    assert shop.library.article_ids()[str(shop.folder / "b" / "other-name.txt"), ""] == "ferry"
    expect_whole(shop.library, shop.store)
    assert counts(shop.sync()) == (0, 0, 0, 2)


def test_a_moved_file_of_many_articles_keeps_them_all(shop: Shop, write: Write) -> None:
    path = write("all.jsonl", records(("a", FERRY), ("b", BRIDGE)))
    shop.sync()
    path.rename(shop.folder / "renamed.jsonl")
    report = shop.sync()
    assert (counts(report), report.moved) == ((0, 0, 0, 0), 2)
    assert shop.ids() == {"a", "b"}
    expect_whole(shop.library, shop.store)


def test_a_copy_is_a_second_article_and_no_move(shop: Shop, write: Write) -> None:
    write("ferry.txt", FERRY)
    shop.sync()
    write("copy.txt", FERRY)
    report = shop.sync()
    assert (counts(report), report.moved) == ((1, 0, 0, 1), 0)


# -- what would happen


def test_a_dry_run_says_what_a_sync_then_does_and_changes_nothing(shop: Shop, write: Write) -> None:
    for name in ("kept", "edited", "gone", "moves"):
        write(f"{name}.txt", f"{FERRY} It is {name}.")
    shop.sync()
    write("edited.txt", f"{BRIDGE} It is rewritten.")
    write("new.txt", f"{BRIDGE} It is novel.")
    write("bad.txt", "\x00" * 500)
    (shop.folder / "gone.txt").unlink()
    (shop.folder / "moves.txt").rename(shop.folder / "moved.txt")
    before = list(shop.library.read("SELECT * FROM articles, files, meta"))
    calls = shop.calls
    told = sync.preview([shop.folder], shop.library)
    assert (counts(told), told.moved, len(told.failed)) == ((1, 1, 1, 1), 1, 1)
    assert shop.calls == calls
    assert list(shop.library.read("SELECT * FROM articles, files, meta")) == before
    assert shop.library.failures() == []
    assert shop.sync() == told
    assert [Path(failure.source).name for failure in shop.library.failures()] == ["bad.txt"]


# -- what failed


def test_failures_are_kept_until_they_are_mended_or_gone(shop: Shop, write: Write) -> None:
    write("good.txt", FERRY)
    bad, worse = write("bad.txt", "\x00" * 500), write("all.jsonl", "{no json\n")
    first = shop.sync()
    assert len(first.failed) == 2
    by_source = sorted(first.failed, key=lambda failure: failure.source)
    assert sorted(shop.library.failures(), key=lambda failure: failure.source) == by_source
    bad.write_text(BRIDGE)
    assert shop.sync().added == 1
    assert [failure.source.split()[0] for failure in shop.library.failures()] == [str(worse)]
    worse.unlink()
    shop.sync()
    assert shop.library.failures() == []


def test_a_root_that_was_missing_is_no_failure_once_it_is_back(shop: Shop, write: Write) -> None:
    path = write("ferry.txt", FERRY)
    shop.sync()
    shop.folder.rename(shop.folder.with_name("unplugged"))
    shop.sync(shop.folder)
    assert [failure.source for failure in shop.library.failures()] == [str(shop.folder)]
    shop.folder.with_name("unplugged").rename(shop.folder)
    shop.sync(shop.folder)
    assert shop.library.failures() == []
    assert path.exists()


def test_a_new_recipe_makes_everything_anew_under_the_same_ids(
    shop: Shop, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("ferry.txt", FERRY)
    write("all.jsonl", records(("a", BRIDGE)))
    shop.sync()
    ids = shop.library.article_ids()
    monkeypatch.setattr(sync, "RECIPE", "clean 99")
    assert counts(shop.sync()) == (0, 2, 0, 0)
    assert shop.library.article_ids() == ids
    assert counts(shop.sync()) == (0, 0, 0, 2)


# -- ids


def test_the_same_name_in_two_folders_makes_two_articles_with_lasting_ids(
    shop: Shop, write: Write
) -> None:
    write("b/ferry.txt", FERRY)
    shop.sync()
    write("a/ferry.txt", BRIDGE)
    shop.sync()
    ids = shop.library.article_ids()
    assert ids[str(shop.folder / "b" / "ferry.txt"), ""] == "ferry"
    assert len(set(ids.values())) == 2
    write("a/ferry.txt", f"{BRIDGE} It will be mended.")
    write("b/ferry.txt", f"{FERRY} It was mended.")
    assert counts(shop.sync()) == (0, 2, 0, 0)
    assert shop.library.article_ids() == ids
    expect_whole(shop.library, shop.store)


def test_the_same_text_in_two_files_is_two_articles(shop: Shop, write: Write) -> None:
    write("a.txt", FERRY)
    write("b.txt", FERRY)
    shop.sync()
    assert len(shop.library.passage_ids()) == 2
    (shop.folder / "a.txt").unlink()
    shop.sync()
    assert shop.found("ferry") == ["b"]
    expect_whole(shop.library, shop.store)


def test_ids_are_fit_for_links_whatever_the_file_is_called(shop: Shop, write: Write) -> None:
    write("What? No: “ferry” & more!.txt", FERRY)
    write("???.txt", BRIDGE)
    write(f"{'long' * 50}.txt", "The storm passed.")
    shop.sync()
    assert shop.ids() == {"What-No-ferry-more", "article", "long" * 20}


def test_articles_made_anew_keep_the_ids_they_had(shop: Shop, write: Write, tmp_path: Path) -> None:
    write("a/ferry.txt", FERRY)
    write("b/ferry.txt", BRIDGE)
    shop.sync(shop.folder / "b")
    shop.sync()
    before = shop.library.article_ids()
    assert before[str(shop.folder / "b/ferry.txt"), ""] == "ferry"
    new = Library(tmp_path / "new.sqlite")
    sync.sync([shop.folder], new, ListStore(), shop.encoder, old=shop.library)
    assert new.article_ids() == before
    new.close()


# -- what cannot be read


def test_a_bad_file_is_reported_and_the_rest_goes_in(shop: Shop, write: Write) -> None:
    write("ferry.txt", FERRY)
    (shop.folder / "noise.txt").write_bytes(bytes(range(256)) * 8)
    (shop.folder / "empty.md").touch()
    write("bad.jsonl", "{no json\n" + records(("a", BRIDGE)))
    report = shop.sync()
    assert report.added == 2
    assert sorted(Path(f.source.partition(" ")[0]).name for f in report.failed) == [
        "bad.jsonl",
        "empty.md",
        "noise.txt",
    ]
    assert all(failure.reason and "\n" not in failure.reason for failure in report.failed)
    # What is bad is reported each time, not only once; and nothing is encoded for it.
    shop.encodes()
    again = shop.sync()
    assert (len(again.failed), again.unchanged, shop.encodes()) == (3, 2, 0)


def test_a_file_that_becomes_unreadable_keeps_its_articles(shop: Shop, write: Write) -> None:
    path = write("ferry.txt", FERRY)
    shop.sync()
    path.write_bytes(b"\x00\xff" * 500)
    report = shop.sync()
    assert [failure.source for failure in report.failed] == [str(path)]
    assert shop.found("monday") == ["ferry"]
    path.write_text(FERRY)
    assert counts(shop.sync()) == (0, 0, 0, 1)


def test_a_link_that_leads_nowhere_any_more_keeps_its_articles(shop: Shop, tmp_path: Path) -> None:
    disk = tmp_path / "disk.txt"
    disk.write_text(FERRY)
    (shop.folder / "ferry.txt").symlink_to(disk)
    shop.sync()
    disk.unlink()
    report = shop.sync()
    assert len(report.failed) == 1
    assert shop.ids() == {"ferry"}


def test_a_folder_that_cannot_be_opened_keeps_its_articles(
    shop: Shop, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("ferry.txt", FERRY)
    write("closed/bridge.txt", BRIDGE)
    shop.sync()
    closed = str(shop.folder / "closed")
    scandir = os.scandir

    # Tests may run as root, who may open anything: so the refusal is played.
    def refuse(path: str) -> object:
        if str(path) == closed:
            raise PermissionError(13, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    report = shop.sync()
    assert [failure.source for failure in report.failed] == [closed]
    assert report.removed == 0
    assert shop.ids() == {"ferry", "bridge"}


def test_a_record_that_became_bad_is_not_taken_for_removed(shop: Shop, write: Write) -> None:
    write("all.jsonl", records(("a", FERRY), ("b", BRIDGE)))
    shop.sync()
    write("all.jsonl", records(("a", FERRY)) + '{"id": "b", "text": ')
    report = shop.sync()
    assert (report.removed, len(report.failed)) == (0, 1)
    assert shop.ids() == {"a", "b"}


def test_a_record_of_furniture_only_does_not_keep_removed_ones_alive(
    shop: Shop, write: Write
) -> None:
    write("all.jsonl", records(("a", FERRY), ("b", BRIDGE)))
    shop.sync()
    write("all.jsonl", records(("a", FERRY), ("c", "Share this article on Facebook")))
    report = shop.sync()
    assert (report.removed, len(report.failed)) == (1, 1)
    assert shop.ids() == {"a"}


def test_two_records_with_one_id_are_reported_and_the_first_is_kept(
    shop: Shop, write: Write
) -> None:
    write("all.jsonl", records(("a", FERRY), ("b", "The storm passed."), ("a", BRIDGE)))
    report = shop.sync()
    assert (report.added, len(report.failed)) == (2, 1)
    assert shop.found("monday") == ["a"]
    assert shop.found("crack") == []
    expect_whole(shop.library, shop.store)


def test_one_url_with_two_texts_is_noted_and_both_are_kept(shop: Shop, write: Write) -> None:
    write("a.md", f"---\nurl: https://example.org/1\n---\n{FERRY}")
    write("b.md", f"---\nurl: https://example.org/1\n---\n{BRIDGE}")
    write("c.md", f"---\nurl: https://example.org/2\ndate: 2999-01-01\n---\n{FERRY}")
    report = shop.sync()
    assert (counts(report), report.failed) == ((3, 0, 0, 0), [])
    notes = {Path(note.source).name: note.reason for note in report.remarks}
    assert notes == {
        "b.md": "has the url of a and another text: delete the one that is out of date.",
        "c.md": "its date 2999-01-01 cannot be: the article is kept without a date",
    }
    assert shop.sync().remarks == []  # an unchanged file is not looked at again


def test_ten_thousand_empty_files_are_a_line_each_and_harm_nothing(
    shop: Shop, write: Write
) -> None:
    write("ferry.txt", FERRY)
    for number in range(10_000):
        (shop.folder / f"{number}.txt").touch()
    report = shop.sync()
    assert (report.added, len(report.failed)) == (1, 10_000)
    assert all("is empty" in failure.reason for failure in report.failed)
    expect_whole(shop.library, shop.store)


def test_a_root_that_is_missing_or_empty_is_reported_and_its_articles_stay(
    shop: Shop, write: Write, tmp_path: Path
) -> None:
    path = write("ferry.txt", FERRY)
    shop.sync()
    path.unlink()
    report = shop.sync()
    assert [failure.source for failure in report.failed] == [str(shop.folder)]
    shop.folder.rmdir()
    report = shop.sync()
    assert [failure.source for failure in report.failed] == [str(shop.folder)]
    assert report.removed == 0
    assert shop.ids() == {"ferry"}


def test_a_file_given_by_itself_that_is_gone_from_its_folder_is_removed(
    shop: Shop, write: Write
) -> None:
    path, other = write("ferry.txt", FERRY), write("bridge.txt", BRIDGE)
    shop.library.add_roots([path, other])
    shop.sync(path, other)
    path.unlink()
    report = shop.sync(path, other)
    assert (counts(report), report.failed) == ((0, 0, 1, 1), [])
    assert shop.ids() == {"bridge"}
    assert shop.library.roots() == [other]
    expect_whole(shop.library, shop.store)


def test_a_file_given_by_itself_whose_folder_is_gone_too_is_kept(shop: Shop, write: Write) -> None:
    path = write("disk/ferry.txt", FERRY)
    shop.library.add_roots([path])
    shop.sync(path)
    path.unlink()
    path.parent.rmdir()
    report = shop.sync(path)
    assert [failure.source for failure in report.failed] == [str(path)]
    assert shop.ids() == {"ferry"}
    assert shop.library.roots() == [path]


def test_a_mistyped_file_is_no_removal(shop: Shop) -> None:
    report = shop.sync(shop.folder / "fery.txt")
    assert (report.removed, len(report.failed)) == (0, 1)


def test_a_name_that_is_not_utf8_is_reported_in_letters_that_can_be_printed(
    shop: Shop, write: Write
) -> None:
    write("ferry.txt", FERRY)
    Path(os.fsdecode(bytes(shop.folder) + b"/caf\xe9.txt")).write_text(BRIDGE)
    report = shop.sync()
    (failure,) = report.failed
    assert f"{failure.source} {failure.reason}".encode()
    assert "UTF-8" in failure.reason
    assert report.added == 1
    with pytest.raises(UnreadableSourceError, match="UTF-8"):
        find_files(Path(os.fsdecode(b"/caf\xe9")))


def test_hidden_and_unknown_files_are_not_articles(shop: Shop, write: Write) -> None:
    wanted = [write("a.txt", FERRY), write("b/c.HTML", "x"), write("b/d.jsonl", "{}")]
    write(".git/a.txt", FERRY)
    write("b/.draft.txt", FERRY)
    write("photo.jpg", "x")
    (shop.folder / "folder.txt").mkdir()
    os.mkfifo(shop.folder / "pipe.txt")
    assert find_files(shop.folder) == wanted


# -- progress, and stopping by it


def test_progress_counts_files_and_ends_with_all_of_them(shop: Shop, write: Write) -> None:
    for name in ("a", "b", "c"):
        write(f"{name}.txt", FERRY)
    told: list[tuple[int, int, str]] = []
    shop.sync(progress=lambda *step: told.append(step))
    files = list(dict.fromkeys(told))
    assert files == [(0, 3, "a.txt"), (1, 3, "b.txt"), (2, 3, "c.txt"), (3, 3, "")]


class Enough(Exception):
    """What a Stop button raises."""


def test_a_stop_inside_one_huge_file_takes_effect_within_a_batch(shop: Shop, write: Write) -> None:
    total = 400
    write("huge.jsonl", records(*((f"r{n}", f"{FERRY} It is trip {n}.") for n in range(total))))
    told = 0

    def stop(done: int, files: int, file: str) -> None:
        nonlocal told
        told += 1
        assert (done, files, file) == (0, 1, "huge.jsonl")
        if told == 3:
            raise Enough

    with pytest.raises(Enough):
        shop.sync(progress=stop)
    assert 0 < len(shop.ids()) <= 2 * 64
    expect_whole(shop.library, shop.store)

    in_already = len(shop.ids())
    assert counts(shop.sync()) == (total - in_already, 0, 0, in_already)
    expect_whole(shop.library, shop.store)

    # Nothing is written for records that did not change, and still one can stop among them.
    os.utime(shop.folder / "huge.jsonl", ns=(1, 1))
    told = 0
    with pytest.raises(Enough):
        shop.sync(progress=stop)
    assert counts(shop.sync()) == (0, 0, 0, total)


def test_small_files_are_encoded_and_stored_together(shop: Shop, write: Write) -> None:
    for number in range(200):
        write(f"trip{number}.txt", f"{FERRY} It is trip {number}.")
    shop.sync()
    assert len(shop.library.files()) == 200
    assert shop.calls == 2 * 4  # to encoder and store, for 64 passages each and the last eight
    expect_whole(shop.library, shop.store)


def test_files_of_a_batch_that_was_not_written_are_read_again(shop: Shop, write: Write) -> None:
    for number in range(100):
        write(f"trip{number:02}.txt", f"{FERRY} It is trip {number}.")

    def stop(done: int, files: int, file: str) -> None:
        if done == 90:
            raise Enough

    with pytest.raises(Enough):
        shop.sync(progress=stop)
    assert len(shop.library.files()) == len(shop.ids()) == 64
    expect_whole(shop.library, shop.store)
    assert counts(shop.sync()) == (36, 0, 0, 64)


def test_a_stop_takes_effect_while_lost_vectors_are_made_again(shop: Shop, write: Write) -> None:
    write("all.jsonl", records(*((f"r{n}", f"{FERRY} It is trip {n}.") for n in range(200))))
    shop.sync()
    shop.store.delete(shop.store.ids())

    def stop(done: int, files: int, file: str) -> None:
        if shop.store.count():
            raise Enough

    with pytest.raises(Enough):
        shop.sync(progress=stop)
    assert 0 < shop.store.count() <= 64
    assert counts(shop.sync()) == (0, 0, 0, 200)
    expect_whole(shop.library, shop.store)


# -- crashes


@pytest.mark.parametrize(
    ("batch", "fails_at"), [*((1, at) for at in range(1, 12)), *((64, at) for at in range(1, 7))]
)
def test_after_a_failure_at_any_call_the_next_sync_makes_all_whole(
    shop: Shop, write: Write, monkeypatch: pytest.MonkeyPatch, batch: int, fails_at: int
) -> None:
    """Adds, edits, removals and repairs, with encoder or store failing at the given call."""
    monkeypatch.setattr("index.syncing.batch._BATCH", batch)
    for name in ("kept", "edited", "removed"):
        write(f"{name}.txt", f"{FERRY} It is {name}.")
    write("all.jsonl", records(("a", FERRY), ("b", BRIDGE)))
    shop.sync()
    shop.store.delete(sorted(shop.store.ids())[:1])  # as after an earlier crash
    write("edited.txt", f"{BRIDGE} It is rewritten.")
    write("new.txt", f"{BRIDGE} It is novel.")
    (shop.folder / "removed.txt").unlink()
    write("all.jsonl", records(("b", f"{BRIDGE} Again."), ("c", FERRY)))

    shop.fails_at = shop.calls + fails_at
    with pytest.raises(OSError, match="No space left"):
        shop.sync()
    searcher = Searcher(shop.library, shop.store, HashingEncoder())
    for hit in searcher.search(Query("ferry bridge", 50)):
        assert hit.passage.id in shop.library.passage_ids()

    shop.fails_at = -1
    shop.sync()
    expect_whole(shop.library, shop.store)
    assert shop.ids() == {"kept", "edited", "new", "b", "c"}
    assert shop.found("rewritten") == ["edited"]
    assert shop.found("removed") == []
    shop.encodes()
    assert counts(shop.sync()) == (0, 0, 0, 5)
    assert shop.encodes() == 0
