"""Files of a library folder are replaced together, wherever the process is killed."""

import json
import multiprocessing
import os
import signal
import sys
from pathlib import Path

import pytest

from index.errors import LibraryError
from index.folder.generations import Generations
from index.folder.switch import DRAFT, alone, finish, is_begun, new_draft, switch

# A fork of this process does nothing but move files, so it needs no interpreter of its own.
_PROCESSES = multiprocessing.get_context("fork")
_CHANGES = {"os.rename", "os.remove", "os.rmdir", "os.mkdir", "shutil.rmtree"}
PLACE = ["chats.sqlite", "received", "added", "current"]
DROP = ["gone.txt", "fetched", "chats.sqlite-wal", "never-there"]


def make(folder: Path) -> None:
    """A folder with old parts, and a draft of new ones."""
    for name in ("chats.sqlite", "gone.txt", "received/a", "fetched/b/c", "chats.sqlite-wal"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("old")
    (folder / "current").write_text("index")
    (folder / "writer.lock").write_text("stays")
    draft = new_draft(folder)
    for name in ("chats.sqlite", "received/d", "added"):
        (draft / name).parent.mkdir(parents=True, exist_ok=True)
        (draft / name).write_text("new")
    (draft / "current").write_text("index-2")


def seen(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): path.read_text()
        for path in folder.rglob("*")
        if path.is_file() and DRAFT not in path.parts and path.name != "restore.lock"
    }


OLD = {
    **dict.fromkeys(("chats.sqlite", "gone.txt", "received/a", "fetched/b/c"), "old"),
    "chats.sqlite-wal": "old",
    "current": "index",
    "writer.lock": "stays",
}
NEW = {
    **dict.fromkeys(("chats.sqlite", "received/d", "added"), "new"),
    "current": "index-2",
    "writer.lock": "stays",
}


def at_work(folder: Path, steps: int) -> None:
    made = 0

    def count(event: str, given: tuple[object, ...]) -> None:
        nonlocal made
        if event in _CHANGES:
            made += 1
            if made == steps:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(count)
    (finish(folder) if is_begun(folder) else switch(folder, PLACE, DROP))


def killed(folder: Path, steps: int) -> bool:
    process = _PROCESSES.Process(target=at_work, args=(folder, steps))
    process.start()
    process.join()
    assert process.exitcode in (0, -signal.SIGKILL)
    return process.exitcode != 0


def test_a_switch_that_is_not_killed_replaces_adds_and_drops(tmp_path: Path) -> None:
    make(tmp_path)
    with alone(tmp_path):
        switch(tmp_path, PLACE, DROP)
    assert seen(tmp_path) == NEW
    assert not (tmp_path / DRAFT).exists()


@pytest.mark.slow
def test_wherever_it_is_killed_all_of_it_or_nothing_has_happened(tmp_path: Path) -> None:
    ends = []
    for steps in range(1, 100):
        folder = tmp_path / str(steps)
        make(folder)
        if not killed(folder, steps):
            break
        before = seen(folder)
        Generations(folder)  # as every command does
        ends.append(seen(folder))
        assert ends[-1] in (OLD, NEW), f"half, at step {steps}: {before}"
        assert not is_begun(folder)
    assert steps > 8
    assert OLD in ends
    assert NEW in ends


@pytest.mark.slow
def test_finishing_may_be_killed_again_and_again(tmp_path: Path) -> None:
    make(tmp_path)
    assert killed(tmp_path, 4)
    assert is_begun(tmp_path)
    for _ in range(40):
        if not killed(tmp_path, 1 if not is_begun(tmp_path) else 2):
            break
    finish(tmp_path)
    assert seen(tmp_path) == NEW


def test_what_another_process_is_finishing_is_waited_for_and_then_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(tmp_path)
    (tmp_path / "restoring").write_text(json.dumps({"place": PLACE, "drop": DROP}))
    monkeypatch.setattr("index.folder.switch._WAIT_S", 0.0)
    with alone(tmp_path), pytest.raises(LibraryError, match="try again when it is done"):
        Generations(tmp_path)
    Generations(tmp_path)
    assert seen(tmp_path) == NEW


def test_a_disk_that_fails_in_the_middle_is_told_and_nothing_is_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(tmp_path)
    replace = Path.replace

    def full(self: Path, target: Path) -> Path:
        if self.name == "added":
            raise OSError(28, "No space left on device")
        return replace(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", full)
        with alone(tmp_path), pytest.raises(LibraryError, match="nothing is lost"):
            switch(tmp_path, PLACE, DROP)
    finish(tmp_path)
    assert seen(tmp_path) == NEW
