"""Chroma's folder is really damaged: it is filled again from the library, which has all vectors."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest
from bot_fakes import WHO_LED, PacedModel, answers, running_bot, says
from fakes import HashingEncoder
from library_folders import BRIDGE, FERRY, ids, one_line
from telegram_server import PrivateChat, TelegramServer

from bot import assembly
from bot.messenger.text import owner_phrases
from bot.messenger.watched_parts import Patience
from bot.settings import Settings
from index.errors import LibraryError
from index.folder.library_folder import LibraryFolder

# Lets a fault be over.
End = Callable[[], object]


def overwrite(folder: Path) -> None:
    """Put garbage in place of the database."""
    (folder / "chroma.sqlite3").write_bytes(b"garbage" * 1000)


def scratch(folder: Path) -> None:
    """Leave the first page of the database and nothing readable behind it."""
    file = folder / "chroma.sqlite3"
    data = file.read_bytes()
    file.write_bytes(data[:4096] + os.urandom(len(data) - 4096))


def vectors(settings: Settings) -> Path:
    (found,) = settings.library.rglob("chroma.sqlite3")
    return found.parent


def opened(settings: Settings) -> LibraryFolder:
    encoder: Any = HashingEncoder()
    return assembly.open_library_folder(settings, encoder)


DAMAGES: dict[str, Callable[[Path], object]] = {
    "garbage": overwrite,
    "scratched": scratch,
    "gone": shutil.rmtree,
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_folder_is_filled_again_when_it_is_opened(
    settings: Settings, tmp_path: Path, damage: str
) -> None:
    articles = tmp_path / "articles"
    articles.mkdir()
    (articles / "ferry.txt").write_text(FERRY)
    (articles / "bridge.txt").write_text(BRIDGE)
    library_folder = opened(settings)
    library_folder.index([articles])
    before = ids(library_folder)
    place = vectors(settings)
    library_folder.close()
    DAMAGES[damage](place)
    library_folder = opened(settings)
    try:
        held = library_folder._now().store.ids()
        assert held == set(library_folder.library.passage_ids())
        assert held
        assert ids(library_folder) == before
    finally:
        library_folder.close()


def test_a_folder_that_can_neither_be_read_nor_replaced_is_refused(
    settings: Settings, tmp_path: Path
) -> None:
    library_folder = opened(settings)
    article = tmp_path / "ferry.txt"
    article.write_text(FERRY)
    library_folder.index([article])
    place = vectors(settings)
    library_folder.close()
    shutil.rmtree(place)
    place.write_text("a file, where the folder should be")
    with pytest.raises(LibraryError, match=r"vector store in .* cannot be opened") as error:
        opened(settings)
    assert "\n" not in str(error.value)


@contextmanager
def unplugged(folder: Path, tmp_path: Path) -> Iterator[End]:
    """Keep the vectors' database on another disk, which is not there."""
    disk, away = tmp_path / "other disk", tmp_path / "unplugged"
    disk.mkdir()
    link, file = folder / "chroma.sqlite3", disk / "chroma.sqlite3"
    shutil.move(link, file)
    link.symlink_to(file)
    disk.rename(away)
    yield lambda: away.rename(disk)


@contextmanager
def on_small_disk(folder: Path, tmp_path: Path) -> Iterator[Path]:
    """Move a folder's files to a disk of its own; gives a place with room for 4 MB."""
    kept = tmp_path / "kept"
    shutil.copytree(folder, kept)
    mount = ["mount", "-t", "tmpfs", "-o", "size=4m", "none", str(folder)]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("only root may mount a small disk")
    try:
        shutil.copytree(kept, folder, dirs_exist_ok=True)
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


@contextmanager
def full(folder: Path, tmp_path: Path) -> Iterator[End]:
    """Fill the disk of the vectors to its last byte."""
    with on_small_disk(folder, tmp_path) as disk:
        filling = disk / "filling"
        left = os.statvfs(disk)
        with filling.open("wb") as file:
            os.posix_fallocate(file.fileno(), 0, left.f_bavail * left.f_frsize)
        yield filling.unlink


@contextmanager
def read_only(folder: Path, tmp_path: Path) -> Iterator[End]:
    """Let nothing be written on the disk of the vectors."""
    with on_small_disk(folder, tmp_path) as disk:
        remount = ["mount", str(disk), "-o"]
        subprocess.run([*remount, "remount,ro"], check=True)
        yield lambda: subprocess.run([*remount, "remount,rw"], check=True)


PASSING: dict[str, Callable[[Path, Path], AbstractContextManager[End]]] = {
    "away": unplugged,
    "full": full,
    "read-only": read_only,
}


def files(folder: Path) -> dict[str, bytes]:
    """What is in a folder, a link as the path that it names."""
    return {
        str(path.relative_to(folder)): os.readlink(path).encode()
        if path.is_symlink()
        else path.read_bytes()
        for path in folder.rglob("*")
        if path.is_symlink() or path.is_file()
    }


@pytest.mark.parametrize("fault", PASSING)
def test_a_fault_that_passes_costs_no_vectors(
    settings: Settings, tmp_path: Path, fault: str
) -> None:
    library_folder = opened(settings)
    article = tmp_path / "ferry.txt"
    article.write_text(FERRY)
    library_folder.index([article])
    before = ids(library_folder)
    place = vectors(settings)
    library_folder.close()
    with PASSING[fault](place, tmp_path) as end:
        held = files(place)
        with pytest.raises(LibraryError, match="check that the disk is writable") as error:
            opened(settings)
        assert one_line(error)
        assert files(place) == held
        end()
        library_folder = opened(settings)
        try:
            assert ids(library_folder) == before
        finally:
            library_folder.close()


@pytest.mark.slow
async def test_damage_while_the_bot_runs_costs_one_question_and_is_mended(
    server: TelegramServer, ana: PrivateChat, ben: PrivateChat, tmp_path: Path
) -> None:
    patience = Patience(look_s=0.05)
    options: dict[str, Any] = {"patience": patience, "admins": str(ben.id)}
    async with running_bot(server, tmp_path, PacedModel(), **options) as rig:
        await ana.send(f"{WHO_LED} (1)")
        await ana.wait_for(answers("(1)"))
        (found,) = (tmp_path / "library").rglob("chroma.sqlite3")
        overwrite(found.parent)
        await ana.send(f"{WHO_LED} (2)")
        failed = await ana.wait_for(says("went wrong on our side"))
        assert str(tmp_path) not in failed.text
        troubles = rig.service._troubles
        await server.wait_until(
            lambda: any(each.what == owner_phrases.DAMAGED_VECTORS for each in troubles.past())
        )
        await ana.send(f"{WHO_LED} (3)")
        await ana.wait_for(answers("(3)"))
        await ben.send("/status")
        await ben.wait_for(says(f"Over: {owner_phrases.DAMAGED_VECTORS}"))
