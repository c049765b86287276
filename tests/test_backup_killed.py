"""kill -9 before any step of a backup or a restore: the folder is what it was, or what it became.

A child kills itself before its n-th change of the disk, so no moment depends on the machine's
speed. `--kills 200` tries nearly all of them.
"""

import multiprocessing
import os
import shutil
import signal
import sys
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
from kept_libraries import fill, held

from bot.backup.backup import back_up
from bot.backup.restore import restore
from bot.settings import load
from index.folder.generations import Generations

_PROCESSES = multiprocessing.get_context("forkserver")
_PROCESSES.set_forkserver_preload(["test_backup_killed", "index.vectors.chroma_store"])
_CHANGES = {"os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.truncate", "shutil.rmtree"}


@pytest.fixture(autouse=True)
def path_for_children(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, sys.path)))


def at_work(what: str, file: Path, folder: Path, steps: int, say: Connection) -> None:
    """Back up or restore in this process; die before change number `steps`, else say how many."""
    made = 0

    def count(event: str, given: tuple[object, ...]) -> None:
        nonlocal made
        opens = event == "open" and isinstance(given[1], str) and given[1][:1] in ("w", "x", "a")
        if event in _CHANGES or opens:
            made += 1
            if made == steps:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(count)
    if what == "backup":
        back_up(load(library=folder), file)
    else:
        restore(file, folder, replace=True)
    total, made = made, -1_000_000
    say.send(total)


def run(what: str, file: Path, folder: Path, steps: int = -1) -> int | None:
    """How many changes it made; None when it was killed."""
    heard, say = _PROCESSES.Pipe(duplex=False)
    process = _PROCESSES.Process(target=at_work, args=(what, file, folder, steps, say))
    process.start()
    say.close()
    process.join()
    if process.exitcode == -signal.SIGKILL:
        return None
    assert process.exitcode == 0
    return int(heard.recv())


def moments(total: int, kills: int) -> list[int]:
    """Some of the steps 1 to `total`, many of the last ones: there the parts are put in place."""
    late = range(max(1, total - 12), total + 1, 3)
    spread = range(1, total + 1, max(1, total // max(1, kills // 3)))
    return sorted({*late, *spread})


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_restore_that_is_killed_loses_nothing_and_leaves_nothing_half(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    kills = request.config.getoption("--kills")
    file, there = tmp_path / "backup.zip", tmp_path / "there"
    fill(tmp_path / "library", "old")
    back_up(load(library=tmp_path / "library"), file)
    old = held(tmp_path / "library")
    fill(tmp_path / "fresh", "new", turns=3)
    other = tmp_path / "other"
    for copy in (there, other):
        shutil.copytree(tmp_path / "fresh", copy)
    new = held(tmp_path / "fresh")
    total = run("restore", file, other)
    assert total
    seen = []
    for steps in moments(total, kills // 4):
        assert run("restore", file, there, steps) is None
        found = held(there)
        seen.append(found == old)
        assert found in (old, new), f"half, killed before change {steps} of {total}"
        if found == old:  # from here on what was there is another library
            there = tmp_path / f"there-{steps}"
            shutil.copytree(tmp_path / "fresh", there)
    assert not seen[0]
    assert seen[-1], "none was killed after it counted"
    # The next one comes to its end, and clears away what the killed ones left.
    assert run("restore", file, there)
    assert held(there) == old
    assert sorted(path.name for path in there.iterdir() if "restor" in path.name) == [
        "restore.lock"
    ]
    assert len(list(there.glob("index*"))) <= 2
    Generations(there)


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_backup_that_is_killed_leaves_the_earlier_one_and_the_library_as_they_were(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    file, folder = tmp_path / "backup.zip", tmp_path / "library"
    # Of another library: two backups of one library may be the same bytes.
    fill(tmp_path / "emptier", "old")
    assert run("backup", file, tmp_path / "emptier")
    earlier = file.read_bytes()
    fill(folder, "new", turns=3)
    before = held(folder)
    total = run("backup", tmp_path / "counted.zip", folder)
    assert total
    for steps in moments(total, request.config.getoption("--kills") // 4):
        assert run("backup", file, folder, steps) is None
        if file.read_bytes() != earlier:  # killed after it was put in place
            restore(file, tmp_path / f"there-{steps}")
            assert held(tmp_path / f"there-{steps}") == before
    assert held(folder) == before
    assert run("backup", file, folder)
    assert file.read_bytes() != earlier
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []
