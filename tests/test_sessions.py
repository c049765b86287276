"""Sessions keep answers by conversation and talk, over restarts, from any thread."""

from pathlib import Path

import pytest

from bot.memory.sessions import Sessions
from index.errors import LibraryError


def test_a_file_that_is_no_database_is_named_with_a_remedy(tmp_path: Path) -> None:
    path = tmp_path / "sessions.sqlite"
    path.write_bytes(b"not a database" * 100)
    with pytest.raises(LibraryError, match=r"sessions\.sqlite is damaged .*byline restore"):
        Sessions(path)
