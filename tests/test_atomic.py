"""A file is replaced as a whole or stays as it was."""

from pathlib import Path

import pytest

from index.atomic import atomic_write, replacing


@pytest.mark.parametrize("durable", [False, True])
def test_what_was_there_is_replaced(tmp_path: Path, durable: bool) -> None:
    path = tmp_path / ("ж" * 120 + ".txt")  # 244 of the 255 bytes that a name may have
    atomic_write(path, b"old", durable=durable)
    atomic_write(path, "new, naïve", durable=durable)
    assert path.read_text(encoding="utf-8") == "new, naïve"
    assert list(tmp_path.iterdir()) == [path]


def test_a_block_that_fails_leaves_the_old_file_and_no_draft(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    atomic_write(path, "old")

    def interrupted() -> None:
        with replacing(path) as draft:
            draft.write_text("half of the n")
            raise ValueError("half way")

    with pytest.raises(ValueError, match="half way"):
        interrupted()
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_is_not_there_is_an_os_error(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file"):
        atomic_write(tmp_path / "none" / "a.txt", "text")
    assert list(tmp_path.iterdir()) == []
