"""`byline backup` and `byline restore`: what goes in comes back, and nothing else does."""

import stat
from contextlib import closing
from pathlib import Path

import pytest
from cli_runner import Byline, refused
from kept_libraries import ANA, fill, held, opened
from library_folders import one_line

from bot.backup.backup import back_up
from bot.backup.restore import restore
from bot.memory import all_databases
from bot.memory.sessions import Sessions
from bot.settings import Settings
from index.errors import LibraryError
from index.folder.switch import DRAFT, alone
from index.library.library import Library

pytest_plugins = "cli_fixtures"


@pytest.fixture
def kept(settings: Settings) -> Settings:
    """Settings over a folder with articles, chats and files of the word "old"."""
    fill(settings.library, "old")
    return settings


@pytest.fixture
def saved(kept: Settings, tmp_path: Path) -> Path:
    file = tmp_path / "backup.zip"
    back_up(kept, file)
    return file


def test_all_comes_back_in_another_folder_and_nothing_is_read_again(
    kept: Settings, saved: Path, tmp_path: Path
) -> None:
    there = tmp_path / "there"
    restore(saved, there)
    assert held(there) == held(kept.library)
    library_folder = opened(there)
    with closing(library_folder):
        # The files that Byline keeps are in the new folder, and known to be there.
        assert all(
            Path(file).is_relative_to(there) for file in library_folder.library.article_files()
        )
        assert library_folder.library.roots() == [there / "fetched", there / "received"]
        report = library_folder.index([])
        assert (report.added, report.removed, report.unchanged) == (0, 0, 2)
    assert not (there / DRAFT).exists()


def test_a_conversation_goes_on_where_it_was(saved: Path, tmp_path: Path) -> None:
    restore(saved, tmp_path / "there")
    with all_databases.opened(tmp_path / "there") as memory:
        last = memory.sessions.last(ANA)
        assert last
        number, answer = last
        assert memory.sessions.remember(ANA, answer) == number + 1
        assert not memory.journal.receive(2, 7, "the same update again")


def test_what_was_there_is_replaced_as_a_whole_and_only_when_asked(
    saved: Path, tmp_path: Path, kept: Settings
) -> None:
    there = tmp_path / "there"
    fill(there, "new", turns=3)
    (there / "received" / "more.txt").write_text("One more article that nobody needs. It is here.")
    before = held(there)
    with pytest.raises(LibraryError, match=r"holds 2 articles .*--replace") as error:
        restore(saved, there)
    assert one_line(error)
    assert held(there) == before
    restore(saved, there, replace=True)
    assert held(there) == held(kept.library)
    restore(saved, there, replace=True)
    assert sorted(path.name for path in there.glob("index*")) == ["index-2", "index-3"]


def test_chats_alone_are_not_replaced_unasked_either(saved: Path, tmp_path: Path) -> None:
    there = tmp_path / "there"
    with all_databases.opened(there):
        pass
    with pytest.raises(LibraryError, match="--replace"):
        restore(saved, there)


def test_while_a_bot_runs_it_is_backed_up_and_not_replaced(kept: Settings, tmp_path: Path) -> None:
    file = tmp_path / "backup.zip"
    with all_databases.opened(kept.library) as memory:
        back_up(kept, file)
        with pytest.raises(LibraryError, match=r"A bot runs over .*: stop it") as error:
            restore(file, kept.library, replace=True)
        assert one_line(error)
        memory.people.decide(8, False, "still at work")
    restore(file, kept.library, replace=True)
    assert held(kept.library).people == ("old",)


def test_a_backup_of_one_moment_has_what_was_written_before_it_and_nothing_half(
    kept: Settings, tmp_path: Path
) -> None:
    sessions = Sessions(kept.library / "sessions.sqlite")
    answer = sessions.last(ANA)
    assert answer
    with sessions._db.transaction() as db:
        db.execute("DELETE FROM exchanges")  # never committed before the copy is made
        back_up(kept, tmp_path / "backup.zip")
    sessions.close()
    restore(tmp_path / "backup.zip", tmp_path / "there")
    with all_databases.opened(tmp_path / "there") as memory:
        assert memory.sessions.last(ANA) == answer


def test_two_backups_and_a_restore_do_not_get_in_each_others_way(
    kept: Settings, saved: Path, tmp_path: Path
) -> None:
    with alone(kept.library):
        with pytest.raises(LibraryError, match="try again when it is done"):
            back_up(kept, tmp_path / "two.zip")
        with pytest.raises(LibraryError, match="try again when it is done"):
            restore(saved, kept.library, replace=True)
    assert not (tmp_path / "two.zip").exists()


def test_a_library_that_was_being_indexed_is_repaired_when_it_is_opened(
    kept: Settings, tmp_path: Path
) -> None:
    with closing(Library(kept.library / "index" / "library.sqlite")) as library:
        library.begin([kept.library / "received"])
        with library.transaction() as db:
            db.execute("DELETE FROM vectors")
    back_up(kept, tmp_path / "backup.zip")
    restore(tmp_path / "backup.zip", tmp_path / "there")
    library_folder = opened(tmp_path / "there")
    with closing(library_folder):
        assert library_folder.library.ids_without_vectors() == set()
        library_folder.index([])
        assert library_folder.behind() is None


def test_only_its_owner_can_read_a_backup(saved: Path) -> None:
    assert stat.S_IMODE(saved.stat().st_mode) == 0o600


def test_a_backup_that_cannot_be_written_says_so(kept: Settings, tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="name a file in one that exists"):
        back_up(kept, tmp_path / "nowhere" / "backup.zip")
    (tmp_path / "folder").mkdir()
    with pytest.raises(LibraryError, match="cannot be written"):
        back_up(kept, tmp_path / "folder")
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


# -- the commands


def test_the_commands_say_what_they_did(byline: Byline, kept: Settings, tmp_path: Path) -> None:
    file, there = tmp_path / "backup.zip", tmp_path / "there"
    done = byline("backup", file)
    assert (done.code, done.out) == (0, "")
    assert done.err.startswith(f"2 articles, the chats and 3 files are in {file} (")
    done = byline("restore", file, "--library", there)
    assert done.code == 0
    assert done.err.startswith("2 articles and the chats of 20")
    assert str(there / "settings.env") in done.err
    refused(byline("restore", file), "--replace", "--library")
    assert byline("restore", file, "--replace").code == 0
    none = byline("restore", tmp_path / "none.zip")
    refused(none, "none.zip cannot be read (No such file or directory): name", "was changed")
    assert "library" not in none.err  # only the one path is to blame


def test_an_empty_library_is_not_backed_up(byline: Byline, tmp_path: Path) -> None:
    refused(byline("backup", tmp_path / "a.zip"), "is empty", "`byline index PATH`")
    assert list(tmp_path.glob("*.zip")) == []
